"""A figure over time: service hours, exclusions, the costliest incidents, and the state that results (pages.md)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from ..choices import ContributionKindChoices, StateChoices
from ..engine.clock import ServiceClock
from ..engine.instants import I64, from_us, to_us
from ..engine.intervals import subtract_sorted, union_of
from ..models import Attainment, AttainmentContribution, ServiceLevelTarget
from .explanation import load_viewable
from .facts.calendars import load_calendars

__all__ = ('MOST_ROWS', 'Bar', 'FigureTimeline', 'IncidentRow', 'Span', 'timeline_of')

MOST_ROWS = 30
_SHORTEST = timedelta(minutes=1)
_KINDS = ContributionKindChoices
_EXCLUDED = (_KINDS.KIND_MAINTENANCE, _KINDS.KIND_EXCUSED)
_DOWN = (_KINDS.KIND_DOWNTIME, _KINDS.KIND_OUTAGE)
_DRAWN = (*_DOWN, _KINDS.KIND_DEGRADED, _KINDS.KIND_EXCUSED, _KINDS.KIND_CLOCK)
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Span:
    """A time and what it is: a state, a kind of exclusion, or nothing more."""

    starts_at: datetime
    ends_at: datetime
    what: str = ''


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of an incident inside the time that is drawn; is_open: it lasts. reason: as of the line."""

    starts_at: datetime
    ends_at: datetime
    kind: str
    counted_us: int
    uncounted_us: int
    reason: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with its bars, None where the reader may not view it; what it cost within the time drawn."""

    incident: Model | None
    bars: tuple[Bar, ...]
    counted_us: int


@dataclass(frozen=True, slots=True)
class FigureTimeline:
    """What is drawn of a figure within [starts_at, ends_at): all of its period, or a part.

    measured_until: nothing is known after it. rows: the costliest first. more_rows, more_us: those that are left out,
    and the time that they count.
    """

    starts_at: datetime
    ends_at: datetime
    measured_until: datetime
    hours: tuple[Span, ...]
    exclusions: tuple[Span, ...]
    rows: tuple[IncidentRow, ...]
    states: tuple[Span, ...]
    more_rows: int
    more_us: int

    @property
    def has_states(self) -> bool:
        """Whether it is about states, and not about the clocks of incidents."""
        return bool(self.states)


def timeline_of(
    figure: Attainment, user: Any, since: datetime | None = None, until: datetime | None = None
) -> FigureTimeline | None:
    """The timeline of a computed figure, or of a part of its period; None where it has nothing that lasts.

    Names only what `user` may view. A constant number of queries. A part that lies outside, or is shorter than a
    minute, is drawn as the whole.
    """
    if figure.computed_at is None:
        return None
    starts_at, ends_at = _drawn(figure, since, until)
    lines = _lasting(figure).filter(starts_at__lt=ends_at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at))
    if not _is_drawn(figure, lines):
        return None
    measured_until = max(min(figure.computed_at, ends_at), starts_at)
    costs = list(_costs(lines))
    rows = _rows(lines, costs[:MOST_ROWS], (starts_at, ends_at, measured_until), user)
    return FigureTimeline(
        starts_at=starts_at,
        ends_at=ends_at,
        measured_until=measured_until,
        hours=_hours(figure, starts_at, ends_at),
        exclusions=_exclusions(lines, starts_at, measured_until),
        rows=rows,
        states=_states(figure, lines, starts_at, measured_until),
        more_rows=len(costs) - len(rows),
        more_us=sum(cost for _incident, cost in costs[MOST_ROWS:]),
    )


def _drawn(figure: Attainment, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    starts_at = max(since or figure.starts_at, figure.starts_at)
    ends_at = min(until or figure.ends_at, figure.ends_at)
    if ends_at - starts_at < _SHORTEST:
        return figure.starts_at, figure.ends_at
    return starts_at, ends_at


def _lasting(figure: Attainment) -> QuerySet[AttainmentContribution]:
    return figure.contributions.filter(kind__in=(*_DRAWN, _KINDS.KIND_MAINTENANCE))


def _is_drawn(figure: Attainment, lines: QuerySet) -> bool:
    """An availability is always drawn; another figure where its lines last."""
    return figure.budget_us is not None or figure.agreed_us > 0 or lines.exists()


def _costs(lines: QuerySet) -> Iterable[tuple[int | None, int]]:
    """(incident id, µs counted) of each incident, the costliest first, then the longest. One query."""
    sums = (
        lines.filter(kind__in=_DRAWN, incident__isnull=False)
        .values('incident_id')
        .annotate(cost=Sum('counted_us'), length=Sum(F('counted_us') + F('uncounted_us')))
        .order_by('-cost', '-length', 'incident_id')
    )
    return ((row['incident_id'], row['cost']) for row in sums)


def _rows(
    lines: QuerySet, costs: Sequence[tuple[int | None, int]], bounds: tuple[datetime, datetime, datetime], user: Any
) -> tuple[IncidentRow, ...]:
    starts_at, ends_at, measured_until = bounds
    ids = [incident_id for incident_id, _cost in costs]
    incidents = load_viewable('netbox_slm.incident', ids, user) if ids else {}
    bars: dict[int | None, list[Bar]] = defaultdict(list)
    for line in lines.filter(kind__in=_DRAWN, incident_id__in=ids).order_by('starts_at', 'position'):
        end = line.ends_at or measured_until
        bars[line.incident_id].append(
            Bar(
                max(line.starts_at, starts_at),
                max(min(end, ends_at), starts_at),
                line.kind,
                line.counted_us,
                line.uncounted_us,
                line.reason,
                line.ends_at is None,
            )
        )
    return tuple(IncidentRow(incidents.get(incident_id), tuple(bars[incident_id]), cost) for incident_id, cost in costs)


def _hours(figure: Attainment, starts_at: datetime, ends_at: datetime) -> tuple[Span, ...]:
    """The service hours, by the calendar of the target or its agreement. Up to five queries."""
    target = ServiceLevelTarget.objects.select_related('sla').get(pk=figure.target_id)
    calendar_id = target.calendar_id or target.sla.calendar_id
    clock = ServiceClock(load_calendars({calendar_id})[calendar_id])
    opens_us, closes_us = clock.windows(to_us(starts_at), to_us(ends_at))
    return tuple(
        Span(from_us(open_us), from_us(close_us))
        for open_us, close_us in zip(opens_us.tolist(), closes_us.tolist(), strict=True)
    )


def _exclusions(lines: QuerySet, starts_at: datetime, until: datetime) -> tuple[Span, ...]:
    """Excluded time, of one kind each; the kinds may overlap. A query per kind."""
    return tuple(
        span for kind in _EXCLUDED for span in _spans(*_covered(lines.filter(kind=kind), starts_at, until), kind)
    )


def _states(figure: Attainment, lines: QuerySet, starts_at: datetime, until: datetime) -> tuple[Span, ...]:
    """The states that result: down where a line says so, degraded where no other one is down, up in between."""
    if figure.agreed_us == 0 and figure.budget_us is None:
        return ()
    down = _covered(lines.filter(kind__in=_DOWN), starts_at, until)
    degraded = subtract_sorted(*_covered(lines.filter(kind=_KINDS.KIND_DEGRADED), starts_at, until), *down)
    bad = union_of(*(np.concatenate(column) for column in zip(down, degraded, strict=True)))
    whole = (np.array([to_us(starts_at)]), np.array([to_us(until)])) if starts_at < until else (_NONE, _NONE)
    found = [
        *_spans(*down, StateChoices.STATE_DOWN),
        *_spans(*degraded, StateChoices.STATE_DEGRADED),
        *_spans(*subtract_sorted(*whole, *bad), StateChoices.STATE_UP),
    ]
    return tuple(sorted(found, key=lambda span: span.starts_at))


def _covered(lines: QuerySet, starts_at: datetime, until: datetime) -> tuple[I64, I64]:
    """The time that the lines cover inside the bounds, disjoint and sorted. One query."""
    spans = lines.annotate(end=Coalesce('ends_at', Value(until))).values_list('starts_at', 'end').order_by()
    inside = [
        (to_us(max(start, starts_at)), to_us(min(end, until)))
        for start, end in spans
        if start < until and end > starts_at
    ]
    starts_us, ends_us = np.array(inside, dtype=np.int64).reshape(-1, 2).T
    return union_of(starts_us, ends_us)


def _spans(starts_us: I64, ends_us: I64, what: str) -> list[Span]:
    return [
        Span(from_us(start), from_us(end), what)
        for start, end in zip(starts_us.tolist(), ends_us.tolist(), strict=True)
    ]
