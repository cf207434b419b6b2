"""Intervals of many owners at once: union, overlap, clipping, subtraction, greatest value. Sort and scan.

Everywhere: `owner` (n,) int64 in [0, 2**31), any order; `start_us` <= `end_us` (n,) int64, half-open, within
[SINCE_EVER_US, NO_END_US]; empty intervals count for nothing. No Python loop over intervals; O(n log n) time.
"""

from typing import NamedTuple

import numpy as np

from .errors import IntervalError
from .grid import Grid, Packing, greatest_cover
from .instants import I64, NO_END_US, SINCE_EVER_US, Bools


class Spans(NamedTuple):
    """Intervals of owners; from the functions here sorted by owner and start, and mostly disjoint per owner."""

    owner: I64
    start_us: I64
    end_us: I64

    @property
    def length_us(self) -> I64:
        """The length of each interval."""
        return self.end_us - self.start_us

    @property
    def size(self) -> int:
        """The number of intervals."""
        return int(self.owner.size)

    def take(self, which: Bools | I64) -> 'Spans':
        """The intervals that a mask or an index chooses."""
        return Spans(self.owner[which], self.start_us[which], self.end_us[which])


def no_spans() -> Spans:
    """No interval at all."""
    return Spans(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def check_spans(spans: Spans) -> None:
    """Refuse arrays of different lengths and an interval that ends before it starts. Raises IntervalError."""
    if not spans.owner.shape == spans.start_us.shape == spans.end_us.shape:
        raise IntervalError('owner', spans.owner.shape, 'owner, start and end have as many entries each.')
    wrong = np.flatnonzero(spans.end_us < spans.start_us)
    if wrong.size:
        first = int(wrong[0])
        raise IntervalError('end_us', int(spans.end_us[first]), f'the start is later: {int(spans.start_us[first])}.')


def join(*parts: Spans) -> Spans:
    """All intervals of several collections, unsorted."""
    return Spans(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def union(spans: Spans) -> Spans:
    """The union of each owner's intervals: maximal, disjoint, sorted; overlaps count once (semantics.md §4)."""
    spans = spans.take(spans.end_us > spans.start_us)
    if not spans.size:
        return spans
    grid_keys = Packing.of(spans.owner, spans.start_us, spans.end_us)
    starts, ends = grid_keys.keys(spans.owner, spans.start_us), grid_keys.keys(spans.owner, spans.end_us)
    order = np.argsort(starts)
    starts = starts[order]
    reach = np.maximum.accumulate(ends[order])  # an owner's keys lie above those of the owner before
    first = np.flatnonzero(np.append(True, starts[1:] > reach[:-1]))
    last = np.append(first[1:] - 1, len(starts) - 1)
    return Spans(spans.owner[order[first]], spans.start_us[order[first]], grid_keys.instants(reach[last]))


def union_length_us(spans: Spans, owners: int) -> I64:
    """The length of the union of each owner's intervals: (owners,) int64."""
    return sum_by_owner(*_owner_and_length(union(spans)), owners)


def overlap_count(spans: Spans) -> tuple[Spans, I64]:
    """How many intervals of its owner cover each instant: disjoint spans with a count above 0, maximal."""
    grid = Grid.of(spans)
    return grid.runs(grid.count(spans))


def greatest(spans: Spans, value: I64) -> tuple[Spans, I64]:
    """The greatest value of its owner's intervals at each instant: disjoint spans with it, maximal.

    value: (n,) int64 above the least int64; instants that no interval covers are left out.
    """
    grid = Grid.of(spans)
    nothing = np.iinfo(np.int64).min
    return grid.runs(greatest_cover(grid.cells(spans), value, grid.size, nothing), nothing)


def intersect(spans: Spans, others: Spans) -> Spans:
    """What lies in both, per owner: maximal, disjoint, sorted."""
    grid = Grid.of(spans, others)
    return grid.where((grid.count(spans) > 0) & (grid.count(others) > 0))


def subtract(spans: Spans, out: Spans) -> Spans:
    """What lies in the first and in none of the others, per owner: maximal, disjoint, sorted."""
    if not out.size:
        return union(spans)
    grid = Grid.of(spans, out)
    return grid.where((grid.count(spans) > 0) & (grid.count(out) == 0))


def clip(spans: Spans, low_us: I64 | int, high_us: I64 | int) -> tuple[Spans, I64]:
    """The parts of the intervals inside [low_us, high_us), bounds for all or one each; and where each came from."""
    start_us, end_us = np.maximum(spans.start_us, low_us), np.minimum(spans.end_us, high_us)
    kept = np.flatnonzero(end_us > start_us)
    return Spans(spans.owner[kept], start_us[kept], end_us[kept]), kept


def overlapping(spans: Spans, owner: I64, low_us: I64, high_us: I64) -> tuple[I64, I64]:
    """Which disjoint sorted intervals meet which queries [low_us, high_us) of an owner: pairs (query, interval).

    An empty query meets none. Sorted by query, then interval. O((n + m + pairs) log n): two look-ups per query.
    """
    empty = np.zeros(0, dtype=np.int64)
    if not spans.size or not owner.size:
        return empty, empty
    packing = Packing.of(
        np.concatenate((spans.owner, owner)),
        np.concatenate((spans.start_us, low_us)),
        np.concatenate((spans.end_us, high_us)),
    )
    first = np.searchsorted(packing.keys(spans.owner, spans.end_us), packing.keys(owner, low_us), side='right')
    last = np.searchsorted(packing.keys(spans.owner, spans.start_us), packing.keys(owner, high_us), side='left')
    count = np.where(high_us > low_us, np.maximum(last - first, 0), 0)
    query = np.repeat(np.arange(len(owner), dtype=np.int64), count)
    return query, ranges(first.astype(np.int64), count.astype(np.int64))


def meeting(spans: Spans, owner: I64, low_us: I64, high_us: I64) -> tuple[I64, I64]:
    """As `overlapping`, of intervals sorted by owner and start that may overlap; one that is empty meets none."""
    empty = np.zeros(0, dtype=np.int64)
    if not spans.size or not owner.size:
        return empty, empty
    packing = Packing.of(
        np.concatenate((spans.owner, owner)),
        np.concatenate((spans.start_us, low_us)),
        np.concatenate((spans.end_us, high_us)),
    )
    # As far as those before reach; an owner's keys lie above those of the owner before
    reach = np.maximum.accumulate(packing.keys(spans.owner, spans.end_us))
    first = np.searchsorted(reach, packing.keys(owner, low_us), side='right')
    last = np.searchsorted(packing.keys(spans.owner, spans.start_us), packing.keys(owner, high_us), side='left')
    count = np.where(high_us > low_us, np.maximum(last - first, 0), 0)
    query = np.repeat(np.arange(len(owner), dtype=np.int64), count)
    found = ranges(first.astype(np.int64), count.astype(np.int64))
    met = (spans.end_us[found] > low_us[query]) & (spans.end_us[found] > spans.start_us[found])
    return query[met], found[met]


def ranges(first: I64, count: I64) -> I64:
    """The numbers first, first + 1, … of each range, one range after the other."""
    total = int(count.sum())
    before = np.cumsum(count) - count
    return np.arange(total, dtype=np.int64) - np.repeat(before - first, count)


def sum_by_owner(owner: I64, value: I64, owners: int) -> I64:
    """The sum of the values of each owner, exact: (owners,) int64."""
    total = np.zeros(owners, dtype=np.int64)
    np.add.at(total, owner, value)
    return total


def _owner_and_length(spans: Spans) -> tuple[I64, I64]:
    return spans.owner, spans.length_us


def union_sorted(start_us: I64, end_us: I64) -> tuple[I64, I64]:
    """The union of one owner's intervals, which are sorted by start: maximal, disjoint, sorted. O(n)."""
    kept = end_us > start_us
    start_us, end_us = start_us[kept], end_us[kept]
    if not start_us.size:
        return start_us, end_us
    reach = np.maximum.accumulate(end_us)
    first = np.flatnonzero(np.append(True, start_us[1:] > reach[:-1]))
    last = np.append(first[1:] - 1, start_us.size - 1)
    return start_us[first], reach[last]


def union_of(start_us: I64, end_us: I64) -> tuple[I64, I64]:
    """As `union_sorted`, of intervals in any order. O(n log n)."""
    order = np.argsort(start_us, kind='stable')
    return union_sorted(start_us[order], end_us[order])


def intersect_sorted(start_us: I64, end_us: I64, other_start_us: I64, other_end_us: I64) -> tuple[I64, I64]:
    """What lies in both of two sorted disjoint collections of one owner: sorted, disjoint. O((n + m) log m)."""
    first = np.searchsorted(other_end_us, start_us, side='right').astype(np.int64)
    last = np.searchsorted(other_start_us, end_us, side='left').astype(np.int64)
    count = np.maximum(last - first, 0)
    mine = np.repeat(np.arange(start_us.size, dtype=np.int64), count)
    theirs = ranges(first, count)
    return np.maximum(start_us[mine], other_start_us[theirs]), np.minimum(end_us[mine], other_end_us[theirs])


def subtract_sorted(start_us: I64, end_us: I64, out_start_us: I64, out_end_us: I64) -> tuple[I64, I64]:
    """What lies in the first of two sorted disjoint collections of one owner, and not in the second."""
    gap_start_us = np.concatenate((np.array([SINCE_EVER_US], dtype=np.int64), out_end_us))
    gap_end_us = np.concatenate((out_start_us, np.array([NO_END_US], dtype=np.int64)))
    kept = gap_end_us > gap_start_us
    return intersect_sorted(start_us, end_us, gap_start_us[kept], gap_end_us[kept])


def total_us(start_us: I64, end_us: I64) -> int:
    """The length of disjoint intervals, exact."""
    return int((end_us - start_us).sum())
