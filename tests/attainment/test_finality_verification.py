"""The nightly check: what was missed is found, mended or shown, and told once; what time did is no defect."""

import pytest
from django.db.models import F

from netbox_slm import models
from netbox_slm.analysis.alerts.defects import tell_defects
from netbox_slm.analysis.verification import chunks_to_verify, verify
from netbox_slm.models import Attainment, AttainmentRevision
from tests.alerts.conftest import told  # noqa: F401 - a fixture
from tests.analysis.figures import HOUR, compute, promise
from tests.builders import at, make_component, make_device, make_incident, make_service

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
