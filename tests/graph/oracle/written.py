"""Writes a plan of `drawn.py` to the database by NetBox's own models, and changes it a little afterwards."""

import random

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

import circuits.models as circuits
import dcim.models as dcim
import ipam.models as ipam
import virtualization.models as virtualization
import vpn.models as vpn
from extras.models import Tag
from wireless.models import WirelessLink

from netbox_slm import models

from .drawn import PROFILES, REPLACED


class _MissingError(Exception):
    """A step refers to what is not there."""


class Laid:
    """A plan written down: `names` leads from a name to the object."""

    def __init__(self, steps):
        self.names = {}
        self._step, self._count = 0, 0
        maker = dcim.Manufacturer.objects.create(name='Drawn', slug='drawn')
        self._box = dcim.DeviceType.objects.create(manufacturer=maker, model='Box', slug='box', u_height=0)
        self._card = dcim.ModuleType.objects.create(manufacturer=maker, model='Card')
        self._line = circuits.CircuitType.objects.create(name='Line', slug='line')
        self._kind = virtualization.ClusterType.objects.create(name='Drawn', slug='drawn')
        for step, kind, values, more in steps:
            self._step, self._count = step, 0
            try:
                with transaction.atomic():
                    getattr(self, f'_{kind}')(*values, **more)
            except _MissingError:
                continue

    def _get(self, name):
        if name is None:
            return None
        if name not in self.names:
            raise _MissingError(name)
        return self.names[name]

    @property
    def _number(self):
        """A new number, the same for the same step of a smaller plan."""
        self._count += 1
        return f'{self._step}.{self._count}'

    def _variation(self, seed):
        vary(seed)

    # places and devices

    def _region(self, name):
        self.names[name] = dcim.Region.objects.create(name=name, slug=name)

    def _site(self, name, region):
        self.names[name] = dcim.Site.objects.create(name=name, slug=name, region=self._get(region))

    def _location(self, name, site):
        self.names[name] = dcim.Location.objects.create(name=name, slug=name, site=self._get(site))

    def _rack(self, name, site, location):
        self.names[name] = dcim.Rack.objects.create(name=name, site=self._get(site), location=self._get(location))

    def _device(self, name, role, site, rack, status, root):
        found, _created = dcim.DeviceRole.objects.get_or_create(slug=role, defaults={'name': role})
        rack = self._get(rack)
        location = rack.location if rack else None
        device = dcim.Device.objects.create(
            name=name, role=found, device_type=self._box, site=self._get(site), rack=rack, location=location,
            status=status,
        )  # fmt: skip
        if root:
            tag, _created = Tag.objects.get_or_create(slug='network-root', defaults={'name': 'network-root'})
            device.tags.add(tag)
        self.names[name] = device

    def _chassis(self, name, members):
        members = [self._get(member) for member in members]
        chassis = self.names[name] = dcim.VirtualChassis.objects.create(name=name)
        for position, member in enumerate(members, 1):
            member.virtual_chassis, member.vc_position = chassis, position
            member.save()

    def _module(self, name, device, status):
        device = self._get(device)
        bay = dcim.ModuleBay.objects.create(device=device, name=name)
        self.names[name] = dcim.Module.objects.create(
            device=device, module_bay=bay, module_type=self._card, status=status
        )

    def _bay(self, chassis, blade):
        chassis, blade = self._get(chassis), self._get(blade)
        if not dcim.DeviceBay.objects.filter(installed_device=blade).exists() and not self._holds(blade, chassis):
            dcim.DeviceBay.objects.create(device=chassis, name=f'bay {self._number}', installed_device=blade)

    @staticmethod
    def _holds(outer, inner):
        while inner is not None and inner != outer:
            bay = dcim.DeviceBay.objects.filter(installed_device=inner).first()
            inner = bay.device if bay else None
        return inner is not None

    def _context(self, name, device, status):
        device = self._get(device)
        self.names[name] = dcim.VirtualDeviceContext.objects.create(name=name, device=device, status=status)

    def _item(self, device, status):
        device = self._get(device)
        outer = dcim.InventoryItem.objects.create(device=device, name=f'item {self._number}', status=status)
        dcim.InventoryItem.objects.create(device=device, name=f'item {self._number}', parent=outer)

    # links

    def _port(self, holder, fields, **more):
        """A new interface of a device or module."""
        found = self._get(holder)
        module = found if isinstance(found, dcim.Module) else None
        device = module.device if module else found
        fields = {**fields, **more}
        if 'lag' in fields:
            fields['lag'] = self._get(fields['lag'])
        fields.setdefault('type', '10gbase-x-sfpp')
        return dcim.Interface.objects.create(device=device, module=module, name=f'e{self._number}', **fields)

    def _cable(self, a, b, **fields):
        a, b = (ends if isinstance(ends, list) else [ends] for ends in (a, b))
        a, b = ([type(end).objects.get(pk=end.pk) for end in ends] for ends in (a, b))
        cable = dcim.Cable(a_terminations=a, b_terminations=b, label=f'cable {self._number}', **fields)
        cable.save()
        return cable

    def _lag(self, name, device):
        self.names[name] = self._port(device, {'type': 'lag'})

    def _link(self, a, b, status):
        self._cable(self._port(*a), self._port(*b), status=status)

    def _pair(self, panel, positions=1):
        """A rear port of a panel and its front ports."""
        panel, number = self._get(panel), self._number
        rear = dcim.RearPort.objects.create(device=panel, name=f'r{number}', type='lc', positions=positions)
        fronts = []
        for position in range(1, positions + 1):
            front = dcim.FrontPort.objects.create(device=panel, name=f'f{number}.{position}', type='lc')
            dcim.PortMapping.objects.create(
                device=panel, front_port=front, front_port_position=1, rear_port=rear, rear_port_position=position
            )
            fronts.append(front)
        return rear, fronts

    def _patched(self, a, b, panel):
        rear, (front,) = self._pair(panel)
        self._cable(self._port(*a), front)
        self._cable(rear, self._port(*b))

    def _trunk(self, one, other, pairs):
        (rear, fronts), (behind, others) = self._pair(one, len(pairs)), self._pair(other, len(pairs))
        self._cable(rear, behind)
        for (a, b), front, far in zip(pairs, fronts, others, strict=True):
            self._cable(self._port(*a), front)
            self._cable(far, self._port(*b))

    def _breakout(self, a, lanes, profile):
        self._cable(self._port(*a), [self._port(*lane) for lane in lanes], profile=profile)

    def _channels(self, device, lanes):
        parent = self._port(device, {'type': '40gbase-x-qsfpp', 'channels': len(lanes)})
        for place, _lane in enumerate(lanes, 1):
            self._port(device, {'type': 'channel', 'parent': parent, 'channel_id': place})
        self._cable(parent, [self._port(*lane) for lane in lanes], profile=PROFILES[len(lanes)])

    def _child(self, device):
        parent = self._get(device).interfaces.first()
        if parent is not None:
            self._port(device, {'type': 'virtual', 'parent': parent})

    def _wireless(self, one, other, status):
        ends = [self._port(name, {'type': 'ieee802.11ac'}) for name in (one, other)]
        WirelessLink.objects.create(interface_a=ends[0], interface_b=ends[1], status=status)

    # circuits

    def _provider(self, name):
        self.names[name] = circuits.Provider.objects.create(name=name, slug=name)

    def _provider_network(self, name, provider):
        self.names[name] = circuits.ProviderNetwork.objects.create(name=name, provider=self._get(provider))

    def _circuit(self, name, provider, status, account):
        provider, held = self._get(provider), None
        if account:
            held, _created = circuits.ProviderAccount.objects.get_or_create(provider=provider, account='1')
        self.names[name] = circuits.Circuit.objects.create(
            cid=name, provider=provider, type=self._line, status=status, provider_account=held
        )

    def _termination(self, circuit, side, scope, end):
        found = self._new_termination(circuit, side, scope)
        if end is not None:
            self._cable(self._port(*end), found)

    def _patched_termination(self, circuit, side, scope, end, panel):
        found = self._new_termination(circuit, side, scope)
        rear, (front,) = self._pair(panel)
        self._cable(found, front)
        self._cable(rear, self._port(*end))

    def _new_termination(self, circuit, side, scope):
        circuit, scope = self._get(circuit), self._get(scope)
        return circuits.CircuitTermination.objects.create(circuit=circuit, term_side=side, termination=scope)

    def _circuits_in_a_row(self, one, other):
        ends = []
        for name in (one, other):
            free = [end for end in self._get(name).terminations.order_by('pk') if end.cable_id is None]
            free = [end for end in free if isinstance(end.termination, dcim.Site | dcim.Location)]
            if not free:
                raise _MissingError(name)
            ends.append(free[0])
        self._cable(*ends)

    def _circuit_group(self, names):
        members = [self._get(name) for name in names]
        group = self.names['q0'] = circuits.CircuitGroup.objects.create(name='q0', slug='q0')
        for member in members:
            circuits.CircuitGroupAssignment.objects.create(group=group, member=member)

    # power

    def _power_panel(self, name, site, location):
        site, location = self._get(site), self._get(location)
        self.names[name] = dcim.PowerPanel.objects.create(name=name, site=site, location=location)

    def _feed(self, name, panel, status):
        self.names[name] = dcim.PowerFeed.objects.create(name=name, power_panel=self._get(panel), status=status)

    def _inlet(self, device, module=None, **fields):
        return dcim.PowerPort.objects.create(device=device, module=module, name=f'inlet {self._number}', **fields)

    def _outlet(self, source):
        """A feed that has no cable yet, or a new outlet of a device."""
        source = self._get(source)
        if isinstance(source, dcim.PowerFeed):
            if dcim.PowerFeed.objects.get(pk=source.pk).cable_id is None:
                return source
            return dcim.PowerFeed.objects.create(
                name=f'{source.name} {self._number}', power_panel=source.power_panel, status=source.status
            )
        port = source.powerports.order_by('pk').first()
        return dcim.PowerOutlet.objects.create(device=source, name=f'outlet {self._number}', power_port=port)

    def _supply(self, device, source, status, holder):
        device, module = self._get(device), self._get(holder)
        module = module if module is not None and module.device_id == device.pk else None
        outlet = self._outlet(source)
        self._cable(self._inlet(device, module), outlet, status=status)

    def _marked(self, device):
        self._inlet(self._get(device), mark_connected=True)

    def _several_supplies(self, device, sources):
        device = self._get(device)
        outlets = [self._outlet(source) for source in sources]
        kind = type(outlets[0])
        self._cable(self._inlet(device), [outlet for outlet in outlets if isinstance(outlet, kind)])

    # what stands on devices

    def _cluster(self, name, hosts, scope, status):
        hosts, scope = [self._get(host) for host in hosts], self._get(scope)
        cluster = self.names[name] = virtualization.Cluster.objects.create(
            name=name, type=self._kind, scope=scope, status=status
        )
        dcim.Device.objects.filter(pk__in=[host.pk for host in hosts]).update(cluster=cluster)

    def _machine(self, name, home, status):
        home = self._get(home)
        kinds = {dcim.Device: 'device', dcim.Site: 'site', virtualization.Cluster: 'cluster'}
        place = {kinds[type(home)]: home}
        if isinstance(home, dcim.Device):
            place['site'] = home.site
        self.names[name] = virtualization.VirtualMachine.objects.create(name=name, status=status, **place)

    def _interface(self, name, holder):
        holder = self._get(holder)
        if isinstance(holder, dcim.Device):
            self.names[name] = self._port(holder.name, {'type': 'virtual'})
        else:
            self.names[name] = virtualization.VMInterface.objects.create(virtual_machine=holder, name=name)

    def _address(self, name, interface, inside):
        interface, inside = self._get(interface), self._get(inside)
        self.names[name] = ipam.IPAddress.objects.create(
            address=f'10.9.{self._number}/24', assigned_object=interface, nat_inside=inside
        )

    def _gateway(self, name, interfaces):
        interfaces = [self._get(interface) for interface in interfaces]
        group = self.names[name] = ipam.FHRPGroup.objects.create(protocol='vrrp3', group_id=9)
        for interface in interfaces:
            ipam.FHRPGroupAssignment.objects.create(group=group, interface=interface, priority=100)

    def _tunnel(self, name, interfaces, roles):
        interfaces = [self._get(interface) for interface in interfaces]
        tunnel = self.names[name] = vpn.Tunnel.objects.create(name=name, status='active', encapsulation='gre')
        for interface, role in zip(interfaces, roles, strict=True):
            outside = self.names.get('a0') if role == 'hub' else None
            vpn.TunnelTermination.objects.create(tunnel=tunnel, role=role, termination=interface, outside_ip=outside)

    def _l2vpn(self, name, interfaces, _roles):
        interfaces = [self._get(interface) for interface in interfaces]
        l2vpn = self.names[name] = vpn.L2VPN.objects.create(name=name, slug=name, type='vxlan', status='active')
        vlan = ipam.VLAN.objects.create(vid=9, name='Drawn')
        for end in (*interfaces, vlan)[: 1 + len(interfaces) % 3 + 1]:
            vpn.L2VPNTermination.objects.create(l2vpn=l2vpn, assigned_object=end)

    def _wire(self, name, network, devices, roles):
        network = self._get(network)
        kind = circuits.VirtualCircuitType.objects.create(name='Wire', slug='wire')
        ends = [self._port(device, {'type': 'virtual'}) for device in devices]
        wire = self.names[name] = circuits.VirtualCircuit.objects.create(
            cid=name, type=kind, provider_network=network, status='active'
        )
        for interface, role in zip(ends, roles, strict=True):
            circuits.VirtualCircuitTermination.objects.create(virtual_circuit=wire, interface=interface, role=role)

    def _application(self, name, parent, with_addresses):
        service = ipam.Service.objects.create(parent=self._get(parent), name=name, port_mappings=['tcp:80'])
        if with_addresses:
            service.ipaddresses.set([self.names[key] for key in ('a0', 'a1') if key in self.names])
        self.names[name] = service

    # services of ours

    def _service(self, name, required, groups, minimum):
        required = [self._get(thing) for thing in required]
        groups = [[self._get(thing) for thing in group] for group in groups]
        service = self.names[name] = models.Service.objects.create(name=name)
        for thing in required:
            models.ServiceComponent.objects.create(service=service, **_generic(thing, 'object'))
        for number, things in enumerate(groups):
            group = models.RedundancyGroup.objects.create(
                service=service, name=str(number), min_available=min(minimum, len(things))
            )
            for thing in things:
                models.ServiceComponent.objects.create(
                    service=service, redundancy_group=group, **_generic(thing, 'object')
                )

    def _dependency(self, one, other, kind):
        one, other = self._get(one), self._get(other)
        if not models.ServiceDependency.objects.filter(service=one, depends_on=other).exists():
            models.ServiceDependency.objects.bulk_create(
                [models.ServiceDependency(service=one, depends_on=other, kind=kind)]
            )

    def _need(self, one, other, kind, replaces):
        one, other = self._get(one), self._get(other)
        models.CIDependency.objects.bulk_create(
            [
                models.CIDependency(
                    **_generic(one, 'dependent'), **_generic(other, 'needed'), kind=kind, replaces=replaces
                )
            ]
        )

    def _grouped_need(self, one, others, minimum):
        one, others = self._get(one), [self._get(other) for other in others]
        group = models.CIDependencyGroup.objects.create(
            **_generic(one, 'dependent'), name='drawn', min_available=minimum
        )
        models.CIDependency.objects.bulk_create(
            models.CIDependency(**_generic(one, 'dependent'), **_generic(other, 'needed'), kind='group', group=group)
            for other in others
        )


