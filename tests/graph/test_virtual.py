"""Clusters, virtual machines, addresses, application services, groups, overlays, circuits (graph.md §2)."""

import pytest

from circuits import models as circuits
from dcim import models as dcim
from ipam import models as ipam
from virtualization import models as virtualization
from vpn import models as vpn

from tests.builders import make_device, make_provider, make_site
from tests.graph.things import (
    AT_RISK,
    DEGRADED,
    DOWN,
    breaks,
    interface,
    make_cluster,
    make_vm,
    ref,
    way,
)

pytestmark = pytest.mark.django_db


def test_a_cluster_stands_on_any_of_its_hosts_and_carries_its_machines():
    cluster = make_cluster()
    hosts = [make_device(cluster=cluster) for _number in range(3)]
    vm = make_vm(cluster=cluster)

    assert breaks(*hosts[:2])[ref(vm)] == AT_RISK
    assert breaks(*hosts)[ref(vm)] == DOWN
    assert way(hosts, vm) == ['device', 'cluster', 'virtualmachine']


def test_an_offline_host_counts_as_a_member_that_is_out():
    cluster = make_cluster()
    host, _off = make_device(cluster=cluster), make_device(cluster=cluster, status='offline')
    vm = make_vm(cluster=cluster)

    assert breaks(host)[ref(vm)] == DOWN


def test_a_cluster_without_hosts_needs_its_scope():
    site, other = make_site(), make_site()
    without, hosted = make_cluster(scope=site), make_cluster(scope=site)
    make_device(cluster=hosted, site=other)

    states = breaks(site)

    assert states[ref(without)] == DOWN
    assert ref(hosted) not in states


def test_a_machine_with_a_fixed_host_needs_only_that(plugin_settings):
    cluster = make_cluster()
    host, other = make_device(cluster=cluster), make_device(cluster=cluster)
    vm = make_vm(cluster=cluster, device=host)

    assert breaks(host)[ref(vm)] == DOWN
    assert ref(vm) not in breaks(other)
    assert ref(vm) not in breaks(cluster)

    plugin_settings(graph_providers_on=['fixed_host_cluster'])
    assert breaks(cluster)[ref(vm)] == DOWN


def test_a_machine_needs_its_site_where_its_cluster_knows_neither_host_nor_scope():
    site = make_site()
    alone, unknown = make_vm(site=site), make_vm(site=site, cluster=make_cluster())
    scoped = make_vm(cluster=make_cluster(scope=site))
    hosted_cluster = make_cluster()
    make_device(cluster=hosted_cluster)
    hosted = make_vm(cluster=hosted_cluster, site=site)

    states = breaks(site)

    assert states[ref(alone)] == states[ref(unknown)] == states[ref(scoped)] == DOWN
    assert ref(hosted) not in states


def test_parts_of_a_machine_and_addresses_on_them_fall_with_it():
    vm = make_vm(site=make_site())
    parent = virtualization.VMInterface.objects.create(virtual_machine=vm, name='eth0')
    child = virtualization.VMInterface.objects.create(virtual_machine=vm, name='eth0.1', parent=parent)
    disk = virtualization.VirtualDisk.objects.create(virtual_machine=vm, name='sda', size=1)
    inside = ipam.IPAddress.objects.create(address='10.0.0.1/24', assigned_object=child)
    outside = ipam.IPAddress.objects.create(address='192.0.2.1/24', nat_inside=inside)

    states = breaks(parent)

    assert states[ref(child)] == states[ref(inside)] == states[ref(outside)] == DOWN
    assert ref(disk) not in states
    assert breaks(vm)[ref(disk)] == DOWN


def test_an_application_service_needs_its_parent_and_any_of_its_addresses():
    device = make_device()
    ports = [interface(device), interface(device)]
    addresses = [
        ipam.IPAddress.objects.create(address=f'10.0.0.{number}/24', assigned_object=port)
        for number, port in enumerate(ports, 1)
    ]
    service = ipam.Service.objects.create(parent=device, name='HTTPS', port_mappings=['tcp/443'])
    service.ipaddresses.set(addresses)

    assert breaks(ports[0])[ref(service)] == AT_RISK
    assert breaks(*ports)[ref(service)] == DOWN
    assert breaks(device)[ref(service)] == DOWN


