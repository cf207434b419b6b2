"""Availability figures: the states of all services over time, measured per target, service and period at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...choices import CombinationChoices
from ...engine.intervals import Spans, no_spans
from ...engine.objectives import (
    Availability,
    Judged,
    Share,
    availability_status,
    combine_mean,
    combine_pooled,
    figures,
    judged,
    measure,
)
from ...engine.objectives import Facts as MeasureFacts
from ...engine.periods import Period
from ...engine.structure import DEGRADED, Effects, Explained, explain
from ..facts import Facts, TargetTerms
from .ledger import Ledger, Measure, ledger_of
from .lines import NONE, Lines, LineTable
from .model import Figure, FigureKey, exact_share, whole
from .units import NO_SERVICE, Maintenance, Together, Units, maintenance_of
from .ways import PathWays

__all__ = ('States', 'availability_figures', 'measured_states')

type Wanted = tuple[TargetTerms, int | None, Period]


@dataclass(frozen=True, slots=True)
class States:
    """Units with the states of what they are about. excused: by excused incidents alone; None without any."""

    facts: Facts
    units: Units
    maintenance: Maintenance
    explained: Explained
    excused: Explained | None
    measured_on: MeasureFacts


def availability_figures(facts: Facts, wanted: Sequence[Wanted]) -> list[Figure]:
    """The figures of availability targets: each (target, service id or None for all combined, period)."""
    if not wanted:
        return []
    states = measured_states(facts, wanted)
    rows = states.units.rows
    found = measure(rows, states.measured_on)
    measured_rows = Measure(
        rows=rows,
        facts=states.measured_on,
        found=found,
        maintenance=states.maintenance,
        explained=states.explained,
        excused=states.excused,
        incident=facts.incidents.effects.incident,
        is_excused=facts.incidents.is_excused,
    )
    lines = ledger_of(measured_rows)
    table = _table(states, lines)
    targets = [wanted[figure][0] for figure in states.units.figure.tolist()]
    measured = figures(found, [target.target for target in targets])
    every = np.arange(len(wanted) + 1)
    first = np.searchsorted(states.units.figure, every).tolist()
    first_line = np.searchsorted(states.units.figure[lines.row], every).tolist()
    return [
        _figure(each, measured[first[at] : first[at + 1]], Lines(table, first_line[at], first_line[at + 1]))
        for at, each in enumerate(wanted)
    ]


def measured_states(facts: Facts, wanted: Sequence[Wanted]) -> States:
    """The states of everything that the wanted figures are about."""
    together = Together.of(facts, wanted)
    units = Units.of(facts, wanted, together)
    maintenance = maintenance_of(facts.maintenance, units.subjects)
    explained, excused = _explained(facts, units, together)
    measured_on = MeasureFacts(
        clocks=[facts.clock(calendar_id) for calendar_id in units.clocks],
        segments=explained.segments,
        excluded=maintenance.spans,
        excused=no_spans() if excused is None else _bad_time(excused),
        unobserved=no_spans(),
        now_us=facts.now_us,
    )
    return States(facts, units, maintenance, explained, excused, measured_on)


def _explained(facts: Facts, units: Units, together: Together) -> tuple[Explained, Explained | None]:
    nodes = facts.structure.nodes + len(together.node_of)
    every = np.arange(nodes, dtype=np.int64)
    is_service = (every < facts.structure.service_ids.size) | (every >= facts.structure.nodes)
    effects, wanted = facts.incidents.effects, np.unique(units.rows.node)
    start_us, end_us = _span(facts, effects)
    explained = explain(nodes, is_service, together.needs, effects, start_us, end_us, wanted=wanted)
    which = np.flatnonzero(facts.incidents.is_excused[effects.incident] == 1)
    if not which.size:
        return explained, None
    alone = explain(nodes, is_service, together.needs, effects.take(which), start_us, end_us, wanted=wanted)
    return explained, alone._replace(effect=which[alone.effect])


def _span(facts: Facts, effects: Effects) -> tuple[int, int]:
    """From the earliest effect to now at the latest, so that outages are seen whole."""
    end_us = min(facts.end_us, facts.now_us)
    start_us = min(facts.start_us, end_us - 1)
    return (min(start_us, int(effects.start_us.min())) if effects.start_us.size else start_us), end_us


def _bad_time(states: Explained) -> Spans:
    return states.segments.spans.take(states.segments.state >= DEGRADED)


def _table(states: States, lines: Ledger) -> LineTable:
    """The lines of all units as they are stored."""
    facts, units = states.facts, states.units
    ways = PathWays(facts, states.explained.paths)
    excused_ways = ways if states.excused is None else PathWays(facts, states.excused.paths)
    # Two kinds of paths in one number; the one that is none is in both
    keys, way = np.unique(lines.path * 2 + lines.is_excluded, return_inverse=True)
    found = [(excused_ways if key % 2 else ways).of(key // 2) for key in keys.tolist()]
    service_id = units.service_id[lines.row]
    return LineTable(
        kind=lines.kind,
        service_id=np.where(service_id == NO_SERVICE, NONE, service_id),
        incident_id=np.append(facts.incidents.ids, NONE)[lines.incident],
        window_id=lines.window,
        way=way,
        start_us=lines.start_us,
        end_us=lines.end_us,
        counted_us=lines.counted_us,
        uncounted_us=lines.end_us - lines.start_us - lines.counted_us,
        reason=lines.reason,
        ways=found,
    )


def _figure(wanted: Wanted, parts: Sequence[Availability], lines: Lines) -> Figure:
    target, service_id, period = wanted
    verdict = _verdict(target, parts)
    agreed_us, excluded_us, unobserved_us = _times(parts)
    return Figure(
        key=FigureKey(target.target_id, service_id, period.start_us, period.end_us),
        period=period,
        status=verdict.status,
        target_percent=target.target_percent,
        share=exact_share(verdict.share),
        agreed_us=agreed_us,
        excluded_us=excluded_us,
        unobserved_us=unobserved_us,
        downtime_us=verdict.downtime_us,
        budget_us=verdict.budget_us,
        remaining_us=verdict.remaining_us,
        burn_rate=verdict.burn_rate,
        contributions=lines,
    )


def _times(parts: Sequence[Availability]) -> tuple[int, int, int]:
    """Agreed, excluded and unobserved time; nearly always of one part."""
    if len(parts) == 1:
        return parts[0].agreed_us, parts[0].excluded_us, parts[0].unobserved_us
    return (
        sum(each.agreed_us for each in parts),
        sum(each.excluded_us for each in parts),
        sum(each.unobserved_us for each in parts),
    )


def _verdict(target: TargetTerms, found: Sequence[Availability]) -> Judged:
    if len(found) == 1:
        only = found[0]
        return judged(only.base_us, only.downtime, only.budget_base_us, target.target, target.warning)
    share, budget, consumed, burn_rate = _combined(target, found)
    return Judged(
        availability_status(share, target.target, budget, consumed, burn_rate, target.warning),
        share,
        sum(each.downtime_us for each in found),
        whole(budget) if budget > 0 else None,
        whole(budget - consumed) if budget > 0 else None,
        None if burn_rate is None else float(burn_rate),
    )


def _combined(target: TargetTerms, found: Sequence[Availability]) -> tuple[Share, Fraction, Fraction, Fraction | None]:
    """(share, budget, consumed, burn rate) of several availabilities; amounts in microseconds, exact."""
    if target.combination == CombinationChoices.COMBINE_MEAN:
        return _mean(target, [each for each in found if each.budget_base_us])
    budget = sum((each.budget for each in found), Fraction(0))
    consumed = sum((each.consumed for each in found), Fraction(0))
    base = Fraction(sum(each.base_us for each in found))
    whole_base = sum(each.budget_base_us for each in found)
    burn_rate = consumed / budget / (base / whole_base) if budget and base else None
    return combine_pooled(list(found)), budget, consumed, burn_rate


def _mean(target: TargetTerms, found: list[Availability]) -> tuple[Share, Fraction, Fraction, Fraction | None]:
    """Of a mean each service weighs the same: its budget is the mean of theirs, consumed by the mean of the shares."""
    if not found:
        return Share(0, 0), Fraction(0), Fraction(0), None
    number = len(found)
    base = Fraction(sum(each.budget_base_us for each in found), number)
    budget = (1 - target.target) * base
    consumed = base * sum((each.consumed / each.budget_base_us for each in found), Fraction(0)) / number
    elapsed = sum((Fraction(each.base_us, each.budget_base_us) for each in found), Fraction(0)) / number
    burn_rate = consumed / budget / elapsed if budget and elapsed else None
    return combine_mean(found), budget, consumed, burn_rate
