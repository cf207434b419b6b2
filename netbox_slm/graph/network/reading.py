"""What the network is made of, out of the database: interfaces, terminations, devices, and what is not in operation.

Every function reads all rows, or those of some ids, in a constant number of queries. Rows come in order of their id.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connections

from ...columns import copied_columns
from ...engine.instants import I64, Bools
from ..links.keys import FRONT_PORT, REAR_PORT, keys_of
from ..operation import not_in_operation

__all__ = (
    'BladeRows',
    'DeviceRows',
    'Gone',
    'InterfaceRows',
    'TerminationRows',
    'found_at',
    'read_blades',
    'read_chassis',
    'read_devices',
    'read_gone',
    'read_gone_ports',
    'read_interfaces',
    'read_slugs',
    'read_terminations',
)

_GONE_DEVICES = """WITH RECURSIVE gone(id) AS (
    SELECT id FROM dcim_device WHERE status = ANY(%s::text[])
    UNION SELECT b.installed_device_id FROM gone JOIN dcim_devicebay b ON b.device_id = gone.id
        WHERE b.installed_device_id IS NOT NULL)
SELECT id FROM gone ORDER BY id"""
_GONE_MODULES = """WITH RECURSIVE gone(id) AS (
    SELECT id FROM dcim_module WHERE status = ANY(%s::text[])
    UNION SELECT m.id FROM gone JOIN dcim_modulebay b ON b.module_id = gone.id
        JOIN dcim_module m ON m.module_bay_id = b.id)
SELECT id FROM gone ORDER BY id"""
_INTERFACES = """SELECT i.id, i.device_id, coalesce(i.module_id, -1), coalesce(i.lag_id, -1), coalesce(i.parent_id, -1),
    i.enabled::int::bigint, i.mgmt_only::int::bigint FROM dcim_interface i"""
# The planner does not see how many are wanted: it would rather read all interfaces than look up a hundred
_WITH_ABOVE = """WITH RECURSIVE wanted(id) AS (
    SELECT unnest((SELECT %s::bigint[]))
    UNION SELECT above.id FROM wanted JOIN dcim_interface i ON i.id = wanted.id
        CROSS JOIN LATERAL (VALUES (i.lag_id), (i.parent_id)) above(id) WHERE above.id IS NOT NULL) """
_DEVICES = """SELECT d.id, d.role_id, d.site_id, coalesce(d.virtual_chassis_id, -1), coalesce(bay.device_id, -1),
    (d.cluster_id IS NOT NULL OR bay.device_id IS NOT NULL OR hosts.device_id IS NOT NULL)::int::bigint,
    (tagged.object_id IS NOT NULL)::int::bigint
FROM dcim_device d
LEFT JOIN dcim_devicebay bay ON bay.installed_device_id = d.id
LEFT JOIN (SELECT DISTINCT device_id FROM virtualization_virtualmachine WHERE device_id IS NOT NULL) hosts
    ON hosts.device_id = d.id
