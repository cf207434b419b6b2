"""Periods in a zone (semantics.md §6): they follow one another without a gap, on local dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbox_slm.engine.errors import PeriodError
from netbox_slm.engine.instants import from_us, to_us
from netbox_slm.engine.periods import SUNDAY, period_at, period_on

from .strategies import CHANGES

KINDS = ('day', 'week', 'month', 'quarter', 'year', 'contract_year')
ZONES = st.sampled_from(sorted({zone for zone, _day in CHANGES} - {'Pacific/Apia'}))
INSTANTS = st.datetimes(datetime(2012, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(to_us)  # noqa: DTZ001


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(KINDS), INSTANTS, ZONES)
def test_periods_hold_their_instant_and_follow_one_another(kind, at_us, zone):
    anchor = date(2020, 2, 29)

    period = period_at(kind, at_us, zone, anchor=anchor)
    following = period_at(kind, period.end_us, zone, anchor=anchor)

    assert period.start_us <= at_us < period.end_us == following.start_us
    assert period_at(kind, period.start_us, zone, anchor=anchor) == period
    assert period_at(kind, period.end_us - 1, zone, anchor=anchor) == period
    for edge_us in (period.start_us, period.end_us):
        wall, before = (from_us(at).astimezone(ZoneInfo(zone)) for at in (edge_us, edge_us - 1))
        assert before.date() < wall.date()


@settings(max_examples=100, deadline=None)
@given(INSTANTS, ZONES, st.integers(1, 400))
def test_rolling_days_end_with_the_local_date(at_us, zone, days):
    on = from_us(at_us).astimezone(ZoneInfo(zone)).date()

    period = period_at('rolling', at_us, zone, days=days)

    assert period.start_us == period_on('day', on - timedelta(days=days - 1), zone).start_us
    assert period.end_us == period_on('day', on, zone).end_us


@pytest.mark.parametrize(
    ('kind', 'label'),
    [
        ('day', '2026-10-29'),
        ('week', '2026-10-26/7d'),
        ('month', '2026-10'),
        ('quarter', '2026-Q4'),
        ('year', '2026'),
        ('contract_year', '2026-04-15/1y'),
        ('rolling', '2026-09-30/30d'),
    ],
)
def test_a_period_is_named_by_its_kind(kind, label):
    assert period_on(kind, date(2026, 10, 29), 'UTC', anchor=date(2020, 4, 15), days=30).label == label


def test_weeks_may_start_on_sunday():
    assert period_on('week', date(2026, 10, 29), 'UTC', week_start=SUNDAY).label == '2026-10-25/7d'
    assert period_on('week', date(2026, 10, 25), 'UTC', week_start=SUNDAY).label == '2026-10-25/7d'


def test_a_contract_year_from_a_leap_day_begins_on_the_first_of_march():
    assert period_on('contract_year', date(2026, 3, 1), 'UTC', anchor=date(2024, 2, 29)).label == '2026-03-01/1y'
    assert period_on('contract_year', date(2028, 2, 29), 'UTC', anchor=date(2024, 2, 29)).label == '2028-02-29/1y'


def test_a_month_with_a_clock_change_lasts_an_hour_less():
    march, april = (period_on('month', date(2026, month, 1), 'Europe/Berlin') for month in (3, 4))

    assert march.end_us - march.start_us == (31 * 24 - 1) * 3600 * 10**6
    assert april.end_us - april.start_us == 30 * 24 * 3600 * 10**6


@pytest.mark.parametrize(('kind', 'field'), [('contract_year', 'anchor'), ('rolling', 'days'), ('fortnight', 'kind')])
def test_a_period_that_cannot_be_laid_out_is_refused_by_field(kind, field):
    with pytest.raises(PeriodError) as refused:
        period_on(kind, date(2026, 10, 29), 'UTC')

    assert refused.value.field == field
