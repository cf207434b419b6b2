"""What would be out if some objects were as before: whether reach is lost for another reason than the object itself.

"No step explains an object by something that is out only because of that object" (graph.md §5). What is down itself is
cut off too; that counts as a reason of its own only where it would be cut off if it were up, and only by what would be
down then. Several are asked together where that is enough: who is cut off with all of them up is so with itself up.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64, Bools
from ..engine.structure import DOWN, UP
from ..engine.structure.moment import states_now
from ..engine.structure.order import rings_of
from .evaluation import Evaluated
from .layers import NETWORK_PARTS
from .refs import Ref
from .rest import down_in_network
from .structure import Structure

__all__ = ('Apart', 'LostReach', 'Others', 'lost_reach', 'needing_their_own_reach')

NODES = ('dcim.device', 'circuits.circuit')


class LostReach(NamedTuple):
    """Whose reach is worse because of what: (k,) nodes, and whether the child is on an uplink or another way.

    is_down: whether the device or circuit is down itself, so that it has to be shown that it is not why.
    """

    parent: I64
    child: I64
    is_uplink: Bools
    is_down: Bools


class _Ways(NamedTuple):
    """Edges of devices and circuits: owner and neighbour (-1: not in the structure) by place; what they stand on."""

    owner: I64
    neighbour: I64
    leads_out: Bools
    is_uplink: Bools
    part_of: I64
    part: I64


def lost_reach(evaluated: Evaluated) -> LostReach:
    """Of each device and circuit whose reach is worse: what of its uplinks is out now.

    The uplinks of some were lost before: they had a way over what is farther from a root, which is lost now. Of what is
    down itself both are told, as it depends on what would be out if it were up.
    """
    structure = evaluated.structure
    worse = evaluated.after > evaluated.before
    places = np.flatnonzero(structure.reach_of >= 0)
    places = places[worse[structure.reach_of[places]]]
    places = places[structure.reader.of_types(structure.keys[places], NODES)]
    ways = _ways_of(structure, places)
    # A neighbour is out by its bare state, or cut off, which is a node of its own
    known = ways.neighbour >= 0
    edge = np.concatenate((ways.part_of, np.flatnonzero(known), np.flatnonzero(known)))
    neighbour = ways.neighbour[known]
    child = np.concatenate((ways.part, neighbour, structure.reach_of[neighbour]))
    out = child >= 0
    out &= worse[child] & (evaluated.after[child] == DOWN) & ways.leads_out[edge]
    edge, child = edge[out], child[out]
    owner, is_uplink = ways.owner[edge], ways.is_uplink[edge]
    is_down = (evaluated.after[owner] == DOWN) & worse[owner]
    by_uplink = np.isin(owner, owner[is_uplink])
    has_no_way = evaluated.after[structure.reach_of[owner]] == DOWN
    kept = is_uplink | (has_no_way & (is_down | ~by_uplink))
    return LostReach(structure.reach_of[owner[kept]], child[kept], is_uplink[kept], is_down[kept])


def needing_their_own_reach(evaluated: Evaluated) -> Bools:
    """(nodes,) what may stand on itself over the network: it needs what is reached over what needs it.

    Only explicit needs make hardware stand on reach. Reach is taken as one thing that stands on the whole network.
    """
    structure = evaluated.structure
    result = np.zeros(structure.nodes, dtype=np.bool_)
    if not structure.reader.explicit[0]:
        return result
    standing, is_out = structure.standing, evaluated.after > UP
    out = is_out[standing.parent] & is_out[standing.child]
    reach = structure.reach_of[structure.reach_of >= 0]
    places = np.flatnonzero(evaluated.after[: structure.size] == DOWN)
    parts = places[structure.reader.of_types(structure.keys[places], NETWORK_PARTS)]
    network = structure.nodes
    parent = np.concatenate((standing.parent[out], reach, np.full(parts.size, network)))
    child = np.concatenate((standing.child[out], np.full(reach.size, network), parts))
    ring = rings_of(network + 1, parent, child)
    return (ring[:-1] == ring[-1]) & (ring[:-1] >= 0)


def _ways_of(structure: Structure, places: I64) -> _Ways:
    found = structure.survey.ways(structure.keys[places])
    part = _places_or_none(structure, found.part)
    there = part >= 0
    return _Ways(
        places[found.place],
        _places_or_none(structure, found.neighbour),
        found.leads_out,
        found.is_uplink,
        found.part_of[there],
        part[there],
    )


def _places_or_none(structure: Structure, keys: I64) -> I64:
    at = np.minimum(np.searchsorted(structure.keys, keys), structure.size - 1)
    return np.where(structure.keys[at] == keys, at, -1)


class Others(NamedTuple):
    """Everything with some objects as before: (nodes,) states, and what is down or, of nodes of reach, cut off."""

    states: I64
    is_out: Bools


class Apart:
    """Answers for one evaluation. Objects are named by their places."""

    def __init__(self, evaluated: Evaluated, lost: LostReach) -> None:
        self._evaluated, self._lost = evaluated, lost
        self._structure = evaluated.structure
        self._by_itself: dict[int, Others] = {}

    def holds(self, edges: I64) -> Bools:
        """Which of these (places in `lost`, of what is down itself) are reasons whatever the object itself does."""
        owner = self._structure.object_of[self._lost.parent[edges]]
        result = np.zeros(edges.size, dtype=np.bool_)
        asked = np.flatnonzero(~self._is_ruled_out[owner])
        # The fewer are up beside, the more are cut off; the last ones are asked alone
        while distinct(owner[asked]).size > 1:
            sure, never = self._holds_with_all_up(edges[asked], owner[asked])
            result[asked] = sure
            left = asked[~np.isin(owner[asked], owner[asked[sure]]) & ~never]
            if left.size == asked.size:
                break
            asked = left
        for place in distinct(owner[asked]).tolist():
            mine = asked[owner[asked] == place]
            result[mine] = self._holds_alone(edges[mine], place)
        return result

    def _holds_with_all_up(self, edges: I64, owner: I64) -> tuple[Bools, Bools]:
        """Which hold even with all owners up, and which do not hold with one of them up either.

        Another way than an uplink counts only where no uplink is lost now; what is lost with all up is so with one up.
        """
        lost, others = self._lost, self._without(distinct(owner))
        uplink_lost = np.isin(lost.parent[edges], lost.parent[lost.is_uplink & others.is_out[lost.child]])
        surely = lost.is_uplink[edges] | ~np.isin(lost.parent[edges], lost.parent[lost.is_uplink])
        sure = surely & others.is_out[lost.parent[edges]] & others.is_out[lost.child[edges]]
        return sure, ~lost.is_uplink[edges] & uplink_lost

    def _holds_alone(self, edges: I64, owner: int) -> Bools:
        lost, others = self._lost, self.others(owner)
        uplinks = lost.is_uplink & (lost.parent == lost.parent[edges[0]])
        counts = lost.is_uplink[edges] | ~others.is_out[lost.child[uplinks]].any()
        return counts & others.is_out[lost.parent[edges]] & others.is_out[lost.child[edges]]

    def others(self, place: int) -> Others:
        """Everything if this object were as before."""
        if place not in self._by_itself:
            self._by_itself[place] = self._without(np.array([place]))
        return self._by_itself[place]

    def _without(self, places: I64) -> Others:
        """Everything with these as they were before; what explicit needs make of reach too."""
        structure, evaluated = self._structure, self._evaluated
        reach: Mapping[Ref, int] = evaluated.reach_before.states if evaluated.reach_before else {}
        feeds_back = bool(structure.reader.explicit[0])
        nodes = structure.reach_of[structure.reach_of >= 0]
        while True:
            own = evaluated.own_after.copy()
            if feeds_back:
                own[nodes] = structure.own({}, reach)[nodes]
            states = self._settled(places, own)
            fresh = structure.survey.network.reach(down_in_network(structure, states)).states
            if not feeds_back or fresh == reach:
                break
            reach = fresh
        is_out = states == DOWN
        cut_off = structure.reach_of[
            structure.places(structure.reader.keys(ref for ref in fresh if fresh[ref] == DOWN))
        ]
        is_out[nodes] = False
        is_out[cut_off[cut_off >= 0]] = True
        return Others(states, is_out)

    def _settled(self, places: I64, own: I64) -> I64:
        structure, before = self._structure, self._evaluated.before
        held = np.zeros(structure.nodes, dtype=np.bool_)
        held[places] = True
        reach = structure.reach_of[places]
        held[reach[reach >= 0]] = True
        standing = structure.standing
        least = np.where(held[standing.parent], DOWN + 1, standing.least)
        return states_now(standing._replace(least=least), np.where(held, before, own), before)

    # what is sure at once

    @cached_property
    def _is_ruled_out(self) -> Bools:
        """(objects,) of what is down itself and cut off: what has a way out in any case if only it were up."""
        structure = self._structure
        flags = np.zeros(structure.size, dtype=np.bool_)
        places = distinct(structure.object_of[self._lost.parent[self._lost.is_down]])
        flags[places[self._have_a_way(places)]] = True
        return flags

    def _have_a_way(self, places: I64) -> Bools:
        structure, after = self._structure, self._evaluated.after
        alone = self._up_by(places)
        ways = _ways_of(structure, places)
        is_broken = (after[ways.part] == DOWN) & (alone[ways.part] != ways.owner[ways.part_of])
        works = ways.leads_out & (np.bincount(ways.part_of[is_broken], minlength=ways.owner.size) == 0)
        known = np.flatnonzero(ways.neighbour >= 0)
        works[known] &= ~self._evaluated.reach_after.leads_nowhere(
            structure.reader.refs(structure.keys[ways.neighbour[known]])
        )
        return np.isin(places, ways.owner[works])

    def _up_by(self, places: I64) -> I64:
        """(nodes,) which of these alone takes a node down, so that it is up with that one; -1 where none or several."""
        structure, after = self._structure, self._evaluated.after
        states = self._settled(places, self._evaluated.own_after)
        standing = structure.standing
        up_again = (after == DOWN) & (states < DOWN)
        first = np.full(structure.nodes, structure.nodes)
        last = np.full(structure.nodes, -1)
        first[places] = last[places] = places
        is_named = np.zeros(structure.nodes, dtype=np.bool_)
        is_named[places] = True
        passes = up_again[standing.child] & up_again[standing.parent] & ~is_named[standing.parent]
        parent, child = standing.parent[passes], standing.child[passes]
        while True:
            before = first.copy(), last.copy()
            np.minimum.at(first, parent, first[child])
            np.maximum.at(last, parent, last[child])
            if np.array_equal(first, before[0]) and np.array_equal(last, before[1]):
                return np.where((first == last) & up_again, first, -1)
