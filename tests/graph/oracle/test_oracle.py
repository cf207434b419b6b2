"""The oracle on networks so small that a person can tell the answer."""

import pytest

from . import Oracle
from .sketch import Sketch
from .states import AT_RISK, DEGRADED, DOWN, UP


@pytest.fixture
def net():
    return Sketch()


def states(net, *named, effect=DOWN, before=None):
    """State of each object that gets worse."""
    answer = Oracle(net.rows()).impact(dict.fromkeys(named, effect), before)
    return {ref: state for ref, (state, _before, _steps) in answer.items()}


def steps(net, *named, effect=DOWN, before=None):
    """Steps of the reason of each object that gets worse."""
    answer = Oracle(net.rows()).impact(dict.fromkeys(named, effect), before)
    return {ref: found for ref, (_state, _before, found) in answer.items()}


def fed(net, device, **cable):
    """A power port of the device with a feed of its own: (feed, cable, port)."""
    feed = net.add('dcim.powerfeed', status='active')
    port = net.power_port(device)
    return feed, net.cable(port, feed, **cable), port


def test_a_container_takes_down_what_is_in_it(net):
    region = net.add('dcim.region')
    site = net.add('dcim.site', region_id=region[1])
    rack = net.add('dcim.rack', site_id=site[1])
    device = net.device(site_id=site[1], rack_id=rack[1])
    port = net.interface(device)

    assert steps(net, region) == {region: 0, site: 1, rack: 2, device: 2, port: 3}
    assert states(net, rack, effect=DEGRADED) == {rack: DEGRADED, device: DEGRADED, port: DEGRADED}
    assert states(net, rack, effect=AT_RISK) == {rack: AT_RISK, device: AT_RISK}


def test_a_device_stands_on_any_of_its_feeds(net):
    device = net.device()
    (feed, cable, port), (other, _cable, second) = fed(net, device), fed(net, device)

    assert states(net, feed) == {feed: DOWN, port: DOWN, device: AT_RISK}
    assert states(net, cable) == {cable: DOWN, port: DOWN, device: AT_RISK}
    assert states(net, feed, other) == {feed: DOWN, other: DOWN, port: DOWN, second: DOWN, device: DOWN}
    assert states(net, feed, before={other: DOWN}) == {feed: DOWN, port: DOWN, device: DOWN}
    assert states(net, feed, other, effect=DEGRADED)[device] == DEGRADED


def test_a_planned_cord_is_no_supply_and_a_marked_port_is_one(net):
    device, marked = net.device(), net.device()
    feed, _cable, port = fed(net, device)
    planned, _cord, second = fed(net, device, status='planned')
    own, _cable, inlet = fed(net, marked)
    net.power_port(marked, mark_connected=True)

    assert states(net, planned) == {planned: DOWN}
    assert states(net, feed) == {feed: DOWN, port: DOWN, device: DOWN, second: DOWN}
    assert states(net, own) == {own: DOWN, inlet: DOWN, marked: AT_RISK}


def test_a_unit_hands_its_power_on(net):
    unit, server = net.device('pdu'), net.device('server')
    feed, _cable, inlet = fed(net, unit)
    outlet = net.add('dcim.poweroutlet', device_id=unit[1], power_port_id=inlet[1], status='enabled')
    supply = net.power_port(server)
    net.cable(supply, outlet)

    assert steps(net, feed) == {feed: 0, inlet: 1, unit: 2, outlet: 2, supply: 3, server: 4}


def test_an_out_of_operation_member_counts_as_one_that_is_out(net):
    device = net.device()
    feed, _cable, _port = fed(net, device)
    net.tables['dcim.powerfeed'][fed(net, device)[0][1]]['status'] = 'failed'

    assert states(net, feed)[device] == DOWN
    assert Oracle(net.rows()).impact({feed: DOWN})[device] == (DOWN, AT_RISK, 2)


