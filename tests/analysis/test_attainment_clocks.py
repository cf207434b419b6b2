"""Response and resolution of services, as the semantics define them."""

from datetime import timedelta

import pytest

from netbox_slm import models
from tests.analysis.figures import HOUR, NOW, WEEKDAYS, figure_of, promise
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


def test_response_and_resolution_are_judged_in_service_time_by_priority():
    service, switch = make_service(), make_device()
    make_component(service, switch)
    calendar = make_calendar(windows=WEEKDAYS)
    sla = make_sla(services=[service], calendar=calendar)
    response = make_target(sla, metric='response', limit_seconds=3600, target_percent='50')
    resolution = make_target(
        sla, metric='resolution', limit_seconds=14_400, priority_limits={'high': 7200}, target_percent='50'
    )
    # Monday 17:30: half an hour that day, two and a half the next
    incident = make_incident(
        on=[switch],
        priority='high',
        reported_at='2026-03-02 17:30',
        responded_at='2026-03-03 08:30',
        resolved_at='2026-03-03 10:30',
    )

    answered, solved = figure_of(response), figure_of(resolution)

    assert (answered.met_count, answered.missed_count, answered.status) == (1, 0, 'met')
    assert (solved.met_count, solved.missed_count, solved.status) == (0, 1, 'missed')
    (line,) = solved.contributions.all()
    assert (line.incident, line.object, line.counted_us, line.reason) == (incident, switch, 3 * HOUR, 'missed')


def test_holds_pause_the_resolution_clock_and_not_the_response():
    service = make_service()
    sla = make_sla(services=[service])
    response = make_target(sla, metric='response', limit_seconds=7200)
    resolution = make_target(sla, metric='resolution', limit_seconds=7200)
    incident = make_incident(
        services=[service],
        reported_at='2026-03-02 10:00',
        responded_at='2026-03-02 13:00',
        resolved_at='2026-03-02 14:00',
    )
    for start, end in (('10:30', '12:30'), ('11:00', '12:45')):
        models.Hold.objects.create(
            incident=incident, starts_at=at(f'2026-03-02 {start}'), ends_at=at(f'2026-03-02 {end}'), reason='Asked'
        )

    assert figure_of(response).missed_count == 1
    figure = figure_of(resolution)
    assert figure.met_count == 1
    (line,) = figure.contributions.all()
    assert (line.counted_us, line.uncounted_us) == (HOUR * 7 // 4, HOUR * 9 // 4)


def test_an_incident_counts_once_for_a_service_whatever_names_it():
    service, one, two = make_service(), make_device(), make_device()
    make_component(service, one)
    make_component(service, two)
    target = promise([service], metric='response', limit_seconds=3600)
    make_incident(
        on=[one, two], services=[service], effect='none', reported_at='2026-03-02', responded_at='2026-03-02 00:10'
    )

    figure = figure_of(target)

    assert figure.met_count == 1
    assert [line.rule for line in figure.contributions.all()] == ['named']


def test_an_incident_belongs_to_the_period_and_the_components_of_its_report():
    service, switch = make_service(), make_device()
    make_component(service, switch, until=at('2026-03-10'))
    target = promise([service], metric='resolution', limit_seconds=3600)
    make_incident(on=[switch], reported_at='2026-02-28', resolved_at='2026-03-01')
    make_incident(on=[switch], reported_at='2026-03-05', resolved_at='2026-04-05')
    make_incident(on=[switch], reported_at='2026-03-15', resolved_at='2026-03-16')

    figure = figure_of(target)

    assert (figure.met_count, figure.missed_count) == (0, 1)


def test_an_open_incident_is_pending_until_its_limit_is_exceeded():
    service = make_service()
    target = promise([service], metric='resolution', limit_seconds=86_400)
    make_incident(services=[service], reported_at=NOW - timedelta(days=1))

    assert figure_of(target, period='2026-05').pending_count == 1
    assert figure_of(target, period='2026-05', now=NOW + timedelta(seconds=1)).missed_count == 1


def test_an_incident_of_a_dependency_is_no_incident_of_the_service():
    service, needed = make_service(), make_service()
    models.ServiceDependency.objects.create(service=service, depends_on=needed)
    target = promise([service], metric='response', limit_seconds=3600)
    make_incident(services=[needed], reported_at='2026-03-02')

    assert figure_of(target).status == 'no_data'
