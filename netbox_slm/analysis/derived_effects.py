"""What incidents do through the infrastructure: read from the topology when they are recorded, and kept with them.

Later re-cabling changes no figure (semantics.md §6): the rows are read anew only while the incident is open and what it
names, or its effect, changes, or when somebody asks. What people decided about a row always stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from netbox.plugins import get_plugin_config

from ..choices import DecisionChoices, EffectChoices, IncidentStatusChoices
from ..engine.structure import DEGRADED, DOWN
from ..graph import Impact, Reason, Ref, impact
from ..models import AffectedCI, DerivedEffect, Incident, ServiceComponent
from ..transactions import atomic_for
from ..visible import prefetch_viewable, shown
from .columns import AnyOf
from .reasons import store_reason
from .staleness import Changes, mark_stale

__all__ = (
    'Recorded',
    'components_among',
    'decide',
    'due',
    'found_now',
    'is_open',
    'key_of',
    'may_decide',
    'named_by',
    'read_again',
    'record_derived_effects',
    'undecided',
    'waiting_for',
)

_STATES = {EffectChoices.EFFECT_DEGRADED: DEGRADED, EffectChoices.EFFECT_DOWN: DOWN}
EFFECT_OF_STATE = {state: effect for effect, state in _STATES.items()}
_MOST_DISTANT = 32_767
ENDED = (IncidentStatusChoices.STATUS_CLOSED, IncidentStatusChoices.STATUS_CANCELLED)

type States = dict[Ref, int]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many rows the incidents have now, and how many figures are stale by what changed."""

    rows: int = 0
    stale: int = 0

    def __add__(self, other: 'Recorded') -> 'Recorded':
        return Recorded(self.rows + other.rows, self.stale + other.stale)


@dataclass(frozen=True, slots=True)
class _Found:
    """An effect that was found: state, reason, and the other incidents without which it would not be."""

    state: int
    reason: Reason
    together_with: list[int] = field(default_factory=list)


def record_derived_effects(incident_ids: Iterable[int], now: datetime, only_add: bool = False) -> Recorded:
    """Read from the topology of this moment what these incidents do through it, and keep it with them.

    Only CIs that are components of services are kept; services follow by their structure. Rows that somebody decided
    stay as they are, others are written anew; only_add: all others stay too, and what is new is added. One transaction
    per incident. Queries per incident: by the depth of the graph, not by the number of objects.
    """
    result = Recorded()
    for incident_id in sorted(set(incident_ids)):
        result += _record(incident_id, now, only_add)
    return result


def read_again(incident: Incident, user: Any, now: datetime) -> Recorded:
    """The same for one incident, asked for by somebody, until the incident is closed.

    Raises PermissionDenied where the user may not change the incident, ValidationError where it is closed.
    """
    if not may_decide(incident, user):
        raise PermissionDenied(_('You may not change this incident.'))
    incident.refresh_from_db(fields=('status', 'closed_at'))
    if not is_open(incident):
        raise ValidationError(
            {
                'status': _(
                    'The incident is {status}: what was read from the topology stays with it. Change its status first.'
                ).format(status=incident.get_status_display())
            }
        )
    return record_derived_effects([incident.pk], now)


def may_decide(incident: Incident, user: Any) -> bool:
    """Whether the user may decide about the effects of an incident: who may change it."""
    return Incident.objects.restrict(user, 'change').filter(pk=incident.pk).exists()


def decide(effects: Iterable[DerivedEffect], decision: str, user: Any, now: datetime) -> int:
    """Confirm or reject effects, or take that back ('proposed'); returns how many changed. All or none, change-logged.

    Raises PermissionDenied where the user may not change one of the incidents, ValidationError on an unknown decision.
    """
    if decision not in DecisionChoices.values():
        raise ValidationError(
            {
                'decision': _('{value} is no decision: give one of {known}.').format(
                    value=decision, known=', '.join(DecisionChoices.values())
                )
            }
        )
    wanted = {effect.pk for effect in effects}
    with atomic_for(DerivedEffect):
        rows = list(DerivedEffect.objects.filter(pk__in=wanted).order_by('pk').select_for_update(of=('self',)))
        incidents = {row.incident_id for row in rows}
        if Incident.objects.restrict(user, 'change').filter(pk__in=incidents).count() != len(incidents):
            raise PermissionDenied(_('You may not change this incident.'))
        changed = [row for row in rows if row.decision != decision]
        is_decided = decision != DecisionChoices.DECISION_PROPOSED
        for row in changed:
            row.snapshot()
            row.decision = decision
            row.decided_by, row.decided_at = (user, now) if is_decided else (None, None)
            row.full_clean()
            row.save()
    return len(changed)


