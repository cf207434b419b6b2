"""The answer to "what breaks if this breaks?", on the whole graph, so that it does not depend on who asks (§8)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from ...engine.clock import ServiceClock
from ...engine.instants import to_us
from ...engine.structure import AT_RISK
from ...graph import Impact, Limits, Ref, impact
from ...models import SLA
from ..facts.calendars import load_calendars
from ..facts.targets import computed_statuses
from .known import SERVICE, KnownEffect, known_effects, worst_of

__all__ = ('Analysis', 'PromiseAtStake', 'Question', 'analyse')

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    effects: own state (DEGRADED or DOWN) of each named object. starts_at: now by default; ends_at: none is that moment.
    with_known: count open incidents and other approved work in the window as out already; `without` leaves some out.
    components: list every component, not only those that something else needs. limits: how far to look.
    """

    effects: Mapping[Ref, int]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    with_known: bool = True
    without: tuple[Ref, ...] = ()
    components: bool = False
    limits: Limits = Limits()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class PromiseAtStake:
    """An agreement with services that are touched. state: the worst of them.

    agreed_us: service time of the agreement inside the window; None without a window.
    """

    sla_id: int
    tenant_id: int | None
    state: int
    service_ids: tuple[int, ...]
    agreed_us: int | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the named effects change. known: what was out before; promises: agreements concerned, the worst first."""

    question: Question
    starts_at: datetime
    ends_at: datetime | None
    impact: Impact
    known: tuple[KnownEffect, ...]
    promises: tuple[PromiseAtStake, ...] = field(default_factory=tuple)

    @property
    def redundancy_lost(self) -> list[Ref]:
        """Objects that still work, and now have nothing left to lose."""
        return [ref for ref, touched in self.impact.touched.items() if touched.state == AT_RISK]

    @property
    def services(self) -> dict[int, int]:
        """State of each service that is touched, by its id."""
        touched = self.impact.touched.items()
        return {ref.id: found.state for ref, found in touched if ref.type == SERVICE}


def analyse(question: Question) -> Analysis:
    """Evaluate the named effects over what is out already (graph.md §5).

    Queries: by the depth of the graph and the number of its providers. Raises LookupError for a type of object that is
    not installed.
    """
    starts_at = question.starts_at or timezone.now()
    ends_at = question.ends_at
    known: list[KnownEffect] = []
    if question.with_known:
        known = known_effects(starts_at, ends_at or starts_at + _MOMENT, question.without)
    found = impact(
        question.effects,
        before=worst_of(known),
        limits=question.limits,
        components=question.components,
        at=starts_at,
    )
    analysis = Analysis(question, starts_at, ends_at, found, tuple(known))
    promises = _promises(analysis.services, starts_at, ends_at)
    return Analysis(question, starts_at, ends_at, found, tuple(known), promises)


def _promises(services: Mapping[int, int], starts_at: datetime, ends_at: datetime | None) -> tuple[PromiseAtStake, ...]:
    """The agreements that hold in the window and are about these services. Five queries."""
    if not services:
        return ()
    pairs = SLA.services.through.objects.filter(service_id__in=services, sla__status__in=computed_statuses())
    of_sla: dict[int, list[int]] = defaultdict(list)
    for sla_id, service_id in pairs.order_by('sla_id', 'service_id').values_list('sla_id', 'service_id'):
        of_sla[sla_id].append(service_id)
    rows = SLA.objects.filter(pk__in=of_sla).select_related('calendar').order_by('pk')
    slas = [sla for sla in rows if _holds(sla, starts_at, ends_at)]
    clocks = {number: ServiceClock(found) for number, found in load_calendars({s.calendar_id for s in slas}).items()}
    promises = []
    for sla in slas:
        agreed = None
        if ends_at is not None:
            span = np.array([to_us(starts_at)], dtype=np.int64), np.array([to_us(ends_at)], dtype=np.int64)
            agreed = int(clocks[sla.calendar_id].elapsed(*span)[0])
        worst = max(services[service_id] for service_id in of_sla[sla.pk])
        promises.append(PromiseAtStake(sla.pk, sla.tenant_id, worst, tuple(of_sla[sla.pk]), agreed))
    return tuple(sorted(promises, key=lambda found: (-found.state, -(found.agreed_us or 0), found.sla_id)))


def _holds(sla: SLA, starts_at: datetime, ends_at: datetime | None) -> bool:
    """Whether the term of an agreement meets the window, by the days of its zone."""
    first = starts_at.astimezone(sla.zone).date()
    last = (ends_at or starts_at).astimezone(sla.zone).date()
    return (sla.starts_on is None or sla.starts_on <= last) and (sla.ends_on is None or sla.ends_on >= first)
