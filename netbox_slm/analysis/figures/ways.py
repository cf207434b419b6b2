"""By which way an incident reached a service: chains of objects as they are stored and shown."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from ...engine.structure import GROUP, HARD, REQUIRED, SOFT, START, Paths
from ..columns import split_object_key
from ..facts import Facts, StructureFacts
from ..facts.incidents import NAMED

__all__ = ('PathWays', 'Way', 'way_of_clock')

SERVICE_TYPE = 'netbox_slm.service'
RULE_NAMED, RULE_REQUIRED, RULE_GROUP = 'named', 'required', 'group'
_RULES = {START: '', REQUIRED: RULE_REQUIRED, GROUP: RULE_GROUP, HARD: 'hard', SOFT: 'soft'}


class Way(NamedTuple):
    """The CI on which an incident is (None: it names a service) and the chain from there to the judged service."""

    object_key: int | None
    path: tuple[dict[str, Any], ...]
    rule: str


_NO_WAY = Way(None, (), '')


@dataclass(frozen=True, slots=True)
class PathWays:
    """The ways of the paths that the engine found; each is made once."""

    facts: Facts
    paths: Paths
    _known: dict[int, Way] = field(default_factory=lambda: {-1: _NO_WAY}, repr=False)

    def of(self, path: int) -> Way:
        """The way of a path; of -1 none."""
        if path not in self._known:
            self._known[path] = self._way(path)
        return self._known[path]

    def _way(self, path: int) -> Way:
        structure = self.facts.structure
        # What stands for several services together is no object of NetBox
        chain = [(node, needed_as) for node, needed_as in self.paths.chain(path) if node < structure.nodes]
        rules = [_RULES[needed_as] for _node, needed_as in chain[:-1]] + ['']
        steps = tuple(_step(structure, node, rule) for (node, _kind), rule in zip(chain, rules, strict=True))
        first = chain[0][0]
        if structure.is_service(first):
            return Way(None, steps, RULE_NAMED)
        return Way(int(structure.ci_keys[first - structure.service_ids.size]), steps, _RULES[chain[0][1]])


def way_of_clock(facts: Facts, service: int, node: int, group: int) -> Way:
    """How an incident came to count for the clocks of a service."""
    structure = facts.structure
    if group == NAMED:
        return Way(None, (_step(structure, service, ''),), RULE_NAMED)
    rule = RULE_REQUIRED if group < 0 else RULE_GROUP
    key = int(structure.ci_keys[node - structure.service_ids.size])
    return Way(key, (_step(structure, node, rule), _step(structure, service, '')), rule)


def _step(structure: StructureFacts, node: int, rule: str) -> dict[str, Any]:
    if structure.is_service(node):
        return {'type': SERVICE_TYPE, 'id': int(structure.service_ids[node]), 'relation': rule}
    type_id, object_id = split_object_key(structure.ci_keys[node - structure.service_ids.size])
    content_type = ContentType.objects.get_for_id(type_id)
    return {'type': f'{content_type.app_label}.{content_type.model}', 'id': object_id, 'relation': rule}
