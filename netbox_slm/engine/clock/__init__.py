"""Service time (semantics.md §3): calendars, and a compiled map between instants and service time."""

from .calendar import (
    ALWAYS,
    Break,
    Calendar,
    DatedHours,
    DateRange,
    HolidaySet,
    Hours,
    WeeklyHours,
    YearlyRange,
    weekly_hours,
)
from .compiled import CompiledCalendar, compile_calendar
from .windows import service_windows

__all__ = (
    'ALWAYS',
    'Break',
    'Calendar',
    'CompiledCalendar',
    'DateRange',
    'DatedHours',
    'HolidaySet',
    'Hours',
    'WeeklyHours',
    'YearlyRange',
    'compile_calendar',
    'service_windows',
    'weekly_hours',
)
