"""Nodes and edges in numbers: walking them, hops from the roots, parts (graph.md §4). Pure arrays, no database."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...engine.distinct import distinct as distinct_of
from ...engine.instants import Bools

__all__ = ('I32', 'Around', 'Topology', 'distinct', 'hops_from_roots', 'linked_up', 'parts_of')

type I32 = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Around:
    """Half-edges that leave some nodes: the node, what it leads to, the edge. (k,) each."""

    node: I32
    neighbour: I32
    edge: I32

    def taken(self, keep: Bools) -> 'Around':
        """These half-edges only."""
        return Around(self.node[keep], self.neighbour[keep], self.edge[keep])


@dataclass(frozen=True, slots=True)
class Topology:
    """The network at rest.

    u, v: (m,) the nodes that each edge joins. first: (n + 1,) where the half-edges of each node begin in `neighbour`
    and `edge`. live: (m,) whether an edge counts at rest. passes: (n,) whether a way may lead through the node.
    root: (n,). hops: (n,) edges to the nearest root along such ways, -1 where there is none.
    """

    u: I32
    v: I32
    first: NDArray[np.int64]
    neighbour: I32
    edge: I32
    live: Bools
    passes: Bools
    root: Bools
    hops: I32

    @property
    def onward(self) -> Bools:
        """(n,) nodes that can be the next one on a way to a root: they pass traffic on, or are a root."""
        return self.passes | self.root

    def around(self, nodes: I32) -> Around:
        """Live half-edges of these nodes, in the order of the nodes. Time grows with their number only."""
        start = self.first[nodes]
        count = self.first[nodes + 1] - start
        ends = np.cumsum(count)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + count, count)
        edge = self.edge[at]
        all_of_them = Around(np.repeat(nodes, count), self.neighbour[at], edge)
        return all_of_them.taken(self.live[edge])

    def with_hops(self) -> 'Topology':
        """The same with `hops` computed."""
        return replace(self, hops=hops_from_roots(self))


def linked_up(u: I32, v: I32, edges: I32, nodes: int) -> tuple[NDArray[np.int64], I32, I32]:
    """`first`, `neighbour` and `edge` of a topology: edge edges[i] joins u[i] and v[i]."""
    node = np.concatenate((u, v))
    order = np.argsort(node, kind='stable')
    first = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(node, minlength=nodes), out=first[1:])
    return first, np.concatenate((v, u))[order], np.concatenate((edges, edges))[order]


def hops_from_roots(topology: Topology) -> I32:
    """(n,) int32; a flood from the roots that goes on only through nodes that pass traffic on."""
    hops = np.full(len(topology.root), -1, np.int32)
    front = np.flatnonzero(topology.root).astype(np.int32)
    hops[front] = 0
    distance = 0
    while len(front):
        distance += 1
        reached = topology.around(front).neighbour
        reached = reached[hops[reached] < 0]
        hops[reached] = distance
        front = distinct(reached, len(hops))
        front = front[topology.passes[front]]
    return hops


def distinct(nodes: I32, size: int) -> I32:
    """The distinct ones, sorted; whichever way is cheaper."""
    if len(nodes) * 20 < size:
        return distinct_of(nodes)
    flags = np.zeros(size, np.bool_)
    flags[nodes] = True
    return np.flatnonzero(flags).astype(np.int32)


def parts_of(topology: Topology) -> I32:
    """(n,) number of the connected part of each node: its smallest node. Ways do not matter here, only edges."""
    part = np.arange(len(topology.root), dtype=np.int32)
    if not len(topology.edge):
        return part
    whole = _flooded(topology, int(np.argmax(np.diff(topology.first))))
    part[whole] = np.flatnonzero(whole)[0]
    rest = np.flatnonzero(~whole & (np.diff(topology.first) > 0)).astype(np.int32)
    around = topology.around(rest)
    while True:
        lowest = part.copy()
        np.minimum.at(lowest, around.node, part[around.neighbour])
        # the number of a part is a node of it, whose number may have become smaller meanwhile
        np.minimum.at(lowest, part[around.node], lowest[around.node])
        lowest = lowest[lowest]
        if np.array_equal(lowest, part):
            return part
        part = lowest


def _flooded(topology: Topology, start: int) -> Bools:
    """(n,) what hangs together with a node."""
    reached = np.zeros(len(topology.root), np.bool_)
    front = np.array([start], np.int32)
    reached[front] = True
    while len(front):
        nexts = topology.around(front).neighbour
        front = distinct(nexts[~reached[nexts]], len(reached))
        reached[front] = True
    return reached
