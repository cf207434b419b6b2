"""A network after a few changes is the one that would be compiled anew; checked on arrays, without a database."""

from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netbox_slm.graph.network.reshaping import _hops_after, _parts_after
from netbox_slm.graph.network.topology import hops_from_roots, parts_of
from tests.graph.network.test_flood import networks, topology_of


class Toggled(set):
    """Edges that come or go, drawn as hypothesis draws them."""

    def draw(self, _strategy):
        return self


@settings(max_examples=400, deadline=None)
@example((4, [(2, 3), (0, 2), (1, 3), (0, 1)], set(), set(), set(), set(), {0, 3}), Toggled({0, 1, 2, 3}))
@given(networks(), st.data())
def test_hops_and_parts_after_edges_came_and_went_are_those_counted_anew(network, data):
    nodes, pairs, roots, closed, _down, _down_edges, not_live = network
    before = topology_of(nodes, pairs, roots, closed, not_live)
    toggled = data.draw(st.sets(st.integers(0, len(pairs) - 1), max_size=6)) if pairs else set()
    live = before.live.copy()
    live[list(toggled)] = ~live[list(toggled)]
    after = replace(before, live=live)
    gone, come = (
        np.array([edge for edge in sorted(toggled) if before.live[edge] == was], np.int32) for was in (True, False)
    )

    assert _hops_after(after, gone, come).tolist() == hops_from_roots(after).tolist()
    assert _parts_after(after, parts_of(before), gone, come).tolist() == parts_of(after).tolist()
