"""The compiled network: what is linked with what, and reach over it (graph.md §4)."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from ...engine.instants import I64, Bools
from ...engine.structure import DOWN
from ..links.keys import (
    CABLE,
    CHASSIS,
    CIRCUIT,
    DEVICE,
    FRONT_PORT,
    PROVIDER_NETWORK,
    REAR_PORT,
    WIRELESS,
    key_of,
    keys_of,
    kinds_of,
    ref_of,
)
from ..links.pieces import Piece
from ..refs import Ref
from .building import Facts, Shape
from .flood import reach_states
from .reach import Reach, Uplink
from .reached import Failed, Reached
from .reading import found_at

__all__ = ('Network',)

_WAY_KINDS = (CABLE, WIRELESS, FRONT_PORT, REAR_PORT)
_NODE_KINDS = (DEVICE, CIRCUIT, PROVIDER_NETWORK)


class Network:
    """Pieces, edges, roots, hops and uplinks of one moment. Never changes, so any number of threads may share it.

    Parts, roots, hops and uplinks are those at rest: nothing named, no incident, without what is not in operation.
    """

    def __init__(self, facts: Facts, shape: Shape) -> None:
        self.facts, self.shape = facts, shape

    def reach(self, bare: Mapping[Ref, int], without: frozenset[Ref] = frozenset()) -> Mapping[Ref, Reach]:
        """Whose reach is worse than up (graph.md §4, Reach), in a fixed order.

        bare: the bare states (3: down) of all that is touched: devices, interfaces, LAGs, cables, wireless links,
        ports, circuit terminations, circuits, provider networks; what is absent is up, other types count nothing.
        without: devices and circuits that have no rule of reach; the network still leads through them. The answer
        holds devices and circuits that are not down themselves; a device in a bay without a link has what its holder
        has.
        """
        down = np.array([key_of(ref) for ref, state in bare.items() if state >= DOWN], np.int64)
        down = np.unique(down[down >= 0])
        failed = self._failed(down)
        cut_off, at_risk = reach_states(self.shape.topology, failed.node, failed.edge)
        failed = failed.with_cut_off(cut_off)
        skipped = self.facts.nodes.skipped.copy()
        named = self.facts.nodes.numbers(np.array([key_of(ref) for ref in without], np.int64))
        skipped[named[named >= 0]] = True
        return Reached(self, failed, cut_off[~skipped[cut_off]], at_risk[~skipped[at_risk]], without)

    def pieces_at(self, ends: Iterable[Ref]) -> dict[Ref, tuple[Piece, ...]]:
        """The pieces that meet in each of these interfaces and circuit terminations; see `links.pieces_at`."""
        refs = list(dict.fromkeys(ends))
        keys = np.array([key_of(ref) for ref in refs], np.int64)
        place, row = self.facts.index.hits(keys)
        rows = self.facts.rows
        key = keys[place]
        meets = self.facts.alive[row] & (rows.b[row] >= 0) & ((rows.a[row] == key) | (rows.b[row] == key))
        found: dict[Ref, dict[Piece, None]] = {}
        for at, number in zip(place[meets].tolist(), row[meets].tolist(), strict=True):
            piece = self._piece(number, keys[at])
            found.setdefault(refs[at], {}).setdefault(piece)
        return {ref: tuple(sorted(pieces)) for ref, pieces in found.items()}

    def pieces_through(self, refs: Iterable[Ref]) -> tuple[Piece, ...]:
        """The pieces whose way holds any of these; see `links.pieces_through`."""
        keys = np.unique(np.array([key_of(ref) for ref in refs], np.int64))
        _place, row = self.facts.index.hits(keys[np.isin(kinds_of(keys), _WAY_KINDS)])
        rows = self.facts.rows
        row = np.unique(row[self.facts.alive[row] & (rows.b[row] >= 0)])
        low = np.minimum(rows.a[row], rows.b[row]).tolist()
        return tuple(sorted({self._piece(number, end) for number, end in zip(row.tolist(), low, strict=True)}))

    def is_root(self, ref: Ref) -> bool:
        """Whether it is a root; what has no edge is none."""
        node = self.node_of(ref)
        return node >= 0 and bool(self.shape.topology.root[node])

    def hops(self, ref: Ref) -> int | None:
        """Edges to the nearest root; None where no way leads to one, and for what is no node."""
        node = self.node_of(ref)
        hops = int(self.shape.topology.hops[node]) if node >= 0 else -1
        return hops if hops >= 0 else None

    def uplinks(self, ref: Ref) -> tuple[Uplink, ...]:
        """The uplinks of a device or circuit, in a fixed order; a root has none."""
        node = self.node_of(ref)
        if node < 0 or self.shape.topology.root[node]:
            return ()
        return tuple(sorted({Uplink(self.ref_at(other), self.parts_of_edge(row)) for other, row in self.upward(node)}))

    def parts_without_root(self) -> tuple[tuple[Ref, ...], ...]:
        """Connected parts in which nothing is a root: nothing is known of their outside, so they have no rule of reach.

        Each in order of type and id, the largest part first. What has no edge at rest is in none.
        """
        topology, part = self.shape.topology, self.shape.part
        size = np.bincount(part, minlength=len(part))
        rooted = np.zeros(len(part), np.bool_)
        rooted[part[topology.root]] = True
        nodes = np.flatnonzero(~rooted[part] & (size[part] > 1))
        parts: dict[int, list[Ref]] = {}
        for number, key in zip(part[nodes].tolist(), self.facts.nodes.key[nodes].tolist(), strict=True):
            parts.setdefault(number, []).append(ref_of(key))
        return tuple(sorted((tuple(sorted(refs)) for refs in parts.values()), key=lambda refs: (-len(refs), refs)))

    def node_of(self, ref: Ref) -> int:
        """Number of a node, -1 for what is none."""
        return int(self.facts.nodes.numbers(np.array([key_of(ref)], np.int64))[0])

    def ref_at(self, node: int) -> Ref:
        """The object of a node."""
        return ref_of(int(self.facts.nodes.key[node]))

    def upward(self, node: int) -> list[tuple[int, int]]:
        """Neighbour and row of each uplink of a node."""
        topology = self.shape.topology
        around = topology.around(np.array([node], np.int32))
        hops = topology.hops[around.neighbour]
        up = topology.onward[around.neighbour] & (hops >= 0) & (hops <= topology.hops[node])
        return list(zip(around.neighbour[up].tolist(), around.edge[up].tolist(), strict=True))

    def parts_of_edge(self, row: int) -> tuple[Ref, ...]:
        """What an edge stands on, in order: an end, its way, the other end, the LAGs."""
        rows = self.facts.rows
        start, count = int(rows.start[row]), int(rows.count[row])
        parts = rows.parts[start : start + count].tolist()
        way, lags = parts[: int(rows.way[row])], parts[int(rows.way[row]) :]
        a, b = int(rows.a[row]), int(rows.b[row])
        if b < a:  # a path is there from either side
            a, b, way, lags = b, a, way[::-1], lags[::-1]
        if not rows.stands_on_way(np.array([row], np.int32))[0]:
            way = []
        return tuple(ref_of(key) for key in dict.fromkeys([a, *way, b, *lags]) if key >= 0)

    def blades_of(self, holders: Iterable[Ref]) -> list[tuple[Ref, Ref]]:
        """(blade, holder) for the devices without a link in the bays of these devices, and in theirs in turn."""
        found, waiting = [], [(ref.id, ref.id) for ref in holders if ref.type == 'dcim.device']
        while waiting:
            top, outer = waiting.pop()
            for inner in self._held.get(outer, ()):
                found.append((Ref('dcim.device', inner), Ref('dcim.device', top)))
                waiting.append((top, inner))
        return sorted(found)

    @cached_property
    def blades(self) -> Mapping[Ref, bool]:
        """Devices in a bay that have no link which is not management-only; whether they have no rule of reach."""
        blades = self.facts.blades
        if not len(blades.id):
            return {}
        linked = self._linked_devices
        bare = ~linked[np.minimum(blades.id, len(linked) - 1)] & (found_at(self.facts.gone.devices, blades.id) < 0)
        return {
            Ref('dcim.device', pk): skipped
            for pk, skipped in zip(blades.id[bare].tolist(), blades.skipped[bare].tolist(), strict=True)
        }

    @cached_property
    def _held(self) -> Mapping[int, list[int]]:
        """Device -> those in its bays that have no link."""
        held: dict[int, list[int]] = {}
        for inner, outer in zip(self.facts.blades.id.tolist(), self.facts.blades.holder.tolist(), strict=True):
            if Ref('dcim.device', inner) in self.blades:
                held.setdefault(outer, []).append(inner)
        return held

    @cached_property
    def _linked_devices(self) -> Bools:
        """By id: whether the device has a link that is not management-only; the last one stands for all others."""
        rows = self.facts.rows
        linked = self.facts.alive & (kinds_of(rows.source) != CHASSIS)
        keys = np.concatenate((rows.left[linked], rows.right[linked]))
        ids = keys[kinds_of(keys) == DEVICE] - keys_of(DEVICE, [0])[0]
        flags = np.zeros(int(ids.max(initial=0)) + 2, np.bool_)
        flags[ids] = True
        return flags

    def _failed(self, down: I64) -> Failed:
        nodes, rows = self.facts.nodes, self.facts.rows
        node, edge = np.zeros(len(nodes), np.bool_), np.zeros(len(rows), np.bool_)
        is_node = np.isin(kinds_of(down), _NODE_KINDS)
        numbers = nodes.numbers(down[is_node])
        node[numbers[numbers >= 0]] = True
        others = down[~is_node]
        place, row = self.facts.index.hits(others)
        on_way = np.isin(kinds_of(others[place]), _WAY_KINDS)
        edge[row[~on_way | rows.stands_on_way(row)]] = True
        return Failed(node, edge, frozenset(down.tolist()))

    def _piece(self, row: int, first_end: int) -> Piece:
        rows = self.facts.rows
        start = int(rows.start[row])
        way = [ref_of(key) for key in rows.parts[start : start + int(rows.way[row])].tolist()]
        a, b = int(rows.a[row]), int(rows.b[row])
        if a != first_end:
            a, b, way = b, a, way[::-1]
        return Piece((ref_of(a), ref_of(b)), tuple(way))
