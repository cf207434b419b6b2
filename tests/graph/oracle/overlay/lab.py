"""What the overlay is built with: each call makes one object of NetBox by its model, with signals."""

from circuits.models import Circuit, CircuitTermination, CircuitType, Provider
from dcim.models import (
    Cable,
    Device,
    DeviceBay,
    DeviceRole,
    DeviceType,
    FrontPort,
    Interface,
    Location,
    Manufacturer,
    Module,
    ModuleBay,
    ModuleType,
    PortMapping,
    PowerFeed,
    PowerOutlet,
    PowerPanel,
    PowerPort,
    Rack,
    RackGroup,
    RearPort,
    Region,
    Site,
    SiteGroup,
)
from extras.models import Tag


class Lab:
    """A place of two sites to put things in; names are unique by what they are given."""

    def __init__(self):
        self.maker = Manufacturer.objects.create(name='Lab maker', slug='lab-maker')
        self.kind = DeviceType.objects.create(manufacturer=self.maker, model='Lab box', slug='lab-box', u_height=0)
        self.card = ModuleType.objects.create(manufacturer=self.maker, model='Lab card')
        self.circuit_type = CircuitType.objects.create(name='Lab line', slug='lab-line')
        world = Region.objects.create(name='Lab world', slug='lab-world')
        self.region = Region.objects.create(name='Lab land', slug='lab-land', parent=world)
        whole = SiteGroup.objects.create(name='Lab all', slug='lab-all')
        self.group = SiteGroup.objects.create(name='Lab sites', slug='lab-sites', parent=whole)
        self.sites = [
            Site.objects.create(name=f'Lab {n}', slug=f'lab-{n}', region=self.region, group=self.group) for n in (1, 2)
        ]
        self.site, self.branch = self.sites
        building = Location.objects.create(name='Lab building', slug='lab-building', site=self.site)
        self.room = Location.objects.create(name='Lab room', slug='lab-room', site=self.site, parent=building)
        row = RackGroup.objects.create(name='Lab row', slug='lab-row')
        self.racks = [
            Rack.objects.create(name=f'Lab rack {n}', site=self.site, location=self.room, group=row) for n in (1, 2)
        ]
        self.root_tag = Tag.objects.create(name='network-root', slug='network-root')

    def role(self, slug):
        found, _created = DeviceRole.objects.get_or_create(slug=slug, defaults={'name': slug})
        return found

    def device(self, name, role='switch', **fields):
        fields.setdefault('site', self.site)
        if fields.get('rack'):
            fields.setdefault('location', self.room)
        return Device.objects.create(name=name, role=self.role(role), device_type=self.kind, **fields)

    def interface(self, device, name=None, **fields):
        fields.setdefault('type', '10gbase-x-sfpp')
        return Interface.objects.create(device=device, name=name or f'e{device.interfaces.count()}', **fields)

    def cable(self, a, b, **fields):
        """A cable between two ends, or lists of ends."""
        a, b = (ends if isinstance(ends, list) else [ends] for ends in (a, b))
        a, b = ([type(end).objects.get(pk=end.pk) for end in ends] for ends in (a, b))
        cable = Cable(a_terminations=a, b_terminations=b, **fields)
        cable.clean()
        cable.save()
        return cable

    def connect(self, one, other, **fields):
        """A cable between new interfaces of two devices: (interface, cable, interface)."""
        ends = [self.interface(one), self.interface(other)]
        return ends[0], self.cable(*ends, **fields), ends[1]

    def lag(self, device, members, name='lag'):
        found = self.interface(device, f'{name}{device.interfaces.count()}', type='lag')
        for member in members:
            Interface.objects.filter(pk=member.pk).update(lag=found)
        return found

    def panel(self, name, fronts=4, **fields):
        """A patch panel with one rear port of as many positions as it has front ports: (device, fronts, rear)."""
        device = self.device(name, 'patch-panel', **fields)
        rear = RearPort.objects.create(device=device, name='rear', type='mpo', positions=fronts)
        made = [FrontPort.objects.create(device=device, name=f'front {n + 1}', type='lc') for n in range(fronts)]
        for place, front in enumerate(made, 1):
            PortMapping.objects.create(
                front_port=front, front_port_position=1, rear_port=rear, rear_port_position=place
            )
        return device, made, rear

    def power_port(self, device, name='PSU', **fields):
        return PowerPort.objects.create(device=device, name=f'{name} {device.powerports.count() + 1}', **fields)

    def outlet(self, pdu, **fields):
        port = pdu.powerports.first()
        return PowerOutlet.objects.create(
            device=pdu, name=f'outlet {pdu.poweroutlets.count() + 1}', power_port=port, **fields
        )

    def power_panel(self, name):
        return PowerPanel.objects.create(name=name, site=self.site, location=self.room)

    def feed(self, panel, name, **fields):
        return PowerFeed.objects.create(power_panel=panel, name=name, **fields)

    def module(self, device, name, inside=None, **fields):
        """A card in a new bay of a device, or of the module `inside`."""
        bay = ModuleBay.objects.create(device=device, name=f'bay {name}', module=inside)
        return Module.objects.create(device=device, module_bay=bay, module_type=self.card, **fields)

    def bay(self, chassis, name, blade=None):
        return DeviceBay.objects.create(device=chassis, name=name, installed_device=blade)

    def provider(self, name):
        return Provider.objects.create(name=name, slug=name.lower().replace(' ', '-'))

    def circuit(self, provider, cid, a=None, z=None, **fields):
        """A circuit with its terminations: (circuit, termination A, termination Z); None makes none."""
        circuit = Circuit.objects.create(provider=provider, cid=cid, type=self.circuit_type, **fields)
        ends = [
            CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=scope) if scope else None
            for side, scope in (('A', a), ('Z', z))
        ]
        return circuit, *ends
