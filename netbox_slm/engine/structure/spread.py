"""States of all objects over time, in one pass over the structure (semantics.md §2, §4; graph.md §1).

Objects are taken in order of what they need, all of one level at once; rings are repeated until nothing changes,
which is the least fixed point. No Python loop over objects or incidents.
"""

from typing import NamedTuple

import numpy as np

from ..grid import Grid, count_cover
from ..instants import I64, Bools
from ..intervals import Spans, clip
from .facts import DEFAULT_WEIGHT, GROUP, NO_WEIGHT, SOFT, Effects, Needs, check_effects, check_needs
from .needs import AT_RISK, DEGRADED, DOWN, UP
from .order import Order, order_of
from .segments import Segments, Store, first_cause, flattened, join_segments, packed, unpacked, weights_of
from .views import View, with_private_views


def spread(
    nodes: int, is_service: Bools, needs: Needs, effects: Effects, start_us: int, end_us: int, *, wanted: I64
) -> Segments:
    """The states above UP of the wanted objects in [start_us, end_us): sorted by object and time, disjoint per object.

    nodes: how many objects there are. is_service: (nodes,); an effect that names a service replaces what its incident
    does through that service's own CIs. wanted: sorted, unique. `cause` of a segment is an index into `effects`, which
    are best sorted by start: the first of equals is named. Raises StructureError.
    """
    _asked, found = settle(nodes, is_service, needs, effects, start_us, end_us).store.of(wanted)
    return found._replace(spans=found.spans._replace(owner=wanted[found.spans.owner]))


class Settled(NamedTuple):
    """The states of everything, with what they were found by.

    needs: of the view, inside the span, sorted by parent. own: what incidents say of each object outright, sorted by
    object. groups: when groups put their parents down or degraded, the owner is the group; not of groups in rings.
    """

    view: View
    needs: Needs
    own: Segments
    order: Order
    store: Store
    groups: Segments


def settle(nodes: int, is_service: Bools, needs: Needs, effects: Effects, start_us: int, end_us: int) -> Settled:
    """As `spread`, of all objects, with all that it takes to explain them. Raises StructureError."""
    check_needs(needs, nodes)
    check_effects(effects, nodes)
    view = with_private_views(nodes, is_service, needs, effects)
    # Both in order of the objects: what is looked up together then lies together
    own = _own_segments(view.effects, np.arange(view.source.size, dtype=np.int64), start_us, end_us)
    own = every = own.take(np.argsort(own.spans.owner, kind='stable'))
    needs = _inside(view.needs, start_us, end_us)
    needs = needs.take(np.argsort(needs.parent, kind='stable'))
    order = order_of(view.nodes, needs)
    store = Store(view.nodes)
    own = own._replace(cause=view.source[own.cause])
    groups: list[Segments] = []
    _put_leaves(store, own, order.level)
    own = own.take(order.level[own.spans.owner] > 0)
    for step in range(1, int(order.level.max(initial=0)) + 1):
        for in_ring in (False, True):
            chosen = (order.level == step) & (order.in_ring == in_ring)
            if chosen.any():
                these = needs.take(chosen[needs.parent]), own.take(chosen[own.spans.owner]), np.flatnonzero(chosen)
                if in_ring:
                    _put_rings(store, *these)
                else:
                    _put_level(store, *these, groups)
    found = join_segments(groups) if groups else every.take(np.zeros(0, dtype=np.int64))
    return Settled(view, needs, every, order, store, found)


def _inside(needs: Needs, start_us: int, end_us: int) -> Needs:
    """The needs that hold at some instant of the span, a member's term cut to that of its group."""
    since_us, until_us = needs.since_us.copy(), needs.until_us.copy()
    members = np.flatnonzero(needs.kind == GROUP)
    group = needs.group[members]
    since_us[members] = np.maximum(since_us[members], needs.group_since_us[group])
    until_us[members] = np.minimum(until_us[members], needs.group_until_us[group])
    since_us, until_us = np.maximum(since_us, start_us), np.minimum(until_us, end_us)
    return needs._replace(since_us=since_us, until_us=until_us).take(until_us > since_us)


def _own_segments(effects: Effects, source: I64, start_us: int, end_us: int) -> Segments:
    """What incidents say of each object outright, inside the span."""
    spans, kept = clip(Spans(effects.node, effects.start_us, effects.end_us), start_us, end_us)
    state, weight = effects.state[kept], effects.weight[kept]
    degrades = state == DEGRADED
    own = Segments(
        spans,
        state,
        np.where(degrades & (weight >= 0), weight, NO_WEIGHT),
        degrades & (weight == DEFAULT_WEIGHT),
        source[kept],
    )
    return own.take(state > UP)


