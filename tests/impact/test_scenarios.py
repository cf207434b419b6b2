"""What breaks if this breaks, by REST, on small networks whose answers are worked out by hand from graph.md."""

import pytest

from circuits.models import Circuit, CircuitTermination, CircuitType, ProviderNetwork
from dcim.models import FrontPort, Module, ModuleBay, ModuleType, PortMapping, RearPort, VirtualChassis
from extras.models import Tag
from ipam.models import FHRPGroup, FHRPGroupAssignment, IPAddress
from wireless.models import WirelessLink

from netbox_slm.models import Change, PlannedEffect, RedundancyGroup
from tests.builders import (
    at,
    make_component,
    make_device,
    make_incident,
    make_provider,
    make_service,
    make_site,
    make_sla,
)
from tests.graph.things import cable, interface, make_cluster, make_feed, make_pdu, make_port, make_rack, make_vm

from .rest import admin, ask, found, named, of, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return admin()


def root(name='Core'):
    device = make_device(name)
    tag, _created = Tag.objects.get_or_create(slug='network-root', defaults={'name': 'root'})
    device.tags.add(tag)
    return device


def link(one, other, **fields):
    return cable(interface(one), interface(other), **fields)


def on(*objects, name=None):
    """A service that requires these."""
    service = make_service(name)
    for obj in objects:
        make_component(service, obj)
    return service


def line(cid, site, other, **fields):
    kind, _created = CircuitType.objects.get_or_create(name='Line', slug='line')
    circuit = Circuit.objects.create(cid=cid, provider=make_provider(), type=kind, **{'status': 'active', **fields})
    ends = [
        CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=scope)
        for side, scope in (('A', site), ('Z', other))
        if scope
    ]
    return circuit, *ends


class TestPower:
    def test_one_of_two_supplies_puts_at_risk_and_both_take_down(self, api):
        server = make_device('Server')
        first, second = make_feed(), make_feed()
        ports = [make_port(server, feed) for feed in (first, second)]
        service = on(server, name='Mail')

        one, both = ask(api, named(first)), ask(api, named(first), named(second))

        # feed 0, port 1, server 2, service 3
        assert state(one, ports[0]) == ('down', 1)
        assert state(one, ports[1]) is None
        assert state(one, server) == ('at_risk', 2)
        assert state(one, service) == ('at_risk', 3)
        assert state(both, server) == ('down', 2)
        assert state(both, service) == ('down', 3)

    def test_a_unit_passes_its_power_on_and_a_disabled_outlet_is_out_already(self, api):
        feed = make_feed()
        unit, inlet, (outlet, spare) = make_pdu(feed, outlets=2)
        spare.status = 'disabled'
        spare.save()
        server = make_device('Server')
        used, dead = make_port(server, outlet), make_port(server, spare)

        answer = ask(api, named(feed), components=True)

        assert state(answer, inlet) == ('down', 1)
        assert state(answer, unit) == ('down', 2)
        assert state(answer, outlet) == ('down', 2)
        assert state(answer, used) == ('down', 3)
        # The other supply is out from the outset, so that this one was the last
        assert state(answer, dead) is None
        assert of(answer, server)['before'] == 'at_risk'
        assert state(answer, server) == ('down', 4)

    def test_a_cord_from_several_feeds_needs_any_of_them(self, api):
        server = make_device('Server')
        feeds = [make_feed(), make_feed()]
        port = make_port(server)
        cord = cable(port, feeds)

        assert state(ask(api, named(feeds[0])), server) == ('at_risk', 2)
        assert state(ask(api, named(feeds[0]), named(feeds[1])), server) == ('down', 2)
        assert state(ask(api, named(cord)), server) == ('down', 2)

    def test_a_planned_cord_feeds_nothing_and_a_marked_port_is_a_supply(self, api):
        feed, other = make_feed(), make_feed()
        server = make_device('Server')
        make_port(server, feed)
        make_port(server, mark_connected=True)
        planned = make_device('Planned')
        make_port(planned, other, cable_status='planned')

        assert state(ask(api, named(feed)), server) == ('at_risk', 2)
        assert state(ask(api, named(other)), planned) is None


