"""A month of planned work: weeks of days with what touches each, in the zone of the reader."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ...analysis.work_calendar import Entry

__all__ = ('Day', 'month_bounds', 'parse_month', 'weeks_of')


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page: whether it belongs to the month, is today, and what touches it."""

    date: date
    in_month: bool
    is_today: bool
    entries: tuple[Entry, ...]


def parse_month(text, today):
    """The first day of a month written as 2026-03; of the present one where it is not written so."""
    try:
        return datetime.strptime(text or '', '%Y-%m').date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)


def month_bounds(first):
    """The instants at which the weeks that show the month begin and end, and the first days of its neighbours."""
    days = _days(first)
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return _midnight(days[0]), _midnight(days[-1] + timedelta(days=1)), before, after


def weeks_of(first, entries, today):
    """The weeks of a month, Monday first, each of seven `Day`s."""
    days = [Day(day, day.month == first.month, day == today, tuple(_touching(day, entries))) for day in _days(first)]
    return [days[at : at + 7] for at in range(0, len(days), 7)]


def _days(first):
    return list(Calendar(firstweekday=0).itermonthdates(first.year, first.month))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _touching(day, entries):
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    return (entry for entry in entries if entry.starts_at < end and (entry.ends_at > start or entry.starts_at >= start))
