"""Links between interfaces, and reach over them (graph.md §4)."""

import pytest

from circuits import models as circuits
from dcim import models as dcim
from ipam import models as ipam
from virtualization import models as virtualization
from wireless import models as wireless

from netbox_slm import models
from netbox_slm.graph import impact
from tests.builders import make_component, make_device, make_provider, make_service, make_site
from tests.graph.things import (
    AT_RISK,
    DOWN,
    breaks,
    cable,
    interface,
    make_cluster,
    make_feed,
    make_port,
    make_vm,
    ref,
    way,
)

pytestmark = pytest.mark.django_db


def role(slug):
    return dcim.DeviceRole.objects.get_or_create(slug=slug, defaults={'name': slug})[0]


def device_of(slug, **fields):
    device = make_device(**fields)
    device.role = role(slug)
    device.save()
    return device


def joined(one, other, **fields):
    """A cable between new interfaces of two devices."""
    return cable(interface(one), interface(other), **fields)


@pytest.fixture
def campus():
    """core - access - server, with a second core that the access switch is not linked to."""
    site = make_site()
    core, access, server = (device_of(slug, site=site) for slug in ('core', 'access', 'server'))
    return core, access, server, joined(core, access), joined(access, server)


def test_a_cable_takes_both_its_interfaces_down_but_no_device():
    devices = [make_device(), make_device()]
    made = joined(*devices)
    ends = [device.interfaces.get() for device in devices]

    states = breaks(made)

    assert set(states.values()) == {DOWN}
    assert set(states) == {ref(end) for end in ends}
    assert way([made], ends[0]) == ['cable', 'interface']


def test_the_far_end_of_a_link_takes_the_near_one_down():
    devices = [make_device(), make_device()]
    joined(*devices)
    near, far = (device.interfaces.get() for device in devices)

    assert breaks(devices[1])[ref(near)] == DOWN
    assert way([devices[1]], near) == ['device', 'interface', 'interface']
    assert way([far], near) == ['interface', 'interface']


def test_at_risk_and_degraded_stop_at_a_link():
    one, other = make_device(), make_device()
    for feed in (feeds := [make_feed(), make_feed()]):
        make_port(one, feed)
    lag = interface(one, type='lag')
    members = [interface(one, lag=lag), interface(one, lag=lag)]
    cable(members[0], interface(other))

    assert breaks(members[1])[ref(lag)] == AT_RISK
    assert ref(other.interfaces.get()) not in breaks(feeds[0])


def test_patch_panels_lie_on_the_way():
    one, panel, other = make_device(), make_device(), make_device()
    rear = dcim.RearPort.objects.create(device=panel, name='R1', type='8p8c', positions=1)
    front = dcim.FrontPort.objects.create(device=panel, name='F1', type='8p8c')
    dcim.PortMapping.objects.create(
        device=panel, front_port=front, rear_port=rear, front_port_position=1, rear_port_position=1
    )
    near, far = interface(one), interface(other)
    cable(near, front)
    cable(far, rear)

    assert breaks(panel)[ref(near)] == breaks(front)[ref(far)] == DOWN
    assert way([panel], near) == ['device', 'frontport', 'interface']


def test_a_planned_cable_is_no_link():
    one, other = make_device(), make_device()
    joined(one, other, status='planned')

    assert ref(one.interfaces.get()) not in breaks(other)


def test_a_lag_stands_on_its_members_and_a_subinterface_on_its_parent():
    one, other = make_device(), make_device()
    lag = interface(one, type='lag')
    cables = [cable(interface(one, lag=lag), interface(other)) for _number in range(2)]
    child = interface(one, type='virtual', parent=lag)
    address = ipam.IPAddress.objects.create(address='10.0.0.1/24', assigned_object=child)

    assert breaks(cables[0])[ref(address)] == AT_RISK
    assert breaks(*cables)[ref(address)] == DOWN


def test_a_wireless_link_needs_its_interfaces_and_takes_them_down():
    ends = [interface(make_device(), type='ieee802.11ac') for _number in range(2)]
    link = wireless.WirelessLink.objects.create(interface_a=ends[0], interface_b=ends[1])

    assert breaks(link)[ref(ends[0])] == DOWN
    assert breaks(ends[0])[ref(link)] == DOWN


def test_a_circuit_joins_its_ends():
    kind = circuits.CircuitType.objects.create(name='Kind', slug='kind')
    circuit = circuits.Circuit.objects.create(cid='C', provider=make_provider(), type=kind)
    sites, devices = [make_site(), make_site()], [make_device(), make_device()]
    ends = [
        circuits.CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=site)
        for side, site in zip('AZ', sites, strict=True)
    ]
    cables = [cable(interface(device), end) for device, end in zip(devices, ends, strict=True)]

    states = breaks(cables[0])
    assert states[ref(circuit)] == states[ref(devices[1].interfaces.get())] == DOWN
    assert way([cables[0]], circuit) == ['cable', 'circuittermination', 'circuit']


