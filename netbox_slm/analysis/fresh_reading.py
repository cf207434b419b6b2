"""What an open incident would do by the topology of this moment, beside what was read before and is kept with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from netbox.plugins import get_plugin_config

from ..choices import DecisionChoices
from ..engine.structure import DEGRADED
from ..graph import Ref, impact
from ..models import Incident
from .columns import AnyOf
from .derived_effects import EFFECT_OF_STATE, ENDED, found_now, is_open, key_of, links_during, may_decide, named_by

__all__ = ('Difference', 'difference_for', 'difference_of', 'incidents_reaching')

_PROPOSED = DecisionChoices.DECISION_PROPOSED


@dataclass(frozen=True, slots=True)
class Difference:
    """What a fresh reading would change: of services, how many more and fewer; is_other: of objects anything at all.

    is_open: whether it can be read again; of an incident that is over nothing changes.
    """

    more: int = 0
    less: int = 0
    is_other: bool = False
    is_open: bool = True


def difference_for(incident: Incident, user: Any, now: datetime) -> Difference:
    """The same for somebody who asks. Raises PermissionDenied where the user may not change the incident."""
    if not may_decide(incident, user):
        raise PermissionDenied(_('You may not change this incident.'))
    return difference_of(incident, now) if is_open(incident) else Difference(is_open=False)


def difference_of(incident: Incident, now: datetime) -> Difference:
    """Compare a fresh reading with the one that is kept; nothing is written.

    The answer does not depend on who asks (semantics.md §8): it names nothing. Decided effects stay whatever is read.
    Queries: by the depth of the graph.
    """
    found = {key_of(ref): each.state for ref, each in found_now(incident, now).items()}
    rows = list(incident.derived_effects.all())
    kept = {(row.object_type_id, row.object_id) for row in rows if row.decision != DecisionChoices.DECISION_REJECTED}
    decided = {(row.object_type_id, row.object_id): row for row in rows if row.decision != _PROPOSED}
    rejected = decided.keys() - kept
    then = (found.keys() | (decided.keys() & kept)) - rejected
    named = set(incident.affected_cis.values_list('object_type_id', 'object_id'))
    before, after = _services(kept | named, incident), _services(then | named, incident)
    effects = {(row.object_type_id, row.object_id): row.effect for row in rows if row.decision == _PROPOSED}
    fresh = {key: EFFECT_OF_STATE[state] for key, state in found.items() if key not in decided}
    return Difference(more=len(after - before), less=len(before - after), is_other=effects != fresh)


def incidents_reaching(refs: Iterable[Ref]) -> list[int]:
    """The open incidents, where all of them together reach one of these objects through the infrastructure.

    One question to the graph for all of them: what they do not do together, none does alone.
    """
    rows = Incident.objects.filter(closed_at__isnull=True, affected_cis__isnull=False).exclude(status__in=ENDED)
    rows = rows.exclude(status__in=get_plugin_config('netbox_slm', 'ignored_incident_statuses'))
    named = named_by(sorted(set(rows.values_list('pk', flat=True))))
    worst: dict[Ref, int] = {}
    for states in named.values():
        for ref, state in states.items():
            worst[ref] = max(state, worst.get(ref, state))
    if not worst:
        return []
    touched = impact(worst).touched
    return sorted(named) if any(ref in touched and touched[ref].state >= DEGRADED for ref in refs) else []


def _services(keys: Iterable[tuple[int, int]], incident: Incident) -> set[int]:
    """The services with one of these as a component at the time of an incident. One query per type of object."""
    by_type: dict[int, list[int]] = {}
    for type_id, object_id in keys:
        by_type.setdefault(type_id, []).append(object_id)
    found: set[int] = set()
    for type_id, ids in sorted(by_type.items()):
        links = links_during(incident).filter(AnyOf('object_id', ids), object_type=type_id)
        found |= set(links.values_list('service_id', flat=True))
    return found
