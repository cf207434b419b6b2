"""In which state services are at a moment, since when and why."""

import pytest

from netbox_slm import models
from netbox_slm.analysis.states import states_now
from tests.builders import at, make_component, make_device, make_incident, make_service

pytestmark = pytest.mark.django_db

NOW = at('2026-03-02 12:00')


def state_of(service):
    return states_now([service.pk], NOW).of(service.pk)


def make_pair(service, needed=1):
    """Two devices of a redundancy group of the service."""
    group = models.RedundancyGroup.objects.create(service=service, name='Pair', min_available=needed)
    return [make_component(service, make_device(), redundancy_group=group).object for _number in range(2)]


def test_without_incident_a_service_is_up():
    service = make_service()
    make_component(service)

    found = state_of(service)

    assert (found.state, found.since, found.causes, found.rank) == ('up', None, (), 0)


def test_no_service_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert states_now([], NOW).by_service == {}


def test_a_required_component_takes_its_service_down_and_is_the_cause():
    link = make_component()
    incident = make_incident(on=[link.object], reported_at='2026-03-02 10:00')

    found = state_of(link.service)

    assert (found.state, found.since, found.rank) == ('down', at('2026-03-02 10:00'), 3)
    (cause,) = found.causes
    assert cause.incident_id == incident.pk
    assert cause.object_key == (link.object_type_id, link.object_id)
    assert cause.service_ids == (link.service_id,)


def test_an_incident_that_names_the_service_is_a_cause_without_an_object():
    service = make_service()
    make_incident(services=[service], effect='degraded', reported_at='2026-03-02 10:00')

    found = state_of(service)

    assert found.state == 'degraded'
    assert found.causes[0].object_key is None


def test_a_group_that_lost_a_member_is_at_risk_and_the_member_is_out():
    service = make_service()
    one, _other = make_pair(service)
    make_incident(on=[one], reported_at='2026-03-02 10:00')

    found = states_now([service.pk], NOW)

    assert found.of(service.pk).state == 'at_risk'
    assert {pk for _type, pk in found.out} == {one.pk}


def test_a_group_below_its_minimum_is_down():
    service = make_service()
    one, _other = make_pair(service, needed=2)
    make_incident(on=[one], reported_at='2026-03-02 10:00')

    assert state_of(service).state == 'down'


def test_a_hard_dependency_passes_down_and_a_soft_one_degrades():
    base = make_service()
    hard, soft = make_service(), make_service()
    models.ServiceDependency.objects.create(service=hard, depends_on=base)
    models.ServiceDependency.objects.create(service=soft, depends_on=base, kind='soft')
    make_incident(services=[base], reported_at='2026-03-02 10:00')

    found = states_now([hard.pk, soft.pk], NOW)

    assert (found.of(hard.pk).state, found.of(soft.pk).state) == ('down', 'degraded')
    assert found.of(hard.pk).causes[0].service_ids == (base.pk, hard.pk)


def test_an_incident_that_is_over_or_not_begun_or_cancelled_does_nothing():
    device = make_device()
    service = make_component(obj=device).service
    make_incident(on=[device], reported_at='2026-03-02 08:00', resolved_at='2026-03-02 12:00')
    make_incident(on=[device], reported_at='2026-03-02 12:01')
    make_incident(on=[device], reported_at='2026-03-02 08:00', status='cancelled')
    make_incident(on=[device], reported_at='2026-03-02 08:00', effect='none')

    assert state_of(service).state == 'up'


def test_a_service_that_recovered_before_its_component_is_up_again():
    link = make_component()
    incident = make_incident(on=[link.object], reported_at='2026-03-02 08:00')
    models.AffectedService.objects.create(
        incident=incident, service=link.service, ends_at=at('2026-03-02 09:00'), effect='down'
    )

    assert state_of(link.service).state == 'up'


def test_a_link_that_has_ended_carries_nothing():
    link = make_component(until=at('2026-03-01'))
    make_incident(on=[link.object], reported_at='2026-03-02 08:00')

    assert state_of(link.service).state == 'up'


def test_since_is_when_this_state_began_not_the_incident():
    service = make_service()
    one, other = make_pair(service)
    make_incident(on=[one], reported_at='2026-03-02 08:00')
    make_incident(on=[other], reported_at='2026-03-02 10:30')

    found = state_of(service)

    assert (found.state, found.since) == ('down', at('2026-03-02 10:30'))
    assert len(found.causes) == 2


def test_queries_do_not_grow_with_incidents(django_assert_max_num_queries):
    device = make_device()
    services = [make_component(obj=device).service.pk for _number in range(10)]
    for _number in range(10):
        make_incident(on=[device], reported_at='2026-03-02 08:00')

    with django_assert_max_num_queries(10):
        states_now(services, NOW)
