"""Two ways out, dual-homed switches and servers, rings, islands, panels, breakouts, radio, and lines between sites."""

from circuits.models import CircuitGroup, CircuitGroupAssignment, ProviderAccount, ProviderNetwork
from dcim.models import CableBundle, FrontPort, Interface, PortMapping, RearPort, VirtualChassis
from wireless.models import WirelessLink


def build(lab, servers):
    """The network of the lab; keeps its cores and access switches with the lab."""
    _outside(lab)
    _access(lab, servers)
    _chassis(lab)
    _ring_and_islands(lab)
    _panels(lab)
    _breakouts(lab)
    _radio(lab)
    _lines(lab)
    _management(lab, servers)
    _blades_and_cards(lab)


def _outside(lab):
    lab.edges, lab.networks, lab.circuits = [], [], []
    lab.cores = [lab.device(f'lab-core-{n}', 'core-switch', rack=lab.racks[n]) for n in (0, 1)]
    group = CircuitGroup.objects.create(name='Ways out', slug='ways-out')
    for n in (0, 1):
        provider = lab.provider(f'Lab carrier {n}')
        account = ProviderAccount.objects.create(provider=provider, account=f'{n}')
        network = ProviderNetwork.objects.create(provider=provider, name=f'Cloud {n}')
        edge = lab.device(f'lab-edge-{n}', 'edge-router', rack=lab.racks[n])
        circuit, a, _z = lab.circuit(provider, f'OUT-{n}', lab.site, network, provider_account=account)
        lab.cable(lab.interface(edge), a)
        for core in lab.cores:
            lab.connect(edge, core)
        CircuitGroupAssignment.objects.create(group=group, member=circuit)
        lab.edges.append(edge)
        lab.networks.append(network)
        lab.circuits.append(circuit)
    lab.accounts = ProviderAccount.objects.filter(provider__name__startswith='Lab carrier')
    lab.connect(*lab.cores)


def _access(lab, servers):
    """Access switches with a LAG to each core, servers with a LAG over both switches."""
    lab.access = [lab.device(f'lab-access-{n}', rack=lab.racks[n]) for n in (0, 1)]
    bundle = CableBundle.objects.create(name='Trunk')
    for switch in lab.access:
        for core in lab.cores:
            links = [lab.connect(switch, core, bundle=bundle) for _n in range(2)]
            lab.lag(switch, [near for near, _cable, _far in links])
            lab.lag(core, [far for _near, _cable, far in links])
    for server in servers:
        ends = [lab.connect(server, switch)[0] for switch in lab.access]
        lab.lag(server, ends, 'bond')
    single = lab.device('srv-one-leg', 'server')
    lab.connect(single, lab.access[0])
    lab.connect(single, lab.access[0], status='planned')
    # Traffic does not pass through a server: what hangs behind it is not reached.
    lab.connect(single, lab.device('behind-server'))
    off = lab.device('srv-off-leg', 'server')
    lab.connect(off, lab.access[1])
    near, _cable, _far = lab.connect(off, lab.access[0])
    Interface.objects.filter(pk=near.pk).update(enabled=False)
    planned = lab.device('sw-planned', status='planned')
    lab.connect(planned, lab.cores[0])
    lab.connect(planned, lab.device('sw-behind-planned'))


def _chassis(lab):
    members = [lab.device(f'stack-{n}') for n in range(3)]
    stack = VirtualChassis.objects.create(name='Stack', master=members[0])
    for place, member in enumerate(members, 1):
        type(member).objects.filter(pk=member.pk).update(virtual_chassis=stack, vc_position=place)
    lab.connect(members[0], lab.cores[0])
    lab.connect(members[2], lab.cores[1])
    lab.connect(members[1], lab.device('behind-stack'))
    lab.stack = members


def _ring_and_islands(lab):
    ring = [lab.device(f'ring-{n}', site=lab.branch) for n in range(5)]
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        lab.connect(one, other)
    lab.connect(ring[0], lab.cores[0])
    lab.connect(ring[3], lab.cores[1])
    island = [lab.device(f'island-{n}') for n in range(3)]
    lab.connect(island[0], island[1])
    lab.connect(island[1], island[2])
    tagged = lab.device('tagged-root', site=lab.branch)
    tagged.tags.add(lab.root_tag)
    lab.connect(tagged, lab.device('below-tag-0', 'core-switch'))
    lab.connect(tagged, lab.device('below-tag-1', 'firewall'))
    # A part whose roots are found by the first pattern that matches.
    router = lab.device('part-router', 'my-router')
    lab.connect(router, lab.device('part-firewall', 'my-firewall'))
    lab.connect(router, lab.device('part-leaf'))
    lab.ring = ring


def _panels(lab):
    """Four strands over two panels; one port pair left open, and strands that meet in one interface."""
    (_one, fronts, rear), (_two, others, behind) = lab.panel('panel-1'), lab.panel('panel-2', site=lab.branch)
    trunk = lab.cable(rear, behind)
    trunk.bundle = CableBundle.objects.create(name='Duct')
    trunk.save()
    lab.patched = []
    for place in range(3):
        switch = lab.device(f'patched-{place}', site=lab.branch)
        lab.cable(lab.interface(lab.cores[place % 2]), fronts[place])
        lab.cable(others[place], lab.interface(switch))
        lab.patched.append(switch)
    lab.cable(lab.interface(lab.access[0]), fronts[3])
    # Strands behind a multi-position port: one interface on its rear.
    _fan, strands, root = lab.panel('panel-fan', 3)
    collector = lab.device('collector')
    lab.cable(lab.interface(collector), root)
    for place in range(2):
        lab.cable(lab.interface(lab.access[place]), strands[place])
    lab.cable(lab.interface(lab.device('fan-leaf')), strands[2])
    # A front port of two positions over two rear ports.
    duplex = lab.device('panel-duplex', 'patch-panel')
    front = FrontPort.objects.create(device=duplex, name='front', type='lc', positions=2)
    for place in (1, 2):
        back = RearPort.objects.create(device=duplex, name=f'rear {place}', type='lc')
        PortMapping.objects.create(front_port=front, front_port_position=place, rear_port=back, rear_port_position=1)
        lab.cable(back, lab.interface(lab.access[place - 1]))
    lab.cable(lab.interface(lab.device('duplex-leaf')), front)