def test_an_fhrp_group_stands_while_an_interface_does():
    group = ipam.FHRPGroup.objects.create(name='VRRP', protocol='vrrp2', group_id=1)
    device, vm = make_device(), make_vm(site=make_site())
    members = [interface(device), virtualization.VMInterface.objects.create(virtual_machine=vm, name='eth0')]
    for member in members:
        ipam.FHRPGroupAssignment.objects.create(group=group, interface=member, priority=1)
    address = ipam.IPAddress.objects.create(address='10.0.0.1/24', assigned_object=group)

    assert breaks(device)[ref(address)] == AT_RISK
    assert breaks(device, vm)[ref(address)] == DOWN


def tunnel_over(*ends, kind=vpn.Tunnel, **fields):
    tunnel = kind.objects.create(name='Tunnel', encapsulation='gre', **fields)
    for role, end in ends:
        vpn.TunnelTermination.objects.create(tunnel=tunnel, role=role, termination=end)
    return tunnel


def test_a_tunnel_between_two_peers_needs_both():
    devices = [make_device(), make_device()]
    tunnel = tunnel_over(*(('peer', interface(device, type='virtual')) for device in devices))

    assert breaks(devices[0])[ref(tunnel)] == DOWN


def test_a_tunnel_of_which_one_end_is_recorded_needs_that():
    device = make_device()
    tunnel = tunnel_over(('peer', interface(device, type='virtual')))

    assert breaks(device)[ref(tunnel)] == DOWN


def test_a_spoke_degrades_a_tunnel_and_its_last_hub_takes_it_down():
    hubs, spokes = [make_device(), make_device()], [make_device(), make_device()]
    tunnel = tunnel_over(
        *(('hub', interface(device, type='virtual')) for device in hubs),
        *(('spoke', interface(device, type='virtual')) for device in spokes),
    )

    assert breaks(spokes[0])[ref(tunnel)] == DEGRADED
    assert breaks(hubs[0])[ref(tunnel)] == DEGRADED
    assert breaks(*hubs)[ref(tunnel)] == DOWN
    assert breaks(*spokes, hubs[0])[ref(tunnel)] == DOWN


def test_a_degraded_hub_alone_does_not_degrade_a_tunnel_of_three():
    hub, spokes = make_device(), [make_device(), make_device()]
    tunnel = tunnel_over(
        ('hub', interface(hub, type='virtual')),
        *(('spoke', interface(device, type='virtual')) for device in spokes),
    )

    assert ref(tunnel) not in breaks(hub, state=DEGRADED)


def test_a_tunnel_termination_needs_its_outside_address():
    device, carrier = make_device(), make_device()
    outside = ipam.IPAddress.objects.create(address='192.0.2.1/24', assigned_object=interface(carrier))
    tunnel = tunnel_over(('peer', interface(device, type='virtual')))
    tunnel.terminations.update(outside_ip=outside)

    assert breaks(carrier)[ref(tunnel)] == DOWN


def test_a_vlan_counts_as_an_end_of_an_l2vpn_that_is_left():
    l2vpn = vpn.L2VPN.objects.create(name='VPN', slug='vpn', type='vpls')
    devices = [make_device(), make_device()]
    for device in devices:
        vpn.L2VPNTermination.objects.create(l2vpn=l2vpn, assigned_object=interface(device))
    vlan = ipam.VLAN.objects.create(name='VLAN', vid=7)
    vpn.L2VPNTermination.objects.create(l2vpn=l2vpn, assigned_object=vlan)

    assert breaks(devices[0])[ref(l2vpn)] == DEGRADED
    assert breaks(*devices)[ref(l2vpn)] == DOWN
    assert ref(l2vpn) not in breaks(vlan)


