"""The sum behind an availability, line by line: what each incident and each exclusion cost, adding up exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...choices import ContributionKindChoices, ContributionReasonChoices
from ...engine.clock import CompiledCalendar
from ...engine.instants import I64
from ...engine.intervals import union_of
from ...engine.objectives import Availability
from ...engine.structure import DEGRADED, DOWN
from ..facts.targets import FULL_WEIGHT
from .model import Contribution
from .ways import Way, WayFinder

__all__ = ('LedgerError', 'Measure', 'contributions_of', 'excused_spans')

_KINDS = ContributionKindChoices
_WHY = ContributionReasonChoices
_COUNTS, _TERM, _MAINTENANCE, _EXCUSED, _SHORT = range(5)
_REASONS = {
    _TERM: _WHY.REASON_TERM,
    _MAINTENANCE: _WHY.REASON_MAINTENANCE,
    _EXCUSED: _WHY.REASON_EXCUSED,
    _SHORT: _WHY.REASON_SHORT,
}


class LedgerError(AssertionError):
    """The lines of a figure do not add up to it: a defect of this program, never to be stored."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One service measured over one period, and what it takes to explain it.

    start_us to end_us: what is measured, up to now. since_us, until_us: term and operational life.
    weight: of each cell of `ways.timeline`. maintenance: (window ids, starts, ends) of the occurrences that apply.
    excused: ways and cells of the states that excused incidents cause.
    """

    service_id: int | None
    node: int
    calendar: CompiledCalendar
    start_us: int
    end_us: int
    since_us: int
    until_us: int
    weight: I64
    maintenance: tuple[I64, I64, I64]
    ways: WayFinder
    excused: WayFinder | None
    found: Availability


class _Pieces(NamedTuple):
    """Spans of one cell and one class each, in order of time: (n,) each."""

    start_us: I64
    end_us: I64
    cell: I64
    what: I64


def contributions_of(measure: Measure) -> list[Contribution]:
    """The lines of a figure: exclusions first, then downtime, each by time. Raises LedgerError.

    Those of kinds maintenance and excused add up to `excluded_us`, those of downtime and degraded to `downtime_us`.
    """
    excluded = _exclusion_lines(measure)
    downtime = _downtime_lines(measure)
    for lines, total_us in ((excluded, measure.found.excluded_us), (downtime, measure.found.downtime_us)):
        found_us = sum(line.counted_us for line in lines)
        if found_us != total_us:
            raise LedgerError(f'the lines of service {measure.service_id} add up to {found_us}, not to {total_us}')
    return excluded + downtime


def excused_spans(ways: WayFinder | None, node: int) -> tuple[I64, I64, I64]:
    """Starts, ends and cells of the time in which excused incidents put the service down or degraded."""
    if ways is None:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    cells = np.flatnonzero(ways.timeline.state[ways.timeline.services[node]] >= DEGRADED)
    return ways.timeline.edges_us[:-1][cells], ways.timeline.edges_us[1:][cells], cells


# --- exclusions ----------------------------------------------------------------------------------------------------


def _exclusion_lines(measure: Measure) -> list[Contribution]:
    """Each exclusion inside the measured time; where they overlap, the one that began first counts."""
    sources = sorted(_exclusions(measure), key=lambda source: (source[0], source[1]))
    if not sources:
        return []
    low_us = max(measure.start_us, measure.since_us)
    high_us = max(min(measure.end_us, measure.until_us), low_us)
    start_us, end_us = np.array([source[:2] for source in sources], dtype=np.int64).T
    reach_us = np.maximum.accumulate(np.append(start_us[0], end_us[:-1]))
    fresh_us = np.clip(np.maximum(start_us, reach_us), low_us, high_us)
    counted = measure.calendar.elapsed(fresh_us, np.maximum(np.clip(end_us, low_us, high_us), fresh_us)).tolist()
    covered = measure.calendar.elapsed(np.clip(start_us, low_us, high_us), np.clip(end_us, low_us, high_us)).tolist()
    lines = []
    for (began_us, ended_us, way, window_id), counted_us, covered_us in zip(sources, counted, covered, strict=True):
        length_us = ended_us - began_us
        reason = _WHY.REASON_OVERLAP if covered_us > counted_us else _WHY.REASON_HOURS
        lines.append(
            _line(
                measure,
                _KINDS.KIND_MAINTENANCE if way is None else _KINDS.KIND_EXCUSED,
                way,
                (began_us, ended_us),
                (counted_us, length_us - counted_us),
                reason,
                window_id=window_id,
            )
        )
    return lines


def _exclusions(measure: Measure) -> Iterable[tuple[int, int, Way | None, int | None]]:
    window_ids, starts, ends = measure.maintenance
    low, high = np.maximum(starts, measure.start_us), np.minimum(ends, measure.end_us)
    for window_id, start_us, end_us in zip(window_ids.tolist(), low.tolist(), high.tolist(), strict=True):
        if start_us < end_us:
            yield start_us, end_us, None, window_id
    if measure.excused is None:
        return
    starts, ends, cells = excused_spans(measure.excused, measure.node)
    low, high = np.maximum(starts, measure.start_us), np.minimum(ends, measure.end_us)
    inside = np.flatnonzero(low < high)
    pieces = _Pieces(low[inside], high[inside], cells[inside], np.zeros(inside.size, dtype=np.int64))
    for run in _runs(pieces, measure.excused, measure.node):
        yield run.start_us, run.end_us, run.way, None


# --- downtime ------------------------------------------------------------------------------------------------------


def _downtime_lines(measure: Measure) -> list[Contribution]:
    """Each incident in the time in which the service was down or degraded; one of several counts, the nearest."""
    pieces = _downtime_pieces(measure)
    cost = np.where(
        pieces.what == _COUNTS,
        measure.weight[pieces.cell] * measure.calendar.elapsed(pieces.start_us, pieces.end_us),
        0,
    )
    # Cut as a running total, so that the parts add up to the whole whatever the weights
    total_us = -(-np.cumsum(cost) // FULL_WEIGHT)
    counted_us = np.diff(total_us, prepend=0)
    excused = measure.ways.facts.incidents.is_excused
    lines = []
    for run in _runs(pieces, measure.ways, measure.node):
        if run.what == _EXCUSED and excused[run.way.incident]:
            continue  # it has a line among the exclusions
        counts = int(counted_us[run.first : run.last].sum()) if run.is_first and run.what == _COUNTS else 0
        state = int(measure.ways.timeline.state[measure.ways.timeline.services[measure.node], run.cell])
        lines.append(
            _line(
                measure,
                _KINDS.KIND_DOWNTIME if state == DOWN else _KINDS.KIND_DEGRADED,
                run.way,
                (run.start_us, run.end_us),
                (counts, run.end_us - run.start_us - counts),
                _reason(run, int(measure.weight[run.cell])),
            )
        )
    return sorted(lines, key=lambda line: (line.start_us, line.end_us, -line.counted_us, line.incident_id))


def _reason(run: '_Run', weight: int) -> str:
    if run.what != _COUNTS:
        return _REASONS[run.what]
    if not run.is_first:
        return _WHY.REASON_OVERLAP
    return _WHY.REASON_HOURS if weight == FULL_WEIGHT else _WHY.REASON_WEIGHT


def _downtime_pieces(measure: Measure) -> _Pieces:
    """The time in which the service was down or degraded, cut wherever another rule decides whether it counts."""
    timeline = measure.ways.timeline
    cell = np.flatnonzero(timeline.state[timeline.services[measure.node]] >= DEGRADED)
    low = np.maximum(timeline.edges_us[:-1][cell], measure.start_us)
    high = np.minimum(timeline.edges_us[1:][cell], measure.end_us)
    inside = low < high
    maintenance = union_of(*measure.maintenance[1:])
    excused = union_of(*excused_spans(measure.excused, measure.node)[:2])
    bounds = np.array([measure.since_us, measure.until_us], dtype=np.int64)
    cuts = np.unique(np.concatenate((*maintenance, *excused, bounds)))
    start_us, end_us, cell = _cut(low[inside], high[inside], cell[inside], cuts)
    what = np.zeros(start_us.size, dtype=np.int64)
    what[np.isin(cell, measure.found.excused_cells)] = _SHORT
    what[_within(start_us, excused)] = _EXCUSED
    what[_within(start_us, maintenance)] = _MAINTENANCE
    what[(start_us < measure.since_us) | (start_us >= measure.until_us)] = _TERM
    return _Pieces(start_us, end_us, cell, what)


def _cut(low: I64, high: I64, cell: I64, cuts: I64) -> tuple[I64, I64, I64]:
    """Disjoint sorted spans cut at these instants."""
    if not low.size:
        return low, high, cell
    inner = cuts[(cuts > low[0]) & (cuts < high[-1])]
    owner = np.searchsorted(low, inner, side='right') - 1
    splits = inner[(inner > low[owner]) & (inner < high[owner])]
    start_us = np.sort(np.concatenate((low, splits)))
    end_us = np.sort(np.concatenate((high, splits)))
    return start_us, end_us, cell[np.searchsorted(low, start_us, side='right') - 1]


def _within(at_us: I64, spans: tuple[I64, I64]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which instants lie in disjoint sorted spans."""
    if not spans[0].size:
        return np.zeros(at_us.shape, dtype=np.bool_)
    which = np.searchsorted(spans[0], at_us, side='right') - 1
    return (which >= 0) & (at_us < spans[1][which])


