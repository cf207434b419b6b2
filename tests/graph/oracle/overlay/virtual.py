"""Clusters and their machines, addresses and application services, groups of interfaces, and overlays."""

from circuits.models import (
    CircuitGroup,
    CircuitGroupAssignment,
    VirtualCircuit,
    VirtualCircuitTermination,
    VirtualCircuitType,
)
from dcim.models import Device
from ipam.models import VLAN, FHRPGroup, FHRPGroupAssignment, IPAddress, Service
from virtualization.models import Cluster, ClusterGroup, ClusterType, VirtualDisk, VirtualMachine, VMInterface
from vpn.models import L2VPN, L2VPNTermination, Tunnel, TunnelTermination


def build(lab, servers):
    """What runs on the servers and switches."""
    machines = _clusters(lab, servers)
    addresses = _addresses(lab, machines)
    _gateways(lab, machines)
    _virtual_circuits(lab)
    _tunnels(lab, machines, addresses)
    _l2vpns(lab, machines)


def _clusters(lab, servers):
    kind = ClusterType.objects.create(name='Lab hypervisor', slug='lab-hypervisor')
    group = ClusterGroup.objects.create(name='Lab clusters', slug='lab-clusters')
    hosted = Cluster.objects.create(name='Lab hosted', type=kind, group=group)
    off = lab.device('host-off', 'server', status='offline')
    for host in (*servers[:3], off):
        Device.objects.filter(pk=host.pk).update(cluster=hosted)
    scoped = Cluster.objects.create(name='Lab scoped', type=kind, scope=lab.room)
    bare = Cluster.objects.create(name='Lab bare', type=kind)
    gone = Cluster.objects.create(name='Lab gone', type=kind, status='offline', scope=lab.site)
    lab.cluster = hosted
    places = [
        {'cluster': hosted},
        {'cluster': hosted},
        {'cluster': hosted, 'device': servers[0]},
        {'device': servers[3], 'site': lab.site},
        {'cluster': scoped, 'site': lab.site},
        {'cluster': bare, 'site': lab.branch},
        {'cluster': bare},
        {'cluster': gone},
        {'site': lab.branch},
        {'cluster': hosted, 'status': 'paused'},
        {'device': lab.blades[0], 'site': lab.site},
        {'device': lab.blades[1], 'site': lab.site},
    ]
    machines = [VirtualMachine.objects.create(name=f'lab-vm-{n}', **place) for n, place in enumerate(places)]
    for machine in machines[:4]:
        VirtualDisk.objects.create(virtual_machine=machine, name='disk', size=10)
    return machines


def _addresses(lab, machines):
    made = []
    for place, machine in enumerate(machines):
        interface = VMInterface.objects.create(virtual_machine=machine, name='eth0', enabled=place != 4)
        VMInterface.objects.create(virtual_machine=machine, name='eth0.1', parent=interface)
        made.append(IPAddress.objects.create(address=f'10.99.0.{place + 1}/24', assigned_object=interface))
    outside = IPAddress.objects.create(address='203.0.113.1/24', nat_inside=made[0])
    IPAddress.objects.create(address='203.0.113.2/24', nat_inside=outside)
    IPAddress.objects.create(address='203.0.113.3/24')
    for place, switch in enumerate((*lab.edges, *lab.access, *lab.ring)):
        made.append(IPAddress.objects.create(address=f'10.99.1.{place + 1}/24', assigned_object=lab.interface(switch)))
        IPAddress.objects.create(address=f'10.99.2.{place + 1}/24', assigned_object=switch.interfaces.first())
    web = Service.objects.create(parent=machines[0], name='web', port_mappings=['tcp:80'])
    web.ipaddresses.set([made[0], made[1]])
    Service.objects.create(parent=machines[1], name='mail', port_mappings=['tcp:25'])
    ssh = Service.objects.create(parent=lab.access[0], name='ssh', port_mappings=['tcp:22'])
    ssh.ipaddresses.set(made[-3:])
    return made