def vary(seed):
    """Change what lies in the database a little, without its models: another network for a tenth of the time."""
    dice = random.Random(seed)

    def some(queryset, most):
        keys = list(queryset.order_by('pk').values_list('pk', flat=True))
        return queryset.model.objects.filter(pk__in=dice.sample(keys, min(len(keys), dice.randint(0, most))))

    devices = dcim.Device.objects.all()
    roles = dcim.DeviceRole.objects.order_by('slug')
    some(devices, 2).update(role=dice.choice(list(roles)))
    some(devices, 1).update(status=dice.choice(('active', 'active', 'offline')))
    some(devices, 2).update(cluster=dice.choice([*virtualization.Cluster.objects.order_by('pk'), None]))
    some(dcim.Cable.objects.all(), 1).update(status=dice.choice(('connected', 'planned')))
    some(dcim.Interface.objects.all(), 1).update(mgmt_only=dice.random() < 0.5)
    some(dcim.Interface.objects.all(), 1).update(enabled=dice.random() < 0.5)
    some(dcim.PowerFeed.objects.all(), 1).update(status=dice.choice(('active', 'failed')))
    some(circuits.Circuit.objects.all(), 1).update(status=dice.choice(('active', 'offline')))
    for outlet in some(dcim.PowerOutlet.objects.all(), 1):
        port = dice.choice([*outlet.device.powerports.order_by('pk'), None])
        dcim.PowerOutlet.objects.filter(pk=outlet.pk).update(power_port=port)
    _vary_needs(dice, devices)


def _vary_needs(dice, devices):
    if dice.random() < 0.7:
        models.CIDependency.objects.all().delete()
    things = [*devices.order_by('pk'), *circuits.Circuit.objects.order_by('pk'), *models.Service.objects.order_by('pk')]
    for _number in range(dice.choice((0, 0, 0, 1, 2))):
        one, other = dice.sample(things, 2)
        need = models.CIDependency(
            **_generic(one, 'dependent'),
            **_generic(other, 'needed'),
            kind=dice.choice(('required', 'required', 'soft')),
            replaces=dice.choice(REPLACED),
        )
        models.CIDependency.objects.bulk_create([need], ignore_conflicts=True)


def _generic(thing, name):
    return {f'{name}_type': ContentType.objects.get_for_model(thing), f'{name}_id': thing.pk}
