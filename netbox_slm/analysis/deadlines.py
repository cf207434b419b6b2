"""When the promises on open incidents run out: the clocks that run at this moment, with their deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ..choices import MetricChoices
from ..engine.clock import ServiceClock
from ..engine.distinct import distinct
from ..engine.instants import I64, NEVER_US, NO_END_US, from_us, to_us
from ..engine.intervals import Spans, no_spans
from ..engine.objectives import ClockInput, clocks
from ..models import Attainment, Incident
from .fact_changes import Changes
from .facts import TargetTerms, load_facts, load_targets
from .incidents import open_incidents
from .staleness import touched

__all__ = ('CLOCK_METRICS', 'OpenClock', 'open_clocks')

CLOCK_METRICS = (MetricChoices.METRIC_RESPONSE, MetricChoices.METRIC_RESOLUTION)


@dataclass(frozen=True, slots=True)
class OpenClock:
    """The clock of an open incident under a target; deadline: None while a hold stands, or where none ever comes.

    time: measures service time by the target's calendar.
    """

    incident_id: int
    target: TargetTerms
    deadline: datetime | None
    time: ServiceClock


def open_clocks(now: datetime, incident_ids: Iterable[int] | None = None) -> list[OpenClock]:
    """The clocks that run on these incidents (None: on all that are open). A constant number of queries.

    An incident that several services of a target share has one clock there.
    """
    incidents = Incident.objects.filter(open_incidents())
    if incident_ids is not None:
        incidents = incidents.filter(pk__in=list(incident_ids))
    reported = dict(incidents.values_list('pk', 'reported_at'))
    if not reported:
        return []
    _targets, condition = touched(Changes(incidents=set(reported)))
    figures = Attainment.objects.filter(condition, target__metric__in=CLOCK_METRICS).order_by()
    targets = load_targets(sorted(set(figures.values_list('target_id', flat=True))))
    if not targets:
        return []
    now_us = to_us(now)
    facts = load_facts(targets, min(to_us(min(reported.values())), now_us), now_us + 1, now_us)
    wanted = np.array(sorted(reported), dtype=np.int64)
    found = []
    for target in targets:
        found += _clocks_of(target, facts, wanted, facts.clock(target.calendar_id), now_us)
    return found


def _clocks_of(target: TargetTerms, facts, wanted: I64, time: ServiceClock, now_us: int) -> list[OpenClock]:
    incidents, structure = facts.incidents, facts.structure
    services = np.array([structure.node_of(service_id) for service_id in target.service_ids], dtype=np.int64)
    is_response = target.metric == MetricChoices.METRIC_RESPONSE
    done_us = incidents.responded_us if is_response else incidents.resolved_us
    limits_us = np.array(target.limits_us, dtype=np.int64)[incidents.priority]
    at_us = incidents.reported_us[incidents.pair_incident]
    counts = np.isin(incidents.pair_service, services)
    counts &= (structure.since_us[incidents.pair_service] <= at_us) & (
        at_us < structure.until_us[incidents.pair_service]
    )
    which = distinct(incidents.pair_incident[counts])
    at_us = incidents.reported_us[which]
    runs = (done_us[which] > now_us) & (limits_us[which] >= 0) & np.isin(incidents.ids[which], wanted)
    which = which[runs & (target.since_us <= at_us) & (at_us < target.until_us)]
    if not which.size:
        return []
    found = clocks(
        ClockInput(
            calendar=time,
            reported_us=incidents.reported_us[which],
            done_us=np.full(which.size, NO_END_US, dtype=np.int64),
            limit_us=limits_us[which],
            holds=_holds_of(incidents.holds, which) if target.is_paused_by_holds else no_spans(),
            now_us=now_us,
        )
    )
    return [
        OpenClock(incident_id, target, None if deadline_us == NEVER_US else from_us(deadline_us), time)
        for incident_id, deadline_us in zip(incidents.ids[which].tolist(), found.deadline_us.tolist(), strict=True)
    ]


def _holds_of(holds: Spans, incidents: I64) -> Spans:
    """The holds of these incidents (sorted), numbered by their place."""
    chosen = np.flatnonzero(np.isin(holds.owner, incidents))
    return Spans(np.searchsorted(incidents, holds.owner[chosen]), holds.start_us[chosen], holds.end_us[chosen])
