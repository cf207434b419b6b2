"""The cells that a set of intervals cuts time into, owner by owner: what counting and maxima over time stand on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .distinct import distinct
from .instants import I64, SECOND_US, Bools

if TYPE_CHECKING:
    from .intervals import Spans

_KEY_BITS = 63


@dataclass(frozen=True, slots=True)
class Packing:
    """Owner and instant in one int64 that sorts as (owner, instant): half the cost of sorting two columns."""

    low_us: int
    bits: int
    unit_us: int = 1
    table: I64 | None = None  # the instants by rank, where owner and instant do not fit together

    @classmethod
    def of(cls, owner: I64, *instants: I64) -> 'Packing':
        """A packing for these owners and instants."""
        filled = [at_us for at_us in instants if at_us.size]
        if not filled:
            return cls(0, 1)
        low, high = min(int(at_us.min()) for at_us in filled), max(int(at_us.max()) for at_us in filled)
        room = _KEY_BITS - int(owner.max()).bit_length()
        for unit_us in (1, SECOND_US):
            bits = max(((high - low) // unit_us).bit_length(), 1)
            if bits <= room and all(_is_multiple(at_us, low, unit_us) for at_us in filled):
                return cls(low, bits, unit_us)
        table = distinct(np.concatenate(filled))
        return cls(low, max(len(table).bit_length(), 1), 1, table)

    def keys(self, owner: I64, at_us: I64) -> I64:
        """The key of each (owner, instant); the instants are some that the packing was made for."""
        if self.table is not None:
            return (owner << self.bits) | np.searchsorted(self.table, at_us)
        when = at_us - self.low_us
        return (owner << self.bits) | (when if self.unit_us == 1 else when // self.unit_us)

    def instants(self, keys: I64) -> I64:
        """The instant of each key."""
        when = keys & ((1 << self.bits) - 1)
        return when * self.unit_us + self.low_us if self.table is None else self.table[when]

    def owners(self, keys: I64) -> I64:
        """The owner of each key."""
        return keys >> self.bits


def _is_multiple(at_us: I64, low_us: int, unit_us: int) -> bool:
    return unit_us == 1 or not ((at_us - low_us) % unit_us).any()


@dataclass(frozen=True, slots=True)
class Cells:
    """Which cells each interval covers: [first, last)."""

    first: I64
    last: I64

    def take(self, which: Bools | I64) -> 'Cells':
        """Those of the intervals that a mask or an index chooses."""
        return Cells(self.first[which], self.last[which])


@dataclass(frozen=True, slots=True)
class Grid:
    """Elementary cells: cell i lasts from boundary i to boundary i + 1 where both have one owner; else it is none."""

    packing: Packing
    boundaries: I64

    @classmethod
    def of(cls, *parts: 'Spans') -> 'Grid':
        """The cells between all starts and ends of the intervals of each owner."""
        owner = np.concatenate([part.owner for part in parts])
        start_us = np.concatenate([part.start_us for part in parts])
        end_us = np.concatenate([part.end_us for part in parts])
        packing = Packing.of(owner, start_us, end_us)
        keys = np.concatenate((packing.keys(owner, start_us), packing.keys(owner, end_us)))
        keys.sort()
        fresh = np.append(True, keys[1:] != keys[:-1]) if keys.size else np.zeros(0, dtype=np.bool_)
        return cls(packing, keys[fresh])

    @property
    def size(self) -> int:
        """The number of cells, those between two owners included."""
        return int(self.boundaries.size)

    def cells(self, spans: 'Spans') -> Cells:
        """The cells that each interval covers."""
        return Cells(
            np.searchsorted(self.boundaries, self.packing.keys(spans.owner, spans.start_us)),
            np.searchsorted(self.boundaries, self.packing.keys(spans.owner, spans.end_us)),
        )

    def count(self, spans: 'Spans') -> I64:
        """How many of the intervals cover each cell."""
        return count_cover(self.cells(spans), self.size)

    def where(self, wanted: Bools) -> 'Spans':
        """The maximal spans of the cells that are wanted; a cell between two owners never is."""
        return self.runs(wanted.astype(np.int64))[0]

    def runs(self, value: I64, nothing: int = 0) -> tuple['Spans', I64]:
        """Maximal spans of equal value that is not `nothing`, and the value of each."""
        from .intervals import Spans  # noqa: PLC0415 - the two modules are one subject, split by size

        if not self.size:
            empty = np.zeros(0, dtype=np.int64)
            return Spans(empty, empty, empty), empty
        owner, at_us = self.packing.owners(self.boundaries), self.packing.instants(self.boundaries)
        filled = value != nothing
        starts = np.flatnonzero(filled & np.append(True, (value[1:] != value[:-1]) | (owner[1:] != owner[:-1])))
        ends = np.flatnonzero(filled & np.append((value[1:] != value[:-1]) | (owner[1:] != owner[:-1]), True))
        return Spans(owner[starts], at_us[starts], at_us[ends + 1]), value[starts]


def count_cover(cells: Cells, size: int) -> I64:
    """How many ranges cover each of `size` cells."""
    step = np.bincount(cells.first, minlength=size) - np.bincount(cells.last, minlength=size)
    return np.cumsum(step)


def greatest_cover(cells: Cells, value: I64, size: int, nothing: int) -> I64:
    """The greatest value of the ranges that cover each of `size` cells, `nothing` where none does.

    A range of length n is two blocks of the greatest power of two in n; blocks are handed down from the largest to
    the smallest, so every range costs two writes and every power one pass: O(size log(longest) + n).
    """
    best = np.full(size, nothing, dtype=np.int64)
    length = cells.last - cells.first
    kept = length > 0
    first, last, value = cells.first[kept], cells.last[kept], value[kept]
    power = np.frexp(length[kept].astype(np.float64))[1] - 1
    for level in range(int(power.max(initial=-1)), -1, -1):
        half = 1 << level
        if half < size:
            handed = best.copy()
            np.maximum(handed[half:], best[:-half], out=handed[half:])
            best = handed
        here = power == level
        np.maximum.at(best, first[here], value[here])
        np.maximum.at(best, last[here] - half, value[here])
    return best
