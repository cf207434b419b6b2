"""Facts that are not followed unless a setting (`graph_providers_on`) says so."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider
from .virtual import SCOPES

__all__ = (
    'BridgeProvider',
    'ConsoleProvider',
    'CoolingProvider',
    'FixedHostClusterProvider',
    'PrefixProvider',
    'VLANProvider',
)

_CABLED = (
    'dcim_cabletermination t JOIN dcim_cable c ON c.id = t.cable_id '
    'JOIN dcim_cabletermination far ON far.cable_id = t.cable_id AND far.cable_end <> t.cable_end'
)
_CONSOLE = (
    "t.termination_type_id = {ct[dcim.consoleport]} AND c.status <> 'planned' "
    'AND far.termination_type_id = {ct[dcim.consoleserverport]}'
)


class CoolingProvider(SqlProvider):
    """A device needs any of its cooling intakes that name an outflow; an intake needs that outflow, an outflow its
    intake (graph.md §2).
    """

    key = 'cooling'
    label = _('The cooling of a device')
    by_default = False
    facts = (
        Fact(
            'cooling intake',
            'dcim.device',
            'dcim.coolingintake',
            'dcim_coolingintake',
            't.id',
            dependent_id='t.device_id',
            where='t.cooling_outflow_id IS NOT NULL',
            kind=GROUP,
        ),
        Fact(
            'cooling outflow',
            'dcim.coolingintake',
            'dcim.coolingoutflow',
            'dcim_coolingintake',
            't.cooling_outflow_id',
        ),
        Fact(
            'cooling intake',
            'dcim.coolingoutflow',
            'dcim.coolingintake',
            'dcim_coolingoutflow',
            't.cooling_intake_id',
        ),
    )


class BridgeProvider(SqlProvider):
    """An interface or VM interface needs the interface it is bridged to (graph.md §2)."""

    key = 'bridge'
    label = _('The bridge of an interface')
    by_default = False
    facts = tuple(
        Fact('bridge', label, label, label.replace('.', '_'), 't.bridge_id')
        for label in ('dcim.interface', 'virtualization.vminterface')
    )


class PrefixProvider(SqlProvider):
    """A prefix needs its VLAN and its scope: region, site group, site or location (graph.md §2)."""

    key = 'prefix'
    label = _('The VLAN and scope of a prefix')
    by_default = False
    facts = (
        Fact('VLAN', 'ipam.prefix', 'ipam.vlan', 'ipam_prefix', 't.vlan_id'),
        *(
            Fact(
                relation,
                'ipam.prefix',
                label,
                'ipam_prefix',
                't.scope_id',
                where=f't.scope_type_id = {{ct[{label}]}}',
            )
            for relation, label in SCOPES
        ),
    )


class VLANProvider(SqlProvider):
    """A VLAN needs any of the interfaces that carry it, tagged or not (graph.md §2)."""

    key = 'vlan'
    label = _('The interfaces that carry a VLAN')
    by_default = False
    facts = tuple(
        Fact('interface', 'ipam.vlan', label, source, needed_id, dependent_id=vlan_id, where=where, kind=GROUP)
        for label, table, column in (
            ('dcim.interface', 'dcim_interface', 'interface_id'),
            ('virtualization.vminterface', 'virtualization_vminterface', 'vminterface_id'),
        )
        for source, needed_id, vlan_id, where in (
            (table, 't.id', 't.untagged_vlan_id', ''),
            (f'{table}_tagged_vlans', f't.{column}', 't.vlan_id', ''),
        )
    )


class ConsoleProvider(SqlProvider):
    """A console port needs its cable, if that is not planned, and any console server port at its other end
    (graph.md §2).
    """

    key = 'console'
    label = _('The console server of a console port')
    by_default = False
    facts = (
        Fact(
            'cable',
            'dcim.consoleport',
            'dcim.cable',
            _CABLED,
            't.cable_id',
            dependent_id='t.termination_id',
            where=_CONSOLE,
        ),
        Fact(
            'console server port',
            'dcim.consoleport',
            'dcim.consoleserverport',
            _CABLED,
            'far.termination_id',
            dependent_id='t.termination_id',
            where=_CONSOLE,
            kind=GROUP,
        ),
    )


class FixedHostClusterProvider(SqlProvider):
    """A virtual machine that names its device needs its cluster too (graph.md §2)."""

    key = 'fixed_host_cluster'
    label = _('The cluster of a virtual machine with a fixed host')
    by_default = False
    facts = (
        Fact(
            'cluster',
            'virtualization.virtualmachine',
            'virtualization.cluster',
            'virtualization_virtualmachine',
            't.cluster_id',
            where='t.device_id IS NOT NULL',
        ),
    )
