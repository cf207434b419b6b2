"""Power from panels over feeds and distribution units, modules, blades, and what is out of operation there."""

from dcim.models import CoolingFeed, CoolingIntake, CoolingSource, InventoryItem, PowerPort, VirtualDeviceContext


def build(lab):
    """Servers with two, one, a marked and no supply; returns those with two."""
    units = _distribution(lab)
    servers = [lab.device(f'srv-{n}', 'server', rack=lab.racks[n % 2]) for n in range(4)]
    for server in servers:
        for unit in units:
            lab.cable(lab.power_port(server), lab.outlet(unit))
    single = lab.device('srv-single', 'server', rack=lab.racks[0])
    lab.cable(lab.power_port(single), lab.outlet(units[0]))
    lab.power_port(single)
    _odd_supplies(lab, units)
    _blades(lab, units)
    _modules(lab, units)
    _cooling(lab)
    return servers


def _distribution(lab):
    units = []
    for side in 'AB':
        panel = lab.power_panel(f'Panel {side}')
        unit = lab.device(f'pdu-{side.lower()}', 'pdu', rack=lab.racks[0])
        lab.cable(lab.power_port(unit, 'inlet'), lab.feed(panel, f'Feed {side}'))
        units.append(unit)
    behind = lab.device('pdu-behind', 'pdu', rack=lab.racks[1])
    lab.cable(lab.power_port(behind, 'inlet'), lab.outlet(units[0]))
    return [*units, behind]


def _odd_supplies(lab, units):
    marked = lab.device('srv-marked', 'server')
    lab.power_port(marked, mark_connected=True)
    lab.cable(lab.power_port(marked), lab.outlet(units[1]))
    planned = lab.device('srv-planned-cord', 'server')
    lab.cable(lab.power_port(planned), lab.outlet(units[0]), status='planned')
    lab.cable(lab.power_port(planned), lab.outlet(units[1]), status='decommissioning')
    half = lab.device('srv-half', 'server')
    lab.cable(lab.power_port(half), lab.outlet(units[0], status='disabled'))
    lab.cable(lab.power_port(half), lab.outlet(units[1]))
    failed = lab.feed(lab.power_panel('Panel C'), 'Feed C', status='failed')
    dark = lab.device('srv-dark', 'server')
    lab.cable(lab.power_port(dark), failed)
    direct = lab.device('srv-direct', 'server')
    lab.cable(lab.power_port(direct), lab.feed(lab.power_panel('Panel D'), 'Feed D'))
    twice = lab.device('srv-two-feeds', 'server', rack=lab.racks[0])
    for feed in 'GH':
        lab.cable(lab.power_port(twice), lab.feed(lab.power_panel(f'Panel {feed}'), f'Feed {feed}'))
    # Two cords in one jacket: each server hangs on the feed at its own connector
    halves = [lab.device(f'srv-trunk-{number}', 'server') for number in range(2)]
    feeds = [lab.feed(lab.power_panel(f'Panel {feed}'), f'Feed {feed}') for feed in 'IJ']
    lab.cable([lab.power_port(server) for server in halves], feeds, profile='trunk-2c1p')
    # An outlet whose port is another device's own supply: power that comes back to itself.
    loop = lab.device('ups-loop', 'ups')
    inlet = lab.power_port(loop, 'inlet')
    lab.cable(inlet, lab.outlet(loop))
    lab.cable(lab.power_port(loop, 'inlet'), lab.feed(lab.power_panel('Panel E'), 'Feed E'))


def _blades(lab, units):
    chassis = lab.device('chassis', 'chassis', rack=lab.racks[0])
    for unit in units[:2]:
        lab.cable(lab.power_port(chassis), lab.outlet(unit))
    lab.blades = [lab.device(f'blade-{n}', 'compute', rack=lab.racks[0]) for n in range(3)]
    for place, blade in enumerate(lab.blades):
        lab.bay(chassis, f'slot {place}', blade)
    lab.bay(chassis, 'slot 3')
    lab.chassis = chassis
    # A blade in a blade.
    inner = lab.device('blade-inner', 'compute')
    lab.bay(lab.blades[2], 'inner', inner)


def _modules(lab, units):
    router = lab.device('modular', 'switch', rack=lab.racks[1])
    supply = lab.module(router, 'supply')
    port = PowerPort.objects.create(device=router, module=supply, name='PSU 1')
    lab.cable(port, lab.outlet(units[0]))
    second = lab.module(router, 'second supply', status='failed')
    lab.cable(PowerPort.objects.create(device=router, module=second, name='PSU 2'), lab.outlet(units[1]))
    lab.line_card = lab.module(router, 'card')
    lab.daughter = lab.module(router, 'daughter', inside=lab.line_card)
    third = lab.module(router, 'marked supply')
    PowerPort.objects.create(device=router, module=third, name='PSU 3', mark_connected=True)
    lab.modular = router
    engine = InventoryItem.objects.create(device=router, name='engine')
    InventoryItem.objects.create(device=router, name='memory', parent=engine)
    InventoryItem.objects.create(device=router, name='spare', status='failed')
    VirtualDeviceContext.objects.create(device=router, name='context', status='active')
    VirtualDeviceContext.objects.create(device=router, name='old context', status='offline')


def _cooling(lab):
    source = CoolingSource.objects.create(name='Chiller', site=lab.site, location=lab.room, type='chiller')
    CoolingFeed.objects.create(name='Cold row', cooling_source=source)
    CoolingFeed.objects.create(name='Old row', cooling_source=source, status='offline')
    CoolingIntake.objects.create(device=lab.chassis, name='water', module=None)
