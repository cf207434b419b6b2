"""States through needs (semantics.md §2, §4, graph.md §1), held against the rule evaluated instant by instant."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netbox_slm.engine.errors import StructureError
from netbox_slm.engine.structure import (
    AT_RISK,
    DEFAULT_WEIGHT,
    DEGRADED,
    DOWN,
    GROUP,
    HARD,
    REQUIRED,
    SOFT,
    UP,
    Effects,
    Group,
    Link,
    Links,
    Needs,
    Node,
    causes_at,
    causes_of,
    counted_weight,
    evaluate,
    shortest_path,
    spread,
    states_at,
)
from netbox_slm.engine.structure.order import order_of

from .slow.structure import World

SPAN = 12  # instants of the evaluations
NODES, SERVICES = 7, 3  # services come first
DEFAULT = 500

times = st.tuples(st.integers(0, SPAN), st.integers(0, SPAN)).map(lambda pair: (min(pair), max(pair)))
terms = st.just((0, SPAN)) | times
services = st.integers(0, SERVICES - 1)
anything = st.integers(0, NODES - 1)
effects = st.lists(
    st.tuples(
        anything,
        times,
        st.sampled_from((UP, DEGRADED, DEGRADED, DOWN)),
        st.sampled_from((DEFAULT_WEIGHT, 0, 2500, 9000)),
        st.integers(0, 3),
    ).map(lambda row: (row[0], *row[1], *row[2:])),
    max_size=7,
)


@st.composite
def structures(draw, *, deep=True):
    """Links (parent, child, kind, since, until, group) and groups (n, since, until); `deep`: CIs need CIs too."""
    parents = anything if deep else services
    links, groups = [], []
    for parent, child, kind, term in draw(
        st.lists(st.tuples(parents, anything, st.sampled_from((REQUIRED, SOFT)), terms), max_size=6)
    ):
        kind = HARD if kind == REQUIRED and parent < SERVICES and child < SERVICES else kind
        links.append((parent, child, kind, *term, -1))
    for parent, members, least, term in draw(
        st.lists(
            st.tuples(parents, st.lists(st.tuples(anything, terms), min_size=1, max_size=4), st.integers(1, 4), terms),
            max_size=3,
        )
    ):
        unique = dict(members)
        links += [(parent, child, GROUP, *held, len(groups)) for child, held in unique.items()]
        groups.append((least, *term))
    return links, groups


def needs_of(links, groups):
    least, since, until = np.array(groups, dtype=np.int64).reshape(-1, 3).T
    return Needs(*np.array(links, dtype=np.int64).reshape(-1, 6).T, least, since, until)


def effects_of(rows):
    return Effects(*np.array(rows, dtype=np.int64).reshape(-1, 6).T)


def run(structure, rows, wanted=None):
    is_service = np.arange(NODES) < SERVICES
    wanted = np.arange(NODES) if wanted is None else wanted
    return spread(NODES, is_service, needs_of(*structure), effects_of(rows), 0, SPAN, wanted=wanted)


def counts(segments):
    """(node, instant) -> (state, weight that counts)."""
    weight = counted_weight(segments.state, segments.weight, segments.default, np.int64(DEFAULT))
    columns = (*segments.spans, segments.state, weight)
    found = {}
    for node, start, end, state, cost in zip(*(column.tolist() for column in columns), strict=True):
        for at in range(start, end):
            assert (node, at) not in found
            found[node, at] = state, cost
    return found


def slow_counts(structure, rows):
    links, groups = structure
    found = {}
    for at in range(SPAN):
        world = World(NODES, range(SERVICES), links, groups, rows, at)
        for node in range(NODES):
            each = (node, node) if node < SERVICES else (None, node)
            if world.state[each] > UP:
                found[node, at] = world.state[each], (world.counts(node, DEFAULT)[1] if node < SERVICES else None)
    return found


def assert_same(structure, rows):
    fast, slow = counts(run(structure, rows)), slow_counts(structure, rows)
    assert {key: state for key, (state, _cost) in fast.items()} == {key: state for key, (state, _c) in slow.items()}
    assert {key: cost for key, (_state, cost) in fast.items() if key[0] < SERVICES} == {
        key: cost for key, (_state, cost) in slow.items() if key[0] < SERVICES
    }


@settings(max_examples=150, deadline=None)
@given(structures(deep=False), effects)
@example(  # a pair of which one is down and one degraded, the one that is down with a degraded incident of its own
    ([(0, 3, GROUP, 0, SPAN, 0), (0, 4, GROUP, 0, SPAN, 0)], [(1, 0, SPAN)]),
    [(3, 0, 9, DOWN, -1, 0), (3, 0, 9, DEGRADED, 9000, 1), (4, 2, 5, DEGRADED, 2500, 2)],
)
@example(  # a service that an incident names sees its CI without it, another one does not
    ([(0, 3, REQUIRED, 0, SPAN, -1), (1, 3, REQUIRED, 0, SPAN, -1)], []),
    [(3, 0, 9, DOWN, -1, 0), (0, 2, 4, DEGRADED, 2500, 0)],
)
def test_services_over_time_are_what_the_rule_says_at_each_instant(structure, rows):
    assert_same(structure, rows)


@settings(max_examples=150, deadline=None)
@given(structures(), effects)
@example(([(0, 1, HARD, 0, SPAN, -1), (1, 0, HARD, 0, SPAN, -1)], []), [])  # a ring that nothing brings down
@example(([(0, 1, HARD, 0, SPAN, -1), (1, 0, HARD, 0, 6, -1)], []), [(0, 2, 9, DOWN, -1, 0)])
@example(  # the CI that an incident is on lies under another CI of the service that it names
    ([(0, 3, REQUIRED, 0, SPAN, -1), (3, 4, REQUIRED, 0, SPAN, -1), (1, 4, REQUIRED, 0, SPAN, -1)], []),
    [(4, 0, 9, DOWN, -1, 0), (0, 0, 2, DEGRADED, 0, 0)],
)
def test_needs_of_any_depth_and_rings_are_what_the_rule_says(structure, rows):
    assert_same(structure, rows)


@settings(max_examples=100, deadline=None)
@given(structures(), effects, st.randoms(use_true_random=False))
def test_the_order_of_links_and_effects_does_not_matter(structure, rows, random):
    links, groups = structure
    shuffled_links, shuffled_rows = random.sample(links, len(links)), random.sample(rows, len(rows))

    assert counts(run(structure, rows)) == counts(run((shuffled_links, groups), shuffled_rows))


@settings(max_examples=100, deadline=None)
@given(structures(), effects)
def test_segments_are_sorted_and_name_an_effect_that_lasts(structure, rows):
    found = run(structure, rows)

    keys = list(zip(found.spans.owner.tolist(), found.spans.start_us.tolist(), strict=True))
    assert keys == sorted(keys)
    for start, end, cause in zip(found.spans.start_us, found.spans.end_us, found.cause, strict=True):
        assert rows[cause][1] <= start
        assert end <= rows[cause][2]


@settings(max_examples=80, deadline=None)
@given(structures(), effects)
def test_evaluating_some_services_gives_the_same_as_all_at_once(structure, rows):
    links, groups = structure
    least, since, until = (list(column) for column in zip(*groups, strict=True)) if groups else ([], [], [])
    given_links = Links([Link(*row) for row in links if row[0] < SERVICES], least, since, until)

    timeline = evaluate(range(SERVICES), given_links, effects_of(rows), 0, SPAN)

    flat = ([row for row in links if row[0] < SERVICES], groups)
    expected = counts(run(flat, rows, wanted=np.arange(SERVICES)))
    for service in range(SERVICES):
        weight = timeline.weight_of(service, DEFAULT)
        for cell in range(timeline.edges_us.size - 1):
            for at in range(int(timeline.edges_us[cell]), int(timeline.edges_us[cell + 1])):
                found = int(timeline.state[timeline.services[service], cell]), int(weight[cell])
                assert found == expected.get((service, at), (UP, 0))


@settings(max_examples=150, deadline=None)
@given(structures(), effects, st.integers(0, SPAN - 1), services)
def test_without_its_causes_a_service_would_be_better(structure, rows, at, service):
    links, groups = structure
    needs, every = needs_of(*structure), frozenset(range(SERVICES))
    before = World(NODES, range(SERVICES), links, groups, rows, at).state[service, service]

    causes = causes_at(needs, effects_of(rows), every, service, at)

    assert bool(causes) == (before >= DEGRADED)
    assert len({cause.incident for cause in causes}) == len(causes)
    if not causes:
        return
    named = {cause.incident for cause in causes}
    # The incident stays known to the services that it names, it just does nothing any more
    left = [(*row[:3], UP, *row[4:]) if row[5] in named else row for row in rows]
    after = World(NODES, range(SERVICES), links, groups, left, at).state[service, service]
    assert after < before


@settings(max_examples=80, deadline=None)
@given(structures(), effects, st.integers(0, SPAN - 1), services)
def test_a_way_leads_along_needs_from_an_object_of_the_incident_to_the_service(structure, rows, at, service):
    links, _groups = structure
    needs = needs_of(*structure)
    holding = {(parent, child) for parent, child, _kind, since, until, _group in links if since <= at < until}

    causes = causes_at(needs, effects_of(rows), frozenset(range(SERVICES)), service, at)

    lengths = [len(cause.path) for cause in causes]
    assert lengths == sorted(lengths)
    for cause in causes:
        nodes = [node for node, _rule in cause.path]
        assert nodes[0] == cause.node
        assert nodes[-1] == service
        assert len(set(nodes)) == len(nodes)
        assert all(pair in holding for pair in zip(nodes[1:], nodes, strict=False))
        assert any(
            row[0] == cause.node and row[1] <= at < row[2] and row[5] == cause.incident and row[3] > UP for row in rows
        )
        assert (cause.path[0][1] == 'named') == (cause.node < SERVICES)
        for (_node, _rule), group in zip(cause.path, cause.groups, strict=True):
            assert group is None or group.members - group.out < group.needed or group.out > 0


def test_a_cause_names_how_the_group_stood():
    links = Links([Link(0, 1, HARD), *(Link(1, node, GROUP, group=0) for node in (2, 3, 4))], [2], [-(2**61)], [2**61])
    rows = effects_of([(2, 0, 9, DOWN, -1, 7), (3, 4, 9, DOWN, -1, 8)])

    timeline = evaluate([0, 1], links, rows, 0, 10)
    cell = int(np.searchsorted(timeline.edges_us, 4))
    first, second = causes_of(timeline, links, rows, 0, cell)

    assert first.path == ((2, 'group'), (1, 'service'), (0, 'hard'))
    assert first.groups[0] == (0, 2, 3, 2)
    assert (second.incident, second.node) == (8, 3)


def test_a_service_named_by_the_incident_is_its_own_way():
    links = Links([Link(0, 1, SOFT)])
    rows = effects_of([(1, 0, 9, DOWN, -1, 5), (0, 0, 9, DEGRADED, -1, 6)])

    timeline = evaluate([0, 1], links, rows, 0, 10)

    assert [(cause.incident, cause.path) for cause in causes_of(timeline, links, rows, 0, 0)] == [
        (6, ((0, 'named'),)),
        (5, ((1, 'named'), (0, 'soft'))),
    ]


@settings(max_examples=80, deadline=None)
@given(structures(), effects, st.integers(0, SPAN - 1))
def test_states_of_a_moment_are_the_least_fixed_point(structure, rows, at):
    links, groups = structure
    plain = [row for row in rows if row[0] >= SERVICES]
    nodes = {}
    for node in range(NODES):
        holding = [row for row in links if row[0] == node and row[3] <= at < row[4]]
        of_groups = {}
        for row in holding:
            if row[2] == GROUP and groups[row[5]][1] <= at < groups[row[5]][2]:
                of_groups.setdefault(row[5], []).append(row[1])
        nodes[node] = Node(
            tuple(row[1] for row in holding if row[2] in (REQUIRED, HARD)),
            tuple(Group(tuple(members), groups[group][0]) for group, members in of_groups.items()),
            tuple(row[1] for row in holding if row[2] == SOFT),
        )
    own = {}
    for node, start, end, state, _weight, _incident in plain:
        if start <= at < end:
            own[node] = max(own.get(node, UP), state)

    found = states_at(nodes, own)

    world = World(NODES, range(SERVICES), links, groups, plain, at)
    assert found == {node: world.state[(node, node) if node < SERVICES else (None, node)] for node in range(NODES)}


@pytest.mark.parametrize(
    ('states', 'least', 'expected'),
    [
        ((UP, DOWN), 1, AT_RISK),
        ((DOWN, DOWN), 1, DOWN),
        ((DEGRADED, DOWN), 1, DEGRADED),
        ((DEGRADED, UP), 1, UP),
        ((UP, UP, DOWN), 3, DOWN),
        ((UP, DOWN), 9, DOWN),
        ((AT_RISK, UP), 2, AT_RISK),
    ],
)
def test_a_group_is_as_good_as_its_nth_best_member(states, least, expected):
    members = tuple(range(len(states)))
    nodes = {**{member: Node() for member in members}, 'group': Node(groups=(Group(members, least),))}

    assert states_at(nodes, dict(enumerate(states)))['group'] == expected


def test_a_long_chain_is_followed_to_its_end():
    length = 300
    links = [(node, node + 1, REQUIRED, 0, SPAN, -1) for node in range(length)]
    rows = effects_of([(length, 2, 5, DOWN, -1, 0)])

    found = spread(
        length + 1, np.arange(length + 1) == 0, needs_of(links, []), rows, 0, SPAN, wanted=np.array([0, length // 2])
    )

    assert found.spans.owner.tolist() == [0, length // 2]
    assert found.state.tolist() == [DOWN, DOWN]


def test_many_rings_above_one_another_are_settled_ring_by_ring():
    rings = 60
    links = [(2 * ring, 2 * ring + 1, HARD, 0, SPAN, -1) for ring in range(rings)]
    links += [(2 * ring + 1, 2 * ring, HARD, 0, SPAN, -1) for ring in range(rings)]
    links += [(2 * ring, 2 * ring + 2, HARD, 0, SPAN, -1) for ring in range(rings - 1)]
    last = 2 * rings - 1
    rows = effects_of([(last, 3, 7, DOWN, -1, 0)])

    order = order_of(last + 1, needs_of(links, []))
    found = spread(last + 1, np.ones(last + 1, dtype=bool), needs_of(links, []), rows, 0, SPAN, wanted=np.array([0]))

    assert order.in_ring.all()
    assert order.level.tolist() == [rings - node // 2 for node in range(last + 1)]
    assert (found.spans.start_us.tolist(), found.spans.end_us.tolist()) == ([3], [7])


def test_the_shortest_way_is_found_in_the_direction_of_the_edges():
    edges = [('a', 'b'), ('b', 'c'), ('c', 'a'), ('b', 'd'), ('c', 'd')]

    assert shortest_path(edges, 'a', 'd') == ['a', 'b', 'd']
    assert shortest_path(edges, 'd', 'a') is None
    assert shortest_path(edges, 'a', 'a') == ['a']


@pytest.mark.parametrize(
    ('links', 'groups', 'rows', 'field'),
    [
        ([(0, 99, REQUIRED, 0, 1, -1)], [], [], 'child'),
        ([(99, 0, REQUIRED, 0, 1, -1)], [], [], 'parent'),
        ([(0, 3, GROUP, 0, 1, 0)], [], [], 'group'),
        ([(0, 3, GROUP, 0, 1, 0)], [(0, 0, 1)], [], 'group_min'),
        ([], [], [(99, 0, 1, DOWN, -1, 0)], 'node'),
        ([], [], [(3, 0, 1, AT_RISK, -1, 0)], 'state'),
        ([], [], [(3, 0, 1, DEGRADED, 10_001, 0)], 'weight'),
    ],
)
def test_a_structure_that_cannot_be_is_refused_by_field(links, groups, rows, field):
    with pytest.raises(StructureError) as refused:
        run((links, groups), rows)

    assert refused.value.field == field


def test_a_need_of_an_unknown_object_is_refused():
    with pytest.raises(StructureError):
        states_at({'a': Node(required=('b',))}, {})
    with pytest.raises(StructureError):
        Group(('a',), 0)
