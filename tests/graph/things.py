"""Small pieces of infrastructure, and what an answer says of them."""

from itertools import count

from dcim import models as dcim
from virtualization import models as virtualization

from netbox_slm.engine.structure import AT_RISK, DEGRADED, DOWN, UP
from netbox_slm.graph import Ref, impact
from tests.builders import make_device, make_site

__all__ = (
    'AT_RISK',
    'DEGRADED',
    'DOWN',
    'UP',
    'breaks',
    'cable',
    'interface',
    'make_cluster',
    'make_feed',
    'make_port',
    'make_rack',
    'make_vm',
    'ref',
    'way',
)

_numbers = count(1)


def ref(obj):
    return Ref(obj._meta.label_lower, obj.pk)


def breaks(*objects, before=(), components=True, state=DOWN, **options):
    """Object -> state of what is worse when these fail, the named ones left out; by their refs."""
    found = impact(
        {ref(obj): state for obj in objects},
        before={ref(obj): DOWN for obj in before},
        components=components,
        **options,
    )
    named = {ref(obj) for obj in objects}
    return {touched: worse.state for touched, worse in found.touched.items() if touched not in named}


def way(failed, obj, **options):
    """The objects on the reason for `obj`, by name."""
    answer = impact({ref(each): DOWN for each in failed}, **options)
    return [str(step.ref.type.split('.')[1]) for step in answer.reasons([ref(obj)])[ref(obj)].steps]


def interface(device, name=None, **fields):
    fields.setdefault('type', '1000base-t')
    return dcim.Interface.objects.create(device=device, name=name or f'if{next(_numbers)}', **fields)


def cable(a, b, **fields):
    """A cable from one end (or several) to another."""
    a, b = (list(end) if isinstance(end, (list, tuple)) else [end] for end in (a, b))
    made = dcim.Cable(a_terminations=a, b_terminations=b, **fields)
    made.full_clean()
    made.save()
    for end in (*a, *b):
        end.refresh_from_db()
    return made


def make_rack(site=None, **fields):
    return dcim.Rack.objects.create(site=site or make_site(), name=f'Rack {next(_numbers)}', **fields)


def make_feed(site=None, **fields):
    panel = fields.pop('power_panel', None) or dcim.PowerPanel.objects.create(
        site=site or make_site(), name=f'Panel {next(_numbers)}'
    )
    return dcim.PowerFeed.objects.create(power_panel=panel, name=f'Feed {next(_numbers)}', **fields)


def make_port(device, supply=None, **fields):
    """A power port, with a cable to the outlet or feed if one is given."""
    status = fields.pop('cable_status', 'connected')
    port = dcim.PowerPort.objects.create(device=device, name=f'PSU {next(_numbers)}', **fields)
    if supply is not None:
        cable(port, supply, status=status)
    return port


def make_outlet(device, port=None, **fields):
    return dcim.PowerOutlet.objects.create(device=device, name=f'Outlet {next(_numbers)}', power_port=port, **fields)


def make_pdu(supply=None, outlets=1, **fields):
    """A device with a power port and outlets: (device, port, outlets)."""
    device = make_device(**fields)
    port = make_port(device, supply)
    return device, port, [make_outlet(device, port) for _number in range(outlets)]


def make_cluster(name=None, **fields):
    kind, _created = virtualization.ClusterType.objects.get_or_create(name='Kind', slug='kind')
    return virtualization.Cluster.objects.create(name=name or f'Cluster {next(_numbers)}', type=kind, **fields)


def make_vm(name=None, **fields):
    return virtualization.VirtualMachine.objects.create(name=name or f'VM {next(_numbers)}', **fields)