def undecided(incident: Incident, user: Any, chosen: Sequence[str] = ()) -> list[DerivedEffect]:
    """The effects of an incident that wait for a decision, or those with the ids `chosen`; of hidden objects none."""
    effects = incident.derived_effects.restrict(user, 'view').prefetch_related(*prefetch_viewable(DerivedEffect, user))
    if chosen:
        effects = effects.filter(pk__in=[pk for pk in chosen if pk.isdecimal()])
    else:
        effects = effects.filter(decision=DecisionChoices.DECISION_PROPOSED)
    return [effect for effect in effects if shown(effect, 'object') is not None]


def is_open(incident: Incident) -> bool:
    """Whether an incident is neither closed nor cancelled."""
    return incident.closed_at is None and incident.status not in ENDED


def due(recorded: Iterable[int], changed: Iterable[int]) -> list[int]:
    """Incidents to be read: all that were recorded, and of those that changed the ones that are open."""
    changed = set(changed)
    ended = Q(closed_at__isnull=False) | Q(status__in=ENDED)
    still_open = Incident.objects.filter(AnyOf('pk', changed)).exclude(ended) if changed else Incident.objects.none()
    return sorted({*recorded, *still_open.values_list('pk', flat=True)})


def waiting_for(ended_ids: Iterable[int], now: datetime) -> list[int]:
    """Incidents that still last and may do alone, or with others, what they did together with one that ended."""
    ended_ids = sorted(ended_ids)
    if not ended_ids:
        return []
    if not DerivedEffect.objects.filter(together_with__overlap=ended_ids).exists():
        return []
    lasting = _lasting(now).filter(closed_at__isnull=True, affected_cis__isnull=False).exclude(AnyOf('pk', ended_ids))
    return sorted(set(lasting.values_list('pk', flat=True)))


def _record(incident_id: int, now: datetime, only_add: bool) -> Recorded:
    with atomic_for(Incident):
        incident = Incident.objects.select_for_update(of=('self',)).filter(pk=incident_id).first()
        if incident is None:
            return Recorded()
        rows = {(row.object_type_id, row.object_id): row for row in incident.derived_effects.all()}
        found = {key_of(ref): each for ref, each in found_now(incident, now).items()}
        fresh = [
            DerivedEffect(incident=incident, object_type_id=key[0], object_id=key[1], **_values(each, now))
            for key, each in found.items()
            if key not in rows
        ]
        touched = {(row.object_type_id, row.object_id) for row in fresh}
        if not only_add:
            touched |= _renew(rows, found, now)
        DerivedEffect.objects.bulk_create(fresh, batch_size=1000)
        # Written past the signals, so that a core switch does not cost a query for each of a thousand components
        changes = Changes(objects=touched, timed={incident_id} if touched else set())
        stale = mark_stale(changes, now) if touched else 0
        return Recorded(incident.derived_effects.count(), stale)


def _renew(rows: Mapping[tuple[int, int], DerivedEffect], found: Mapping[tuple[int, int], _Found], now: datetime):
    """Write undecided rows anew, delete those that are no more; returns the keys of what changed."""
    undecided = {key: row for key, row in rows.items() if row.decision == DecisionChoices.DECISION_PROPOSED}
    gone = [row.pk for key, row in undecided.items() if key not in found]
    kept = {key: row for key, row in undecided.items() if key in found}
    changed = {key for key, row in undecided.items() if key not in found}
    for key, row in kept.items():
        values = _values(found[key], now)
        if (row.effect, row.together_with) != (values['effect'], values['together_with']):
            changed.add(key)
        for name, value in values.items():
            setattr(row, name, value)
    if kept:
        names = ('effect', 'reason', 'distance', 'together_with', 'computed_at')
        DerivedEffect.objects.bulk_update(kept.values(), names, batch_size=1000)
    if gone:
        DerivedEffect.objects.filter(AnyOf('pk', gone)).delete()
    return changed


def _values(found: _Found, now: datetime) -> dict[str, Any]:
    return {
        'effect': EFFECT_OF_STATE[found.state],
        'reason': store_reason(found.reason),
        'distance': min(found.reason.distance, _MOST_DISTANT),
        'together_with': found.together_with,
        'computed_at': now,
    }


def found_now(incident: Incident, now: datetime) -> dict[Ref, _Found]:
    """The components of services that an incident affects and does not name, by the topology of this moment."""
    if incident.status in get_plugin_config('netbox_slm', 'ignored_incident_statuses'):
        return {}
    named = named_by([incident.pk]).get(incident.pk, {})
    if not named:
        return {}
    at = min(now, incident.ends_at) if incident.ends_at else now
    alone = impact(named)
    found = _effects_of(alone, named, incident)
    others = _others(incident, at)
    return found | _together(incident, named, others, found) if others else found


