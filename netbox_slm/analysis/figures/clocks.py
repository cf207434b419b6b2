"""Response and resolution figures: incidents against the limits of their priorities (semantics.md §5)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from ...choices import CombinationChoices, ContributionKindChoices, ContributionReasonChoices, MetricChoices
from ...engine.instants import I64, NO_END_US
from ...engine.intervals import Spans, no_spans
from ...engine.objectives import ClockInput, Clocks, Share, clocks, count_status
from ...engine.objectives.clocks import CLOCK_MET, CLOCK_MISSED, PENDING
from ...engine.periods import Period
from ..facts import Facts, TargetTerms
from .model import Contribution, Figure, FigureKey, exact_share
from .ways import way_of_clock

__all__ = ('clock_figures',)

_VERDICTS = {
    PENDING: ContributionReasonChoices.REASON_PENDING,
    CLOCK_MET: ContributionReasonChoices.REASON_MET,
    CLOCK_MISSED: ContributionReasonChoices.REASON_MISSED,
}


def clock_figures(facts: Facts, wanted: Iterable[tuple[TargetTerms, int | None, Period]]) -> list[Figure]:
    """The figures of response and resolution targets: each (target, service id or None for all combined, period)."""
    judged: dict[int, _Judged] = {}
    figures = []
    for target, service_id, period in wanted:
        if target.target_id not in judged:
            judged[target.target_id] = _Judged(facts, target)
        figures.append(judged[target.target_id].figure(service_id, period))
    return figures


class _Judged:
    """All incidents of a target's services with their clocks: judged once, for all its services and periods.

    One without a limit for its priority is not judged.
    """

    def __init__(self, facts: Facts, target: TargetTerms) -> None:
        self.facts, self.target = facts, target
        incidents = facts.incidents
        nodes = np.array([facts.structure.node_of(service_id) for service_id in target.service_ids], dtype=np.int64)
        limits_us = np.array(target.limits_us, dtype=np.int64)[incidents.priority]
        counts = np.isin(incidents.pair_service, nodes) & (limits_us[incidents.pair_incident] >= 0)
        self.pairs = np.flatnonzero(counts & self._in_operation())
        self.incident = incidents.pair_incident[self.pairs]
        self.reported_us = incidents.reported_us[self.incident]
        unique, self.row = np.unique(self.incident, return_inverse=True)
        done_us = incidents.responded_us if target.metric == MetricChoices.METRIC_RESPONSE else incidents.resolved_us
        self.done_us = done_us
        self.clocks: Clocks = clocks(
            ClockInput(
                calendar=facts.clock(target.calendar_id),
                reported_us=incidents.reported_us[unique],
                done_us=done_us[unique],
                limit_us=limits_us[unique],
                holds=_holds_of(incidents.holds, unique) if target.is_paused_by_holds else no_spans(),
                now_us=facts.now_us,
            )
        )

    def _in_operation(self) -> I64:
        """Pairs reported within the term of the agreement and the operational life of the service."""
        incidents, structure = self.facts.incidents, self.facts.structure
        at_us = incidents.reported_us[incidents.pair_incident]
        since_us = np.maximum(structure.since_us[incidents.pair_service], self.target.since_us)
        until_us = np.minimum(structure.until_us[incidents.pair_service], self.target.until_us)
        return (since_us <= at_us) & (at_us < until_us)

    def figure(self, service_id: int | None, period: Period) -> Figure:
        """The figure of one service, or of all combined, for the incidents reported in a period."""
        chosen = np.flatnonzero((period.start_us <= self.reported_us) & (self.reported_us < period.end_us))
        service = self.facts.incidents.pair_service[self.pairs[chosen]]
        if service_id is not None:
            chosen = chosen[service == self.facts.structure.node_of(service_id)]
        elif self.target.combination == CombinationChoices.COMBINE_TOGETHER:
            chosen = chosen[np.sort(np.unique(self.incident[chosen], return_index=True)[1])]
        verdict = self.clocks.verdict[self.row[chosen]]
        met, missed = int((verdict == CLOCK_MET).sum()), int((verdict == CLOCK_MISSED).sum())
        pending = int((verdict == PENDING).sum())
        is_over = self.facts.now_us >= period.end_us and not pending
        share, status = self._verdict(chosen, verdict, met, missed, is_over)
        return Figure(
            key=FigureKey(self.target.target_id, service_id, period.start_us, period.end_us),
            period=period,
            status=status,
            target_percent=self.target.target_percent,
            share=exact_share(share),
            met_count=met,
            missed_count=missed,
            pending_count=pending,
            contributions=tuple(self._lines(chosen)),
        )

    def _verdict(self, chosen: I64, verdict: I64, met: int, missed: int, is_over: bool) -> tuple[Share, str]:
        if self.target.combination != CombinationChoices.COMBINE_MEAN:
            status = count_status(met, missed, self.target.target, self.target.warning, is_over=is_over)
            return Share(met, met + missed), status
        share = _mean_share(self.facts.incidents.pair_service[self.pairs[chosen]], verdict)
        # The mean as counts of a common denominator, so that the same rule judges it
        return share, count_status(
            share.numerator,
            share.denominator - share.numerator,
            self.target.target,
            self.target.warning,
            is_over=is_over,
        )

    def _lines(self, chosen: I64) -> Iterable[Contribution]:
        incidents, structure = self.facts.incidents, self.facts.structure
        pairs, row = self.pairs[chosen], self.row[chosen]
        order = np.lexsort((incidents.ids[self.incident[chosen]], self.reported_us[chosen]))
        columns = (
            incidents.pair_service[pairs],
            incidents.pair_node[pairs],
            incidents.pair_group[pairs],
            self.incident[chosen],
            self.reported_us[chosen],
            self.done_us[self.incident[chosen]],
            self.clocks.spent_us[row],
            self.clocks.held_us[row],
            self.clocks.verdict[row],
        )
        for service, node, group, incident, reported, done, spent, held, verdict in zip(
            *(column[order].tolist() for column in columns), strict=True
        ):
            way = way_of_clock(self.facts, service, node, group)
            yield Contribution(
                kind=ContributionKindChoices.KIND_CLOCK,
                service_id=int(structure.service_ids[service]),
                incident_id=int(incidents.ids[incident]),
                window_id=None,
                object_key=way.object_key,
                path=way.path,
                rule=way.rule,
                start_us=reported,
                end_us=None if done >= NO_END_US else done,
                counted_us=spent,
                uncounted_us=held,
                reason=_VERDICTS[verdict],
            )


def _mean_share(service: I64, verdict: I64) -> Share:
    """The mean of the shares of those services that have judged incidents."""
    shares = []
    for node in np.unique(service):
        mine = verdict[service == node]
        met, missed = int((mine == CLOCK_MET).sum()), int((mine == CLOCK_MISSED).sum())
        if met + missed:
            shares.append(Fraction(met, met + missed))
    if not shares:
        return Share(0, 0)
    mean = sum(shares, Fraction(0)) / len(shares)
    return Share(mean.numerator, mean.denominator)


def _holds_of(holds: Spans, incidents: Sequence[int] | I64) -> Spans:
    """The holds of these incidents (sorted), numbered by their place."""
    chosen = np.flatnonzero(np.isin(holds.owner, incidents))
    return Spans(np.searchsorted(incidents, holds.owner[chosen]), holds.start_us[chosen], holds.end_us[chosen])
