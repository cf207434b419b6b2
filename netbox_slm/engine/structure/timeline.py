"""States of services over time: incidents on CIs and services, carried through links that hold for a term.

CIs are leaves here; services need CIs (required, or in a group) and services (hard, soft). All arrays of one
evaluation share one grid of cells: the spans between neighbouring instants at which anything changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..instants import I64, Bools, States
from .needs import AT_RISK, DEGRADED, DOWN, UP

NO_WEIGHT = -2  # nothing degrades
DEFAULT_WEIGHT = -1  # degraded, at the weight of the agreement

REQUIRED, GROUP, HARD, SOFT = range(4)


class Effects(NamedTuple):
    """What incidents do to CIs and services: one entry per incident and object, (n,) int64 each.

    node: CIs and services share one numbering. state: UP (no effect), DEGRADED or DOWN. weight: of degraded time in
    ten-thousandths, DEFAULT_WEIGHT for the agreement's. incident: its number. An entry that names a service replaces
    what its incident does to this service through the service's own CIs (semantics.md §4).
    """

    node: I64
    start_us: I64
    end_us: I64
    state: I64
    weight: I64
    incident: I64

    def take(self, which: Bools | I64) -> 'Effects':
        """The entries that a mask or an index chooses."""
        return Effects(*(column[which] for column in self))


class Link(NamedTuple):
    """`service` needs `node` in [since_us, until_us): REQUIRED, HARD, SOFT, or a member of `group` (its index)."""

    service: int
    node: int
    kind: int
    since_us: int
    until_us: int
    group: int = -1


class Links(NamedTuple):
    """The needs of services; group_min[g] is N of group g, which holds in [group_since_us[g], group_until_us[g])."""

    links: Sequence[Link]
    group_min: Sequence[int] = ()
    group_since_us: Sequence[int] = ()
    group_until_us: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of services in each cell: cell i lasts from edges_us[i] to edges_us[i + 1].

    services: node numbers, (s,). state: (s, cells). weight: of degraded time, in ten-thousandths, DEFAULT_WEIGHT or
    NO_WEIGHT: the greatest explicit one. default: whether the agreement's own weight applies beside. step: how many
    needs lie between a state and the incident it comes from, for causes.
    """

    edges_us: I64
    services: dict[int, int]
    state: States
    weight: I64
    default: Bools
    step: I64

    def weight_of(self, service: int, default_weight: int) -> I64:
        """Weight of each cell for one service: 10000 when down, the greatest that applies when degraded, else 0."""
        row = self.services[service]
        degraded = np.maximum(np.maximum(self.weight[row], 0), np.where(self.default[row], default_weight, 0))
        return np.where(self.state[row] == DOWN, 10_000, np.where(self.state[row] == DEGRADED, degraded, 0))


class _Row(NamedTuple):
    """State, weight and default flag of one object in each cell."""

    state: States
    weight: I64
    default: Bools


def evaluate(
    services: Sequence[int], links: Links, effects: Effects, start_us: int, end_us: int, *, ignored: Bools | None = None
) -> Timeline:
    """The states of these services in [start_us, end_us), with all that they need (semantics.md §2, §4).

    services: every service that takes part, those needed included. ignored: effects that are left out. Rings end: the
    least fixed point. O(rounds x links x cells).
    """
    if ignored is not None:
        effects = effects.take(~ignored)
    effects = effects.take((effects.end_us > start_us) & (effects.start_us < end_us))
    edges_us = _edges(links, effects, start_us, end_us)
    context = _Context(services, links, effects, edges_us)
    shape = (len(services), edges_us.size - 1)
    state = np.zeros(shape, dtype=np.int8)
    weight = np.full(shape, NO_WEIGHT, dtype=np.int64)
    default = np.zeros(shape, dtype=np.bool_)
    step = np.zeros(shape, dtype=np.int64)
    for row, fixed in enumerate(context.fixed):
        state[row], weight[row], default[row] = fixed
    rounds = 0
    changed = bool(context.between)
    while changed:
        rounds += 1
        before = state.copy(), weight.copy(), default.copy()
        for row, needed_row, kind, holds in context.between:
            came = _through(_Row(before[0][needed_row], before[1][needed_row], before[2][needed_row]), kind, holds)
            merged = _worst(_Row(state[row], weight[row], default[row]), came)
            state[row], weight[row], default[row] = merged
        moved = state != before[0]
        step[moved] = rounds
        changed = bool(moved.any() or (weight != before[1]).any() or (default != before[2]).any())
    return Timeline(edges_us, {node: row for row, node in enumerate(services)}, state, weight, default, step)


def _edges(links: Links, effects: Effects, start_us: int, end_us: int) -> I64:
    instants = [effects.start_us, effects.end_us, np.array([start_us, end_us], dtype=np.int64)]
    terms = [at for link in links.links for at in (link.since_us, link.until_us)]
    instants.append(np.array([*terms, *links.group_since_us, *links.group_until_us], dtype=np.int64))
    edges: I64 = np.unique(np.clip(np.concatenate(instants), start_us, end_us))
    return edges


