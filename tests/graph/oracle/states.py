"""The one rule (graph.md §1): the worst of the own state and of what is needed, as a least fixed point."""

from dataclasses import dataclass

UP, AT_RISK, DEGRADED, DOWN = range(4)


def as_is(state):
    return state


def not_at_risk(state):
    """What passes from a device or module to its components (§2)."""
    return state if state >= DEGRADED else UP


def only_down(state):
    """What passes a link (§4)."""
    return state if state == DOWN else UP


@dataclass(frozen=True)
class Want:
    """One object that a member of a need stands on, by its bare or its shown state (§4)."""

    ref: tuple
    shown: bool = False
    passes: object = as_is

    def state(self, states):
        return self.passes(states.shown(self.ref) if self.shown else states.bare[self.ref])


@dataclass(frozen=True)
class Need:
    """Members (each a tuple of wants, the worst of which counts) of which `count` must work.

    kind: 'group'; 'soft' (degraded at worst); 'ends' (terminations: degraded by any that is down, down when every one
    of `hubs`, by position, is). `provider` names the kind of fact.
    """

    members: tuple
    count: int = 1
    kind: str = 'group'
    hubs: tuple = ()
    provider: str = ''

    def member_states(self, states):
        return [max((want.state(states) for want in member), default=UP) for member in self.members]

    def imposed(self, states):
        """(state that it imposes, least state of a member that has a part in that, positions of the members asked)."""
        found = self.member_states(states)
        everybody = range(len(found))
        if not found:
            return UP, DOWN, ()
        if self.kind == 'soft':
            return (DEGRADED if max(found) >= DEGRADED else UP), DEGRADED, everybody
        nth = sorted(found)[min(self.count, len(found)) - 1]
        if self.kind == 'ends':
            if self.hubs and all(found[hub] == DOWN for hub in self.hubs) and nth < DOWN:
                return DOWN, DOWN, self.hubs
            if nth < DEGRADED and max(found) == DOWN:
                return DEGRADED, DOWN, everybody
        if nth == UP:
            return (AT_RISK if max(found) == DOWN else UP), DOWN, everybody
        return nth, nth, everybody


class States:
    """Bare states of all objects, and the reach of devices and circuits beside them."""

    def __init__(self, bare, reach, source_of_reach):
        self.bare, self.reach, self.source_of_reach = bare, reach, source_of_reach
        # Nodes that reach a root, and the reach of all others, once the states are settled.
        self.reached, self.flooded = frozenset(), {}

    def copy(self):
        return States(dict(self.bare), dict(self.reach), self.source_of_reach)

    def shown(self, ref):
        """The worse of the bare state and of the reach that the object shows."""
        return max(self.bare[ref], self.reach_of(ref))

    def reach_of(self, ref):
        if ref not in self.source_of_reach:
            return UP
        source, passes, _steps = self.source_of_reach[ref]
        return passes(self.reach.get(source, UP))


def settle(needs, own, states, ask, held=None):
    """Raise the bare states in repeated passes until nothing changes: the least fixed point above `states`.

    The first pass goes over `ask`, each later one over the objects that stand on one that changed. `held` stays.
    """
    while ask:
        changed = set()
        for ref in ask - {held}:
            imposed = [need.imposed(states)[0] for need in needs.of[ref]]
            worst = max(own.get(ref, UP), states.bare[ref], *imposed, UP)
            if worst > states.bare[ref]:
                states.bare[ref] = worst
                changed.add(ref)
        ask = {above for ref in changed for above in needs.above[ref]}


def evaluate(needs, network, own, start, held=None):
    """Bare states and reach together: reach comes after the bare states, and again where it took something down.

    `own` is the state that each object has of itself; `start` must lie below the answer.
    """
    states = start.copy()
    ask = {ref for ref, state in own.items() if state > states.bare[ref]}
    while True:
        settle(needs, own, states, ask, held)
        states.reached, states.flooded = network.flood(states)
        reach = dict(states.flooded)
        if held in reach or held in start.reach:
            reach[held] = start.reach.get(held, UP)
        changed = {ref for ref, state in reach.items() if state != states.reach.get(ref, UP)}
        if not changed:
            return states
        states.reach = reach
        ask = {above for source in changed for ref in network.showing[source] for above in needs.shown_above[ref]}
