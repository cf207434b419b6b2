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
from .compiled import CompiledCalendar, compile_calendar, compile_windows
from .days import DayRule, add_working_days, closing_us, same_day_deadline_us, warning_us, working_days
from .holds import held_days_deadline_us, held_deadline, held_deadline_us, held_us
from .service import ServiceClock, ServiceTime, common_windows, service_clocks
from .windows import service_windows

__all__ = (
    'ALWAYS',
    'Break',
    'Calendar',
    'CompiledCalendar',
    'DateRange',
    'DatedHours',
    'DayRule',
    'HolidaySet',
    'Hours',
    'ServiceClock',
    'ServiceTime',
    'WeeklyHours',
    'YearlyRange',
    'add_working_days',
    'closing_us',
    'common_windows',
    'compile_calendar',
    'compile_windows',
    'held_days_deadline_us',
    'held_deadline',
    'held_deadline_us',
    'held_us',
    'same_day_deadline_us',
    'service_clocks',
    'service_windows',
    'warning_us',
    'weekly_hours',
    'working_days',
)
