"""Response and resolution (semantics.md §5): each incident's service time, its deadline, and whether it was kept."""

from dataclasses import dataclass

import numpy as np

from ..clock.compiled import CompiledCalendar
from ..instants import I64, NEVER_US, NO_END_US
from ..intervals import Spans, sum_by_owner, union

PENDING, CLOCK_MET, CLOCK_MISSED = range(3)


@dataclass(frozen=True, slots=True)
class ClockInput:
    """Incidents of one target: (n,) int64 each. done_us: NO_END_US while open. limit_us: by priority.

    holds: `owner` is the incident's index, an open one ends at NO_END_US; empty where they do not stop this clock.
    The calendar is compiled from the first report to past now and every possible deadline.
    """

    calendar: CompiledCalendar
    reported_us: I64
    done_us: I64
    limit_us: I64
    holds: Spans
    now_us: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """One entry per incident, (n,): spent and held service time, deadline (NEVER_US while a hold is open), verdict.

    verdict: PENDING, CLOCK_MET or CLOCK_MISSED.
    """

    spent_us: I64
    held_us: I64
    deadline_us: I64
    verdict: I64

    @property
    def met(self) -> int:
        """How many were kept."""
        return int((self.verdict == CLOCK_MET).sum())

    @property
    def missed(self) -> int:
        """How many were not."""
        return int((self.verdict == CLOCK_MISSED).sum())

    @property
    def pending(self) -> int:
        """How many are still open within their limit."""
        return int((self.verdict == PENDING).sum())


def clocks(given: ClockInput) -> Clocks:
    """Service time from report to done (or now), minus holds; met if within the limit. Exact.

    An open incident is missed when its time exceeds the limit, not when the instant of its deadline is past.
    """
    is_done = given.done_us <= given.now_us
    stop_us = np.where(is_done, given.done_us, np.maximum(given.now_us, given.reported_us))
    holds = _inside(given, stop_us)
    held_us = sum_by_owner(
        holds.owner, given.calendar.elapsed(holds.start_us, holds.end_us), int(given.reported_us.size)
    )
    spent_us = given.calendar.elapsed(given.reported_us, stop_us) - held_us
    within = spent_us <= given.limit_us
    verdict = np.where(within, np.where(is_done, CLOCK_MET, PENDING), CLOCK_MISSED)
    return Clocks(spent_us, held_us, _deadlines(given), verdict.astype(np.int64))


def _inside(given: ClockInput, stop_us: I64) -> Spans:
    """The holds, overlaps counted once, inside the running clock; one outside has no effect."""
    owner = given.holds.owner
    start_us = np.maximum(given.holds.start_us, given.reported_us[owner])
    end_us = np.minimum(given.holds.end_us, stop_us[owner])
    kept = end_us > start_us
    return union(Spans(owner[kept], start_us[kept], end_us[kept]))


def _deadlines(given: ClockInput) -> I64:
    """The first instant at which service time that is not held reaches the limit.

    Each hold, in order, either comes after the deadline so far or puts it off by its own service time.
    """
    deadline_us = given.calendar.deadline(given.reported_us, given.limit_us)
    holds = given.holds
    if not holds.size:
        return deadline_us
    start_us = np.maximum(holds.start_us, given.reported_us[holds.owner])
    holds = union(Spans(holds.owner, start_us, np.maximum(holds.end_us, start_us)))
    budget_us = given.limit_us.copy()
    first = np.searchsorted(holds.owner, np.arange(given.reported_us.size))
    count = np.bincount(holds.owner, minlength=given.reported_us.size)
    for turn in range(int(count.max(initial=0))):
        which = np.flatnonzero(count > turn)
        span = first[which] + turn
        delays = holds.start_us[span] < deadline_us[which]
        which, span = which[delays], span[delays]
        is_open = holds.end_us[span] >= NO_END_US
        lost_us = given.calendar.elapsed(holds.start_us[span], holds.end_us[span])
        budget_us[which] += lost_us
        later_us = given.calendar.deadline(given.reported_us[which], budget_us[which])
        deadline_us[which] = np.where(is_open, NEVER_US, later_us)
    return deadline_us
