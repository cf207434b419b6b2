"""Shortest reasons: from what is named to each object that is worse, step by step (graph.md §5).

A step holds where a need imposes the state of the object it explains, and does so without that object: inside a ring
nothing explains an object by what is out only because of it. Distances are found level by level from what is named.
What is derived from earlier levels alone needs no proof; else the ring is evaluated with the object kept up.
"""

from functools import cached_property

import numpy as np

from ..engine.distinct import distinct
from ..engine.instants import I64, Bools
from ..engine.structure import AT_RISK, DEGRADED, DOWN, GROUP, SOFT, UP
from ..engine.structure.moment import group_states, imposed_states
from .apart import Apart, LostReach, needing_their_own_reach
from .evaluation import Evaluated
from .rings import Rings

__all__ = ('FAR', 'Distances')

FAR = np.iinfo(np.int64).max


class Distances:
    """Steps from what is named to every node that is worse, and by which need it was reached.

    distance: (nodes,) FAR where it is not worse. came_by: (nodes,) place of the last step in `parent`, `child`,
    `group`, `edge` (of the structure, or behind its edges for reach); -1 for what is named.
    """

    def __init__(self, evaluated: Evaluated, lost: LostReach) -> None:
        """lost: which node's reach is lost because of which node."""
        self.evaluated = evaluated
        standing = evaluated.structure.standing
        self.after, self._before = evaluated.after, evaluated.before
        self.worse = self.after > self._before
        self._standing, self._lost = standing, lost
        self._select()
        self.distance = np.full(self.after.size, FAR, dtype=np.int64)
        self.came_by = np.full(self.after.size, -1, dtype=np.int64)
        self._clean = np.zeros(self.after.size, dtype=np.bool_)
        self._spread()

    def _select(self) -> None:
        """Keep the edges of needs that impose their parent's state, by a child that is worse and out."""
        standing, after = self._standing, self.after
        alone, by_group = imposed_states(standing, after)
        is_member = standing.kind == GROUP
        target = after[standing.parent]
        group_value = np.append(by_group, UP)[standing.group]
        at_risk_by_loss = self._at_risk_by_loss
        needed = np.where(at_risk_by_loss[standing.group], DOWN, target)
        holds = np.where(is_member, (group_value == target) & (after[standing.child] >= needed), alone == target)
        holds &= self.worse[standing.parent] & self.worse[standing.child]
        edges = np.flatnonzero(holds)
        reach_parent, reach_child = self._lost.parent, self._lost.child
        self.parent = np.concatenate((standing.parent[edges], reach_parent))
        self.child = np.concatenate((standing.child[edges], reach_child))
        self.group = np.concatenate(
            (np.where(is_member[edges], standing.group[edges], -1), np.full(reach_parent.size, -1))
        )
        self.length = np.concatenate(
            (self.evaluated.structure.length[edges], np.ones(reach_parent.size, dtype=np.int64))
        )
        self.edge = np.concatenate((edges, standing.parent.size + np.arange(reach_parent.size)))
        self._is_reach = np.arange(self.parent.size) >= edges.size
        self._needs = edges.size
        facts = self.evaluated.structure.fact
        self._fact = np.concatenate((facts[edges], np.full(reach_parent.size, len(facts))))

    @cached_property
    def _at_risk_by_loss(self) -> Bools:
        """Groups at risk because a member is down though enough are up; one more entry for edges without a group."""
        standing = self._standing
        members = standing.kind == GROUP
        states = self.after[standing.child[members]]
        group = standing.group[members]
        lost = np.bincount(group[states >= AT_RISK], minlength=standing.group_min.size)
        total = np.bincount(group, minlength=standing.group_min.size)
        enough_up = total - lost >= np.minimum(standing.group_min, total)
        by_group = group_states(group, states, standing.group_min)
        return np.append(enough_up & (by_group == AT_RISK), False)

    def _spread(self) -> None:
        evaluated = self.evaluated
        named = self.worse & (evaluated.own_after > evaluated.own_before) & (evaluated.own_after >= self.after)
        reach = evaluated.structure.reach_of
        named[reach[reach >= 0]] = False
        self.distance[named] = 0
        self._clean |= named
        level = 0
        waiting = bool(named.any())
        while waiting:
            while self._step(level, length=0):
                pass
            self._settle()
            waiting = self._step(level, length=1)
            level += 1

    def _step(self, level: int, length: int) -> bool:
        """Reach what needs something reached at this level; whether anything was."""
        candidates = np.flatnonzero(
            (self.length == length) & (self.distance[self.child] == level) & (self.distance[self.parent] == FAR)
        )
        if not candidates.size:
            return False
        candidates = candidates[self._by_others(candidates)]
        is_clean = self._is_clean(candidates)
        holds = is_clean.copy()
        for place in np.flatnonzero(~is_clean):
            holds[place] = self._holds_without(int(candidates[place]))
        self._reach(candidates[holds], level + length)
        self._clean[self.parent[candidates[is_clean]]] = True
        return bool(holds.any())

    def _by_others(self, candidates: I64) -> Bools:
        """Which are no loss of reach of what is down itself, or one that it is not why; not once it is reached itself.

        All that its reach takes down follows from its being down no later.
        """
        result = np.ones(candidates.size, dtype=np.bool_)
        asked = np.flatnonzero(self._is_reach[candidates])
        asked = asked[self._lost.is_down[candidates[asked] - self._needs]]
        if asked.size:
            owner = self.evaluated.structure.object_of[self.parent[candidates[asked]]]
            result[asked] = False
            asked = asked[self.distance[owner] == FAR]
        if asked.size:
            result[asked] = self._apart.holds(candidates[asked] - self._needs)
        return result

    def _reach(self, candidates: I64, distance: int) -> None:
        """Set the distance of the parents; of several edges to one the first fact and object remains."""
        fact = self._fact[candidates]
        order = np.lexsort((self.child[candidates], fact))[::-1]
        self.distance[self.parent[candidates]] = distance
        self.came_by[self.parent[candidates[order]]] = candidates[order]

    # what is proved

    def _is_clean(self, candidates: I64) -> Bools:
        """Which edges impose their parent's state through what is derived already."""
        is_sure = self._is_reach[candidates] & ~self._by_own_reach[self.parent[candidates]]
        result = self._clean[self.child[candidates]] | is_sure
        result &= ~self._is_reach[candidates] | is_sure
        groups = self.group[candidates]
        asked = distinct(groups[groups >= 0])
        if asked.size:
            value = self._group_value(asked)
            at = np.searchsorted(asked, np.maximum(groups, asked[0]))
            at = np.minimum(at, asked.size - 1)
            result &= (groups < 0) | (value[at] >= self.after[self.parent[candidates]])
        return result

    def _group_value(self, asked: I64) -> I64:
        """State of these groups (sorted) when only what is derived is out, and what was out before."""
        standing = self._standing
        chosen = np.flatnonzero(standing.kind == GROUP)
        chosen = chosen[np.isin(standing.group[chosen], asked)]
        child = standing.child[chosen]
        known = np.where(self._clean[child], self.after[child], self._before[child])
        value = group_states(np.searchsorted(asked, standing.group[chosen]), known, standing.group_min[asked])
        return np.where(value >= standing.group_least[asked], value, UP)

    def _settle(self) -> None:
        """Mark as derived what was reached by a proof and meanwhile follows from what is derived."""
        while True:
            open_edges = np.flatnonzero((self.distance[self.parent] != FAR) & ~self._clean[self.parent])
            if not open_edges.size:
                return
            fresh = open_edges[self._is_clean(open_edges)]
            if not fresh.size:
                return
            self._clean[self.parent[fresh]] = True

    @cached_property
    def _apart(self) -> Apart:
        return Apart(self.evaluated, self._lost)

    @cached_property
    def _by_own_reach(self) -> Bools:
        if not self._lost.parent.size:
            return np.zeros(self.after.size, dtype=np.bool_)
        return needing_their_own_reach(self.evaluated)

    @cached_property
    def _rings(self) -> Rings:
        return Rings(self._standing, self.after, self.evaluated.own_after)

    def _holds_without(self, candidate: int) -> bool:
        """Whether a need imposes as much when its parent is kept up."""
        parent, child, group = (int(column[candidate]) for column in (self.parent, self.child, self.group))
        if self._by_own_reach[parent]:
            owner = self._object(parent)
            if self.evaluated.structure.object_of[child] == owner:
                return True  # what an object shows, by what it is itself
            others = self._apart.others(owner)
            if self._is_reach[candidate]:
                return bool(others.is_out[child] and (others.is_out[parent] or self.after[parent] < DOWN))
            states = dict(enumerate(others.states.tolist()))
        elif (states := self._rings.with_kept_up(parent)) is None:
            return True
        state, target = states.get(child, int(self.after[child])), int(self.after[parent])
        if group < 0:
            return self._imposed(int(self.edge[candidate]), state) >= target
        return state >= self.least_out(group, target) and self._rings.group_value(group, states) >= target

    def _object(self, node: int) -> int:
        """Place of the object of a node; of a piece of a link, its end."""
        structure = self.evaluated.structure
        place = int(structure.object_of[node])
        return place if place >= 0 else int(structure.piece_end[node - structure.size])

    def least_out(self, group: int, state: int) -> int:
        """From which state on members of a group count as out, where the group imposes `state`."""
        return DOWN if self._at_risk_by_loss[group] else state

    def _imposed(self, edge: int, state: int) -> int:
        """What one need that is no group imposes where the needed object is in this state."""
        if state < self._standing.least[edge]:
            return UP
        if self._standing.kind[edge] == SOFT:
            return DEGRADED if state >= DEGRADED else UP
        return state
