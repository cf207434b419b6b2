"""The calendars of the files as the engine's."""

from dataclasses import replace
from datetime import date

from netbox_slm.engine.clock import (
    Break,
    Calendar,
    DatedHours,
    DateRange,
    HolidaySet,
    Hours,
    ServiceClock,
    YearlyRange,
    weekly_hours,
)

_DAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')


def calendar_of(vector, name=None):
    """The vector's calendar (or another of its file) with the vector's holidays; none is 24x7 in its time zone."""
    name = name or vector.row.get('calendar')
    given = vector.calendars[name] if name else {'timezone': vector.zone, 'weekly': {}}
    calendar = Calendar(
        zone=given['timezone'],
        weekly=weekly_hours(
            (_DAYS.index(day), _clock(start), _clock(end))
            for day, windows in given['weekly'].items()
            for start, end in windows
        ),
        exceptions=tuple(
            DatedHours(_on(row['date']), tuple(Hours(_clock(start), _clock(end)) for start, end in row['windows']))
            for row in given.get('exceptions') or []
        ),
        breaks=tuple(
            Break(date.fromisoformat(row['date']), Hours(_clock(row['from']), _clock(row['to'])))
            for row in given.get('breaks') or []
        ),
    )
    return _with_holidays(calendar, vector.row.get('holidays') or [])


def clock_of(vector):
    """The clock of the vector's calendar."""
    return ServiceClock(calendar_of(vector))


def _with_holidays(calendar, rows):
    closed, sets = [], []
    for row in rows:
        if 'country' in row:
            sets.append(HolidaySet(row['country'], row.get('subdivision') or ''))
        elif 'date' in row:
            closed.append(_on(row['date']))
        elif 'from' in row:
            closed.append(DateRange(date.fromisoformat(row['from']), date.fromisoformat(row['to'])))
        else:
            month, day = row['month'], row['day']
            closed.append(YearlyRange(month, day, row.get('to_month') or month, row.get('to_day') or day))
    return replace(calendar, closed=tuple(closed), holiday_sets=tuple(sets))


def _on(text):
    on = date.fromisoformat(text)
    return DateRange(on, on)


def _clock(text):
    hours, minutes, *rest = (int(part) for part in text.split(':'))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)