def test_a_device_behind_its_only_way_is_cut_off_with_what_is_in_it(campus):
    core, access, server, _up, _down = campus
    vm = make_vm(device=server)
    port = interface(server)

    states = breaks(access)

    assert states[ref(server)] == states[ref(vm)] == states[ref(port)] == DOWN
    assert ref(core) not in states
    assert way([core], server) == ['device', 'device', 'device']
    assert way([access], vm) == ['device', 'device', 'virtualmachine']


def test_a_step_of_reach_names_the_uplinks_lost(campus):
    core, access, server, up, _down = campus

    (*_before, step) = impact({ref(up): DOWN}).reasons([ref(access)])[ref(access)].steps

    assert (step.provider, step.relation) == ('network', 'uplink')
    assert step.lost[0].neighbour == ref(core)
    assert ref(up) in step.lost[0].out
    assert way([up], server) == ['cable', 'device', 'device']


def test_one_uplink_of_two_puts_a_device_at_risk(campus):
    _core, access, server, up, _down = campus
    second = device_of('core')
    other = joined(access, second)

    states = breaks(up)
    assert states[ref(access)] == AT_RISK
    assert ref(server) not in states
    assert breaks(up, other)[ref(server)] == DOWN
    assert breaks(up, before=[other])[ref(server)] == DOWN


def test_reach_feeds_back_into_no_hardware(campus):
    _core, access, server, _up, _down = campus
    outlet = dcim.PowerOutlet.objects.create(device=server, name='Outlet')
    fed = make_device()
    make_port(fed, outlet)

    states = breaks(access)

    assert states[ref(outlet)] == DOWN  # shown: it is in a device that is cut off
    assert ref(fed) not in states


def test_a_cluster_stands_on_the_shown_states_of_its_hosts(campus):
    _core, access, server, _up, _down = campus
    cluster = make_cluster()
    server.cluster = cluster
    server.save()
    service = make_service()
    make_component(service, make_vm(cluster=cluster))

    assert breaks(access)[ref(service)] == DOWN


def test_an_explicit_need_takes_a_device_out_of_reach(campus):
    _core, access, server, _up, _down = campus
    models.CIDependency.objects.create(dependent=server, needed=make_device(), replaces='network')

    assert ref(server) not in breaks(access)


def test_an_explicit_need_that_falls_by_reach_takes_hardware_down_and_reach_again(campus):
    _core, access, server, _up, _down = campus
    relay, behind = device_of('access'), make_device()
    far = device_of('core')
    joined(far, relay)
    joined(relay, behind)
    models.CIDependency.objects.create(dependent=relay, needed=server)

    states = breaks(access)

    assert states[ref(server)] == states[ref(relay)] == states[ref(behind)] == DOWN


def test_reach_can_be_switched_off(campus, plugin_settings):
    _core, access, server, _up, _down = campus
    plugin_settings(graph_providers_off=['network'])

    assert ref(server) not in breaks(access)


def test_a_blade_without_a_link_has_the_reach_of_its_chassis(campus):
    _core, access, server, _up, _down = campus
    blade, linked = make_device(), make_device()
    for number, held in enumerate((blade, linked)):
        dcim.DeviceBay.objects.create(device=server, name=f'Slot {number}', installed_device=held)
    joined(linked, device_of('core'))

    states = breaks(access)

    assert states[ref(blade)] == DOWN
    assert ref(linked) not in states
    assert way([access], blade) == ['device', 'device', 'device']


def test_what_is_down_already_leads_to_no_root(campus):
    """A switch whose only supply is not in operation rescues nobody."""
    _core, access, server, _up, _down = campus
    second, dark = device_of('core'), device_of('access')
    joined(second, dark)
    joined(dark, server)
    make_port(dark, make_feed(status='offline'))

    assert breaks(access)[ref(server)] == DOWN


def test_components_are_counted_unless_something_else_needs_them():
    device = make_device()
    plain, addressed = interface(device), interface(device)
    ipam.IPAddress.objects.create(address='10.0.0.1/24', assigned_object=addressed)

    answer = impact({ref(device): DOWN})

    assert ref(plain) not in answer.touched
    assert ref(addressed) in answer.touched
    assert answer.hidden_components == {'dcim.interface': 1}
    assert ref(plain) in impact({ref(device): DOWN}, components=True).touched


def test_a_machine_interface_is_no_component():
    vm = make_vm(site=make_site())
    part = virtualization.VMInterface.objects.create(virtual_machine=vm, name='eth0')

    assert ref(part) in impact({ref(vm): DOWN}).touched
