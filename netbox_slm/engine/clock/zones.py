"""Time zones as arrays: the offset between UTC and the wall clock, and the way back from a wall reading."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from ..errors import CalendarError
from ..instants import DAY_SECONDS, DAY_US, I64, SECOND_US, day_date, day_number, from_us

_PROBE_SECONDS = DAY_SECONDS  # no zone of the tz database changes twice within a day
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_SEARCH_US = 3 * DAY_US  # a whole missing day (Apia 2011) and the largest offset fit twice


@lru_cache(maxsize=512)
def load_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises CalendarError on a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarError('zone', name, 'use an IANA time zone such as Europe/Berlin.') from error


@lru_cache(maxsize=16_384)
def _changes_in_year(name: str, year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Seconds since 1970 at which the offset changes in a UTC year, and each offset from then on, in seconds.

    The first entry is the start of the year.
    """
    zone = load_zone(name)

    def offset_at(second: int) -> int:
        offset = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
        assert offset is not None  # an aware datetime has one
        return offset.days * DAY_SECONDS + offset.seconds

    at = day_number(date(year, 1, 1)) * DAY_SECONDS
    stop = day_number(date(year + 1, 1, 1)) * DAY_SECONDS
    starts, offsets = [at], [offset_at(at)]
    while at < stop:
        ahead = min(at + _PROBE_SECONDS, stop - 1)
        if ahead > at and offset_at(ahead) != offsets[-1]:
            low, high = at, ahead
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset_at(middle) == offsets[-1] else (low, middle)
            starts.append(high)
            offsets.append(offset_at(high))
        at += _PROBE_SECONDS
    return tuple(starts), tuple(offsets)


def year_of(at_us: int) -> int:
    """The UTC year of an instant, kept inside those a calendar can have."""
    day = min(max(at_us // DAY_US, day_number(date(_FIRST_YEAR, 1, 1))), day_number(date(_LAST_YEAR, 12, 31)))
    return day_date(day).year


def offset_pieces(name: str, start_us: int, end_us: int) -> tuple[I64, I64]:
    """The spans of constant offset that cover [start_us, end_us): starts (n,) and offsets (n,), in microseconds.

    Piece i holds from its start to the next one's; wall = instant + offset. Cost: a probe per day, once per year.
    """
    starts: list[int] = []
    offsets: list[int] = []
    for year in range(year_of(start_us), year_of(max(end_us - 1, start_us)) + 1):
        for at, offset in zip(*_changes_in_year(name, year), strict=True):
            if not offsets or offset != offsets[-1]:
                starts.append(at)
                offsets.append(offset)
    return np.array(starts, dtype=np.int64) * SECOND_US, np.array(offsets, dtype=np.int64) * SECOND_US


def wall_us(name: str, at_us: int) -> int:
    """What a wall clock in the zone reads at an instant: microseconds since 1970-01-01T00:00 on the wall."""
    offset = from_us(at_us).astimezone(load_zone(name)).utcoffset()
    assert offset is not None  # an aware datetime has one
    return at_us + (offset.days * DAY_SECONDS + offset.seconds) * SECOND_US


def instant_us(name: str, reading_us: int) -> int:
    """The first instant at which the wall clock reads this or later (semantics.md §3).

    A reading inside a missing hour gives the end of the gap, one inside a repeated hour its first occurrence.
    """
    starts, offsets = offset_pieces(name, reading_us - _SEARCH_US, reading_us + _SEARCH_US)
    ends = [*starts[1:].tolist(), None]
    for at, end, offset in zip(starts.tolist(), ends, offsets.tolist(), strict=True):
        found: int = max(reading_us - offset, at)
        if end is None or found < end:
            return found
    raise AssertionError('the last piece has no end')


def local_day(name: str, at_us: int) -> int:
    """The local date of an instant, as days since 1970-01-01."""
    return wall_us(name, at_us) // DAY_US


def midnight_us(name: str, day: int) -> int:
    """The first instant of a local date (days since 1970-01-01); where midnight is missing, the end of the gap."""
    return instant_us(name, day * DAY_US)
