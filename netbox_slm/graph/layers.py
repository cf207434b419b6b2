"""Which types only stand on bare states, which have reach beside, which are components (graph.md §4, §5)."""

__all__ = ('BARE', 'COMPONENTS', 'NETWORK_PARTS')

COMPONENTS = frozenset(
    f'dcim.{name}'
    for name in (
        'consoleport',
        'consoleserverport',
        'powerport',
        'poweroutlet',
        'coolingintake',
        'coolingoutflow',
        'interface',
        'frontport',
        'rearport',
        'modulebay',
        'devicebay',
        'inventoryitem',
    )
)

# Among these only bare states count; everything else stands on shown states.
BARE = COMPONENTS | {
    'dcim.region',
    'dcim.sitegroup',
    'dcim.site',
    'dcim.location',
    'dcim.rackgroup',
    'dcim.rack',
    'dcim.device',
    'dcim.module',
    'dcim.powerpanel',
    'dcim.powerfeed',
    'dcim.coolingsource',
    'dcim.coolingfeed',
    'dcim.cablebundle',
    'dcim.cable',
    'circuits.provider',
    'circuits.provideraccount',
    'circuits.providernetwork',
    'circuits.circuit',
    'circuits.circuittermination',
    'wireless.wirelesslink',
}


# What the network is made of; the state of everything else is nothing to it.
NETWORK_PARTS = frozenset(
    {
        'dcim.device',
        'dcim.interface',
        'dcim.cable',
        'dcim.frontport',
        'dcim.rearport',
        'wireless.wirelesslink',
        'circuits.circuit',
        'circuits.circuittermination',
        'circuits.providernetwork',
    }
)
