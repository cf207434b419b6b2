"""Durations in working days (semantics.md §3): local dates with service time, the clock time kept."""

from enum import StrEnum

import numpy as np

from ..instants import DAY_US, I64
from .service import FIRST_DAY, LAST_DAY, ServiceClock
from .zones import instant_us, local_day, midnight_us, wall_us


class DayRule(StrEnum):
    """What becomes of a clock time that lies outside hours on the date it comes to."""

    KEEP = 'keep'  # it stays
    CLAMP = 'clamp'  # after the last closing of that date it comes back to it
    SNAP = 'snap'  # it moves into hours in the direction of travel
    CLOSING = 'closing'  # always the last closing of that date, in hours too


_SEARCHED_DAYS = 41 * 366  # see service.py: what has not come in 41 years never comes


def add_working_days(
    clock: ServiceClock, start_us: int, days: int, rule: DayRule = DayRule.KEEP, *, forward: bool | None = None
) -> int | None:
    """The instant `days` working days after the start, before it where negative; None where there are not so many.

    Counts the local dates with service time after (before) the start's and keeps the clock time. forward: the
    direction of travel, by default that of `days`; 0 days go forward.
    """
    zone = clock.calendar.zone
    forward = days >= 0 if forward is None else forward
    day = local_day(zone, start_us)
    if days:
        found = _working_day(clock, day, days)
    elif rule == DayRule.CLOSING and closing_us(clock, day) is None:
        found = _working_day(clock, day, 1 if forward else -1)
    else:
        found = day
    if found is None:
        return None
    reading_us = wall_us(zone, start_us) % DAY_US
    kept_us = start_us if found == day else instant_us(zone, found * DAY_US + reading_us)
    return _by_rule(clock, found, kept_us, rule, forward=forward)


def same_day_deadline_us(clock: ServiceClock, start_us: int, duration_us: int) -> int | None:
    """The deadline, if the start's local date has enough service time left in that direction; else None."""
    zone = clock.calendar.zone
    day = local_day(zone, start_us)
    if duration_us > 0:
        left_us = clock.elapsed_us(start_us, midnight_us(zone, day + 1))
    else:
        left_us = clock.elapsed_us(midnight_us(zone, day), start_us)
    return clock.deadline_us(start_us, duration_us) if left_us >= abs(duration_us) else None


def closing_us(clock: ServiceClock, day: int) -> int | None:
    """The last instant of service time on a local date (days since 1970-01-01); None on one without."""
    zone = clock.calendar.zone
    _opens_us, closes_us = clock.windows(midnight_us(zone, day), midnight_us(zone, day + 1))
    return int(closes_us[-1]) if closes_us.size else None


def warning_us(clock: ServiceClock, deadline_us: int, offset_us: int, rule: DayRule = DayRule.KEEP) -> int | None:
    """The instant at an offset from a deadline, before it where negative (semantics.md §5).

    An offset counts in service time; from one day on in working days, a rest of a day again in service time.
    """
    if abs(offset_us) < DAY_US:
        return clock.deadline_us(deadline_us, offset_us)
    sign = 1 if offset_us > 0 else -1
    days, rest_us = divmod(abs(offset_us), DAY_US)
    found = add_working_days(clock, deadline_us, sign * days, rule)
    return found if found is None or not rest_us else clock.deadline_us(found, sign * rest_us)


def working_days(clock: ServiceClock, first_day: int, count: int) -> I64:
    """Those of `count` local dates from the first (days since 1970-01-01) that have service time."""
    zone = clock.calendar.zone
    midnights = np.array([midnight_us(zone, day) for day in range(first_day, first_day + count + 1)], dtype=np.int64)
    return first_day + np.flatnonzero(clock.elapsed(midnights[:-1], midnights[1:]) > 0)


def _working_day(clock: ServiceClock, day: int, days: int) -> int | None:
    """The date that is `days` working days after a date, before it where negative."""
    left, chunk, barren = abs(days), min(2 * abs(days) + 14, 3660), 0
    while barren < _SEARCHED_DAYS:
        first = day + 1 if days > 0 else day - chunk
        if not FIRST_DAY <= first <= LAST_DAY - chunk:
            return None
        found = working_days(clock, first, chunk)
        if found.size >= left:
            return int(found[left - 1] if days > 0 else found[-left])
        left -= int(found.size)
        barren = 0 if found.size else barren + chunk
        day = day + chunk if days > 0 else day - chunk
        chunk = min(2 * chunk, 3660)
    return None


def _by_rule(clock: ServiceClock, day: int, kept_us: int, rule: DayRule, *, forward: bool) -> int | None:
    if rule == DayRule.SNAP:
        return clock.moved_into_hours(kept_us, forward=forward)
    closing = None if rule == DayRule.KEEP else closing_us(clock, day)
    if closing is None:
        return kept_us
    return closing if rule == DayRule.CLOSING else min(kept_us, closing)
