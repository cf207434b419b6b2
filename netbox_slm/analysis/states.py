"""In which state services are at this moment, since when, and why: the structure function over what is open now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from ..choices import StateChoices
from ..engine.distinct import distinct
from ..engine.instants import SINCE_EVER_US, from_us, to_us
from ..engine.structure import DEGRADED, DOWN, UP, Links, Timeline, causes_of, evaluate
from .columns import split_object_key
from .facts import counts_proposed
from .facts.incidents import IncidentFacts, load_incidents
from .facts.structure import Part, StructureFacts, load_structure

__all__ = ('STATES', 'NowStates', 'ServiceState', 'StateCause', 'states_now')

STATES = (StateChoices.STATE_UP, StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)


@dataclass(frozen=True, slots=True)
class StateCause:
    """An incident that makes a service what it is.

    object_key: (content type id, object id) of the CI that the incident names, None where it names a service.
    service_ids: the way from there to the service in question, itself last.
    """

    incident_id: int
    object_key: tuple[int, int] | None
    service_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """State of a service (a `StateChoices` value), since when where it is not up, and what makes it so."""

    state: str = StateChoices.STATE_UP
    since: datetime | None = None
    causes: tuple[StateCause, ...] = ()

    @property
    def rank(self) -> int:
        """0 for up to 3 for down."""
        return STATES.index(self.state)


@dataclass(frozen=True, slots=True)
class NowStates:
    """by_service: the state of each service asked for. out: (content type id, object id) of the CIs that are down."""

    by_service: dict[int, ServiceState] = field(default_factory=dict)
    out: frozenset[tuple[int, int]] = frozenset()

    def of(self, service_id: int) -> ServiceState:
        """The state of a service; up where nothing is known against it."""
        return self.by_service.get(service_id, ServiceState())


def states_now(service_ids: Sequence[int], now: datetime) -> NowStates:
    """The states of these services at `now` with all that they need (semantics.md §2). Ten queries.

    Computed from everything, whoever asks: the caller shows only what its user may see.
    """
    if not service_ids:
        return NowStates()
    now_us = to_us(now)
    structure = load_structure(sorted(set(service_ids)), now_us, now_us + 1)
    incidents = load_incidents(structure, now_us, now_us + 1, counts_proposed())
    if not incidents.effects.node.size:
        return NowStates({service_id: ServiceState() for service_id in service_ids})
    wanted = {structure.node_of(service_id): service_id for service_id in service_ids}
    found: dict[int, ServiceState] = {}
    for part in structure.parts():
        asked = [node for node in part.services if node in wanted]
        if asked:
            found.update(_states_of(structure, incidents, part, asked, now_us))
    return NowStates({wanted[node]: state for node, state in found.items()}, _out_now(structure, incidents, now_us))


def _states_of(
    structure: StructureFacts, incidents: IncidentFacts, part: Part, asked: Sequence[int], now_us: int
) -> dict[int, ServiceState]:
    """States of some services of one part; it begins with the first effect, so that what replaces one is known."""
    effects = incidents.effects.take(np.isin(incidents.effects.node, part.nodes))
    begun = effects.start_us[effects.start_us > SINCE_EVER_US]
    start_us = min(int(begun.min()), now_us) if begun.size else now_us
    links = Links(part.links, structure.group_min, structure.group_since_us, structure.group_until_us)
    timeline = evaluate(part.services, links, effects, start_us, now_us + 1)
    last = timeline.edges_us.size - 2
    states = {}
    for node in asked:
        row = timeline.state[timeline.services[node]]
        if row[last] == UP:
            states[node] = ServiceState()
            continue
        causes = causes_of(timeline, links, effects, node, last) if row[last] >= DEGRADED else []
        states[node] = ServiceState(
            STATES[int(row[last])],
            _since(timeline, node, last),
            tuple(_cause(structure, incidents, cause) for cause in causes),
        )
    return states


def _since(timeline: Timeline, node: int, last: int) -> datetime:
    row = timeline.state[timeline.services[node]]
    cell = last
    while cell > 0 and row[cell - 1] == row[last]:
        cell -= 1
    return from_us(int(timeline.edges_us[cell]))


def _cause(structure: StructureFacts, incidents: IncidentFacts, cause) -> StateCause:
    named = None if structure.is_service(cause.node) else _key(structure, cause.node)
    services = [int(structure.service_ids[node]) for node, _rule in cause.path if structure.is_service(node)]
    return StateCause(int(incidents.ids[cause.incident]), named, tuple(dict.fromkeys(services)))


def _out_now(structure: StructureFacts, incidents: IncidentFacts, now_us: int) -> frozenset[tuple[int, int]]:
    effects = incidents.effects
    is_out = (effects.state == DOWN) & (effects.start_us <= now_us) & (effects.end_us > now_us)
    nodes = distinct(effects.node[is_out])
    return frozenset(_key(structure, node) for node in nodes if not structure.is_service(node))


def _key(structure: StructureFacts, node: int) -> tuple[int, int]:
    return split_object_key(int(structure.ci_keys[int(node) - structure.service_ids.size]))
