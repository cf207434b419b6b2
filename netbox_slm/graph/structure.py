"""The surveyed needs as arrays that the engine evaluates, with reach beside (graph.md §1, §4).

Nodes are numbered: first every object (its bare state, by its place in `keys`), then the pieces of links, then for each
object that has reach beside its reach and its shown state.
"""

from collections.abc import Mapping

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64, Bools
from ..engine.structure import DOWN, GROUP, REQUIRED, UP
from ..engine.structure.moment import Standing
from .layers import BARE
from .refs import Ref
from .survey import Survey

__all__ = ('LINK', 'SHOWN', 'Structure')

LINK, SHOWN = -1, -2  # in place of a fact: a link, a state shown beside reach


class _Columns:
    """Edges that are gathered part by part."""

    def __init__(self) -> None:
        self._parts: dict[str, list[I64]] = {
            name: [] for name in ('parent', 'child', 'kind', 'least', 'group', 'fact', 'length')
        }

    def add(self, parent: I64, child: I64, *, kind: object = REQUIRED, least: object = UP, group: object = -1,
            fact: object = LINK, length: object = 1) -> None:  # fmt: skip
        """Add edges; what is one number holds for all."""
        given = {
            'parent': parent,
            'child': child,
            'kind': kind,
            'least': least,
            'group': group,
            'fact': fact,
            'length': length,
        }
        for name, column in given.items():
            self._parts[name].append(np.broadcast_to(np.asarray(column, dtype=np.int64), np.shape(parent)))

    def columns(self) -> dict[str, I64]:
        """All of them."""
        empty = np.zeros(0, dtype=np.int64)
        return {name: np.concatenate(parts) if parts else empty for name, parts in self._parts.items()}


