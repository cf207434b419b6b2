"""Alerts on budgets that burn fast: over two windows at once, cleared on the long one."""

from datetime import timedelta

import pytest

from netbox_slm import models
from netbox_slm.analysis.alerts.burning import tell_burn_rates
from netbox_slm.models import AlertState
from tests.alerts import recorder
from tests.analysis.figures import compute, promise
from tests.builders import at, make_component, make_device, make_incident, make_service

pytestmark = pytest.mark.django_db

NOON = at('2026-05-15 12:00')


@pytest.fixture
def payroll():
    """Payroll on SW-1, promised 99.9 % since ever."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    promise([service], sla_fields={'name': 'Gold'}, name='Up')
    compute('2026-05', now=NOON - timedelta(hours=1))
    return service


def outage(start, end=None):
    switch = models.ServiceComponent.objects.get().object
    return make_incident(on=[switch], reported_at=start, resolved_at=end)


def tell(minutes=0):
    return lambda: tell_burn_rates(NOON + timedelta(minutes=minutes))


def test_a_budget_that_burns_over_both_windows_is_told_once_with_the_fastest_pair(payroll, told):
    outage('2026-05-15 11:50')

    assert told(tell()) == ['burn_rate']
    ((_type, figure, data),) = recorder.seen
    assert (figure.service, data['alert']['long_seconds'], data['alert']['factor']) == (payroll, 3600, 14.4)
    assert data['alert']['long_rate'] == pytest.approx(166.667)
    assert data['alert']['message'] == (
        'Payroll burns the error budget of Up (Gold) 166.7 times as fast as it may, over the last 1 h; '
        'the limit is 14.4.'
    )
    assert told(tell(1)) == []


def test_an_outage_that_is_over_does_not_burn_the_short_window(payroll, told):
    outage('2026-05-15 09:00', '2026-05-15 09:03')  # within six hours; three minutes in three days burn 0.7

    assert told(tell()) == []


def test_a_slow_fire_is_told_by_its_own_pair_and_a_faster_one_anew(payroll, told):
    outage('2026-05-15 08:00', '2026-05-15 08:05')  # 5 min in three days: 1.16 times; nothing in the last 6 h of it
    outage('2026-05-15 11:00', '2026-05-15 11:01')

    assert told(tell()) == ['burn_rate']
    slow = recorder.seen[0][2]['alert']
    outage('2026-05-15 12:10')
    assert told(tell(30)) == ['burn_rate']
    fast = recorder.seen[0][2]['alert']

    assert (slow['factor'], fast['factor']) == (3.0, 14.4)


def test_it_clears_on_the_long_window_and_can_be_told_again(payroll, told):
    outage('2026-05-15 11:50', '2026-05-15 12:00')
    told(tell())

    told(tell(59))
    assert AlertState.objects.get().level == '3600/300'
    told(tell(70))
    assert AlertState.objects.get().level == '21600/1800'
    told(tell(60 * 24 * 4))
    assert AlertState.objects.get().level == ''

    outage('2026-05-19 12:20')
    assert told(tell(60 * 24 * 4 + 30)) == ['burn_rate']


def test_a_window_that_reaches_back_before_the_agreement_is_silent(payroll, told):
    models.SLA.objects.update(starts_on='2026-05-15')
    outage('2026-05-15 11:50')

    assert told(tell()) == ['burn_rate']
    assert recorder.seen[0][2]['alert']['long_seconds'] == 3600
    models.SLA.objects.update(starts_on='2026-05-16')
    assert told(tell()) == []


@pytest.mark.parametrize(('combination', 'rate'), [('mean', 500), ('pooled', 142.857)])
def test_several_services_burn_together(told, combination, rate):
    """Mail is down for the ten minutes of the last hour that its maintenance left; Payroll is up for all sixty."""
    services = [make_service('Payroll'), make_service('Mail')]
    promise(services, sla_fields={'name': 'Gold'}, name='Up', combination=combination)
    window = models.MaintenanceWindow.objects.create(
        name='Patches', status='agreed', starts_at=at('2026-05-15 11:00'), ends_at=at('2026-05-15 11:50')
    )
    window.services.add(services[1])
    compute('2026-05', now=NOON - timedelta(hours=1))
    make_incident(services=services[1:], reported_at='2026-05-15 11:50', resolved_at=None)

    assert told(tell()) == ['burn_rate']
    ((_type, figure, data),) = recorder.seen
    assert (figure.service, data['alert']['long_seconds']) == (None, 3600)
    assert data['alert']['long_rate'] == pytest.approx(rate, abs=0.001)
    assert data['alert']['message'].startswith(
        f'All services together burns the error budget of Up (Gold) {rate:.1f} times as fast as it may'
    )


@pytest.mark.parametrize(
    ('fields', 'words'),
    [
        ({'metric': 'mttr', 'target_percent': None, 'target_value': 3600}, 'only an availability has a budget'),
        ({'target_percent': '100'}, 'a promise of 100 % has no budget'),
    ],
)
def test_the_page_of_a_figure_says_why_it_has_no_burn_rate(admin_client, fields, words):
    service = make_service('Payroll')
    promise([service], **fields)
    compute('2026-05', now=NOON)
    figure = models.Attainment.objects.get()

    assert words in admin_client.get(figure.get_absolute_url()).content.decode()


def test_a_promise_of_all_time_has_no_budget_to_burn(payroll, told):
    models.ServiceLevelTarget.objects.update(target_percent=100)
    outage('2026-05-15 11:50')

    assert told(tell()) == []
