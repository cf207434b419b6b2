"""Ways through the infrastructure: from what an incident names, over the stored reason, to a service's component."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from django.contrib.contenttypes.models import ContentType

from ...engine.instants import I64
from ..columns import joined_object_key
from .lines import Lines, LineTable
from .model import Contribution, Figure
from .ways import Way

__all__ = ('with_whole_ways',)

type Reasons = Mapping[tuple[int, int], Sequence[Mapping[str, Any]]]


def with_whole_ways(figures: list[Figure], reasons: Reasons) -> list[Figure]:
    """The figures with lines that begin at what the incident names, where it reached a component otherwise."""
    if not reasons:
        return figures
    incident_ids = np.array(sorted({incident_id for incident_id, _key in reasons}), dtype=np.int64)
    tables: dict[int, LineTable] = {}
    found = []
    for figure in figures:
        lines = figure.contributions
        if isinstance(lines, Lines):
            table = tables.get(id(lines.table))
            if table is None:
                table = tables[id(lines.table)] = _rerouted(lines.table, reasons, incident_ids)
            found.append(replace(figure, contributions=Lines(table, lines.low, lines.high)))
        else:
            found.append(replace(figure, contributions=tuple(_whole(line, reasons) for line in lines)))
    return found


def _rerouted(table: LineTable, reasons: Reasons, incident_ids: I64) -> LineTable:
    """The table with such lines; each way is made once."""
    made: dict[tuple[int, int], int | None] = {}
    ways: list[Way] = []
    way_of: dict[int, int] = {}
    for at in np.flatnonzero(np.isin(table.incident_id, incident_ids)).tolist():
        incident_id, way = int(table.incident_id[at]), int(table.way[at])
        if (incident_id, way) not in made:
            whole = _whole_way(incident_id, table.ways[way], reasons)
            made[incident_id, way] = None if whole is None else len(ways)
            ways += [] if whole is None else [whole]
        place = made[incident_id, way]
        if place is not None:
            way_of[at] = place
    return table.through(ways, way_of) if way_of else table


def _whole(line: Contribution, reasons: Reasons) -> Contribution:
    if line.incident_id is None:
        return line
    way = _whole_way(line.incident_id, Way(line.object_key, line.path, line.rule), reasons)
    return line if way is None else line._replace(object_key=way.object_key, path=way.path)


def _whole_way(incident_id: int, way: Way, reasons: Reasons) -> Way | None:
    """The way with the reason before it; None where there is none to tell."""
    reason = None if way.object_key is None else reasons.get((incident_id, way.object_key))
    if not reason:
        return None
    # In a reason each step says what the one before is to it, in a way how the next one needs it
    before = tuple(
        {'type': step['type'], 'id': step['id'], 'relation': following['relation']}
        for step, following in pairwise(reason)
    )
    first = reason[0]
    content_type = ContentType.objects.get_by_natural_key(*first['type'].split('.'))
    return way._replace(object_key=joined_object_key(content_type.pk, first['id']), path=before + way.path)
