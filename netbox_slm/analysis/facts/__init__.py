"""Every row that figures rest on, read at once into arrays: a constant number of queries, whatever the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...engine.clock import Calendar, ServiceClock
from ...engine.instants import DAY_US
from .calendars import load_calendars
from .exclusions import MaintenanceFacts, load_maintenance
from .incidents import IncidentFacts, load_incidents
from .structure import Part, StructureFacts, load_structure
from .targets import TargetTerms, computed_statuses, load_targets

__all__ = (
    'Facts',
    'IncidentFacts',
    'MaintenanceFacts',
    'Part',
    'StructureFacts',
    'TargetTerms',
    'computed_statuses',
    'load_facts',
    'load_targets',
)

_MARGIN_US = 2 * DAY_US


@dataclass(frozen=True, slots=True)
class Facts:
    """What figures of some targets rest on, within [start_us, end_us), as known at `now_us`."""

    start_us: int
    end_us: int
    now_us: int
    structure: StructureFacts
    incidents: IncidentFacts
    maintenance: MaintenanceFacts
    calendars: dict[int | None, Calendar]
    _clocks: dict[int | None, ServiceClock] = field(default_factory=dict, repr=False)

    def clock(self, calendar_id: int | None) -> ServiceClock:
        """The service hours, compiled for the span and on to now, as clocks may run longer than their period."""
        if calendar_id not in self._clocks:
            clock = self._clocks[calendar_id] = ServiceClock(self.calendars[calendar_id])
            clock.compiled(self.start_us - _MARGIN_US, max(self.end_us, self.now_us) + _MARGIN_US)
        return self._clocks[calendar_id]


def load_facts(targets: Sequence[TargetTerms], start_us: int, end_us: int, now_us: int) -> Facts:
    """What the targets rest on within [start_us, end_us). A constant number of queries.

    The span is widened by the shortest outage that counts, so that one which runs over its edge is seen whole.
    """
    margin_us = max((target.shortest_outage_us for target in targets), default=0)
    start_us, end_us = start_us - margin_us, end_us + margin_us
    service_ids = sorted({service for target in targets for service in target.service_ids})
    structure = load_structure(service_ids, start_us, end_us)
    return Facts(
        start_us=start_us,
        end_us=end_us,
        now_us=now_us,
        structure=structure,
        incidents=load_incidents(structure, start_us, end_us),
        maintenance=load_maintenance(
            sorted({target.sla_id for target in targets}), structure.service_ids, start_us, end_us
        ),
        calendars=load_calendars({target.calendar_id for target in targets}),
    )
