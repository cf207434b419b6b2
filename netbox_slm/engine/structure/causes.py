"""Why a service is in its state: which incidents, on which CIs, by which way (semantics.md §6, graph.md §5)."""

from collections import deque
from typing import NamedTuple

import numpy as np

from .facts import GROUP, HARD, REQUIRED, SOFT, Effects, Links, Needs
from .needs import DEGRADED, UP, group_state
from .timeline import Timeline

RULES = {REQUIRED: 'required', GROUP: 'group', HARD: 'hard', SOFT: 'soft'}


class GroupCount(NamedTuple):
    """How a group stood: `out` of `members` in the state or worse, `needed` of them needed; `group` is its index."""

    group: int
    out: int
    members: int
    needed: int


class Cause(NamedTuple):
    """An incident that makes a service down or degraded.

    path: (node, rule) from the object that the incident is on to the service. The rule of the first node is 'named'
    for a service, else how the next one needs it (required or group); that of each other node is how it needs the one
    before: required, group, hard, soft, or 'service' for a service that stands on a CI. groups: for each node how the
    group stood through which it acts on the next one, None without one.
    """

    incident: int
    node: int
    path: tuple[tuple[int, str], ...]
    groups: tuple[GroupCount | None, ...] = ()


def causes_of(timeline: Timeline, links: Links, effects: Effects, service: int, cell: int) -> list[Cause]:
    """All causes of a service's state in one cell, the nearest first; none where it is up or at risk.

    One per incident, by its shortest way. Takes the same services, links and effects as the timeline did.
    """
    taking_part = frozenset(timeline.services)
    return causes_at(links.columns(), effects, taking_part, service, int(timeline.edges_us[cell]))


def causes_at(needs: Needs, effects: Effects, services: frozenset[int], service: int, at_us: int) -> list[Cause]:
    """All causes of a service's state at an instant: one per incident, by its shortest way, short before long."""
    return Moment(needs, effects, services, (service, service), at_us).causes()


class _Need(NamedTuple):
    child: '_Key'
    kind: int
    group: int


# A CI as one service sees it: (service, CI). A service is (service, service).
type _Key = tuple[int, int]


class _Way(NamedTuple):
    """A state that is to be explained, with the steps from its node to the service: each as the next one needs it."""

    key: _Key
    state: int
    path: tuple[tuple[int, str], ...]
    groups: tuple[GroupCount | None, ...]


