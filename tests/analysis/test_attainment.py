"""Availability of services, as the semantics define it, from rows in the database to rows in the database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

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
    make_service,
    make_target,
)

pytestmark = pytest.mark.django_db


def test_overlapping_incidents_count_once():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = promise([service])
    first = make_incident(on=[switch], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    second = make_incident(on=[switch], reported_at='2026-03-02 11:00', resolved_at='2026-03-02 13:00')

    figure = figure_of(target)

    assert figure.downtime_us == 3 * HOUR
    assert figure.agreed_us == 744 * HOUR
    assert figure.value_percent == Decimal('99.596774')
    assert figure.status == 'missed'
    lines = lines_of(figure, 'downtime')
    assert sum(line.counted_us for line in lines) == 3 * HOUR
    assert {line.incident for line in lines} == {first, second}
    assert [(line.counted_us, line.reason) for line in lines if line.uncounted_us] == [(0, 'overlap')]


def test_only_agreed_hours_count():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    calendar = make_calendar(windows=WEEKDAYS)
    target = promise([service], sla_fields={'calendar': calendar})
    make_incident(on=[switch], reported_at='2026-03-02 17:00', resolved_at='2026-03-03 09:00')

    figure = figure_of(target)

    assert figure.agreed_us == 22 * 10 * HOUR
    assert figure.downtime_us == 2 * HOUR
    (line,) = lines_of(figure, 'downtime')
    assert (line.counted_us, line.uncounted_us, line.reason) == (2 * HOUR, 14 * HOUR, 'hours')


def test_a_redundant_member_costs_nothing_until_too_few_are_left():
    service, one, two = make_service(), make_device(), make_device()
    group = models.RedundancyGroup.objects.create(service=service, name='Pair', min_available=1)
    make_component(service, one, redundancy_group=group)
    make_component(service, two, redundancy_group=group)
    target = promise([service])
    make_incident(on=[one], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 14:00')
    make_incident(on=[two], reported_at='2026-03-02 13:00', resolved_at='2026-03-02 15:00')

    figure = figure_of(target)

    assert figure.downtime_us == HOUR
    assert {line.rule for line in lines_of(figure, 'downtime')} == {'group'}


def test_an_outage_reaches_a_service_through_any_number_of_others():
    services = [make_service(f'Level {number}') for number in range(4)]
    for upper, lower in pairwise(services):
        models.ServiceDependency.objects.create(service=upper, depends_on=lower)
    disk = make_device()
    make_component(services[-1], disk)
    target = promise([services[0]])
    make_incident(on=[disk], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 11:00')

    figure = figure_of(target)

    assert figure.downtime_us == HOUR
    (line,) = lines_of(figure, 'downtime')
    assert line.object == disk
    assert [(step['type'], step['id'], step['relation']) for step in line.path] == [
        ('dcim.device', disk.pk, 'required'),
        *(('netbox_slm.service', service.pk, 'hard') for service in reversed(services[1:])),
        ('netbox_slm.service', services[0].pk, ''),
    ]


def test_a_soft_dependency_only_degrades_at_the_weight_of_the_agreement():
    service, needed = make_service(), make_service()
    models.ServiceDependency.objects.create(service=service, depends_on=needed, kind='soft')
    target = promise([service], sla_fields={'degraded_weight': '0.25'})
    make_incident(services=[needed], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 14:00')

    figure = figure_of(target)

    assert figure.downtime_us == HOUR
    (line,) = lines_of(figure, 'degraded')
    assert (line.counted_us, line.uncounted_us, line.reason) == (HOUR, 3 * HOUR, 'weight')


def test_services_that_need_each_other_are_only_down_because_of_something_else():
    one, two = make_service(), make_service()
    models.ServiceDependency.objects.create(service=one, depends_on=two)
    models.ServiceDependency.objects.create(service=two, depends_on=one)
    target = promise([one])
    make_incident(services=[two], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 11:00')

    assert figure_of(target).downtime_us == HOUR


def test_maintenance_leaves_the_figure_and_its_hours_are_listed():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = promise([service])
    window = models.MaintenanceWindow.objects.create(
        name='Sunday work',
        status='agreed',
        starts_at=at('2026-03-01 02:00'),
        ends_at=at('2026-03-01 04:00'),
        recurrence='FREQ=WEEKLY;BYDAY=SU',
    )
    window.slas.add(target.sla)
    make_incident(on=[switch], reported_at='2026-03-08 03:00', resolved_at='2026-03-08 05:00')

    figure = figure_of(target)

    assert figure.excluded_us == 5 * 2 * HOUR
    assert figure.downtime_us == HOUR
    assert figure.counted_us == 734 * HOUR
    assert sum(line.counted_us for line in lines_of(figure, 'maintenance')) == figure.excluded_us
    assert [(line.counted_us, line.reason) for line in lines_of(figure, 'downtime')] == [
        (0, 'maintenance'),
        (HOUR, ''),
    ]


def test_maintenance_that_is_only_proposed_excludes_nothing():
    service = make_service()
    target = promise([service])
    window = models.MaintenanceWindow.objects.create(
        name='Maybe', starts_at=at('2026-03-01 02:00'), ends_at=at('2026-03-01 04:00')
    )
    window.services.add(service)

    assert figure_of(target).excluded_us == 0


def test_excused_time_leaves_the_figure(django_user_model):
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = promise([service])
    approver = django_user_model.objects.create_user(username='approver')
    excused = make_incident(
        on=[switch],
        reported_at='2026-03-02 10:00',
        resolved_at='2026-03-02 12:00',
        excused=True,
        excuse_reason='The customer cut the power',
        excused_by=approver,
    )
    other = make_incident(on=[switch], reported_at='2026-03-02 11:00', resolved_at='2026-03-02 13:00')

    figure = figure_of(target)

    assert (figure.excluded_us, figure.downtime_us) == (2 * HOUR, HOUR)
    assert [line.incident for line in lines_of(figure, 'excused')] == [excused]
    assert [(line.incident, line.counted_us, line.reason) for line in lines_of(figure, 'downtime')] == [
        (other, 0, 'excused'),
        (other, HOUR, ''),
    ]


def test_excluded_time_counts_as_up_where_the_agreement_says_so():
    service = make_service()
    target = promise([service], sla_fields={'excluded_counts_as_up': True})
    window = models.MaintenanceWindow.objects.create(
        name='Work', status='agreed', starts_at=at('2026-03-01'), ends_at=at('2026-03-11')
    )
    window.services.add(service)
    make_incident(services=[service], reported_at='2026-03-12', resolved_at='2026-03-12 12:00')

    figure = figure_of(target)

    assert figure.numerator / figure.denominator == Decimal(732) / 744


def test_an_outage_below_the_agreed_length_costs_nothing_even_over_the_edge_of_a_period():
    service = make_service()
    target = promise([service], sla_fields={'excused_outage_seconds': 900})
    make_incident(services=[service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 10:14')
    make_incident(services=[service], reported_at='2026-03-03 10:00', resolved_at='2026-03-03 10:15')
    make_incident(services=[service], reported_at='2026-02-28 23:50', resolved_at='2026-03-01 00:10')

    figure = figure_of(target)

    assert figure.downtime_us == HOUR * 25 // 60
    assert [line.reason for line in lines_of(figure, 'downtime')] == ['', 'short', '']


def test_an_open_incident_counts_up_to_now_and_the_budget_is_that_of_the_whole_period():
    service = make_service()
    target = promise([service], target_percent='99')
    make_incident(services=[service], reported_at='2026-05-15 08:00')

    figure = figure_of(target, period='2026-05')

    assert figure.downtime_us == 4 * HOUR
    assert figure.agreed_us == (14 * 24 + 12) * HOUR
    assert figure.budget_us == 744 * HOUR // 100
    assert figure.remaining_us == figure.budget_us - 4 * HOUR
    assert figure.status == 'at_risk'


def test_term_and_operational_life_clip_the_agreed_hours():
    service = make_service(operational_from=at('2026-03-05'), operational_until=at('2026-03-20'))
    target = promise(
        [service], sla_fields={'starts_on': date(2026, 3, 10), 'ends_on': date(2026, 3, 31), 'time_zone': 'UTC'}
    )
    make_incident(services=[service], reported_at='2026-03-09 12:00', resolved_at='2026-03-10 06:00')

    figure = figure_of(target)

    assert figure.agreed_us == 10 * 24 * HOUR
    assert figure.downtime_us == 6 * HOUR
    assert {line.reason for line in lines_of(figure, 'downtime')} == {'term', ''}


def test_nothing_to_measure_is_no_data_and_never_100_percent():
    service = make_service(operational_from=at('2026-06-01'))
    target = promise([service])

    figure = figure_of(target)

    assert (figure.status, figure.value_percent, figure.numerator) == ('no_data', None, None)


def test_a_miss_is_never_rounded_up():
    service = make_service()
    target = promise([service], target_percent='99.9')
    # A millisecond beyond the budget of March
    make_incident(
        services=[service],
        reported_at=at('2026-03-02'),
        resolved_at=at('2026-03-02') + timedelta(seconds=2678.401),
    )

    figure = figure_of(target)

    assert (figure.status, figure.value_percent) == ('missed', Decimal('99.899999'))


def test_a_link_counts_only_while_it_held():
    service, switch = make_service(), make_device()
    make_component(service, switch, since=at('2026-03-02 10:00'), until=at('2026-03-02 11:00'))
    target = promise([service])
    make_incident(on=[switch], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 18:00')

    assert figure_of(target).downtime_us == HOUR


def test_what_an_incident_does_to_one_service_replaces_what_it_does_through_its_cis():
    one, other, switch = make_service(), make_service(), make_device()
    make_component(one, switch)
    make_component(other, switch)
    target = promise([one, other])
    incident = make_incident(on=[switch], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 18:00')
    models.AffectedService.objects.create(incident=incident, service=one, ends_at=at('2026-03-02 09:00'))

    assert figure_of(target, one).downtime_us == HOUR
    assert figure_of(target, other).downtime_us == 10 * HOUR


def test_a_cancelled_incident_counts_nowhere():
    service = make_service()
    target = promise([service])
    make_incident(services=[service], reported_at='2026-03-02 08:00', status='cancelled')

    assert figure_of(target).downtime_us == 0


@pytest.mark.parametrize(
    ('combination', 'numerator', 'denominator'),
    [('together', 741, 744), ('pooled', 744 * 2 - 4, 744 * 2), ('mean', 744 * 2 - 4, 744 * 2)],
)
def test_several_services_combine_as_the_target_says(combination, numerator, denominator):
    one, two = make_service(), make_service()
    target = promise([one, two], combination=combination)
    make_incident(services=[one], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 10:00')
    make_incident(services=[two], reported_at='2026-03-02 09:00', resolved_at='2026-03-02 11:00')

    figure = figure_of(target)

    assert figure.service is None
    assert figure.numerator * denominator == figure.denominator * numerator
    assert sum(line.counted_us for line in lines_of(figure, 'downtime')) == figure.downtime_us


def test_a_mean_weighs_services_and_pooled_seconds_weigh_hours():
    short, whole = make_service(operational_from=at('2026-03-31')), make_service()
    mean = promise([short, whole], combination='mean')
    pooled = make_target(mean.sla, combination='pooled')
    make_incident(services=[short], reported_at='2026-03-31 06:00', resolved_at='2026-03-31 18:00')

    compute()

    assert Attainment.objects.get(target=mean).value_percent == Decimal(75)
    assert Attainment.objects.get(target=pooled).value_percent == Decimal('98.437500')


def test_maintenance_of_one_service_excuses_that_one_when_several_count_together():
    one, two = make_service(), make_service()
    target = promise([one, two], combination='together')
    window = models.MaintenanceWindow.objects.create(
        name='Work on one', status='agreed', starts_at=at('2026-03-02 08:00'), ends_at=at('2026-03-02 10:00')
    )
    window.services.add(one)
    make_incident(services=[one], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 11:00')
    make_incident(services=[two], reported_at='2026-03-02 09:30', resolved_at='2026-03-02 10:00')

    assert figure_of(target).downtime_us == HOUR * 3 // 2
