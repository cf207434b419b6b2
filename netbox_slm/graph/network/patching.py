"""A network with what changed since: only that is read again, and only what follows from it is computed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import connections

from ...engine.distinct import distinct
from ...engine.instants import I64
from ..links.keys import (
    CABLE,
    CHASSIS,
    CIRCUIT,
    DEVICE,
    FRONT_PORT,
    INTERFACE,
    PATH,
    REAR_PORT,
    TERMINATION,
    WIRELESS,
    keys_of,
    kinds_of,
    numbers_of,
)
from ..links.reading import node_texts
from .building import Facts, Scope, edge_nodes, facts_of, nodes_in, read_rows, shape_of
from .compiled import Network
from .index import index_of
from .nodes import Nodes, blades_of, nodes_of, read_kinds
from .reading import read_blades, read_devices, read_gone, read_gone_ports
from .reshaping import reshaped
from .rows import extended

__all__ = ('patched',)

_MANY = 3000  # more changes than these: building anew is as quick
_ANEW = ('anew', 'rules')
_COMPONENTS = {INTERFACE: 'dcim_interface', FRONT_PORT: 'dcim_frontport', REAR_PORT: 'dcim_rearport'}


@dataclass(slots=True)
class _Todo:
    """What has to be read again: keys of things on paths, ids of each kind of source, of nodes."""

    touched: list[I64] = field(default_factory=list)
    paths: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)
    terminations: set[int] = field(default_factory=set)
    chassis: set[int] = field(default_factory=set)
    devices: set[int] = field(default_factory=set)
    circuits: set[int] = field(default_factory=set)


def patched(network: Network, changed: Mapping[str, frozenset[int]]) -> Network:
    """The network after these changes (kinds as in `watched.WATCHED`); the old one stays as it is."""
    old = network.facts
    many = sum(map(len, changed.values())) > _MANY or _is_worn(old)
    if many or changed.keys() & set(_ANEW):
        facts = facts_of(old.using, old.rules)
        return Network(facts, shape_of(facts))
    todo = _Todo()
    facts = _with_operation(old, changed, todo)
    _collect(facts, changed, todo)
    facts = _with_rows(facts, todo)
    facts = _with_nodes(facts, todo)
    if facts.rows is old.rows and facts.nodes is old.nodes:
        return Network(facts, network.shape)
    return Network(facts, reshaped(old, network.shape, facts))


def _is_worn(facts: Facts) -> bool:
    """Whether more than a quarter of the rows only lie there."""
    return bool(np.count_nonzero(~facts.alive) * 4 > max(len(facts.alive), _MANY))


def _with_operation(facts: Facts, changed: Mapping[str, frozenset[int]], todo: _Todo) -> Facts:
    """What is not in operation, and what is in bays; what changed by it goes on the list."""
    todo.devices |= changed.get('bay', frozenset())
    if 'slugs' in changed:
        facts = replace(facts, kinds=read_kinds(facts.using, facts.rules))
    if 'bay' in changed or np.isin(facts.blades.id, list(changed.get('device', ()))).any():
        facts = replace(facts, blades=blades_of(read_blades(facts.using), facts.kinds))
    if not changed.keys() & {'bay', 'operation', 'circuit'}:
        return facts
    old, gone = facts.gone, read_gone(facts.using)
    ports = read_gone_ports(facts.using, gone)
    todo.circuits |= set(np.setxor1d(old.circuits, gone.circuits).tolist())
    devices, modules = np.setxor1d(old.devices, gone.devices), np.setxor1d(old.modules, gone.modules)
    todo.devices |= set(devices.tolist())
    todo.touched.append(np.setxor1d(facts.gone_ports, ports))
    todo.touched.append(keys_of(INTERFACE, _interfaces_in(facts.using, devices, modules)))
    return replace(facts, gone=gone, gone_ports=ports)


def _interfaces_in(using: str, devices: I64, modules: I64) -> list[int]:
    if not len(devices) and not len(modules):
        return []
    sql = 'SELECT id FROM dcim_interface WHERE device_id = ANY(%s::bigint[]) OR module_id = ANY(%s::bigint[])'
    return _ids(using, sql, [devices.tolist(), modules.tolist()])


def _collect(facts: Facts, changed: Mapping[str, frozenset[int]], todo: _Todo) -> None:
    """Put the changes on the list, and the paths and wireless links on which something changed."""
    kinds = {
        'cable': CABLE,
        'interface': INTERFACE,
        'front_port': FRONT_PORT,
        'rear_port': REAR_PORT,
        'termination': TERMINATION,
    }
    todo.touched += [keys_of(kind, sorted(changed[name])) for name, kind in kinds.items() if name in changed]
    todo.paths |= changed.get('path', frozenset())
    todo.links |= changed.get('wireless', frozenset())
    todo.terminations |= changed.get('termination', frozenset())
    todo.chassis |= changed.get('chassis', frozenset())
    todo.devices |= changed.get('device', frozenset())
    keys = distinct(np.concatenate([np.zeros(0, np.int64), *todo.touched]))
    if not len(keys):
        return
    is_interface = kinds_of(keys) == INTERFACE
    interfaces = _below(facts.using, numbers_of(keys[is_interface]).tolist())
    keys = np.concatenate((keys[~is_interface], keys_of(INTERFACE, interfaces)))
    sql = 'SELECT id FROM dcim_cablepath WHERE _nodes && %s::varchar[]'
    todo.paths |= set(_ids(facts.using, sql, [node_texts(keys, facts.types)]))
    if interfaces:
        sql = """SELECT id FROM wireless_wirelesslink
            WHERE interface_a_id = ANY(%s::bigint[]) OR interface_b_id = ANY(%s::bigint[])"""
        todo.links |= set(_ids(facts.using, sql, [interfaces, interfaces]))
    _collect_known(facts, keys, todo)


def _below(using: str, ids: list[int]) -> list[int]:
    """Interfaces with the members of these that are LAGs, and with those that stand on them."""
    if not ids:
        return []
    sql = """WITH RECURSIVE wanted(id) AS (
        SELECT unnest(%s::bigint[])
        UNION SELECT i.id FROM wanted JOIN dcim_interface i ON i.lag_id = wanted.id OR i.parent_id = wanted.id)
    SELECT id FROM wanted ORDER BY id"""
    return _ids(using, sql, [ids])


def _collect_known(facts: Facts, keys: I64, todo: _Todo) -> None:
    """Sources of the rows that these things were on so far: a member that left its LAG is no longer found by it."""
    _place, row = facts.index.hits(keys)
    source = facts.rows.source[row[facts.alive[row]]]
    for kind, ids in ((PATH, todo.paths), (WIRELESS, todo.links)):
        ids |= set(numbers_of(source[kinds_of(source) == kind]).tolist())


def _with_rows(facts: Facts, todo: _Todo) -> Facts:
    """The rows of the sources on the list, read again."""
    sources = np.concatenate(
        [
            keys_of(kind, sorted(ids))
            for kind, ids in (
                (PATH, todo.paths),
                (WIRELESS, todo.links),
                (TERMINATION, todo.terminations),
                (CHASSIS, todo.chassis),
            )
        ]
    )
    if not len(sources):
        return facts
    place, row = facts.index.hits(sources)
    alive = facts.alive.copy()
    alive[row[facts.rows.source[row] == sources[place]]] = False
    scope = Scope(sorted(todo.paths), sorted(todo.links), sorted(todo.terminations), sorted(todo.chassis))
    new = read_rows(facts.using, facts.types, facts.gone, facts.gone_ports, scope)
    keys = nodes_in(new)
    unknown = keys[facts.nodes.numbers(keys) < 0]
    nodes = facts.nodes.with_more(_read_nodes(facts, unknown)) if len(unknown) else facts.nodes
    u, v = edge_nodes(new, nodes)
    return replace(
        facts,
        rows=extended(facts.rows, new),
        alive=np.concatenate((alive, np.ones(len(new), np.bool_))),
        index=facts.index.with_more(index_of(new, len(facts.rows))),
        nodes=nodes,
        u=np.concatenate((facts.u, u)),
        v=np.concatenate((facts.v, v)),
    )


def _with_nodes(facts: Facts, todo: _Todo) -> Facts:
    """The nodes on the list, read again."""
    keys = np.concatenate((keys_of(DEVICE, sorted(todo.devices)), keys_of(CIRCUIT, sorted(todo.circuits))))
    keys = keys[facts.nodes.numbers(keys) >= 0]
    return replace(facts, nodes=facts.nodes.updated(_read_nodes(facts, keys))) if len(keys) else facts


def _read_nodes(facts: Facts, keys: I64) -> Nodes:
    device_ids = numbers_of(keys[kinds_of(keys) == DEVICE]).tolist()
    devices = read_devices(facts.using, facts.rules.root_tag, device_ids)
    return nodes_of(keys, devices, facts.gone, facts.kinds, len(facts.rules.root_roles))


def _ids(using: str, sql: str, params: Iterable[object]) -> list[int]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, list(params))
        return [row[0] for row in cursor.fetchall()]
