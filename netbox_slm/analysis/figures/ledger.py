"""The sum behind availabilities, line by line: what each incident and each exclusion cost, adding up exactly.

All rows at once: the bad time of each row is cut into cells wherever another rule decides or another incident acts, the
ways of incidents are laid on the cells, and cells through which a way goes on unchanged become one line.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...choices import ContributionKindChoices, ContributionReasonChoices
from ...engine.distinct import distinct
from ...engine.grid import Packing
from ...engine.instants import I64
from ...engine.intervals import Spans, join, meeting, sum_by_owner, union
from ...engine.objectives import Facts as MeasureFacts
from ...engine.objectives import Measured, Rows, is_short
from ...engine.structure import DOWN, Explained, counted_weight
from ..facts.targets import FULL_WEIGHT
from .cells import Cells, Runs, cells_of, runs_of
from .lines import NONE, place_of_kind, place_of_reason
from .units import Maintenance

__all__ = ('Ledger', 'LedgerError', 'Measure', 'ledger_of')

_EXCUSED_TIME = place_of_kind(ContributionKindChoices.KIND_EXCUSED)
_MAINTAINED = place_of_kind(ContributionKindChoices.KIND_MAINTENANCE)
_DOWNTIME = place_of_kind(ContributionKindChoices.KIND_DOWNTIME)
_DEGRADED = place_of_kind(ContributionKindChoices.KIND_DEGRADED)
_NO_REASON = place_of_reason('')
_OVERLAP = place_of_reason(ContributionReasonChoices.REASON_OVERLAP)
_HOURS = place_of_reason(ContributionReasonChoices.REASON_HOURS)
_WEIGHT = place_of_reason(ContributionReasonChoices.REASON_WEIGHT)
_COUNTS, _TERM, _MAINTENANCE, _EXCUSED, _SHORT = range(5)
_REASONS = np.array(
    [
        _NO_REASON,
        place_of_reason(ContributionReasonChoices.REASON_TERM),
        place_of_reason(ContributionReasonChoices.REASON_MAINTENANCE),
        place_of_reason(ContributionReasonChoices.REASON_EXCUSED),
        place_of_reason(ContributionReasonChoices.REASON_SHORT),
    ]
)


class LedgerError(AssertionError):
    """The lines of a figure do not add up to it: a defect of this program, never to be stored."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows that were measured, and what it takes to explain them.

    facts: what they were measured on. excused: the states that excused incidents alone cause. incident: of each effect.
    is_excused: of each incident.
    """

    rows: Rows
    facts: MeasureFacts
    found: Measured
    maintenance: Maintenance
    explained: Explained
    excused: Explained | None
    incident: I64
    is_excused: I64

    @property
    def until_now_us(self) -> I64:
        """Up to when each row is measured."""
        return np.maximum(np.minimum(self.rows.end_us, self.facts.now_us), self.rows.start_us)

    def elapsed(self, row: I64, start_us: I64, end_us: I64) -> I64:
        """Service time of spans, each by the calendar of its row."""
        found = np.zeros(row.size, dtype=np.int64)
        clock = self.rows.clock[row]
        for index in distinct(clock).tolist():
            which = np.flatnonzero(clock == index)
            found[which] = self.facts.clocks[index].elapsed(start_us[which], end_us[which])
        return found


class Ledger(NamedTuple):
    """The lines of rows, (n,) each, in order. incident, window, path: NONE where there is none; path in its `paths`.

    is_excluded: whether it is an exclusion, whose path is that of `Measure.excused`. kind, reason: as in `LineTable`.
    """

    row: I64
    is_excluded: I64
    kind: I64
    incident: I64
    window: I64
    path: I64
    start_us: I64
    end_us: I64
    counted_us: I64
    reason: I64


def ledger_of(measure: Measure) -> Ledger:
    """The lines of all rows: exclusions first, then downtime, each by time. Raises LedgerError.

    Those of kinds maintenance and excused add up to `excluded_us`, those of downtime and degraded to the downtime.
    """
    excluded, downtime = _exclusion_lines(measure), _downtime_lines(measure)
    _check(measure, excluded, measure.found.excluded_us)
    _check(measure, downtime, -(-measure.found.downtime // FULL_WEIGHT))
    order = np.lexsort((np.arange(excluded.row.size + downtime.row.size), np.append(excluded.row, downtime.row)))
    return Ledger(*(np.append(one, other)[order] for one, other in zip(excluded, downtime, strict=True)))


def _check(measure: Measure, lines: Ledger, total_us: I64) -> None:
    found_us = sum_by_owner(lines.row, lines.counted_us, total_us.size)
    wrong = np.flatnonzero(found_us != total_us)
    if wrong.size:
        row = int(wrong[0])
        raise LedgerError(f'the lines of row {row} add up to {found_us[row]}, not to {total_us[row]}')


# --- exclusions ----------------------------------------------------------------------------------------------------


class _Sources(NamedTuple):
    """What excludes time of rows, (n,) each: windows, or runs of excused incidents."""

    row: I64
    start_us: I64
    end_us: I64
    window: I64
    incident: I64
    path: I64


def _exclusion_lines(measure: Measure) -> Ledger:
    """Each exclusion inside the measured time; where they overlap, the one that began first counts."""
    rows, until_us = measure.rows, measure.until_now_us
    sources = _sources(measure)
    row, start_us, end_us = sources.row, sources.start_us, sources.end_us
    low_us = np.maximum(rows.start_us, rows.since_us)[row]
    high_us = np.maximum(np.minimum(until_us, rows.until_us)[row], low_us)
    fresh_us = np.clip(np.maximum(start_us, _reached_us(row, start_us, end_us)), low_us, high_us)
    inside_us = np.clip(start_us, low_us, high_us), np.clip(end_us, low_us, high_us)
    counted_us = measure.elapsed(row, fresh_us, np.maximum(inside_us[1], fresh_us))
    covered_us = measure.elapsed(row, *inside_us)
    overlaps, is_whole = covered_us > counted_us, counted_us == end_us - start_us
    reasons = np.where(is_whole, _NO_REASON, np.where(overlaps, _OVERLAP, _HOURS))
    return Ledger(
        row,
        np.ones(row.size, dtype=np.int64),
        np.where(sources.window == NONE, _EXCUSED_TIME, _MAINTAINED),
        sources.incident,
        sources.window,
        sources.path,
        start_us,
        end_us,
        counted_us,
        reasons,
    )


def _sources(measure: Measure) -> _Sources:
    """Sorted by row, start and end."""
    rows, until_us, maintenance = measure.rows, measure.until_now_us, measure.maintenance
    row, which = meeting(maintenance.spans, rows.subject, rows.start_us, until_us)
    none = np.full(row.size, NONE, dtype=np.int64)
    found = _Sources(
        row,
        np.maximum(maintenance.spans.start_us[which], rows.start_us[row]),
        np.minimum(maintenance.spans.end_us[which], until_us[row]),
        maintenance.window_id[which],
        none,
        none,
    )
    if measure.excused is not None:
        runs = _runs_of_excused(measure, measure.excused)
        windows = np.full(runs.row.size, NONE, dtype=np.int64)
        more = _Sources(runs.row, runs.start_us, runs.end_us, windows, runs.incident, runs.path)
        found = _Sources(*(np.append(one, other) for one, other in zip(found, more, strict=True)))
    order = np.lexsort((np.arange(found.row.size), found.end_us, found.start_us, found.row))
    return _Sources(*(column[order] for column in found))


def _runs_of_excused(measure: Measure, excused: Explained) -> Runs:
    spans = Spans(np.arange(measure.rows.node.size), measure.rows.start_us, measure.until_now_us)
    cells = cells_of(excused, measure.rows.node, spans, Spans(*(np.zeros(0, dtype=np.int64),) * 3))
    return runs_of(cells, np.zeros(cells.size, dtype=np.int64), measure.incident, measure.is_excused)


def _reached_us(row: I64, start_us: I64, end_us: I64) -> I64:
    """Up to where the sources of a row before each one reach; of the first its own start."""
    if not row.size:
        return start_us
    packing = Packing.of(row, start_us, end_us)
    reach = np.maximum.accumulate(packing.keys(row, end_us))
    before = np.append(reach[:1], reach[:-1])
    is_first = np.append(True, row[1:] != row[:-1])
    return np.where(is_first, start_us, packing.instants(before))


# --- downtime ------------------------------------------------------------------------------------------------------


def _downtime_lines(measure: Measure) -> Ledger:
    """Each incident in the time in which the object was down or degraded; one of several counts, the nearest."""
    rows, states = measure.rows, measure.explained.segments
    spans = Spans(np.arange(rows.node.size), rows.start_us, measure.until_now_us)
    excluded, excused = _left_out(measure)
    terms = _outside_terms(measure)
    cells = cells_of(measure.explained, rows.node, spans, join(excluded, excused, terms))
    what = np.zeros(cells.size, dtype=np.int64)
    if rows.shortest_outage_us.any():
        what[is_short(states, rows, cells.row, cells.segment)] = _SHORT
    for found, rule in ((excused, _EXCUSED), (excluded, _MAINTENANCE), (terms, _TERM)):
        what[cells.inside(found)] = rule
    weight = counted_weight(
        states.state[cells.segment],
        states.weight[cells.segment],
        states.default[cells.segment],
        rows.default_weight[cells.row],
    )
    counted_us = _counted_us(measure, cells, np.where(what == _COUNTS, weight, 0))
    runs = runs_of(cells, what, measure.incident, measure.is_excused)
    counts = runs.is_first & (runs.what == _COUNTS)
    counted_us = np.where(counts, runs.sums(counted_us), 0)
    # An excused incident in excused time has its line among the exclusions
    kept = ~((runs.what == _EXCUSED) & (measure.is_excused[runs.incident] == 1))
    return _downtime_as_lines(runs, counted_us, weight[runs.cell], states.state[cells.segment[runs.cell]], kept)


def _left_out(measure: Measure) -> tuple[Spans, Spans]:
    """Maintenance and excused time of each row, as far as it is measured."""
    rows, until_us = measure.rows, measure.until_now_us
    found = []
    for spans, owner in ((measure.facts.excluded, rows.subject), (measure.facts.excused, rows.node)):
        merged = union(spans)
        row, which = meeting(merged, owner, rows.start_us, until_us)
        start_us = np.maximum(merged.start_us[which], rows.start_us[row])
        found.append(Spans(row, start_us, np.minimum(merged.end_us[which], until_us[row])))
    return found[0], found[1]


def _outside_terms(measure: Measure) -> Spans:
    """What of each row lies before or after the term and the operational life."""
    rows, until_us = measure.rows, measure.until_now_us
    every = np.arange(rows.node.size, dtype=np.int64)
    before = Spans(every, rows.start_us, np.clip(rows.since_us, rows.start_us, until_us))
    after = Spans(every, np.clip(rows.until_us, rows.start_us, until_us), until_us)
    found = join(before, after)
    return found.take(found.end_us > found.start_us)


def _counted_us(measure: Measure, cells: Cells, weight: I64) -> I64:
    """What each cell costs in whole microseconds: cut as a running total, so that the parts of a row add up."""
    used = np.flatnonzero(weight)
    cost = np.zeros(cells.size, dtype=np.int64)
    cost[used] = weight[used] * measure.elapsed(cells.row[used], cells.start_us[used], cells.end_us[used])
    total = np.cumsum(cost)
    is_first = np.append(True, cells.row[1:] != cells.row[:-1])[: cells.size]
    before = (total - cost)[is_first][np.cumsum(is_first) - 1]
    reached = -(-(total - before) // FULL_WEIGHT)
    return np.where(is_first, reached, reached - np.append(0, reached[:-1])[: cells.size])


def _downtime_as_lines(runs: Runs, counted_us: I64, weight: I64, state: I64, kept: I64) -> Ledger:
    order = np.lexsort((runs.order, runs.incident, -counted_us, runs.end_us, runs.start_us, runs.row))
    order = order[kept[order]]
    is_whole = counted_us == runs.end_us - runs.start_us
    counts = np.where(runs.is_first, np.where(weight == FULL_WEIGHT, _HOURS, _WEIGHT), _OVERLAP)
    reasons = np.where(is_whole, _NO_REASON, np.where(runs.what == _COUNTS, counts, _REASONS[runs.what]))
    kinds = np.where(state == DOWN, _DOWNTIME, _DEGRADED)
    return Ledger(
        runs.row[order],
        np.zeros(order.size, dtype=np.int64),
        kinds[order],
        runs.incident[order],
        np.full(order.size, NONE, dtype=np.int64),
        runs.path[order],
        runs.start_us[order],
        runs.end_us[order],
        counted_us[order],
        reasons[order],
    )
