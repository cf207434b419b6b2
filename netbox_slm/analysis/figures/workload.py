"""Figures of workload (semantics.md §5): what was handled in a period, against the limit that the SLA sets.

Incidents count when they are resolved, changes when the work on them ends. Requests are changes that the customer of
the agreement asked for: they count when they are submitted.
"""

from collections.abc import Sequence

import numpy as np

from ...choices import CombinationChoices, ContributionKindChoices, WorkloadKindChoices
from ...engine.instants import I64
from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from .model import Contribution, Figure
from .values import NO_VALUE, share_of, value_figure
from .ways import way_of_clock

__all__ = ('workload_figures',)


def workload_figures(facts: Facts, wanted: Sequence[tuple[TargetTerms, int | None, Period]]) -> list[Figure]:
    """The figures of workload targets: each (target, service id or None for all combined, period)."""
    return [_figure(facts, target, service_id, period) for target, service_id, period in wanted]


def _figure(facts: Facts, target: TargetTerms, service_id: int | None, period: Period) -> Figure:
    since_us = max(period.start_us, target.since_us)
    until_us = min(period.end_us, target.until_us, facts.now_us)
    services = target.service_ids if service_id is None else (service_id,)
    lines: list[Contribution] = []
    handled = 0
    if since_us < until_us:
        nodes = np.array([facts.structure.node_of(service) for service in services], dtype=np.int64)
        lines = _handled(facts, target, nodes, since_us, until_us)
        # One that several of the services share is handled once, unless their workloads are averaged
        of_mean = service_id is None and target.combination == CombinationChoices.COMBINE_MEAN
        lines = lines if of_mean else list({_subject(line): line for line in lines}.values())
        handled = len(lines)
    share = share_of(handled) if since_us < until_us and services else NO_VALUE
    if share.has_data and service_id is None and target.combination == CombinationChoices.COMBINE_MEAN:
        share = share._replace(denominator=len(services))
    return value_figure(target, service_id, period, share, lines, is_over=facts.now_us >= period.end_us)


def _subject(line: Contribution) -> tuple[int | None, int | None]:
    return line.incident_id, line.object_key if line.incident_id is None else None


def _handled(facts: Facts, target: TargetTerms, nodes: I64, since_us: int, until_us: int) -> list[Contribution]:
    if target.workload_kind == WorkloadKindChoices.KIND_INCIDENTS:
        return _incidents(facts, nodes, since_us, until_us)
    return _changes(facts, target, nodes, since_us, until_us)


def _incidents(facts: Facts, nodes: I64, since_us: int, until_us: int) -> list[Contribution]:
    incidents, structure = facts.incidents, facts.structure
    done_us = incidents.resolved_us[incidents.pair_incident]
    chosen = np.flatnonzero(
        np.isin(incidents.pair_service, nodes)
        & (since_us <= done_us) & (done_us < until_us)
        & _in_operation(facts, incidents.pair_service, done_us)
    )  # fmt: skip
    chosen = chosen[np.argsort(done_us[chosen], kind='stable')]
    lines = []
    columns = (incidents.pair_service, incidents.pair_node, incidents.pair_group, incidents.pair_incident)
    for service, node, group, incident in zip(*(column[chosen].tolist() for column in columns), strict=True):
        way = way_of_clock(facts, service, node, group)
        lines.append(
            Contribution(
                ContributionKindChoices.KIND_HANDLED,
                int(structure.service_ids[service]),
                int(incidents.ids[incident]),
                None,
                way.object_key,
                way.path,
                way.rule,
                int(incidents.reported_us[incident]),
                int(incidents.resolved_us[incident]),
                0,
                0,
                '',
            )
        )
    return lines


def _changes(facts: Facts, target: TargetTerms, nodes: I64, since_us: int, until_us: int) -> list[Contribution]:
    changes = facts.changes
    is_asked = target.workload_kind == WorkloadKindChoices.KIND_REQUESTS
    at_us = changes.asked_us if is_asked else changes.done_us
    counts = np.isin(changes.service, nodes) & (since_us <= at_us) & (at_us < until_us)
    counts &= _in_operation(facts, changes.service, at_us)
    if is_asked:
        counts &= changes.tenant == (-2 if target.tenant_id is None else target.tenant_id)
    chosen = np.flatnonzero(counts)
    chosen = chosen[np.lexsort((changes.object_key[chosen], at_us[chosen]))]
    return [
        Contribution(
            ContributionKindChoices.KIND_HANDLED,
            int(facts.structure.service_ids[service]),
            None,
            None,
            key,
            (),
            '',
            at,
            at,
            0,
            0,
            '',
        )
        for service, key, at in zip(
            changes.service[chosen].tolist(), changes.object_key[chosen].tolist(), at_us[chosen].tolist(), strict=True
        )
    ]


def _in_operation(facts: Facts, service: I64, at_us: I64) -> np.ndarray:
    return (facts.structure.since_us[service] <= at_us) & (at_us < facts.structure.until_us[service])