class Structure:
    """Needs between numbered nodes.

    keys: (n,) objects, sorted. standing: all needs. fact, length: (edges,) which fact says so, and how many steps of a
    reason it is (0 within one object or link). shown: (n,) the node of each object's shown state. object_of: (nodes,)
    whose node it is, -1 for a piece. piece_far, piece_end: the far end of each piece, and the place of that from which
    it is seen. reach_of: node of the reach of an object, by
    its place.
    """

    def __init__(self, survey: Survey, reached: Mapping[Ref, int]) -> None:
        self.survey, self.reader = survey, survey.reader
        self._edges = _Columns()
        self._group_parent: list[I64] = []
        self._group_min: list[I64] = []
        self._group_least: list[I64] = []
        self._groups = 0
        facts = survey.facts()
        self.keys = survey.known
        self.size = self.keys.size
        self._out = self.places(survey.not_in_operation())
        self.object_of = np.arange(self.size, dtype=np.int64)
        self.piece_far = np.zeros(0, dtype=np.int64)
        self.piece_end = np.zeros(0, dtype=np.int64)
        self._add_links()
        self._add_reach(facts, reached)
        self._add_facts(facts)
        columns = self._edges.columns()
        self.fact, self.length = columns.pop('fact'), columns.pop('length')
        groups = (
            np.concatenate([np.zeros(0, dtype=np.int64), *part])
            for part in (self._group_parent, self._group_min, self._group_least)
        )
        self.standing = Standing(
            **columns, **dict(zip(('group_parent', 'group_min', 'group_least'), groups, strict=True))
        )

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return self.object_of.size

    def places(self, keys: I64) -> I64:
        """Places of keys that are among the objects, in their order; others are left out."""
        at = np.minimum(np.searchsorted(self.keys, keys), max(self.size - 1, 0))
        return at[self.keys[at] == keys] if self.size else at[:0]

    def own(self, effects: Mapping[Ref, int], reached: Mapping[Ref, int]) -> I64:
        """Own states of all nodes: what is not in operation, these effects, and reach."""
        own = np.zeros(self.nodes, dtype=np.int64)
        own[self._out] = DOWN
        self._raise(own, effects, np.arange(self.size))
        self._raise(own, reached, self.reach_of)
        return own

    def _raise(self, own: I64, states: Mapping[Ref, int], node_of: I64) -> None:
        keys = self.reader.keys(states)
        values = np.fromiter(states.values(), dtype=np.int64, count=len(states))
        at = np.minimum(np.searchsorted(self.keys, keys), max(self.size - 1, 0))
        known = (self.keys[at] == keys) & (node_of[at] >= 0) if self.size else np.zeros(0, dtype=np.bool_)
        np.maximum.at(own, node_of[at[known]], values[known])

    # facts

    def _add_facts(self, rows: I64) -> None:
        facts = self.reader.facts
        kind = np.array([fact.kind for fact in facts] or [0], dtype=np.int64)[rows[:, 0]]
        least = np.array([fact.least for fact in facts] or [0], dtype=np.int64)[rows[:, 0]]
        parent, child = np.searchsorted(self.keys, rows[:, 1]), np.searchsorted(self.keys, rows[:, 2])
        child = np.where(self._on_shown(rows), self.shown[child], child)
        is_member = kind == GROUP
        alone = ~is_member
        self._edges.add(parent[alone], child[alone], kind=kind[alone], least=least[alone], fact=rows[alone, 0])
        if is_member.any():
            self._add_groups(rows[is_member], parent[is_member], child[is_member], least[is_member])

    def _on_shown(self, rows: I64) -> Bools:
        """Which needs are judged by shown states: explicit ones, and those of what is more than hardware."""
        explicit = [number for number, provider in enumerate(self.reader.providers) if provider.key == 'explicit']
        provider = np.array(self.reader.provider_of or [0], dtype=np.int64)[rows[:, 0]]
        return np.isin(provider, explicit) | ~self.reader.of_types(rows[:, 1], BARE)

    def _add_groups(self, rows: I64, parent: I64, child: I64, least: I64) -> None:
        provider = np.array(self.reader.provider_of, dtype=np.int64)[rows[:, 0]]
        names = np.stack((provider, parent, rows[:, 3]), axis=1)
        _names, first, group = np.unique(names, axis=0, return_index=True, return_inverse=True)
        _members, once = np.unique(np.stack((group, child), axis=1), axis=0, return_index=True)
        self._edges.add(parent[once], child[once], kind=GROUP, group=group[once] + self._groups, fact=rows[once, 0])
        self._add_group_rows(parent[first], rows[first, 4], least[first])

    def _add_group_rows(self, parent: I64, minimum: I64, least: I64) -> None:
        self._group_parent.append(parent)
        self._group_min.append(minimum)
        self._group_least.append(least)
        self._groups += parent.size

    # links

    def _add_links(self) -> None:
        """Each piece, seen from an end, is a node that needs its way and its far end, of which only down passes."""
        links = self.survey.links()
        if not links.end.size:
            return
        self.piece_far = links.far
        self.piece_end = np.searchsorted(self.keys, links.end)
        piece = self.size + np.arange(links.end.size)
        self.object_of = np.concatenate((self.object_of, np.full(links.end.size, -1)))
        self._edges.add(piece, np.searchsorted(self.keys, links.far), least=DOWN, length=0)
        if links.way.size:
            self._edges.add(piece[links.way_of], np.searchsorted(self.keys, links.way), least=DOWN, length=0)
        self._add_link_of_each(self.piece_end, piece)

    def _add_link_of_each(self, end: I64, piece: I64) -> None:
        number = distinct(end)
        group = np.searchsorted(number, end)
        count = np.bincount(group, minlength=number.size)
        is_alone = count[group] == 1
        self._edges.add(end[is_alone], piece[is_alone])
        if not is_alone.all():
            several = np.flatnonzero(count > 1)
            renumbered = np.full(count.size, -1)
            renumbered[several] = np.arange(several.size)
            members = ~is_alone
            self._edges.add(end[members], piece[members], kind=GROUP, group=renumbered[group[members]] + self._groups)
            self._add_group_rows(
                number[several], np.ones(several.size, dtype=np.int64), np.zeros(several.size, dtype=np.int64)
            )

    # reach

    def _add_reach(self, rows: I64, reached: Mapping[Ref, int]) -> None:
        """Give reach and a shown state to what has reach beside, and pass the reach of a device on to what is in it."""
        self.shown = np.arange(self.size, dtype=np.int64)
        self.reach_of = np.full(self.size, -1, dtype=np.int64)
        own = self.places(self.reader.keys(reached))
        if not own.size:
            return
        has = np.zeros(self.size, dtype=np.bool_)
        has[own] = True
        carried = rows[np.isin(rows[:, 0], self.survey.carriers)]
        parent, child = np.searchsorted(self.keys, carried[:, 1]), np.searchsorted(self.keys, carried[:, 2])
        is_free = self._without_own_reach(carried, reached)
        carried, parent, child = carried[is_free], parent[is_free], child[is_free]
        before = -1
        while has.sum() != before:
            before = has.sum()
            has[parent[has[child]]] = True
        places = np.flatnonzero(has)
        first = self.nodes
        self.reach_of[places] = first + np.arange(places.size)
        self.shown[places] = first + places.size + np.arange(places.size)
        self.object_of = np.concatenate((self.object_of, places, places))
        for below in (places, self.reach_of[places]):
            self._edges.add(self.shown[places], below, fact=SHOWN, length=0)
        passed = has[child]
        least = np.array([fact.least for fact in self.reader.facts], dtype=np.int64)[carried[passed, 0]]
        self._edges.add(
            self.reach_of[parent[passed]], self.reach_of[child[passed]], least=least, fact=carried[passed, 0]
        )

    def _without_own_reach(self, rows: I64, reached: Mapping[Ref, int]) -> Bools:
        """All that is in a device, but of the blades only those without a link that is not management-only."""
        is_blade = self.reader.of_types(rows[:, 1], ['dcim.device'])
        if not is_blade.any():
            return ~is_blade
        unlinked = self.reader.keys(ref for ref in reached if ref in self.survey.network.blades)
        return ~is_blade | np.isin(rows[:, 1], unlinked)
