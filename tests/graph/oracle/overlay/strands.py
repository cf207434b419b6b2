"""Strands that share steps of a path: through panels, trunks and breakouts, and over several circuits at once."""

from dcim.models import FrontPort, Interface, PortMapping, RearPort


def build(lab):
    """Each group has ends of its own, some at a core so that reach depends on them."""
    _several_fronts(lab)
    _through_a_trunk(lab)
    _woven(lab)
    _several_circuits(lab)


def _pair(panel, name):
    """A front port and a rear port of one position, mapped to each other."""
    front = FrontPort.objects.create(device=panel, name=f'front {name}', type='lc')
    rear = RearPort.objects.create(device=panel, name=f'rear {name}', type='lc')
    PortMapping.objects.create(front_port=front, front_port_position=1, rear_port=rear, rear_port_position=1)
    return front, rear


def _several_fronts(lab):
    """A plain cable from one interface to two front ports of one trunk, whose strands part again."""
    (_one, fronts, rear), (_two, others, behind) = lab.panel('panel-s1', 2), lab.panel('panel-s2', 2)
    lab.cable(rear, behind)
    lab.cable(lab.interface(lab.cores[0]), fronts)
    for place in range(2):
        lab.cable(others[place], lab.interface(lab.device(f'strand-leaf-{place}')))


def _through_a_trunk(lab):
    """A breakout into two ports that a cable of two connectors takes on."""
    near, far = lab.device('panel-t1', 'patch-panel'), lab.device('panel-t2', 'patch-panel')
    pairs, others = ([_pair(panel, name) for name in 'ab'] for panel in (near, far))
    lab.cable([rear for _front, rear in pairs], [rear for _front, rear in others], profile='trunk-2c1p')
    for place, (front, _rear) in enumerate(others):
        lab.cable(front, lab.interface(lab.device(f'trunk-leaf-{place}')))
    lab.cable(lab.interface(lab.cores[1]), [front for front, _rear in pairs], profile='breakout-1c2p-2c1p')


def _woven(lab):
    """Four breakouts of two lanes each, so that both ends of a piece have another one: only its way is lost."""
    devices = [lab.cores[0], lab.device('woven-0'), lab.cores[1], lab.device('woven-1')]
    # NetBox follows several strands at once only inside one panel.
    panel = lab.device('panel-w', 'patch-panel')
    pairs = [[_pair(panel, f'{place}{lane}') for lane in 'ab'] for place in range(4)]
    for place in range(4):
        # Lane b of each leads to lane a of the next one round.
        lab.cable(pairs[place][1][1], pairs[(place + 1) % 4][0][1])
    for device, lanes in zip(devices, pairs, strict=True):
        lab.cable(lab.interface(device), [front for front, _rear in lanes], profile='breakout-1c2p-2c1p')


def _several_circuits(lab):
    """One interface on two circuits, circuits in a LAG and at a management interface, two patched in a row."""
    carrier = lab.provider('Lab twin')
    ends = [lab.circuit(carrier, f'TWIN-{n}', lab.site, lab.branch)[1:] for n in range(2)]
    for _a, z in ends:
        lab.cable(lab.interface(lab.device(f'twin-{z.circuit.cid.lower()}', site=lab.branch)), z)
    lab.cable(lab.interface(lab.cores[0]), [a for a, _z in ends])
    bonded = lab.device('bonded', site=lab.branch)
    members = []
    for n in range(2):
        _circuit, a, z = lab.circuit(carrier, f'BOND-{n}', lab.site, lab.branch)
        lab.cable(lab.interface(lab.cores[n]), a)
        members.append(lab.interface(bonded))
        lab.cable(members[-1], z)
    lab.lag(bonded, members)
    closed = lab.device('closed-lag', site=lab.branch)
    near, _cable, _far = lab.connect(closed, lab.cores[0])
    second, _cable, _far = lab.connect(closed, lab.cores[1])
    Interface.objects.filter(pk=lab.lag(closed, [near]).pk).update(enabled=False)
    lab.lag(closed, [second])
    _circuit, a, z = lab.circuit(carrier, 'MANAGED', lab.site, lab.branch)
    lab.cable(lab.interface(lab.cores[0]), a)
    lab.cable(lab.interface(lab.device('managed', site=lab.branch), 'mgmt', mgmt_only=True), z)
    _first, a, z = lab.circuit(carrier, 'ROW-0', lab.site, lab.branch)
    _second, y, x = lab.circuit(carrier, 'ROW-1', lab.branch, lab.branch)
    lab.cable(lab.interface(lab.cores[1]), a)
    lab.cable(z, y)
    lab.cable(lab.interface(lab.device('row-end', site=lab.branch)), x)
