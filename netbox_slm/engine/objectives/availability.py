"""Availability of a service over a period (semantics.md §4): agreed, excluded, downtime, budget, with their parts."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..clock.compiled import CompiledCalendar
from ..instants import I64
from ..intervals import intersect_sorted, subtract_sorted, total_us, union_of
from .verdict import Share, check_target

FULL_WEIGHT = 10_000

type Line = tuple[I64, I64]


@dataclass(frozen=True, slots=True)
class AvailabilityInput:
    """What the figure of one service for one period rests on. Spans are (start_us, end_us) arrays, half-open.

    calendar: compiled for the period at least. since_us, until_us: the term of the agreement and the operational life
    of the service, met. now_us: how far the period is measured. excluded: maintenance and excused time, any order.
    unobserved: monitoring gaps. edges_us (n + 1,), weight (n,): the timeline, in ten-thousandths. is_down (n,):
    which cells are down, not just degraded. shortest_outage_us: a down interval that is shorter costs nothing.
    """

    calendar: CompiledCalendar
    start_us: int
    end_us: int
    now_us: int
    since_us: int
    until_us: int
    excluded: Line
    unobserved: Line
    edges_us: I64
    weight: I64
    is_down: np.ndarray[tuple[int], np.dtype[np.bool_]]
    target: Fraction
    excluded_counts_as_up: bool = False
    shortest_outage_us: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """The figure. Times in microseconds; `downtime` in microseconds x 10,000, so that weights stay exact.

    agreed, excluded, unobserved and downtime count up to now, the budget is over the whole period. base: what the
    downtime is measured against. counted_cells: (first_us, last_us, cell) of every span that cost something.
    """

    agreed_us: int
    excluded_us: int
    unobserved_us: int
    base_us: int
    downtime: int
    budget_base_us: int
    target: Fraction
    counted_start_us: I64
    counted_end_us: I64
    counted_cell: I64
    excused_cells: I64

    @property
    def share(self) -> Share:
        """(base - downtime) / base."""
        return Share(self.base_us * FULL_WEIGHT - self.downtime, self.base_us * FULL_WEIGHT)

    @property
    def downtime_us(self) -> int:
        """Downtime in whole microseconds, a rest counted as one."""
        return -(-self.downtime // FULL_WEIGHT)

    @property
    def consumed(self) -> Fraction:
        """Budget consumed, in microseconds, exact."""
        return Fraction(self.downtime, FULL_WEIGHT)

    @property
    def budget(self) -> Fraction:
        """(1 - target) of the whole period, in microseconds, exact; 0 for a promise of 100 %."""
        return (1 - self.target) * self.budget_base_us

    @property
    def burn_rate(self) -> Fraction | None:
        """Share of the budget consumed / share of the period elapsed; None without a budget or before it begins."""
        if not self.budget or not self.base_us:
            return None
        return (self.consumed / self.budget) / Fraction(self.base_us, self.budget_base_us)


def availability(given: AvailabilityInput) -> Availability:
    """The figure of one service for one period. Exact. O((windows + cells) log). Raises TargetError."""
    check_target(given.target)
    agreed_whole = _agreed(given, min(given.end_us, given.until_us))
    agreed = _agreed(given, min(given.end_us, given.until_us, given.now_us))
    excluded, unobserved = union_of(*given.excluded), union_of(*given.unobserved)
    out = union_of(*(np.concatenate(pair) for pair in zip(excluded, unobserved, strict=True)))
    measured = subtract_sorted(*agreed, *out)
    excluded_us, unobserved_us = _excluded_and_unobserved(agreed, excluded, unobserved)
    leaves = unobserved if given.excluded_counts_as_up else out
    weight, excused_cells = _without_short_outages(given)
    start_us, end_us, cell = _counted(given.edges_us, weight, measured)
    return Availability(
        agreed_us=total_us(*agreed),
        excluded_us=excluded_us,
        unobserved_us=unobserved_us,
        base_us=total_us(*subtract_sorted(*agreed, *leaves)),
        downtime=int(((end_us - start_us) * weight[cell]).sum()),
        budget_base_us=total_us(*subtract_sorted(*agreed_whole, *leaves)),
        target=given.target,
        counted_start_us=start_us,
        counted_end_us=end_us,
        counted_cell=cell,
        excused_cells=excused_cells,
    )


def _agreed(given: AvailabilityInput, until_us: int) -> Line:
    low = np.array([max(given.start_us, given.since_us)], dtype=np.int64)
    high = np.array([max(until_us, int(low[0]))], dtype=np.int64)
    return intersect_sorted(given.calendar.opens_us, given.calendar.closes_us, low, high)


def _excluded_and_unobserved(agreed: Line, excluded: Line, unobserved: Line) -> tuple[int, int]:
    """Agreed time that is excluded, and that is unobserved; where it is both it counts in each (semantics.md §4)."""
    return total_us(*intersect_sorted(*agreed, *excluded)), total_us(*intersect_sorted(*agreed, *unobserved))


def _without_short_outages(given: AvailabilityInput) -> tuple[I64, I64]:
    """The weights with those of short outages gone, and the cells of these outages.

    An outage is a maximal down interval in wall time, before any clipping.
    """
    none = np.zeros(0, dtype=np.int64)
    if not given.shortest_outage_us or not given.is_down.size:
        return given.weight, none
    padded = np.concatenate(([False], given.is_down, [False]))
    first = np.flatnonzero(padded[1:] & ~padded[:-1])
    last = np.flatnonzero(~padded[1:] & padded[:-1])
    short = given.edges_us[last] - given.edges_us[first] < given.shortest_outage_us
    mark = np.zeros(given.is_down.size + 1, dtype=np.int64)
    np.add.at(mark, first[short], 1)
    np.add.at(mark, last[short], -1)
    excused = np.cumsum(mark)[:-1] > 0
    return np.where(excused, 0, given.weight), np.flatnonzero(excused)


def _counted(edges_us: I64, weight: I64, measured: Line) -> tuple[I64, I64, I64]:
    """The spans inside the measured time that cost something, with the cell of each."""
    cells = np.flatnonzero(weight > 0)
    low_us, high_us = edges_us[:-1][cells], edges_us[1:][cells]
    opens_us, closes_us = measured
    first = np.searchsorted(closes_us, low_us, side='right')
    last = np.searchsorted(opens_us, high_us, side='left')
    count = np.maximum(last - first, 0)
    mine = np.repeat(np.arange(cells.size), count)
    theirs = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count - first, count)
    start_us = np.maximum(low_us[mine], opens_us[theirs])
    end_us = np.minimum(high_us[mine], closes_us[theirs])
    return start_us, end_us, cells[mine]


def combine_pooled(parts: list[Availability]) -> Share:
    """Seconds added up before dividing (semantics.md §4)."""
    shares = [part.share for part in parts]
    return Share(sum(share.numerator for share in shares), sum(share.denominator for share in shares))


def combine_mean(parts: list[Availability]) -> Share:
    """The mean of the shares of those services that have data."""
    fractions = [part.share.fraction for part in parts if part.share.has_data]
    if not fractions:
        return Share(0, 0)
    mean = sum(fractions, Fraction(0)) / len(fractions)
    return Share(mean.numerator, mean.denominator)
