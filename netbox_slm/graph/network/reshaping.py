"""Parts, roots and hops after a few edges came or went, without walking the whole network again."""

from dataclasses import replace

import numpy as np

from ...engine.distinct import distinct as distinct_of
from ...engine.distinct import without
from ...engine.instants import Bools
from .building import Facts, Shape, live_edges, shaped
from .flood import without_way
from .nodes import Nodes, roots_of
from .topology import I32, Topology, distinct

__all__ = ('reshaped',)

_FEW = 200  # edges that came or went; with more, everything is computed anew


def reshaped(old_facts: Facts, old: Shape, facts: Facts, same_rows: bool = True) -> Shape:
    """What follows from `facts`, of which `old` is what followed from the facts before.

    Rows and nodes of `old_facts` keep their numbers in `facts`; others come behind them. same_rows: whether the former
    are also out of operation as before.
    """
    before = old.topology
    new = np.arange(len(before.u), len(facts.u), dtype=np.int32)
    first, neighbour, edge = _halves_with(facts, before, new[facts.rows.joins[new]])
    live = _live(old_facts, before, facts, same_rows)
    was_live = np.append(before.live, np.zeros(len(new), np.bool_))
    changed = np.flatnonzero(live != was_live).astype(np.int32)
    passes = facts.nodes.passes
    same_passes = np.array_equal(passes[: len(before.passes)], before.passes)
    if len(changed) > _FEW or not same_passes:
        return shaped(facts, first, neighbour, edge)
    more = len(facts.nodes) - len(before.root)
    root = np.append(before.root, np.zeros(more, np.bool_))
    hops = np.append(before.hops, np.full(more, -1, np.int32))
    topology = Topology(facts.u, facts.v, first, neighbour, edge, live, passes, root, hops)
    gone, come = changed[~live[changed]], changed[live[changed]]
    part = _parts_after(topology, old.part, gone, come)
    if part is not old.part or not _same_roots(old_facts.nodes, facts.nodes):
        root = roots_of(facts.nodes, part, len(facts.rules.root_roles))
    if np.array_equal(root, topology.root):
        return Shape(replace(topology, hops=_hops_after(topology, gone, come)), part)
    return Shape(replace(topology, root=root).with_hops(), part)


def _halves_with(facts: Facts, before: Topology, new: I32) -> tuple[np.ndarray, I32, I32]:
    """The half-edges with those of new edges put in."""
    more = len(facts.nodes) - len(before.root)
    if not len(new) and not more:
        return before.first, before.neighbour, before.edge
    node = np.concatenate((facts.u[new], facts.v[new]))
    first = np.append(before.first, np.full(more, before.first[-1]))
    at = first[node + 1]
    order = np.lexsort((node, at))
    neighbour = np.insert(before.neighbour, at[order], np.concatenate((facts.v[new], facts.u[new]))[order])
    edge = np.insert(before.edge, at[order], np.concatenate((new, new))[order])
    first[1:] += np.cumsum(np.bincount(node, minlength=len(facts.nodes)))
    return first, neighbour, edge


def _live(old_facts: Facts, before: Topology, facts: Facts, same_rows: bool) -> Bools:
    known = len(before.live)
    if not same_rows or not np.array_equal(facts.nodes.gone[: len(old_facts.nodes)], old_facts.nodes.gone):
        return live_edges(facts)
    return np.append(before.live & facts.alive[:known], live_edges(facts, known))


def _same_roots(old: Nodes, new: Nodes) -> bool:
    """Whether what makes a node a root is as it was, and no new node brings something."""
    if old is new:
        return True
    known = len(old)
    return all(
        np.array_equal(getattr(old, name), getattr(new, name)[:known]) for name in ('rank', 'certain', 'gone')
    ) and not (new.certain[known:].any() or len(new) > known)


