"""What happened to the judged services: incidents with their effects on CIs and services, and the holds of clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from netbox.plugins import get_plugin_config

from ...choices import DecisionChoices, EffectChoices, PriorityChoices
from ...engine.distinct import distinct
from ...engine.instants import I64, from_us
from ...engine.intervals import Spans, ranges
from ...engine.structure import DEFAULT_WEIGHT, DEGRADED, DOWN, UP, Effects
from ...models import AffectedCI, AffectedService, DerivedEffect, Hold, Incident, ServiceComponent
from ..columns import (
    NONE,
    AnyOf,
    among,
    code,
    flag,
    instant_or_end,
    instant_or_ever,
    number,
    object_key,
    read_columns,
    scaled,
)
from .structure import StructureFacts

__all__ = ('NAMED', 'IncidentFacts', 'load_incidents')

NAMED = -2
FULL_WEIGHT = 10_000
_EFFECTS = (EffectChoices.EFFECT_NONE, EffectChoices.EFFECT_DEGRADED, EffectChoices.EFFECT_DOWN)
_STATES = np.array((UP, DEGRADED, DOWN), dtype=np.int64)
_STARTS = ('incident__occurred_at', 'incident__reported_at')
# One that was closed without a time of its resolution ended then at the latest
_ENDS = ('incident__restored_at', 'incident__resolved_at', 'incident__closed_at')
_INCIDENT = {
    'reported': instant_or_ever('incident__reported_at'),
    'responded': instant_or_end('incident__responded_at', 'incident__resolved_at', 'incident__closed_at'),
    'resolved': instant_or_end('incident__resolved_at', 'incident__closed_at'),
    'priority': code('incident__priority', PriorityChoices.values()),
    'excused': flag('incident__excused'),
}


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """Incidents by index, sorted by id: (n,) each; an instant that did not come is NO_END_US.

    priority: its place in `PriorityChoices`, the number of priorities for any other. effects: `incident` is the index.
    pair_*: which incident counts for the clocks of which service, each once; pair_node: the CI it names, or the
    service itself; pair_group: NAMED, NONE for a required CI, else the index of the redundancy group.
    reasons: (incident id, object key) -> the chain from an object that the incident names to this one, for effects
    through the infrastructure.
    """

    ids: I64
    reported_us: I64
    responded_us: I64
    resolved_us: I64
    priority: I64
    is_excused: I64
    effects: Effects
    holds: Spans
    pair_service: I64
    pair_incident: I64
    pair_node: I64
    pair_group: I64
    reasons: Mapping[tuple[int, int], Sequence[Mapping[str, Any]]] = field(default_factory=dict, repr=False)


def load_incidents(structure: StructureFacts, start_us: int, end_us: int, with_proposed: bool = True) -> IncidentFacts:
    """The incidents that touch these services or their CIs within [start_us, end_us). Six queries at most.

    with_proposed: with the effects through the infrastructure that nobody decided yet.
    """
    derived, reasons = _derived_effects(structure, start_us, end_us, with_proposed)
    on_cis = _joined(_affected_cis(structure, start_us, end_us), derived)
    on_services = _affected_services(structure, distinct(on_cis['incident']), start_us, end_us)
    rows = _incidents(on_cis, on_services)
    ci_node = structure.service_ids.size + np.searchsorted(structure.ci_keys, on_cis['ci'])
    service_node = np.searchsorted(structure.service_ids, on_services['service'])
    on_cis['incident'] = np.searchsorted(rows['pk'], on_cis['incident'])
    on_services['incident'] = np.searchsorted(rows['pk'], on_services['incident'])
    priorities = len(PriorityChoices.values())
    pairs = _pairs(structure, rows['reported'], ci_node, on_cis['incident'], service_node, on_services['incident'])
    return IncidentFacts(
        ids=rows['pk'],
        reported_us=rows['reported'],
        responded_us=rows['responded'],
        resolved_us=rows['resolved'],
        priority=np.where(rows['priority'] == NONE, priorities, rows['priority']),
        is_excused=rows['excused'],
        effects=_effects((ci_node, on_cis), (service_node, on_services)),
        holds=_holds(rows['pk']),
        pair_service=pairs[0],
        pair_incident=pairs[1],
        pair_node=pairs[2],
        pair_group=pairs[3],
        reasons=reasons,
    )


def _incidents(*named: dict[str, I64]) -> dict[str, I64]:
    """What is known of each incident, by id: it came with each of its effects, as reading it apart takes as long."""
    ids, first = np.unique(np.concatenate([rows['incident'] for rows in named]), return_index=True)
    found = {name: np.concatenate([rows[name] for rows in named])[first] for name in _INCIDENT}
    return {'pk': ids, **found}


def _components(structure: StructureFacts) -> Exists:
    return Exists(
        ServiceComponent.objects.filter(
            AnyOf('service_id', structure.service_ids),
            object_type=OuterRef('object_type'),
            object_id=OuterRef('object_id'),
        )
    )


def _affected_cis(structure: StructureFacts, start_us: int, end_us: int) -> dict[str, I64]:
    rows = _touching(AffectedCI.objects.filter(_components(structure)), _ENDS, start_us, end_us)
    return read_columns(rows, ci=object_key('object_type_id', 'object_id'), **_effect_columns(_STARTS, _ENDS))


def _derived_effects(
    structure: StructureFacts, start_us: int, end_us: int, with_proposed: bool
) -> tuple[dict[str, I64], dict[tuple[int, int], Sequence[Mapping[str, Any]]]]:
    """Effects through the infrastructure that count, with their reasons; what the incident names itself wins."""
    decisions = [DecisionChoices.DECISION_CONFIRMED]
    if with_proposed:
        decisions.append(DecisionChoices.DECISION_PROPOSED)
    named = AffectedCI.objects.filter(
        incident=OuterRef('incident'), object_type=OuterRef('object_type'), object_id=OuterRef('object_id')
    )
    counted = DerivedEffect.objects.filter(_components(structure), ~Exists(named), decision__in=decisions)
    columns = read_columns(
        _touching(counted, _ENDS, start_us, end_us),
        pk=number('pk'),
        ci=object_key('object_type_id', 'object_id'),
        **_effect_columns(_STARTS, _ENDS),
    )
    keys = columns.pop('pk')
    reasons = {}
    if keys.size:
        place = {pk: index for index, pk in enumerate(keys.tolist())}
        together: dict[int, list[int]] = {}
        for pk, reason, others in DerivedEffect.objects.filter(AnyOf('pk', keys)).values_list(
            'pk', 'reason', 'together_with'
        ):
            row = place[pk]
            reasons[int(columns['incident'][row]), int(columns['ci'][row])] = reason
            if others:
                together[row] = others
        _narrow(columns, together)
    return columns, reasons


def _narrow(columns: dict[str, I64], together: Mapping[int, Sequence[int]]) -> None:
    """Cut effects, given by row, to the time in which all other incidents last without which they would not be."""
    if not together:
        return
    others = read_columns(
        Incident.objects.filter(AnyOf('pk', sorted({pk for pks in together.values() for pk in pks}))).exclude(
            status__in=get_plugin_config('netbox_slm', 'ignored_incident_statuses')
        ),
        pk=number('pk'),
        start=instant_or_ever('occurred_at', 'reported_at'),
        end=instant_or_end('restored_at', 'resolved_at', 'closed_at'),
    )
    spans = {pk: span for pk, *span in zip(*(others[name].tolist() for name in ('pk', 'start', 'end')), strict=True)}
    for row, pks in together.items():
        # An incident that is gone or a false alarm lasts no time
        starts, ends = zip(*(spans.get(pk, (0, 0)) for pk in pks), strict=True)
        columns['start'][row] = max(columns['start'][row], *starts)
        columns['end'][row] = max(min(columns['end'][row], *ends), columns['start'][row])


def _joined(*parts: dict[str, I64]) -> dict[str, I64]:
    """The rows of several reads of the same columns, in the order of their incidents."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns['incident'], kind='stable')
    return {name: column[order] for name, column in columns.items()}


