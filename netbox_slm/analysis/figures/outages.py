"""Figures of outages (semantics.md §5): MTTR, MTBF, how many there were, how long the longest was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...choices import CombinationChoices, ContributionKindChoices, ContributionReasonChoices, MetricChoices
from ...engine.instants import I64
from ...engine.intervals import Spans, overlapping
from ...engine.objectives import (
    Measured,
    OutageInput,
    Outages,
    Share,
    down_intervals,
    mean_time_between_failures,
    measure,
    outages_in,
)
from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from .availability import States, measured_states
from .model import Contribution, Figure
from .units import NO_SERVICE
from .values import NO_VALUE, mean_of, share_of, value_figure
from .ways import PathWays

__all__ = ('outage_figures',)

type Wanted = tuple[TargetTerms, int | None, Period]


@dataclass(frozen=True, slots=True)
class _Unit:
    """The outages of one service, or several together, in a period. used: those that make the figure what it is."""

    outages: Outages
    base_us: int
    downtime: int
    amounts: tuple[int, int, int]
    used: I64
    lines: tuple[Contribution, ...]


def outage_figures(facts: Facts, wanted: Sequence[Wanted]) -> list[Figure]:
    """The figures of targets about outages: each (target, service id or None for all combined, period)."""
    if not wanted:
        return []
    states = measured_states(facts, wanted)
    found = measure(states.units.rows, states.measured_on)
    finder = _Finder(states, PathWays(facts, states.explained.paths))
    units: list[list[_Unit]] = [[] for _ in wanted]
    for row, figure in enumerate(states.units.figure.tolist()):
        units[figure].append(finder.unit(row, found, wanted[figure][0]))
    return [_figure(facts, each, parts) for each, parts in zip(wanted, units, strict=True)]


class _Finder:
    """Takes the outages of single rows out of the states of all."""

    def __init__(self, states: States, ways: PathWays) -> None:
        self.states, self.ways = states, ways
        self.down = down_intervals(states.explained.segments)
        self.excused = states.measured_on.excused
        self.maintenance = states.maintenance.spans

    def unit(self, row: int, found: Measured, target: TargetTerms) -> _Unit:
        """The outages of a row; one that goes on under the next version begins in the part of the earlier one."""
        rows, facts = self.states.units.rows, self.states.facts
        node = int(rows.node[row])
        outages = outages_in(
            OutageInput(
                calendar=self.states.measured_on.clocks[int(rows.clock[row])],
                down=_owned(self.down, node),
                start_us=max(int(rows.start_us[row]), target.part_since_us),
                end_us=min(int(rows.end_us[row]), target.part_until_us),
                now_us=facts.now_us,
                since_us=int(rows.since_us[row]),
                until_us=int(rows.until_us[row]),
                excluded=_joined(_owned(self.maintenance, int(rows.subject[row])), _of_node(self.excused, node)),
                unobserved=Spans(*(np.zeros(0, dtype=np.int64),) * 3),
                shortest_us=int(rows.shortest_outage_us[row]),
            )
        )
        is_restored = target.metric == MetricChoices.METRIC_MTTR
        used = np.flatnonzero((outages.ends if is_restored else outages.begins) & (outages.counted_us > 0))
        amounts = (int(found.agreed_us[row]), int(found.excluded_us[row]), int(found.unobserved_us[row]))
        return _Unit(
            outages,
            int(found.base_us[row]),
            int(found.downtime[row]),
            amounts,
            used,
            tuple(self._lines(row, node, outages, used, is_restored=is_restored)),
        )

    def _lines(self, row: int, node: int, outages: Outages, used: I64, *, is_restored: bool) -> list[Contribution]:
        """One line per outage, with the incident that began it. What counts for MTTR is all its service time."""
        service = int(self.states.units.service_id[row])
        counted = (outages.service_us if is_restored else outages.counted_us)[used]
        columns = (outages.start_us[used].tolist(), outages.end_us[used].tolist(), counted.tolist())
        lines = []
        for start_us, end_us, counted_us in zip(*columns, strict=True):
            incident_id, way = self._cause(node, start_us)
            rest_us = end_us - start_us - counted_us
            lines.append(
                Contribution(
                    ContributionKindChoices.KIND_OUTAGE,
                    None if service == NO_SERVICE else service,
                    incident_id,
                    None,
                    way.object_key,
                    way.path,
                    way.rule,
                    start_us,
                    end_us,
                    counted_us,
                    rest_us,
                    ContributionReasonChoices.REASON_HOURS if rest_us else '',
                )
            )
        return lines

    def _cause(self, node: int, at_us: int):
        """The incident behind the state of a node at an instant, and its way."""
        explained, incidents = self.states.explained, self.states.facts.incidents
        at = np.array([at_us], dtype=np.int64)
        _query, segment = overlapping(explained.segments.spans, np.array([node], dtype=np.int64), at, at + 1)
        low, high = np.searchsorted(explained.segment, (segment[0], segment[0] + 1))
        acts = (explained.start_us[low:high] <= at_us) & (explained.end_us[low:high] > at_us)
        piece = low + int(np.flatnonzero(acts)[0])
        incident = int(incidents.effects.incident[explained.effect[piece]])
        return int(incidents.ids[incident]), self.ways.of(int(explained.path[piece]))


def _owned(spans: Spans, owner: int) -> Spans:
    """The spans of an owner, of spans sorted by it."""
    low, high = np.searchsorted(spans.owner, (owner, owner + 1))
    return spans.take(np.arange(low, high))


def _of_node(spans: Spans, node: int) -> Spans:
    return spans.take(spans.owner == node)


def _joined(one: Spans, other: Spans) -> Spans:
    return Spans(*(np.append(mine, theirs) for mine, theirs in zip(one, other, strict=True)))


def _figure(facts: Facts, wanted: Wanted, units: Sequence[_Unit]) -> Figure:
    target, service_id, period = wanted
    agreed_us, excluded_us, unobserved_us = (
        sum(column) for column in zip(*(unit.amounts for unit in units), strict=True)
    )
    return value_figure(
        target,
        service_id,
        period,
        _value(target, units),
        [line for unit in units for line in unit.lines],
        is_over=facts.now_us >= period.end_us,
        agreed_us=agreed_us,
        excluded_us=excluded_us,
        unobserved_us=unobserved_us,
        downtime_us=sum(-(-unit.downtime // 10_000) for unit in units),
    )


def _value(target: TargetTerms, units: Sequence[_Unit]) -> Share:
    """Of several services: the mean of theirs, or what it is of all their outages."""
    if len(units) == 1 or target.combination != CombinationChoices.COMBINE_MEAN:
        return _pooled(target.metric, units)
    return mean_of([_pooled(target.metric, [unit]) for unit in units])


def _pooled(metric: str, units: Sequence[_Unit]) -> Share:
    base_us = sum(unit.base_us for unit in units)
    count = sum(unit.outages.count for unit in units)
    if metric == MetricChoices.METRIC_MTTR:
        shares = [unit.outages.mean_time_to_restore for unit in units]
        return Share(sum(share.numerator for share in shares), sum(share.denominator for share in shares))
    if metric == MetricChoices.METRIC_MTBF:
        return mean_time_between_failures(base_us, sum(unit.downtime for unit in units), count)
    if not base_us:
        return NO_VALUE
    if metric == MetricChoices.METRIC_OUTAGES:
        return share_of(count)
    # A period without an outage has none that lasted too long
    return share_of(max((unit.outages.longest_us or 0 for unit in units), default=0))
