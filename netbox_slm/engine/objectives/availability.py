"""Availability of one service over one period (semantics.md §4): a row of `measure`, with its target and budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..clock.service import ServiceTime
from ..instants import I64, Bools
from ..intervals import Spans, no_spans
from ..structure.facts import FULL_WEIGHT, NO_WEIGHT
from ..structure.needs import DEGRADED, DOWN
from ..structure.segments import Segments
from .measure import Facts, Measured, Rows, measure
from .verdict import Share, check_target

type Line = tuple[I64, I64]


@dataclass(frozen=True, slots=True)
class AvailabilityInput:
    """What the figure of one service for one period rests on. Spans are (start_us, end_us) arrays, half-open.

    calendar: a ServiceClock, or compiled for the period at least. since_us, until_us: the term of the agreement and
    the operational life of the service, met. now_us: how far the period is measured. excluded: maintenance and excused
    time, any order. unobserved: monitoring gaps. edges_us (n + 1,), weight (n,): the timeline, in ten-thousandths.
    is_down (n,): which cells are down, not just degraded. shortest_outage_us: a down interval that is shorter costs
    nothing.
    """

    calendar: ServiceTime
    start_us: int
    end_us: int
    now_us: int
    since_us: int
    until_us: int
    excluded: Line
    unobserved: Line
    edges_us: I64
    weight: I64
    is_down: Bools
    target: Fraction
    excluded_counts_as_up: bool = False
    shortest_outage_us: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """The figure. Times in microseconds; `downtime` in microseconds x 10,000, so that weights stay exact.

    agreed, excluded, unobserved and downtime count up to now, the budget is over the whole period. base: what the
    downtime is measured against. excused_cells: the cells of outages too short to count.
    """

    agreed_us: int
    excluded_us: int
    unobserved_us: int
    base_us: int
    downtime: int
    budget_base_us: int
    target: Fraction
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
    def remaining(self) -> Fraction:
        """What is left of the budget, in microseconds, exact; below 0 when it is overspent."""
        return self.budget - self.consumed

    @property
    def burn_rate(self) -> Fraction | None:
        """Share of the budget consumed / share of the period elapsed; None without a budget or before it begins."""
        if not self.budget or not self.base_us:
            return None
        return (self.consumed / self.budget) / Fraction(self.base_us, self.budget_base_us)

    @property
    def observed(self) -> Share:
        """Coverage: the share of agreed time that was observed."""
        return Share(self.agreed_us - self.unobserved_us, self.agreed_us)


def availability(given: AvailabilityInput) -> Availability:
    """The figure of one service for one period. Exact. O((windows + cells) log). Raises TargetError."""
    check_target(given.target)
    facts = Facts(
        clocks=[given.calendar],
        segments=_segments(given),
        excluded=_alone(given.excluded),
        excused=no_spans(),
        unobserved=_alone(given.unobserved),
        now_us=given.now_us,
    )
    found = measure(_row(given), facts)
    return figures(found, [given.target], [_short_outage_cells(given)])[0]


def figures(
    found: Measured, targets: Sequence[Fraction], excused_cells: Sequence[I64] | None = None
) -> list[Availability]:
    """The figure of each measured row, against its target."""
    none = np.zeros(0, dtype=np.int64)
    columns = (
        found.agreed_us,
        found.excluded_us,
        found.unobserved_us,
        found.base_us,
        found.downtime,
        found.budget_base_us,
    )
    cells = excused_cells or [none] * len(targets)
    return [Availability(*row) for row in zip(*(column.tolist() for column in columns), targets, cells, strict=True)]


def _row(given: AvailabilityInput) -> Rows:
    def one(value: int) -> I64:
        return np.array([value], dtype=np.int64)

    return Rows(
        node=one(0),
        subject=one(0),
        clock=one(0),
        start_us=one(given.start_us),
        end_us=one(given.end_us),
        since_us=one(given.since_us),
        until_us=one(given.until_us),
        default_weight=one(0),
        shortest_outage_us=one(given.shortest_outage_us),
        excluded_counts_as_up=np.array([given.excluded_counts_as_up], dtype=np.bool_),
    )


def _segments(given: AvailabilityInput) -> Segments:
    """The cells that cost something, as segments of object 0."""
    cells = np.flatnonzero((given.weight > 0) | given.is_down)
    is_down = given.is_down[cells]
    return Segments(
        _alone((given.edges_us[:-1][cells], given.edges_us[1:][cells])),
        np.where(is_down, np.int64(DOWN), np.int64(DEGRADED)),
        np.where(is_down, np.int64(NO_WEIGHT), given.weight[cells]),
        np.zeros(cells.size, dtype=np.bool_),
        np.zeros(cells.size, dtype=np.int64),
    )


def _alone(line: Line) -> Spans:
    return Spans(np.zeros(line[0].size, dtype=np.int64), *line)


def _short_outage_cells(given: AvailabilityInput) -> I64:
    """The cells of outages that are too short to count: maximal down intervals in wall time, before any clipping."""
    if not given.shortest_outage_us or not given.is_down.size:
        return np.zeros(0, dtype=np.int64)
    padded = np.concatenate(([False], given.is_down, [False]))
    first = np.flatnonzero(padded[1:] & ~padded[:-1])
    last = np.flatnonzero(~padded[1:] & padded[:-1])
    short = given.edges_us[last] - given.edges_us[first] < given.shortest_outage_us
    mark = np.zeros(given.is_down.size + 1, dtype=np.int64)
    np.add.at(mark, first[short], 1)
    np.add.at(mark, last[short], -1)
    return np.flatnonzero(np.cumsum(mark)[:-1] > 0)


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
