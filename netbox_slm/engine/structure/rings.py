"""Ways to objects in rings: nothing there may be explained by itself, so each moment is looked at as a whole."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ..distinct import distinct
from ..instants import I64, Bools
from .causes import RULES, Moment
from .facts import GROUP, Effects, Needs
from .needs import DEGRADED
from .segments import Segments
from .spread import Settled
from .ways import START, Paths, WayRows

_KINDS = {rule: kind for kind, rule in RULES.items()} | {'': START}


def ways_in_rings(
    settled: Settled, is_service: Bools, needs: Needs, effects: Effects, members: I64, paths: Paths
) -> WayRows:
    """The ways to these objects of the view, moment by moment. A Python loop over the cells of their bad time."""
    services = frozenset(np.flatnonzero(is_service).tolist())
    known = _KnownPaths(paths)
    rows: list[tuple[int, ...]] = []
    for member in members.tolist():
        _asked, segments = settled.store.of(np.array([member], dtype=np.int64))
        segments = segments.take(segments.state >= DEGRADED)
        if not segments.size:
            continue
        root = _root(settled, member)
        below = settled.view.original(_below(settled.needs, member))
        own = np.flatnonzero(np.isin(effects.node, np.append(below, root[0])))
        own_effects, own_needs = effects.take(own), needs.take(np.isin(needs.parent, below))
        columns = own_effects.incident.tolist(), own_effects.node.tolist(), own.tolist()
        at = {(incident, node): index for incident, node, index in zip(*columns, strict=True)}
        for state, start_us, end_us in _cells(segments, own_needs, own_effects):
            for cause in _Ways(own_needs, own_effects, services, root, start_us).causes():
                effect = at[cause.incident, cause.node]
                rows.append((member, start_us, end_us, state, effect, len(cause.path), known.path(cause.path)))
    return WayRows.of(rows)


class _Ways(Moment):
    """Causes whose path says of each object how the next one needs it."""

    def _as_needed(self, way):  # type: ignore[no-untyped-def]
        return way.path


class _KnownPaths:
    """Numbers of paths that are added one by one."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._numbers: dict[tuple[int, int, int], int] = {}

    def path(self, chain: tuple[tuple[int, str], ...]) -> int:
        """The number of a chain of (node, how the next one needs it)."""
        number, kind = -1, START
        for node, needed_as in chain:
            key = (number, kind, node)
            if key not in self._numbers:
                before, by, at = (np.array([value], dtype=np.int64) for value in key)
                self._numbers[key] = int(self._paths.add(before, by, at)[0])
            number, kind = self._numbers[key], _KINDS[needed_as]
        return number


def _root(settled: Settled, member: int) -> tuple[int, int]:
    """Who sees the object, and what it is."""
    first = settled.view.nodes - settled.view.copied.size
    if member < first:
        return member, member
    return int(settled.view.seen_by[member - first]), int(settled.view.copied[member - first])


def _below(needs: Needs, member: int) -> I64:
    """The object and everything that it needs, to any depth; the needs are sorted by parent."""
    found = fresh = np.array([member], dtype=np.int64)
    while fresh.size:
        children = distinct(needs.child[np.isin(needs.parent, fresh)])
        fresh = children[~np.isin(children, found)]
        found = np.concatenate((found, fresh))
    return found


def _cells(segments: Segments, needs: Needs, effects: Effects) -> Iterator[tuple[int, int, int]]:
    """(state, start, end) of each part of the segments within which no effect or need begins or ends."""
    groups = distinct(needs.group[needs.kind == GROUP])
    edges_us = distinct(
        np.concatenate(
            (
                effects.start_us,
                effects.end_us,
                needs.since_us,
                needs.until_us,
                needs.group_since_us[groups],
                needs.group_until_us[groups],
            )
        )
    )
    columns = (segments.state.tolist(), segments.spans.start_us.tolist(), segments.spans.end_us.tolist())
    for state, start_us, end_us in zip(*columns, strict=True):
        inner = edges_us[(edges_us > start_us) & (edges_us < end_us)].tolist()
        for low_us, high_us in pairwise([start_us, *inner, end_us]):
            yield state, low_us, high_us
