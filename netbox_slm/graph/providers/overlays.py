"""Virtual circuits, tunnels, L2VPNs and FHRP groups."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import DOWN, GROUP, SOFT
from ..facts import Fact, SqlProvider

__all__ = ('FHRPGroupProvider', 'L2VPNProvider', 'TunnelProvider', 'VirtualCircuitProvider')


def _termination_facts(overlay, termination, owner, has_hubs=True):
    """Facts of what ends in two or more terminations: two must be left (one where only one is recorded); it is degraded
    while any is down, down while every hub is.
    """
    table = termination.replace('.', '_')
    shared = {'dependent': overlay, 'needed': termination, 'source': table, 'needed_id': 't.id', 'dependent_id': owner}
    facts = [
        Fact('termination', kind=GROUP, minimum='2', group='1', **shared),
        Fact('termination', kind=SOFT, least=DOWN, **shared),
    ]
    if has_hubs:
        facts.append(Fact('hub', kind=GROUP, least=DOWN, group='2', where="t.role = 'hub'", **shared))
    return tuple(facts)


def _ends_in(termination, label, relation, type_column, id_column):
    table = termination.replace('.', '_')
    return Fact(relation, termination, label, table, f't.{id_column}', where=f't.{type_column} = {{ct[{label}]}}')


_INTERFACES = (('interface', 'dcim.interface'), ('VM interface', 'virtualization.vminterface'))


class VirtualCircuitProvider(SqlProvider):
    """A virtual circuit needs its provider network, its provider account, and two of its terminations (one where only
    one is recorded); it is degraded when some are down, down when every hub is. A termination needs its interface
    (graph.md §2).
    """

    key = 'virtual_circuit'
    label = _('The terminations of a virtual circuit')
    facts = (
        Fact(
            'provider network',
            'circuits.virtualcircuit',
            'circuits.providernetwork',
            'circuits_virtualcircuit',
            't.provider_network_id',
        ),
        Fact(
            'provider account',
            'circuits.virtualcircuit',
            'circuits.provideraccount',
            'circuits_virtualcircuit',
            't.provider_account_id',
        ),
        *_termination_facts('circuits.virtualcircuit', 'circuits.virtualcircuittermination', 't.virtual_circuit_id'),
        Fact(
            'interface',
            'circuits.virtualcircuittermination',
            'dcim.interface',
            'circuits_virtualcircuittermination',
            't.interface_id',
        ),
    )


class TunnelProvider(SqlProvider):
    """A tunnel needs two of its terminations (one where only one is recorded); it is degraded when some are down, down
    when every hub is. A termination needs its interface or VM interface and its outside address (graph.md §2).
    """

    key = 'tunnel'
    label = _('The terminations of a tunnel')
    facts = (
        *_termination_facts('vpn.tunnel', 'vpn.tunneltermination', 't.tunnel_id'),
        *(
            _ends_in('vpn.tunneltermination', label, relation, 'termination_type_id', 'termination_id')
            for relation, label in _INTERFACES
        ),
        Fact('outside address', 'vpn.tunneltermination', 'ipam.ipaddress', 'vpn_tunneltermination', 't.outside_ip_id'),
    )


class L2VPNProvider(SqlProvider):
    """An L2VPN needs two of its terminations (one where only one is recorded); it is degraded when some are down. A
    termination needs its interface or VM interface; one on a VLAN counts as one that is left (graph.md §2).
    """

    key = 'l2vpn'
    label = _('The terminations of an L2VPN')
    facts = (
        *_termination_facts('vpn.l2vpn', 'vpn.l2vpntermination', 't.l2vpn_id', has_hubs=False),
        *(
            _ends_in('vpn.l2vpntermination', label, relation, 'assigned_object_type_id', 'assigned_object_id')
            for relation, label in _INTERFACES
        ),
    )


class FHRPGroupProvider(SqlProvider):
    """An FHRP group needs any of its interfaces (graph.md §2)."""

    key = 'fhrp_group'
    label = _('The interfaces of an FHRP group')
    facts = tuple(
        Fact(
            'member',
            'ipam.fhrpgroup',
            label,
            'ipam_fhrpgroupassignment',
            't.interface_id',
            dependent_id='t.group_id',
            where=f't.interface_type_id = {{ct[{label}]}}',
            kind=GROUP,
        )
        for _relation, label in _INTERFACES
    )