def test_a_link_passes_only_down_and_never_to_the_device(net):
    one, other = net.device(), net.device()
    near, cable, far = net.link(one, other)

    assert states(net, other) == {other: DOWN, far: DOWN, near: DOWN}
    assert states(net, cable) == {cable: DOWN, near: DOWN, far: DOWN}
    assert states(net, other, effect=DEGRADED) == {other: DEGRADED, far: DEGRADED}


def test_a_planned_cable_is_no_link(net):
    near, cable, _far = net.link(net.device(), net.device(), status='planned')

    assert states(net, cable) == {cable: DOWN}
    assert states(net, near) == {near: DOWN}


def test_a_panel_on_the_way_takes_both_ends_down(net):
    one, panel, other = net.device(), net.device('patch-panel'), net.device()
    near, far = net.interface(one), net.interface(other)
    front, rear = net.front(panel), net.rear(panel)
    net.mapping(front, rear)
    first, second = net.cable(near, front), net.cable(rear, far)
    net.path(near, first, front, rear, second, far)

    assert steps(net, panel) == {panel: 0, front: 1, rear: 1, near: 2, far: 2}
    assert states(net, second) == {second: DOWN, near: DOWN, far: DOWN}


def strands(net):
    """Two interfaces on the fronts of a panel, and one on its rear of two positions."""
    panel, root = net.device('patch-panel'), net.interface(net.device())
    rear = net.rear(panel, positions=2)
    trunk = net.cable(rear, root)
    leaves = []
    for position in (1, 2):
        front, leaf = net.front(panel), net.interface(net.device())
        net.mapping(front, rear, rear_position=position)
        cord = net.cable(leaf, front)
        net.path(leaf, cord, front, rear, trunk, root)
        leaves.append((leaf, cord))
    net.path(root, trunk, rear)
    return root, trunk, leaves


def test_strands_that_meet_in_one_end_are_a_group(net):
    root, trunk, ((leaf, cord), (other, second)) = strands(net)

    assert states(net, cord) == {cord: DOWN, leaf: DOWN, root: AT_RISK}
    assert states(net, cord, second) == {cord: DOWN, second: DOWN, leaf: DOWN, other: DOWN, root: DOWN}
    assert states(net, trunk) == {trunk: DOWN, leaf: DOWN, other: DOWN, root: DOWN}


def test_each_strand_of_a_trunk_keeps_its_position(net):
    ends, panels = [], [net.device('patch-panel'), net.device('patch-panel')]
    rears = [net.rear(panel, positions=2) for panel in panels]
    trunk = net.cable(*rears)
    for position in (1, 2):
        fronts = [net.front(panel) for panel in panels]
        for front, rear in zip(fronts, rears, strict=True):
            net.mapping(front, rear, rear_position=position)
        near, far = net.interface(net.device()), net.interface(net.device())
        first, last = net.cable(near, fronts[0]), net.cable(fronts[1], far)
        ends.append((near, first, fronts, last, far))
    for near, first, fronts, last, far in ends:
        net.path(near, first, fronts[0], rears[0], trunk, rears[1], fronts[1], last, far)
    (near, first, _fronts, _last, far), (_near, _first, _others, second, beyond) = ends

    assert states(net, first) == {first: DOWN, near: DOWN, far: DOWN}
    assert set(states(net, second)) == {second, _near, beyond}


def test_a_breakout_by_profile_gives_each_lane_its_own_piece(net):
    root = net.interface(net.device(), cable_connector=1, cable_positions=[1, 2])
    lanes = [net.interface(net.device(), cable_connector=n, cable_positions=[1]) for n in (1, 2)]
    cable = net.cable(root, lanes, profile='breakout-1c2p-2c1p')
    net.path(root, cable, lanes)

    assert states(net, lanes[0]) == {lanes[0]: DOWN, root: AT_RISK}
    assert states(net, root) == {root: DOWN, lanes[0]: DOWN, lanes[1]: DOWN}


