"""Alerts on deadlines of open incidents: near and past, in service time, once each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_slm import models
from netbox_slm.analysis.alerts.deadlines import tell_deadlines
from tests.alerts import recorder
from tests.analysis.figures import WEEKDAYS, compute, promise
from tests.builders import at, make_calendar, make_incident, make_service, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def friday():
    """Payroll is to be repaired within four hours of Monday to Friday 8 to 18; it is down on Friday at 15."""
    service = make_service('Payroll')
    calendar = make_calendar(windows=WEEKDAYS)
    target = promise(
        [service],
        target_percent='95',
        sla_fields={'name': 'Gold', 'calendar': calendar},
        name='Repair',
        metric='resolution',
        limit_seconds=4 * 3600,
    )
    compute('2026-05', now=at('2026-05-15 12:00'))
    make_incident(services=[service], name='Crash', reported_at='2026-05-15 15:00')
    return target


def tell(text):
    return lambda: tell_deadlines(at(text))


def test_a_deadline_is_told_an_hour_of_service_before_and_when_it_is_past(friday, told):
    assert told(tell('2026-05-15 18:00')) == []
    assert told(tell('2026-05-18 07:59')) == []
    assert told(tell('2026-05-18 08:00')) == ['deadline_near']  # opening: an hour of service before nine
    assert told(tell('2026-05-18 08:59')) == []
    assert told(tell('2026-05-18 09:00')) == ['deadline_near']
    assert told(tell('2026-05-19 09:00')) == []


def test_the_event_is_about_the_incident_and_says_which_promise(friday, told):
    told(tell('2026-05-18 08:30'))

    ((_type, incident, data),) = recorder.seen
    assert incident == models.Incident.objects.get()
    assert (data['name'], data['alert']['level'], data['alert']['target']) == ('Crash', 'near', 'Repair')
    assert data['alert']['deadline'] == '2026-05-18T09:00:00+00:00'
    assert data['alert']['message'] == 'Crash is to be resolved by 2026-05-18 09:00, in 30 min: Repair of Gold.'


def test_one_that_was_long_past_when_it_was_first_seen_is_told_once(friday, told):
    assert told(tell('2026-05-20 09:00')) == ['deadline_near']
    assert recorder.seen[0][2]['alert']['level'] == 'over'
    assert told(tell('2026-05-20 09:01')) == []


def test_a_hold_stops_the_alert_and_puts_the_deadline_off(friday, told):
    hold = models.Hold.objects.create(
        incident=models.Incident.objects.get(), starts_at=at('2026-05-15 17:00'), reason='Customer is away'
    )
    assert told(tell('2026-05-20 09:00')) == []

    hold.ends_at = at('2026-05-18 10:00')
    hold.save()
    assert told(tell('2026-05-18 10:59')) == []
    assert told(tell('2026-05-18 11:00')) == ['deadline_near']


def test_a_clock_that_paused_after_its_alert_is_told_of_again_when_its_deadline_nears_anew(friday, told):
    told(tell('2026-05-18 08:30'))
    hold = models.Hold.objects.create(
        incident=models.Incident.objects.get(), starts_at=at('2026-05-18 08:30'), reason='Customer is away'
    )
    assert told(tell('2026-05-18 09:30')) == []
    hold.ends_at = at('2026-05-18 12:30')
    hold.save()
    assert told(tell('2026-05-18 12:31')) == ['deadline_near']


def test_a_resolved_incident_is_told_of_no_more(friday, told):
    models.Incident.objects.update(resolved_at=at('2026-05-15 17:30'), status='resolved')

    assert told(tell('2026-05-18 12:00')) == []


def test_a_service_that_was_not_in_operation_when_it_was_reported_has_no_deadline(friday, told):
    models.Service.objects.update(operational_until=at('2026-05-15 12:00'))

    assert told(tell('2026-05-18 09:00')) == []


def test_services_that_share_a_target_share_its_alert_and_each_target_has_its_own(friday, told):
    other = make_service('Mail')
    friday.sla.services.add(other)
    models.AffectedService.objects.create(incident=models.Incident.objects.get(), service=other)
    make_target(friday.sla, name='Answer', metric='response', limit_seconds=8 * 3600, target_percent='95')
    compute('2026-05', now=at('2026-05-15 16:00'))

    assert told(tell('2026-05-18 12:30')) == ['deadline_near', 'deadline_near']
    assert sorted((data['alert']['target'], data['alert']['level']) for _t, _o, data in recorder.seen) == [
        ('Answer', 'near'),
        ('Repair', 'over'),
    ]


def test_offsets_of_a_day_and_more_are_working_days(friday, told, settings):
    settings.PLUGINS_CONFIG['netbox_slm']['alert_deadline_offsets'] = [86_400]
    try:
        assert told(tell('2026-05-19 08:59')) == []
        assert told(tell('2026-05-19 09:00')) == ['deadline_near']
    finally:
        settings.PLUGINS_CONFIG['netbox_slm']['alert_deadline_offsets'] = [-3600, 0]


def test_many_open_incidents_cost_the_same_queries(friday, told):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            tell_deadlines(at('2026-05-18 12:30'))
        return len(captured)

    queries()
    before = queries()
    for hour in range(10):
        make_incident(
            services=[models.Service.objects.get()], reported_at=at('2026-05-15 09:00') + timedelta(hours=hour)
        )

    tell_deadlines(at('2026-05-18 12:30'))
    assert queries() == before
