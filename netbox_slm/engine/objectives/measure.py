"""Availability of many services over many periods at once (semantics.md §4): every figure is a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..clock.service import ServiceTime
from ..instants import I64, Bools
from ..intervals import Spans, clip, join, overlapping, sum_by_owner, union
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


def measure(rows: Rows, facts: Facts) -> Measured:
    """The figures of all rows. Exact. O((rows + segments + pairs of both) log n)."""
    time = _RowTime(rows, facts.clocks)
    low_us = np.minimum(np.maximum(rows.start_us, rows.since_us), rows.end_us)
    whole_us = np.maximum(np.minimum(rows.end_us, rows.until_us), low_us)
    high_us = np.maximum(np.minimum(whole_us, facts.now_us), low_us)
    every = np.arange(rows.node.size, dtype=np.int64)
    excluded = union(
        join(
            _of_rows(facts.excluded, rows.subject, low_us, whole_us),
            _of_rows(facts.excused, rows.node, low_us, whole_us),
        )
    )
    unobserved = _of_rows(facts.unobserved, rows.subject, low_us, whole_us)
    out = union(join(excluded, unobserved))
    leaves = out.take(~rows.excluded_counts_as_up[out.owner])
    leaves = union(join(leaves, unobserved.take(rows.excluded_counts_as_up[unobserved.owner])))
    agreed_us = time.elapsed(every, low_us, high_us)
    return Measured(
        agreed_us,
        time.total(clip(excluded, low_us[excluded.owner], high_us[excluded.owner])[0]),
        time.total(clip(unobserved, low_us[unobserved.owner], high_us[unobserved.owner])[0]),
        agreed_us - time.total(clip(leaves, low_us[leaves.owner], high_us[leaves.owner])[0]),
        _downtime(rows, facts, time, low_us, high_us, out),
        time.elapsed(every, low_us, whole_us) - time.total(leaves),
    )


def down_intervals(segments: Segments) -> Spans:
    """The maximal down intervals of each object, in wall time, before any clipping (semantics.md §5)."""
    return union(segments.spans.take(segments.state == DOWN))


def _downtime(rows: Rows, facts: Facts, time: '_RowTime', low_us: I64, high_us: I64, out: Spans) -> I64:
    """Weighted time of the segments inside each row, less what of it is excluded or unobserved."""
    segments = facts.segments
    row, segment = overlapping(segments.spans, rows.node, low_us, high_us)
    weight = counted_weight(
        segments.state[segment], segments.weight[segment], segments.default[segment], rows.default_weight[row]
    )
    if rows.shortest_outage_us.any():
        weight = np.where(_is_short(segments, rows, row, segment), 0, weight)
    costs = weight > 0
    row, segment, weight = row[costs], segment[costs], weight[costs]
    start_us = np.maximum(segments.spans.start_us[segment], low_us[row])
    end_us = np.minimum(segments.spans.end_us[segment], high_us[row])
    total = sum_by_owner(row, weight * time.elapsed(row, start_us, end_us), rows.node.size)
    which, left_out = overlapping(out, row, start_us, end_us)
    lost_us = time.elapsed(
        row[which],
        np.maximum(out.start_us[left_out], start_us[which]),
        np.minimum(out.end_us[left_out], end_us[which]),
    )
    return total - sum_by_owner(row[which], weight[which] * lost_us, rows.node.size)


def _is_short(segments: Segments, rows: Rows, row: I64, segment: I64) -> Bools:
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
