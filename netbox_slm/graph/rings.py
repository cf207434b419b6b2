"""Rings of needs, evaluated with one of their objects kept up."""

from functools import cached_property

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64
from ..engine.structure import GROUP, UP
from ..engine.structure.moment import Standing, group_states, states_now
from ..engine.structure.order import rings_of

__all__ = ('Rings',)


class Rings:
    """The rings among all that is not up. What lies outside a ring of an object does not depend on the object."""

    def __init__(self, standing: Standing, states: I64, own: I64) -> None:
        self._standing, self._states, self._own = standing, states, own
        self._kept: dict[int, dict[int, int] | None] = {}

    @cached_property
    def _ring(self) -> I64:
        standing = self._standing
        out = (self._states[standing.parent] > UP) & (self._states[standing.child] > UP)
        return rings_of(self._states.size, standing.parent[out], standing.child[out])

    @cached_property
    def _members_by_ring(self) -> dict[int, I64]:
        nodes = np.flatnonzero(self._ring >= 0)
        order = nodes[np.argsort(self._ring[nodes], kind='stable')]
        rings, first = np.unique(self._ring[order], return_index=True)
        return dict(zip(rings.tolist(), np.split(order, first[1:]), strict=True))

    @cached_property
    def _by_parent(self) -> tuple[I64, I64]:
        order = np.argsort(self._standing.parent, kind='stable')
        return order, self._standing.parent[order]

    @cached_property
    def _by_group(self) -> tuple[I64, I64]:
        members = np.flatnonzero(self._standing.kind == GROUP)
        order = members[np.argsort(self._standing.group[members], kind='stable')]
        return order, self._standing.group[order]

    def with_kept_up(self, node: int) -> dict[int, int] | None:
        """States of the ring of a node while the node is kept up; None where it is in no ring."""
        if node not in self._kept:
            ring = int(self._ring[node])
            self._kept[node] = None if ring < 0 else self._evaluated(self._members_by_ring[ring], node)
        return self._kept[node]

    def group_value(self, group: int, states: dict[int, int]) -> int:
        """What a group imposes with these states in place of the final ones."""
        standing = self._standing
        order, sorted_group = self._by_group
        edges = order[np.searchsorted(sorted_group, group) : np.searchsorted(sorted_group, group, side='right')]
        members = [states.get(child, int(self._states[child])) for child in standing.child[edges].tolist()]
        value = group_states(np.zeros(len(members), dtype=np.int64), np.array(members), standing.group_min[[group]])[0]
        return int(value) if value >= standing.group_least[group] else UP

    def _evaluated(self, members: I64, node: int) -> dict[int, int]:
        """The ring as a structure of its own; what it needs from outside stands as it finally is."""
        standing = self._standing
        others = members[members != node]
        order, sorted_parent = self._by_parent
        ranges = zip(
            np.searchsorted(sorted_parent, others), np.searchsorted(sorted_parent, others, side='right'), strict=True
        )
        edges = np.concatenate([order[:0], *(order[first:last] for first, last in ranges)])
        nodes = distinct(np.concatenate((members, standing.child[edges])))
        own = self._states[nodes].copy()
        own[np.searchsorted(nodes, members)] = self._own[members]
        own[np.searchsorted(nodes, [node])] = UP
        groups = distinct(standing.group[edges[standing.kind[edges] == GROUP]])
        group = np.searchsorted(groups, standing.group[edges])
        part = Standing(
            np.searchsorted(nodes, standing.parent[edges]),
            np.searchsorted(nodes, standing.child[edges]),
            standing.kind[edges],
            standing.least[edges],
            group,
            np.searchsorted(nodes, standing.group_parent[groups]),
            standing.group_min[groups],
            standing.group_least[groups],
        )
        return dict(zip(nodes.tolist(), states_now(part, own).tolist(), strict=True))
