"""The weekly hours of a calendar, written as a whole."""

from django.core.exceptions import ValidationError
from django.db import router, transaction

from utilities.exceptions import AbortRequest

from ..models import CalendarWindow

__all__ = ('replace_weekly_hours',)


def replace_weekly_hours(calendar, windows):
    """Give `calendar` exactly these windows (semantics.md §3); none means 24x7. One transaction.

    windows: as `hours.parse_week` returns them, so without overlaps. A window that stays, or only ends at another time,
    keeps its row, tags and history. Every row is changed by itself, so that the change log and event rules know.
    Raises AbortRequest, which forms, imports and REST report, where a custom validator refuses a window.
    """
    wanted = {(window.weekday, window.start_seconds): window.end_seconds for window in windows}
    with transaction.atomic(using=router.db_for_write(CalendarWindow)):
        kept = {}
        for window in CalendarWindow.objects.filter(calendar=calendar):
            key = (window.weekday, window.start_seconds)
            if key in wanted:
                kept[key] = window
            else:
                window.snapshot()
                window.delete()
        for key, window in kept.items():
            if window.end_seconds != wanted[key]:
                window.snapshot()
                window.end_seconds = wanted[key]
                _save(window)
        for (weekday, start_seconds), end_seconds in wanted.items():
            if (weekday, start_seconds) not in kept:
                window = CalendarWindow(
                    calendar=calendar, weekday=weekday, start_seconds=start_seconds, end_seconds=end_seconds
                )
                _save(window)


def _save(window):
    try:
        window.full_clean()
    except ValidationError as error:
        raise AbortRequest(f'{window}: {" ".join(error.messages)}') from error
    window.save()
