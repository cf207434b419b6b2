"""The two data centres: rooms, racks, equipment, redundant power, and the cables between all of it."""

from django.utils.text import slugify

from dcim.models import (
    Cable,
    Device,
    DeviceRole,
    DeviceType,
    Interface,
    InterfaceTemplate,
    Location,
    Manufacturer,
    PowerFeed,
    PowerOutlet,
    PowerOutletTemplate,
    PowerPanel,
    PowerPort,
    PowerPortTemplate,
    Rack,
    Site,
    VirtualChassis,
)

from . import description as what

__all__ = ('Infrastructure', 'build_infrastructure', 'make_cable')


class Infrastructure:
    """What was built, by name, for those who stand on it."""

    def __init__(self):
        self.sites: dict[str, Site] = {}
        self.devices: dict[str, Device] = {}
        self.feeds: dict[str, PowerFeed] = {}
        self.kinds: dict[str, DeviceType] = {}
        self.roles: dict[str, DeviceRole] = {}


def build_infrastructure(store) -> Infrastructure:
    """Both data centres with everything in them, cabled. Repeatable."""
    built = Infrastructure()
    _build_types(store, built)
    for centre in what.DATA_CENTRES:
        site = store.put(
            Site,
            {'slug': centre.slug},
            name=centre.name,
            status='active',
            facility=centre.code,
            time_zone=centre.time_zone,
            physical_address=centre.address,
        )
        built.sites[centre.code] = site
        racks = _build_rooms(store, site, centre.code)
        _build_power(store, built, site, centre.code, racks)
        _build_devices(store, built, centre.code, racks)
        _connect(store, built, centre.code)
        _build_chassis(store, built, centre.code)
    return built


def make_cable(store, label, one, other, kind=''):
    """The cable of this label between two ends; made, and its paths traced, where there is none."""
    found = store.made_of(Cable).filter(label=label).first()
    if found is not None:
        return found
    cable = Cable(a_terminations=[one], b_terminations=[other], label=label, type=kind, status='connected')
    cable.full_clean()
    cable.save()
    store.adopt([cable])
    return cable


def _build_types(store, built):
    name, slug = what.MANUFACTURER
    maker = store.put(Manufacturer, {'slug': slug}, name=name)
    for slug, (name, colour) in what.DEVICE_ROLES.items():
        built.roles[slug] = store.put(DeviceRole, {'slug': slug}, name=name, color=colour)
    for kind in what.DEVICE_KINDS:
        device_type = store.put(
            DeviceType,
            {'manufacturer': maker, 'slug': slugify(kind.model)},
            model=kind.model,
            u_height=kind.u_height,
            is_full_depth=False,
        )
        built.kinds[kind.key] = device_type
        if not device_type.powerporttemplates.exists():
            _add_templates(device_type, kind)


def _add_templates(device_type, kind):
    for number in range(1, kind.supplies + 1):
        PowerPortTemplate.objects.create(
            device_type=device_type, name=f'PSU{number}', type='iec-60320-c14', maximum_draw=400, allocated_draw=200
        )
    for pattern, first, last, interface_type in kind.interfaces:
        for number in range(first, last + 1):
            InterfaceTemplate.objects.create(device_type=device_type, name=pattern.format(number), type=interface_type)
    intake = device_type.powerporttemplates.first()
    for number in range(1, kind.outlets + 1):
        PowerOutletTemplate.objects.create(
            device_type=device_type, name=f'Outlet {number}', type='iec-60320-c13', power_port=intake
        )


def _build_rooms(store, site, code):
    hall = store.put(Location, {'site': site, 'slug': f'{code}-hall-1'.lower()}, name='Hall 1', status='active')
    racks = {}
    for row, rack in what.RACKS:
        location = store.put(
            Location,
            {'site': site, 'slug': f'{code}-{row}'.lower().replace(' ', '-')},
            name=row,
            parent=hall,
            status='active',
        )
        racks[rack] = store.put(
            Rack,
            {'site': site, 'name': f'{code}-{rack}'},
            location=location,
            status='active',
            form_factor='4-post-cabinet',
            width=19,
            u_height=42,
        )
    return racks


def _build_power(store, built, site, code, racks):
    hall = Location.objects.get(site=site, slug=f'{code}-hall-1'.lower())
    for side in 'AB':
        panel = store.put(PowerPanel, {'site': site, 'name': f'{code}-PANEL-{side}'}, location=hall)
        for name, rack in racks.items():
            feed = store.put(
                PowerFeed,
                {'power_panel': panel, 'name': f'{code}-{name}-{side}'},
                rack=rack,
                status='active',
                type='primary' if side == 'A' else 'redundant',
                supply='ac',
                phase='single-phase',
                voltage=230,
                amperage=32,
                max_utilization=80,
            )
            built.feeds[feed.name] = feed


def _build_devices(store, built, code, racks):
    for (_row, name), devices in what.RACKS.items():
        rack, position = racks[name], 2
        for side in 'AB':
            _put_device(store, built, f'{code}-{name}-PDU-{side}', 'PDU', rack)
        for device in devices:
            kind = device.partition('-')[0]
            _put_device(store, built, f'{code}-{device}', kind, rack, position)
            position += 4


def _put_device(store, built, name, kind, rack, position=None):
    role = next(entry.role for entry in what.DEVICE_KINDS if entry.key == kind)
    built.devices[name] = store.put(
        Device,
        {'name': name, 'site': rack.site},
        device_type=built.kinds[kind],
        role=built.roles[role],
        location=rack.location,
        rack=rack,
        position=position,
        face='front' if position else '',
        status='active',
        airflow='front-to-rear',
    )


def _connect(store, built, code):
    """Every feed to its strip, every supply to both strips of its rack, and the network."""
    for (_row, rack), devices in what.RACKS.items():
        for number, side in enumerate('AB', start=1):
            strip = built.devices[f'{code}-{rack}-PDU-{side}']
            feed = built.feeds[f'{code}-{rack}-{side}']
            if not _is_made(store, f'{feed.name}-IN'):
                intake = PowerPort.objects.get(device=strip, name='PSU1')
                make_cable(store, f'{feed.name}-IN', feed, intake, 'power')
            for outlet, device in enumerate(devices, start=1):
                label = f'{code}-{device}-P{number}'
                if not _is_made(store, label):
                    make_cable(
                        store,
                        label,
                        PowerOutlet.objects.get(device=strip, name=f'Outlet {outlet}'),
                        PowerPort.objects.get(device=built.devices[f'{code}-{device}'], name=f'PSU{number}'),
                        'power',
                    )
    for one, port, other, far_port in what.LINKS:
        label = f'{code}-{one}-{port}'
        if not _is_made(store, label):
            make_cable(
                store,
                label,
                Interface.objects.get(device=built.devices[f'{code}-{one}'], name=port),
                Interface.objects.get(device=built.devices[f'{code}-{other}'], name=far_port),
                'dac-passive',
            )


def _is_made(store, label):
    return store.made_of(Cable).filter(label=label).exists()


def _build_chassis(store, built, code):
    name = f'{code}-FW'
    chassis = store.put(VirtualChassis, {'name': name}, domain=name.lower())
    for number in (1, 2):
        wall = built.devices[f'{name}-{number}']
        if wall.virtual_chassis_id != chassis.pk:
            wall.virtual_chassis, wall.vc_position = chassis, number
            wall.save()
    if chassis.master_id is None:
        chassis.master = built.devices[f'{name}-1']
        chassis.save()
