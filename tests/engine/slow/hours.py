"""Service hours by the clock on the wall: is one instant in service? Everything else is counting instants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reading(zone, at_us):
    """What the wall clock shows, without a zone."""
    return (EPOCH + timedelta(microseconds=at_us)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_listed(dates, on):
    """Whether a date lies in a range of dates, or in one that comes back each year."""
    if hasattr(dates, 'first'):
        return dates.first <= on <= dates.last
    begin, end, day = (dates.month, dates.day), (dates.to_month, dates.to_day), (on.month, on.day)
    return begin <= day <= end if begin <= end else day >= begin or day <= end


def hours_of(calendar, on):
    """The windows that begin on a date, and whether something decides that date."""
    for exception in calendar.exceptions:
        if is_listed(exception.dates, on):
            return exception.hours, True
    if any(is_listed(dates, on) for dates in calendar.closed):
        return (), True
    if not calendar.weekly:
        return None, False
    return [window.hours for window in calendar.weekly if window.weekday == on.weekday()], False


def is_open(calendar, at_us):
    """Whether the wall clock's reading lies in a window of its date, or in one that runs on from the night before."""
    wall = reading(calendar.zone, at_us)
    today, seconds = wall.date(), wall.hour * 3600 + wall.minute * 60 + wall.second
    for pause in calendar.breaks:
        if pause.on == today and pause.hours.start_seconds <= seconds < pause.hours.end_seconds:
            return False
    windows, is_decided = hours_of(calendar, today)
    if windows is None:
        return True
    for hours in windows:
        until = hours.end_seconds if hours.end_seconds > hours.start_seconds else hours.end_seconds + 86400
        if hours.start_seconds <= seconds < until:
            return True
    if is_decided:
        return False
    before, _decided = hours_of(calendar, today - timedelta(days=1))
    for hours in before or ():
        until = hours.end_seconds if hours.end_seconds > hours.start_seconds else hours.end_seconds + 86400
        if hours.start_seconds <= seconds + 86400 < until:
            return True
    return False


def open_ticks(calendar, start_us, end_us, tick_us):
    """The starts of the ticks in service; windows and offsets are multiples of a tick."""
    return [at_us for at_us in range(start_us, end_us, tick_us) if is_open(calendar, at_us)]