def _parts_after(topology: Topology, before: I32, gone: I32, come: I32) -> I32:
    """The part of each node; `before` itself where nothing changed."""
    more = np.arange(len(before), len(topology.root), dtype=np.int32)
    part = np.append(before, more) if len(more) else before
    ends = distinct_of(np.concatenate((topology.u[gone], topology.v[gone])))
    for number in distinct_of(part[ends]).tolist():
        part = _fallen_apart(topology, part, np.flatnonzero(part == number), ends[part[ends] == number].tolist())
    for u, v in sorted({(int(topology.u[row]), int(topology.v[row])) for row in come.tolist()}):
        low, high = sorted((int(part[u]), int(part[v])))
        if low != high:
            part = np.where(part == high, np.int32(low), part)
    return _by_smallest(part) if len(gone) and len(come) else part


def _by_smallest(part: I32) -> I32:
    """The parts by their smallest nodes: a new edge may have taken away the node that gave a part its number."""
    smallest = np.empty(len(part), np.int32)
    smallest[part[::-1]] = np.arange(len(part) - 1, -1, -1, dtype=np.int32)
    return smallest[part]


def _fallen_apart(topology: Topology, part: I32, nodes: np.ndarray, ends: list[int]) -> I32:
    """Parts where some edges between the nodes of one are gone: whatever came loose holds an end of such an edge."""
    loose = []
    while len(ends) > 1:
        side = _side_cut_off(topology, ends[0], ends[1])
        if side is None:
            del ends[1]
            continue
        loose.append(side)
        ends = [end for end in ends if end not in side]
    if not loose:
        return part
    part = part.copy()
    for side in loose:
        part[side] = side[:1]
    rest = without(nodes, distinct_of(np.concatenate(loose)))
    part[rest] = rest[:1]
    return part


def _side_cut_off(topology: Topology, u: int, v: int) -> I32 | None:
    """All nodes of the side that ends first, where no edges join two nodes any more; None where they do. Sorted."""
    side = np.zeros(len(topology.root), np.int8)
    fronts, sizes = {1: np.array([u], np.int32), 2: np.array([v], np.int32)}, {1: 1, 2: 1}
    side[u], side[v] = 1, 2
    while True:
        mine = min(fronts, key=lambda number: sizes[number])
        nexts = topology.around(fronts[mine]).neighbour
        if (side[nexts] == 3 - mine).any():
            return None
        nexts = distinct(nexts[side[nexts] == 0], len(side))
        if not len(nexts):
            return np.flatnonzero(side == mine).astype(np.int32)
        side[nexts] = mine
        fronts[mine], sizes[mine] = nexts, sizes[mine] + len(nexts)


def _hops_after(topology: Topology, gone: I32, come: I32) -> I32:
    """Hops where some edges are gone and others have come; roots and what passes traffic on are as they were."""
    nobody, nothing = np.zeros(len(topology.root), np.bool_), np.zeros(len(topology.live), np.bool_)
    ends = np.concatenate((topology.u[gone], topology.v[gone]))
    farther = np.flatnonzero(without_way(topology, [ends], nobody, nothing)).astype(np.int32)
    hops = topology.hops.copy()
    hops[farther] = -1
    waiting: dict[int, list[I32]] = {}

    def wait(nodes: I32) -> None:
        nodes = nodes[topology.onward[nodes] & (hops[nodes] >= 0)]
        for level in distinct_of(hops[nodes]).tolist():
            waiting.setdefault(level, []).append(nodes[hops[nodes] == level])

    wait(topology.around(farther).neighbour)
    wait(np.concatenate((topology.u[come], topology.v[come])))
    while waiting:
        level = min(waiting)
        nodes = distinct(np.concatenate(waiting.pop(level)), len(hops))
        reached = topology.around(nodes[hops[nodes] == level]).neighbour
        reached = distinct(reached[(hops[reached] < 0) | (hops[reached] > level + 1)], len(hops))
        hops[reached] = level + 1
        wait(reached)
    return hops
