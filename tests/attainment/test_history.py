"""The history of a figure: what a change of facts made of it, and nothing that time alone did."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_slm import models
from netbox_slm.analysis.history import explain_changes
from netbox_slm.models import Attainment, AttainmentRevision
from tests.analysis.figures import HOUR, NOW, compute, promise
from tests.builders import at, make_component, make_device, make_incident, make_service, make_target

pytestmark = pytest.mark.django_db

MAY = at('2026-05-15 12:00')


@pytest.fixture
def payroll():
    """Payroll on SW-1, which was down for two hours in March; the figure of March is computed."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    promise([service])
    compute()
    return service


def switch():
    return models.AffectedCI.objects.get(incident__name='Fan').object


def mark(at_instant=NOW):
    Attainment.objects.update(stale_since=at_instant)


def the_revision():
    return AttainmentRevision.objects.get()


def test_the_first_computation_changes_nothing(payroll):
    assert not AttainmentRevision.objects.exists()


def test_a_changed_fact_leaves_both_values_and_what_made_the_difference(payroll):
    late = make_incident(on=[switch()], reported_at='2026-03-05 10:00', resolved_at='2026-03-05 13:00')
    mark()

    compute()

    revision = the_revision()
    assert revision.cause == 'recomputed'
    assert (revision.old['downtime_us'], revision.new['downtime_us']) == (2 * HOUR, 5 * HOUR)
    assert (revision.old['status'], revision.new['value_percent']) == ('missed', '99.327956')
    (change,) = revision.changes
    assert (change['incident'], change['change'], change['kind']) == (late.pk, 'appeared', 'downtime')
    assert (change['before_us'], change['after_us']) == (0, 3 * HOUR)


def test_an_incident_that_is_corrected_is_a_change_and_one_that_is_deleted_vanishes(payroll):
    fan = models.Incident.objects.get()
    models.Incident.objects.filter(pk=fan.pk).update(resolved_at=at('2026-03-02 11:00'))
    mark()
    compute()
    models.AffectedCI.objects.all().delete()
    mark()
    compute()

    vanished, changed = (revision.changes[0] for revision in AttainmentRevision.objects.order_by('-pk'))

    assert (changed['change'], changed['before_us'], changed['after_us']) == ('changed', 2 * HOUR, HOUR)
    assert (vanished['change'], vanished['before_us'], vanished['after_us']) == ('vanished', HOUR, 0)


def test_a_mark_that_changes_no_value_leaves_no_trace(payroll):
    mark()

    compute()

    assert not AttainmentRevision.objects.exists()


def test_the_passing_of_time_in_a_running_period_leaves_no_trace(payroll):
    make_incident(on=[switch()], name='Still out', reported_at='2026-05-15 10:00')
    compute('2026-05')
    compute('2026-05', now=at('2026-05-15 13:00'))
    mark()
    compute('2026-05', now=at('2026-05-15 14:00'))

    assert Attainment.objects.get(period='2026-05').downtime_us == 4 * HOUR
    assert not AttainmentRevision.objects.exists()


def test_a_changed_fact_in_a_running_period_is_told_from_the_time_that_passed(payroll):
    running = make_incident(on=[switch()], name='Still out', reported_at='2026-05-15 10:00')
    compute('2026-05')
    models.Incident.objects.filter(pk=running.pk).update(resolved_at=at('2026-05-15 11:00'))
    mark()

    compute('2026-05', now=at('2026-05-15 13:00'))

    (change,) = the_revision().changes
    assert (change['before_us'], change['after_us']) == (2 * HOUR, HOUR)


def test_a_pending_clock_that_runs_out_leaves_no_trace_and_one_that_is_kept_does(payroll):
    target = make_target(Attainment.objects.get().target.sla, metric='resolution', limit_seconds=4 * 3600)
    make_incident(services=[payroll], name='Open', reported_at='2026-05-15 10:00')
    compute('2026-05')
    mark()
    compute('2026-05', now=at('2026-05-15 15:00'))

    assert Attainment.objects.get(target=target, period='2026-05').missed_count == 1
    assert not AttainmentRevision.objects.filter(attainment__target=target).exists()

    models.Incident.objects.filter(name='Open').update(resolved_at=at('2026-05-15 13:00'))
    mark()
    compute('2026-05', now=at('2026-05-15 16:00'))

    (change,) = AttainmentRevision.objects.get(attainment__target=target).changes
    assert (change['was'], change['is']) == ('missed', 'met')


def test_a_finished_figure_that_differs_without_a_known_change_is_a_defect(payroll):
    models.Incident.objects.update(resolved_at=at('2026-03-02 11:00'))  # past the signals

    compute()

    assert (the_revision().cause, the_revision().new['downtime_us']) == ('defect', HOUR)


def test_closing_is_a_revision_too(payroll):
    compute(close=True)

    revision = the_revision()
    assert (revision.cause, revision.old['is_final'], revision.new['is_final']) == ('closed', False, True)
    assert revision.changes == []


def test_changes_beyond_the_limit_are_counted(payroll):
    for hour in range(60):
        make_incident(
            on=[switch()], reported_at=f'2026-03-{3 + hour // 20:02} {hour % 20:02}:00',
            resolved_at=f'2026-03-{3 + hour // 20:02} {hour % 20:02}:30',
        )  # fmt: skip
    mark()

    compute()

    assert (len(the_revision().changes), the_revision().more_changes) == (50, 10)


def test_a_reader_learns_no_name_that_is_hidden_from_him(payroll, django_user_model):
    make_incident(on=[switch()], name='Secret', reported_at='2026-03-05 10:00', resolved_at='2026-03-05 13:00')
    mark()
    compute()
    reader = django_user_model.objects.create_user(username='reader')
    chief = django_user_model.objects.create_superuser(username='chief')

    (hidden,) = explain_changes([the_revision()], reader)[the_revision().pk]
    (seen,) = explain_changes([the_revision()], chief)[the_revision().pk]

    assert (hidden.incident, hidden.obj, hidden.service, hidden.is_hidden) == (None, None, None, True)
    assert (hidden.before_us, hidden.after_us) == (0, 3 * HOUR)
    assert (seen.incident.name, seen.obj.name, seen.service.name, seen.is_hidden) == (
        'Secret', 'SW-1', 'Payroll', False
    )  # fmt: skip


def test_the_history_costs_the_same_queries_however_many_figures_change():
    def grow(number):
        for _each in range(number):
            service = make_service()
            promise([service])
            make_incident(services=[service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')

    def queries():
        models.Incident.objects.update(resolved_at=F_resolved())
        mark()
        with CaptureQueriesContext(connection) as captured:
            compute()
        return len(captured)

    def F_resolved():
        from datetime import timedelta

        from django.db.models import F

        return F('resolved_at') + timedelta(minutes=1)

    grow(1)
    compute()
    queries()
    before = queries()
    grow(8)
    compute()

    assert queries() == before
    assert AttainmentRevision.objects.count() == 1 + 1 + 9
