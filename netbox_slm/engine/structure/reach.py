"""Which incidents are behind the states of many objects, and by which ways: `causes_at` for all instants at once.

Taken level by level, as `spread` does: what reaches an object comes from itself or through one of its needs. No
Python loop over objects or incidents, but over the cells of what lies in rings.
"""

from typing import NamedTuple

import numpy as np

from ..instants import I64, Bools
from ..intervals import overlapping, ranges
from .facts import GROUP, SOFT, Effects, Needs
from .needs import DEGRADED
from .rings import ways_in_rings
from .segments import Segments
from .spread import Settled, settle
from .ways import START, Paths, WayRows

__all__ = ('Explained', 'Paths', 'explain')


class Explained(NamedTuple):
    """States with what explains them.

    segments: as `spread` gives them. Of each piece, (n,): `segment` that it explains, from start_us to end_us, sorted
    by segment and then nearest first; `effect` behind it; `distance`, the number of objects on the way; `path`.
    At each instant those of one incident are its ways, of which the first one counts, as in `causes_at`.
    """

    segments: Segments
    segment: I64
    start_us: I64
    end_us: I64
    effect: I64
    distance: I64
    path: I64
    paths: Paths


def explain(
    nodes: int, is_service: Bools, needs: Needs, effects: Effects, start_us: int, end_us: int, *, wanted: I64
) -> Explained:
    """The states of the wanted objects, as `spread` gives them, with the ways of all incidents that make them so."""
    settled = settle(nodes, is_service, needs, effects, start_us, end_us)
    _asked, segments = settled.store.of(wanted)
    segments = segments._replace(spans=segments.spans._replace(owner=wanted[segments.spans.owner]))
    paths = Paths.none()
    rows = _all_ways(settled, is_service, needs, effects, paths)
    rows = rows.take(np.isin(rows.owner, wanted))
    which, segment = overlapping(segments.spans, rows.owner, rows.start_us, rows.end_us)
    worst = segments.state[segment] == rows.state[which]
    which, segment = which[worst], segment[worst]
    found = rows.take(which)
    effect = settled.view.source[found.effect]
    order = np.lexsort((np.arange(which.size), effects.node[effect], effects.incident[effect], found.distance, segment))
    found, segment = found.take(order), segment[order]
    return Explained(
        segments,
        segment,
        np.maximum(found.start_us, segments.spans.start_us[segment]),
        np.minimum(found.end_us, segments.spans.end_us[segment]),
        effect[order],
        found.distance,
        found.path,
        paths,
    )


def _all_ways(settled: Settled, is_service: Bools, needs: Needs, effects: Effects, paths: Paths) -> WayRows:
    """What reaches each object, by level; sorted by object within a level."""
    order, known = settled.order, _Known(settled.view.nodes)
    outright = _outright(settled, paths)
    for step in range(int(order.level.max(initial=0)) + 1):
        chosen = (order.level == step) & ~order.in_ring
        rows = outright.take(chosen[outright.owner])
        if step:
            rows = rows.joined(_through(settled, known, settled.needs.take(chosen[settled.needs.parent]), paths))
            members = np.flatnonzero((order.level == step) & order.in_ring)
            if members.size:
                rows = rows.joined(ways_in_rings(settled, is_service, needs, effects, members, paths))
        known.put(_shortest(rows))
    return known.rows


def _outright(settled: Settled, paths: Paths) -> WayRows:
    """What incidents say of each object outright."""
    own = settled.own.take(settled.own.state >= DEGRADED)
    owner, which = np.unique(own.spans.owner, return_inverse=True)
    path = paths.add(np.full(owner.size, -1, dtype=np.int64), START, settled.view.original(owner))
    return WayRows(*own.spans, own.state, own.cause, np.ones(which.size, dtype=np.int64), path[which].reshape(-1))


def _through(settled: Settled, known: '_Known', needs: Needs, paths: Paths) -> WayRows:
    """What reaches the parents of these needs through their children, in order of the needs."""
    need, came = known.of(needs.child)
    start_us, end_us = np.maximum(came.start_us, needs.since_us[need]), np.minimum(came.end_us, needs.until_us[need])
    state = np.where(needs.kind[need] == SOFT, np.minimum(came.state, DEGRADED), came.state)
    plain = np.flatnonzero((end_us > start_us) & (needs.kind[need] != GROUP))
    grouped = np.flatnonzero((end_us > start_us) & (needs.kind[need] == GROUP))
    groups = settled.groups.take(settled.groups.state >= DEGRADED)
    groups = groups.take(np.argsort(groups.spans.owner, kind='stable'))
    which, stood = overlapping(groups.spans, needs.group[need[grouped]], start_us[grouped], end_us[grouped])
    which = grouped[which]
    row = np.concatenate((plain, which))
    start_us = np.concatenate((start_us[plain], np.maximum(start_us[which], groups.spans.start_us[stood])))
    end_us = np.concatenate((end_us[plain], np.minimum(end_us[which], groups.spans.end_us[stood])))
    state = np.concatenate((state[plain], np.minimum(state[which], groups.state[stood])))
    order = np.argsort(need[row], kind='stable')
    row, came = row[order], came.take(row[order])
    parent = needs.parent[need[row]]
    path = paths.extended(came.path, needs.kind[need[row]], settled.view.original(parent))
    return WayRows(parent, start_us[order], end_us[order], state[order], came.effect, came.distance + 1, path)


def _shortest(rows: WayRows) -> WayRows:
    """Sorted by object, the nearest first; without those that never are the way of their effect.

    A way is left out where the first one of its object, effect and state is as short and lasts as long. So in a web of
    services it does not matter by how many ways an effect comes.
    """
    order = np.lexsort((rows.distance, -rows.state, rows.effect, rows.owner))
    rows = rows.take(order)
    same = (
        (rows.owner[1:] == rows.owner[:-1])
        & (rows.effect[1:] == rows.effect[:-1])
        & (rows.state[1:] == rows.state[:-1])
    )
    is_first = np.append(True, ~same)[: rows.owner.size]
    first = np.flatnonzero(is_first)[np.cumsum(is_first) - 1]
    covered = (rows.start_us[first] <= rows.start_us) & (rows.end_us[first] >= rows.end_us)
    return rows.take(is_first | ~covered)


class _Known:
    """The ways to every object so far, found by object in constant time."""

    def __init__(self, nodes: int) -> None:
        self._first = np.zeros(nodes, dtype=np.int64)
        self._count = np.zeros(nodes, dtype=np.int64)
        self.rows = WayRows.none()

    def put(self, rows: WayRows) -> None:
        """Add the ways to objects of one level, sorted by object."""
        owner, first, count = np.unique(rows.owner, return_index=True, return_counts=True)
        self._first[owner], self._count[owner] = self.rows.owner.size + first, count
        self.rows = self.rows.joined(rows)

    def of(self, nodes: I64) -> tuple[I64, WayRows]:
        """The ways to each asked object: which question each answers, and the ways."""
        count = self._count[nodes]
        asked = np.repeat(np.arange(nodes.size, dtype=np.int64), count)
        return asked, self.rows.take(ranges(self._first[nodes], count))