class TestNetwork:
    def dual_homed(self):
        core, server = root(), make_device('Server')
        switches = [make_device('SW-1'), make_device('SW-2')]
        for switch in switches:
            link(core, switch)
            link(switch, server)
        return core, switches, server

    def test_a_server_at_two_switches(self, api):
        core, (first, second), server = self.dual_homed()
        vm = make_vm('VM', device=server, site=server.site)
        service = on(vm, name='Shop')

        one, both = ask(api, named(first)), ask(api, named(first), named(second))

        assert state(one, server) == ('at_risk', 1)
        assert state(one, vm) == ('at_risk', 2)
        assert state(one, service) == ('at_risk', 3)
        assert state(one, second) is None
        assert state(one, core) is None
        assert state(both, server) == ('down', 1)
        assert state(both, service) == ('down', 3)

    def test_a_switch_down_by_power_and_behind_one_that_is_down(self, api):
        """It is two steps from the feed it is on, and one from the switch it hangs on: the nearer is told."""
        core, upper, lower = root(), make_device('Upper'), make_device('Lower')
        link(core, upper)
        link(upper, lower)
        feed = make_feed()
        make_port(lower, feed)

        answer = ask(api, named(feed), named(upper))

        assert state(answer, lower) == ('down', 1)
        assert [step['object']['display'] for step in of(answer, lower)['steps']] == ['Upper', 'Lower']

    def test_what_is_cut_off_still_feeds(self, api):
        core, unit = root(), make_device('PDU')
        way = link(core, unit)
        port = make_port(unit, mark_connected=True)
        from tests.graph.things import make_outlet

        server = make_device('Server')
        make_port(server, make_outlet(unit, port))

        answer = ask(api, named(way))

        assert state(answer, unit)[0] == 'down'
        assert state(answer, server) is None

    def test_a_patch_panel_on_the_way(self, api):
        core, switch, panel = root(), make_device('SW'), make_device('Panel')
        rear = RearPort.objects.create(device=panel, name='R', type='8p8c')
        front = FrontPort.objects.create(device=panel, name='F', type='8p8c')
        PortMapping.objects.create(
            device=panel, front_port=front, front_port_position=1, rear_port=rear, rear_port_position=1
        )
        near, far = interface(core), interface(switch)
        cable(near, front)
        cable(rear, far)

        answer = ask(api, named(panel), components=True)

        # panel 0, its ports 1, both ends of the link 2; the switch loses its way by a port of the panel: 2
        assert state(answer, front) == state(answer, rear) == ('down', 1)
        assert state(answer, near) == state(answer, far) == ('down', 2)
        assert state(answer, switch) == ('down', 2)
        assert state(answer, core) is None

    def test_a_lag_needs_any_of_its_members(self, api):
        core, switch = root(), make_device('SW')
        lag = interface(switch, 'lag', type='lag')
        cables = [cable(interface(core), interface(switch, lag=lag)) for _number in range(2)]

        one, both = ask(api, named(cables[0]), components=True), ask(api, *map(named, cables), components=True)

        assert state(one, lag) == ('at_risk', 2)
        assert state(one, switch) == ('at_risk', 1)
        assert state(both, lag) == ('down', 2)
        assert state(both, switch) == ('down', 1)

    def test_members_of_a_virtual_chassis_hold_each_other(self, api):
        core, first, second = root(), make_device('A'), make_device('B')
        chassis = VirtualChassis.objects.create(name='Stack')
        for position, device in enumerate((first, second), 1):
            device.virtual_chassis, device.vc_position = chassis, position
            device.save()
        way = link(core, first)
        link(core, second)

        answer, whole = ask(api, named(way)), ask(api, named(first), named(second))

        assert state(answer, first) == ('at_risk', 1)
        assert state(answer, chassis) is None
        assert state(whole, chassis) == ('down', 1)

    def test_a_circuit_with_ends_at_two_sites(self, api):
        berlin, paris = make_site('Berlin'), make_site('Paris')
        core, branch = root(), make_device('Branch', site=paris)
        circuit, a, z = line('L1', berlin, paris)
        cable(interface(core), a)
        cable(interface(branch), z)
        service = on(branch, name='Office')

        by_site, by_provider = ask(api, named(berlin)), ask(api, named(circuit.provider))

        # The site of the other end takes its termination down, that the circuit, and that cuts the branch off
        assert state(by_site, a) == ('down', 1)
        assert state(by_site, circuit) == ('down', 2)
        assert state(by_site, branch) == ('down', 3)
        assert state(by_site, service) == ('down', 4)
        assert state(by_provider, circuit) == ('down', 1)
        assert state(by_provider, branch) == ('down', 2)

    def test_a_circuit_to_a_provider_network_is_the_way_out(self, api):
        site, router, switch = make_site(), make_device('Router'), make_device('SW')
        circuit, a, _none = *line('L1', site, None), None
        cloud = ProviderNetwork.objects.create(provider=circuit.provider, name='Cloud')
        CircuitTermination.objects.create(circuit=circuit, term_side='Z', termination=cloud)
        cable(interface(router), a)
        link(router, switch)

        answer = ask(api, named(cloud))

        assert state(answer, circuit) == ('down', 1)
        assert state(answer, router) == ('down', 2)
        assert state(answer, switch) == ('down', 3)

    def test_a_wireless_link(self, api):
        core, mast = root(), make_device('Mast')
        ends = [interface(device, type='ieee802.11ac') for device in (core, mast)]
        radio = WirelessLink.objects.create(interface_a=ends[0], interface_b=ends[1])

        answer = ask(api, named(radio), components=True)

        assert state(answer, ends[0]) == state(answer, ends[1]) == ('down', 1)
        assert state(answer, mast) == ('down', 1)

    def test_a_module_takes_its_interfaces_and_what_hangs_on_them(self, api):
        core, switch = root(), make_device('SW')
        bay = ModuleBay.objects.create(device=core, name='1')
        maker = core.device_type.manufacturer
        card = Module.objects.create(
            device=core, module_bay=bay, module_type=ModuleType.objects.create(manufacturer=maker, model='Card')
        )
        near, far = interface(core, module=card), interface(switch)
        cable(near, far)

        answer = ask(api, named(card), components=True)

        assert state(answer, near) == ('down', 1)
        assert state(answer, far) == ('down', 2)
        assert state(answer, switch) == ('down', 2)
        assert state(answer, core) is None

    def test_what_is_not_in_operation_is_out_already(self, api):
        core, first, second, server = root(), make_device('A'), make_device('B', status='offline'), make_device('S')
        link(core, first)
        link(core, second)
        link(first, server)
        link(second, server)

        answer = ask(api, named(first))

        # At rest there is one way only, so that it is lost with the first
        assert state(answer, server) == ('down', 1)
        assert of(answer, server)['before'] == 'up'
        assert state(ask(api, named(second)), server) is None