def _affected_services(structure: StructureFacts, on_cis: I64, start_us: int, end_us: int) -> dict[str, I64]:
    """Also those that replace the effect of an incident on a CI at another time."""
    named = AffectedService.objects.filter(AnyOf('service_id', structure.service_ids))
    starts, ends = ('starts_at', *_STARTS), ('ends_at', *_ENDS)
    rows = read_columns(
        _touching(named, ends, start_us, end_us, among('incident_id', on_cis)),
        service=number('service_id'),
        own_weight=scaled('weight', FULL_WEIGHT),
        within=flag(_within(start_us, end_us)),
        **_effect_columns(starts, ends),
    )
    counts = (rows.pop('within') == 1) | np.isin(rows['incident'], on_cis)
    return {name: column[counts] for name, column in rows.items()}


def _touching(rows: QuerySet, ends: tuple[str, ...], start_us: int, end_us: int, also: Q | None = None) -> QuerySet:
    """Rows of incidents that count, with an effect in the span, or a report or resolution (which may follow it)."""
    within = _within(start_us, end_us)
    return (
        rows.exclude(incident__status__in=get_plugin_config('netbox_slm', 'ignored_incident_statuses'))
        .annotate(last=Coalesce(*ends))
        .filter(within | also if also else within)
        .order_by('incident_id', 'pk')
    )