def _breakouts(lab):
    """One port to four, by profile, by channels, and by a plain cable with several ends."""
    leaves = [lab.device(f'lane-{n}') for n in range(4)]
    lanes = [lab.interface(leaf) for leaf in leaves]
    lab.cable(lab.interface(lab.cores[0], 'break0'), lanes, profile='breakout-1c4p-4c1p')
    parent = Interface.objects.create(device=lab.cores[1], name='break1', type='40gbase-x-qsfpp', channels=4)
    for place in range(1, 5):
        Interface.objects.create(
            device=lab.cores[1], name=f'break1:{place}', type='channel', parent=parent, channel_id=place
        )
    more = [lab.interface(leaf) for leaf in leaves]
    lab.cable(parent, more, profile='breakout-1c4p-4c1p')
    pair = [lab.interface(lab.access[0], 'y0'), lab.interface(lab.access[1], 'y1')]
    lab.cable(lab.interface(lab.device('y-leaf')), pair)
    plain = lab.device('two-by-two')
    lab.cable([lab.interface(plain), lab.interface(plain)], [lab.interface(lab.access[0]), lab.interface(lab.ring[0])])
    # A trunk of two connectors.
    trunk = lab.device('trunked')
    ends = [[lab.interface(device), lab.interface(device)] for device in (trunk, lab.cores[0])]
    lab.cable(*ends, profile='trunk-2c1p')
    child = lab.interface(trunk, 'vlan10', type='virtual', parent=ends[0][0])
    lab.child = child


def _radio(lab):
    near, far = lab.device('mast-near'), lab.device('mast-far', site=lab.branch)
    lab.connect(lab.access[1], near)
    for status in ('connected', 'planned'):
        ends = [lab.interface(device, f'radio-{status}', type='ieee802.11ac') for device in (near, far)]
        WirelessLink.objects.create(interface_a=ends[0], interface_b=ends[1], status=status)
    lab.connect(far, lab.device('behind-mast', 'camera', site=lab.branch))


def _lines(lab):
    """Circuits between sites, with one end recorded, over a panel, in a row, and out of operation."""
    carrier = lab.provider('Lab metro')
    far = [lab.device(f'metro-{n}', site=lab.branch) for n in range(3)]
    _circuit, a, z = lab.circuit(carrier, 'METRO-0', lab.site, lab.branch)
    lab.cable(lab.interface(lab.access[0]), a)
    lab.cable(lab.interface(far[0]), z)
    _circuit, a, z = lab.circuit(carrier, 'METRO-1', lab.room, lab.branch)
    _panel, fronts, rear = lab.panel('panel-metro', 1)
    lab.cable(lab.interface(lab.access[1]), fronts[0])
    lab.cable(rear, a)
    lab.cable(lab.interface(far[0]), z)
    _circuit, a, _z = lab.circuit(carrier, 'STUB', lab.site)
    lab.cable(lab.interface(lab.access[0]), a)
    _circuit, a, _z = lab.circuit(carrier, 'OPEN', lab.site, lab.branch)
    lab.cable(lab.interface(lab.access[1]), a)
    for cid, status in (('OLD', 'decommissioned'), ('LATER', 'planned')):
        _circuit, a, z = lab.circuit(carrier, cid, lab.site, lab.branch, status=status)
        lab.cable(lab.interface(lab.access[0]), a)
        lab.cable(lab.interface(far[1]), z)
    _circuit, a, z = lab.circuit(carrier, 'REGION', lab.region, lab.group)
    lab.cable(lab.interface(lab.access[1]), a)
    lab.cable(lab.interface(far[1]), z)
    # A planned cable on one side only of a circuit: the other side is linked.
    _circuit, a, z = lab.circuit(carrier, 'HALF', lab.site, lab.branch)
    lab.cable(lab.interface(lab.access[1]), a, status='planned')
    lab.cable(lab.interface(far[2]), z)
    lab.connect(far[2], far[0])


def _management(lab, servers):
    oob = lab.device('oob')
    lab.connect(oob, lab.cores[0])
    for device in (*servers[:2], *lab.access):
        near = lab.interface(device, 'mgmt', mgmt_only=True)
        lab.cable(near, lab.interface(oob))
    lonely = lab.device('only-managed')
    lab.cable(lab.interface(lonely, 'mgmt', mgmt_only=True), lab.interface(oob))


def _blades_and_cards(lab):
    for switch in lab.access:
        lab.connect(lab.chassis, switch)
    lab.connect(lab.blades[0], lab.access[0])
    lab.cable(lab.interface(lab.blades[1], 'mgmt', mgmt_only=True), lab.interface(lab.access[1]))
    for card, core in ((lab.line_card, lab.cores[0]), (lab.daughter, lab.cores[1])):
        port = lab.interface(lab.modular, module=card)
        lab.cable(port, lab.interface(core))
