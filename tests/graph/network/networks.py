"""Small networks, a line each: devices by name, links between them."""

from collections import defaultdict
from itertools import count

from circuits.models import Circuit, CircuitTermination, CircuitType, Provider, ProviderNetwork
from dcim.models import (
    Cable,
    Device,
    DeviceBay,
    DeviceRole,
    DeviceType,
    FrontPort,
    Interface,
    Manufacturer,
    PortMapping,
    RearPort,
    Site,
    VirtualChassis,
)
from extras.models import Tag
from wireless.models import WirelessLink

from netbox_slm.graph.network import current_network
from netbox_slm.graph.refs import Ref

DOWN, AT_RISK = 3, 1


def ref(obj):
    return Ref(obj._meta.label_lower, obj.pk)


class Plan:
    """A network under construction; `net['a']` is the device a."""

    def __init__(self):
        self._numbers = defaultdict(count)
        self.site = Site.objects.create(name='Site', slug='site')
        maker = Manufacturer.objects.create(name='M', slug='m')
        self.type = DeviceType.objects.create(manufacturer=maker, model='Box', slug='box', u_height=0)
        self.holder_type = DeviceType.objects.create(
            manufacturer=maker, model='Chassis', slug='chassis', u_height=0, subdevice_role='parent'
        )
        self.blade_type = DeviceType.objects.create(
            manufacturer=maker, model='Blade', slug='blade', u_height=0, subdevice_role='child'
        )
        self.devices = {}

    def __getitem__(self, name):
        return self.devices[name]

    def device(self, name, role='switch', root=False, **fields):
        role, _created = DeviceRole.objects.get_or_create(slug=role, defaults={'name': role})
        fields = {'site': self.site, 'device_type': self.type, **fields}
        device = Device.objects.create(name=name, role=role, **fields)
        if root:
            tag, _created = Tag.objects.get_or_create(slug='network-root', defaults={'name': 'root'})
            device.tags.add(tag)
        self.devices[name] = device
        return device

    def devices_of(self, names, **fields):
        return [self.device(name, **fields) for name in names.split()]

    def port(self, name, **fields):
        """A new interface of a device."""
        number = next(self._numbers[name])
        return Interface.objects.create(device=self[name], name=f'{name}{number}', type='1000base-t', **fields)

    def link(self, left, right, status='connected', a_fields=None, b_fields=None):
        """A cable between new interfaces of two devices."""
        return self.cable([self.port(left, **(a_fields or {}))], [self.port(right, **(b_fields or {}))], status=status)

    @staticmethod
    def cable(a, b, **fields):
        cable = Cable(a_terminations=a, b_terminations=b, **fields)
        cable.save()
        return cable

    def links(self, text):
        """'a-b b-c': the cables by these names."""
        return {pair: self.link(*pair.split('-')) for pair in text.split()}

    def panel(self, name, positions=1):
        """A rear port and its front ports."""
        device = self.devices.get(name) or self.device(name, role='panel')
        number = next(self._numbers[name])
        rear = RearPort.objects.create(device=device, name=f'R{number}', type='8p8c', positions=positions)
        fronts = []
        for position in range(1, positions + 1):
            front = FrontPort.objects.create(device=device, name=f'F{number}.{position}', type='8p8c')
            PortMapping.objects.create(
                device=device,
                front_port=front,
                front_port_position=1,
                rear_port=rear,
                rear_port_position=position,
            )
            fronts.append(front)
        return rear, fronts

    def circuit(self, cid, **fields):
        provider, _created = Provider.objects.get_or_create(slug='p', defaults={'name': 'P'})
        kind, _created = CircuitType.objects.get_or_create(slug='t', defaults={'name': 'T'})
        fields = {'status': 'active', **fields}
        return Circuit.objects.create(cid=cid, provider=provider, type=kind, **fields)

    def side(self, circuit, side, at=None):
        return CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=at or self.site)

    def provider_network(self, name='Internet'):
        provider, _created = Provider.objects.get_or_create(slug='p', defaults={'name': 'P'})
        return ProviderNetwork.objects.create(provider=provider, name=name)

    def chassis(self, name, members):
        chassis = VirtualChassis.objects.create(name=name)
        for position, member in enumerate(members.split(), 1):
            device = self[member]
            device.virtual_chassis, device.vc_position = chassis, position
            device.save()
        return chassis

    def blade(self, name, holder, **fields):
        device = self.device(name, device_type=self.blade_type, **fields)
        DeviceBay.objects.create(device=self[holder], name=name, installed_device=device)
        return device

    def wireless(self, left, right, **fields):
        a, b = (
            Interface.objects.create(device=self[name], name=f'w{name}{next(self._numbers[name])}', type='ieee802.11ac')
            for name in (left, right)
        )
        return WirelessLink.objects.create(interface_a=a, interface_b=b, **fields)

    def name_of(self, reference):
        names = {ref(device): name for name, device in self.devices.items()}
        return names.get(reference, reference)


def bare_of(*objects):
    """These are down, with the interfaces, ports and circuit terminations of those that are devices or circuits."""
    down = {}
    for obj in objects:
        down[ref(obj)] = DOWN
        inside = {
            Device: lambda device: [*device.interfaces.all(), *device.frontports.all(), *device.rearports.all()],
            Circuit: lambda circuit: [*circuit.terminations.all()],
        }.get(type(obj), lambda obj: [])
        down |= {ref(part): DOWN for part in inside(obj)}
    return down


def reach(plan, *down, without=()):
    """Name of a device, or a Ref -> state, while these objects are down; those that are down themselves left out."""
    bare = bare_of(*down)
    answer = current_network().reach(bare, frozenset(map(ref, without)))
    return {plan.name_of(reference): found.state for reference, found in answer.items() if reference not in bare}


def cut_off(plan, *down):
    return sorted(str(name) for name, state in reach(plan, *down).items() if state == DOWN)


def at_risk(plan, *down):
    return sorted(str(name) for name, state in reach(plan, *down).items() if state == AT_RISK)
