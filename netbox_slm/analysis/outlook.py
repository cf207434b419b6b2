"""The use case of the outlook: what the running period of a promise will come to with the planned work that is left.

Approved work of the rest of the period is added to what happened so far, through the same engine (semantics.md §1, §7);
nothing else is held to happen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from ..choices import ChangeStatusChoices, MetricChoices
from ..engine.instants import from_us, to_us
from ..graph import Ref
from ..models import SLA, Attainment, Change, SLAImpact
from .flags import outages_of
from .forecast import Forecast, PlannedOutage, course_of, forecast

__all__ = ('Outlook', 'outlooks_of')

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a figure will come to at the end of its period.

    value_percent: cut, never rounded up; None where it cannot be said. planned_us: counted downtime that planned work
    adds, in microseconds. changes: how many pieces of work touch the agreement until then.
    """

    figure: Attainment
    value_percent: Decimal | None
    is_missed: bool
    planned_us: int
    changes: int


def outlooks_of(sla: SLA, user: Any, now: datetime) -> list[Outlook]:
    """The outlook of each availability target of an agreement, on the service that will stand worst, by target id.

    Computed on all work; of the targets and figures that the user may view. A constant few queries without such work.
    """
    figures = list(
        Attainment.objects.restrict(user, 'view')
        .filter(
            target__in=sla.targets.restrict(user, 'view'),
            target__metric=MetricChoices.METRIC_AVAILABILITY,
            is_final=False,
            computed_at__isnull=False,
            starts_at__lte=now,
            ends_at__gt=now,
        )
        .order_by('target_id', 'pk')
    )
    if not figures:
        return []
    changes = _work_ahead(sla, now, max(figure.ends_at for figure in figures))
    forecasts = _forecasts(changes, figures, now)
    worst: dict[int, Outlook] = {}
    for figure in figures:
        found = _outlook(figure, forecasts.get(_key_of(figure)), len(changes))
        known = worst.get(figure.target_id)
        if known is None or _badness(found) < _badness(known):
            worst[figure.target_id] = found
    return list(worst.values())


def _work_ahead(sla: SLA, now: datetime, until: datetime) -> list[Change]:
    """Approved work that is not over and touches the agreement, as its flags say; also work without flags yet."""
    flags = SLAImpact.objects.current().filter(sla=sla)
    about = (
        Q(pk__in=flags.filter(change__isnull=False).values('change'))
        | Q(release__in=flags.filter(release__isnull=False).values('release'))
        | Q(flags_computed_at__isnull=True)
    )
    going_on = Q(status__in=ChangeStatusChoices.APPROVED) & ~Q(status__in=ChangeStatusChoices.ENDED)
    return list(Change.objects.filter(about, going_on, planned_start__lt=until, planned_end__gt=now).order_by('pk'))


def _forecasts(
    changes: Sequence[Change], figures: Collection[Attainment], now: datetime
) -> dict[tuple[int, int | None, int], Forecast]:
    """What the work does to the figures, by target, service and start of the period."""
    until_us = max(to_us(figure.ends_at) for figure in figures)
    outages = [
        PlannedOutage(each.ref, each.state, max(each.start_us, to_us(now)), min(each.end_us, until_us))
        for change in changes
        for each in outages_of(change)
        if each.start_us < until_us and each.end_us > to_us(now)
    ]
    if not outages:
        return {}
    course = course_of(outages, without={Ref('netbox_slm.change', change.pk) for change in changes})
    return {
        (found.target_id, found.service_id, found.period.start_us): found
        for found in forecast(course, now)
        if found.target_id is not None and found.period is not None
    }


def _key_of(figure: Attainment) -> tuple[int, int | None, int]:
    return figure.target_id, figure.service_id, to_us(figure.starts_at)


def _outlook(figure: Attainment, found: Forecast | None, changes: int) -> Outlook:
    after = found.after if found else None
    if after is not None and after.share.has_data and from_us(after.key.end_us) == figure.ends_at:
        is_missed = after.share.fraction < found.terms.target
        return Outlook(figure, after.value_percent, is_missed, max(found.counted_us, 0), changes)
    if figure.budget_us and figure.remaining_us is not None:
        # What was lost so far, of all the hours of the period
        allowed = 100 - Fraction(figure.target_percent)
        lost = allowed * (figure.budget_us - figure.remaining_us) / figure.budget_us
        return Outlook(figure, _cut(max(100 - lost, Fraction(0))), figure.remaining_us < 0, 0, changes)
    # A promise of 100 % has no budget: it is kept as long as nothing was lost
    return Outlook(
        figure, figure.value_percent if not figure.downtime_us else None, bool(figure.downtime_us), 0, changes
    )


def _cut(percent: Fraction) -> Decimal:
    return Decimal(percent.numerator * 10**_DIGITS // percent.denominator).scaleb(-_DIGITS)


def _badness(outlook: Outlook) -> tuple[bool, Decimal]:
    """Missed ones first, then those with the least; what cannot be said is missed already."""
    value = outlook.value_percent
    return not outlook.is_missed, Decimal(0) if value is None else value
