"""Service hours as the engine takes them (semantics.md §3)."""

from collections import defaultdict
from collections.abc import Iterable

from ...engine.clock import ALWAYS, Calendar, DatedHours, DateRange, HolidaySet, Hours, YearlyRange, weekly_hours
from ...hours import parse_hours
from ...models import CalendarException, CalendarWindow, ServiceCalendar
from ..columns import AnyOf

__all__ = ('load_calendars',)


def load_calendars(calendar_ids: Iterable[int | None]) -> dict[int | None, Calendar]:
    """The calendars with these ids; None is 24x7. Three queries."""
    ids = sorted({number for number in calendar_ids if number is not None})
    windows, exceptions = defaultdict(list), defaultdict(list)
    rows = CalendarWindow.objects.filter(AnyOf('calendar_id', ids))
    for calendar_id, *window in rows.values_list('calendar_id', 'weekday', 'start_seconds', 'end_seconds'):
        windows[calendar_id].append(tuple(window))
    for row in CalendarException.objects.filter(AnyOf('calendar_id', ids)).order_by('starts_on', 'pk'):
        exceptions[row.calendar_id].append(_exception(row))
    found: dict[int | None, Calendar] = {None: ALWAYS}
    for row in ServiceCalendar.objects.filter(AnyOf('pk', ids)):
        holidays = HolidaySet(row.holiday_country, row.holiday_subdivision) if row.holiday_country else None
        found[row.pk] = Calendar(
            zone=str(row.time_zone),
            weekly=weekly_hours(windows[row.pk]),
            exceptions=tuple(exceptions[row.pk]),
            holiday_sets=(holidays,) if holidays else (),
        )
    return found


def _exception(row: CalendarException) -> DatedHours:
    between = YearlyRange.between if row.yearly else DateRange
    return DatedHours(between(row.starts_on, row.ends_on), tuple(Hours(*span) for span in parse_hours(row.hours)))
