"""How many steps the shortest reason has (graph.md §5).

A fact is that an object is out by itself ('bare') or by its reach ('reach'). Facts are found step by step from the
named objects: a step is a need that imposes the whole state of what it leads to, and that would do so too if that
object itself were not out.
"""

from collections import ChainMap, defaultdict

from .states import DOWN, UP, States, evaluate

# Most steps from a chassis to what shows its reach: blades in blades, modules, components.
DEPTH = 6


class Reasons:
    """Steps from the named objects to each fact that the effects made worse."""

    def __init__(self, oracle, effects, own, before, after):
        self.needs, self.network, self.rings = oracle.needs, oracle.network, oracle.rings
        self.effects, self.own, self.before, self.after = effects, own, before, after
        self._without = {}
        self.steps = {}
        # Facts that follow from a chain of single causes, whatever else is out.
        self.plain = set()
        self._search()

    def of(self, ref):
        """Steps of the reason of what an object shows; None where none is found yet, or where it showed it before."""
        state, found = self.after.shown(ref), []
        if state <= self.before.shown(ref):
            return None
        if self.after.bare[ref] == state and ('bare', ref) in self.steps:
            found.append(self.steps['bare', ref])
        if self.after.reach_of(ref) == state:
            source, _passes, steps = self.after.source_of_reach[ref]
            if ('reach', source) in self.steps:
                found.append(self.steps['reach', source] + steps)
        return min(found, default=None)

    def _search(self):
        self.worse = {('bare', ref) for ref, state in self.after.bare.items() if state > self.before.bare[ref]}
        self.worse |= {
            ('reach', ref) for ref, state in self.after.reach.items() if state > self.before.reach.get(ref, UP)
        }
        found = {
            ('bare', ref)
            for ref, effect in self.effects.items()
            if ('bare', ref) in self.worse and effect >= self.after.bare[ref]
        }
        self.plain |= found
        steps, idle, ahead = 0, 0, set()
        # What shows the reach of another object lies some steps behind it, so its dependents come rounds later.
        while ahead or found:
            self.steps.update(dict.fromkeys(found, steps))
            ahead |= {fact for ref in found for fact in self._above(ref)} & self.worse
            ahead -= set(self.steps)
            idle = 0 if found else idle + 1
            if idle > DEPTH:
                return
            found, steps = {fact for fact in ahead if self._follows(fact, steps)}, steps + 1

    def _above(self, fact):
        """Facts that may follow from one directly."""
        kind, ref = fact
        refs = [ref] if kind == 'bare' else self.network.showing[ref]
        yield from (('bare', above) for shown in refs for above in self.needs.above[shown])
        yield from (('reach', node) for node in self.network.above[ref])

    def _follows(self, fact, steps):
        """True where a step leads to the fact from something that has so many steps at most."""
        kind, ref = fact
        if kind == 'reach':
            return self._is_cut_off(ref, steps)
        imposed = [need for need in self.needs.of[ref] if need.imposed(self.after)[0] >= self.after.bare[ref]]
        return any(self._is_imposed(ref, need, steps) for need in imposed)

    def _is_imposed(self, ref, need, steps):
        _state, least, asked = need.imposed(self.after)
        causes = [
            want
            for place in asked
            for want in need.members[place]
            if want.state(self.after) >= least and self._has_steps(want, steps)
        ]
        if any(self._is_plain(ref, need, want) for want in causes):
            self.plain.add(('bare', ref))
            return True
        if not causes or ref not in self.rings:
            return bool(causes)
        others = self.without(ref)
        state, least, _asked = need.imposed(others)
        return state >= self.after.bare[ref] and any(want.state(others) >= least for want in causes)

    def _has_steps(self, want, most):
        steps = self.of(want.ref) if want.shown else self.steps.get(('bare', want.ref))
        return steps is not None and steps <= most

    def _is_plain(self, ref, need, want):
        """True where this want alone, being out for one plain cause, imposes the whole state."""
        if ('bare', want.ref) not in self.plain:
            return False
        bare = ChainMap({want.ref: self.after.bare[want.ref]}, self.before.bare)
        alone = States(bare, self.before.reach, self.before.source_of_reach)
        return need.imposed(alone)[0] >= self.after.bare[ref]

    def _is_cut_off(self, ref, steps):
        """True where an uplink that is lost has so many steps at most, and the reach is lost for itself."""
        if self.after.bare[ref] == DOWN and ('bare', ref) in self.steps:
            # All that its reach takes down follows from that no later.
            return False
        others = self.after if self.after.bare[ref] == self.before.bare[ref] else self.without(ref)
        if others.flooded.get(ref, UP) < self.after.reach[ref]:
            return False
        lost = self._lost(ref, self.network.uplinks[ref], others)
        if self.after.reach[ref] == DOWN and not lost & self.worse:
            # Its uplinks were lost before: it had a way over what is farther from a root, which is lost now.
            lost = self._lost(ref, self.network.ways[ref], others)
        return any(self.steps[fact] <= steps for fact in lost if fact in self.steps)

    def _lost(self, ref, edges, states):
        """The facts by which these edges of a node are lost."""
        lost = set()
        for edge in edges:
            if self.network.lost(edge, ref, states.reached, states):
                other = edge.other(ref)
                lost |= {('bare', part) for part in (*edge.parts, other) if states.bare[part] == DOWN}
                lost |= {('reach', other)} if states.reach.get(other) == DOWN else set()
        return lost

    def without(self, ref):
        """All states if the object itself were as before."""
        if ref not in self._without:
            own = {other: state for other, state in self.own.items() if other != ref}
            self._without[ref] = evaluate(self.needs, self.network, own, self.before, held=ref)
        return self._without[ref]


def rings(needs, network):
    """Objects that may stand on themselves: what is left where all that bears nothing or stands on nothing is taken.

    Reach is taken as one thing that stands on the whole network, and bears all that shows it.
    """
    above, below = defaultdict(set), defaultdict(set)
    pairs = {(ref, other) for ref, others in needs.above.items() for other in others}
    for edge in network.edges:
        pairs |= {(ref, 'reach') for ref in (*edge.parts, *edge.nodes)}
    for refs in network.showing.values():
        pairs |= {('reach', other) for ref in refs for other in needs.shown_above[ref]}
    for ref, other in pairs:
        above[ref].add(other)
        below[other].add(ref)
    left = set(above) | set(below)
    ahead = {ref for ref in left if not above[ref] or not below[ref]}
    while ahead:
        ref = ahead.pop()
        left.discard(ref)
        for side, opposite in ((above, below), (below, above)):
            for other in side.pop(ref, ()):
                opposite[other].discard(ref)
                if other in left and not opposite[other]:
                    ahead.add(other)
    return left
