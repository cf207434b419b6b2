"""A change of facts marks the figures of the services it concerns, and of those that depend on them, and no others."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from netbox_slm import models, receivers
from netbox_slm.analysis.fact_changes import ChangesByTime
from netbox_slm.analysis.staleness import Changes, mark_stale
from netbox_slm.models import Attainment
from tests.analysis.figures import NOW, WEEKDAYS, compute, promise
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
from tests.changes.base import make_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(django_capture_on_commit_callbacks):
    """A service on a switch, one that depends on it, and one apart, each promised; all figures computed."""

    class House:
        switch = make_device()
        service, dependent, apart = make_service(), make_service(), make_service()
        component = make_component(service, switch)
        dependency = models.ServiceDependency.objects.create(service=dependent, depends_on=service)
        calendar = make_calendar(windows=WEEKDAYS)
        sla = make_sla(services=[service], calendar=calendar)
        target = make_target(sla)
        incident = make_incident(on=[switch], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')

        def stale_after(self, change):
            compute()
            assert not Attainment.objects.filter(period='2026-03', stale_since__isnull=False).exists()
            connection.run_on_commit.clear()  # what making the house left to do at a commit that never comes
            with django_capture_on_commit_callbacks(execute=True):
                change()
            rows = Attainment.objects.filter(period='2026-03', stale_since__isnull=False)
            return {row.service for row in rows.select_related('service')}

    house = House()
    promise([house.dependent])
    promise([house.apart])
    return house


def save(obj, **fields):
    for name, value in fields.items():
        setattr(obj, name, value)
    obj.save()


CHANGES = {
    'an incident': lambda house: save(house.incident, restored_at=at('2026-03-02 11:00')),
    'a new incident on a CI': lambda house: make_incident(on=[house.switch], reported_at='2026-03-03'),
    'an incident that names the service': lambda house: make_incident(
        services=[house.service], reported_at='2026-03-03'
    ),
    'a deleted incident': lambda house: house.incident.delete(),
    'a hold': lambda house: models.Hold.objects.create(
        incident=house.incident, starts_at=at('2026-03-02 10:30'), ends_at=at('2026-03-02 11:00'), reason='Asked'
    ),
    'a component that ends': lambda house: save(house.component, until=at('2026-03-02')),
    'a component that is deleted': lambda house: house.component.delete(),
    'a CI that is deleted': lambda house: house.switch.delete(),
    'a redundancy group': lambda house: models.RedundancyGroup.objects.create(service=house.service, name='Pair'),
    'its operational life': lambda house: save(house.service, operational_from=at('2026-03-05')),
}


@pytest.mark.parametrize('change', CHANGES)
def test_a_change_of_what_a_service_stands_on_reaches_its_dependents_only(house, change):
    stale = house.stale_after(lambda: CHANGES[change](house))

    assert stale == {house.service, house.dependent}


OWN_CHANGES = {
    'the agreement': lambda house: save(house.sla, degraded_weight='0.5'),
    'the target': lambda house: save(house.target, target_percent='98'),
    'a calendar window': lambda house: house.calendar.windows.first().delete(),
    'a calendar exception': lambda house: models.CalendarException.objects.create(
        calendar=house.calendar, name='Day off', starts_on='2026-03-10', ends_on='2026-03-10'
    ),
}


@pytest.mark.parametrize('change', OWN_CHANGES)
def test_a_change_of_a_promise_reaches_its_own_figures_only(house, change):
    assert house.stale_after(lambda: OWN_CHANGES[change](house)) == {house.service}


def test_a_dependency_reaches_the_service_that_has_it(house):
    assert house.stale_after(lambda: house.dependency.delete()) == {house.dependent}


def test_maintenance_reaches_those_it_is_agreed_with_and_when_it_is_taken_back(house):
    window = models.MaintenanceWindow.objects.create(
        name='Work', status='agreed', starts_at=at('2026-03-01 02:00'), ends_at=at('2026-03-01 04:00')
    )

    assert house.stale_after(lambda: window.slas.add(house.sla)) == {house.service}
    assert house.stale_after(lambda: save(window, ends_at=at('2026-03-01 05:00'))) == {house.service}
    assert house.stale_after(lambda: window.slas.remove(house.sla)) == {house.service}
    assert house.stale_after(lambda: window.services.add(house.apart)) == {house.apart}
    assert house.stale_after(lambda: window.delete()) == {house.apart}


def test_what_moves_changes_where_it_was_and_where_it_goes(house):
    assert house.stale_after(lambda: save(house.component, service=house.apart)) == {
        house.service,
        house.dependent,
        house.apart,
    }


def test_services_combined_are_changed_by_each_of_them(house):
    both = promise([house.service, house.apart], combination='together')
    own = make_target(both.sla, combination='pooled')
    own.services.set([house.apart])

    house.stale_after(lambda: make_incident(services=[house.service], reported_at='2026-03-03'))

    stale = Attainment.objects.filter(service=None, period='2026-03', stale_since__isnull=False)
    assert [row.target for row in stale] == [both]


def test_a_final_figure_is_marked_only_by_a_change_in_its_time(house):
    compute(close=True)

    for day in ('2026-04-01', '2026-03-31'):
        changes = Changes(services={house.apart.pk})
        changes.add_span(at(day), None)
        mark_stale(changes, NOW)

        marked = Attainment.objects.filter(stale_since__isnull=False, is_final=True)
        assert marked.count() == (day == '2026-03-31')


def test_stale_is_since_the_first_change_and_every_change_counts(house):
    compute()
    for day in ('2026-05-16', '2026-05-17'):
        mark_stale(Changes(services={house.apart.pk}), at(day))

    row = Attainment.objects.get(service=house.apart, period='2026-03')
    assert (row.stale_since, row.stale_marks) == (at('2026-05-16'), 2)


def test_a_new_promise_has_stale_rows_for_the_current_and_the_previous_period():
    target = promise([make_service()])

    mark_stale(Changes(targets={target.pk}), NOW)

    rows = Attainment.objects.filter(target=target)
    assert {(row.period, row.computed_at, row.stale_since) for row in rows} == {
        ('2026-05', None, NOW),
        ('2026-04', None, NOW),
    }


def test_what_is_rolled_back_marks_nothing(house, django_capture_on_commit_callbacks):
    def change():
        with transaction.atomic():
            save(house.incident, priority='low')
            transaction.set_rollback(True)

    assert house.stale_after(change) == set()


def test_many_changes_of_a_transaction_cost_a_constant_number_of_queries(house, django_capture_on_commit_callbacks):
    compute()

    def queries(number):
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks() as callbacks:
            for _each in range(number):
                make_incident(on=[house.switch], reported_at='2026-03-02', resolved_at='2026-03-03')
        with CaptureQueriesContext(connection) as captured:
            for callback in callbacks:
                if isinstance(callback, receivers.Flush):
                    callback()
        return len(captured)

    assert queries(1) == queries(10)


# --- exactly what can change ------------------------------------------------------------------------------------------


NOTHING = {
    'the note of an incident': lambda house: save(house.incident, description='Seen by two', name='Broke'),
    'an incident saved as it was': lambda house: house.incident.save(),
    'the name of a service': lambda house: save(house.service, name='Payroll'),
    'the name of an agreement': lambda house: save(house.sla, name='Gold', description='As agreed'),
    'the name of a target': lambda house: save(house.target, name='Up'),
    'the name of a calendar': lambda house: save(house.calendar, name='Office'),
    'a description of a component': lambda house: save(house.component, description='Core'),
    'an incident after the period': lambda house: make_incident(
        on=[house.switch], reported_at='2026-04-01', resolved_at='2026-04-02'
    ),
    'an incident before the period': lambda house: make_incident(
        on=[house.switch], reported_at='2026-02-01', resolved_at='2026-02-28'
    ),
    'an incident on a CI of nobody': lambda house: make_incident(
        on=[make_device()], reported_at='2026-03-02', resolved_at='2026-03-03'
    ),
    'a component that begins later': lambda house: make_component(house.service, make_device(), since=at('2026-04-05')),
    'maintenance of another month': lambda house: models.MaintenanceWindow.objects.create(
        name='Later', status='agreed', starts_at=at('2026-04-01 02:00'), ends_at=at('2026-04-01 04:00')
    ).services.add(house.service),
    'a day off in another month': lambda house: models.CalendarException.objects.create(
        calendar=house.calendar, name='Day off', starts_on='2026-05-10', ends_on='2026-05-10'
    ),
    'a measurement of a name that nobody promises': lambda house: models.Measurement.objects.create(
        service=house.service, measure='latency', measured_at=at('2026-03-02'), value=3, source='probe'
    ),
}


@pytest.mark.parametrize('change', NOTHING)
def test_what_changes_no_figure_marks_none(house, change):
    assert house.stale_after(lambda: NOTHING[change](house)) == set()


def test_the_old_span_and_the_new_one_are_marked(house):
    for period in ('2026-02', '2026-04'):
        compute(period)

    house.stale_after(lambda: save(house.incident, reported_at=at('2026-04-02'), resolved_at=at('2026-04-03')))

    stale = Attainment.objects.filter(stale_since__isnull=False, service=house.service)
    assert set(stale.values_list('period', flat=True)) >= {'2026-03', '2026-04'}
    assert '2026-02' not in set(stale.values_list('period', flat=True))


def test_an_incident_that_is_moved_to_another_ci_changes_both(house):
    other = make_device()
    make_component(house.apart, other)
    affected = house.incident.affected_cis.get()

    assert house.stale_after(lambda: save(affected, object=other)) == {house.service, house.dependent, house.apart}


def test_a_figure_of_outages_is_marked_by_what_happens_after_its_period(house):
    target = make_target(house.sla, metric='longest_outage', target_value=3600)

    house.stale_after(lambda: make_incident(on=[house.switch], reported_at='2026-04-01', resolved_at='2026-04-02'))

    stale = Attainment.objects.filter(stale_since__isnull=False, period='2026-03')
    assert [row.target for row in stale] == [target]


def test_a_day_off_changes_the_clocks_of_incidents_reported_before(house):
    target = make_target(house.sla, metric='resolution', limit_seconds=3600)

    house.stale_after(
        lambda: models.CalendarException.objects.create(
            calendar=house.calendar, name='Day off', starts_on='2026-04-20', ends_on='2026-04-20'
        )
    )

    stale = Attainment.objects.filter(stale_since__isnull=False, period='2026-03')
    assert [row.target for row in stale] == [target]


def test_a_new_version_changes_the_figures_of_the_one_before(house):
    def change():
        make_sla(services=[house.service], starts_on='2026-03-16', previous_version=house.sla)

    assert house.stale_after(change) == {house.service}


def test_a_short_outage_over_the_edge_of_a_period_changes_both(house):
    house.sla.excused_outage_seconds = 900
    house.sla.save()

    stale = house.stale_after(
        lambda: make_incident(on=[house.switch], reported_at='2026-02-28 23:50', resolved_at='2026-02-28 23:59')
    )

    assert stale == {house.service}


def test_a_measurement_marks_the_figures_of_its_time(house):
    target = make_target(
        house.sla, metric='cost', target_value=5, direction='at_most', aggregation='sum', unit='EUR'
    )  # fmt: skip
    compute('2026-04')

    house.stale_after(
        lambda: models.Measurement.objects.create(target=target, measured_at=at('2026-03-02'), value=3, source='Books')
    )

    stale = Attainment.objects.filter(stale_since__isnull=False)
    assert {(row.target, row.period) for row in stale if row.period in ('2026-03', '2026-04')} == {(target, '2026-03')}


def workload(house, kind):
    target = make_target(house.sla, metric='workload', workload_kind=kind, target_value=5)
    make_target(house.sla, metric='workload', workload_kind='incidents', target_value=5)
    compute('2026-04')
    return target


def plan(house, **fields):
    change = make_change(**fields)
    models.PlannedEffect.objects.create(change=change, object=house.switch)
    return change


DONE = {'actual_start': at('2026-03-04'), 'actual_end': at('2026-03-05')}
WORK = {
    'changes': {
        'work that ends': lambda house, change: save(change, **DONE),
        'a record of work that ended': lambda house, change: plan(house, **DONE),
    },
    'requests': {'what is asked for': lambda house, change: save(change, submitted_at=at('2026-03-05'))},
}


@pytest.mark.parametrize(('kind', 'what'), [(kind, what) for kind, found in WORK.items() for what in found])
def test_work_marks_the_workload_of_its_time_and_nothing_else(house, kind, what):
    target, change = workload(house, kind), plan(house)

    house.stale_after(lambda: WORK[kind][what](house, change))

    stale = Attainment.objects.filter(stale_since__isnull=False, period__in=('2026-03', '2026-04'))
    assert {(row.target, row.period) for row in stale} == {(target, '2026-03')}


@pytest.mark.parametrize(
    'undo',
    [
        lambda change: change.delete(),
        lambda change: save(change.planned_effects.get(), object=make_device()),
    ],
)
def test_work_that_is_deleted_or_moved_to_another_ci_marks_the_workload_it_counted_for(house, undo):
    target, change = workload(house, 'changes'), plan(house, **DONE)

    house.stale_after(lambda: undo(change))

    stale = Attainment.objects.filter(stale_since__isnull=False, period__in=('2026-03', '2026-04'))
    assert {(row.target, row.period) for row in stale} == {(target, '2026-03')}


def test_work_that_is_only_planned_marks_nothing(house):
    workload(house, 'changes')

    assert house.stale_after(lambda: plan(house)) == set()


# --- each change in its own time -------------------------------------------------------------------------------------


def marked():
    rows = Attainment.objects.filter(stale_since__isnull=False, period__in=('2026-02', '2026-03', '2026-04'))
    return {(row.service, row.period) for row in rows.select_related('service')}


def test_changes_of_one_transaction_mark_each_its_own_time(house):
    for period in ('2026-02', '2026-04'):
        compute(period)

    house.stale_after(
        lambda: [
            make_incident(services=[house.dependent], reported_at='2026-02-02', resolved_at='2026-02-03'),
            make_incident(services=[house.apart], reported_at='2026-04-02', resolved_at='2026-04-03'),
        ]
    )

    assert marked() == {(house.dependent, '2026-02'), (house.apart, '2026-04')}


def test_an_incident_that_is_moved_and_given_another_ci_at_once_changes_both_in_both_times(house):
    compute('2026-04')
    other = make_device()
    make_component(house.apart, other)
    affected = house.incident.affected_cis.get()

    def change():
        save(house.incident, reported_at=at('2026-04-02'), resolved_at=at('2026-04-03'))
        save(affected, object=other)

    house.stale_after(change)

    both = {(service, period) for service in (house.service, house.dependent) for period in ('2026-03', '2026-04')}
    assert marked() >= both | {(house.apart, '2026-04')}


def test_maintenance_that_is_moved_and_taken_from_an_agreement_at_once_changes_what_it_was(house):
    window = models.MaintenanceWindow.objects.create(
        name='Work', status='agreed', starts_at=at('2026-03-01 02:00'), ends_at=at('2026-03-01 04:00')
    )
    window.slas.add(house.sla)

    def change():
        save(window, starts_at=at('2026-04-01 02:00'), ends_at=at('2026-04-01 04:00'))
        window.slas.remove(house.sla)

    assert house.stale_after(change) == {house.service}


def test_changes_in_many_months_are_a_bounded_number_of_groups():
    changes = ChangesByTime()
    for month in range(40):
        changes.add(
            [('services', month)],
            models.Incident(
                pk=month + 1,
                reported_at=at(f'{2023 + month // 12}-{month % 12 + 1:02}-02'),
                resolved_at=at(f'{2023 + month // 12}-{month % 12 + 1:02}-03'),
            ),
        )

    groups = changes.groups()

    assert len(groups) <= ChangesByTime.MOST
    assert {service for group in groups for service in group.services} == set(range(40))
    assert [group.since for group in groups] == sorted(group.since for group in groups)
    assert groups[0].since == at('2023-01-02')
    assert groups[-1].until > at('2026-04-02')
