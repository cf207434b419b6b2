"""What a device stands in, and what is in it."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import DEGRADED, GROUP
from ..facts import Fact, SqlProvider
from ..layers import COMPONENTS

__all__ = (
    'ComponentProvider',
    'DeviceBayProvider',
    'DevicePlaceProvider',
    'InventoryProvider',
    'ModuleProvider',
    'VirtualChassisProvider',
    'VirtualContextProvider',
)

_WITHOUT_MODULE = ('dcim.devicebay', 'dcim.inventoryitem')


class DevicePlaceProvider(SqlProvider):
    """A device needs its site, its location and its rack (graph.md §2)."""

    key = 'device_place'
    label = _('Where a device stands')
    facts = tuple(
        Fact(name, 'dcim.device', f'dcim.{name}', 'dcim_device', f't.{name}_id')
        for name in ('site', 'location', 'rack')
    )


class DeviceBayProvider(SqlProvider):
    """A device needs the device whose bay holds it (graph.md §2)."""

    key = 'device_bay'
    label = _('The chassis of a blade')
    facts = (
        Fact(
            'chassis',
            'dcim.device',
            'dcim.device',
            'dcim_devicebay',
            't.device_id',
            dependent_id='t.installed_device_id',
        ),
    )


class ModuleProvider(SqlProvider):
    """A module needs its device, and the module that holds its bay (graph.md §2)."""

    key = 'module'
    label = _('What holds a module')
    facts = (
        Fact('device', 'dcim.module', 'dcim.device', 'dcim_module', 't.device_id'),
        Fact(
            'module',
            'dcim.module',
            'dcim.module',
            'dcim_module t JOIN dcim_modulebay bay ON bay.id = t.module_bay_id',
            'bay.module_id',
        ),
    )


class ComponentProvider(SqlProvider):
    """A component (interface, ports, outlets, bays, inventory item) needs its device and its module, of which only down
    and degraded pass to it (graph.md §2).
    """

    key = 'component'
    label = _('The device and module of a component')
    facts = (
        *(
            Fact('device', label, 'dcim.device', label.replace('.', '_'), 't.device_id', least=DEGRADED)
            for label in sorted(COMPONENTS)
        ),
        *(
            Fact('module', label, 'dcim.module', label.replace('.', '_'), 't.module_id', least=DEGRADED)
            for label in sorted(COMPONENTS.difference(_WITHOUT_MODULE))
        ),
    )


class InventoryProvider(SqlProvider):
    """An inventory item needs its parent item (graph.md §2)."""

    key = 'inventory'
    label = _('The parent of an inventory item')
    facts = (Fact('parent item', 'dcim.inventoryitem', 'dcim.inventoryitem', 'dcim_inventoryitem', 't.parent_id'),)


class VirtualContextProvider(SqlProvider):
    """A device context needs its device (graph.md §2)."""

    key = 'device_context'
    label = _('The device of a device context')
    facts = (Fact('device', 'dcim.virtualdevicecontext', 'dcim.device', 'dcim_virtualdevicecontext', 't.device_id'),)


class VirtualChassisProvider(SqlProvider):
    """A virtual chassis needs any of its members; members do not need the chassis (graph.md §2)."""

    key = 'virtual_chassis'
    label = _('The members of a virtual chassis')
    facts = (
        Fact(
            'member',
            'dcim.virtualchassis',
            'dcim.device',
            'dcim_device',
            't.id',
            dependent_id='t.virtual_chassis_id',
            kind=GROUP,
        ),
    )
