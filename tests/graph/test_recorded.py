"""Our services and explicit needs (semantics.md §2, graph.md §2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netbox_slm import models
from tests.builders import make_component, make_device, make_service
from tests.graph.things import AT_RISK, DEGRADED, DOWN, breaks, make_cluster, make_feed, make_port, make_vm, ref, way

pytestmark = pytest.mark.django_db


def need(dependent, needed, **fields):
    return models.CIDependency.objects.create(dependent=dependent, needed=needed, **fields)


def grouped(dependent, *needed, least=1, **fields):
    group = models.CIDependencyGroup.objects.create(dependent=dependent, name='Group', min_available=least)
    for obj in needed:
        need(dependent, obj, kind='group', group=group, **fields)
    return group


def test_a_service_stands_on_its_components_groups_and_dependencies():
    devices = [make_device() for _number in range(4)]
    payroll, portal, reports = make_service(), make_service(), make_service()
    make_component(payroll, devices[0])
    group = models.RedundancyGroup.objects.create(service=payroll, name='Nodes', min_available=2)
    for device in devices[1:]:
        make_component(payroll, device, redundancy_group=group)
    models.ServiceDependency.objects.create(service=portal, depends_on=payroll)
    models.ServiceDependency.objects.create(service=reports, depends_on=portal, kind='soft')

    assert breaks(devices[1]) == {ref(payroll): AT_RISK, ref(portal): AT_RISK}
    assert breaks(*devices[1:3]) == {ref(payroll): DOWN, ref(portal): DOWN, ref(reports): DEGRADED}
    assert breaks(devices[0])[ref(reports)] == DEGRADED
    assert way([devices[0]], reports) == ['device', 'service', 'service', 'service']


def test_links_count_while_they_hold():
    device, service = make_device(), make_service()
    now = timezone.now()
    make_component(service, device, since=now - timedelta(days=2), until=now - timedelta(days=1))

    assert breaks(device) == {}
    assert breaks(device, at=now - timedelta(hours=30)) == {ref(service): DOWN}


def test_an_explicit_need_adds_to_the_others():
    vm, appliance, helper = make_vm(cluster=make_cluster()), make_device(), make_device()
    need(vm, appliance)
    need(vm, helper, kind='soft')

    assert breaks(appliance) == {ref(vm): DOWN}
    assert breaks(helper) == {ref(vm): DEGRADED}


def test_an_explicit_group_needs_so_many_members():
    vm, nodes = make_vm(cluster=make_cluster()), [make_device() for _number in range(3)]
    grouped(vm, *nodes, least=2)

    assert breaks(nodes[0]) == {ref(vm): AT_RISK}
    assert breaks(*nodes[:2]) == {ref(vm): DOWN}


def test_an_explicit_need_replaces_the_needs_of_one_provider():
    device, feeds = make_device(), [make_feed(), make_feed()]
    ports = [make_port(device, feed) for feed in feeds]
    for port in ports:
        need(device, port, replaces='power')

    assert breaks(feeds[0])[ref(device)] == DOWN


def test_a_cluster_may_need_more_hosts_than_one():
    cluster = make_cluster()
    hosts = [make_device(cluster=cluster) for _number in range(4)]
    grouped(cluster, *hosts, least=3, replaces='cluster_hosts')

    assert breaks(hosts[0]) == {ref(cluster): AT_RISK}
    assert breaks(*hosts[:2]) == {ref(cluster): DOWN}


def test_a_ring_of_explicit_needs_is_up_until_something_outside_takes_it_down():
    first, second, outside = make_device(), make_device(), make_device()
    need(first, second)
    need(second, first)
    need(first, outside)

    assert breaks(make_device()) == {}
    assert breaks(outside) == {ref(first): DOWN, ref(second): DOWN}
    assert way([outside], first) == ['device', 'device']
    assert way([outside], second) == ['device', 'device', 'device']


def test_an_explicit_need_counts_while_it_holds():
    first, second = make_device(), make_device()
    need(first, second, until=timezone.now() - timedelta(days=1))

    assert breaks(second) == {}