# --- lines ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Neighbouring pieces through which one way goes on, as the first cause or not; pieces first to last."""

    way: Way
    what: int
    is_first: bool
    cell: int
    start_us: int
    end_us: int
    first: int
    last: int


def _runs(pieces: _Pieces, ways: WayFinder, node: int) -> list[_Run]:
    """The pieces joined where incident, way, class and state go on unchanged; one run for each way of a piece."""
    done: list[_Run] = []
    going: dict[tuple, _Run] = {}
    columns = (column.tolist() for column in pieces)
    state = ways.timeline.state[ways.timeline.services[node]]
    for number, (start_us, end_us, cell, what) in enumerate(zip(*columns, strict=True)):
        now_going = {}
        for place, way in enumerate(ways.at(node, cell)):
            key = (way.incident, way.object_key, len(way.path), what, place == 0, int(state[cell]))
            run = going.get(key)
            if run is not None and run.end_us == start_us and run.way == way:
                run.end_us, run.last = end_us, number + 1
            else:
                run = _Run(way, what, place == 0, cell, start_us, end_us, number, number + 1)
                done.append(run)
            now_going[key] = run
        going = now_going
    return done


def _line(
    measure: Measure,
    kind: str,
    way: Way | None,
    span: tuple[int, int],
    amounts: tuple[int, int],
    reason: str,
    window_id: int | None = None,
) -> Contribution:
    counted_us, uncounted_us = amounts
    return Contribution(
        kind=kind,
        service_id=measure.service_id,
        incident_id=int(measure.ways.facts.incidents.ids[way.incident]) if way else None,
        window_id=window_id,
        object_key=way.object_key if way else None,
        path=way.path if way else (),
        rule=way.rule if way else '',
        start_us=span[0],
        end_us=span[1],
        counted_us=counted_us,
        uncounted_us=uncounted_us,
        reason=reason if uncounted_us else '',
    )
