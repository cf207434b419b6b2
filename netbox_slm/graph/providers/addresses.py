"""Addresses and application services."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider

__all__ = ('ApplicationServiceProvider', 'IPAddressProvider')

_INTERFACES = (('interface', 'dcim.interface'), ('VM interface', 'virtualization.vminterface'))
_FHRP = ('FHRP group', 'ipam.fhrpgroup')


class IPAddressProvider(SqlProvider):
    """An IP address needs what it is assigned to (interface, VM interface, FHRP group) and its inside address
    (graph.md §2).
    """

    key = 'ip_address'
    label = _('What an IP address is assigned to')
    facts = (
        *(
            Fact(
                relation,
                'ipam.ipaddress',
                label,
                'ipam_ipaddress',
                't.assigned_object_id',
                where=f't.assigned_object_type_id = {{ct[{label}]}}',
            )
            for relation, label in (*_INTERFACES, _FHRP)
        ),
        Fact('inside address', 'ipam.ipaddress', 'ipam.ipaddress', 'ipam_ipaddress', 't.nat_inside_id'),
    )


class ApplicationServiceProvider(SqlProvider):
    """An application service needs its parent (device, virtual machine, FHRP group), and any of its addresses if it
    names some (graph.md §2).
    """

    key = 'application_service'
    label = _('The parent and addresses of an application service')
    facts = (
        *(
            Fact(
                relation,
                'ipam.service',
                label,
                'ipam_service',
                't.parent_object_id',
                where=f't.parent_object_type_id = {{ct[{label}]}}',
            )
            for relation, label in (
                ('device', 'dcim.device'),
                ('virtual machine', 'virtualization.virtualmachine'),
                _FHRP,
            )
        ),
        Fact(
            'address',
            'ipam.service',
            'ipam.ipaddress',
            'ipam_service_ipaddresses',
            't.ipaddress_id',
            dependent_id='t.service_id',
            kind=GROUP,
        ),
    )