class TestGroups:
    def test_a_cluster_needs_any_host(self, api):
        cluster = make_cluster('HV')
        hosts = [make_device(f'H{number}', cluster=cluster) for number in range(2)]
        vm = make_vm('VM', cluster=cluster)

        one, both = ask(api, named(hosts[0])), ask(api, *map(named, hosts))

        assert found(one) == {
            ('device', 'H0'): ('down', 0),
            ('cluster', 'HV'): ('at_risk', 1),
            ('virtualmachine', 'VM'): ('at_risk', 2),
        }
        assert state(both, vm) == ('down', 2)

    def test_a_gateway_group_and_its_address(self, api):
        devices = [make_device('R1'), make_device('R2')]
        group = FHRPGroup.objects.create(protocol='vrrp3', group_id=7)
        for device in devices:
            FHRPGroupAssignment.objects.create(group=group, interface=interface(device), priority=100)
        address = IPAddress.objects.create(address='10.0.0.1/24', assigned_object=group)

        one, both = ask(api, named(devices[0])), ask(api, *map(named, devices))

        assert state(one, group) == ('at_risk', 2)
        assert state(one, address) == ('at_risk', 3)
        assert state(both, address) == ('down', 3)

    def test_effects_of_their_own_and_the_worst_of_two(self, api):
        rack = make_rack()
        inside, beside = make_device('In', rack=rack, site=rack.site), make_device('Beside')
        first, second = on(inside, name='First'), on(beside, name='Second')

        answer = ask(api, named(rack, effect='degraded'), named(beside), named(beside, effect='degraded'))

        assert state(answer, inside) == ('degraded', 1)
        assert state(answer, first) == ('degraded', 2)
        assert state(answer, beside) == ('down', 0)
        assert state(answer, second) == ('down', 1)

    def test_a_named_object_that_is_worse_than_its_own_effect_has_the_way_of_what_makes_it_so(self, api):
        rack = make_rack()
        device = make_device('In', rack=rack, site=rack.site)

        answer = ask(api, named(rack), named(device, effect='degraded'))

        assert state(answer, device) == ('down', 1)

    def test_at_risk_passes_to_contexts_and_not_to_components(self, api):
        from dcim.models import VirtualDeviceContext

        device = make_device('FW')
        context = VirtualDeviceContext.objects.create(name='Blue', device=device, status='active')
        port = interface(device)
        feeds = [make_feed(), make_feed()]
        for feed in feeds:
            make_port(device, feed)

        answer = ask(api, named(feeds[0]), components=True)

        assert state(answer, device) == ('at_risk', 2)
        assert state(answer, context) == ('at_risk', 3)
        assert state(answer, port) is None


