"""Final figures: never changed silently, marked when facts changed under them, reopened with a reason."""

import pytest
from django.db import connection

from netbox_slm import models
from netbox_slm.analysis import attainment, finality, sweep
from netbox_slm.analysis.errors import FigureNotFinalError, NoReasonError, NotPromisedError
from netbox_slm.models import Attainment, AttainmentRevision
from tests.analysis.figures import HOUR, NOW, compute, promise
from tests.builders import at, make_component, make_device, make_incident, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def final():
    """The final figure of Payroll on SW-1 for March, in which it was down for two hours."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    promise([service])
    compute(close=True)
    AttainmentRevision.objects.all().delete()
    return Attainment.objects.get()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run a change as a transaction of its own, and have a worker check what it marked."""

    def commit(change):
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        for chunk in sweep.marked_finals(NOW):
            finality.check_finals(chunk.period, chunk.target_ids, NOW)

    return commit


def fan():
    return models.Incident.objects.get(name='Fan')


def save(obj, **fields):
    for name, value in fields.items():
        setattr(obj, name, value)
    obj.save()


def test_a_change_under_a_final_figure_leaves_it_as_it_is_and_says_that_it_is_outdated(final, committed):
    committed(lambda: save(fan(), resolved_at=at('2026-03-02 11:00')))

    final.refresh_from_db()
    assert final.is_final
    assert final.downtime_us == 2 * HOUR
    assert final.outdated_since is not None
    assert final.stale_since is None


def test_a_change_that_makes_no_difference_leaves_no_mark(final, committed):
    committed(lambda: save(fan(), description='The fan, not the disk'))

    final.refresh_from_db()
    assert (final.outdated_since, final.stale_since) == (None, None)


def test_taking_the_change_back_takes_the_mark_away(final, committed):
    committed(lambda: save(fan(), resolved_at=at('2026-03-02 11:00')))
    committed(lambda: save(fan(), resolved_at=at('2026-03-02 12:00')))

    final.refresh_from_db()
    assert final.outdated_since is None


@pytest.mark.parametrize(
    ('change', 'marks'),
    [
        (lambda: make_incident(on=[fan_ci()], reported_at='2026-04-02', resolved_at='2026-04-03'), 0),
        (lambda: make_incident(on=[fan_ci()], reported_at='2026-03-31', resolved_at='2026-04-03'), 1),
        (lambda: save(fan(), reported_at=at('2026-04-02'), resolved_at=at('2026-04-03')), 1),
        (lambda: make_component(models.Service.objects.get(), make_device(), since=at('2026-04-01')), 0),
        (lambda: make_component(models.Service.objects.get(), make_device(), until=at('2026-03-15')), 1),
        (lambda: fan().delete(), 1),
    ],
)
def test_only_changes_in_its_time_or_of_what_it_is_made_of_have_it_checked(
    final, change, marks, django_capture_on_commit_callbacks
):
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        change()

    assert sum(len(chunk.target_ids) for chunk in sweep.marked_finals(NOW)) == marks


def fan_ci():
    return models.AffectedCI.objects.get(incident__name='Fan').object


def test_reopening_computes_anew_and_keeps_both_values_with_reason_and_name(final, committed, admin_user):
    committed(lambda: save(fan(), resolved_at=at('2026-03-02 11:00')))

    result = finality.reopen([final], ' The fan was back at 11 ', admin_user, NOW)

    final.refresh_from_db()
    assert (result.number, result.changed, result.later) == (1, 1, 0)
    assert (final.is_final, final.downtime_us, final.outdated_since, final.reopened_at) == (False, HOUR, None, NOW)
    changed, reopened = AttainmentRevision.objects.all()
    assert (reopened.cause, reopened.reason, reopened.user) == ('reopened', 'The fan was back at 11', admin_user)
    assert (reopened.old['is_final'], reopened.new['is_final']) == (True, False)
    assert (changed.cause, changed.old['downtime_us'], changed.new['downtime_us']) == ('recomputed', 2 * HOUR, HOUR)


def test_it_is_closed_again_a_grace_after_it_was_reopened(final, admin_user):
    finality.reopen([final], 'Looked at again', admin_user, NOW)

    compute(close=True, now=at('2026-05-20 11:00'))
    assert not Attainment.objects.get().is_final

    compute(close=True, now=at('2026-05-20 13:00'))
    assert Attainment.objects.get().is_final
    assert [row.cause for row in AttainmentRevision.objects.all()] == ['closed', 'reopened']


def test_reopening_needs_a_reason(final, admin_user):
    with pytest.raises(NoReasonError):
        finality.reopen([final], '  ', admin_user, NOW)

    assert Attainment.objects.get().is_final


def test_only_final_figures_can_be_reopened(final, admin_user):
    compute('2026-04')

    with pytest.raises(FigureNotFinalError, match='2026-04'):
        finality.reopen(list(Attainment.objects.all()), 'All of it', admin_user, NOW)

    final.refresh_from_db()
    assert final.is_final


def test_what_nobody_promises_any_more_stays_as_it_is(final, admin_user):
    final.target.sla.services.clear()

    with pytest.raises(NotPromisedError, match='2026-03'):
        finality.reopen([final], 'Try', admin_user, NOW)

    final.refresh_from_db()
    assert final.is_final


def test_the_permission_holds_for_each_figure(final, django_user_model):
    user = django_user_model.objects.create_user(username='reader')

    assert not finality.may_reopen(user, [final])


def test_a_change_while_it_is_checked_is_checked_again(final, monkeypatch):
    Attainment.objects.update(stale_since=NOW, stale_marks=1)
    load = finality.load_facts

    def change_meanwhile(*args):
        Attainment.objects.update(stale_marks=2)
        return load(*args)

    monkeypatch.setattr(finality, 'load_facts', change_meanwhile)
    finality.check_finals('2026-03', [final.target_id], NOW)

    final.refresh_from_db()
    assert final.stale_since == NOW


def test_a_change_while_a_figure_is_made_final_is_checked(monkeypatch):
    promise([make_service()])
    compute()
    load = attainment.load_facts

    def change_meanwhile(*args):
        Attainment.objects.update(stale_since=NOW, stale_marks=5)
        return load(*args)

    monkeypatch.setattr(attainment, 'load_facts', change_meanwhile)
    compute(close=True)

    assert Attainment.objects.get().is_final
    assert len(sweep.marked_finals(NOW)) == 1


def test_a_figure_that_is_reopened_is_computed_not_checked(final):
    Attainment.objects.update(stale_since=NOW, needs_check=True)

    finality.reopen([final], 'Recount', None, NOW)

    assert not sweep.marked_finals(NOW)
