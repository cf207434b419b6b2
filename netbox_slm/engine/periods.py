"""Spans over which a promise is judged (semantics.md §6): calendar periods, contract years, rolling days, in a zone."""

from dataclasses import dataclass
from datetime import date, timedelta

from .clock.zones import local_day, midnight_us
from .errors import PeriodError
from .instants import day_date, day_number

MONDAY, SUNDAY = 0, 6


@dataclass(frozen=True, slots=True)
class Period:
    """A span [start_us, end_us) with its name: '2026-10', '2026-Q4', '2026', '2026-10-29/1y', '2026-10-29/30d'."""

    label: str
    start_us: int
    end_us: int


def period_at(
    kind: str,
    at_us: int,
    zone: str,
    *,
    anchor: date | None = None,
    days: int | None = None,
    week_start: int = MONDAY,
) -> Period:
    """The period that holds an instant.

    kind: day, week (from `week_start`, Monday by default), month, quarter, year, contract_year (needs `anchor`, its
    first day) or rolling (needs `days`; it ends with the local date of the instant). Raises PeriodError.
    """
    on = day_date(local_day(zone, at_us))
    return period_on(kind, on, zone, anchor=anchor, days=days, week_start=week_start)


def period_on(
    kind: str,
    on: date,
    zone: str,
    *,
    anchor: date | None = None,
    days: int | None = None,
    week_start: int = MONDAY,
) -> Period:
    """The period that holds a local date; see `period_at`."""
    if kind == 'contract_year':
        first, after, label = _contract_year(on, anchor)
    elif kind == 'rolling':
        first, after, label = _rolling(on, days)
    elif kind == 'week':
        first = on - timedelta(days=(on.weekday() - week_start) % 7)
        after, label = first + timedelta(days=7), f'{first}/7d'
    elif kind == 'day':
        first, after, label = on, on + timedelta(days=1), str(on)
    else:
        first, after, label = _calendar_months(kind, on)
    return Period(label, midnight_us(zone, day_number(first)), midnight_us(zone, day_number(after)))


def _rolling(on: date, days: int | None) -> tuple[date, date, str]:
    """First date, the date after the last one, and the label: the same from each function of a kind."""
    if not days or days < 1:
        raise PeriodError('days', days, 'a rolling period needs its number of days, 1 or more.')
    first = on - timedelta(days=days - 1)
    return first, on + timedelta(days=1), f'{first}/{days}d'


def _calendar_months(kind: str, on: date) -> tuple[date, date, str]:
    months = {'month': 1, 'quarter': 3, 'year': 12}.get(kind)
    if months is None:
        raise PeriodError('kind', kind, 'use day, week, month, quarter, year, contract_year or rolling.')
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    labels = {1: f'{on.year}-{on.month:02d}', 3: f'{on.year}-Q{(on.month - 1) // 3 + 1}', 12: str(on.year)}
    return first, _add_months(first, months), labels[months]


def _contract_year(on: date, anchor: date | None) -> tuple[date, date, str]:
    if anchor is None:
        raise PeriodError('anchor', anchor, 'a contract year needs the first day of the agreement.')
    years = on.year - anchor.year
    if _anniversary(anchor, years) > on:
        years -= 1
    first = _anniversary(anchor, years)
    return first, _anniversary(anchor, years + 1), f'{first}/1y'


def _anniversary(anchor: date, years: int) -> date:
    """The same date in another year; 29 February becomes 1 March where there is none."""
    try:
        return anchor.replace(year=anchor.year + years)
    except ValueError:
        return date(anchor.year + years, 3, 1)


def _add_months(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