class TestKnown:
    def pair(self):
        devices = [make_device('SW-1'), make_device('SW-2')]
        service = make_service('Payroll')
        group = RedundancyGroup.objects.create(service=service, name='Switches', min_available=1)
        for device in devices:
            make_component(service, device, redundancy_group=group)
        return *devices, service

    def change(self, device, start, end, status='scheduled'):
        change = Change.objects.create(name='Work', type='standard', planned_start=at(start), planned_end=at(end))
        PlannedEffect.objects.create(change=change, object=device)
        Change.objects.filter(pk=change.pk).update(status=status)
        return change

    def test_a_window_over_an_open_incident_and_other_work(self, api):
        first, second, service = self.pair()
        make_incident(on=[second], name='Fan broken', reported_at='2026-03-02 10:00')
        third = make_device('SW-3')
        make_component(service, third, redundancy_group=RedundancyGroup.objects.get())
        self.change(third, '2026-12-04 20:00', '2026-12-04 22:00')

        during = ask(api, named(first), start='2026-12-04T21:00:00Z', end='2026-12-04T23:00:00Z')
        later = ask(api, named(first), start='2026-12-04T22:00:00Z', end='2026-12-04T23:00:00+00:00')
        alone = ask(api, named(first), start='2026-12-04T21:00:00Z', end='2026-12-04T23:00:00Z', known=False)

        assert state(during, service) == ('down', 1)
        assert {row['source']['display'] for row in during['known']} == {'Fan broken', 'Work'}
        assert of(during, service)['before'] == 'at_risk'
        assert state(later, service) is None
        assert state(alone, service) == ('at_risk', 1)

    def test_what_is_out_already_is_not_reported_again(self, api):
        first, second, _service = self.pair()
        make_incident(on=[first], reported_at='2026-03-02 10:00')

        again, worse = ask(api, named(first)), ask(api, named(second))

        assert again['objects'] == []
        assert again['sentence'] == 'Nothing else is touched.'
        assert found(worse) == {('device', 'SW-2'): ('down', 0), ('service', 'Payroll'): ('down', 1)}

    def test_work_that_is_no_longer_going_on_does_not_count(self, api):
        first, second, service = self.pair()
        self.change(second, '2026-12-04 20:00', '2026-12-04 22:00', status='canceled')

        answer = ask(api, named(first), start='2026-12-04T21:00:00Z', end='2026-12-04T22:00:00Z')

        assert state(answer, service) == ('at_risk', 1)
        assert answer['known'] == []

    def test_an_sla_outside_its_term_is_not_concerned(self, api):
        device = make_device('SW')
        service = on(device)
        make_sla('Old', services=[service], status='active', starts_on='2020-01-01', ends_on='2020-12-31')

        answer = ask(api, named(device), start='2026-12-04T21:00:00Z', end='2026-12-04T22:00:00Z')

        assert answer['promises'] == []


class TestLimits:
    def chain(self):
        rack = make_rack()
        device = make_device('SW', rack=rack, site=rack.site)
        vm = make_vm('VM', device=device, site=rack.site)
        return rack, device, vm, on(vm, name='Mail')

    def test_a_depth_cuts_and_says_so(self, api):
        rack, _device, _vm, service = self.chain()

        near, whole = ask(api, named(rack), depth=2), ask(api, named(rack), depth=9)

        assert [row['display'] for row in near['objects']] == [rack.name, 'SW', 'VM']
        assert near['cut'] == 'depth'
        assert state(whole, service) == ('down', 3)
        assert whole['cut'] is None

    def test_a_limit_of_objects_cuts_and_says_so(self, api):
        rack, *_rest = self.chain()

        assert ask(api, named(rack), limit=1)['cut'] == 'objects'
