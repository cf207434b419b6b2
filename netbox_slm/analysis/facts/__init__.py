"""Every row that figures rest on, read at once into arrays: a constant number of queries, whatever the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...choices import MetricChoices
from ...engine.clock import Calendar, ServiceClock
from ...engine.distinct import distinct
from ...engine.instants import DAY_US
from ...engine.intervals import Spans, ranges, union
from ...engine.objectives import down_intervals
from ...engine.structure import spread
from .calendars import load_calendars
from .exclusions import MaintenanceFacts, load_maintenance
from .incidents import IncidentFacts, load_incidents
from .measurements import MeasurementFacts, load_measurements
from .structure import Part, StructureFacts, load_structure
from .targets import TargetTerms, computed_statuses, counts_proposed, load_targets
from .workload import ChangeFacts, load_changes

__all__ = (
    'Facts',
    'IncidentFacts',
    'MaintenanceFacts',
    'Part',
    'StructureFacts',
    'TargetTerms',
    'computed_statuses',
    'counts_proposed',
    'load_facts',
    'load_targets',
)

_MARGIN_US = 2 * DAY_US


@dataclass(frozen=True, slots=True)
class Facts:
    """What figures of some targets rest on, within [start_us, end_us), as known at `now_us`.

    incidents: with undecided effects through the infrastructure where these count for any target; `under()` says which
    count for one.
    """

    start_us: int
    end_us: int
    now_us: int
    structure: StructureFacts
    incidents: IncidentFacts
    maintenance: MaintenanceFacts
    calendars: dict[int | None, Calendar]
    measurements: MeasurementFacts = field(default_factory=MeasurementFacts)
    changes: ChangeFacts = field(default_factory=ChangeFacts)
    _clocks: dict[int | None, ServiceClock] = field(default_factory=dict, repr=False)
    _by_rule: dict[bool, IncidentFacts] = field(default_factory=dict, repr=False)

    def under(self, counts_proposed: bool) -> 'Facts':
        """The facts with the effects that count for targets of this rule, which is that of one of those loaded."""
        return replace(self, incidents=self._by_rule.get(counts_proposed, self.incidents))

    def with_incidents(self, change: Callable[[IncidentFacts], IncidentFacts], now_us: int) -> 'Facts':
        """The facts with other incidents, as known at another time: what would be."""
        return replace(
            self,
            now_us=now_us,
            incidents=change(self.incidents),
            _by_rule={rule: change(found) for rule, found in self._by_rule.items()},
        )

    def clock(self, calendar_id: int | None) -> ServiceClock:
        """The service hours, compiled for the span and on to now, as clocks may run longer than their period."""
        if calendar_id not in self._clocks:
            clock = self._clocks[calendar_id] = ServiceClock(self.calendars[calendar_id])
            clock.compiled(self.start_us - _MARGIN_US, max(self.end_us, self.now_us) + _MARGIN_US)
        return self._clocks[calendar_id]


def outages_begin_us(facts: Facts, targets: Sequence[TargetTerms]) -> int:
    """When the first of the outages of these targets' services began that last at the start of the facts."""
    effects = facts.incidents.effects
    if not effects.node.size:
        return facts.start_us
    owners = [
        (owner, facts.structure.node_of(service))
        for owner, target in enumerate(targets)
        for service in target.service_ids
    ]
    owner, node = np.array(owners, dtype=np.int64).reshape(-1, 2).T
    nodes = np.arange(facts.structure.nodes, dtype=np.int64)
    segments = spread(
        nodes.size,
        nodes < facts.structure.service_ids.size,
        facts.structure.needs,
        effects,
        min(facts.start_us, int(effects.start_us.min())),
        min(facts.end_us, facts.now_us),
        wanted=distinct(node),
    )
    down = down_intervals(segments)
    # As one where a target has several services: they may be promised together
    first = np.searchsorted(down.owner, node, side='left')
    count = np.searchsorted(down.owner, node, side='right') - first
    which = ranges(first, count)
    merged = union(Spans(np.repeat(owner, count), down.start_us[which], down.end_us[which]))
    lasts = (merged.start_us < facts.start_us) & (merged.end_us >= facts.start_us)
    return int(merged.start_us[lasts].min(initial=facts.start_us))


def load_facts(targets: Sequence[TargetTerms], start_us: int, end_us: int, now_us: int) -> Facts:
    """What the targets rest on within [start_us, end_us). A constant number of queries.

    The span is widened by the shortest outage that counts, so that one which runs over its edge is seen whole. Where
    outages themselves are promised, it is widened until those at its edges are seen from their begin to their end; then
    it takes these queries once more for each outage that an earlier one runs into.
    """
    margin_us = max((target.shortest_outage_us for target in targets), default=0)
    start_us, end_us = start_us - margin_us, end_us + margin_us
    about_outages = [target for target in targets if target.metric in MetricChoices.OUTAGES]
    if about_outages:
        end_us = max(end_us, now_us)
    facts = _load(targets, start_us, end_us, now_us)
    while about_outages and (begun_us := outages_begin_us(facts, about_outages)) < facts.start_us:
        facts = _load(targets, begun_us, end_us, now_us)
    return facts


def _load(targets: Sequence[TargetTerms], start_us: int, end_us: int, now_us: int) -> Facts:
    service_ids = sorted({service for target in targets for service in target.service_ids})
    structure = load_structure(service_ids, start_us, end_us)
    rules = sorted({target.counts_proposed for target in targets}, reverse=True) or (True,)
    incidents = {rule: load_incidents(structure, start_us, end_us, rule) for rule in rules}
    return Facts(
        start_us=start_us,
        end_us=end_us,
        now_us=now_us,
        structure=structure,
        incidents=incidents[rules[0]],
        maintenance=load_maintenance(
            sorted({target.sla_id for target in targets}), structure.service_ids, start_us, end_us
        ),
        calendars=load_calendars({target.calendar_id for target in targets}),
        _by_rule=incidents,
        measurements=load_measurements(targets, start_us, end_us),
        changes=load_changes(targets, structure, start_us, end_us),
    )
