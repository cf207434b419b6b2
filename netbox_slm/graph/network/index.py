"""Which rows of the network an object takes part in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...engine.instants import I64
from ..links.keys import CHASSIS, PATH, kinds_of
from .rows import Rows

__all__ = ('RowIndex', 'index_of')


_ROOM = 20_000  # entries beside; then they are put in


@dataclass(frozen=True, slots=True)
class RowIndex:
    """key: (k,) sorted keys of ends, parts and sources; row: (k,) where each is.

    beside: entries that came later, also sorted. Putting a few into a million takes longer than asking twice.
    """

    key: I64
    row: NDArray[np.int32]
    beside: 'RowIndex | None' = None

    def hits(self, wanted: I64) -> tuple[I64, NDArray[np.int32]]:
        """Every row of each wanted key, with the place of that key in `wanted`; in order of that place."""
        begin = np.searchsorted(self.key, wanted, 'left')
        count = np.searchsorted(self.key, wanted, 'right') - begin
        ends = np.cumsum(count)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin - ends + count, count)
        place, row = np.repeat(np.arange(len(wanted)), count), self.row[at]
        if self.beside is None:
            return place, row
        more_place, more_row = self.beside.hits(wanted)
        place, row = np.concatenate((place, more_place)), np.concatenate((row, more_row))
        order = np.argsort(place, kind='stable')
        return place[order], row[order]

    def with_more(self, more: 'RowIndex') -> 'RowIndex':
        """Both in one; rows of an equal key stay in the order in which they came."""
        beside = self.beside.merged(more) if self.beside else more
        if len(beside.key) < _ROOM:
            return RowIndex(self.key, self.row, beside)
        return self.merged(beside)

    def merged(self, more: 'RowIndex') -> 'RowIndex':
        """The same as one sorted list, without what is beside."""
        at = np.searchsorted(self.key, more.key, 'right')
        return RowIndex(np.insert(self.key, at, more.key), np.insert(self.row, at, more.row))


def index_of(rows: Rows, first_row: int = 0) -> RowIndex:
    """The index of some rows that are numbered from `first_row`."""
    numbers = np.arange(first_row, first_row + len(rows), dtype=np.int32)
    by_source = np.isin(kinds_of(rows.source), (PATH, CHASSIS))
    keys = np.concatenate((rows.a, rows.b, rows.source[by_source], rows.parts))
    places = np.concatenate((numbers, numbers, numbers[by_source], np.repeat(numbers, rows.count)))
    there = keys >= 0
    keys, places = keys[there], places[there]
    order = np.argsort(keys, kind='stable')
    return RowIndex(keys[order], places[order])
