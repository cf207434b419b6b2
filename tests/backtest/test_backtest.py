"""Can we promise this? Drafts against the incidents that there were, by the engine that judges them afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from netbox_slm.analysis.attainment import AttainmentRequest, compute_attainment
from netbox_slm.analysis.backtest import BacktestError, backtest
from netbox_slm.models import SLA, Attainment, ServiceCreditTier, ServiceLevelTarget
from tests.builders import (
    at,
    make_component,
    make_device,
    make_incident,
    make_measured,
    make_measurement,
    make_service,
    make_sla,
    make_target,
)

pytestmark = pytest.mark.django_db

NOW = at('2026-12-10 12:00')


@pytest.fixture
def payroll():
    """A service that was down an hour in March 2026, two hours in July and ten minutes in October."""
    service, device = make_service('Payroll'), make_device()
    make_component(service, device)
    for start, length in (('2026-03-05', 60), ('2026-07-05', 120), ('2026-10-05', 10)):
        begun = at(start)
        make_incident(on=[device], reported_at=begun, resolved_at=begun + timedelta(minutes=length))
    return service


def draft(percent, service, **fields):
    sla = make_sla('Draft', services=[service], status='draft', starts_on=date(2027, 1, 1))
    return make_target(sla, target_percent=percent, name='Availability', **fields)


def months(tried):
    return {row.period.label: row.is_missed for row in tried.periods}


def test_a_draft_is_tried_on_the_last_twelve_months(payroll):
    (tried,) = backtest([(draft('99.9', payroll), [payroll.pk])], NOW).tried

    assert list(months(tried)) == [f'2025-{12:02}', *(f'2026-{month:02}' for month in range(1, 12))]
    assert [label for label, is_missed in months(tried).items() if is_missed] == ['2026-03', '2026-07']
    assert tried.missed == 2


def test_the_best_target_is_the_one_kept_in_eleven_of_twelve_months(payroll):
    (tried,) = backtest([(draft('99.9', payroll), [payroll.pk])], NOW).tried
    march = 31 * 24 * 60

    assert tried.best == Decimal(10**5 * (march - 60) // march).scaleb(-3)
    (again,) = backtest([(draft_of(tried.target, tried.best), [payroll.pk])], NOW).tried
    (higher,) = backtest([(draft_of(tried.target, tried.best + Decimal('0.001')), [payroll.pk])], NOW).tried
    assert again.missed == 1
    assert higher.missed == 2


def draft_of(target, percent):
    target.target_percent = percent
    return target


def test_it_is_what_attainment_would_have_given(payroll):
    target = make_target(make_sla(services=[payroll]), target_percent='99.9')
    compute_attainment(AttainmentRequest('2026-07', NOW, (target.pk,)))
    stored = Attainment.objects.get()

    (tried,) = backtest([(target, [payroll.pk])], NOW).tried
    july = next(row.figure for row in tried.periods if row.period.label == '2026-07')

    assert (july.value_percent, july.downtime_us, july.status) == (
        stored.value_percent,
        stored.downtime_us,
        stored.status,
    )


def test_what_it_would_have_cost_is_summed(payroll):
    target = draft('99.9', payroll)
    SLA.objects.update(fee=Decimal(1000), currency='EUR')
    ServiceCreditTier.objects.create(target=target, threshold=Decimal('99.9'), credit_percent=Decimal(10))
    ServiceCreditTier.objects.create(target=target, threshold=Decimal('99.8'), credit_percent=Decimal(25))

    found = backtest([(target, [payroll.pk])], NOW)

    assert found.credits == {'EUR': Decimal(350)}


def test_nothing_need_be_stored(payroll):
    sla = SLA(name='Idea', period='quarter')
    target = ServiceLevelTarget(sla=sla, metric='availability', target_percent=Decimal('99.95'))

    (tried,) = backtest([(target, [payroll.pk])], NOW, periods=4).tried

    assert list(months(tried)) == ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']
    assert SLA.objects.count() == ServiceLevelTarget.objects.count() == 0


def test_rolling_days_and_contract_years_are_tried_too(payroll):
    rolling = ServiceLevelTarget(
        sla=SLA(name='Idea', period='rolling', rolling_days=30), metric='availability', target_percent=99
    )
    yearly = ServiceLevelTarget(
        sla=SLA(name='Year', period='contract_year', starts_on=date(2027, 2, 15)),
        metric='availability',
        target_percent=99,
    )

    first, second = backtest([(rolling, [payroll.pk]), (yearly, [payroll.pk])], NOW, periods=2).tried

    assert [row.period.label for row in first.periods] == ['2026-10-11/30d', '2026-11-10/30d']
    assert [row.period.label for row in second.periods] == ['2026-10', '2026-11']


def test_several_targets_and_metrics_are_tried_together(payroll):
    sla = make_sla(services=[payroll], status='draft')
    outages = make_target(sla, metric='outages', target_value=Decimal(0))
    measured = make_measured(sla)
    for value, day in ((3, '2026-10-10'), (5, '2026-11-10')):
        make_measurement(measured, value=value, measured_at=at(day))

    first, second = backtest([(outages, [payroll.pk]), (measured, [payroll.pk])], NOW, periods=3).tried

    assert [row.is_missed for row in first.periods] == [False, True, False]
    assert first.best == 1
    assert [row.is_missed for row in second.periods] == [None, True, False]
    assert second.with_data == 2


def test_periods_out_of_range_are_refused(payroll):
    with pytest.raises(BacktestError, match='give 1 to 60'):
        backtest([(draft('99.9', payroll), [payroll.pk])], NOW, periods=61)


def test_more_incidents_cost_no_more_queries(payroll):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    target = draft('99.9', payroll)
    backtest([(target, [payroll.pk])], NOW)
    with CaptureQueriesContext(connection) as few:
        backtest([(target, [payroll.pk])], NOW)
    device = payroll.components.get().object
    for day in range(1, 20):
        make_incident(on=[device], reported_at=at(f'2026-09-{day:02}'), resolved_at=at(f'2026-09-{day:02} 01:00'))
    with CaptureQueriesContext(connection) as many:
        backtest([(target, [payroll.pk])], NOW)

    assert len(few) == len(many)
