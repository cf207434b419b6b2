"""Budgets, levels, verdicts and texts: compared before they are rounded, at the edge from both sides."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbox_slm.engine.errors import TargetError
from netbox_slm.engine.instants import DAY_US, SECOND_US
from netbox_slm.engine.objectives import (
    AT_RISK,
    BURN_WINDOWS,
    MET,
    MISSED,
    NO_DATA,
    Aggregate,
    Availability,
    BudgetLevels,
    Share,
    Value,
    aggregated,
    availability_status,
    burn_factor,
    burn_rate,
    count_status,
    cut,
    cut_percent,
    decimal_text,
    digits_of,
    error_budget,
    is_burning,
    judged,
    percent_text,
    value_status,
    value_text,
)

TARGET = Fraction('0.999')
WARNING = Fraction(3, 4)


def status(share, target=TARGET, warning=WARNING):
    """The status of a finished period with this share."""
    budget, consumed = (1 - target) * share.denominator, Fraction(share.denominator - share.numerator)
    rate = consumed / budget if budget and share.denominator else None
    return availability_status(share, target, budget, consumed, rate, warning)


def test_a_miss_by_a_hair_is_missed_and_does_not_read_as_kept():
    share = Share(998_999, 1_000_000)

    assert status(share) == MISSED
    assert percent_text(share, TARGET) == '99.89 %'
    assert cut_percent(share, 2) == Fraction('99.89')


def test_exactly_the_target_is_kept_and_reads_as_it():
    share = Share(999_000, 1_000_000)

    assert status(share) != MISSED
    assert percent_text(share, TARGET) == '99.90 %'


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_no_text_turns_a_miss_into_a_pass_or_back(whole, part, target_part, digits):
    share = Share(min(part, whole), whole)
    target = Fraction(min(target_part, 100 * 10**digits), 100 * 10**digits)

    text = percent_text(share, target)

    assert (Fraction(text.removesuffix(' %')) >= target * 100) == (share.fraction >= target)


@given(st.fractions(-100, 100), st.fractions(-100, 100, max_denominator=1000), st.booleans())
def test_a_value_reads_as_kept_only_where_it_is(value, target, more_is_better):
    target = cut(target, 3)
    text = Fraction(value_text(value, target, more_is_better=more_is_better))

    is_kept = value >= target if more_is_better else value <= target
    reads_kept = text >= target if more_is_better else text <= target
    assert is_kept == reads_kept


def test_texts_have_one_digit_more_than_the_target():
    assert percent_text(Share(1, 3), Fraction(1)) == '33.3 %'
    assert percent_text(Share(1, 3), Fraction('0.9995')) == '33.333 %'
    assert percent_text(Share(0, 0), TARGET) is None
    assert decimal_text(Fraction('-0.5'), 2) == '-0.50'
    assert decimal_text(Fraction(7), 0) == '7'
    assert digits_of(Fraction(1, 3)) == 6


def test_without_data_there_is_no_verdict():
    assert status(Share(0, 0)) == NO_DATA
    assert count_status(0, 0, TARGET, WARNING, is_over=True) == NO_DATA
    assert cut_percent(Share(0, 0)) is None


def test_the_warning_share_of_the_budget_is_at_risk():
    just_below, at_it = Share(1_000_000 - 749, 1_000_000), Share(1_000_000 - 750, 1_000_000)

    assert [status(just_below), status(at_it)] == [MET, AT_RISK]


def test_a_running_period_is_at_risk_while_its_budget_lasts_and_missed_after():
    share, budget = Share(900, 1000), Fraction(100)

    assert availability_status(share, TARGET, budget, Fraction(60), Fraction(5), WARNING) == AT_RISK
    assert availability_status(share, TARGET, budget, Fraction(101), Fraction(5), WARNING) == MISSED


def test_a_promise_of_a_hundred_percent_is_kept_by_no_counted_downtime_at_all():
    assert status(Share(1000, 1000), Fraction(1)) == MET
    assert status(Share(999, 1000), Fraction(1)) == MISSED


def test_a_share_of_incidents_is_judged_before_it_is_rounded():
    target = Fraction('0.95')

    assert count_status(95, 5, target, WARNING, is_over=True) == MET
    assert count_status(94, 5, target, WARNING, is_over=True) == MISSED
    assert count_status(95, 5, target, WARNING, is_over=False) == AT_RISK
    assert count_status(97, 3, target, WARNING, is_over=False) == MET


@pytest.mark.parametrize('target', [Fraction(0), Fraction(1), Fraction(-1), Fraction(2)])
def test_a_budget_of_a_target_that_has_none_is_refused(target):
    with pytest.raises(TargetError) as refused:
        error_budget(target, Fraction(100), Fraction(0))

    assert refused.value.field == 'target'


@given(st.integers(1, 999), st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_budget_is_overspent_exactly_when_the_target_is_missed(thousandths, total, bad):
    target = Fraction(thousandths, 1000)

    budget = error_budget(target, Fraction(total), Fraction(bad))

    assert (budget.remaining < 0) == (Fraction(total - bad, total) < target)
    assert (burn_rate(target, Fraction(total), Fraction(bad)) > 1) == (budget.remaining < 0)


def test_no_data_has_no_burn_rate_and_no_remaining_share():
    assert burn_rate(TARGET, Fraction(0), Fraction(0)) is None
    assert error_budget(TARGET, Fraction(0), Fraction(0)).remaining_share is None


def test_the_usual_windows_have_the_usual_factors():
    shares = (Fraction(2, 100), Fraction(5, 100), Fraction(10, 100), Fraction(10, 100))

    factors = [burn_factor(share, 30 * DAY_US, pair.long_us) for share, pair in zip(shares, BURN_WINDOWS, strict=True)]

    assert factors == [pair.factor for pair in BURN_WINDOWS] == [Fraction('14.4'), 6, 3, 1]
    assert [pair.short_us // SECOND_US for pair in BURN_WINDOWS] == [300, 1800, 7200, 21600]


@pytest.mark.parametrize(
    ('long_rate', 'short_rate', 'was_burning', 'expected'),
    [
        (15, 15, False, True),
        (15, 14, False, False),
        (Fraction('14.4'), 15, False, False),
        (None, 15, False, False),
        (15, None, False, False),
        (15, 0, True, True),
        (Fraction('14.4'), 15, True, False),
        (None, 0, True, True),
    ],
)
def test_an_alert_starts_on_both_windows_and_clears_on_the_long_one(long_rate, short_rate, was_burning, expected):
    assert is_burning(BURN_WINDOWS[0], long_rate, short_rate, was_burning=was_burning) is expected


def test_levels_do_not_flicker_at_their_edges():
    levels = BudgetLevels(Fraction(20))

    found = levels.run('healthy', [Fraction(str(percent)) for percent in (20.1, 20, 24.9, 25, 0, 1.9, 2, 100, -5, 100)])

    assert found == [
        'healthy',
        'at_risk',
        'at_risk',
        'healthy',
        'exhausted',
        'exhausted',
        'at_risk',
        'healthy',
        'exhausted',
        'healthy',
    ]


VALUES = [Value(3, Fraction(4)), Value(1, Fraction(1)), Value(3, Fraction(2)), Value(2, Fraction(8))]


@pytest.mark.parametrize(
    ('how', 'percentile', 'expected'),
    [
        (Aggregate.MEAN, None, Fraction(15, 4)),
        (Aggregate.MIN, None, 1),
        (Aggregate.MAX, None, 8),
        (Aggregate.SUM, None, 15),
        (Aggregate.LAST, None, 2),
        (Aggregate.PERCENTILE, 50, 2),
        (Aggregate.PERCENTILE, 51, 4),
        (Aggregate.PERCENTILE, 100, 8),
    ],
)
def test_measurements_become_one_figure_as_the_target_says(how, percentile, expected):
    found = aggregated(VALUES, how, None if percentile is None else Fraction(percentile))

    assert found == expected


def test_a_percentile_needs_to_be_one():
    with pytest.raises(TargetError):
        aggregated(VALUES, Aggregate.PERCENTILE)
    with pytest.raises(TargetError):
        aggregated(VALUES, Aggregate.PERCENTILE, Fraction(101))


@pytest.mark.parametrize('how', list(Aggregate))
def test_no_measurements_are_no_data(how):
    assert aggregated([], how) is None


def test_a_value_may_reach_its_limit_from_either_side():
    hair = Fraction(1, 10**9)

    assert [value_status(4 + step * hair, Fraction(4), more_is_better=True) for step in (-1, 0, 1)] == [
        MISSED,
        MET,
        MET,
    ]
    assert [value_status(4 + step * hair, Fraction(4), more_is_better=False) for step in (-1, 0, 1)] == [
        MET,
        MET,
        MISSED,
    ]
    assert value_status(Fraction(3), Fraction(4), more_is_better=False, warning=Fraction(3)) == AT_RISK
    assert value_status(None, Fraction(4), more_is_better=True) == NO_DATA


shares = st.fractions(0, 1, max_denominator=10_000)


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**10),
    shares.filter(bool),
    shares.filter(bool),
)
def test_a_row_is_judged_as_its_figure(base_us, rest_us, downtime, target, warning):
    downtime = min(downtime, base_us * 10_000)
    figure = Availability(base_us, 0, 0, base_us, downtime, base_us + rest_us, target, np.zeros(0, dtype=np.int64))

    found = judged(base_us, downtime, base_us + rest_us, target, warning)

    assert found.status == availability_status(
        figure.share, target, figure.budget, figure.consumed, figure.burn_rate, warning
    )
    assert (found.share, found.downtime_us) == (figure.share, figure.downtime_us)
    assert found.burn_rate == (None if figure.burn_rate is None else float(figure.burn_rate))
    if figure.budget > 0:
        assert (found.budget_us, found.remaining_us) == (figure.budget // 1, figure.remaining // 1)
    else:
        assert (found.budget_us, found.remaining_us) == (None, None)
