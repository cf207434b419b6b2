"""Spans of objects in a state: how they are packed, flattened to one state per instant, and kept by object."""

from typing import NamedTuple

import numpy as np

from ..grid import Grid, count_cover, greatest_cover
from ..instants import I64, Bools
from ..intervals import Spans, ranges
from .facts import NO_WEIGHT

_CAUSE_BITS = 41
_LAST_CAUSE = (1 << _CAUSE_BITS) - 1
_WEIGHT_BITS = 14  # holds 0 (none) to 10001
_DEFAULT_SHIFT = _CAUSE_BITS + _WEIGHT_BITS
_STATE_SHIFT = _DEFAULT_SHIFT + 1
_NOTHING = np.iinfo(np.int64).min


class Segments(NamedTuple):
    """Spans of objects (the owners), each in one state: (n,) each.

    state: above UP. weight: the greatest explicit one of what degrades, in ten-thousandths, or NO_WEIGHT. default:
    whether something degrades at the weight of the agreement. cause: the index of the first effect behind the state.
    """

    spans: Spans
    state: I64
    weight: I64
    default: Bools
    cause: I64

    def take(self, which: Bools | I64) -> 'Segments':
        """The segments that a mask or an index chooses."""
        return Segments(
            self.spans.take(which), self.state[which], self.weight[which], self.default[which], self.cause[which]
        )

    @property
    def size(self) -> int:
        """The number of segments."""
        return self.spans.size


def join_segments(parts: list[Segments]) -> Segments:
    """All segments of several collections."""
    spans = Spans(*(np.concatenate(column) for column in zip(*(part.spans for part in parts), strict=True)))
    return Segments(
        spans,
        np.concatenate([part.state for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.default for part in parts]),
        np.concatenate([part.cause for part in parts]),
    )


def packed(state: I64, weight: I64, default: Bools, cause: I64) -> I64:
    """One int64 that grows with the state, then the default, the weight, and how early the cause is."""
    explicit = np.maximum(weight, -1) + 1
    return (
        (state << _STATE_SHIFT)
        | (default.astype(np.int64) << _DEFAULT_SHIFT)
        | (explicit << _CAUSE_BITS)
        | (_LAST_CAUSE - cause)
    )


def unpacked(spans: Spans, value: I64) -> Segments:
    """The segments of packed values."""
    explicit = ((value >> _CAUSE_BITS) & ((1 << _WEIGHT_BITS) - 1)) - 1
    return Segments(
        spans,
        value >> _STATE_SHIFT,
        np.where(explicit < 0, NO_WEIGHT, explicit),
        ((value >> _DEFAULT_SHIFT) & 1).astype(np.bool_),
        _LAST_CAUSE - (value & _LAST_CAUSE),
    )


def flattened(parts: Segments) -> tuple[Spans, I64]:
    """One state per owner and instant: the worst, with the greatest weight, any default and the first cause.

    Returns disjoint sorted spans and their packed values. Overlapping parts of an owner may be many; O(n log n).
    """
    grid = Grid.of(parts.spans)
    cells = grid.cells(parts.spans)
    worst = greatest_cover(cells, _worst_key(parts.state, parts.cause), grid.size, _NOTHING)
    state, cause = _of_worst_key(worst)
    weight, default = weights_of(grid, parts, worst != _NOTHING)
    value = np.where(worst == _NOTHING, 0, packed(state, weight, default, cause))
    return grid.runs(value)


def weights_of(grid: Grid, parts: Segments, wanted: Bools) -> tuple[I64, Bools]:
    """The greatest weight and whether any default applies, in each wanted cell of a grid; nothing elsewhere."""
    weight = np.full(grid.size, NO_WEIGHT, dtype=np.int64)
    explicit = parts.weight >= 0
    if explicit.any():
        cells = grid.cells(parts.spans.take(explicit))
        weight = greatest_cover(cells, parts.weight[explicit], grid.size, NO_WEIGHT)
    default = np.zeros(grid.size, dtype=np.bool_)
    if parts.default.any():
        default = count_cover(grid.cells(parts.spans.take(parts.default)), grid.size) > 0
    return np.where(wanted, weight, NO_WEIGHT), default & wanted


def first_cause(grid: Grid, parts: Segments) -> I64:
    """The first effect behind the worst part in each cell of a grid."""
    key = greatest_cover(grid.cells(parts.spans), _worst_key(parts.state, parts.cause), grid.size, 0)
    return _of_worst_key(key)[1]


def _worst_key(state: I64, cause: I64) -> I64:
    return (state << _CAUSE_BITS) | (_LAST_CAUSE - cause)


def _of_worst_key(key: I64) -> tuple[I64, I64]:
    return key >> _CAUSE_BITS, _LAST_CAUSE - (key & _LAST_CAUSE)


class Store:
    """The flattened segments of every object so far, found by object in constant time."""

    def __init__(self, nodes: int) -> None:
        self._first = np.zeros(nodes, dtype=np.int64)
        self._count = np.zeros(nodes, dtype=np.int64)
        self._columns = np.zeros((3, 1024), dtype=np.int64)
        self.size = 0

    def put(self, nodes: I64, spans: Spans, value: I64) -> None:
        """Set the segments of these objects (sorted); one without any has none."""
        needed = self.size + spans.size
        if needed > self._columns.shape[1]:
            grown = np.zeros((3, max(needed, 2 * self._columns.shape[1])), dtype=np.int64)
            grown[:, : self.size] = self._columns[:, : self.size]
            self._columns = grown
        self._columns[:, self.size : needed] = spans.start_us, spans.end_us, value
        self._first[nodes] = self.size + np.searchsorted(spans.owner, nodes, side='left')
        self._count[nodes] = np.searchsorted(spans.owner, nodes, side='right') - np.searchsorted(spans.owner, nodes)
        self.size = needed

    def forget_after(self, size: int) -> None:
        """Give back what was put after the store had this size; those objects are to be put again."""
        self.size = size

    def of(self, nodes: I64) -> tuple[I64, Segments]:
        """The segments of each asked object: which question each answers, and the segments with it as owner."""
        count = self._count[nodes]
        asked = np.repeat(np.arange(nodes.size, dtype=np.int64), count)
        start_us, end_us, value = self._columns[:, ranges(self._first[nodes], count)]
        return asked, unpacked(Spans(asked, start_us, end_us), value)
