"""The bad time of rows cut into cells, and the ways of incidents laid on them: what a ledger is drawn up from."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ...engine.grid import Grid
from ...engine.instants import I64, Bools
from ...engine.intervals import Spans, overlapping, ranges
from ...engine.structure import DEGRADED, Explained

__all__ = ('Cells', 'Runs', 'cells_of', 'runs_of')


@dataclass(frozen=True, slots=True)
class Cells:
    """Spans of rows in one bad state, within which nothing changes: (n,) each, sorted by row and time.

    segment: of `Explained`. of: which cell each way lies in, (m,); piece: the piece of `Explained` that is the way,
    sorted by cell.
    """

    row: I64
    segment: I64
    start_us: I64
    end_us: I64
    of: I64
    piece: I64
    explained: Explained
    _grid: Grid = field(repr=False)
    _place: I64 = field(repr=False)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return int(self.row.size)

    def inside(self, spans: Spans) -> Bools:
        """Which cells lie in one of these spans of rows, which the cells were cut by."""
        owners = np.unique(self.row)
        spans = spans.take(np.isin(spans.owner, owners))
        return self._grid.count(spans)[self._place] > 0


class Runs(NamedTuple):
    """Neighbouring cells of a row through which one way goes on unchanged, as the first one of its cells or not.

    (n,) each. cell: the first one. order: in which they begin. members, places: the cells of all runs one after the
    other, and where those of each begin.
    """

    row: I64
    incident: I64
    path: I64
    what: I64
    is_first: Bools
    start_us: I64
    end_us: I64
    cell: I64
    order: I64
    members: I64
    places: I64

    def sums(self, value: I64) -> I64:
        """The sum of a value over the cells of each run."""
        if not self.places.size:
            return np.zeros(0, dtype=np.int64)
        return np.add.reduceat(value[self.members], self.places)


def cells_of(explained: Explained, node: I64, spans: Spans, cuts: Spans) -> Cells:
    """The cells of the rows, each about a node within its span; cut by these too (owner: the row)."""
    bad = np.flatnonzero(explained.segments.state >= DEGRADED)
    states = explained.segments.spans.take(bad)
    row, segment = overlapping(states, node, spans.start_us, spans.end_us)
    pairs = Spans(
        row,
        np.maximum(states.start_us[segment], spans.start_us[row]),
        np.minimum(states.end_us[segment], spans.end_us[row]),
    )
    segment = bad[segment]
    ways, piece = _ways_in(explained, pairs, segment)
    cuts = cuts.take(np.isin(cuts.owner, np.unique(row)))
    grid = Grid.of(pairs, ways, cuts)
    pair_of = np.full(grid.size, -1, dtype=np.int64)
    covered = grid.cells(pairs)
    length = covered.last - covered.first
    pair_of[ranges(covered.first, length)] = np.repeat(np.arange(row.size), length)
    place = np.flatnonzero(pair_of >= 0)
    number = np.cumsum(pair_of >= 0) - 1
    at_us = grid.packing.instants(grid.boundaries) if grid.size else grid.boundaries
    covered = grid.cells(ways)
    length = covered.last - covered.first
    of = number[ranges(covered.first, length)]
    return Cells(
        row[pair_of[place]],
        segment[pair_of[place]],
        at_us[place],
        at_us[place + 1],
        of,
        np.repeat(piece, length),
        explained,
        grid,
        place,
    )


def _ways_in(explained: Explained, pairs: Spans, segment: I64) -> tuple[Spans, I64]:
    """The pieces of the segment of each pair, inside it."""
    first = np.searchsorted(explained.segment, segment, side='left')
    count = np.searchsorted(explained.segment, segment, side='right') - first
    pair, piece = np.repeat(np.arange(segment.size, dtype=np.int64), count), ranges(first, count)
    start_us = np.maximum(explained.start_us[piece], pairs.start_us[pair])
    end_us = np.minimum(explained.end_us[piece], pairs.end_us[pair])
    kept = end_us > start_us
    return Spans(pairs.owner[pair[kept]], start_us[kept], end_us[kept]), piece[kept]


def runs_of(cells: Cells, what: I64, incident_of: I64, is_excused: I64) -> Runs:
    """The cells joined where incident, way, class and state go on; one run for each way of a cell.

    what: the class of each cell. incident_of: of each effect. Of an incident the first way counts; excused ones last.
    """
    explained = cells.explained
    incident = incident_of[explained.effect[cells.piece]]
    # Pieces are sorted by distance within their segment, and so within a cell
    order = np.lexsort((cells.piece, incident, cells.of))
    cell, incident, piece = cells.of[order], incident[order], cells.piece[order]
    fresh = np.append(True, (cell[1:] != cell[:-1]) | (incident[1:] != incident[:-1]))[: cell.size]
    cell, incident, piece = cell[fresh], incident[fresh], piece[fresh]
    order = np.lexsort((incident, explained.distance[piece], is_excused[incident], cell))
    cell, incident, piece = cell[order], incident[order], piece[order]
    is_first = np.append(True, cell[1:] != cell[:-1])[: cell.size]
    state, path = explained.segments.state[cells.segment[cell]], explained.path[piece]
    begins = np.arange(cell.size, dtype=np.int64)
    keys = (is_first.astype(np.int64), state, what[cell], path, incident, cells.row[cell])
    order = np.lexsort((cell, *keys))
    keys = tuple(key[order] for key in keys)
    cell, begins = cell[order], begins[order]
    goes_on = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    goes_on &= cells.end_us[cell[:-1]] == cells.start_us[cell[1:]]
    places = np.flatnonzero(np.append(True, ~goes_on)[: cell.size])
    last = np.append(places[1:], cell.size)[: places.size] - 1
    first_flag, _state, run_what, run_path, run_incident, run_row = (key[places] for key in keys)
    return Runs(
        run_row,
        run_incident,
        run_path,
        run_what,
        first_flag.astype(np.bool_),
        cells.start_us[cell[places]],
        cells.end_us[cell[last]],
        cell[places],
        begins[places],
        cell,
        places,
    )
