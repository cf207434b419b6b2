"""Why a service is in its state: which incidents, on which CIs, by which way (semantics.md §6)."""

from collections.abc import Sequence
from typing import NamedTuple

from .needs import DEGRADED
from .timeline import GROUP, HARD, REQUIRED, SOFT, Effects, Link, Links, Timeline

RULES = {REQUIRED: 'required', GROUP: 'group', HARD: 'hard', SOFT: 'soft'}


class Cause(NamedTuple):
    """An incident that makes a service down or degraded. path: (node, rule) from the named object to the service.

    The rule tells how the next node of the path needs this one: named, required, group, hard or soft.
    """

    incident: int
    node: int
    path: tuple[tuple[int, str], ...]


def causes_of(timeline: Timeline, links: Links, effects: Effects, service: int, cell: int) -> list[Cause]:
    """All causes of a service's state in one cell, the nearest first; none where it is up or at risk.

    No step explains a service by one that is out only because of it: steps of the fixed point fall along a way.
    """
    finder = _Finder(timeline, links, effects, cell)
    found = finder.of(service, ())
    unique: dict[int, Cause] = {}
    for cause in sorted(found, key=lambda cause: (len(cause.path), cause.incident, cause.node)):
        unique.setdefault(cause.incident, cause)
    return list(unique.values())


class _Finder:
    def __init__(self, timeline: Timeline, links: Links, effects: Effects, cell: int) -> None:
        self.timeline, self.links, self.cell = timeline, links, cell
        self.at_us = int(timeline.edges_us[cell])
        covers = (effects.start_us <= self.at_us) & (effects.end_us > self.at_us)
        active = effects.take(covers)
        self.entries: dict[int, list[tuple[int, int]]] = {}
        for node, state, incident in zip(active.node, active.state, active.incident, strict=True):
            self.entries.setdefault(int(node), []).append((int(incident), int(state)))
        self.named: dict[int, set[int]] = {int(node): set() for node in effects.node}
        for node, incident in zip(effects.node.tolist(), effects.incident.tolist(), strict=True):
            self.named[node].add(incident)

    def of(self, service: int, way: tuple[tuple[int, str], ...]) -> list[Cause]:
        """The causes of a service; `way` leads on from it to the service that was asked about."""
        state = self._state(service)
        if state < DEGRADED:
            return []
        found = [
            Cause(incident, service, ((service, 'named'), *way))
            for incident, effect in self.entries.get(service, [])
            if effect >= state
        ]
        for link in self._links(service):
            if link.kind in (REQUIRED, GROUP):
                found += self._by_component(service, link.node, link.kind, state, way)
            elif self._explains(service, link.node, link.kind, state):
                found += self.of(link.node, ((service, RULES[link.kind]), *way))
        return found

    def _links(self, service: int) -> Sequence[Link]:
        holding = []
        for link in self.links.links:
            if link.service == service and link.since_us <= self.at_us < link.until_us:
                if link.kind == GROUP and not self._group_holds(link.group):
                    continue
                holding.append(link)
        return holding

    def _group_holds(self, group: int) -> bool:
        return self.links.group_since_us[group] <= self.at_us < self.links.group_until_us[group]

    def _by_component(
        self, service: int, node: int, kind: int, state: int, way: tuple[tuple[int, str], ...]
    ) -> list[Cause]:
        answered = self.named.get(service, set())
        least = state if kind == REQUIRED else DEGRADED
        return [
            Cause(incident, node, ((node, RULES[kind]), (service, 'service'), *way))
            for incident, effect in self.entries.get(node, [])
            if effect >= least and incident not in answered
        ]

    def _state(self, service: int) -> int:
        return int(self.timeline.state[self.timeline.services[service], self.cell])

    def _explains(self, service: int, needed: int, kind: int, state: int) -> bool:
        """Whether the needed service imposes the state, and came to it before this one did."""
        if needed not in self.timeline.services:
            return False
        other = self._state(needed)
        if not (other >= state if kind == HARD else other >= DEGRADED and state == DEGRADED):
            return False
        step = self.timeline.step
        mine, theirs = self.timeline.services[service], self.timeline.services[needed]
        return int(step[theirs, self.cell]) < int(step[mine, self.cell])
