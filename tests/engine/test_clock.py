"""Service time (semantics.md §3), held against a clock on the wall that is read tick by tick."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbox_slm.engine.clock import (
    ALWAYS,
    Calendar,
    DatedHours,
    DateRange,
    HolidaySet,
    Hours,
    ServiceClock,
    WeeklyHours,
    YearlyRange,
    common_windows,
    compile_calendar,
    service_clocks,
    weekly_hours,
)
from netbox_slm.engine.clock.zones import midnight_us
from netbox_slm.engine.errors import CalendarError
from netbox_slm.engine.instants import DAY_US, NEVER_US, SECOND_US, day_number, to_us

from .slow.hours import open_ticks
from .strategies import TICK_US, calendars

HOUR_US = 3600 * SECOND_US
OFFICE = Calendar('Europe/Berlin', weekly_hours((day, 8 * 3600, 17 * 3600) for day in range(5)))


def at(text):
    return to_us(datetime.fromisoformat(text + '+00:00'))


@settings(max_examples=150, deadline=None)
@given(calendars())
def test_service_time_is_the_ticks_in_service(case):
    calendar, start_us, end_us = case

    found = ServiceClock(calendar).elapsed_us(start_us, end_us)

    assert found == len(open_ticks(calendar, start_us, end_us, TICK_US)) * TICK_US


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(0, 4 * 96))
def test_an_instant_is_in_service_as_the_wall_says(case, ticks):
    calendar, start_us, _end_us = case
    at_us = start_us + ticks * TICK_US

    clock = ServiceClock(calendar)

    assert clock.is_open_at(at_us) == bool(open_ticks(calendar, at_us, at_us + 1, TICK_US))


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(0, 4 * 96))
def test_service_time_adds_up_over_any_split(case, ticks):
    calendar, start_us, end_us = case
    middle_us = min(start_us + ticks * TICK_US + 1, end_us)
    clock = ServiceClock(calendar)

    parts = clock.elapsed_us(start_us, middle_us) + clock.elapsed_us(middle_us, end_us)

    assert parts == clock.elapsed_us(start_us, end_us)
    assert clock.elapsed_us(end_us, start_us) == (0 if end_us > start_us else clock.elapsed_us(start_us, end_us))


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(1, 10**12))
def test_a_deadline_is_the_first_instant_with_that_much_service_time(case, duration_us):
    calendar, start_us, _end_us = case
    clock = ServiceClock(calendar)

    found_us = clock.deadline_us(start_us, duration_us)

    if found_us is None:
        assert clock.elapsed_us(start_us, start_us + 60 * 366 * DAY_US) < duration_us
        return
    assert clock.elapsed_us(start_us, found_us) == duration_us
    assert clock.elapsed_us(start_us, found_us - 1) == duration_us - 1


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(1, 10**12))
def test_a_negative_duration_walks_back_to_the_last_instant_with_that_much(case, duration_us):
    calendar, start_us, _end_us = case
    clock = ServiceClock(calendar)

    found_us = clock.deadline_us(start_us, -duration_us)

    if found_us is None:
        assert clock.elapsed_us(start_us - 60 * 366 * DAY_US, start_us) < duration_us
        return
    assert clock.elapsed_us(found_us, start_us) == duration_us
    assert clock.elapsed_us(found_us + 1, start_us) == duration_us - 1


@settings(max_examples=50, deadline=None)
@given(calendars(), st.integers(1, 3000), st.integers(0, 4 * 96))
def test_how_far_a_calendar_is_compiled_changes_no_answer(case, days, ticks):
    calendar, start_us, end_us = case
    at_us = start_us + ticks * TICK_US
    near, far = ServiceClock(calendar), ServiceClock(calendar)
    far.compiled(start_us - days * DAY_US, end_us + days * DAY_US)

    assert near.elapsed_us(start_us, end_us) == far.elapsed_us(start_us, end_us)
    for duration_us in (HOUR_US, -HOUR_US, 30 * HOUR_US):
        assert near.deadline_us(at_us, duration_us) == far.deadline_us(at_us, duration_us)


@settings(max_examples=50, deadline=None)
@given(calendars(), st.lists(st.tuples(st.integers(0, 4 * 96), st.integers(-40, 40)), min_size=1, max_size=20))
def test_a_million_instants_are_answered_as_one(case, asked):
    calendar, start_us, _end_us = case
    starts = np.array([start_us + ticks * TICK_US for ticks, _hours in asked], dtype=np.int64)
    durations = np.array([hours * HOUR_US for _ticks, hours in asked], dtype=np.int64)
    clock = ServiceClock(calendar)

    together = clock.deadline(starts, durations)

    alone = [
        ServiceClock(calendar).deadline_us(*pair) for pair in zip(starts.tolist(), durations.tolist(), strict=True)
    ]
    assert together.tolist() == [NEVER_US if found is None else found for found in alone]


@settings(max_examples=50, deadline=None)
@given(calendars(), calendars())
def test_common_windows_are_open_by_both(case, other_case):
    (calendar, start_us, end_us), (other, _start_us, _end_us) = case, other_case

    opens_us, closes_us = common_windows(ServiceClock(calendar), ServiceClock(other), start_us, end_us)

    ticks = set(open_ticks(calendar, start_us, end_us, TICK_US)) & set(open_ticks(other, start_us, end_us, TICK_US))
    found = {at_us for low, high in zip(opens_us, closes_us, strict=True) for at_us in range(low, high, TICK_US)}
    assert found == ticks


@pytest.mark.parametrize(
    ('day', 'hours'), [('2026-03-29', 23), ('2026-10-25', 25), ('2026-10-26', 24)], ids=['spring', 'autumn', 'plain']
)
def test_a_whole_day_lasts_as_long_as_the_wall_makes_it(day, hours):
    clock = ServiceClock(Calendar('Europe/Berlin', weekly_hours((weekday, 0, 86400) for weekday in range(7))))
    number = day_number(date.fromisoformat(day))

    found_us = clock.elapsed_us(midnight_us('Europe/Berlin', number), midnight_us('Europe/Berlin', number + 1))

    assert found_us == hours * HOUR_US


def test_an_edge_in_the_missing_hour_moves_to_the_end_of_the_gap():
    night = Calendar('Europe/Berlin', (WeeklyHours(6, Hours(2 * 3600 + 1800, 4 * 3600)),))

    opens_us, closes_us = ServiceClock(night).windows(at('2026-03-28T00:00'), at('2026-03-30T00:00'))

    assert (opens_us.tolist(), closes_us.tolist()) == ([at('2026-03-29T01:00')], [at('2026-03-29T02:00')])


def test_a_window_over_a_repeated_hour_covers_it_twice():
    half = Calendar('Europe/Berlin', (WeeklyHours(6, Hours(3600, 2 * 3600 + 1800)),))

    opens_us, closes_us = ServiceClock(half).windows(at('2026-10-24T12:00'), at('2026-10-26T00:00'))

    assert opens_us.tolist() == [at('2026-10-24T23:00'), at('2026-10-25T01:00')]
    assert closes_us.tolist() == [at('2026-10-25T00:30'), at('2026-10-25T01:30')]


def test_a_deadline_on_closing_time_stays_there():
    friday = at('2026-03-06T15:00')

    assert ServiceClock(OFFICE).deadline_us(friday, HOUR_US) == at('2026-03-06T16:00')


def test_walking_back_to_opening_time_stays_there():
    monday = at('2026-03-09T08:00')

    assert ServiceClock(OFFICE).deadline_us(monday, -HOUR_US) == at('2026-03-09T07:00')


def test_a_duration_of_zero_is_the_start_even_outside_hours():
    saturday = at('2026-03-07T12:00')

    assert ServiceClock(OFFICE).deadline_us(saturday, 0) == saturday


def test_moving_into_hours_goes_in_the_direction_of_travel_and_stays_inside():
    clock = ServiceClock(OFFICE)

    assert clock.moved_into_hours(at('2026-03-07T12:00')) == at('2026-03-09T07:00')
    assert clock.moved_into_hours(at('2026-03-07T12:00'), forward=False) == at('2026-03-06T16:00')
    assert clock.moved_into_hours(at('2026-03-06T12:00')) == at('2026-03-06T12:00')
    assert clock.moved_into_hours(at('2026-03-06T16:00')) == at('2026-03-09T07:00')


def test_a_calendar_that_is_never_open_has_no_deadline():
    shut = Calendar(closed=(YearlyRange(1, 1, 12, 31),))
    clock = ServiceClock(shut)

    assert clock.deadline_us(at('2026-03-06T12:00'), 1) is None
    assert clock.deadline_us(at('2026-03-06T12:00'), -1) is None
    assert clock.moved_into_hours(at('2026-03-06T12:00')) is None


def test_hours_that_come_once_in_twenty_eight_years_are_found():
    leap_mondays = Calendar(
        weekly=(WeeklyHours(0, Hours(0, 3600)),), closed=(YearlyRange(1, 1, 2, 28), YearlyRange(3, 1, 12, 31))
    )

    assert ServiceClock(leap_mondays).deadline_us(at('2024-03-01T00:00'), HOUR_US) == at('2044-02-29T01:00')


def test_a_deadline_decades_ahead_is_found():
    ten_years_us = 10 * 365 * 9 * HOUR_US

    found_us = ServiceClock(OFFICE).deadline_us(at('2026-03-06T12:00'), ten_years_us)

    assert found_us is not None
    assert ServiceClock(OFFICE).elapsed_us(at('2026-03-06T12:00'), found_us) == ten_years_us


def test_a_yearly_range_may_span_new_year():
    calendar = Calendar(closed=(YearlyRange(12, 24, 1, 2),))

    assert [calendar.is_holiday(date(2026, 12, day)) for day in (23, 24, 31)] == [False, True, True]
    assert [calendar.is_holiday(date(2027, 1, day)) for day in (1, 2, 3)] == [True, True, False]


def test_a_yearly_range_of_a_year_or_more_is_every_date():
    everything = YearlyRange.between(date(2025, 12, 24), date(2027, 1, 2))

    assert Calendar(closed=(everything,)).is_holiday(date(2031, 7, 1))


def test_public_holidays_are_those_of_the_country_and_its_part():
    germany, hesse = (Calendar(holiday_sets=(HolidaySet('DE', part),)) for part in ('', 'HE'))

    assert germany.is_holiday(date(2026, 10, 3))
    assert not germany.is_holiday(date(2026, 6, 4))
    assert hesse.is_holiday(date(2026, 6, 4))


def test_an_exception_beats_a_holiday_and_weekly_hours():
    christmas = DateRange(date(2026, 12, 25), date(2026, 12, 25))
    calendar = Calendar(
        weekly=weekly_hours((day, 0, 86400) for day in range(7)),
        exceptions=(DatedHours(christmas, (Hours(36000, 39600),)),),
        holiday_sets=(HolidaySet('DE'),),
    )

    clock = ServiceClock(calendar)

    assert clock.elapsed_us(at('2026-12-25T00:00'), at('2026-12-27T00:00')) == HOUR_US


def test_of_two_exceptions_the_given_date_beats_the_yearly_and_the_shorter_the_longer():
    whole, one, yearly = (
        DatedHours(DateRange(date(2026, 8, 1), date(2026, 8, 31)), (Hours(0, 3600),)),
        DatedHours(DateRange(date(2026, 8, 15), date(2026, 8, 15)), (Hours(0, 7200),)),
        DatedHours(YearlyRange(8, 14, 8, 15), (Hours(0, 10800),)),
    )

    clock = ServiceClock(Calendar(exceptions=(yearly, one, whole)))

    assert clock.elapsed_us(at('2026-08-15T00:00'), at('2026-08-16T00:00')) == 2 * HOUR_US
    assert clock.elapsed_us(at('2026-08-14T00:00'), at('2026-08-15T00:00')) == HOUR_US


def test_equal_calendars_share_one_clock():
    one, two, three = service_clocks([OFFICE, ALWAYS, Calendar('Europe/Berlin', OFFICE.weekly)])

    assert one is three
    assert one is not two


def test_a_compiled_span_gives_less_than_it_does_not_know():
    compiled = compile_calendar(OFFICE, at('2026-03-06T00:00'), at('2026-03-07T00:00'))

    found = compiled.deadline(np.array([at('2026-03-06T00:00')]), np.array([10 * HOUR_US]))

    assert found.tolist() == [NEVER_US]


@pytest.mark.parametrize(
    ('make', 'field'),
    [
        (lambda: Calendar('Mars/Olympus'), 'zone'),
        (lambda: Hours(86400, 1), 'start_seconds'),
        (lambda: Hours(0, 86401), 'end_seconds'),
        (lambda: WeeklyHours(7, Hours(0, 1)), 'weekday'),
        (lambda: DateRange(date(2026, 1, 2), date(2026, 1, 1)), 'last'),
        (lambda: YearlyRange(2, 30, 3, 1), 'day'),
        (lambda: HolidaySet('Atlantis'), 'country'),
        (lambda: HolidaySet('DE', 'ZZ'), 'subdivision'),
    ],
    ids=['zone', 'start', 'end', 'weekday', 'order', 'date', 'country', 'subdivision'],
)
def test_a_calendar_that_cannot_be_is_refused_by_field(make, field):
    with pytest.raises(CalendarError) as refused:
        make()

    assert refused.value.field == field