class Moment:
    """The part of a structure below one service at one instant, or below a CI as a service sees it: (service, CI).

    No step explains an object by something that is out only because of it: inside a ring, a step to a need holds only
    if that is as bad with the object itself kept up.
    """

    def __init__(
        self, needs: Needs, effects: Effects, services: frozenset[int], root: tuple[int, int], at_us: int
    ) -> None:
        self._services, self._root = services, root
        self._group_min = needs.group_min.tolist()
        self._own = _own_effects(effects, at_us)
        self._answered = _answered(effects, services)
        self._needs = self._reachable(_children(needs, at_us))
        self._settled: dict[_Key | None, dict[_Key, int]] = {}
        self._below: dict[_Key, set[_Key]] = {}
        self.states = self._states_without(None)

    def causes(self) -> list[Cause]:
        """The causes of the service's state; none where it is up or at risk."""
        state = self.states[self._root]
        if state < DEGRADED:
            return []
        found: dict[int, Cause] = {}
        waiting = deque([_Way(self._root, state, ((self._root[1], ''),), (None,))])
        seen = {(self._root, state)}
        level: list[Cause] = []
        while waiting:
            way = waiting.popleft()
            if level and len(way.path) > len(level[-1].path):
                _keep_first(found, level)
                level = []
            level += self._named(way)
            for further in self._further(way):
                if (further.key, further.state) not in seen:
                    seen.add((further.key, further.state))
                    waiting.append(further)
        _keep_first(found, level)
        return list(found.values())

    def _named(self, way: _Way) -> list[Cause]:
        """The incidents that put the object of a way into its state outright."""
        return [
            Cause(incident, way.key[1], self._as_needed(way), way.groups)
            for incident, effect in self._effects_on(way.key)
            if effect >= way.state
        ]

    def _as_needed(self, way: _Way) -> tuple[tuple[int, str], ...]:
        """The path of a way with each rule at the node that needs the one before."""
        (node, rule), *rest = way.path
        is_service = node in self._services
        path = [(node, 'named' if is_service else rule)]
        for after, next_rule in rest:
            stands_on_ci = after in self._services and not is_service
            path.append((after, 'service' if stands_on_ci else rule))
            rule, is_service = next_rule, after in self._services
        return tuple(path)

    def _further(self, way: _Way) -> list[_Way]:
        """The needs that impose the state of a way, one step on."""
        counts: dict[int, GroupCount | None] = {}
        found = []
        for need in self._needs[way.key]:
            if need.kind == SOFT and way.state > DEGRADED:
                continue
            if need.kind == GROUP and need.group not in counts:
                counts[need.group] = self._count(way, need.group)
            count = counts[need.group] if need.kind == GROUP else None
            if (need.kind == GROUP and count is None) or not self._explains(need.child, way):
                continue
            step = (need.child[1], RULES[need.kind])
            found.append(_Way(need.child, way.state, (step, *way.path), (count, *way.groups)))
        return found

    def _explains(self, child: _Key, way: _Way) -> bool:
        """Whether a need is as bad as the state of the way, and not just because of the object on it."""
        if self.states[child] < way.state:
            return False
        return way.key not in self._all_below(child) or self._states_without(way.key)[child] >= way.state

    def _count(self, way: _Way, group: int) -> GroupCount | None:
        """How a group stands; None where it does not impose the state."""
        states = [self.states[need.child] for need in self._needs[way.key] if need.group == group]
        if group_state(states, self._group_min[group]) < way.state:
            return None
        out = sum(state >= way.state for state in states)
        return GroupCount(group, out, len(states), min(self._group_min[group], len(states)))

    def _effects_on(self, key: _Key) -> list[tuple[int, int]]:
        """(incident, state) of what acts on an object outright, as the service sees it."""
        service, node = key
        found = self._own.get(node, [])
        answered = self._answered.get(service) if service != node else None
        return [entry for entry in found if entry[0] not in answered] if answered else found

    def _reachable(self, children: dict[int, list[tuple[int, int, int]]]) -> dict[_Key, list[_Need]]:
        """The needs of everything below the service."""
        found: dict[_Key, list[_Need]] = {}
        waiting = [self._root]
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found[key] = [
                _Need((child, child) if child in self._services else (key[0], child), kind, group)
                for child, kind, group in children.get(key[1], [])
            ]
            waiting += [need.child for need in found[key]]
        return found

    def _all_below(self, key: _Key) -> set[_Key]:
        """The object and everything that it needs, to any depth."""
        if key not in self._below:
            found: set[_Key] = set()
            waiting = [key]
            while waiting:
                at = waiting.pop()
                if at not in found:
                    found.add(at)
                    waiting += [need.child for need in self._needs[at]]
            self._below[key] = found
        return self._below[key]

    def _states_without(self, kept_up: _Key | None) -> dict[_Key, int]:
        """The states of all, the least fixed point, with one object kept up whatever acts on it."""
        if kept_up not in self._settled:
            states = {key: max((state for _at, state in self._effects_on(key)), default=UP) for key in self._needs}
            free = [key for key in states if key != kept_up]
            if kept_up is not None:
                states[kept_up] = UP
            changed = True
            while changed:
                now = {key: max(states[key], self._by_needs(key, states)) for key in free}
                changed = any(now[key] != states[key] for key in free)
                states.update(now)
            self._settled[kept_up] = states
        return self._settled[kept_up]

    def _by_needs(self, key: _Key, states: dict[_Key, int]) -> int:
        worst = UP
        groups: dict[int, list[int]] = {}
        for need in self._needs[key]:
            state = states[need.child]
            if need.kind == GROUP:
                groups.setdefault(need.group, []).append(state)
            elif need.kind == SOFT:
                worst = max(worst, DEGRADED if state >= DEGRADED else UP)
            else:
                worst = max(worst, state)
        return max([worst, *(group_state(members, self._group_min[group]) for group, members in groups.items())])


def _children(needs: Needs, at_us: int) -> dict[int, list[tuple[int, int, int]]]:
    """(child, kind, group) of each parent's needs that hold at an instant."""
    holds = (needs.since_us <= at_us) & (needs.until_us > at_us)
    members = np.flatnonzero(needs.kind == GROUP)
    group = needs.group[members]
    holds[members] &= (needs.group_since_us[group] <= at_us) & (needs.group_until_us[group] > at_us)
    held = needs.take(holds)
    found: dict[int, list[tuple[int, int, int]]] = {}
    columns = (held.parent.tolist(), held.child.tolist(), held.kind.tolist(), held.group.tolist())
    for parent, child, kind, in_group in zip(*columns, strict=True):
        found.setdefault(parent, []).append((child, kind, in_group))
    return found


def _own_effects(effects: Effects, at_us: int) -> dict[int, list[tuple[int, int]]]:
    """(incident, state) of each object that incidents act on at an instant."""
    active = effects.take((effects.start_us <= at_us) & (effects.end_us > at_us))
    found: dict[int, list[tuple[int, int]]] = {}
    columns = (active.node.tolist(), active.incident.tolist(), active.state.tolist())
    for node, incident, state in zip(*columns, strict=True):
        found.setdefault(node, []).append((incident, state))
    return found


def _answered(effects: Effects, services: frozenset[int]) -> dict[int, set[int]]:
    """The incidents that name each service, at whatever time: what they do to its CIs is nothing to it."""
    names = effects.take(np.isin(effects.node, np.array(sorted(services), dtype=np.int64)))
    found: dict[int, set[int]] = {}
    for node, incident in zip(names.node.tolist(), names.incident.tolist(), strict=True):
        found.setdefault(node, set()).add(incident)
    return found


def _keep_first(found: dict[int, Cause], level: list[Cause]) -> None:
    """Add the causes of one length whose incident has no shorter way."""
    for cause in sorted(level, key=lambda cause: (cause.incident, cause.node)):
        found.setdefault(cause.incident, cause)
