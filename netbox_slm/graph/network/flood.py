"""Who is cut off and who lost an uplink, touching only what fails and its surroundings (graph.md §4, Cost).

Pure arrays. Nodes and edges are those of a `Topology`; what is down is given as flags.
"""

from collections.abc import Iterable

import numpy as np

from ...engine.distinct import distinct as distinct_of
from ...engine.instants import Bools
from .topology import I32, Around, Topology, distinct

__all__ = ('reach_states', 'without_way')


def reach_states(topology: Topology, down_node: Bools, down_edge: Bools) -> tuple[I32, I32]:
    """Nodes that are cut off from every root, and those that still reach one but lost an uplink; sorted.

    down_node: (n,) and down_edge: (m,) flags. Roots, nodes that are down and nodes that never reached a root are in
    neither answer. Time grows with the number of suspects and their edges; the size of the network only costs the
    clearing of a few arrays.
    """
    suspect = _suspects(topology, down_node, down_edge)
    _rescue(topology, suspect, down_node, down_edge)
    return np.flatnonzero(suspect).astype(np.int32), _at_risk(topology, suspect, down_node, down_edge)


def _suspects(topology: Topology, down_node: Bools, down_edge: Bools) -> Bools:
    """(n,) nodes, neither roots nor down, whose every uplink to a nearer node is lost or leads to a suspect."""
    edges = np.flatnonzero(down_edge & topology.live)
    down = np.flatnonzero(down_node).astype(np.int32)
    around = topology.around(down[topology.onward[down] & (topology.hops[down] >= 0)])
    behind = around.neighbour[topology.hops[around.neighbour] == topology.hops[around.node] + 1]
    return without_way(topology, [topology.u[edges], topology.v[edges], behind], down_node, down_edge)


def without_way(topology: Topology, starts: Iterable[I32], down_node: Bools, down_edge: Bools) -> Bools:
    """(n,) nodes, neither roots nor down, that have no uplink to a nearer node left which leads to a root.

    starts: nodes that may have lost such an uplink; who stands on one that falls is looked at in its turn.
    """
    hops, onward = topology.hops, topology.onward
    suspect = np.zeros(len(hops), np.bool_)
    waiting: dict[int, list[I32]] = {}  # by hops

    def wait(nodes: I32) -> None:
        nodes = nodes[~topology.root[nodes] & ~down_node[nodes]]
        levels = hops[nodes]
        for level in distinct_of(levels).tolist():
            waiting.setdefault(level, []).append(nodes[levels == level])

    for nodes in starts:
        wait(nodes)
    waiting.pop(-1, None)  # these never reached a root
    while waiting:
        nodes = distinct(np.concatenate(waiting.pop(min(waiting))), len(hops))
        around = topology.around(nodes)
        nearer = (hops[around.neighbour] == hops[around.node] - 1) & onward[around.neighbour]
        out = suspect[around.neighbour] | down_node[around.neighbour] | down_edge[around.edge]
        holds = np.zeros(len(hops), np.bool_)
        holds[around.node[nearer & ~out]] = True
        fallen = nodes[~holds[nodes]]
        suspect[fallen] = True
        around = topology.around(fallen[onward[fallen]])
        wait(around.neighbour[hops[around.neighbour] == hops[around.node] + 1])
    return suspect


def _rescue(topology: Topology, suspect: Bools, down_node: Bools, down_edge: Bools) -> None:
    """Take those out of the suspects that a working edge joins to a node which still has its way to a root."""
    around = topology.around(np.flatnonzero(suspect).astype(np.int32))
    around = around.taken(~down_edge[around.edge] & ~down_node[around.neighbour])
    holds = ~suspect[around.neighbour] & topology.onward[around.neighbour] & (topology.hops[around.neighbour] >= 0)
    front = distinct(around.node[holds], len(suspect))
    while len(front):
        suspect[front] = False
        around = topology.around(front[topology.passes[front]])
        nexts = around.neighbour[suspect[around.neighbour] & ~down_edge[around.edge]]
        front = distinct(nexts, len(suspect))


def _at_risk(topology: Topology, cut_off: Bools, down_node: Bools, down_edge: Bools) -> I32:
    """Nodes that lost an uplink: the edge does not work, or the neighbour is down or cut off."""
    hops = topology.hops
    lost = np.flatnonzero(cut_off | down_node).astype(np.int32)
    around = topology.around(lost)
    edges = np.flatnonzero(down_edge & topology.live).astype(np.int32)
    u, v = topology.u[edges], topology.v[edges]
    up = Around(
        np.concatenate((around.node, u, v)),
        np.concatenate((around.neighbour, v, u)),
        np.concatenate((around.edge, edges, edges)),
    )
    # seen from the neighbour, which is the node that may have lost its uplink
    counts = topology.onward[up.node] & (hops[up.node] >= 0) & (hops[up.node] <= hops[up.neighbour])
    losers = distinct(up.neighbour[counts], len(hops))
    return losers[~topology.root[losers] & ~cut_off[losers] & ~down_node[losers]]
