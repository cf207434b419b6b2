"""The one rule of states (graph.md §1): own state, what is required, groups N of M, soft needs; least fixed point."""

from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from ..errors import StructureError

UP, AT_RISK, DEGRADED, DOWN = range(4)


@dataclass(frozen=True, slots=True)
class Group:
    """N of M: the group's state is that of its N-th best member; at risk where that is up and a member is down."""

    members: tuple[Hashable, ...]
    min_available: int = 1

    def __post_init__(self) -> None:
        if self.min_available < 1:
            raise StructureError('min_available', self.min_available, 'at least one member must be needed.')


@dataclass(frozen=True, slots=True)
class Node:
    """What one object needs: each required one, each group, and soft ones, which only degrade it."""

    required: tuple[Hashable, ...] = ()
    groups: tuple[Group, ...] = ()
    soft: tuple[Hashable, ...] = ()


def group_state(states: list[int], min_available: int) -> int:
    """State of a group with members in these states; N above M is taken as M, no member is no need."""
    if not states:
        return UP
    nth = sorted(states)[min(min_available, len(states)) - 1]
    return AT_RISK if nth == UP and DOWN in states else nth


def states_at(nodes: Mapping[Hashable, Node], own: Mapping[Hashable, int]) -> dict[Hashable, int]:
    """State of every node at one moment: the least fixed point over all needs. O(edges x states).

    own: what incidents say of a node, UP where it says nothing. Raises StructureError on a need of an unknown node.
    """
    dependents: dict[Hashable, list[Hashable]] = {name: [] for name in nodes}
    for name, node in nodes.items():
        for needed in (*node.required, *node.soft, *(member for group in node.groups for member in group.members)):
            if needed not in dependents:
                raise StructureError('needs', needed, 'every needed object is one of the nodes.')
            dependents[needed].append(name)
    states = {name: own.get(name, UP) for name in nodes}
    waiting = deque(nodes)
    queued = set(nodes)
    while waiting:
        name = waiting.popleft()
        queued.discard(name)
        state = max(states[name], _state_by_needs(nodes[name], states))
        if state != states[name]:
            states[name] = state
            fresh = [other for other in dependents[name] if other not in queued]
            waiting.extend(fresh)
            queued.update(fresh)
    return states


def _state_by_needs(node: Node, states: Mapping[Hashable, int]) -> int:
    found = [states[needed] for needed in node.required]
    found += [group_state([states[member] for member in group.members], group.min_available) for group in node.groups]
    found += [DEGRADED for needed in node.soft if states[needed] >= DEGRADED]
    return max(found, default=UP)
