"""Which periods a promise is judged in (semantics.md §6), and the texts that select them: '2026-10', 'previous'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ..choices import PeriodKindChoices
from ..engine import periods as engine_periods
from ..engine.clock.zones import local_day
from ..engine.instants import day_date, to_us
from ..engine.periods import Period
from ..models import SLA
from .errors import PeriodSelectorError

__all__ = (
    'CURRENT',
    'PREVIOUS',
    'Period',
    'PeriodRule',
    'Selector',
    'parse_selector',
    'periods_of',
    'periods_touching',
)

CURRENT = 'current'
PREVIOUS = 'previous'

_ONE_DAY = timedelta(days=1)
_FIRST_YEAR = 1971
_SPANS = {
    re.compile(r'(\d{4})'): lambda year: _calendar_span(int(year), 1, 12),
    re.compile(r'(\d{4})-(\d{2})'): lambda year, month: _calendar_span(int(year), int(month), 1),
    re.compile(r'(\d{4})-[Qq]([1-4])'): lambda year, quarter: _calendar_span(int(year), 3 * int(quarter) - 2, 3),
    re.compile(r'(\d{4}-\d{2}-\d{2})'): lambda day: (date.fromisoformat(day), date.fromisoformat(day)),
    re.compile(r'(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})'): lambda first, last: (
        date.fromisoformat(first),
        date.fromisoformat(last),
    ),
    # The labels of rolling periods and of contract years
    re.compile(r'(\d{4}-\d{2}-\d{2})/(\d{1,5})d'): lambda first, days: (
        date.fromisoformat(first),
        date.fromisoformat(first) + timedelta(days=int(days) - 1),
    ),
    re.compile(r'(\d{4}-\d{2}-\d{2})/1y'): lambda first: _year_from(date.fromisoformat(first)),
}


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """How an SLA cuts time into periods, in the zone of that name; and its term, outside of which there are none."""

    kind: str
    zone: str = 'UTC'
    starts_on: date | None = None
    ends_on: date | None = None
    rolling_days: int = 0

    @classmethod
    def of(cls, sla: SLA) -> 'PeriodRule':
        """The rule of an SLA."""
        return cls(sla.period, str(sla.zone), sla.starts_on, sla.ends_on, sla.rolling_days or 0)


@dataclass(frozen=True, slots=True)
class Selector:
    """What a text selects: the current or previous period, or those of a span of dates, both included."""

    text: str
    first: date | None = None
    last: date | None = None


def parse_selector(text: str) -> Selector:
    """The selector of 'current', 'previous', '2026', '2026-Q4', '2026-10', '2026-10-15' or two dates with a slash.

    Raises PeriodSelectorError.
    """
    text = text.strip()
    if text in (CURRENT, PREVIOUS):
        return Selector(text)
    for pattern, span in _SPANS.items():
        match = pattern.fullmatch(text)
        if not match:
            continue
        try:
            first, last = span(*match.groups())
        except ValueError:
            break
        if first <= last and first.year >= _FIRST_YEAR:
            return Selector(text, first, last)
    raise PeriodSelectorError(
        _(
            '{text} is no period: write 2026-10, 2026-Q4, 2026, a date, two dates as 2026-10-01/2026-10-31, '
            'current or previous.'
        ).format(text=text or '-')
    )


def periods_of(rule: PeriodRule, selector: Selector, now: datetime) -> tuple[Period, ...]:
    """The periods of a rule that a selector means, in order; none that begins after `now` or lies outside the term.

    Of a span those that lie in it, and where none does, those that it touches: October selects the quarter it is in,
    2026 its twelve months. Rolling periods: the one that ends with the last day of the span.
    """
    now_us = to_us(now)
    term = _Dates(rule.starts_on or date.min, rule.ends_on or date.max)
    return tuple(
        period
        for period in _chosen(rule, selector, day_date(local_day(rule.zone, now_us)))
        if period.start_us <= now_us and term.touches(_dates(rule, period))
    )


def periods_touching(rule: PeriodRule, start_us: int, end_us: int) -> tuple[Period, ...]:
    """The periods that hold a moment of [start_us, end_us), future ones too; none outside the term.

    Of rolling periods: the one that ends with the last day of the span.
    """
    first, last = (day_date(local_day(rule.zone, at_us)) for at_us in (start_us, end_us - 1))
    term = _Dates(rule.starts_on or date.min, rule.ends_on or date.max)
    is_rolling = rule.kind == PeriodKindChoices.KIND_ROLLING
    found = [_around(rule, last)] if is_rolling else _touching(rule, _Dates(first, last))
    return tuple(period for period in found if term.touches(_dates(rule, period)))


def periods_before(rule: PeriodRule, now: datetime, count: int) -> tuple[Period, ...]:
    """The last `count` periods of a rule that are over at `now`, in order, whatever its term; back to the year 1971."""
    today = day_date(local_day(rule.zone, to_us(now)))
    day = today - _ONE_DAY if rule.kind == PeriodKindChoices.KIND_ROLLING else _dates(rule, _around(rule, today)).first
    found: list[Period] = []
    day -= timedelta(0) if rule.kind == PeriodKindChoices.KIND_ROLLING else _ONE_DAY
    while len(found) < count and day.year >= _FIRST_YEAR:
        found.append(_around(rule, day))
        day = _dates(rule, found[-1]).first - _ONE_DAY
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Dates:
    """Dates from first to last, both included."""

    first: date
    last: date

    def touches(self, other: '_Dates') -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: '_Dates') -> bool:
        return self.first <= other.first and other.last <= self.last


def _chosen(rule: PeriodRule, selector: Selector, today: date) -> list[Period]:
    is_rolling = rule.kind == PeriodKindChoices.KIND_ROLLING
    if selector.first is None or selector.last is None:
        current = _around(rule, today)
        if selector.text == CURRENT:
            return [current]
        return [_around(rule, (today if is_rolling else _dates(rule, current).first) - _ONE_DAY)]
    span = _Dates(selector.first, min(selector.last, today))
    if is_rolling:
        return [_around(rule, span.last)] if span.first <= span.last else []
    touched = list(_touching(rule, span))
    whole = _Dates(selector.first, selector.last)
    return [period for period in touched if whole.holds(_dates(rule, period))] or touched


def _touching(rule: PeriodRule, span: _Dates) -> Iterator[Period]:
    day = span.first
    while day <= span.last:
        period = _around(rule, day)
        yield period
        day = _dates(rule, period).last + _ONE_DAY


def _around(rule: PeriodRule, day: date) -> Period:
    """The period that a date lies in; a rolling one ends with it."""
    return engine_periods.period_on(rule.kind, day, rule.zone, anchor=rule.starts_on, days=rule.rolling_days)


def _dates(rule: PeriodRule, period: Period) -> _Dates:
    """The local dates of a period."""
    return _Dates(day_date(local_day(rule.zone, period.start_us)), day_date(local_day(rule.zone, period.end_us - 1)))


def _calendar_span(year: int, month: int, months: int) -> tuple[date, date]:
    first = date(year, month, 1)
    after = month - 1 + months
    return first, date(year + after // 12, after % 12 + 1, 1) - _ONE_DAY


def _year_from(first: date) -> tuple[date, date]:
    """The contract year that begins on a date; from 29 February to the end of the next February."""
    is_leap_day = (first.month, first.day) == (2, 29)
    last = date(first.year + 1, 3, 1) if is_leap_day else first.replace(year=first.year + 1)
    return first, last - _ONE_DAY