def _gateways(lab, machines):
    gateway = FHRPGroup.objects.create(protocol='vrrp3', group_id=99)
    for core in lab.cores:
        interface = lab.interface(core, 'vlan99', type='virtual')
        FHRPGroupAssignment.objects.create(group=gateway, interface=interface, priority=100)
    address = IPAddress.objects.create(address='10.99.0.254/24', assigned_object=gateway)
    resolver = Service.objects.create(parent=gateway, name='dns', port_mappings=['udp:53'])
    resolver.ipaddresses.set([address])
    pair = FHRPGroup.objects.create(protocol='carp', group_id=98)
    for machine in machines[:2]:
        FHRPGroupAssignment.objects.create(group=pair, interface=machine.interfaces.first(), priority=100)
    FHRPGroup.objects.create(protocol='other', group_id=97)


def _virtual_circuits(lab):
    kind = VirtualCircuitType.objects.create(name='Lab wire', slug='lab-wire')
    account = lab.accounts.first()
    made = []
    for cid, roles, status in (
        ('PAIR', ('peer', 'peer'), 'active'),
        ('STAR', ('hub', 'hub', 'spoke', 'spoke', 'spoke'), 'active'),
        ('MESH', ('peer', 'peer', 'peer'), 'active'),
        ('ALONE', ('peer',), 'active'),
        ('EMPTY', (), 'active'),
        ('SPARE', ('peer', 'peer'), 'planned'),
    ):
        network = lab.networks[len(made) % 2]
        wire = VirtualCircuit.objects.create(
            cid=cid, type=kind, provider_network=network, status=status, provider_account=None if made else account
        )
        devices = (*lab.edges, *lab.access, *lab.ring)
        for device, role in zip(devices, roles, strict=False):
            interface = lab.interface(device, f'wire-{cid}', type='virtual')
            VirtualCircuitTermination.objects.create(virtual_circuit=wire, interface=interface, role=role)
        made.append(wire)
    group = CircuitGroup.objects.create(name='Wires', slug='wires')
    for member in (made[0], made[2], lab.circuits[0]):
        CircuitGroupAssignment.objects.create(group=group, member=member)
    CircuitGroup.objects.create(name='Nothing', slug='nothing')


def _tunnels(lab, machines, addresses):
    for name, status, ends in (
        ('pair', 'active', (('peer', lab.edges[0]), ('peer', lab.ring[0]))),
        ('star', 'active', (('hub', lab.edges[1]), ('spoke', lab.ring[1]), ('spoke', lab.ring[2]))),
        ('hubs', 'active', (('hub', lab.edges[0]), ('hub', lab.edges[1]), ('spoke', lab.ring[3]))),
        ('off', 'disabled', (('peer', lab.edges[0]), ('peer', lab.ring[4]))),
    ):
        tunnel = Tunnel.objects.create(name=f'lab-{name}', status=status, encapsulation='gre')
        for place, (role, device) in enumerate(ends):
            TunnelTermination.objects.create(
                tunnel=tunnel,
                role=role,
                termination=lab.interface(device, f'tunnel-{name}', type='virtual'),
                outside_ip=addresses[len(machines) + place] if name != 'pair' else None,
            )
    mixed = Tunnel.objects.create(name='lab-mixed', encapsulation='gre')
    for machine in machines[:3]:
        interface = VMInterface.objects.create(virtual_machine=machine, name='tun0')
        TunnelTermination.objects.create(tunnel=mixed, role='peer', termination=interface, outside_ip=addresses[0])


def _l2vpns(lab, machines):
    vlan = VLAN.objects.create(vid=99, name='Lab')
    for name, ends in (
        ('switches', [lab.interface(switch, 'l2', type='virtual') for switch in lab.access]),
        ('machines', [machine.interfaces.first() for machine in machines[:3]]),
        ('vlan', [vlan, lab.interface(lab.ring[0], 'l2', type='virtual')]),
        ('empty', []),
    ):
        l2vpn = L2VPN.objects.create(name=f'lab-{name}', slug=f'lab-{name}', type='vxlan', status='active')
        for end in ends:
            L2VPNTermination.objects.create(l2vpn=l2vpn, assigned_object=end)
