"""Hours as people write them: times of day, windows of a day, weeks, durations, holidays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from netbox_slm import hours

H = 3600


@pytest.mark.parametrize(
    ('text', 'seconds'),
    [('00:00', 0), ('8:30', 30_600), ('08:30', 30_600), ('23:59:59', 86_399), ('24:00', 86_400), (' 12:00 ', 43_200)],
)
def test_a_time_of_day_is_read_as_seconds_since_midnight(text, seconds):
    assert hours.parse_clock(text) == seconds


@pytest.mark.parametrize('text', ['', '8', '24:01', '25:00', '12:60', '12:00:60', 'noon', '-1:00', '12:00 PM'])
def test_what_is_no_time_of_day_is_refused_by_its_text(text):
    with pytest.raises(ValueError, match='is no time of day'):
        hours.parse_clock(text)


def test_a_time_of_day_is_shown_with_seconds_only_where_there_are_any():
    assert [hours.format_clock(seconds) for seconds in (0, 30_600, 86_399, 86_400)] == [
        '00:00',
        '08:30',
        '23:59:59',
        '24:00',
    ]


@pytest.mark.parametrize(
    ('text', 'windows'),
    [
        ('', []),
        ('08:00-12:00', [(8 * H, 12 * H)]),
        ('08:00-12:00, 13:00-24:00', [(8 * H, 12 * H), (13 * H, 24 * H)]),
        ('08:00 – 12:00', [(8 * H, 12 * H)]),
        ('22:00-06:00', [(22 * H, 6 * H)]),
        ('22:00-00:00', [(22 * H, 24 * H)]),
        ('12:00-13:00,08:00-12:00', [(12 * H, 13 * H), (8 * H, 12 * H)]),
    ],
)
def test_hours_of_a_day_are_read(text, windows):
    assert hours.parse_hours(text) == windows


@pytest.mark.parametrize(
    ('text', 'reason'),
    [
        ('08:00', 'is no window'),
        ('08:00-08:00', 'is empty'),
        ('00:00-00:00', 'is empty'),
        ('24:00-06:00', 'is empty'),
        ('08:00-12:00, 11:00-13:00', 'overlap'),
        ('22:00-06:00, 23:00-23:30', 'overlap'),
        ('08:00-25:00', 'is no time of day'),
    ],
)
def test_wrong_hours_of_a_day_are_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        hours.parse_hours(text)


@pytest.mark.parametrize(
    ('text', 'day'), [('Mon', 0), ('monday', 0), ('TUES', 1), ('0', 0), ('6', 6), (3, 3), ('sun', 6)]
)
def test_a_day_of_the_week_is_a_name_or_a_number(text, day):
    assert hours.parse_weekday(text) == day


@pytest.mark.parametrize('text', ['', '7', '-1', 'mo', 'Mittwoch', 'Mon1'])
def test_what_is_no_day_of_the_week_is_refused(text):
    with pytest.raises(ValueError, match='is no day of the week'):
        hours.parse_weekday(text)


def test_a_week_is_read_by_days_ranges_and_windows():
    windows = hours.parse_week('Mon-Wed,Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00')

    assert windows == sorted(
        [(day, 8 * H, 12 * H) for day in (0, 1, 2, 4)]
        + [(day, 13 * H, 18 * H) for day in (0, 1, 2, 4)]
        + [(5, 9 * H, 12 * H)]
    )


@pytest.mark.parametrize(
    ('text', 'days'),
    [
        ('Sat-Mon 08:00-09:00', [0, 5, 6]),
        ('Mon-Sun 00:00-24:00', [0, 1, 2, 3, 4, 5, 6]),
        ('Tue-Tue 08:00-09:00', [1]),
        ('monday: 08:00-09:00\nwednesday: 08:00-09:00', [0, 2]),
        ('Mon – Tue 08:00-09:00;', [0, 1]),
        ('', []),
        ('24x7', []),
        ('24/7', []),
    ],
)
def test_days_of_a_week_may_be_ranges_over_sunday_names_and_lines(text, days):
    assert [window.weekday for window in hours.parse_week(text)] == days


@pytest.mark.parametrize(
    ('text', 'reason'),
    [
        ('08:00-12:00', 'is not a part of a week'),
        ('Mon-Fri', 'is not a part of a week'),
        ('Mon-Fry 08:00-12:00', 'Fry is no day of the week'),
        ('Mon 08:00-08:00', 'is empty'),
        ('Mon 08:00-12:00; Mon-Tue 11:00-13:00', 'Mon 08:00-12:00 overlaps Mon 11:00-13:00'),
        ('Mon,Mon 08:00-12:00', 'overlaps'),
        ('Mon 22:00-06:00; Tue 05:00-07:00', 'overlaps'),
        ('Sun 22:00-06:00; Mon 05:00-07:00', 'Sun 22:00-06:00 overlaps Mon 05:00-07:00'),
    ],
)
def test_a_wrong_week_is_refused_with_the_part_and_the_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        hours.parse_week(text)


@pytest.mark.parametrize(
    'text',
    [
        'Mon-Fri 08:00-18:00; Sat 09:00-12:00',
        'Mon-Tue,Thu 08:00-12:00, 13:00-18:00; Wed 08:00-12:00',
        'Mon-Sun 00:00-24:00',
        'Fri 22:00-06:00',
        '',
    ],
)
def test_a_week_is_written_as_it_is_read(text):
    assert hours.format_week(hours.parse_week(text)) == text


def test_a_week_in_the_language_of_the_user_is_read_in_that_language():
    week = hours.parse_week('Mon-Fri 08:00-18:00')

    for language in ('en', 'zh', 'de'):
        with translation.override(language):
            assert hours.parse_week(hours.format_week(week, localized=True)) == week
            assert hours.parse_week('Mon-Fri 08:00-18:00') == week


@pytest.mark.parametrize(
    ('one', 'other', 'overlap'),
    [
        ((0, 8, 12), (0, 12, 18), False),
        ((0, 8, 12), (0, 11, 18), True),
        ((0, 8, 12), (1, 8, 12), False),
        ((0, 22, 6), (1, 6, 8), False),
        ((0, 22, 6), (1, 5, 8), True),
        ((6, 22, 6), (0, 5, 8), True),
        ((6, 22, 6), (0, 6, 8), False),
        ((0, 0, 24), (0, 23, 1), True),
        ((6, 0, 24), (0, 0, 24), False),
    ],
)
def test_windows_overlap_over_midnight_and_over_the_end_of_the_week(one, other, overlap):
    one, other = (hours.WeekWindow(day, start * H, end * H) for day, start, end in (one, other))

    assert hours.week_overlaps(one, other) is overlap
    assert hours.week_overlaps(other, one) is overlap


@pytest.mark.parametrize(
    ('text', 'seconds'),
    [('90', 90), ('1h 30m', 5400), ('1:30', 5400), ('2 days', 172_800), ('1h30m', 5400), ('0', 0), ('15min', 900)],
)
def test_a_duration_is_read(text, seconds):
    assert hours.parse_duration(text) == seconds


@pytest.mark.parametrize('text', ['', 'soon', '1x', '1h foo', '-1h', '1:75', '1,5h'])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match='is no duration'):
        hours.parse_duration(text)


@pytest.mark.parametrize('seconds', [0, 59, 60, 5400, 86_400, 90_061])
def test_a_duration_is_written_as_it_is_read(seconds):
    assert hours.parse_duration(hours.format_duration_short(seconds)) == seconds


@pytest.mark.parametrize(('country', 'subdivision'), [('', ''), ('DE', ''), ('DE', 'BY'), ('CN', '')])
def test_known_holidays_are_accepted(country, subdivision):
    hours.check_holidays(country, subdivision)


@pytest.mark.parametrize(
    ('country', 'subdivision', 'field'),
    [('XX', '', 'holiday_country'), ('', 'BY', 'holiday_country'), ('DE', 'ZZ', 'holiday_subdivision')],
)
def test_unknown_holidays_are_refused_on_their_field(country, subdivision, field):
    with pytest.raises(ValidationError) as error:
        hours.check_holidays(country, subdivision)

    assert list(error.value.message_dict) == [field]


def test_every_country_and_subdivision_that_is_offered_is_accepted():
    countries = dict(hours.holiday_countries())

    assert countries['DE'] == 'Germany (DE)'
    assert len(countries) > 100
    for country in countries:
        hours.check_holidays(country, '')
    for country in ('DE', 'US', 'CH'):
        for subdivision, _label in hours.holiday_subdivisions(country):
            hours.check_holidays(country, subdivision)
    assert hours.holiday_subdivisions('XX') == []


def test_holidays_between_two_days_include_both():
    days = [day for day, _name in hours.holidays_between('DE', 'BY', date(2026, 12, 25), date(2027, 1, 6))]

    assert days == [date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 6)]
    assert hours.holidays_between('', '', date(2026, 1, 1), date(2027, 1, 1)) == []
    assert hours.holidays_between('XX', '', date(2026, 1, 1), date(2027, 1, 1)) == []