def _effects_of(answer: Impact, named: States, incident: Incident) -> dict[Ref, _Found]:
    worse = {ref: min(touched.state, DOWN) for ref, touched in answer.touched.items() if touched.state >= DEGRADED}
    wanted = components_among(worse.keys() - named.keys(), incident)
    return {ref: _Found(worse[ref], reason) for ref, reason in sorted(answer.reasons(wanted).items())}


def _together(
    incident: Incident, named: States, others: Mapping[int, States], alone: Mapping[Ref, _Found]
) -> dict[Ref, _Found]:
    """What an incident does only with others that last at the same time: both halves of a redundant pair."""
    before: States = {}
    for states in others.values():
        for ref, state in states.items():
            before[ref] = max(state, before.get(ref, state))
    answer = impact(named, before=before)
    found = {
        ref: each
        for ref, each in _effects_of(answer, named, incident).items()
        if ref not in alone or each.state > alone[ref].state
    }
    if not found:
        return {}
    causes = _Causes(impact(before), others)
    result = {}
    for ref, each in found.items():
        together = causes.of(each.reason)
        if together:  # else it does so alone
            result[ref] = _Found(each.state, each.reason, sorted(together))
    return result


class _Causes:
    """Which incidents put out what was out before, by the names at the beginning of its reasons."""

    def __init__(self, before: Impact, incidents: Mapping[int, States]) -> None:
        self._before = before
        self._naming: dict[Ref, set[int]] = defaultdict(set)
        for incident_id, states in incidents.items():
            for ref in states:
                self._naming[ref].add(incident_id)

    def of(self, reason: Reason) -> set[int]:
        """Incidents without which the steps of a reason would not hold."""
        waiting = {
            *(member.ref for step in reason.steps if step.group for member in step.group.out if member.before),
            *(ref for step in reason.steps for lost in step.lost for ref in (lost.neighbour, *lost.out)),
        }
        seen: set[Ref] = set()
        found: set[int] = set()
        while waiting:
            fresh, waiting = waiting - seen, set()
            seen |= fresh
            for why in self._before.reasons(sorted(fresh)).values():
                found |= self._naming.get(why.steps[0].ref, set())
                waiting |= {member.ref for step in why.steps if step.group for member in step.group.out} - seen
        return found


def named_by(incident_ids: Sequence[int]) -> dict[int, States]:
    """What each incident says of the CIs that it names."""
    found: dict[int, States] = defaultdict(dict)
    rows = AffectedCI.objects.filter(AnyOf('incident_id', incident_ids)).values_list(
        'incident_id', 'object_type_id', 'object_id', 'effect', 'incident__effect'
    )
    for incident_id, type_id, object_id, own_effect, effect in rows:
        state = _STATES.get(own_effect or effect)
        if state is not None:
            found[incident_id][Ref(_label(type_id), object_id)] = state
    return found


def _others(incident: Incident, at: datetime) -> dict[int, States]:
    """What other incidents that last at an instant say of CIs."""
    return named_by(list(_lasting(at).exclude(pk=incident.pk).values_list('pk', flat=True)))


def _lasting(at: datetime):
    """Incidents that are in effect at an instant."""
    began = Q(occurred_at__lte=at) | Q(occurred_at__isnull=True, reported_at__lte=at)
    ended = Coalesce('restored_at', 'resolved_at', 'closed_at')
    ignored = get_plugin_config('netbox_slm', 'ignored_incident_statuses')
    lasting = Incident.objects.alias(ended=ended).filter(began, Q(ended__isnull=True) | Q(ended__gt=at))
    return lasting.exclude(status__in=ignored).order_by('pk')


def links_during(incident: Incident) -> QuerySet[ServiceComponent]:
    """The links to services that hold at any time of an incident."""
    links = ServiceComponent.objects.filter(Q(until__isnull=True) | Q(until__gt=incident.starts_at))
    if incident.ends_at:
        links = links.filter(Q(since__isnull=True) | Q(since__lt=incident.ends_at))
    return links.order_by()


def components_among(refs: Iterable[Ref], incident: Incident) -> list[Ref]:
    """Those of the objects that are components of a service at the time of an incident. One query per type."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        by_type[ref.type].append(ref.id)
    found: list[Ref] = []
    for label, ids in sorted(by_type.items()):
        links = links_during(incident).filter(
            AnyOf('object_id', ids), object_type=ContentType.objects.get_by_natural_key(*label.split('.'))
        )
        found += [Ref(label, pk) for pk in sorted(set(links.values_list('object_id', flat=True)))]
    return found


def key_of(ref: Ref) -> tuple[int, int]:
    """The content type and the id of an object, as rows have them."""
    return ContentType.objects.get_by_natural_key(*ref.type.split('.')).pk, ref.id


def _label(type_id: int) -> str:
    content_type = ContentType.objects.get_for_id(type_id)
    return f'{content_type.app_label}.{content_type.model}'