class _Context:
    """The grid of one evaluation, and what each service gets from incidents without any other service."""

    def __init__(self, services: Sequence[int], links: Links, effects: Effects, edges_us: I64) -> None:
        self.effects, self.edges_us, self.cells = effects, edges_us, edges_us.size - 1
        self.links = links
        order = np.argsort(effects.node, kind='stable')
        self._order, self._nodes = order, effects.node[order]
        self._rows: dict[int, _Row] = {}
        row_of = {node: row for row, node in enumerate(services)}
        by_service: dict[int, list[Link]] = {node: [] for node in services}
        self.between: list[tuple[int, int, int, Bools]] = []
        for link in links.links:
            if link.service not in row_of:
                continue
            if link.kind in (HARD, SOFT):
                if link.node in row_of:
                    holds = self.holds(link.since_us, link.until_us)
                    self.between.append((row_of[link.service], row_of[link.node], link.kind, holds))
            else:
                by_service[link.service].append(link)
        self.fixed = [self._fixed(node, by_service[node]) for node in services]

    def holds(self, since_us: int, until_us: int) -> Bools:
        """The cells inside a term."""
        return (self.edges_us[:-1] >= since_us) & (self.edges_us[:-1] < until_us)

    def entries(self, node: int) -> I64:
        """Indices of the effects that name a node."""
        low, high = np.searchsorted(self._nodes, [node, node + 1])
        return self._order[low:high]

    def row(self, node: int, without: frozenset[int] = frozenset()) -> _Row:
        """What incidents do to a node, those left out that the service in question answers itself."""
        entries = self.entries(node)
        if without:
            kept = np.array([int(self.effects.incident[entry]) not in without for entry in entries], dtype=np.bool_)
            if not kept.all():
                return self._row(entries[kept])
        if node not in self._rows:
            self._rows[node] = self._row(entries)
        return self._rows[node]

    def _row(self, entries: I64) -> _Row:
        state = np.zeros(self.cells, dtype=np.int8)
        weight = np.full(self.cells, NO_WEIGHT, dtype=np.int64)
        default = np.zeros(self.cells, dtype=np.bool_)
        first = np.searchsorted(self.edges_us, np.maximum(self.effects.start_us[entries], self.edges_us[0]))
        last = np.searchsorted(self.edges_us, np.minimum(self.effects.end_us[entries], self.edges_us[-1]))
        for entry, low, high in zip(entries.tolist(), first.tolist(), last.tolist(), strict=True):
            found = int(self.effects.state[entry])
            np.maximum(state[low:high], found, out=state[low:high])
            if found == DEGRADED:
                if self.effects.weight[entry] == DEFAULT_WEIGHT:
                    default[low:high] = True
                else:
                    np.maximum(weight[low:high], self.effects.weight[entry], out=weight[low:high])
        return _Row(state, weight, default)

    def _fixed(self, service: int, links: list[Link]) -> _Row:
        """What a service gets by its own name, its required CIs and its groups."""
        answered = frozenset(self.effects.incident[self.entries(service)].tolist())
        found = self.row(service)
        members: dict[int, list[tuple[_Row, Bools]]] = {}
        for link in links:
            row, holds = self.row(link.node, answered), self.holds(link.since_us, link.until_us)
            if link.kind == REQUIRED:
                found = _worst(found, _through(row, REQUIRED, holds))
            else:
                members.setdefault(link.group, []).append((row, holds))
        for group, rows in members.items():
            holds = self.holds(self.links.group_since_us[group], self.links.group_until_us[group])
            found = _worst(found, _through(_group(rows, self.links.group_min[group]), GROUP, holds))
        return found


def _through(row: _Row, kind: int, holds: Bools) -> _Row:
    """What arrives through a need: a soft one degrades at the weight of what degrades it, when down at the default."""
    state = row.state
    default = row.default & (row.state >= DEGRADED)
    if kind == SOFT:
        default = default | (state == DOWN)
        state = np.where(state >= DEGRADED, DEGRADED, UP).astype(np.int8)
    return _Row(
        np.where(holds, state, UP).astype(np.int8),
        np.where(holds & (row.state >= DEGRADED), row.weight, NO_WEIGHT),
        holds & default,
    )


def _worst(one: _Row, other: _Row) -> _Row:
    return _Row(np.maximum(one.state, other.state), np.maximum(one.weight, other.weight), one.default | other.default)


def _group(rows: list[tuple[_Row, Bools]], min_available: int) -> _Row:
    """N of the members that belong at each instant; where fewer belong, N is as many (graph.md §1)."""
    nobody = np.int8(DOWN + 1)
    states = np.sort(np.stack([np.where(holds, row.state, nobody) for row, holds in rows]), axis=0)
    present = np.stack([holds for _row, holds in rows]).sum(axis=0)
    nth = np.clip(np.minimum(min_available, present) - 1, 0, None)
    state = np.take_along_axis(states, nth[np.newaxis, :], axis=0)[0]
    state = np.where(present == 0, UP, state)
    is_out = (states == DOWN).any(axis=0)
    state = np.where((state == UP) & is_out, AT_RISK, state).astype(np.int8)
    weight = np.full(state.shape, NO_WEIGHT, dtype=np.int64)
    default = np.zeros(state.shape, dtype=np.bool_)
    for row, holds in rows:
        counts = holds & (row.state == DEGRADED) & (state >= DEGRADED)
        weight = np.where(counts, np.maximum(weight, row.weight), weight)
        default |= counts & row.default
    return _Row(state, weight, default)
