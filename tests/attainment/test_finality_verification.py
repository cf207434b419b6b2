"""The nightly check: what was missed is found, mended or shown, and told once; what time did is no defect."""

import pytest
from django.db.models import F

from netbox_slm import models
from netbox_slm.analysis.alerts.defects import tell_defects
from netbox_slm.analysis.sweep import due_chunks
from netbox_slm.analysis.verification import chunks_to_verify, verify
from netbox_slm.models import Attainment, AttainmentRevision
from tests.alerts.conftest import told  # noqa: F401 - a fixture
from tests.analysis.figures import HOUR, WEEKDAYS, compute, promise
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_sla,
    make_target,
)

pytestmark = pytest.mark.django_db

NOW = at('2026-05-15 12:00')
NIGHT = at('2026-05-16 03:00')


@pytest.fixture
def payroll():
    """Payroll on SW-1: down in March and in May; March is final, April finished, May runs."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    make_incident(on=[switch], name='Disk', reported_at='2026-05-02 10:00', resolved_at='2026-05-02 12:00')
    make_incident(on=[switch], name='Lasts', reported_at='2026-05-15 10:00')
    promise([service])
    compute('2026-03', close=True)
    compute('2026-04', now=NOW)
    compute('2026-05', now=NOW)
    AttainmentRevision.objects.all().delete()
    return service


def verify_all(now=NIGHT):
    return [verify(chunk.period, chunk.target_ids, now) for chunk in chunks_to_verify(now)]


def test_what_is_right_leaves_no_trace(payroll):
    found = verify_all()

    assert [(each.computed, each.outdated) for each in found] == [(1, 0), (1, 0), (0, 0)]
    assert not AttainmentRevision.objects.exists()
    assert not Attainment.objects.filter(outdated_since__isnull=False).exists()


def test_a_running_figure_that_is_wrong_by_more_than_time_is_mended_as_a_defect(payroll, told):  # noqa: F811
    models.Incident.objects.filter(name='Disk').update(resolved_at=at('2026-05-02 11:00'))  # past the signals

    verify_all()

    revision = AttainmentRevision.objects.get()
    assert (revision.cause, revision.attainment.period) == ('defect', '2026-05')
    (change,) = revision.changes
    assert (change['before_us'], change['after_us']) == (2 * HOUR, HOUR)
    assert told(lambda: tell_defects(NIGHT)) == ['figure_defect']
    assert told(lambda: tell_defects(NIGHT)) == []


def test_a_finished_figure_that_is_wrong_is_mended_as_a_defect(payroll):
    models.Incident.objects.filter(name='Disk').update(reported_at=at('2026-04-02 10:00'))

    verify_all()

    assert set(AttainmentRevision.objects.values_list('attainment__period', 'cause')) == {
        ('2026-04', 'defect'),
        ('2026-05', 'defect'),
    }


def test_a_final_figure_that_is_wrong_keeps_its_value_and_is_told_of_once(payroll, told):  # noqa: F811
    models.Incident.objects.filter(name='Fan').update(
        resolved_at=F('resolved_at') + (at('2026-01-02') - at('2026-01-01'))
    )

    assert told(verify_all) == ['figure_defect']
    march = Attainment.objects.get(period='2026-03')
    assert (march.is_final, march.downtime_us, march.outdated_since) == (True, 2 * HOUR, NIGHT)
    assert told(verify_all) == []


def test_a_change_that_was_noticed_is_no_defect(payroll):
    models.Incident.objects.filter(name='Disk').update(resolved_at=at('2026-05-02 11:00'))
    Attainment.objects.update(stale_since=NOW)

    compute('2026-05', now=NIGHT, verify=True)

    assert AttainmentRevision.objects.get().cause == 'recomputed'


# --- what goes on after a period -------------------------------------------------------------------------------------


def lasting(**fields):
    """Promises of March on a service that is down since its last day, computed in April; by name of the target."""
    service = make_service()
    sla = make_sla(services=[service], grace_days=1, calendar=make_calendar(windows=WEEKDAYS), **fields)
    clock = make_target(sla, metric='resolution', limit_seconds=10 * 36_000, target_percent='90')
    for metric in ('longest_outage', 'outages'):
        make_target(sla, metric=metric, target_value=10**7)
    make_incident(services=[service], name='Lasts', reported_at='2026-03-31 17:00')
    return clock


def changed_figures():
    return set(AttainmentRevision.objects.exclude(cause='closed').values_list('attainment__target__metric', 'cause'))


def test_an_open_clock_and_an_outage_that_lasts_are_no_defect_of_a_finished_period():
    lasting()
    compute('2026-03', now=at('2026-04-01 12:00'))

    for day in ('2026-04-20 03:00', '2026-04-21 03:00'):
        verify_all(at(day))

    march = Attainment.objects.filter(period='2026-03')
    assert set(march.values_list('target__metric', 'missed_count', 'value')) == {
        ('resolution', 1, None),
        ('longest_outage', 0, 3600 + 14 * 36_000),
        ('outages', 0, 1),
    }
    assert not AttainmentRevision.objects.exists()


def test_an_outage_that_begins_to_count_after_its_period_is_no_defect():
    lasting()
    models.Incident.objects.update(reported_at=at('2026-03-31 20:00'))  # nobody works at this hour
    compute('2026-03', now=at('2026-04-01 06:00'))

    verify_all(at('2026-04-02 03:00'))

    assert Attainment.objects.get(period='2026-03', target__metric='outages').value == 1
    assert not AttainmentRevision.objects.exists()


def test_a_final_figure_that_time_alone_made_another_one_is_outdated_but_no_defect(told):  # noqa: F811
    lasting()
    compute('2026-03', now=at('2026-04-02 12:00'), close=True)

    assert told(lambda: verify_all(at('2026-04-20 03:00'))) == []

    finals = Attainment.objects.filter(period='2026-03', outdated_since__isnull=False)
    assert set(finals.values_list('target__metric', flat=True)) == {'resolution', 'longest_outage'}


def test_what_was_changed_past_the_signals_is_a_defect_although_something_goes_on():
    lasting()
    compute('2026-03', now=at('2026-04-01 12:00'))
    models.Incident.objects.update(resolved_at=at('2026-04-02 12:00'), status='resolved')

    verify_all(at('2026-04-20 03:00'))

    assert changed_figures() == {('resolution', 'defect'), ('longest_outage', 'defect')}


def test_an_open_clock_is_looked_at_after_its_period_too():
    clock = lasting()
    compute('2026-03', now=at('2026-04-01 12:00'))
    soon, later = at('2026-04-01 12:10'), at('2026-04-20 03:00')

    assert clock.pk not in {pk for chunk in due_chunks(soon) for pk in chunk.target_ids if chunk.period == '2026-03'}
    assert [chunk.target_ids for chunk in due_chunks(later) if chunk.period == '2026-03'] == [(clock.pk,)]
    compute('2026-03', now=later, only_due=True)
    assert Attainment.objects.get(target=clock, period='2026-03').missed_count == 1
