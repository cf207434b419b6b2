"""A text selects the same whole local dates whatever the rule of the SLA, and a label selects its own period."""

from datetime import UTC, date, datetime

import pytest

from netbox_slm.analysis.errors import PeriodSelectorError
from netbox_slm.analysis.periods import PeriodRule, parse_selector, periods_of
from netbox_slm.engine.instants import from_us

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def labels(rule, text, now=NOW):
    return [period.label for period in periods_of(rule, parse_selector(text), now)]


@pytest.mark.parametrize(
    ('kind', 'text', 'expected'),
    [
        ('month', '2026-10', ['2026-10']),
        ('month', 'current', ['2026-11']),
        ('month', 'previous', ['2026-10']),
        ('month', '2026-10-31', ['2026-10']),
        ('month', '2026-Q3', ['2026-07', '2026-08', '2026-09']),
        ('month', '2026-q4', ['2026-10', '2026-11']),
        ('quarter', '2026-10', ['2026-Q4']),
        ('quarter', '2025', ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']),
        ('year', '2026-10', ['2026']),
        ('year', 'previous', ['2025']),
        ('month', '2026-09-15/2026-10-31', ['2026-10']),
        ('month', '2026-09-15/2026-10-15', ['2026-09', '2026-10']),
        ('month', '2027-01', []),
    ],
)
def test_a_selector_means_the_periods_inside_it_or_else_those_it_touches(kind, text, expected):
    assert labels(PeriodRule(kind), text) == expected


def test_a_contract_year_begins_on_the_first_day_of_the_agreement():
    rule = PeriodRule('contract_year', starts_on=date(2025, 3, 15))

    assert labels(rule, 'current') == ['2026-03-15/1y']
    assert labels(rule, 'previous') == ['2025-03-15/1y']
    assert labels(rule, '2025') == ['2025-03-15/1y']


def test_a_contract_year_from_a_leap_day_begins_on_1_march_in_other_years():
    rule = PeriodRule('contract_year', starts_on=date(2024, 2, 29))

    assert labels(rule, '2026-01-01') == ['2025-03-01/1y']


def test_a_rolling_period_ends_with_the_day():
    rule = PeriodRule('rolling', rolling_days=30)

    assert labels(rule, 'current') == ['2026-10-26/30d']
    assert labels(rule, 'previous') == ['2026-10-25/30d']
    assert labels(rule, '2026-10') == ['2026-10-02/30d']


@pytest.mark.parametrize(
    'rule',
    [
        PeriodRule('month'),
        PeriodRule('quarter', 'America/New_York'),
        PeriodRule('year', 'Asia/Shanghai'),
        PeriodRule('contract_year', 'Europe/Berlin', starts_on=date(2023, 2, 28)),
        PeriodRule('contract_year', 'Europe/Berlin', starts_on=date(2024, 2, 29)),
        PeriodRule('rolling', rolling_days=7),
    ],
)
def test_the_label_of_a_period_selects_just_that_period(rule):
    for text in ('current', 'previous'):
        period = periods_of(rule, parse_selector(text), NOW)

        assert periods_of(rule, parse_selector(period[0].label), NOW) == period


def test_a_period_begins_and_ends_at_local_midnight():
    (period,) = periods_of(PeriodRule('month', 'Europe/Berlin'), parse_selector('2026-10'), NOW)

    assert from_us(period.start_us) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert from_us(period.end_us) == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_the_current_period_is_that_of_the_local_date():
    new_year = datetime(2026, 12, 31, 20, tzinfo=UTC)

    assert labels(PeriodRule('year', 'Asia/Shanghai'), 'current', new_year) == ['2027']


def test_there_is_no_period_outside_the_term():
    rule = PeriodRule('month', starts_on=date(2026, 3, 10), ends_on=date(2026, 5, 1))

    assert labels(rule, '2026') == ['2026-03', '2026-04', '2026-05']
    assert labels(rule, 'current') == []


@pytest.mark.parametrize(
    'text', ['', 'october', '2026-13', '2026-Q5', '2026-02-30', '2026-10-02/2026-10-01', '0001', '2026-1']
)
def test_what_selects_no_period_is_refused_with_the_forms_that_do(text):
    with pytest.raises(PeriodSelectorError, match='2026-Q4'):
        parse_selector(text)
