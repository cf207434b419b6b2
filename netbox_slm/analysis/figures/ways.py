"""By which way an incident reached a service: chains of causes as they are stored and shown."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from django.contrib.contenttypes.models import ContentType

from ...engine.instants import I64
from ...engine.structure import Cause, Effects, Links, Timeline, causes_of
from ..columns import split_object_key
from ..facts import Facts, Part, StructureFacts
from ..facts.incidents import NAMED

__all__ = ('Way', 'WayFinder', 'way_of_clock')

SERVICE_TYPE = 'netbox_slm.service'
RULE_NAMED, RULE_REQUIRED, RULE_GROUP = 'named', 'required', 'group'


class Way(NamedTuple):
    """An incident, the CI on which it is (None: it names a service) and the chain from there to the judged service."""

    incident: int
    object_key: int | None
    path: tuple[dict[str, Any], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class WayFinder:
    """The ways to the services of one part, at any cell of its timeline. Each cell is looked at once per service."""

    facts: Facts
    part: Part
    links: Links
    effects: Effects
    timeline: Timeline
    _known: dict[tuple[int, int], tuple[Way, ...]] = field(default_factory=dict, repr=False)
    _naming: dict[str, I64] = field(default_factory=dict, repr=False)

    def at(self, node: int, cell: int) -> tuple[Way, ...]:
        """The ways by which incidents put a service into its state in a cell: excused ones last, short ones first."""
        key = (node, cell)
        if key not in self._known:
            causes = causes_of(self.timeline, self.links, self._active(cell), node, cell)
            excused = self.facts.incidents.is_excused
            causes.sort(key=lambda cause: int(excused[cause.incident]))
            self._known[key] = tuple(self._way(cause) for cause in causes)
        return self._known[key]

    def _active(self, cell: int) -> Effects:
        """The effects that matter in a cell: those that last in it, and all that name services (they replace)."""
        if 'services' not in self._naming:
            self._naming['services'] = self.effects.node < self.facts.structure.service_ids.size
        at_us = self.timeline.edges_us[cell]
        lasts = (self.effects.start_us <= at_us) & (self.effects.end_us > at_us)
        return self.effects.take(np.flatnonzero(lasts | self._naming['services']))

    def _way(self, cause: Cause) -> Way:
        structure = self.facts.structure
        chain = [
            (node, rule) for node, rule in cause.path if node < structure.service_ids.size + structure.ci_keys.size
        ]
        # A service says how it needs the one before it; in the stored path each says how the next one needs it
        rules = [rule for _node, rule in chain[1:]] + ['']
        first_is_ci = not structure.is_service(chain[0][0])
        if first_is_ci:
            rules[0] = chain[0][1]
        path = tuple(_step(structure, node, rule) for (node, _rule), rule in zip(chain, rules, strict=True))
        key = int(structure.ci_keys[cause.node - structure.service_ids.size]) if first_is_ci else None
        return Way(cause.incident, key, path, chain[0][1] if first_is_ci else RULE_NAMED)


def way_of_clock(facts: Facts, service: int, node: int, group: int, incident: int) -> Way:
    """How an incident came to count for the clocks of a service."""
    structure = facts.structure
    if group == NAMED:
        return Way(incident, None, (_step(structure, service, ''),), RULE_NAMED)
    rule = RULE_REQUIRED if group < 0 else RULE_GROUP
    key = int(structure.ci_keys[node - structure.service_ids.size])
    return Way(incident, key, (_step(structure, node, rule), _step(structure, service, '')), rule)


def _step(structure: StructureFacts, node: int, rule: str) -> dict[str, Any]:
    if structure.is_service(node):
        return {'type': SERVICE_TYPE, 'id': int(structure.service_ids[node]), 'relation': rule}
    type_id, object_id = split_object_key(structure.ci_keys[node - structure.service_ids.size])
    content_type = ContentType.objects.get_for_id(type_id)
    return {'type': f'{content_type.app_label}.{content_type.model}', 'id': object_id, 'relation': rule}
