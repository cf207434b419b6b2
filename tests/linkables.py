"""One object of every type that can be linked to a service by default, for tests that walk them."""

from itertools import count

from circuits.models import Circuit, CircuitType, ProviderNetwork, VirtualCircuit, VirtualCircuitType
from dcim.models import (
    Cable,
    Interface,
    Location,
    Module,
    ModuleBay,
    ModuleType,
    PowerFeed,
    PowerOutlet,
    PowerPanel,
    PowerPort,
    Rack,
    VirtualChassis,
    VirtualDeviceContext,
)
from ipam.models import FHRPGroup, IPAddress, Prefix
from ipam.models import Service as ApplicationService
from virtualization.models import Cluster, ClusterType, VirtualMachine, VMInterface
from vpn.models import L2VPN, Tunnel
from wireless.models import WirelessLAN, WirelessLink

from .builders import make_device, make_provider, make_site, make_tenant

_numbers = count(1)


def make_machine():
    number = next(_numbers)
    kind, _created = ClusterType.objects.get_or_create(slug='kind', defaults={'name': 'Kind'})
    return VirtualMachine.objects.create(
        name=f'VM {number}', cluster=Cluster.objects.create(name=f'Cluster {number}', type=kind)
    )


def make_linkables():
    """The objects by type label."""
    number = next(_numbers)
    site, device, machine, provider = make_site(), make_device(), make_machine(), make_provider()
    one, other, third, fourth = (
        Interface.objects.create(device=device, name=f'eth{port}', type=kind)
        for port, kind in enumerate(('1000base-t', '1000base-t', 'ieee802.11ac', 'ieee802.11ac'))
    )
    cable = Cable(a_terminations=[one], b_terminations=[other])
    cable.save()
    network = ProviderNetwork.objects.create(provider=provider, name=f'Network {number}')
    panel = PowerPanel.objects.create(site=site, name=f'Panel {number}')
    objects = (
        site,
        Location.objects.create(site=site, name='Hall', slug=f'hall-{number}'),
        Rack.objects.create(site=site, name=f'Rack {number}'),
        device,
        VirtualChassis.objects.create(name=f'Chassis {number}'),
        VirtualDeviceContext.objects.create(device=device, name='Context', status='active', identifier=1),
        Module.objects.create(
            device=device,
            module_bay=ModuleBay.objects.create(device=device, name='Bay'),
            module_type=ModuleType.objects.create(manufacturer=device.device_type.manufacturer, model=f'Card {number}'),
        ),
        one,
        PowerPort.objects.create(device=device, name='Inlet'),
        PowerOutlet.objects.create(device=device, name='Outlet'),
        panel,
        PowerFeed.objects.create(power_panel=panel, name=f'Feed {number}'),
        cable,
        provider,
        network,
        Circuit.objects.create(
            cid=f'C-{number}',
            provider=provider,
            type=CircuitType.objects.create(name=f'Type {number}', slug=f'type-{number}'),
        ),
        VirtualCircuit.objects.create(
            cid=f'V-{number}',
            provider_network=network,
            type=VirtualCircuitType.objects.create(name=f'Type {number}', slug=f'type-{number}'),
        ),
        make_tenant(),
        machine.cluster,
        machine,
        VMInterface.objects.create(virtual_machine=machine, name='eth0'),
        ApplicationService.objects.create(parent=machine, name='https', port_mappings=['tcp/443']),
        IPAddress.objects.create(address='192.0.2.1/24'),
        Prefix.objects.create(prefix='192.0.2.0/24'),
        FHRPGroup.objects.create(group_id=number, protocol='vrrp2', name=f'FHRP {number}'),
        Tunnel.objects.create(name=f'Tunnel {number}', encapsulation='gre', status='active'),
        L2VPN.objects.create(name=f'L2VPN {number}', slug=f'l2vpn-{number}', type='vxlan', status='active'),
        WirelessLAN.objects.create(ssid=f'WLAN {number}', status='active'),
        WirelessLink.objects.create(interface_a=third, interface_b=fourth, ssid=f'LINK {number}', status='connected'),
    )
    return {obj._meta.label_lower: obj for obj in objects}
