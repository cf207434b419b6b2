"""What a calendar says (semantics.md §3): a zone, weekly windows, dated hours, holidays. Data, checked when made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from ..errors import CalendarError
from ..instants import DAY_SECONDS, I64, Bools, day_date, day_number
from .zones import load_zone


@dataclass(frozen=True, slots=True)
class Hours:
    """One window of a day in seconds since its midnight on the wall; 24:00 is 86400.

    An end that is not after its start, or beyond 86400, lies on the next day; equal ones are a whole 24 hours.
    """

    start_seconds: int
    end_seconds: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_seconds < DAY_SECONDS:
            raise CalendarError('start_seconds', self.start_seconds, 'a window begins from 0 to 86399.')
        if self.end_seconds < 0 or self.until_seconds - self.start_seconds > DAY_SECONDS:
            raise CalendarError('end_seconds', self.end_seconds, 'a window lasts at most 24 hours: make two of it.')

    @property
    def until_seconds(self) -> int:
        """The end in seconds since the midnight that the window begins after, above its start."""
        if self.end_seconds <= self.start_seconds:
            return self.end_seconds + DAY_SECONDS
        return self.end_seconds


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A window that begins on a day of the week, 0 for Monday; `hours` as on any day."""

    weekday: int
    hours: Hours

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise CalendarError('weekday', self.weekday, 'days are counted from 0, Monday, to 6, Sunday.')


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates from first to last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError('last', self.last, f'the last day is not before the first, {self.first}.')

    @property
    def rank(self) -> tuple[int, int]:
        """Which of two that hold for a date decides it: the greater."""
        return 1, -(self.last - self.first).days

    def holds(self, days: I64) -> Bools:
        """Which of the days (since 1970-01-01) lie in it."""
        return (days >= day_number(self.first)) & (days <= day_number(self.last))


@dataclass(frozen=True, slots=True)
class YearlyRange:
    """The same dates each year, both included; over New Year where the end is earlier in the year than the start."""

    month: int
    day: int
    to_month: int
    to_day: int

    def __post_init__(self) -> None:
        for field, month, day in (('day', self.month, self.day), ('to_day', self.to_month, self.to_day)):
            try:
                date(2000, month, day)
            except ValueError as error:
                raise CalendarError(field, (month, day), 'use a month and a day that a leap year has.') from error

    @classmethod
    def between(cls, first: date, last: date) -> 'YearlyRange':
        """The yearly range of two dates; a whole year or more is every date."""
        if (last - first).days >= 365:
            return cls(1, 1, 12, 31)
        return cls(first.month, first.day, last.month, last.day)

    @property
    def rank(self) -> tuple[int, int]:
        """Which of two that hold for a date decides it: the greater."""
        length = date(2000, self.to_month, self.to_day).toordinal() - date(2000, self.month, self.day).toordinal()
        return 0, -(length % 366)

    def holds(self, days: I64) -> Bools:
        """Which of the days (since 1970-01-01) lie in it."""
        dates = days.astype('datetime64[D]')
        months = dates.astype('datetime64[M]')
        key = (months.astype(np.int64) % 12 + 1) * 100 + (dates - months.astype('datetime64[D]')).astype(np.int64) + 1
        first, last = self.month * 100 + self.day, self.to_month * 100 + self.to_day
        if first <= last:
            within: Bools = (key >= first) & (key <= last)
            return within
        around: Bools = (key >= first) | (key <= last)
        return around


type Dates = DateRange | YearlyRange


@dataclass(frozen=True, slots=True)
class DatedHours:
    """An exception: the only hours of its dates, none when closed. It beats weekly windows and holidays.

    Where several hold for a date, one of given dates beats a yearly one, then the shorter beats the longer.
    """

    dates: Dates
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """The public holidays of a country (ISO 3166), with those of a subdivision where one is named."""

    country: str
    subdivision: str = ''

    def __post_init__(self) -> None:
        import holidays  # noqa: PLC0415 - slow to import, and most calendars need none

        known = holidays.list_supported_countries()
        if self.country not in known:
            raise CalendarError('country', self.country, 'its holidays are not known: give an ISO 3166 code.')
        if self.subdivision and self.subdivision not in known[self.country]:
            raise CalendarError('subdivision', self.subdivision, f'{self.country} has no such subdivision.')

    def holds(self, days: I64) -> Bools:
        """Which of the days (since 1970-01-01) are holidays."""
        if not days.size:
            return np.zeros(0, dtype=np.bool_)
        first, last = day_date(int(days.min())).year, day_date(int(days.max())).year
        found = [day for year in range(first, last + 1) for day in _holidays_of(self.country, self.subdivision, year)]
        return np.isin(days, np.array(found, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Break:
    """Wall time of one date that is taken out of whatever hours it has."""

    on: date
    hours: Hours


@dataclass(frozen=True, slots=True)
class Calendar:
    """Service hours (semantics.md §3). No weekly window at all means 24x7; where windows overlap they count once.

    zone: IANA name. closed: dates without service, unless an exception gives them hours. holiday_sets: the same, by
    country. exceptions: the hours of some dates. breaks: taken out at last. Raises CalendarError.
    """

    zone: str = 'UTC'
    weekly: tuple[WeeklyHours, ...] = ()
    exceptions: tuple[DatedHours, ...] = ()
    closed: tuple[Dates, ...] = ()
    holiday_sets: tuple[HolidaySet, ...] = ()
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        load_zone(self.zone)

    @property
    def is_always_open(self) -> bool:
        """Whether every instant is in service."""
        return not (self.weekly or self.exceptions or self.closed or self.holiday_sets or self.breaks)

    def holidays(self, days: I64) -> Bools:
        """Which of the days (since 1970-01-01) are closed dates or public holidays, exceptions aside."""
        found = np.zeros(days.shape, dtype=np.bool_)
        for dates in (*self.closed, *self.holiday_sets):
            found |= dates.holds(days)
        return found

    def is_holiday(self, on: date) -> bool:
        """Whether the date is a closed date or a public holiday."""
        return bool(self.holidays(np.array([day_number(on)], dtype=np.int64))[0])

    def deciding_exception(self, days: I64) -> I64:
        """For each day the index of the exception that decides it, -1 for none."""
        which = np.full(days.shape, -1, dtype=np.int64)
        order = sorted(range(len(self.exceptions)), key=lambda index: (self.exceptions[index].dates.rank, -index))
        for index in order:
            which[self.exceptions[index].dates.holds(days)] = index
        return which


ALWAYS = Calendar()


@lru_cache(maxsize=4096)
def _holidays_of(country: str, subdivision: str, year: int) -> tuple[int, ...]:
    """Days since 1970-01-01 of the public holidays of a year."""
    import holidays  # noqa: PLC0415 - slow to import, and most calendars need none

    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return tuple(sorted(day_number(on) for on in found))


def weekly_hours(windows: Iterable[tuple[int, int, int]]) -> tuple[WeeklyHours, ...]:
    """Weekly windows of (weekday, start_seconds, end_seconds) rows."""
    return tuple(WeeklyHours(weekday, Hours(start, end)) for weekday, start, end in windows)
