"""The independent oracle of impact: graph.md by plain passes over rows that hand-written SQL reads.

It shares no code with `netbox_slm.graph`, and prefers the words of the text to speed.
"""

from .links import Links
from .needs import Needs, sources_of_reach
from .network import Network, devices_with_links
from .reasons import Reasons, rings
from .states import UP, States, evaluate


class Oracle:
    """Answers for one set of rows."""

    def __init__(self, rows, links=None):
        self.rows = rows
        self.links = links or Links(rows)
        self.needs = Needs(rows, self.links)
        self.sources = sources_of_reach(rows, devices_with_links(rows, self.links))
        self.network = Network(rows, self.links, self.needs, self.sources)
        self.rings = rings(self.needs, self.network)
        self.at_rest = self._evaluate({}, States(dict.fromkeys(self.needs.of, UP), {}, self.sources))

    def impact(self, effects, before=None):
        """What the effects make worse: {(type, id): (state, state before, steps of the shortest reason)}.

        `before` is what is out already. Objects without a row are left out.
        """
        before = {ref: state for ref, state in (before or {}).items() if ref in self.needs.of}
        effects = {ref: state for ref, state in effects.items() if ref in self.needs.of}
        first = self._evaluate(before, self.at_rest)
        own = _worst(self.needs.own, before, effects)
        then = evaluate(self.needs, self.network, own, first)
        reasons = Reasons(self, effects, own, first, then)
        changed = {ref for ref, state in then.bare.items() if state > first.bare[ref]}
        changed |= {ref for source in then.reach for ref in self.network.showing[source]}
        return {
            ref: (then.shown(ref), first.shown(ref), reasons.of(ref))
            for ref in changed
            if then.shown(ref) > first.shown(ref)
        }

    def _evaluate(self, effects, start):
        return evaluate(self.needs, self.network, _worst(self.needs.own, effects), start)


def _worst(*effects):
    return {ref: max(found.get(ref, UP) for found in effects) for ref in {ref for found in effects for ref in found}}
