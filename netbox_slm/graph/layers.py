"""Which types only stand on bare states, which have reach beside, which are components (graph.md §4, §5)."""

__all__ = ('BARE', 'COMPONENTS', 'has_bare_state')

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


def has_bare_state(label: str) -> bool:
    """Whether needs of objects of this type are judged by bare states (explicit needs apart)."""
    return label in BARE
