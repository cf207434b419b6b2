"""Reasons as chains of objects (graph.md §5)."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import DEGRADED, GROUP
from .answer import Group, Member, Reason, Step
from .apart import lost_reach
from .evaluation import Evaluated
from .network import LostUplink
from .providers.linked import WAYS
from .reasons import FAR, Distances
from .refs import Ref
from .registry import NETWORK
from .structure import LINK, SHOWN

__all__ = ('Explanation',)


class Explanation:
    """Distances and reasons of one evaluation; both are found when first asked for. No query."""

    def __init__(self, evaluated: Evaluated) -> None:
        self._evaluated = evaluated
        self._structure = evaluated.structure
        self._steps: dict[int, Step] = {}  # by node: most reasons have their beginnings in common

    @cached_property
    def _distances(self) -> Distances:
        return Distances(self._evaluated, lost_reach(self._evaluated))

    def distance_of(self, places: I64) -> I64:
        """Steps of the reason of objects, by their places; FAR where none was found."""
        return self._distances.distance[self._structure.shown[places]]

    def reasons(self, refs: Iterable[Ref]) -> dict[Ref, Reason]:
        """The shortest reason of each of these that is worse than before."""
        structure = self._structure
        asked = list(refs)
        keys = structure.reader.keys(asked)
        places = np.minimum(np.searchsorted(structure.keys, keys), max(structure.size - 1, 0))
        nodes = structure.shown[places] if structure.size else places
        is_found = structure.keys[places] == keys if structure.size else np.zeros(keys.size, dtype=np.bool_)
        is_found[is_found] = self._distances.distance[nodes[is_found]] != FAR
        return {
            ref: self._reason(node)
            for ref, node, there in zip(asked, nodes.tolist(), is_found.tolist(), strict=True)
            if there
        }

    def _reason(self, node: int) -> Reason:
        """Walk back to what is named; nodes of one object and pieces of links are no steps of their own."""
        came_by, child = self._distances.came_by, self._distances.child
        backwards: list[Step] = []
        while came_by[node] >= 0:
            candidate = int(came_by[node])
            if self._distances.length[candidate]:
                if node not in self._steps:
                    self._steps[node] = self._step(node, candidate)
                backwards.append(self._steps[node])
            node = int(child[candidate])
        start = self._object(node)
        return Reason((Step(start, '', '', int(self._evaluated.after[node])), *reversed(backwards)))

    def _object(self, node: int) -> Ref:
        place = int(self._structure.object_of[node])
        return self._worse[place] if place in self._worse else self._refs(np.array([place]))[0]

    @cached_property
    def _worse(self) -> dict[int, Ref]:
        """All that is worse, by place: most steps lead over that, and one by one they take their time."""
        structure = self._structure
        places = distinct(structure.object_of[np.flatnonzero(self._distances.distance != FAR)])
        places = places[places >= 0]
        return dict(zip(places.tolist(), self._refs(places), strict=True))

    def _refs(self, places: I64) -> list[Ref]:
        return self._structure.reader.refs(self._structure.keys[places])

    def _step(self, node: int, candidate: int) -> Step:
        structure, distances = self._structure, self._distances
        ref, state = self._object(node), int(self._evaluated.after[node])
        edge = int(distances.edge[candidate])
        if edge >= structure.fact.size:
            return Step(ref, 'uplink', NETWORK, state, lost=self._lost(ref))
        group = int(distances.group[candidate])
        counted = self._group(group, state) if group >= 0 else None
        fact = int(structure.fact[edge])
        if fact == LINK:
            return Step(ref, self._link_relation(candidate), 'link', state, counted)
        provider = structure.reader.providers[structure.reader.provider_of[fact]].key if fact != SHOWN else ''
        return Step(ref, structure.reader.facts[fact].relation, provider, state, counted)

    def _link_relation(self, candidate: int) -> str:
        """Whether a link is out by something on its way or by its far end."""
        distances = self._distances
        came = int(distances.came_by[int(distances.child[candidate])])
        needed = self._object(int(distances.child[came]))
        return 'way' if needed.type in WAYS else 'far end'

    def _lost(self, ref: Ref) -> tuple[LostUplink, ...]:
        reach = self._evaluated.reach_after
        return reach[ref].lost if ref in reach else ()

    def _group(self, group: int, state: int) -> Group:
        """How a group stands: members that are as bad as what they impose, or down where one lost puts it at risk.

        At risk is never out (semantics.md §2): members that put a group at risk, being that themselves, are left.
        """
        structure, evaluated = self._structure, self._evaluated
        standing = structure.standing
        groups, edges = self._by_group
        first, last = np.searchsorted(groups, (group, group + 1))
        nodes = standing.child[edges[first:last]]
        least = max(self._distances.least_out(group, state), DEGRADED)
        out = nodes[evaluated.after[nodes] >= least]
        was_out = evaluated.before[out] >= least
        members = zip(self._members(out), was_out.tolist(), strict=True)
        needed = min(int(standing.group_min[group]), nodes.size)
        return Group(needed, nodes.size - out.size, nodes.size, tuple(sorted(Member(*pair) for pair in members)))

    @cached_property
    def _by_group(self) -> tuple[I64, I64]:
        """The edges to members, by their groups."""
        standing = self._structure.standing
        edges = np.flatnonzero(standing.kind == GROUP)
        edges = edges[np.argsort(standing.group[edges], kind='stable')]
        return standing.group[edges], edges

    def _members(self, nodes: I64) -> list[Ref]:
        """Objects of the nodes; of a piece its far end."""
        structure = self._structure
        keys = [
            structure.keys[place] if place >= 0 else structure.piece_far[node - structure.size]
            for node, place in zip(nodes.tolist(), structure.object_of[nodes].tolist(), strict=True)
        ]
        return structure.reader.refs(np.array(keys, dtype=np.int64))
