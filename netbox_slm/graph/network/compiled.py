"""The compiled network: what is linked with what, and reach over it (graph.md §4)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...engine.distinct import distinct
from ...engine.instants import I64, Bools
from ...engine.structure import DOWN
from ..collecting import no_collection
from ..links.keys import (
    CHASSIS,
    CIRCUIT,
    DEVICE,
    PROVIDER_NETWORK,
    WAY_KINDS,
    keys_of,
    kinds_of,
    ref_of,
    refs_of,
    refs_to_keys,
)
from ..links.pieces import Piece
from ..refs import Ref
from .building import Facts, Shape
from .flood import reach_states
from .reach import Uplink
from .reached import Failed, Reached
from .reading import found_at
from .reshaping import reshaped
from .topology import I32

__all__ = ('Network',)

_NODE_KINDS = (DEVICE, CIRCUIT, PROVIDER_NETWORK)


class Network:
    """Pieces, edges, roots, hops and uplinks of one moment. Never changes, so any number of threads may share it.

    Parts, roots, hops and uplinks are those at rest: nothing named, no incident, without what is not in operation.
    """

    def __init__(self, facts: Facts, shape: Shape) -> None:
        self.facts, self.shape = facts, shape

    def reach(self, bare: Mapping[Ref, int], without: frozenset[Ref] = frozenset()) -> Reached:
        """Whose reach is worse than up (graph.md §4, Reach), in a fixed order.

        bare: the bare states (3: down) of all that is touched: devices, interfaces, LAGs, cables, wireless links,
        ports, circuit terminations, circuits, provider networks; what is absent is up, other types count nothing.
        without: devices and circuits that have no rule of reach; the network still leads through them. In the answer
        are devices and circuits: what is down itself is cut off like what hangs behind it, and a device in a bay
        without a link has what its holder has.
        """
        down = distinct(refs_to_keys(ref for ref, state in bare.items() if state >= DOWN))
        failed = self.failed(down[down >= 0])
        cut_off, at_risk = reach_states(self.shape.topology, failed.node, failed.edge)
        topology = self.shape.topology
        down_too = np.flatnonzero(failed.node & ~topology.root & (topology.hops >= 0)).astype(np.int32)
        failed = failed.with_cut_off(cut_off)
        cut_off = np.concatenate((cut_off, down_too))
        skipped = self.facts.nodes.skipped.copy()
        named = self.facts.nodes.numbers(refs_to_keys(without))
        skipped[named[named >= 0]] = True
        return Reached(self, failed, cut_off[~skipped[cut_off]], at_risk[~skipped[at_risk]], without)

    def resting(self, down: Iterable[Ref]) -> 'Network':
        """The same where these are down at rest: parts, roots, hops and uplinks without them and what leads over them.

        The network itself knows what is not in operation; this is for what is down with it by other needs, such as a
        switch whose only supply is switched off. The same network where there is nothing more.
        """
        failed = self.failed(distinct(refs_to_keys(down)))
        rows, nodes = self.facts.rows, self.facts.nodes
        if not (failed.node & ~nodes.gone).any() and not (failed.edge & ~rows.out).any():
            return self
        facts = replace(
            self.facts,
            nodes=replace(nodes, gone=nodes.gone | failed.node),
            rows=replace(rows, out=rows.out | failed.edge, room=None),
        )
        return Network(facts, reshaped(self.facts, self.shape, facts, same_rows=False))

    @no_collection()
    def pieces_at(self, ends: Iterable[Ref]) -> dict[Ref, tuple[Piece, ...]]:
        """The pieces that meet in each of these interfaces and circuit terminations; see `links.pieces_at`."""
        refs = list(dict.fromkeys(ends))
        keys = refs_to_keys(refs)
        place, row = self.facts.index.hits(keys)
        rows = self.facts.rows
        meets = self.facts.alive[row] & (rows.b[row] >= 0)
        meets &= (rows.a[row] == keys[place]) | (rows.b[row] == keys[place])
        place, row = place[meets], row[meets]
        found: dict[int, set[tuple[int, tuple[int, ...]]]] = {}
        for at, far_and_way in zip(place.tolist(), self._seen_from(row, keys[place]), strict=True):
            found.setdefault(at, set()).add(far_and_way)
        return {
            refs[at]: tuple(Piece((refs[at], ref_of(far)), tuple(refs_of(way))) for far, way in sorted(seen))
            for at, seen in found.items()
        }

    @no_collection()
    def pieces_through(self, refs: Iterable[Ref]) -> tuple[Piece, ...]:
        """The pieces whose way holds any of these; see `links.pieces_through`."""
        keys = distinct(refs_to_keys(refs))
        _place, row = self.facts.index.hits(keys[np.isin(kinds_of(keys), WAY_KINDS)])
        rows = self.facts.rows
        row = distinct(row[self.facts.alive[row] & (rows.b[row] >= 0)])
        near = np.minimum(rows.a[row], rows.b[row])
        found = {(end, *seen) for end, seen in zip(near.tolist(), self._seen_from(row, near), strict=True)}
        return tuple(Piece((ref_of(a), ref_of(b)), tuple(refs_of(way))) for a, b, way in sorted(found))

    def _seen_from(self, row: I32, end: I64) -> list[tuple[int, tuple[int, ...]]]:
        """Far end and way of pieces, seen from one of their ends each, as keys."""
        rows = self.facts.rows
        forward = rows.a[row] == end
        far = np.where(forward, rows.b[row], rows.a[row]).tolist()
        ways = self._slices(row, rows.way[row])
        return [
            (other, tuple(way) if ahead else tuple(reversed(way)))
            for other, way, ahead in zip(far, ways, forward.tolist(), strict=True)
        ]

    def _slices(self, row: I32, count: I64) -> list[list[int]]:
        """The first `count` parts of each row."""
        rows = self.facts.rows
        ends = np.cumsum(count)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(rows.start[row] - ends + count, count)
        flat = rows.parts[at].tolist()
        return [flat[begin:end] for begin, end in zip((ends - count).tolist(), ends.tolist(), strict=True)]

    def is_root(self, ref: Ref) -> bool:
        """Whether it is a root; what has no edge is none."""
        node = self.node_of(ref)
        return node >= 0 and bool(self.shape.topology.root[node])

    def is_skipped(self, ref: Ref) -> bool:
        """Whether settings say that it has no rule of reach."""
        node = self.node_of(ref)
        return node >= 0 and bool(self.facts.nodes.skipped[node])

    def hops(self, ref: Ref) -> int | None:
        """Edges to the nearest root; None where no way leads to one, and for what is no node."""
        node = self.node_of(ref)
        hops = int(self.shape.topology.hops[node]) if node >= 0 else -1
        return hops if hops >= 0 else None

    def uplinks(self, ref: Ref) -> tuple[Uplink, ...]:
        """The uplinks of a device or circuit, in a fixed order; a root has none."""
        return self.uplinks_of([ref])[ref]

    @no_collection()
    def uplinks_of(self, refs: Iterable[Ref]) -> dict[Ref, tuple[Uplink, ...]]:
        """The uplinks of many devices and circuits."""
        asked = list(refs)
        nodes = self.facts.nodes.numbers(refs_to_keys(asked))
        is_judged = (nodes >= 0) & ~np.append(self.shape.topology.root, True)[nodes]
        owner, neighbour, row = self.upward(nodes[is_judged].astype(np.int32))
        found: dict[int, set[Uplink]] = {}
        others = refs_of(self.facts.nodes.key[neighbour].tolist())
        for node, other, parts in zip(owner.tolist(), others, self.parts_of_edges(row), strict=True):
            found.setdefault(node, set()).add(Uplink(other, parts))
        return {ref: tuple(sorted(found.get(node, ()))) for ref, node in zip(asked, nodes.tolist(), strict=True)}

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
        for number, ref in zip(part[nodes].tolist(), refs_of(self.facts.nodes.key[nodes].tolist()), strict=True):
            parts.setdefault(number, []).append(ref)
        return tuple(sorted((tuple(sorted(refs)) for refs in parts.values()), key=lambda refs: (-len(refs), refs)))

    def node_of(self, ref: Ref) -> int:
        """Number of a node, -1 for what is none."""
        return int(self.facts.nodes.numbers(refs_to_keys([ref]))[0])

    def upward(self, nodes: I32) -> tuple[I32, I32, I32]:
        """Node, neighbour and row of each uplink of these nodes."""
        topology = self.shape.topology
        around = topology.around(nodes)
        hops = topology.hops[around.neighbour]
        up = topology.onward[around.neighbour] & (hops >= 0) & (hops <= topology.hops[around.node])
        return around.node[up], around.neighbour[up], around.edge[up]

    def parts_of_edges(self, row: NDArray[np.int32]) -> list[tuple[Ref, ...]]:
        """What each edge stands on, in order: an end, its way, the other end, the LAGs."""
        rows = self.facts.rows
        found = []
        columns = (rows.a[row], rows.b[row], rows.way[row], rows.stands_on_way(row))
        for parts, a, b, way, stands_on_way in zip(
            self._slices(row, rows.count[row]), *(column.tolist() for column in columns), strict=True
        ):
            between, lags = parts[:way] if stands_on_way else [], parts[way:]
            if b < a:  # a path is there from either side
                a, b, between, lags = b, a, between[::-1], lags[::-1]
            found.append(tuple(refs_of(key for key in dict.fromkeys([a, *between, b, *lags]) if key >= 0)))
        return found

    def blades_of(self, holders: Iterable[Ref]) -> list[tuple[Ref, Ref]]:
        """(blade, holder) for the devices without a link in the bays of these devices, and in theirs in turn."""
        if not self._held:
            return []
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

    def failed(self, down: I64) -> Failed:
        """Which nodes and rows do not work where what has these keys is down."""
        nodes, rows = self.facts.nodes, self.facts.rows
        node, edge = np.zeros(len(nodes), np.bool_), np.zeros(len(rows), np.bool_)
        is_node = np.isin(kinds_of(down), _NODE_KINDS)
        numbers = nodes.numbers(down[is_node])
        node[numbers[numbers >= 0]] = True
        others = down[~is_node]
        place, row = self.facts.index.hits(others)
        on_way = np.isin(kinds_of(others[place]), WAY_KINDS)
        edge[row[~on_way | rows.stands_on_way(row)]] = True
        return Failed(node, edge, down)
