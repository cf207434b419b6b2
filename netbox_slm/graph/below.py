"""What an object stands on (graph.md §5)."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime

import numpy as np

from ..engine.distinct import distinct
from .providers.linked import needs_by
from .refs import Ref
from .registry import Need, network_followed
from .rest import network_at_rest
from .survey import Survey

__all__ = ('all_below', 'stands_on', 'ways_out')

_NODES = frozenset({'dcim.device', 'circuits.circuit'})


def stands_on(refs: Iterable[Ref], depth: int | None = None, at: datetime | None = None) -> list[Need]:
    """The needs below these objects, nearest first, down to `depth` steps (None: all).

    Reach is no need: `network.current_network()` knows the uplinks of a device or circuit. Queries: by the depth, not
    by the number of objects. Raises LookupError for an unknown type.
    """
    survey = Survey(at)
    survey.add(distinct(survey.reader.keys(refs)))
    survey.down(depth)
    rows = survey.facts()
    links = survey.network.pieces_at(survey.reader.refs(distinct(survey.links().end)))
    found: list[Need] = []
    for level in survey.levels:
        found += survey.reader.as_needs(rows[np.isin(rows[:, 1], level)])
        found += needs_by({ref: links[ref] for ref in survey.reader.refs(level) if ref in links})
    return found


def all_below(refs: Iterable[Ref], at: datetime | None = None) -> frozenset[Ref]:
    """These objects and everything without which nothing takes one of them down: their needs, and their ways out.

    Ways out are those of a network in which nothing fails: while one of them stands, there is a way.
    Queries: by the depth, not by the number of objects. Raises LookupError for an unknown type.
    """
    survey = Survey(at)
    if network_followed():
        survey.network = network_at_rest(survey)
    survey.add(distinct(survey.reader.keys(refs)))
    survey.down()
    count = 0
    while network_followed() and survey.known.size > count:  # what is on a way may need what has ways of its own
        count = survey.known.size
        survey.add(distinct(survey.reader.keys(ways_out(survey))))
        survey.down()
    return frozenset(survey.reader.refs(survey.known))


def ways_out(survey: Survey) -> set[Ref]:
    """Devices, circuits and what is between them on the ways from what was found to the roots of the network."""
    keys = survey.known[survey.reader.of_types(survey.known, _NODES)]
    waiting = deque(survey.reader.refs(keys))
    seen, found = set(waiting), set()
    while waiting:
        for uplink in survey.network.uplinks(waiting.popleft()):
            found.update((uplink.neighbour, *uplink.parts))
            if uplink.neighbour not in seen:
                seen.add(uplink.neighbour)
                waiting.append(uplink.neighbour)
    return found