LEFT JOIN (SELECT DISTINCT i.object_id FROM extras_taggeditem i JOIN extras_tag t ON t.id = i.tag_id
    JOIN django_content_type c ON c.id = i.content_type_id
    WHERE t.slug = %s AND c.app_label = 'dcim' AND c.model = 'device') tagged ON tagged.object_id = d.id"""


@dataclass(frozen=True, slots=True)
class Gone:
    """Ids, sorted, of what is down from the outset, with the devices and modules that are in such a one."""

    devices: I64
    modules: I64
    circuits: I64


@dataclass(frozen=True, slots=True)
class InterfaceRows:
    """Interfaces by id. lag: id or -1. out: not in operation, by itself or by what it is in."""

    id: I64
    device: I64
    lag: I64
    out: Bools
    mgmt_only: Bools


@dataclass(frozen=True, slots=True)
class TerminationRows:
    """Circuit terminations by id, each with its circuit and its provider network (-1 without one)."""

    id: I64
    circuit: I64
    provider_network: I64

    def among(self, ids: Sequence[int]) -> 'TerminationRows':
        """Those with one of these ids."""
        keep = np.isin(self.id, np.array(list(ids), np.int64))
        return TerminationRows(self.id[keep], self.circuit[keep], self.provider_network[keep])


@dataclass(frozen=True, slots=True)
class DeviceRows:
    """Devices by id. chassis: virtual chassis or -1. holder: the device whose bay holds it, or -1.

    closed: in a cluster, hosts virtual machines or in a bay. tagged: has the tag of a root.
    """

    id: I64
    role: I64
    site: I64
    chassis: I64
    holder: I64
    closed: Bools
    tagged: Bools


@dataclass(frozen=True, slots=True)
class BladeRows:
    """Devices in the bays of others, by id, each with the device that holds it."""

    id: I64
    holder: I64
    role: I64
    site: I64


def found_at(ids: I64, wanted: I64) -> I64:
    """Place of each wanted id in the sorted ids; -1 where it is not there."""
    if not len(ids):
        return np.full(len(wanted), -1)
    at = np.searchsorted(ids, wanted)
    at[at == len(ids)] = 0
    return np.where(ids[at] == wanted, at, -1)


def read_gone(using: str) -> Gone:
    """All devices, modules and circuits that are not in operation (graph.md §1)."""
    statuses = not_in_operation()
    circuits = 'SELECT id FROM circuits_circuit WHERE status = ANY(%s::text[]) ORDER BY id'
    types = (('dcim.device', _GONE_DEVICES), ('dcim.module', _GONE_MODULES), ('circuits.circuit', circuits))
    ids = (copied_columns(sql, [list(statuses[label])], ('id',), using)['id'] for label, sql in types)
    return Gone(*ids)


def read_interfaces(using: str, gone: Gone, ids: Sequence[int] | None = None) -> InterfaceRows:
    """Interfaces, with their LAGs and parents; an interface is also out with its module, device or parent."""
    names = ('id', 'device', 'module', 'lag', 'parent', 'enabled', 'mgmt_only')
    if ids is None:
        rows = copied_columns(f'{_INTERFACES} ORDER BY i.id', [], names, using)
    else:
        sql = f'{_WITH_ABOVE}{_INTERFACES} WHERE i.id = ANY(ARRAY(SELECT id FROM wanted)) ORDER BY i.id'
        rows = copied_columns(sql, [list(ids)], names, using)
    out = (
        (rows['enabled'] == 0)
        | (found_at(gone.devices, rows['device']) >= 0)
        | (found_at(gone.modules, rows['module']) >= 0)
    )
    below = np.flatnonzero(rows['parent'] >= 0)
    above = found_at(rows['id'], rows['parent'][below])
    while (out[above] & ~out[below]).any():
        out[below] |= out[above]
    return InterfaceRows(rows['id'], rows['device'], rows['lag'], out, rows['mgmt_only'] == 1)


def read_gone_ports(using: str, gone: Gone) -> I64:
    """Keys of the front and rear ports of devices and modules that are not in operation, sorted."""
    where = 'WHERE device_id = ANY(%s::bigint[]) OR module_id = ANY(%s::bigint[]) ORDER BY id'
    params = [gone.devices.tolist(), gone.modules.tolist()]
    front = copied_columns(f'SELECT id FROM dcim_frontport {where}', params, ('id',), using)['id']
    rear = copied_columns(f'SELECT id FROM dcim_rearport {where}', params, ('id',), using)['id']
    return np.concatenate((keys_of(FRONT_PORT, front), keys_of(REAR_PORT, rear)))


def read_terminations(using: str, ids: Sequence[int] | None = None) -> TerminationRows:
    """Circuit terminations."""
    names = ('id', 'circuit', 'provider_network')
    sql = 'SELECT id, circuit_id, coalesce(_provider_network_id, -1) FROM circuits_circuittermination'
    return TerminationRows(**copied_columns(*_limited(sql, 'id', [], ids), names, using))


def read_devices(using: str, root_tag: str, ids: Sequence[int] | None = None) -> DeviceRows:
    """Devices with what says whether they pass traffic on."""
    names = ('id', 'role', 'site', 'chassis', 'holder', 'closed', 'tagged')
    rows = copied_columns(*_limited(_DEVICES, 'd.id', [root_tag], ids), names, using)
    closed, tagged = rows.pop('closed') == 1, rows.pop('tagged') == 1
    return DeviceRows(**rows, closed=closed, tagged=tagged)


def read_chassis(using: str, ids: Sequence[int] | None = None) -> tuple[I64, I64]:
    """Members of virtual chassis: ids of the chassis, and of the device beside it."""
    sql = 'SELECT virtual_chassis_id, id FROM dcim_device WHERE virtual_chassis_id IS NOT NULL'
    params: list[object] = []
    if ids is not None:
        sql, params = f'{sql} AND virtual_chassis_id = ANY(%s::bigint[])', [list(ids)]
    rows = copied_columns(f'{sql} ORDER BY virtual_chassis_id, id', params, ('chassis', 'device'), using)
    return rows['chassis'], rows['device']


def read_slugs(using: str, table: str) -> dict[str, list[int]]:
    """Slug -> ids in `dcim_devicerole` (roles of different parents may share one) or `dcim_site`."""
    with connections[using].cursor() as cursor:
        cursor.execute(f'SELECT slug, array_agg(id ORDER BY id) FROM {table} GROUP BY slug ORDER BY slug')
        return dict(cursor.fetchall())


def _limited(sql: str, column: str, params: list[object], ids: Sequence[int] | None) -> tuple[str, list[object]]:
    if ids is not None:
        sql, params = f'{sql} WHERE {column} = ANY(%s::bigint[])', [*params, list(ids)]
    return f'{sql} ORDER BY {column}', params


def read_blades(using: str) -> BladeRows:
    """Devices in the bays of others."""
    sql = """SELECT d.id, b.device_id, d.role_id, d.site_id
        FROM dcim_devicebay b JOIN dcim_device d ON d.id = b.installed_device_id ORDER BY d.id"""
    return BladeRows(**copied_columns(sql, [], ('id', 'holder', 'role', 'site'), using))