def test_a_path_is_cut_at_a_circuit(net):
    provider = net.add('circuits.provider')
    circuit = net.add('circuits.circuit', provider_id=provider[1], status='active')
    a, z = net.termination(circuit), net.termination(circuit, 'Z')
    near, far = net.interface(net.device()), net.interface(net.device())
    first, last = net.cable(near, a), net.cable(z, far, status='planned')
    net.path(near, first, a, z, last, far)

    # The far piece is planned and so no link; the near one is.
    assert states(net, last) == {last: DOWN}
    assert steps(net, provider) == {provider: 0, circuit: 1, a: 2, z: 2, near: 3}
    assert states(net, first) == {first: DOWN, near: DOWN, a: DOWN, circuit: DOWN, z: DOWN}


def test_a_lag_stands_on_any_of_its_members(net):
    switch, other = net.device(), net.device()
    lag = net.interface(switch)
    links = [net.link(net.interface(switch, lag_id=lag[1]), other) for _n in range(2)]

    assert states(net, links[0][1])[lag] == AT_RISK
    assert states(net, *(cable for _near, cable, _far in links))[lag] == DOWN


def dual_homed(net):
    """A root, two switches at it, and a leaf at both."""
    root, leaf = net.device('core'), net.device('server')
    switches = [net.device(), net.device()]
    links = [(net.link(root, switch), net.link(switch, leaf)) for switch in switches]
    return root, switches, leaf, links


def test_what_loses_its_last_way_is_cut_off(net):
    root, switches, leaf, links = dual_homed(net)
    address = net.add('ipam.ipaddress', **net.generic(links[0][1][2], 'assigned_object'))
    machine = net.add('virtualization.virtualmachine', device_id=leaf[1], status='active')

    assert states(net, switches[0])[leaf] == AT_RISK
    assert states(net, switches[0])[machine] == AT_RISK
    lost = states(net, *switches)
    assert lost[leaf] == lost[machine] == lost[address] == DOWN
    assert root not in lost
    assert steps(net, *switches)[leaf] == 1
    assert steps(net, *switches)[machine] == 2


def test_what_is_cut_off_still_feeds_its_rack(net):
    root, unit, server = net.device('core'), net.device('pdu'), net.device()
    _near, cable, _far = net.link(root, unit)
    outlet = net.add('dcim.poweroutlet', device_id=unit[1], status='enabled')
    supply = net.power_port(server)
    net.cable(supply, outlet)

    answer = states(net, cable)

    assert answer[unit] == answer[outlet] == DOWN
    assert supply not in answer
    assert server not in answer


def test_a_server_passes_no_traffic_on(net):
    root, server, behind = net.device('core'), net.device('server'), net.device()
    net.link(root, server)
    net.link(server, behind)

    assert behind not in states(net, root)
    assert server in states(net, root)


def test_a_ring_is_cut_off_only_behind_two_breaks(net):
    ring = [net.device('core'), net.device(), net.device(), net.device()]
    cables = [net.link(one, other)[1] for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)]

    once, twice = states(net, cables[0]), states(net, cables[0], cables[2])

    assert [once.get(device, UP) for device in ring] == [UP, AT_RISK, UP, UP]
    assert [twice.get(device, UP) for device in ring] == [UP, DOWN, DOWN, UP]


def test_a_part_without_a_root_has_no_rule_of_reach(net):
    one, other = net.device(), net.device()
    near, cable, far = net.link(one, other)

    assert states(net, cable) == {cable: DOWN, near: DOWN, far: DOWN}


def test_a_tag_makes_a_root_and_roles_come_after_it(net):
    tagged, core = net.device(), net.device('core')
    _near, cable, _far = net.link(tagged, core)
    net.tagged.append((tagged, 'network-root'))

    assert states(net, cable)[core] == DOWN


def test_a_blade_without_a_link_has_the_reach_of_its_chassis(net):
    root, chassis = net.device('core'), net.device()
    blades = [net.device(), net.device()]
    for blade in blades:
        net.add('dcim.devicebay', device_id=chassis[1], installed_device_id=blade[1])
    _near, cable, _far = net.link(root, chassis)
    net.link(root, blades[0])

    answer = states(net, cable)

    assert answer[chassis] == answer[blades[1]] == DOWN
    assert blades[0] not in answer
    assert steps(net, cable)[blades[1]] == 2


