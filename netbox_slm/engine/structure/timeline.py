"""States of some services over time on one common grid of cells: what a figure and its explanation are read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..distinct import distinct
from ..instants import I64, Bools, States
from .facts import DEFAULT_WEIGHT, FULL_WEIGHT, GROUP, HARD, NO_WEIGHT, REQUIRED, SOFT, Effects, Link, Links, Needs
from .needs import DEGRADED, DOWN
from .segments import Segments
from .spread import spread

__all__ = (
    'DEFAULT_WEIGHT',
    'GROUP',
    'HARD',
    'NO_WEIGHT',
    'REQUIRED',
    'SOFT',
    'Effects',
    'Link',
    'Links',
    'Timeline',
    'counted_weight',
    'evaluate',
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of services in each cell: cell i lasts from edges_us[i] to edges_us[i + 1]. Causes stay in a cell.

    services: the row of each service. state, weight, default: (services, cells). weight: of degraded time, the
    greatest explicit one, in ten-thousandths, or NO_WEIGHT. default: whether the agreement's weight applies beside.
    """

    edges_us: I64
    services: dict[int, int]
    state: States
    weight: I64
    default: Bools

    def weight_of(self, service: int, default_weight: int) -> I64:
        """Weight of each cell for one service: 10000 when down, the greatest that applies when degraded, else 0."""
        row = self.services[service]
        return counted_weight(
            self.state[row].astype(np.int64), self.weight[row], self.default[row], np.int64(default_weight)
        )


def counted_weight(state: I64, weight: I64, default: Bools, default_weight: I64 | np.int64) -> I64:
    """How much of each span counts as downtime, in ten-thousandths (semantics.md §4).

    All of it when down; the greatest weight that applies when degraded, the agreement's where `default` says so.
    """
    degraded = np.maximum(np.maximum(weight, 0), np.where(default, default_weight, 0))
    return np.where(state == DOWN, FULL_WEIGHT, np.where(state == DEGRADED, degraded, 0))


def evaluate(
    services: Sequence[int], links: Links, effects: Effects, start_us: int, end_us: int, *, ignored: Bools | None = None
) -> Timeline:
    """The states of these services in [start_us, end_us), with all that they need (semantics.md §2, §4).

    services: every service that takes part, those needed included; needs of others are left out. effects: of those
    that name a service all, whenever they were. ignored: effects that are left out. Numbers of nodes need not be
    dense. For many services at once see `spread`.
    """
    if ignored is not None:
        effects = effects.take(~ignored)
    taking_part = np.array(services, dtype=np.int64)
    # An entry that names a service replaces what its incident does elsewhere, also when it lies outside the span
    inside = (effects.end_us > start_us) & (effects.start_us < end_us)
    effects = effects.take(inside | np.isin(effects.node, taking_part))
    needs = links.columns()
    needs = needs.take(np.isin(needs.parent, taking_part))
    numbers = distinct(np.concatenate((taking_part, needs.parent, needs.child, effects.node)))
    found = spread(
        numbers.size,
        np.isin(numbers, taking_part),
        needs._replace(parent=np.searchsorted(numbers, needs.parent), child=np.searchsorted(numbers, needs.child)),
        effects._replace(node=np.searchsorted(numbers, effects.node)),
        start_us,
        end_us,
        wanted=np.searchsorted(numbers, distinct(taking_part)),
    )
    row_of = {node: row for row, node in enumerate(services)}
    rows = np.array([row_of[node] for node in numbers[found.spans.owner].tolist()], dtype=np.int64)
    return _painted(row_of, rows, found, _edges(needs, effects, start_us, end_us))


def _edges(needs: Needs, effects: Effects, start_us: int, end_us: int) -> I64:
    """Every instant at which an effect or a need begins or ends: between two, causes do not change either."""
    columns = (effects.start_us, effects.end_us, *needs[3:5], *needs[7:9], np.array([start_us, end_us], dtype=np.int64))
    edges: I64 = distinct(np.clip(np.concatenate(columns), start_us, end_us))
    return edges


def _painted(row_of: dict[int, int], rows: I64, found: Segments, edges_us: I64) -> Timeline:
    """Segments laid on a grid that holds all their edges."""
    shape = (len(row_of), edges_us.size - 1)
    state = np.zeros(shape, dtype=np.int8)
    weight = np.full(shape, NO_WEIGHT, dtype=np.int64)
    default = np.zeros(shape, dtype=np.bool_)
    first = np.searchsorted(edges_us, found.spans.start_us)
    count = np.searchsorted(edges_us, found.spans.end_us) - first
    which = np.repeat(np.arange(found.size), count)
    cell = np.arange(which.size) - np.repeat(np.cumsum(count) - count - first, count)
    at = rows[which], cell
    state[at], weight[at], default[at] = found.state[which], found.weight[which], found.default[which]
    return Timeline(edges_us, row_of, state, weight, default)
