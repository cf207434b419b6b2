"""Availability of many services over many periods at once (semantics.md §4): every figure is a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..clock.service import ServiceTime
from ..instants import I64, Bools
from ..intervals import Spans, clip, join, overlapping, sum_by_owner, union
from ..structure.facts import FULL_WEIGHT
from ..structure.needs import DOWN
from ..structure.segments import Segments
from ..structure.timeline import counted_weight


@dataclass(frozen=True, slots=True)
class Rows:
    """One figure each, (n,): int64, `excluded_counts_as_up` bool.

    node: whose segments cost. subject: whose exclusions and gaps apply, any number of the caller's. clock: index of
    the calendar. start_us, end_us: the period. since_us, until_us: the term of the agreement met with the operational
    life. default_weight: of degraded time, in ten-thousandths. shortest_outage_us: a down interval that is shorter,
    in wall time before clipping, costs nothing and stays in the denominator.
    """

    node: I64
    subject: I64
    clock: I64
    start_us: I64
    end_us: I64
    since_us: I64
    until_us: I64
    default_weight: I64
    shortest_outage_us: I64
    excluded_counts_as_up: Bools


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of rows, (n,) int64 in microseconds; `downtime` in microseconds x 10,000, so that weights are exact.

    agreed, excluded, unobserved and downtime count up to now; time both excluded and unobserved counts in each. base:
    what downtime is measured against. budget_base: the same over the whole period.
    """

    agreed_us: I64
    excluded_us: I64
    unobserved_us: I64
    base_us: I64
    downtime: I64
    budget_base_us: I64


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows are measured on.

    segments: from `spread`, disjoint and sorted by object. excluded, unobserved: owner is the subject. excused: owner
    is the object; the time in which excused incidents put it down or degraded. now_us: nothing after it counts.
    """

    clocks: Sequence[ServiceTime]
    segments: Segments
    excluded: Spans
    excused: Spans
    unobserved: Spans
    now_us: int


@dataclass(frozen=True, slots=True)
class Costs:
    """Pieces of downtime, (n,) each, sorted by row and time: a segment inside a row, what of it counts.

    segment: index into the segments, whose `cause` names an effect. weight: in ten-thousandths. downtime: in
    microseconds x 10,000, without what is outside hours, excluded or unobserved.
    """

    row: I64
    segment: I64
    start_us: I64
    end_us: I64
    weight: I64
    downtime: I64

    def whole_us(self) -> I64:
        """The downtime of each piece in whole microseconds, so that those of a row add up to its `downtime_us`."""
        total = np.cumsum(self.downtime)
        first = np.append(True, self.row[1:] != self.row[:-1])[: self.row.size]
        before = (total - self.downtime)[first][np.cumsum(first) - 1]
        reached = -(-(total - before) // FULL_WEIGHT)
        parts: I64 = np.where(first, reached, reached - np.append(0, reached[:-1])[: reached.size])
        return parts


@dataclass(frozen=True, slots=True)
class _Bounds:
    """From where to where each row counts: to now, and over the whole period."""

    low_us: I64
    high_us: I64
    whole_us: I64

    @classmethod
    def of(cls, rows: Rows, now_us: int) -> '_Bounds':
        low_us = np.minimum(np.maximum(rows.start_us, rows.since_us), rows.end_us)
        whole_us = np.maximum(np.minimum(rows.end_us, rows.until_us), low_us)
        return cls(low_us, np.maximum(np.minimum(whole_us, now_us), low_us), whole_us)

    def so_far(self, spans: Spans) -> Spans:
        """What of the spans of rows lies before now."""
        return clip(spans, self.low_us[spans.owner], self.high_us[spans.owner])[0]


def measure(rows: Rows, facts: Facts) -> Measured:
    """The figures of all rows. Exact. O((rows + segments + pairs of both) log n)."""
    time = _RowTime(rows, facts.clocks)
    bounds = _Bounds.of(rows, facts.now_us)
    excluded, unobserved = _left_out(rows, facts, bounds)
    out = union(join(excluded, unobserved))
    leaves = out.take(~rows.excluded_counts_as_up[out.owner])
    leaves = union(join(leaves, unobserved.take(rows.excluded_counts_as_up[unobserved.owner])))
    every = np.arange(rows.node.size, dtype=np.int64)
    agreed_us = time.elapsed(every, bounds.low_us, bounds.high_us)
    cost = _costs(rows, facts, time, bounds, out)
    return Measured(
        agreed_us,
        time.total(bounds.so_far(excluded)),
        time.total(bounds.so_far(unobserved)),
        agreed_us - time.total(bounds.so_far(leaves)),
        sum_by_owner(cost.row, cost.downtime, rows.node.size),
        time.elapsed(every, bounds.low_us, bounds.whole_us) - time.total(leaves),
    )


def _left_out(rows: Rows, facts: Facts, bounds: _Bounds) -> tuple[Spans, Spans]:
    """Excluded and unobserved time of each row, over its whole period."""
    inside = bounds.low_us, bounds.whole_us
    excluded = _of_rows(facts.excluded, rows.subject, *inside)
    excused = _of_rows(facts.excused, rows.node, *inside)
    return union(join(excluded, excused)), _of_rows(facts.unobserved, rows.subject, *inside)


def down_intervals(segments: Segments) -> Spans:
    """The maximal down intervals of each object, in wall time, before any clipping (semantics.md §5)."""
    return union(segments.spans.take(segments.state == DOWN))


def costs(rows: Rows, facts: Facts) -> Costs:
    """What the downtime of each row is made of: one piece per row and segment; they add up to it exactly."""
    bounds = _Bounds.of(rows, facts.now_us)
    excluded, unobserved = _left_out(rows, facts, bounds)
    return _costs(rows, facts, _RowTime(rows, facts.clocks), bounds, union(join(excluded, unobserved)))


def _costs(rows: Rows, facts: Facts, time: '_RowTime', bounds: '_Bounds', out: Spans) -> Costs:
    """Weighted time of the segments inside each row, less what of it is excluded or unobserved."""
    segments = facts.segments
    row, segment = overlapping(segments.spans, rows.node, bounds.low_us, bounds.high_us)
    weight = counted_weight(
        segments.state[segment], segments.weight[segment], segments.default[segment], rows.default_weight[row]
    )
    if rows.shortest_outage_us.any():
        weight = np.where(is_short(segments, rows, row, segment), 0, weight)
    kept = weight > 0
    row, segment, weight = row[kept], segment[kept], weight[kept]
    start_us = np.maximum(segments.spans.start_us[segment], bounds.low_us[row])
    end_us = np.minimum(segments.spans.end_us[segment], bounds.high_us[row])
    which, left_out = overlapping(out, row, start_us, end_us)
    lost_us = time.elapsed(
        row[which],
        np.maximum(out.start_us[left_out], start_us[which]),
        np.minimum(out.end_us[left_out], end_us[which]),
    )
    counted_us = time.elapsed(row, start_us, end_us) - sum_by_owner(which, lost_us, row.size)
    return Costs(row, segment, start_us, end_us, weight, weight * counted_us)


def is_short(segments: Segments, rows: Rows, row: I64, segment: I64) -> Bools:
    """Which pairs of row and segment are part of an outage too short to count."""
    whole = down_intervals(segments)
    length_us = np.zeros(segments.size, dtype=np.int64)
    is_down = np.flatnonzero(segments.state == DOWN)
    down = segments.spans.take(is_down)
    which, outage = overlapping(whole, down.owner, down.start_us, down.end_us)
    length_us[is_down[which]] = whole.length_us[outage]
    short: Bools = (segments.state[segment] == DOWN) & (length_us[segment] < rows.shortest_outage_us[row])
    return short


def _of_rows(spans: Spans, owner: I64, low_us: I64, high_us: I64) -> Spans:
    """The union of each row's spans inside it; the row becomes the owner."""
    merged = union(spans)
    row, which = overlapping(merged, owner, low_us, high_us)
    start_us = np.maximum(merged.start_us[which], low_us[row])
    return Spans(row, start_us, np.minimum(merged.end_us[which], high_us[row]))


class _RowTime:
    """Service time by the calendar of each row."""

    def __init__(self, rows: Rows, clocks: Sequence[ServiceTime]) -> None:
        self._clock, self._clocks, self._rows = rows.clock, clocks, rows.node.size

    def elapsed(self, row: I64, start_us: I64, end_us: I64) -> I64:
        """Service time of spans, each by the calendar of its row; calendar by calendar."""
        found = np.zeros(row.size, dtype=np.int64)
        clock = self._clock[row]
        order = np.argsort(clock, kind='stable')
        used, first = np.unique(clock[order], return_index=True)
        for index, which in zip(used.tolist(), np.split(order, first[1:]), strict=False):
            found[which] = self._clocks[index].elapsed(start_us[which], end_us[which])
        return found

    def total(self, spans: Spans) -> I64:
        """The service time of each row's disjoint spans."""
        return sum_by_owner(spans.owner, self.elapsed(*spans), self._rows)
