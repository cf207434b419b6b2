"""Response and resolution (semantics.md §5): each incident's service time, its deadline, and whether it was kept."""

from dataclasses import dataclass

import numpy as np

from ..clock.holds import held_deadline, held_us
from ..clock.service import ServiceTime
from ..instants import I64, NEVER_US, NO_END_US, Bools
from ..intervals import Spans

PENDING, CLOCK_MET, CLOCK_MISSED = range(3)


@dataclass(frozen=True, slots=True)
class ClockInput:
    """Incidents of one target: (n,) int64 each. done_us: NO_END_US while open. limit_us: by priority.

    holds: `owner` is the incident's index, an open one ends at NO_END_US; empty where they do not stop this clock.
    calendar: a ServiceClock, or a calendar compiled from the first report to past now and every possible deadline.
    """

    calendar: ServiceTime
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

    An open incident is missed when its time exceeds the limit, not when the instant of its deadline is past. One that
    is done after now is still open.
    """
    is_done = given.done_us <= given.now_us
    stop_us = np.where(is_done, given.done_us, np.maximum(given.now_us, given.reported_us))
    spent_us = given.calendar.elapsed(given.reported_us, stop_us)
    held = held_us(given.calendar, given.holds, given.reported_us, stop_us)
    within = spent_us - held <= given.limit_us
    verdict = np.where(within, np.where(is_done, CLOCK_MET, PENDING), CLOCK_MISSED)
    return Clocks(spent_us - held, held, _deadlines(given, is_done), verdict.astype(np.int64))


def _deadlines(given: ClockInput, is_done: Bools) -> I64:
    """The deadlines; NEVER_US while the clock runs and a hold is open."""
    owner, start_us, end_us = given.holds
    is_open = (end_us >= NO_END_US) & ~is_done[owner]
    ended = Spans(owner, start_us, np.where(is_open, np.maximum(start_us, given.now_us), end_us))
    stop_us = np.where(is_done, given.done_us, NO_END_US)
    deadline_us = held_deadline(given.calendar, given.reported_us, given.limit_us, ended, stop_us)
    deadline_us[owner[is_open]] = NEVER_US
    return deadline_us
