"""The ways of incidents over time, held against the causes of each single instant."""

import numpy as np
from hypothesis import example, given, settings

from netbox_slm.engine.structure import DEGRADED, DOWN, HARD, REQUIRED, SOFT, START, causes_at, explain
from netbox_slm.engine.structure.causes import Moment
from netbox_slm.engine.structure.needs import UP

from .test_structure import NODES, SERVICES, SPAN, counts, effects, effects_of, needs_of, run, structures

RULES = {'required': REQUIRED, 'group': 1, 'hard': HARD, 'soft': SOFT, '': START}


class Chains(Moment):
    """Causes whose path says of each object how the next one needs it, as `Paths.chain` does."""

    def _as_needed(self, way):
        return tuple((node, RULES[rule]) for node, rule in way.path)


def explained(structure, rows, wanted=None):
    is_service = np.arange(NODES) < SERVICES
    wanted = np.arange(SERVICES) if wanted is None else wanted
    return explain(NODES, is_service, needs_of(*structure), effects_of(rows), 0, SPAN, wanted=wanted)


def ways_at(found, incident, node_of, service, at):
    """(incident, chain) at an instant: of each incident the first, in order."""
    owner = found.segments.spans.owner[found.segment]
    here = np.flatnonzero((owner == service) & (found.start_us <= at) & (found.end_us > at))
    order = sorted(here.tolist(), key=lambda row: (found.distance[row], incident[row], node_of[row], row))
    first = {}
    for row in order:
        first.setdefault(int(incident[row]), tuple(found.paths.chain(int(found.path[row]))))
    return list(first.items())


@settings(max_examples=200, deadline=None)
@given(structures(), effects)
@example(([(0, 1, HARD, 0, SPAN, -1), (1, 0, HARD, 0, SPAN, -1)], []), [(1, 0, 9, DOWN, -1, 0)])
def test_at_each_instant_the_ways_are_the_causes(structure, rows):
    found = explained(structure, rows)
    needs, acts = needs_of(*structure), effects_of(rows)
    incident, node = acts.incident[found.effect], acts.node[found.effect]

    for service in range(SERVICES):
        for at in range(SPAN):
            causes = Chains(needs, acts, frozenset(range(SERVICES)), (service, service), at).causes()
            assert ways_at(found, incident, node, service, at) == [(cause.incident, cause.path) for cause in causes]


@settings(max_examples=80, deadline=None)
@given(structures(), effects)
def test_states_are_those_without_explanation(structure, rows):
    assert counts(explained(structure, rows).segments) == counts(run(structure, rows, np.arange(SERVICES)))


def test_a_way_lies_inside_the_state_that_it_explains():
    structure = [(0, 1, HARD, 0, SPAN, -1), (1, 3, REQUIRED, 2, 9, -1)], []
    found = explained(structure, [(3, 0, SPAN, DOWN, -1, 7), (3, 4, 6, DEGRADED, -1, 8)], np.array([0]))

    assert [found.start_us.min(), found.end_us.max()] == [2, 9]
    assert {found.effect[row] for row in range(found.segment.size)} == {0}
    assert found.paths.chain(int(found.path[0])) == [(3, REQUIRED), (1, HARD), (0, START)]


def test_a_web_of_services_has_as_many_ways_as_effects():
    layers, wide = 12, 6
    nodes = layers * wide + 1
    links = [
        (layer * wide + above, (layer + 1) * wide + below, HARD, 0, SPAN, -1)
        for layer in range(layers - 1)
        for above in range(wide)
        for below in range(wide)
    ]
    links += [((layers - 1) * wide + below, nodes - 1, REQUIRED, 0, SPAN, -1) for below in range(wide)]
    acts = effects_of([(nodes - 1, 2, 5, DOWN, -1, 3)])

    found = explain(
        nodes, np.arange(nodes) < nodes - 1, needs_of(links, []), acts, 0, SPAN, wanted=np.array([0], dtype=np.int64)
    )

    assert found.segment.size == 1
    (cause,) = causes_at(needs_of(links, []), acts, frozenset(range(nodes - 1)), 0, 2)
    assert [node for node, _rule in cause.path] == [node for node, _kind in found.paths.chain(int(found.path[0]))]
    assert found.segments.state.tolist() == [DOWN]
    assert UP < DEGRADED < DOWN
