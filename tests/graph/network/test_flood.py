"""Reach by suspects and rescue is reach by a plain flood (graph.md §4)."""

from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netbox_slm.graph.network.flood import reach_states
from netbox_slm.graph.network.topology import Topology, hops_from_roots, linked_up, parts_of


@st.composite
def networks(draw):
    """Nodes, edges, and which of both are down; edges may be parallel, or not count at rest."""
    nodes = draw(st.integers(1, 12))
    node = st.integers(0, nodes - 1)
    pairs = draw(st.lists(st.tuples(node, node).filter(lambda pair: pair[0] != pair[1]), max_size=24))
    return (
        nodes,
        pairs,
        draw(st.sets(node, max_size=3)),
        draw(st.sets(node)),
        draw(st.sets(node, max_size=4)),
        draw(st.sets(st.integers(0, max(len(pairs) - 1, 0)), max_size=5)),
        draw(st.sets(st.integers(0, max(len(pairs) - 1, 0)), max_size=2)),
    )


def topology_of(nodes, pairs, roots, closed, not_live):
    u, v = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    halves = linked_up(u, v, np.arange(len(pairs), dtype=np.int32), nodes)
    live, passes, root = np.ones(len(pairs), bool), np.ones(nodes, bool), np.zeros(nodes, bool)
    live[[edge for edge in not_live if edge < len(pairs)]] = False
    passes[list(closed)] = False
    root[list(roots)] = True
    topology = Topology(u, v, *halves, live, passes, root, np.zeros(nodes, np.int32))
    return replace(topology, hops=hops_from_roots(topology))


def flooded(nodes, edges, roots, closed, down):
    """Hops from the roots that are up, as anybody would count them."""
    hops = {root: 0 for root in roots if root not in down}
    waiting = list(hops)
    while waiting:
        here = waiting.pop(0)
        if here in closed and here not in roots:
            continue
        for edge in edges:
            for near, far in (edge, edge[::-1]):
                if near == here and far not in hops and far not in down:
                    hops[far] = hops[here] + 1
                    waiting.append(far)
    return hops


@settings(max_examples=400, deadline=None)
@given(networks())
@example((3, [(0, 1), (1, 2), (2, 0)], {0}, set(), {1}, set(), set()))
@example((4, [(0, 1), (0, 2), (1, 3), (2, 3)], {0}, set(), set(), {2, 3}, set()))
def test_reach_is_that_of_a_plain_flood(network):
    nodes, pairs, roots, closed, down, down_edges, not_live = network
    topology = topology_of(nodes, pairs, roots, closed, not_live)
    down_node, down_edge = np.zeros(nodes, bool), np.zeros(len(pairs), bool)
    down_node[list(down)] = True
    down_edge[[edge for edge in down_edges if edge < len(pairs)]] = True

    cut_off, at_risk = reach_states(topology, down_node, down_edge)

    at_rest = [(edge, pair) for edge, pair in enumerate(pairs) if edge not in not_live]
    before = flooded(nodes, [pair for _edge, pair in at_rest], roots, closed, ())
    after = flooded(nodes, [pair for edge, pair in at_rest if edge not in down_edges], roots, closed, down)
    judged = before.keys() - roots - down
    lost = {node for node in judged if node not in after}
    weaker = {
        node
        for node in judged - lost
        for edge, pair in at_rest
        if node in pair
        for other in [pair[1] if pair[0] == node else pair[0]]
        if other in before and before[other] <= before[node] and (other not in closed or other in roots)
        if edge in down_edges or other in down or other in lost
    }
    assert (set(cut_off.tolist()), set(at_risk.tolist())) == (lost, weaker)
    assert topology.hops.tolist() == [before.get(node, -1) for node in range(nodes)]


@settings(max_examples=200, deadline=None)
@given(networks())
def test_parts_hang_together_by_edges_that_count(network):
    nodes, pairs, _roots, _closed, _down, _down_edges, not_live = network
    topology = topology_of(nodes, pairs, (), (), not_live)

    part = parts_of(topology)

    slow = list(range(nodes))
    for _round in range(nodes):
        for edge, (left, right) in enumerate(pairs):
            if edge not in not_live:
                slow[left] = slow[right] = min(slow[left], slow[right])
    assert part.tolist() == slow