def test_components_are_not_put_at_risk(net):
    _root, switches, leaf, _links = dual_homed(net)
    module = net.add('dcim.module', device_id=leaf[1], module_bay_id=net.add('dcim.modulebay', device_id=leaf[1])[1])
    console = net.add('dcim.consoleport', device_id=leaf[1], module_id=module[1])

    answer = states(net, switches[0])

    assert answer[leaf] == answer[module] == AT_RISK
    assert console not in answer


def cluster_of_three(net):
    cluster = net.add('virtualization.cluster', status='active')
    hosts = [net.device('host', cluster_id=cluster[1]) for _n in range(3)]
    machine = net.add('virtualization.virtualmachine', cluster_id=cluster[1], status='active')
    return cluster, hosts, machine


def test_a_cluster_needs_any_host_or_as_many_as_is_said(net):
    cluster, hosts, machine = cluster_of_three(net)
    assert states(net, *hosts[:2])[machine] == AT_RISK
    assert states(net, *hosts)[machine] == DOWN

    group = net.add('netbox_slm.cidependencygroup', min_available=2)
    for host in hosts:
        net.add(
            'netbox_slm.cidependency',
            **net.generic(cluster, 'dependent'),
            **net.generic(host, 'needed'),
            kind='group',
            group_id=group[1],
            replaces='cluster_hosts',
        )

    assert states(net, hosts[0])[machine] == AT_RISK
    assert states(net, *hosts[:2])[machine] == DOWN


def test_terminations_are_two_of_m_and_hubs_are_all_needed_down(net):
    wire = net.add('circuits.virtualcircuit', status='active')
    roles = ('hub', 'hub', 'spoke', 'spoke')
    ends = [net.interface(net.device()) for _role in roles]
    for end, role in zip(ends, roles, strict=True):
        net.add('circuits.virtualcircuittermination', virtual_circuit_id=wire[1], interface_id=end[1], role=role)

    assert states(net, ends[0])[wire] == DEGRADED
    assert states(net, *ends[:2])[wire] == DOWN
    assert states(net, *ends[2:])[wire] == DEGRADED
    assert states(net, *ends[1:])[wire] == DOWN
    assert steps(net, ends[0])[wire] == 2


def test_services_stand_on_components_groups_and_each_other(net):
    service, above, beside = (net.add('netbox_slm.service') for _n in range(3))
    group = net.add('netbox_slm.redundancygroup', service_id=service[1], min_available=2)
    members = [net.device() for _n in range(3)]
    for member in members:
        net.component(service, member, group)
    net.add('netbox_slm.servicedependency', service_id=above[1], depends_on_id=service[1], kind='hard')
    net.add('netbox_slm.servicedependency', service_id=beside[1], depends_on_id=above[1], kind='soft')

    assert states(net, members[0])[above] == AT_RISK
    answer = states(net, *members[:2])
    assert [answer[ref] for ref in (service, above, beside)] == [DOWN, DOWN, DEGRADED]
    assert steps(net, *members[:2])[beside] == 3


def test_a_ring_of_needs_is_up_unless_something_outside_brings_it_down(net):
    services = [net.add('netbox_slm.service') for _n in range(3)]
    for one, other in zip(services, [*services[1:], services[0]], strict=True):
        net.add('netbox_slm.servicedependency', service_id=one[1], depends_on_id=other[1], kind='hard')
    device = net.device()

    assert states(net, device) == {device: DOWN}
    assert steps(net, services[0]) == {services[0]: 0, services[1]: 2, services[2]: 1}


def test_nothing_is_explained_by_what_is_out_only_because_of_it(net):
    """One supply fails by a feed; the other is out only as a part of the device, which its site takes down."""
    site = net.add('dcim.site')
    location = net.add('dcim.location', site_id=site[1])
    rack = net.add('dcim.rack', location_id=location[1])
    device = net.device(rack_id=rack[1])
    feed, _cable, port = fed(net, device)
    _feed, _cord, second = fed(net, device)

    found = steps(net, site, feed)

    assert found[port] == 1
    assert found[device] == 3
    assert found[second] == 4


