"""Alerts on figures: sent once, held by a margin and by a silence, never for what was history from the start."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from netbox_slm import models
from netbox_slm.analysis.alerts.figures import recheck_figures
from netbox_slm.analysis.alerts.telling import hand_over_pending
from netbox_slm.models import AlertState, Attainment
from tests.alerts import recorder
from tests.analysis.figures import compute, promise
from tests.builders import at, make_incident, make_service

MAY = at('2026-05-15 12:00')


@pytest.fixture
def payroll(db):
    """Payroll, promised 99 % of May: a budget of 7 h 26 min."""
    service = make_service('Payroll')
    promise([service], target_percent='99', sla_fields={'name': 'Gold'}, name='Up')
    return service


def down_for(hours, service=None):
    """Make the one outage of the service so long, and the figure stale."""
    service = service or models.Service.objects.get(name='Payroll')
    start = at('2026-05-10 10:00')
    incident = models.Incident.objects.first() or make_incident(services=[service], reported_at=start)
    models.Incident.objects.filter(pk=incident.pk).update(resolved_at=start + timedelta(hours=hours))
    Attainment.objects.update(stale_since=MAY)


def compute_may(minutes=0):
    compute('2026-05', now=MAY + timedelta(minutes=minutes))


def test_a_figure_at_risk_is_told_once(payroll, told):
    down_for(4)

    assert told(compute_may) == ['sla_at_risk']
    assert told(compute_may) == []


def test_the_event_says_what_and_why(payroll, told):
    down_for(8)

    assert told(compute_may) == ['sla_missed']

    ((_type, figure, data),) = recorder.seen
    assert figure == Attainment.objects.get()
    assert (data['id'], data['status']['value'], data['service']['name']) == (figure.pk, 'missed', 'Payroll')
    alert = data['alert']
    assert (alert['event_type'], alert['level'], alert['was'], alert['sla']) == ('sla_missed', 'missed', 'well', 'Gold')
    assert alert['message'] == (
        'Payroll has missed Up of Gold in 2026-05: 97.7 % of 99 %. 33 min 36 s more than the budget is lost.'
    )


def test_what_was_at_risk_and_is_missed_is_told_at_once(payroll, told):
    down_for(4)
    told(compute_may)
    down_for(8)

    assert told(lambda: compute_may(5)) == ['sla_missed']


def test_it_is_restored_only_when_it_is_better_by_a_margin(payroll, told):
    down_for(4)
    told(compute_may)
    down_for(3.4)

    assert told(lambda: compute_may(120)) == []
    assert Attainment.objects.get().status == 'met'
    assert told(lambda: recheck_figures(MAY + timedelta(hours=3))) == []

    down_for(3)
    assert told(lambda: compute_may(180)) == []
    assert told(lambda: recheck_figures(MAY + timedelta(hours=3))) == ['sla_restored']
    assert told(lambda: recheck_figures(MAY + timedelta(hours=6))) == []


def test_an_alert_is_followed_by_a_silence_and_what_still_stands_is_told_after_it(payroll, told):
    down_for(4)
    told(compute_may)
    down_for(1)

    assert told(lambda: compute_may(10)) == []
    assert told(lambda: recheck_figures(MAY + timedelta(minutes=59))) == []
    assert told(lambda: recheck_figures(MAY + timedelta(minutes=60))) == ['sla_restored']


def test_what_comes_and_goes_within_the_silence_is_told_once(payroll, told):
    down_for(4)
    told(compute_may)
    down_for(1)
    told(lambda: compute_may(10))
    down_for(4)

    assert told(lambda: compute_may(20)) == []
    assert told(lambda: recheck_figures(MAY + timedelta(hours=2))) == []


def test_the_silence_is_a_setting(payroll, told, settings):
    settings.PLUGINS_CONFIG['netbox_slm']['alert_silence_minutes'] = 0
    try:
        down_for(4)
        told(compute_may)
        down_for(1)

        assert told(lambda: compute_may(1)) == ['sla_restored']
    finally:
        settings.PLUGINS_CONFIG['netbox_slm']['alert_silence_minutes'] = 60


def test_an_agreement_has_a_silence_of_its_own(payroll, told):
    models.SLA.objects.update(alert_silence_minutes=180)
    down_for(4)
    told(compute_may)
    down_for(1)

    assert told(lambda: compute_may(10)) == []
    assert told(lambda: recheck_figures(MAY + timedelta(minutes=179))) == []
    assert told(lambda: recheck_figures(MAY + timedelta(minutes=180))) == ['sla_restored']


def test_an_agreement_can_have_no_silence_at_all(payroll, told):
    models.SLA.objects.update(alert_silence_minutes=0)
    down_for(4)
    told(compute_may)
    down_for(1)

    assert told(lambda: compute_may(1)) == ['sla_restored']


def test_a_missed_period_that_was_over_before_it_was_ever_computed_is_history(payroll, told):
    down_for(8)

    assert told(lambda: compute('2026-05', now=at('2026-07-01'))) == []
    assert Attainment.objects.get().status == 'missed'


def test_a_finished_period_that_turns_out_missed_is_told(payroll, told):
    compute('2026-05', now=at('2026-06-01'))
    down_for(8)

    assert told(lambda: compute('2026-05', now=at('2026-06-02'))) == ['sla_missed']


def test_a_figure_that_is_computed_without_an_alert_costs_no_query_more(payroll, told, django_assert_max_num_queries):
    compute_may()
    with django_assert_max_num_queries(40):
        compute_may()

    assert not AlertState.objects.exists()


def test_an_event_that_never_left_is_taken_up_once(payroll, told):
    down_for(8)
    compute_may()  # not committed: nobody hands it over
    assert AlertState.objects.get().is_pending

    assert told(lambda: hand_over_pending(MAY)) == []
    assert told(lambda: hand_over_pending(MAY + timedelta(minutes=1))) == ['sla_missed']
    assert told(lambda: hand_over_pending(MAY + timedelta(minutes=2))) == []


def test_an_event_that_nobody_takes_is_tried_again(payroll, told, settings):
    down_for(8)
    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.refuse']
    told(compute_may)
    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.record']

    assert told(lambda: hand_over_pending(MAY + timedelta(minutes=1))) == ['sla_missed']


def test_an_event_that_nobody_takes_holds_no_other_back(payroll, told, settings):
    promise([make_service('Mail')], target_percent='99', name='Mail up')
    for service in models.Service.objects.all():
        make_incident(services=[service], reported_at='2026-05-10 10:00', resolved_at='2026-05-10 18:00')
    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.refuse_payroll', 'tests.alerts.recorder.record']

    told(compute_may)
    assert [figure.service.name for _type, figure, _data in recorder.seen] == ['Mail']

    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.record']
    told(lambda: hand_over_pending(MAY + timedelta(minutes=1)))
    assert [figure.service.name for _type, figure, _data in recorder.seen] == ['Payroll']


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_one_alert(settings):
    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.record']
    recorder.seen.clear()
    service = make_service('Payroll')
    promise([service], target_percent='99', name='Up')
    Attainment.objects.all().delete()
    compute_may()
    down_for(8, service)
    compute_may()
    AlertState.objects.all().delete()
    recorder.seen.clear()
    together = threading.Barrier(2)

    def recheck():
        from netbox_slm.analysis.alerts import figures

        try:
            together.wait(30)
            figures._tell(figures._figures(Attainment.objects.values_list('pk', flat=True)), MAY)
        finally:
            connection.close()

    workers = [threading.Thread(target=recheck) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [event_type for event_type, _object, _data in recorder.seen] == ['sla_missed']


# --- rolling days ----------------------------------------------------------------------------------------------------


@pytest.fixture
def rolling(db):
    """Payroll, promised 99 % of the last ten days: 2 h 24 min; down for three hours on 14 May."""
    service = make_service('Payroll')
    promise([service], target_percent='99', sla_fields={'period': 'rolling', 'rolling_days': 10})
    make_incident(services=[service], reported_at='2026-05-14 10:00', resolved_at='2026-05-14 13:00')
    return service


def day_by_day(*days):
    for day in days:
        now = at(f'2026-05-{day} 12:00')
        compute('current', now=now)
        recheck_figures(now)


def test_what_is_missed_by_rolling_days_is_told_once_and_not_each_day(rolling, told):
    assert told(lambda: day_by_day(15)) == ['sla_missed']
    assert told(lambda: day_by_day(16, 17, 18)) == []


def test_rolling_days_that_have_left_an_outage_behind_are_restored(rolling, told):
    told(lambda: day_by_day(*range(15, 24)))

    assert told(lambda: day_by_day(24)) == ['sla_restored']
    assert told(lambda: day_by_day(25, 26)) == []


def test_an_incident_that_is_recorded_late_is_told_of_once_whatever_the_rolling_days_it_lies_in(rolling, told):
    models.Incident.objects.update(resolved_at=at('2026-05-14 10:01'))
    told(lambda: day_by_day(14, 15, 16))
    models.Incident.objects.update(resolved_at=at('2026-05-14 13:00'))
    Attainment.objects.update(stale_since=MAY)

    def recompute():
        for figure in Attainment.objects.order_by('starts_at'):
            compute(figure.period, now=at('2026-05-16 13:00'))

    assert told(recompute) == ['sla_missed']
