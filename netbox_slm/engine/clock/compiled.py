"""A calendar as a monotone, piecewise linear map between instants and service time, on int64 arrays."""

from dataclasses import dataclass

import numpy as np

from ..instants import I64, NEVER_US
from ..intervals import union_of
from .calendar import Calendar
from .windows import service_windows


@dataclass(frozen=True, slots=True)
class CompiledCalendar:
    """The service windows inside [start_us, end_us): opens, closes (n,) and the service time before each open.

    Instants outside the span are taken at its edge; compile a span that holds every instant you ask for.
    """

    start_us: int
    end_us: int
    opens_us: I64
    closes_us: I64
    before_us: I64

    @property
    def total_us(self) -> int:
        """Service time of the whole span."""
        return int(self.before_us[-1] + self.closes_us[-1] - self.opens_us[-1]) if self.opens_us.size else 0

    def service_at(self, at_us: I64) -> I64:
        """Service time from the start of the span to each instant: (n,) int64. O(n log windows)."""
        if not self.opens_us.size:
            return np.zeros(at_us.shape, dtype=np.int64)
        which = np.searchsorted(self.opens_us, at_us, side='right') - 1
        inside = np.minimum(at_us, self.closes_us[which]) - self.opens_us[which]
        found: I64 = np.where(which < 0, 0, self.before_us[which] + inside)
        return found

    def elapsed(self, start_us: I64, end_us: I64) -> I64:
        """Service time in [start, end) of each pair; 0 where it is reversed (semantics.md §3)."""
        found: I64 = np.maximum(self.service_at(end_us) - self.service_at(start_us), 0)
        return found

    def deadline(self, start_us: I64, duration_us: I64) -> I64:
        """The first instant with that much service time since each start; NEVER_US where the span gives less.

        A deadline on closing time stays there. A negative duration walks back to the last instant with that much
        before the start; one on opening time stays there. A duration of 0 is the start itself.
        """
        if not self.opens_us.size:
            return np.where(duration_us == 0, start_us, NEVER_US)
        wanted = self.service_at(start_us) + duration_us
        forward = np.searchsorted(self.before_us, wanted, side='left') - 1
        back = np.searchsorted(self.before_us, wanted, side='right') - 1
        which = np.clip(np.where(duration_us > 0, forward, back), 0, None)
        found = self.opens_us[which] + wanted - self.before_us[which]
        never = (wanted < 0) | (wanted > self.total_us)
        return np.where(duration_us == 0, start_us, np.where(never, NEVER_US, found))

    def is_open(self, at_us: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of the instants are in service."""
        which = np.searchsorted(self.opens_us, at_us, side='right') - 1
        closes = np.append(self.closes_us, np.int64(self.start_us))
        return (which >= 0) & (at_us < closes[which])


def compile_calendar(calendar: Calendar, start_us: int, end_us: int) -> CompiledCalendar:
    """Compile a calendar for [start_us, end_us). Exact; O(days of the span)."""
    return compile_windows(start_us, end_us, *service_windows(calendar, start_us, end_us))


def compile_windows(start_us: int, end_us: int, opens_us: I64, closes_us: I64) -> CompiledCalendar:
    """Service time of windows given as instants inside [start_us, end_us): overlaps count once. O(n log n)."""
    opens_us, closes_us = union_of(opens_us, closes_us)
    length_us = closes_us - opens_us
    return CompiledCalendar(start_us, end_us, opens_us, closes_us, np.cumsum(length_us) - length_us)