def _put_leaves(store: Store, own: Segments, level: I64) -> None:
    is_leaf = level == 0
    spans, value = flattened(own.take(is_leaf[own.spans.owner]))
    store.put(np.flatnonzero(is_leaf), spans, value)


def _put_level(store: Store, needs: Needs, own: Segments, nodes: I64, groups: list[Segments]) -> None:
    """Objects whose needs are all settled."""
    store.put(nodes, *_of_level(store, needs, own, groups))


def _put_rings(store: Store, needs: Needs, own: Segments, nodes: I64) -> None:
    """Objects in rings: evaluated together until nothing changes."""
    size = store.size
    before: tuple[Spans, I64] | None = None
    while True:
        spans, value = _of_level(store, needs, own, [])
        same = before is not None and all(
            np.array_equal(one, other) for one, other in zip((*before[0], before[1]), (*spans, value), strict=True)
        )
        store.forget_after(size)
        store.put(nodes, spans, value)
        if same:
            return
        before = spans, value


def _of_level(store: Store, needs: Needs, own: Segments, groups: list[Segments]) -> tuple[Spans, I64]:
    """The flattened states of the parents of these needs, from what is stored of their children; adds to `groups`."""
    in_group = needs.kind == GROUP
    parts = [own, _by_single_needs(store, needs.take(~in_group))]
    if in_group.any():
        states = _by_groups(store, needs.take(in_group))
        groups.append(states)
        owner_of = np.zeros(needs.group_min.size, dtype=np.int64)
        owner_of[needs.group[in_group]] = needs.parent[in_group]
        parts.append(states._replace(spans=states.spans._replace(owner=owner_of[states.spans.owner])))
    return flattened(join_segments(parts))


def _came(store: Store, needs: Needs) -> tuple[I64, Segments]:
    """The states of the children inside the term of each need: the index of the need, and the segments."""
    asked, found = store.of(needs.child)
    spans, kept = clip(found.spans, needs.since_us[asked], needs.until_us[asked])
    return asked[kept], found.take(kept)._replace(spans=spans)


def _by_single_needs(store: Store, needs: Needs) -> Segments:
    """What passes through required, hard and soft needs. A soft one only degrades; down, at the agreement's weight."""
    which, came = _came(store, needs)
    is_soft = needs.kind[which] == SOFT
    is_down = came.state == DOWN
    passed = came._replace(
        spans=came.spans._replace(owner=needs.parent[which]),
        state=np.where(is_soft, DEGRADED, came.state),
        weight=np.where(is_soft & is_down, NO_WEIGHT, came.weight),
        default=np.where(is_soft & is_down, True, came.default),
    )
    return passed.take(~is_soft | (came.state >= DEGRADED))


def _by_groups(store: Store, needs: Needs) -> Segments:
    """The state of each group (the owner): that of its N-th best member, at risk where that is up and one is down."""
    groups, which_group = np.unique(needs.group, return_inverse=True)
    terms = Spans(which_group, needs.since_us, needs.until_us)
    which, came = _came(store, needs)
    came = came._replace(spans=came.spans._replace(owner=which_group[which]))
    grid = Grid.of(terms, came.spans)
    cells = grid.cells(came.spans)
    present = grid.count(terms)
    needed = np.minimum(np.repeat(needs.group_min[groups], _cells_of(grid, groups.size)), present)
    state = np.zeros(grid.size, dtype=np.int64)
    for least in (AT_RISK, DEGRADED, DOWN):
        worse = came.state >= least
        out = count_cover(cells.take(worse), grid.size)
        state += (present - out < needed).astype(np.int64)
        any_down = out > 0  # of the last round, DOWN
    state = np.where((state == UP) & any_down, AT_RISK, state)
    weight, default = weights_of(grid, came, state >= DEGRADED)
    value = np.where(state > UP, packed(state, weight, default, first_cause(grid, came)), 0)
    spans, value = grid.runs(value)
    return unpacked(spans._replace(owner=groups[spans.owner]), value)


def _cells_of(grid: Grid, owners: int) -> I64:
    """How many cells each owner has."""
    return np.bincount(grid.packing.owners(grid.boundaries), minlength=owners)
