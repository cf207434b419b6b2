"""What is down from the outset: objects that are not in operation (graph.md §1)."""

from collections.abc import Mapping

from netbox.plugins import get_plugin_config

__all__ = ('DEFAULT_NOT_IN_OPERATION', 'NOT_ENABLED', 'not_in_operation')

# Types whose status says so; the setting of the same name replaces single entries.
DEFAULT_NOT_IN_OPERATION = {
    'dcim.device': ['offline', 'failed', 'planned', 'inventory'],
    'dcim.module': ['offline', 'failed', 'planned', 'inventory'],
    'dcim.virtualdevicecontext': ['offline', 'failed', 'planned', 'inventory'],
    'dcim.inventoryitem': ['offline', 'failed', 'planned', 'inventory'],
    'virtualization.virtualmachine': ['offline', 'failed', 'planned', 'paused'],
    'virtualization.cluster': ['offline', 'failed', 'planned'],
    'dcim.powerfeed': ['offline', 'failed', 'planned'],
    'dcim.coolingsource': ['offline', 'failed', 'planned'],
    'dcim.coolingfeed': ['offline', 'failed', 'planned'],
    'dcim.poweroutlet': ['disabled', 'faulty'],
    'circuits.circuit': ['planned', 'provisioning', 'offline', 'decommissioned'],
    'circuits.virtualcircuit': ['planned', 'provisioning', 'offline', 'decommissioned'],
    'vpn.tunnel': ['planned', 'disabled', 'decommissioning'],
    'vpn.l2vpn': ['planned', 'disabled', 'decommissioning'],
}

# Types with a column `enabled`.
NOT_ENABLED = ('dcim.interface', 'virtualization.vminterface')


def not_in_operation() -> Mapping[str, list[str]]:
    """Type label -> statuses in which its objects are down from the outset: the defaults under the setting."""
    return {**DEFAULT_NOT_IN_OPERATION, **get_plugin_config('netbox_slm', 'not_in_operation')}
