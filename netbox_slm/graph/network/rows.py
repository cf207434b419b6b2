"""Pieces and edges in columns, and what they are made of.

A row is a piece (graph.md §4, Links), the edge from a circuit to a provider network, or an edge between two members of
a virtual chassis. A piece is an edge of the network where both its ends are on nodes: interfaces that are not
management-only, or one of them and a circuit termination.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ...engine.instants import I64, Bools
from ..links.keys import (
    CHASSIS,
    CIRCUIT,
    DEVICE,
    INTERFACE,
    NO_KEY,
    PROVIDER_NETWORK,
    TERMINATION,
    keys_of,
    kinds_of,
    numbers_of,
)
from ..links.reading import PieceRows
from .reading import InterfaceRows, TerminationRows, found_at

__all__ = ('Rows', 'chassis_rows', 'extended', 'joined', 'piece_rows', 'provider_rows')

_COLUMNS = ('a', 'b', 'left', 'right', 'joins', 'out', 'source', 'start', 'way', 'count')
_ROOM = 10_000


@dataclass(frozen=True, slots=True)
class Rows:
    """(n,) each, in keys.

    a, b: ends of a piece; a alone is the termination of a provider network. left, right: the nodes at its ends, NO_KEY
    for a management-only interface. joins: whether it is an edge between them. out: a part of it is not in operation.
    source: cable path, wireless link, termination or virtual chassis that it was read from.
    parts[start : start + count] is what it stands on beside its ends: first the `way` of a piece, then the LAGs.
    """

    a: I64
    b: I64
    left: I64
    right: I64
    joins: Bools
    out: Bools
    source: I64
    start: I64
    way: I64
    count: I64
    parts: I64
    room: 'Room | None' = None

    def __len__(self) -> int:
        return len(self.a)

    def stands_on_way(self, at: NDArray[np.int32]) -> Bools:
        """Whether these edges need their way: those between two interfaces; the others only need what they end in."""
        return (kinds_of(self.a[at]) == INTERFACE) & (kinds_of(self.b[at]) == INTERFACE)


def piece_rows(pieces: PieceRows, interfaces: InterfaceRows, ends: TerminationRows, gone_ports: I64) -> Rows:
    """Rows of pieces. interfaces: at least those in the ends, with their LAGs. gone_ports: sorted keys."""
    sides = [_side(keys, interfaces, ends) for keys in (pieces.a, pieces.b)]
    two_circuits = (kinds_of(pieces.a) == TERMINATION) & (kinds_of(pieces.b) == TERMINATION)
    (left, lag_left, out_left), (right, lag_right, out_right) = sides
    joins = (left >= 0) & (right >= 0) & (left != right) & ~two_circuits
    gone = np.concatenate(([0], np.cumsum(found_at(gone_ports, pieces.way) >= 0)))
    on_way = gone[pieces.start] < gone[pieces.start + pieces.count]
    start, count, parts = _with_lags(pieces, lag_left, lag_right)
    return Rows(
        pieces.a,
        pieces.b,
        left,
        right,
        joins,
        out_left | out_right | on_way,
        pieces.source,
        start,
        pieces.count,
        count,
        parts,
    )


def _side(keys: I64, interfaces: InterfaceRows, ends: TerminationRows) -> tuple[I64, I64, Bools]:
    """Node, LAG and whether it is out, for each end; no node where the end is management-only or unknown."""
    node, lag = np.full(len(keys), NO_KEY), np.full(len(keys), NO_KEY)
    out = np.zeros(len(keys), np.bool_)
    at_interface = kinds_of(keys) == INTERFACE
    place = found_at(interfaces.id, numbers_of(keys[at_interface]))
    if len(interfaces.id):
        counts = (place >= 0) & ~interfaces.mgmt_only[place]
        node[at_interface] = np.where(counts, keys_of(DEVICE, interfaces.device[place]), NO_KEY)
        lag_ids = np.where(place >= 0, interfaces.lag[place], NO_KEY)
        lag[at_interface] = keys_of(INTERFACE, lag_ids)
        lag_place = found_at(interfaces.id, lag_ids)
        out[at_interface] = interfaces.out[place] | ((lag_place >= 0) & interfaces.out[lag_place])
    at_circuit = kinds_of(keys) == TERMINATION
    place = found_at(ends.id, numbers_of(keys[at_circuit]))
    if len(ends.id):
        node[at_circuit] = np.where(place >= 0, keys_of(CIRCUIT, ends.circuit[place]), NO_KEY)
    return node, lag, out


def _with_lags(pieces: PieceRows, lag_left: I64, lag_right: I64) -> tuple[I64, I64, I64]:
    """`start`, `count` and `parts` of the pieces with the LAGs behind their ways."""
    lags = (lag_left >= 0).astype(np.int64) + (lag_right >= 0)
    count = pieces.count + lags
    start = np.cumsum(count) - count
    parts = np.full(int(count.sum()), NO_KEY)
    within = np.arange(int(pieces.count.sum())) - np.repeat(np.cumsum(pieces.count) - pieces.count, pieces.count)
    parts[np.repeat(start, pieces.count) + within] = pieces.way[np.repeat(pieces.start, pieces.count) + within]
    has_left, has_right = lag_left >= 0, lag_right >= 0
    parts[(start + pieces.count)[has_left]] = lag_left[has_left]
    parts[(start + count - 1)[has_right]] = lag_right[has_right]
    return start, count, parts


def provider_rows(ends: TerminationRows) -> Rows:
    """Edges from circuits to the provider networks that they end in."""
    there = ends.provider_network >= 0
    key = keys_of(TERMINATION, ends.id[there])
    networks = keys_of(PROVIDER_NETWORK, ends.provider_network[there])
    return _bare_rows(key, keys_of(CIRCUIT, ends.circuit[there]), networks, key)


def chassis_rows(chassis: I64, device: I64) -> Rows:
    """Edges between all members of each virtual chassis. chassis, device: (n,) ids, sorted by chassis."""
    left, right, source = [], [], []
    bounds = np.flatnonzero(np.diff(chassis, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(bounds):
        members = device[begin:end]
        i, j = np.triu_indices(len(members), 1)
        left.append(members[i])
        right.append(members[j])
        source.append(np.full(len(i), chassis[begin]))
    nodes = [keys_of(DEVICE, np.concatenate([np.zeros(0, np.int64), *ids])) for ids in (left, right)]
    sources = keys_of(CHASSIS, np.concatenate([np.zeros(0, np.int64), *source]))
    return _bare_rows(np.full(len(sources), NO_KEY), *nodes, sources)


def _bare_rows(a: I64, left: I64, right: I64, source: I64) -> Rows:
    zeros = np.zeros(len(a), np.int64)
    none, out = np.full(len(a), NO_KEY), np.zeros(len(a), np.bool_)
    return Rows(a, none, left, right, ~out, out, source, zeros, zeros, zeros, np.zeros(0, np.int64))


def joined(many: Iterable[Rows]) -> Rows:
    """All rows, one after the other."""
    several = list(many)
    before = np.cumsum([0, *(len(rows.parts) for rows in several)])
    columns = {name: np.concatenate([getattr(rows, name) for rows in several]) for name in (*_COLUMNS, 'parts')}
    columns['start'] += np.repeat(before[:-1], [len(rows) for rows in several])
    return Rows(**columns)


class Room:
    """Room behind the columns of some rows, so that more of them are written there without a copy of all.

    Views on the columns never change, as only what lies behind all of them is written. Two networks that grow from one
    would write to the same place: the first may, the other gets a copy.
    """

    def __init__(self, rows: Rows) -> None:
        self._lock = Lock()
        self._used = (len(rows), len(rows.parts))
        room = [used + used // 8 + _ROOM for used in self._used]
        self._columns = {
            name: np.empty(room[name == 'parts'], getattr(rows, name).dtype) for name in (*_COLUMNS, 'parts')
        }
        for name, column in self._columns.items():
            column[: len(getattr(rows, name))] = getattr(rows, name)

    def extended(self, rows: Rows, more: Rows) -> Rows | None:
        """`rows` with `more` behind; None where others lie behind them already, or there is no room."""
        used = (len(rows), len(rows.parts))
        wanted = (used[0] + len(more), used[1] + len(more.parts))
        with self._lock:
            if used != self._used or wanted[0] > len(self._columns['a']) or wanted[1] > len(self._columns['parts']):
                return None
            for name, column in self._columns.items():
                place = name == 'parts'
                column[used[place] : wanted[place]] = getattr(more, name)
            self._columns['start'][used[0] : wanted[0]] += used[1]
            self._used = wanted
        views = {name: column[: wanted[name == 'parts']] for name, column in self._columns.items()}
        return Rows(**views, room=self)


def extended(rows: Rows, more: Rows) -> Rows:
    """`rows` with `more` behind; `rows` stays as it is."""
    found = rows.room.extended(rows, more) if rows.room else None
    if found is None:
        found = Room(rows).extended(rows, more)
    return found if found is not None else joined([rows, more])
