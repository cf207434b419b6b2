"""Figures of every metric beside availability, response and resolution (semantics.md §5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from netbox_slm import models
from netbox_slm.models import Attainment
from tests.analysis.figures import HOUR, WEEKDAYS, compute, figure_of, lines_of, promise
from tests.builders import (
    at,
    make_calendar,
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


def valued(services, metric, target_value, sla_fields=None, **fields):
    """A promise of a value."""
    return promise(
        services, target_percent=None, metric=metric, target_value=target_value, sla_fields=sla_fields, **fields
    )


def down(service, start, end, **fields):
    return make_incident(services=[service], reported_at=start, resolved_at=end, **fields)


def exact(figure):
    return None if figure.numerator is None else figure.numerator / figure.denominator


# --- MTTR ----------------------------------------------------------------------------------------------------------


def test_mttr_is_the_mean_service_time_of_the_outages_that_ended_in_the_period():
    service = make_service()
    target = valued([service], 'mttr', 3600, sla_fields={'calendar': make_calendar(windows=WEEKDAYS)})
    down(service, '2026-02-27 16:00', '2026-03-02 09:00')  # two hours on Friday, one on Monday
    down(service, '2026-03-10 10:00', '2026-03-10 12:00')
    down(service, '2026-03-31 17:00', '2026-04-01 09:00')  # ends later

    figure = figure_of(target)

    assert (figure.unit, exact(figure), figure.value) == ('duration', HOUR * 5 // 2, 9000)
    assert figure.status == 'missed'
    lines = lines_of(figure, 'outage')
    assert [line.counted_us for line in lines] == [3 * HOUR, 2 * HOUR]
    assert sum(line.counted_us for line in lines) / len(lines) == exact(figure)


def test_an_outage_is_seen_whole_however_far_it_reaches_back_in_however_many_incidents():
    service = make_service()
    target = valued([service], 'mttr', 3600)
    for day in range(10, 20):
        down(service, f'2026-02-{day} 00:00', f'2026-02-{day + 1} 00:00')
    down(service, '2026-02-20 00:00', '2026-03-01 12:00')

    figure = figure_of(target)

    assert exact(figure) == (19 * 24 + 12) * HOUR
    assert [line.starts_at for line in lines_of(figure, 'outage')] == [at('2026-02-10')]


def test_without_an_outage_that_ended_there_is_no_mttr():
    service = make_service()
    target = valued([service], 'mttr', 3600)
    down(service, '2026-03-31 17:00', None)

    assert (figure_of(target).status, Attainment.objects.get().value) == ('no_data', None)


# --- MTBF ----------------------------------------------------------------------------------------------------------


def test_mtbf_is_the_time_up_by_outage():
    service = make_service()
    target = valued([service], 'mtbf', 100 * 3600)
    down(service, '2026-03-02 10:00', '2026-03-02 12:00')
    down(service, '2026-03-12 10:00', '2026-03-12 12:00')

    figure = figure_of(target)

    assert exact(figure) == 370 * HOUR
    assert (figure.value, figure.status, figure.more_is_better) == (370 * 3600, 'met', True)
    assert figure.downtime_us == sum(line.counted_us for line in lines_of(figure, 'outage')) == 4 * HOUR


def test_without_an_outage_mtbf_has_no_data():
    target = valued([make_service()], 'mtbf', 3600)

    assert (figure_of(target).status, Attainment.objects.get().value) == ('no_data', None)


# --- number of outages, the longest ----------------------------------------------------------------------------------


def test_outages_that_overlap_are_one_and_one_that_goes_on_does_not_begin_again():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = valued([service], 'outages', 1)
    longest = make_target(target.sla, metric='longest_outage', target_value=2 * 3600)
    down(service, '2026-02-28 23:00', '2026-03-01 05:00')
    down(service, '2026-03-02 10:00', '2026-03-02 12:00')
    make_incident(on=[switch], reported_at='2026-03-02 11:00', resolved_at='2026-03-02 13:00')
    down(service, '2026-03-31 23:00', '2026-04-01 03:00')

    figure = figure_of(target)
    longest = Attainment.objects.get(target=longest)

    assert (figure.unit, figure.value, figure.status) == ('count', 2, 'missed')
    assert len(lines_of(figure, 'outage')) == 2
    assert (longest.value, longest.status) == (4 * 3600, 'missed')
    assert max(line.counted_us for line in lines_of(longest, 'outage')) == 4 * HOUR


def test_an_outage_outside_service_hours_or_in_maintenance_is_none():
    service = make_service()
    target = valued([service], 'outages', 1, sla_fields={'calendar': make_calendar(windows=WEEKDAYS)})
    window = models.MaintenanceWindow.objects.create(
        name='Work', status='agreed', starts_at=at('2026-03-02 10:00'), ends_at=at('2026-03-02 12:00')
    )
    window.slas.add(target.sla)
    down(service, '2026-03-02 10:00', '2026-03-02 12:00')
    down(service, '2026-03-03 20:00', '2026-03-03 22:00')

    assert (figure_of(target).value, Attainment.objects.get().status) == (0, 'met')


def test_a_period_without_an_outage_keeps_the_promise_of_few_and_short_ones():
    target = valued([make_service()], 'outages', 0)
    longest = make_target(target.sla, metric='longest_outage', target_value=0)

    compute()

    assert [(row.value, row.status) for row in Attainment.objects.all()] == [(0, 'met'), (0, 'met')]
    assert longest.metric == 'longest_outage'


def test_without_hours_to_measure_there_is_no_number_of_outages():
    target = valued([make_service(operational_from=at('2026-06-01'))], 'outages', 0)

    assert (figure_of(target).status, Attainment.objects.get().value) == ('no_data', None)


@pytest.mark.parametrize(('combination', 'value'), [('pooled', 3), ('mean', Decimal('1.5')), ('together', 2)])
def test_outages_of_several_services_combine_as_the_target_says(combination, value):
    one, two = make_service(), make_service()
    target = valued([one, two], 'outages', 5, combination=combination)
    down(one, '2026-03-02 10:00', '2026-03-02 12:00')
    down(two, '2026-03-02 11:00', '2026-03-02 13:00')
    down(two, '2026-03-05 11:00', '2026-03-05 13:00')

    assert figure_of(target).value == value


def test_a_running_period_is_at_risk_near_the_limit():
    service = make_service()
    target = valued([service], 'outages', 4, warning_percent=75)
    for day in (4, 5, 6):
        down(service, f'2026-05-0{day} 10:00', f'2026-05-0{day} 11:00')

    assert figure_of(target, period='2026-05').status == 'at_risk'


# --- workload --------------------------------------------------------------------------------------------------------


def test_workload_counts_incidents_by_their_resolution():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = valued([service], 'workload', 2, workload_kind='incidents')
    handled = [
        make_incident(on=[switch], reported_at='2026-02-20', restored_at='2026-02-21', resolved_at='2026-03-01'),
        down(service, '2026-03-02 10:00', '2026-03-02 12:00', effect='none'),
        down(service, '2026-03-03 10:00', '2026-03-03 12:00'),
    ]
    down(service, '2026-03-30 10:00', '2026-04-01 12:00')
    make_incident(services=[service], reported_at='2026-03-02')

    figure = figure_of(target)

    assert (figure.value, figure.status) == (3, 'missed')
    assert [line.incident for line in lines_of(figure, 'handled')] == handled


def make_change(name, switch, **fields):
    change = models.Change.objects.create(
        name=name, planned_start=at('2026-03-01'), planned_end=at('2026-03-02'), type='standard'
    )
    models.PlannedEffect.objects.create(change=change, object=switch)
    models.Change.objects.filter(pk=change.pk).update(**fields)
    return change


def test_workload_of_changes_and_of_requests_of_the_customer():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = valued([service], 'workload', 1, workload_kind='changes')
    requests = make_target(target.sla, metric='workload', workload_kind='requests', target_value=1)
    done = make_change('Done', switch, actual_start=at('2026-03-05'), actual_end=at('2026-03-06'))
    make_change('Elsewhere', make_device(), actual_start=at('2026-03-05'), actual_end=at('2026-03-06'))
    asked = make_change('Asked', switch, submitted_at=at('2026-03-07'), tenant=target.sla.tenant)
    make_change('Ours', switch, submitted_at=at('2026-03-07'))

    compute()

    for mine, change in ((target, done), (requests, asked)):
        figure = Attainment.objects.get(target=mine, period='2026-03')
        assert (figure.value, figure.status) == (1, 'met')
        assert [line.object for line in figure.contributions.all()] == [change]


# --- measurements ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('fields', 'value', 'status'),
    [
        ({'aggregation': 'mean', 'direction': 'at_most', 'target_value': 3}, Decimal('2.333334'), 'met'),
        ({'aggregation': 'mean', 'direction': 'at_least', 'target_value': 3}, Decimal('2.333333'), 'missed'),
        ({'aggregation': 'min', 'direction': 'at_least', 'target_value': 1}, 1, 'met'),
        ({'aggregation': 'max', 'direction': 'at_most', 'target_value': 3}, 4, 'missed'),
        ({'aggregation': 'sum', 'direction': 'at_most', 'target_value': 7}, 7, 'met'),
        ({'aggregation': 'last', 'direction': 'at_most', 'target_value': 1}, 2, 'missed'),
        ({'aggregation': 'percentile', 'percentile': 50, 'direction': 'at_most', 'target_value': 2}, 2, 'met'),
    ],
)
def test_measurements_become_one_value_as_the_target_says(fields, value, status):
    sla = make_sla(services=[make_service()])
    target = make_measured(sla, metric='performance', **fields)
    for day, measured in ((1, 1), (2, 4), (31, 2)):
        make_measurement(target, value=measured, measured_at=at(f'2026-03-{day:02} 10:00'))
    make_measurement(target, value=99, measured_at=at('2026-04-01'))

    figure = figure_of(target)

    assert (figure.unit, figure.value, figure.status) == ('value', value, status)
    assert [line.value for line in lines_of(figure, 'measurement')] == [1, 4, 2]


def test_a_measurement_counts_for_its_service_or_each_and_under_the_name_of_a_measure():
    one, two = make_service(), make_service()
    sla = make_sla(services=[one, two])
    target = make_measured(sla, metric='performance', measure='latency')
    make_measurement(target, value=3)
    make_measurement(target, service=one, value=5, measured_at=at('2026-03-02'))
    make_measurement(service=two, measure='latency', value=1, measured_at=at('2026-03-02'))
    make_measurement(service=two, measure='other', value=100, measured_at=at('2026-03-02'))

    compute()

    assert Attainment.objects.get(service=one).value == 4
    assert Attainment.objects.get(service=two).value == 2


def test_without_a_measurement_there_is_no_data():
    target = make_measured(make_sla(services=[make_service()]))

    assert (figure_of(target).status, Attainment.objects.get().value) == ('no_data', None)


def test_computing_values_twice_gives_the_same_rows():
    service = make_service()
    target = make_measured(make_sla(services=[service]))
    make_target(target.sla, metric='mttr', target_value=3600)
    make_measurement(target)
    down(service, '2026-03-02 10:00', '2026-03-02 12:00')

    def rows():
        return list(
            models.AttainmentContribution.objects.order_by('attainment', 'position').values_list(
                'attainment', 'position', 'kind', 'counted_us', 'value', 'incident', 'object_id'
            )
        )

    compute()
    before = rows()
    compute()

    assert rows() == before


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize('ends_on', [date(2026, 3, 15), None])
def test_a_period_across_two_versions_is_split_at_the_boundary_each_judged_by_its_own_terms(ends_on):
    service = make_service()
    first = promise([service], target_percent='99', sla_fields={'starts_on': date(2025, 1, 1), 'ends_on': ends_on})
    second = promise(
        [service],
        target_percent='99.9',
        sla_fields={
            'starts_on': date(2026, 3, 16),
            'previous_version': first.sla,
            'calendar': make_calendar(windows=WEEKDAYS),
        },
    )
    clocks = make_target(first.sla, metric='response', limit_seconds=3600, target_percent='50')
    later_clocks = make_target(second.sla, metric='response', limit_seconds=600, target_percent='50')
    down(service, '2026-03-15 23:00', '2026-03-16 09:00', responded_at='2026-03-15 23:30')
    down(service, '2026-03-17 09:00', '2026-03-17 10:00', responded_at='2026-03-17 09:30')

    compute()

    old, new = Attainment.objects.get(target=first), Attainment.objects.get(target=second)
    assert (old.agreed_us, old.downtime_us, old.status) == (15 * 24 * HOUR, HOUR, 'met')
    assert (new.agreed_us, new.downtime_us, new.status) == (12 * 10 * HOUR, 2 * HOUR, 'missed')
    found = [Attainment.objects.get(target=target) for target in (clocks, later_clocks)]
    assert [(row.met_count, row.missed_count) for row in found] == [(1, 0), (0, 1)]
    compute('2026-04')
    assert {row.target for row in Attainment.objects.filter(period='2026-04')} == {second, later_clocks}


def test_an_outage_over_the_boundary_of_versions_begins_in_one_and_ends_in_the_other():
    service = make_service()
    first = make_sla(services=[service], starts_on=date(2025, 1, 1))
    second = make_sla(services=[service], starts_on=date(2026, 3, 16), previous_version=first)
    for sla in (first, second):
        for metric in ('outages', 'longest_outage', 'mttr', 'mtbf'):
            make_target(sla, metric=metric, target_value=1)
    down(service, '2026-03-15 20:00', '2026-03-16 04:00')

    compute()

    values = Attainment.objects.filter(period='2026-03').values_list('target__sla', 'target__metric', 'value')
    assert set(values) == {
        (first.pk, 'outages', 1),
        (first.pk, 'longest_outage', 4 * 3600),
        (first.pk, 'mttr', None),
        (first.pk, 'mtbf', (15 * 24 - 4) * 3600),
        (second.pk, 'outages', 0),
        (second.pk, 'longest_outage', 0),
        (second.pk, 'mttr', 8 * 3600),
        (second.pk, 'mtbf', None),
    }


def test_a_next_version_that_is_still_a_draft_changes_nothing():
    service = make_service()
    first = promise([service])
    make_sla(services=[service], status='draft', starts_on=date(2026, 3, 16), previous_version=first.sla)

    assert figure_of(first).agreed_us == 744 * HOUR


def test_each_priority_has_its_own_limit_and_one_without_is_not_judged():
    service = make_service()
    target = promise(
        [service], target_percent='50', metric='resolution', priority_limits={'critical': 3600, 'low': 36_000}
    )
    for priority, end in (('critical', '12:00'), ('low', '12:00'), ('medium', '23:00')):
        down(service, '2026-03-02 10:00', f'2026-03-02 {end}', priority=priority)

    figure = figure_of(target)

    assert (figure.met_count, figure.missed_count) == (1, 1)


# --- the edge ---------------------------------------------------------------------------------------------------------


def edge_of_availability(miss):
    """Exactly the budget of March at 99.9 %, or a microsecond more."""
    service = make_service()
    seconds = 2678.4
    start = at('2026-03-02')
    make_incident(
        services=[service],
        reported_at=start,
        resolved_at=start + timedelta(seconds=seconds) + timedelta(microseconds=int(miss)),
    )
    return promise([service], target_percent='99.9'), Decimal('99.9')


def edge_of_clocks(miss, metric):
    """999 of 1000, or 998 of 999."""
    service = make_service()
    number = 999 if miss else 1000
    done = 'responded_at' if metric == 'response' else 'resolved_at'
    rows = models.Incident.objects.bulk_create(
        models.Incident(
            name=f'Incident {number}', reported_at=at('2026-03-02'), status='resolved',
            **{'resolved_at': at('2026-03-03'), done: at('2026-03-03' if number == 1 else '2026-03-02 01:00')},
        )
        for number in range(1, number + 1)
    )  # fmt: skip
    models.AffectedService.objects.bulk_create(models.AffectedService(incident=row, service=service) for row in rows)
    return promise([service], target_percent='99.9', metric=metric, limit_seconds=3600), Decimal('99.9')


def edge_of_duration(miss, metric):
    service = make_service()
    target = valued([service], metric, 7200)
    start = at('2026-03-02')
    make_incident(
        services=[service],
        reported_at=start,
        resolved_at=start + timedelta(hours=2) + timedelta(microseconds=int(miss)),
    )
    return target, 7200


def edge_of_mtbf(miss):
    service = make_service()
    target = valued([service], 'mtbf', 743 * 3600)
    start = at('2026-03-02')
    make_incident(
        services=[service],
        reported_at=start,
        resolved_at=start + timedelta(hours=1) + timedelta(microseconds=int(miss)),
    )
    return target, 743 * 3600


def edge_of_count(miss, metric, **fields):
    service = make_service()
    for hour in range(2 + int(miss)):
        down(service, f'2026-03-02 {hour:02}:00', f'2026-03-02 {hour:02}:30')
    return valued([service], metric, 2, **fields), 2


def edge_of_measured(miss, metric, direction):
    target = make_measured(
        make_sla(services=[make_service()]), metric=metric, direction=direction, aggregation='mean', target_value='4.1'
    )
    step = Decimal('0.000001') * (-1 if direction == 'at_least' else 1) * int(miss)
    for hour, value in ((10, Decimal('4.1') + step), (11, Decimal('4.1'))):
        make_measurement(target, value=value, measured_at=at(f'2026-03-02 {hour}:00'))
    return target, Decimal('4.1')


EDGES = {
    'availability': edge_of_availability,
    'response': lambda miss: edge_of_clocks(miss, 'response'),
    'resolution': lambda miss: edge_of_clocks(miss, 'resolution'),
    'mttr': lambda miss: edge_of_duration(miss, 'mttr'),
    'mtbf': edge_of_mtbf,
    'outages': lambda miss: edge_of_count(miss, 'outages'),
    'longest_outage': lambda miss: edge_of_duration(miss, 'longest_outage'),
    'workload': lambda miss: edge_of_count(miss, 'workload', workload_kind='incidents'),
    'performance': lambda miss: edge_of_measured(miss, 'performance', 'at_most'),
    'security': lambda miss: edge_of_measured(miss, 'security', 'at_least'),
    'cost': lambda miss: edge_of_measured(miss, 'cost', 'at_most'),
    'satisfaction': lambda miss: edge_of_measured(miss, 'satisfaction', 'at_least'),
    'custom': lambda miss: edge_of_measured(miss, 'custom', 'at_most'),
}


@pytest.mark.parametrize('metric', EDGES)
def test_exactly_what_is_promised_keeps_the_promise(metric):
    target, promised = EDGES[metric](miss=False)

    figure = figure_of(target)

    assert figure.status in ('met', 'at_risk')
    assert (figure.value_percent if figure.unit == 'percent' else figure.value) == promised


@pytest.mark.parametrize('metric', EDGES)
def test_the_least_beyond_what_is_promised_is_missed_and_never_reads_as_kept(metric):
    target, promised = EDGES[metric](miss=True)

    figure = figure_of(target)

    assert figure.status == 'missed'
    value = figure.value_percent if figure.unit == 'percent' else figure.value
    assert value < promised if figure.more_is_better else value > promised


# How each reads: just kept, and the least beyond it
READINGS = {
    'availability': ('99.90 %', '99.89 %'),
    'response': ('99.90 %', '99.89 %'),
    'resolution': ('99.90 %', '99.89 %'),
    'mttr': ('2 h', '2 h 1 min'),
    'mtbf': ('30 d 23 h', '30 d 22 h'),
    'outages': ('2', '3'),
    'longest_outage': ('2 h', '2 h 1 min'),
    'workload': ('2', '3'),
    'performance': ('4.1', '4.11'),
    'security': ('4.1', '4.09'),
    'cost': ('4.1', '4.11'),
    'satisfaction': ('4.1', '4.09'),
    'custom': ('4.1', '4.11'),
}


@pytest.mark.parametrize('miss', [False, True])
@pytest.mark.parametrize('metric', EDGES)
def test_a_figure_reads_on_its_side_of_the_edge(admin_client, metric, miss):
    target, _promised = EDGES[metric](miss=miss)
    figure = figure_of(target)
    told = admin_client.get(f'/api/plugins/service-levels/attainments/{figure.pk}/').json()
    page = admin_client.get(figure.get_absolute_url()).content.decode().replace('\N{NO-BREAK SPACE}', ' ')

    reads = READINGS[metric][miss]
    assert told['text'] == reads
    assert reads in page


def test_the_edges_are_those_of_all_metrics():
    from netbox_slm.choices import MetricChoices

    assert set(EDGES) == set(MetricChoices.values())