def test_an_explicit_need_stands_on_reach_and_feeds_it(net):
    root, one, other = net.device('core'), net.device(), net.device()
    _near, cable, _far = net.link(root, one)
    net.link(root, other)
    behind = net.device()
    net.link(other, behind)
    net.add('netbox_slm.cidependency', **net.generic(other, 'dependent'), **net.generic(one, 'needed'), kind='required')

    answer = states(net, cable)

    assert answer[one] == answer[other] == answer[behind] == DOWN


def test_a_need_can_say_that_a_server_does_not_need_the_network(net):
    root, server = net.device('core'), net.device('server')
    _near, cable, _far = net.link(root, server)
    rack = net.add('dcim.rack')
    net.add(
        'netbox_slm.cidependency',
        **net.generic(server, 'dependent'),
        **net.generic(rack, 'needed'),
        kind='required',
        replaces='network',
    )

    assert server not in states(net, cable)
    assert states(net, rack)[server] == DOWN


def test_a_management_link_is_no_way(net):
    root, switch = net.device('core'), net.device()
    _near, cable, _far = net.link(net.interface(root, mgmt_only=True), switch)

    assert switch not in states(net, cable)


def test_a_circuit_that_leads_to_a_provider_network_is_the_way_out(net):
    provider = net.add('circuits.provider')
    cloud = net.add('circuits.providernetwork', provider_id=provider[1])
    edge, switch = net.device('router'), net.device()
    circuit = net.add('circuits.circuit', provider_id=provider[1], status='active')
    a, z = net.termination(circuit), net.termination(circuit, 'Z', cloud)
    near = net.interface(edge)
    cable = net.cable(near, a)
    net.path(near, cable, a, z, cloud)
    net.link(edge, switch)

    answer = steps(net, cloud)

    assert answer[z] == 1
    assert answer[circuit] == 1
    assert answer[edge] == 2
    assert answer[switch] == 3
    assert states(net, cable)[switch] == DOWN


def test_a_second_way_that_is_lost_later_cuts_off_too(net):
    """Its uplink was lost before, so that it reached a root only over what is farther from one."""
    roots = [net.device('core'), net.device('core')]
    edges = [net.device(), net.device()]
    middle = net.device()
    for root, edge in zip(roots, edges, strict=True):
        net.link(root, edge)
        net.link(edge, middle)

    answer = Oracle(net.rows()).impact({roots[0]: DOWN}, {roots[1]: DOWN})

    assert answer[edges[0]] == (DOWN, UP, 1)
    assert answer[middle] == (DOWN, UP, 2)
    assert answer[edges[1]] == (DOWN, AT_RISK, 3)


def test_a_cord_from_several_feeds_needs_any_of_them(net):
    device = net.device()
    feeds = [net.add('dcim.powerfeed', status='active') for _n in range(2)]
    port = net.power_port(device)
    net.cable(port, feeds)

    assert states(net, feeds[0]) == {feeds[0]: DOWN, port: AT_RISK, device: AT_RISK}
    assert states(net, *feeds)[device] == DOWN


def test_what_was_out_before_by_its_reach_explains_nothing(net):
    """One member was cut off before: that its device is down now changes nothing for the group; the other one does."""
    site = net.add('dcim.site')
    root, one, other = net.device('core'), net.device(), net.device(site_id=site[1])
    _near, cable, _far = net.link(root, one)
    group = net.add('ipam.fhrpgroup')
    for device in (one, other):
        port = net.interface(device)
        net.add('ipam.fhrpgroupassignment', group_id=group[1], **net.generic(port, 'interface'))

    found = Oracle(net.rows()).impact({one: DOWN, site: DOWN}, {cable: DOWN})

    assert found[group] == (DOWN, AT_RISK, 3)
    assert one not in found
