"""Clusters and virtual machines."""

from django.utils.translation import gettext_lazy as _

from ...engine.structure import GROUP
from ..facts import Fact, SqlProvider

__all__ = ('ClusterHostsProvider', 'ClusterProvider', 'VirtualMachineProvider', 'VirtualPartProvider')

SCOPES = (
    ('region', 'dcim.region'),
    ('site group', 'dcim.sitegroup'),
    ('site', 'dcim.site'),
    ('location', 'dcim.location'),
)
_NO_HOST = 'NOT EXISTS (SELECT 1 FROM dcim_device h WHERE h.cluster_id = {cluster})'
_KNOWS_NOTHING = (
    'NOT EXISTS (SELECT 1 FROM virtualization_cluster c WHERE c.id = t.cluster_id AND c.scope_id IS NOT NULL)'
)


class ClusterProvider(SqlProvider):
    """A cluster needs its cluster group; one without hosts its scope: region, site group, site or location
    (graph.md §2).
    """

    key = 'cluster'
    label = _('The group and scope of a cluster')
    facts = (
        Fact(
            'cluster group',
            'virtualization.cluster',
            'virtualization.clustergroup',
            'virtualization_cluster',
            't.group_id',
        ),
        *(
            Fact(
                relation,
                'virtualization.cluster',
                label,
                'virtualization_cluster',
                't.scope_id',
                where=f't.scope_type_id = {{ct[{label}]}} AND ' + _NO_HOST.replace('{cluster}', 't.id'),
            )
            for relation, label in SCOPES
        ),
    )


class ClusterHostsProvider(SqlProvider):
    """A cluster needs any of its host devices (graph.md §2)."""

    key = 'cluster_hosts'
    label = _('The hosts of a cluster')
    facts = (
        Fact(
            'host',
            'virtualization.cluster',
            'dcim.device',
            'dcim_device',
            't.id',
            dependent_id='t.cluster_id',
            kind=GROUP,
        ),
    )


class VirtualMachineProvider(SqlProvider):
    """A virtual machine needs its device if it names one; else its cluster, and its site where the cluster knows
    neither host nor scope; else its site (graph.md §2).
    """

    key = 'virtual_machine'
    label = _('What a virtual machine runs on')
    facts = (
        Fact('device', 'virtualization.virtualmachine', 'dcim.device', 'virtualization_virtualmachine', 't.device_id'),
        Fact(
            'cluster',
            'virtualization.virtualmachine',
            'virtualization.cluster',
            'virtualization_virtualmachine',
            't.cluster_id',
            where='t.device_id IS NULL',
        ),
        Fact(
            'site',
            'virtualization.virtualmachine',
            'dcim.site',
            'virtualization_virtualmachine',
            't.site_id',
            where='t.device_id IS NULL AND (t.cluster_id IS NULL OR '
            + _NO_HOST.replace('{cluster}', 't.cluster_id')
            + f' AND {_KNOWS_NOTHING})',
        ),
    )


class VirtualPartProvider(SqlProvider):
    """A VM interface and a virtual disk need their virtual machine; a VM interface also its parent (graph.md §2)."""

    key = 'virtual_part'
    label = _('The virtual machine of an interface or disk')
    facts = (
        *(
            Fact(
                'virtual machine',
                f'virtualization.{name}',
                'virtualization.virtualmachine',
                f'virtualization_{name}',
                't.virtual_machine_id',
            )
            for name in ('vminterface', 'virtualdisk')
        ),
        Fact(
            'parent interface',
            'virtualization.vminterface',
            'virtualization.vminterface',
            'virtualization_vminterface',
            't.parent_id',
        ),
    )