def _within(start_us: int, end_us: int) -> Q:
    """For rows with the `last` instant of their effect."""
    start, end = from_us(start_us), from_us(end_us)
    began = Q(incident__occurred_at__lt=end) | Q(incident__occurred_at__isnull=True, incident__reported_at__lt=end)
    lasts = Q(last__isnull=True) | Q(last__gt=start) | Q(incident__reported_at__gte=start)
    lasts |= Q(incident__resolved_at__gte=start) | Q(incident__closed_at__gte=start)
    return began & lasts


def _effect_columns(starts: tuple[str, ...], ends: tuple[str, ...]) -> dict[str, object]:
    return {
        'incident': number('incident_id'),
        'start': instant_or_ever(*starts),
        'end': instant_or_end(*ends),
        'own_effect': code('effect', _EFFECTS),
        'effect': code('incident__effect', _EFFECTS),
        'weight': scaled('incident__weight', FULL_WEIGHT),
        **_INCIDENT,
    }


def _effects(*named: tuple[I64, dict[str, I64]]) -> Effects:
    """Effects on the nodes that incidents name; an empty one of a row is that of its incident."""
    parts = []
    for node, rows in named:
        effect = np.where(rows['own_effect'] == NONE, rows['effect'], rows['own_effect'])
        weight = rows['weight']
        if 'own_weight' in rows:
            weight = np.where(rows['own_weight'] == NONE, weight, rows['own_weight'])
        weight = np.where(weight == NONE, DEFAULT_WEIGHT, weight)
        end = np.maximum(rows['end'], rows['start'])
        parts.append((node, rows['start'], end, _STATES[effect], weight, rows['incident']))
    return Effects(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _holds(incident_ids: I64) -> Spans:
    rows = read_columns(
        Hold.objects.filter(among('incident_id', incident_ids)).order_by('incident_id', 'starts_at'),
        incident=number('incident_id'),
        start=instant_or_ever('starts_at'),
        end=instant_or_end('ends_at'),
    )
    known = np.isin(rows['incident'], incident_ids)
    rows = {name: column[known] for name, column in rows.items()}
    return Spans(np.searchsorted(incident_ids, rows['incident']), rows['start'], rows['end'])


def _pairs(
    structure: StructureFacts, reported_us: I64, ci_node: I64, on_ci: I64, service_node: I64, on_service: I64
) -> tuple[I64, I64, I64, I64]:
    """(service, incident, node, group): those that name the service, or a CI of its components at that time."""
    first = np.searchsorted(structure.component_ci, ci_node, side='left')
    count = np.searchsorted(structure.component_ci, ci_node, side='right') - first
    component, row = ranges(first, count), np.repeat(np.arange(ci_node.size), count)
    at_us = reported_us[on_ci[row]]
    held = (structure.component_since_us[component] <= at_us) & (at_us < structure.component_until_us[component])
    component, row = component[held], row[held]
    service = np.concatenate((service_node, structure.component_service[component]))
    incident = np.concatenate((on_service, on_ci[row]))
    node = np.concatenate((service_node, ci_node[row]))
    named = np.full(service_node.size, NAMED, dtype=np.int64)
    group = np.concatenate((named, structure.component_group[component]))
    # Each once: named outright before by a required CI before by a member of a group
    order = np.lexsort((node, group, incident, service))
    service, incident, node, group = service[order], incident[order], node[order], group[order]
    fresh = np.ones(order.size, dtype=np.bool_)
    fresh[1:] = (service[1:] != service[:-1]) | (incident[1:] != incident[:-1])
    return service[fresh], incident[fresh], node[fresh], group[fresh]
