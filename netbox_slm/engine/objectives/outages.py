"""Outages as such (semantics.md §5): how many began, how long the longest was, MTTR, MTBF."""

from dataclasses import dataclass

import numpy as np

from ..clock.service import ServiceTime
from ..instants import I64, Bools
from ..intervals import Spans, overlapping, sum_by_owner, union
from .verdict import Share


@dataclass(frozen=True, slots=True)
class Outages:
    """The outages of one service that touch a period, (n,) each.

    counted_us: service time that is neither excluded nor unobserved, of the whole outage up to now, not just of the
    period. service_us: service time of the whole outage. begins, ends: whether it does in the period.
    """

    start_us: I64
    end_us: I64
    counted_us: I64
    service_us: I64
    begins: Bools
    ends: Bools

    @property
    def count(self) -> int:
        """Outages that begin in the period and cost a counted second; one that goes on does not begin again."""
        return int(self._begun.sum())

    @property
    def longest_us(self) -> int | None:
        """Counted time of the longest outage that begins in the period; None without one."""
        return int(self.counted_us[self._begun].max()) if self.count else None

    @property
    def mean_time_to_restore(self) -> Share:
        """MTTR in microseconds: mean service time of the outages that ended in the period; no data without one."""
        restored = self.ends & (self.counted_us > 0)
        return Share(int(self.service_us[restored].sum()), int(restored.sum()))

    @property
    def _begun(self) -> Bools:
        return self.begins & (self.counted_us > 0)


@dataclass(frozen=True, slots=True)
class OutageInput:
    """One service over one period. down: its maximal down intervals, unclipped, the open ones up to now.

    excluded and unobserved hold for the whole of these outages, not just the period. since_us, until_us: term and
    operational life, met. shortest_us: an outage that is shorter is none.
    """

    calendar: ServiceTime
    down: Spans
    start_us: int
    end_us: int
    now_us: int
    since_us: int
    until_us: int
    excluded: Spans
    unobserved: Spans
    shortest_us: int = 0


def outages_in(given: OutageInput) -> Outages:
    """The outages that touch a period, with what each of them cost. Exact. O(n log n).

    An outage that has not ended by now did not end in the period. An end at the first instant of a period is in it.
    """
    touches = (given.down.start_us < given.end_us) & (given.down.end_us >= given.start_us)
    kept = touches & (given.down.length_us >= given.shortest_us) & (given.down.start_us < given.now_us)
    down = given.down.take(kept)
    start_us, until_us = down.start_us, np.minimum(down.end_us, given.now_us)
    low_us = np.minimum(np.maximum(start_us, given.since_us), until_us)
    high_us = np.maximum(np.minimum(until_us, given.until_us), low_us)
    out = union(_alone(given.excluded, given.unobserved))
    which, left_out = overlapping(out, np.zeros(low_us.size, dtype=np.int64), low_us, high_us)
    lost_us = given.calendar.elapsed(
        np.maximum(out.start_us[left_out], low_us[which]), np.minimum(out.end_us[left_out], high_us[which])
    )
    return Outages(
        start_us,
        until_us,
        given.calendar.elapsed(low_us, high_us) - sum_by_owner(which, lost_us, low_us.size),
        given.calendar.elapsed(start_us, until_us),
        (start_us >= given.start_us) & (start_us < given.end_us),
        (down.end_us >= given.start_us) & (down.end_us < min(given.end_us, given.now_us)),
    )


def mean_time_between_failures(base_us: int, downtime: int, count: int) -> Share:
    """MTBF in microseconds: (agreed - excluded - downtime) / outages; without an outage no data: "no failure".

    base_us and downtime as in `Availability`, the latter in microseconds x 10,000.
    """
    return Share(base_us * 10_000 - downtime, count * 10_000)


def _alone(*parts: Spans) -> Spans:
    start_us = np.concatenate([part.start_us for part in parts])
    return Spans(np.zeros(start_us.size, dtype=np.int64), start_us, np.concatenate([part.end_us for part in parts]))
