"""What an object stands on (graph.md §5)."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from ..engine.distinct import distinct
from .providers.linked import needs_by
from .refs import Ref
from .registry import Need
from .survey import Survey

__all__ = ('stands_on',)


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
