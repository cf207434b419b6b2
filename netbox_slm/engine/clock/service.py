"""Service time without a span to think of: a calendar that is compiled as far as the questions reach."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import numpy as np

from ..errors import CalendarError
from ..instants import DAY_US, I64, NEVER_US, Bools, day_number
from ..intervals import intersect_sorted
from .calendar import Calendar
from .compiled import CompiledCalendar, compile_calendar

FIRST_DAY, LAST_DAY = day_number(date(2, 1, 4)), day_number(date(9998, 12, 28))
_FIRST_US, _LAST_US = FIRST_DAY * DAY_US, LAST_DAY * DAY_US
_YEAR_US = 366 * DAY_US
# The Gregorian calendar lets a weekday fall on 29 February at least once in 40 years, and nothing rarer is a rule.
_PATIENCE_US = 41 * _YEAR_US


class ServiceTime(Protocol):
    """What measures service time: a compiled calendar, or one that compiles itself."""

    def elapsed(self, start_us: I64, end_us: I64) -> I64:
        """Service time in [start, end) of each pair; 0 where it is reversed."""
        ...

    def deadline(self, start_us: I64, duration_us: I64) -> I64:
        """The first instant with that much service time since each start."""
        ...


class ServiceClock:
    """Service time of a calendar for any instant from year 2 to 9998 (semantics.md §3).

    The map is kept and grows when a question lies outside it; it never changes an answer.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._map: CompiledCalendar | None = None

    def compiled(self, start_us: int, end_us: int) -> CompiledCalendar:
        """The compiled calendar for a span that holds [start_us, end_us). Raises CalendarError outside the years."""
        if not _FIRST_US <= start_us <= end_us <= _LAST_US:
            raise CalendarError('span', (start_us, end_us), 'service time is known from year 2 to 9998.')
        known = self._map
        if known is None or start_us < known.start_us or end_us > known.end_us:
            if known is not None:
                start_us, end_us = min(start_us, known.start_us), max(end_us, known.end_us)
            margin = _YEAR_US // 2
            known = compile_calendar(self.calendar, max(start_us - margin, _FIRST_US), min(end_us + margin, _LAST_US))
            self._map = known
        return known

    def elapsed(self, start_us: I64, end_us: I64) -> I64:
        """Service time in [start, end) of each pair; 0 where it is reversed."""
        if not start_us.size:
            return np.zeros(0, dtype=np.int64)
        low, high = min(int(start_us.min()), int(end_us.min())), max(int(start_us.max()), int(end_us.max()))
        return self.compiled(low, high).elapsed(start_us, end_us)

    def deadline(self, start_us: I64, duration_us: I64) -> I64:
        """The first instant with that much service time since each start; NEVER_US where the calendar never gives it.

        A deadline on closing time stays there. A negative duration walks back to the last instant with that much
        before the start; one on opening time stays there. A duration of 0 is the start itself.
        """
        if not start_us.size:
            return np.zeros(0, dtype=np.int64)
        known = self.compiled(int(start_us.min()), int(start_us.max()))
        found = known.deadline(start_us, duration_us)
        while (missing := found == NEVER_US).any():
            wider = self._grown(known, back=bool((duration_us[missing] < 0).any()))
            if wider is None:
                break
            known = wider
            found = known.deadline(start_us, duration_us)
        return found

    def elapsed_us(self, start_us: int, end_us: int) -> int:
        """As `elapsed`, of one pair."""
        return int(self.elapsed(_one(start_us), _one(end_us))[0])

    def deadline_us(self, start_us: int, duration_us: int) -> int | None:
        """As `deadline`, of one start; None where there is none."""
        found = int(self.deadline(_one(start_us), _one(duration_us))[0])
        return None if found == NEVER_US else found

    def is_open(self, at_us: I64) -> Bools:
        """Which of the instants are in service."""
        if not at_us.size:
            return np.zeros(0, dtype=np.bool_)
        return self.compiled(int(at_us.min()), int(at_us.max()) + 1).is_open(at_us)

    def is_open_at(self, at_us: int) -> bool:
        """Whether an instant is in service."""
        return bool(self.is_open(_one(at_us))[0])

    def moved_into_hours(self, at_us: int, *, forward: bool = True) -> int | None:
        """The instant itself in hours; else the next opening, or backward the closing before it; None without one."""
        if self.is_open_at(at_us):
            return at_us
        beside = self.deadline_us(at_us, 1 if forward else -1)
        if beside is None:
            return None
        return beside - 1 if forward else beside + 1

    def windows(self, start_us: int, end_us: int) -> tuple[I64, I64]:
        """The spans in service inside [start_us, end_us): opens (n,) and closes (n,), sorted, maximal, disjoint."""
        known = self.compiled(start_us, end_us)
        return intersect_sorted(known.opens_us, known.closes_us, _one(start_us), _one(end_us))

    def _grown(self, known: CompiledCalendar, *, back: bool) -> CompiledCalendar | None:
        """A map of twice the span in the direction that is wanted; None where nothing more can come."""
        step_us = max(known.end_us - known.start_us, _PATIENCE_US if known.total_us == 0 else _YEAR_US)
        start_us = max(known.start_us - step_us, _FIRST_US) if back else known.start_us
        end_us = known.end_us if back else min(known.end_us + step_us, _LAST_US)
        if (start_us, end_us) == (known.start_us, known.end_us):
            return None
        wider = self.compiled(start_us, end_us)
        is_barren = wider.total_us == known.total_us
        return None if is_barren and step_us >= _PATIENCE_US else wider


def common_windows(one: ServiceClock, other: ServiceClock, start_us: int, end_us: int) -> tuple[I64, I64]:
    """The spans inside [start_us, end_us) that are in service by both calendars: sorted, maximal, disjoint."""
    return intersect_sorted(*one.windows(start_us, end_us), *other.windows(start_us, end_us))


def service_clocks(calendars: Iterable[Calendar]) -> list[ServiceClock]:
    """One clock per calendar; equal calendars share theirs."""
    known: dict[Calendar, ServiceClock] = {}
    return [known.setdefault(calendar, ServiceClock(calendar)) for calendar in calendars]


def _one(value: int) -> I64:
    return np.array([value], dtype=np.int64)
