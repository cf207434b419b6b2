"""Single points of failure, and what an object stands on (graph.md §5)."""

import pytest

from dcim import models as dcim

from netbox_slm import models
from netbox_slm.graph import Ref, all_below, impact, single_points, stands_on, states, states_in_each
from tests.builders import make_component, make_device, make_service, make_site
from tests.graph.network.networks import Plan
from tests.graph.test_links import device_of, joined
from tests.graph.things import DOWN, cable, interface, make_cluster, make_feed, make_pdu, make_port, make_vm, ref

pytestmark = pytest.mark.django_db


def names(refs):
    return sorted(each.type.split('.')[1] for each in refs)


def test_two_supplies_from_one_panel_have_the_panel_in_common():
    site = make_site()
    panel = dcim.PowerPanel.objects.create(site=site, name='Panel')
    server = make_device(site=site)
    for _number in range(2):
        _pdu, _port, (outlet,) = make_pdu(make_feed(power_panel=panel), site=site)
        make_port(server, outlet)

    assert set(single_points([ref(server)])[ref(server)]) == {ref(panel), ref(site)}


def test_one_supply_is_a_chain_of_single_points():
    feed, server = make_feed(), make_device()
    port = make_port(server, feed)
    found = single_points([ref(server)])[ref(server)]

    assert {ref(port), ref(port.cable), ref(feed), ref(feed.power_panel)} < set(found)
    assert all(impact({cause: DOWN}).touched[ref(server)].state == DOWN for cause in found)


def test_a_service_on_a_cluster_behind_two_switches_has_neither_as_a_single_point():
    site, core = make_site(), device_of('core')
    switches = [device_of('access', site=site) for _number in range(2)]
    cluster = make_cluster()
    hosts = [device_of('server', site=site, cluster=cluster) for _number in range(2)]
    for switch in switches:
        joined(core, switch)
        for host in hosts:
            joined(switch, host)
    service = make_service()
    make_component(service, make_vm(cluster=cluster))

    found = single_points([ref(service)])[ref(service)]

    assert ref(core) in found  # the only root
    assert not {ref(switch) for switch in switches} & set(found)
    assert {ref(site), ref(cluster)} <= set(found)


def test_the_only_switch_on_the_way_and_its_cables_are_single_points():
    core, switch, host = device_of('core'), device_of('access'), device_of('server')
    up, down = joined(core, switch), joined(switch, host)

    found = single_points([ref(host)])[ref(host)]

    assert {ref(core), ref(switch), ref(up), ref(down)} <= set(found)
    assert all(states([ref(host)], {cause: DOWN})[ref(host)] == DOWN for cause in found)


def test_what_takes_the_way_round_down_too_is_a_single_point():
    """The second way leads through a switch that is farther from the root, and stands in the same room."""
    room = make_site()
    core, far_core = device_of('core'), device_of('access')
    switch, detour = device_of('access', site=room), device_of('access', site=room)
    host = device_of('server')
    joined(core, switch)
    joined(switch, host)
    joined(core, far_core)
    joined(far_core, detour)
    joined(detour, host)

    found = single_points([ref(host)])[ref(host)]

    assert ref(room) in found
    assert ref(switch) not in found


def test_what_is_down_already_has_no_single_points():
    device = make_device(status='offline')

    assert single_points([ref(device)]) == {ref(device): ()}


def test_what_an_object_stands_on_is_read_level_by_level():
    feed, server = make_feed(), make_device()
    port = make_port(server, feed)
    service = make_service()
    make_component(service, server)

    needs = stands_on([ref(service)])

    assert needs[0].needed == (ref(server),)
    by_relation = {(need.dependent, need.relation): need for need in needs}
    assert by_relation[ref(server), 'power port'].kind == 'group'
    assert by_relation[ref(port), 'cable'].needed == (ref(port.cable),)
    assert by_relation[ref(feed), 'power panel'].provider == 'supply'
    assert [need.dependent for need in stands_on([ref(service)], depth=1)] == [ref(service)]


def test_needs_that_are_replaced_are_not_what_an_object_stands_on():
    device, port = make_device(), None
    port = make_port(device, make_feed())
    models.CIDependency.objects.create(dependent=device, needed=port, replaces='power')

    relations = {need.relation for need in stands_on([ref(device)], depth=1)}

    assert 'power port' not in relations
    assert 'needed' in relations


def test_a_link_is_what_an_interface_stands_on():
    one, other = make_device(), make_device()
    near, far = interface(one), interface(other)
    made = cable(near, far)

    needed = {need.needed[0] for need in stands_on([ref(near)], depth=1) if need.provider == 'link'}

    assert needed == {ref(made), ref(far)}


def test_all_that_may_take_an_object_down_is_below_it_and_on_its_ways_out():
    plan = Plan()
    plan.devices_of('core1', role='core')
    plan.devices_of('d1 d2 a1 other')
    cables = plan.links('core1-d1 core1-d2 d1-a1 d2-a1 core1-other')
    feed = make_feed(plan.site)
    port = make_port(plan['d1'], feed)
    service = make_service()
    make_component(service, plan['a1'])

    below = all_below([ref(service)])

    needed = [service, plan.site, feed, port, *(plan[name] for name in ('a1', 'd1', 'd2', 'core1'))]
    wires = [cables[name] for name in ('core1-d1', 'd2-a1')]
    assert {ref(obj) for obj in (*needed, *wires)} <= below
    assert ref(plan['other']) not in below
    assert ref(cables['core1-other']) not in below


def test_several_cases_have_the_states_of_each_alone():
    plan = Plan()
    plan.devices_of('core1', role='core')
    plan.devices_of('d1 d2 a1')
    cables = plan.links('core1-d1 core1-d2 d1-a1 d2-a1')
    make_port(plan['d1'], make_feed(plan.site))
    feed = make_feed(plan.site)
    make_port(plan['d2'], feed)
    service = make_service()
    make_component(service, plan['a1'])
    asked = [ref(service), ref(plan['a1']), ref(plan['d2'])]
    cases = [
        {ref(feed): DOWN},
        {ref(feed): DOWN, ref(cables['core1-d1']): DOWN},
        {ref(plan['a1']): 2},
        {},
        {ref(cables['d1-a1']): DOWN, ref(cables['d2-a1']): DOWN},
    ]

    found = states_in_each(asked, cases)

    assert found == [states(asked, case) for case in cases]
    assert [each[ref(service)] for each in found] == [1, DOWN, 2, 0, DOWN]


def test_an_unknown_type_is_refused():
    with pytest.raises(LookupError, match=r'nothing\.here'):
        impact({Ref('nothing.here', 1): DOWN})
