"""States of many objects at one moment, against the rule written out."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from netbox_slm.engine.structure import DEGRADED, DOWN, GROUP, REQUIRED, SOFT, UP, Group, Node, states_at
from netbox_slm.engine.structure.moment import Standing, states_now
from netbox_slm.engine.structure.order import rings_of

NODES = 7
_nodes = st.integers(0, NODES - 1)
ALONE = st.lists(st.tuples(_nodes, _nodes, st.sampled_from((REQUIRED, SOFT)), st.just(UP)), max_size=10)
FILTERED = st.lists(
    st.tuples(_nodes, _nodes, st.sampled_from((REQUIRED, SOFT)), st.sampled_from((UP, DEGRADED, DOWN))), max_size=10
)
GROUPS = st.lists(
    st.tuples(_nodes, st.sets(_nodes, min_size=1, max_size=4), st.integers(1, 3), st.just(UP)), max_size=4
)
FILTERED_GROUPS = st.lists(
    st.tuples(_nodes, st.sets(_nodes, min_size=1, max_size=4), st.integers(1, 3), st.sampled_from((UP, DOWN))),
    max_size=4,
)
OWN = st.lists(st.sampled_from((UP, UP, DEGRADED, DOWN)), min_size=NODES, max_size=NODES)


def standing_of(alone, groups):
    rows = [(*row, -1) for row in alone]
    for number, (parent, members, _least, _passes) in enumerate(groups):
        rows += [(parent, member, GROUP, UP, number) for member in sorted(members)]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    of_groups = np.array([(parent, minimum, least) for parent, _m, minimum, least in groups], dtype=np.int64)
    return Standing(*columns, *of_groups.reshape(-1, 3).T)


@settings(max_examples=300)
@given(ALONE, GROUPS, OWN)
def test_states_are_those_of_the_one_rule(alone, groups, own):
    nodes = {
        node: Node(
            required=tuple(child for parent, child, kind, _l in alone if parent == node and kind == REQUIRED),
            soft=tuple(child for parent, child, kind, _l in alone if parent == node and kind == SOFT),
            groups=tuple(Group(tuple(members), n) for parent, members, n, _l in groups if parent == node),
        )
        for node in range(NODES)
    }
    slow = states_at(nodes, dict(enumerate(own)))

    found = states_now(standing_of(alone, groups), np.array(own))

    assert found.tolist() == [slow[node] for node in range(NODES)]


@settings(max_examples=200)
@given(FILTERED, FILTERED_GROUPS, OWN, OWN)
def test_a_worse_start_is_evaluated_on_from_a_better_one(alone, groups, own, more):
    standing, before = standing_of(alone, groups), np.array(own)
    after = np.maximum(before, np.array(more))

    found = states_now(standing, after, states_now(standing, before))

    assert found.tolist() == states_now(standing, after).tolist()


def test_states_below_the_least_do_not_pass():
    standing = standing_of([(0, 1, REQUIRED, DOWN), (2, 1, REQUIRED, DEGRADED)], [])

    assert states_now(standing, np.array([UP, DEGRADED, UP])).tolist() == [UP, DEGRADED, DEGRADED]


@settings(max_examples=200)
@given(st.lists(st.tuples(_nodes, _nodes), max_size=14))
def test_a_ring_is_what_needs_each_other_by_any_way(needs):
    reach = {(one, other) for one, other in needs}
    for middle in range(NODES):
        reach |= {(a, b) for a in range(NODES) for b in range(NODES) if {(a, middle), (middle, b)} <= reach}
    rows = np.array(needs, dtype=np.int64).reshape(-1, 2).T

    ring = rings_of(NODES, *rows)

    for one in range(NODES):
        assert (ring[one] >= 0) == ((one, one) in reach)
        for other in range(NODES):
            together = ring[one] >= 0 and ring[one] == ring[other]
            assert together == ((one, other) in reach and (other, one) in reach)