def test_a_virtual_circuit_needs_its_provider_network_and_two_ends():
    provider = make_provider()
    network = circuits.ProviderNetwork.objects.create(provider=provider, name='MPLS')
    kind = circuits.VirtualCircuitType.objects.create(name='Kind', slug='kind')
    circuit = circuits.VirtualCircuit.objects.create(cid='V1', provider_network=network, type=kind)
    devices = [make_device(), make_device(), make_device()]
    for device in devices:
        circuits.VirtualCircuitTermination.objects.create(
            virtual_circuit=circuit, interface=interface(device, type='virtual')
        )
    group = circuits.CircuitGroup.objects.create(name='Group', slug='group')
    circuits.CircuitGroupAssignment.objects.create(group=group, member=circuit)

    assert breaks(provider)[ref(circuit)] == DOWN
    assert breaks(devices[0])[ref(circuit)] == DEGRADED
    assert breaks(*devices[:2])[ref(group)] == DOWN


def circuit_of(provider, **fields):
    kind, _created = circuits.CircuitType.objects.get_or_create(name='Kind', slug='kind')
    number = circuits.Circuit.objects.count()
    return circuits.Circuit.objects.create(cid=f'C{number}', provider=provider, type=kind, **fields)


def test_a_circuit_needs_provider_account_and_the_scope_of_its_ends():
    provider = make_provider()
    account = circuits.ProviderAccount.objects.create(provider=provider, account='1')
    circuit = circuit_of(provider, provider_account=account)
    sites = [make_site(), make_site()]
    for side, site in zip('AZ', sites, strict=True):
        circuits.CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=site)

    assert breaks(account)[ref(circuit)] == DOWN
    assert breaks(provider)[ref(circuit)] == DOWN
    assert breaks(sites[1])[ref(circuit)] == DOWN
    assert way([sites[1]], circuit) == ['site', 'circuittermination', 'circuit']


def test_a_circuit_group_stands_while_a_circuit_does():
    provider = make_provider()
    members = [circuit_of(provider), circuit_of(provider)]
    group = circuits.CircuitGroup.objects.create(name='Group', slug='group')
    for member in members:
        circuits.CircuitGroupAssignment.objects.create(group=group, member=member)

    assert breaks(members[0])[ref(group)] == AT_RISK
    assert breaks(provider)[ref(group)] == DOWN


def test_cooling_bridges_prefixes_and_vlans_are_followed_only_where_switched_on(plugin_settings):
    device, cdu = make_device(), make_device()
    outflow = dcim.CoolingOutflow.objects.create(device=cdu, name='Out')
    dcim.CoolingIntake.objects.create(device=device, name='In', cooling_outflow=outflow)
    bridge = interface(cdu, type='bridge')
    bridged = interface(make_device(), bridge=bridge)
    vlan = ipam.VLAN.objects.create(name='VLAN', vid=7)
    carrier = interface(cdu, mode='tagged')
    carrier.tagged_vlans.add(vlan)
    prefix = ipam.Prefix.objects.create(prefix='10.0.0.0/24', vlan=vlan)

    assert not {ref(device), ref(bridged), ref(vlan), ref(prefix)} & breaks(cdu).keys()

    plugin_settings(graph_providers_on=['cooling', 'bridge', 'vlan', 'prefix'])
    states = breaks(cdu)
    assert states[ref(device)] == states[ref(bridged)] == states[ref(vlan)] == states[ref(prefix)] == DOWN


def test_a_console_port_needs_its_server_where_switched_on(plugin_settings):
    from tests.graph.things import cable

    device, server = make_device(), make_device()
    port = dcim.ConsolePort.objects.create(device=device, name='con')
    cable(port, dcim.ConsoleServerPort.objects.create(device=server, name='1'))

    assert ref(port) not in breaks(server)
    plugin_settings(graph_providers_on=['console'])
    states = breaks(server)
    assert states[ref(port)] == DOWN
    assert ref(device) not in states
