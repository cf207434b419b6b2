"""Durations in working days and clocks that stand still, held against walking from date to date and tick to tick."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netbox_slm.engine.clock import (
    Calendar,
    DayRule,
    ServiceClock,
    YearlyRange,
    add_working_days,
    closing_us,
    held_days_deadline_us,
    held_deadline,
    held_deadline_us,
    held_us,
    same_day_deadline_us,
    warning_us,
    weekly_hours,
    working_days,
)
from netbox_slm.engine.instants import DAY_US, NEVER_US, SECOND_US, day_date, to_us
from netbox_slm.engine.intervals import Spans, no_spans

from .slow.hours import is_open, open_ticks, reading
from .strategies import TICK_US, calendars

HOUR_US = 3600 * SECOND_US
OFFICE = Calendar('Europe/Berlin', weekly_hours((day, 8 * 3600, 17 * 3600) for day in range(5)))


def at(text, zone='UTC'):
    return to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def local(text):
    return at(text, 'Europe/Berlin')


def ticks_of(calendar, on):
    """The ticks in service whose wall reading is of a date."""
    midnight_us = to_us(datetime(on.year, on.month, on.day, tzinfo=UTC))
    around = range(midnight_us - 2 * DAY_US, midnight_us + 2 * DAY_US, TICK_US)
    return [tick for tick in around if reading(calendar.zone, tick).date() == on and is_open(calendar, tick)]


@settings(max_examples=25, deadline=None)
@given(calendars(), st.sampled_from((-3, -1, 1, 2, 4)))
def test_working_days_count_local_dates_with_service_time(case, days):
    calendar, start_us, _end_us = case
    clock = ServiceClock(calendar)
    on, left, step = reading(calendar.zone, start_us).date(), abs(days), 1 if days > 0 else -1
    for _day in range(40):
        on += timedelta(days=step)
        left -= bool(ticks_of(calendar, on))
        if not left:
            break
    assume(not left)

    found_us = add_working_days(clock, start_us, days)

    start_wall, found_wall = reading(calendar.zone, start_us), reading(calendar.zone, found_us)
    assert found_wall.date() == on
    if found_wall.time() != start_wall.time():  # the clock time is missing on that date: the end of the gap
        assert reading(calendar.zone, found_us - 1).time() < start_wall.time() < found_wall.time()
    assert closing_us(clock, (on - date(1970, 1, 1)).days) == ticks_of(calendar, on)[-1] + TICK_US


@settings(max_examples=40, deadline=None)
@given(calendars(), st.integers(-4, 4), st.sampled_from(list(DayRule)))
def test_each_rule_says_what_becomes_of_a_time_outside_hours(case, days, rule):
    calendar, start_us, _end_us = case
    clock = ServiceClock(calendar)
    kept_us = add_working_days(clock, start_us, days)
    assume(kept_us is not None)

    found_us = add_working_days(clock, start_us, days, rule)

    day = (reading(calendar.zone, kept_us).date() - date(1970, 1, 1)).days
    closing = closing_us(clock, day)
    if rule == DayRule.KEEP:
        assert found_us == kept_us
    elif rule == DayRule.SNAP:
        assert found_us == clock.moved_into_hours(kept_us, forward=days >= 0)
    elif rule == DayRule.CLAMP:
        assert found_us == (kept_us if closing is None else min(kept_us, closing))
    elif closing is not None:
        assert found_us == closing


def test_after_closing_the_clock_time_is_kept_clamped_or_moved():
    clock = ServiceClock(OFFICE)
    thursday_evening = local('2026-03-05T20:00')

    found = {rule: add_working_days(clock, thursday_evening, 1, rule) for rule in DayRule}

    assert found == {
        DayRule.KEEP: local('2026-03-06T20:00'),
        DayRule.CLAMP: local('2026-03-06T17:00'),
        DayRule.SNAP: local('2026-03-09T08:00'),
        DayRule.CLOSING: local('2026-03-06T17:00'),
    }


def test_before_opening_only_snapping_moves_the_time():
    clock = ServiceClock(OFFICE)
    thursday_morning = local('2026-03-05T06:00')

    found = [add_working_days(clock, thursday_morning, 1, rule) for rule in (DayRule.CLAMP, DayRule.SNAP)]

    assert found == [local('2026-03-06T06:00'), local('2026-03-06T08:00')]


def test_no_days_at_all_stay_on_the_date_or_take_the_next_closing():
    clock = ServiceClock(OFFICE)
    saturday = local('2026-03-07T12:00')

    assert add_working_days(clock, saturday, 0) == saturday
    assert add_working_days(clock, saturday, 0, DayRule.CLAMP) == saturday
    assert add_working_days(clock, saturday, 0, DayRule.CLOSING) == local('2026-03-09T17:00')
    assert add_working_days(clock, saturday, 0, DayRule.SNAP, forward=False) == local('2026-03-06T17:00')


def test_a_calendar_without_service_has_no_working_days():
    clock = ServiceClock(Calendar(closed=(YearlyRange(1, 1, 12, 31),)))

    assert add_working_days(clock, at('2026-03-05T12:00'), 1) is None
    assert working_days(clock, 20000, 10).size == 0


def test_working_days_are_the_dates_with_service_time():
    found = working_days(ServiceClock(OFFICE), (date(2026, 3, 2) - date(1970, 1, 1)).days, 7)

    assert [day_date(day).isoweekday() for day in found] == [1, 2, 3, 4, 5]


def test_a_warning_counts_in_service_time_and_from_a_day_on_in_working_days():
    clock = ServiceClock(OFFICE)
    deadline_us = local('2026-03-09T09:00')

    assert warning_us(clock, deadline_us, -2 * HOUR_US) == local('2026-03-06T16:00')
    assert warning_us(clock, deadline_us, -DAY_US) == local('2026-03-06T09:00')
    assert warning_us(clock, deadline_us, DAY_US + HOUR_US) == local('2026-03-10T10:00')


def test_a_deadline_of_the_same_day_is_none_where_the_day_is_too_short():
    clock = ServiceClock(OFFICE)
    afternoon = local('2026-03-05T15:00')

    assert same_day_deadline_us(clock, afternoon, 2 * HOUR_US) == local('2026-03-05T17:00')
    assert same_day_deadline_us(clock, afternoon, 2 * HOUR_US + 1) is None
    assert same_day_deadline_us(clock, afternoon, -7 * HOUR_US) == local('2026-03-05T08:00')
    assert same_day_deadline_us(clock, afternoon, -7 * HOUR_US - 1) is None


HOLDS = st.lists(st.tuples(st.integers(-100, 300), st.integers(0, 60)), max_size=5)


def holds_of(rows, start_us, owner=0):
    starts = [start_us + start * TICK_US for start, _length in rows]
    ends = [start + length * TICK_US for start, (_start, length) in zip(starts, rows, strict=True)]
    return Spans(*(np.array(column, dtype=np.int64) for column in ([owner] * len(rows), starts, ends)))


@settings(max_examples=60, deadline=None)
@given(calendars(), HOLDS, st.integers(0, 60))
def test_held_time_is_the_ticks_in_service_that_are_held_and_puts_the_deadline_off(case, rows, wanted):
    calendar, start_us, _end_us = case
    clock, holds = ServiceClock(calendar), holds_of(rows, start_us)
    spans = list(zip(holds.start_us.tolist(), holds.end_us.tolist(), strict=True))
    end_us = start_us + 500 * TICK_US
    ticks = open_ticks(calendar, start_us, end_us, TICK_US)
    held = [tick for tick in ticks if any(low <= tick < high for low, high in spans)]
    running = [tick for tick in ticks if tick not in held]

    found_us = held_deadline_us(clock, start_us, wanted * TICK_US, holds)

    one, end = np.array([start_us]), np.array([end_us])
    assert held_us(clock, holds, one, end).tolist() == [len(held) * TICK_US]
    if not wanted:
        assert found_us == start_us
    elif wanted <= len(running):
        assert found_us == running[wanted - 1] + TICK_US
    else:
        assert found_us is None or found_us > end_us - TICK_US


@settings(max_examples=40, deadline=None)
@given(calendars(), st.lists(st.tuples(HOLDS, st.integers(0, 300), st.integers(0, 60)), min_size=1, max_size=6))
def test_many_held_clocks_are_answered_as_one_by_one(case, incidents):
    calendar, base_us, _end_us = case
    clock = ServiceClock(calendar)
    starts = np.array([base_us + offset * TICK_US for _rows, offset, _wanted in incidents], dtype=np.int64)
    wanted = np.array([ticks * TICK_US for _rows, _offset, ticks in incidents], dtype=np.int64)
    parts = [
        holds_of(rows, start, owner)
        for owner, ((rows, _offset, _wanted), start) in enumerate(zip(incidents, starts.tolist(), strict=True))
    ]
    holds = Spans(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    together = held_deadline(clock, starts, wanted, holds, starts + 400 * DAY_US)

    alone = [
        held_deadline_us(clock, start, duration, Spans(np.zeros_like(part.owner), *part[1:]))
        for start, duration, part in zip(starts.tolist(), wanted.tolist(), parts, strict=True)
    ]
    assert together.tolist() == [NEVER_US if found is None else found for found in alone]


def test_a_hold_after_the_clock_has_stopped_has_no_effect():
    clock = ServiceClock(OFFICE)
    start = np.array([local('2026-03-05T08:00')])
    stop = np.array([local('2026-03-05T09:00')])
    hold = Spans(np.array([0]), np.array([local('2026-03-05T09:00')]), np.array([local('2026-03-05T12:00')]))

    found = held_deadline(clock, start, np.array([2 * HOUR_US]), hold, stop)

    assert found.tolist() == [local('2026-03-05T10:00')]


def test_working_days_are_put_off_by_held_service_time_and_by_holds_on_the_way():
    clock = ServiceClock(OFFICE)
    rows = [('2026-03-05T09:00', '2026-03-05T12:00'), ('2026-03-06T09:00', '2026-03-06T10:00')]
    holds = Spans(
        np.array([0, 0]), np.array([local(start) for start, _end in rows]), np.array([local(end) for _s, end in rows])
    )

    found = held_days_deadline_us(clock, local('2026-03-05T08:00'), 1, holds)

    # Due Friday 08:00, put off by the three hours of Thursday, on which Friday's held hour falls
    assert found == local('2026-03-06T12:00')
    assert held_days_deadline_us(clock, local('2026-03-05T08:00'), 1, no_spans()) == local('2026-03-06T08:00')


@pytest.mark.parametrize('rule', list(DayRule))
def test_a_working_day_and_back_is_the_same_time_in_hours(rule):
    clock = ServiceClock(OFFICE)
    noon = local('2026-03-05T12:00')

    there = add_working_days(clock, noon, 3, rule)

    assert reading('Europe/Berlin', there).date() == date(2026, 3, 10)
