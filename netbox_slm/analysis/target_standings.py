"""Where the targets of an agreement stand: the worst figure of the newest period, twelve periods back, what is owed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Prefetch, QuerySet, When

from ..choices import AttainmentStatusChoices, FigureUnitChoices
from ..models import SLA, Attainment, Service, ServiceLevelTarget
from .columns import AnyOf
from .credits import credits_of

__all__ = ('PERIODS', 'TargetStanding', 'TrendPoint', 'standings_of')

PERIODS = 12
_WORST_FIRST = (
    AttainmentStatusChoices.STATUS_MISSED,
    AttainmentStatusChoices.STATUS_AT_RISK,
    AttainmentStatusChoices.STATUS_MET,
    AttainmentStatusChoices.STATUS_NO_DATA,
)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The worst figure of a target in a period, and what was promised; value and promised: percent, or the value."""

    period: str
    status: str
    value: Decimal | None
    promised: Decimal | None


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target, its worst figure of the newest period (None: none yet), and of how many services there is one.

    trend: oldest first. owed: amounts by currency of all missed figures of that period.
    """

    target: ServiceLevelTarget
    figure: Attainment | None
    services: int
    trend: tuple[TrendPoint, ...]
    owed: tuple[tuple[str, Decimal], ...]


def standings_of(sla: SLA, user: Any, now: datetime) -> list[TargetStanding]:
    """The targets of an agreement that the user may view, the worst first, with the figures that he may view.

    Seven queries at most.
    """
    targets = list(sla.targets.restrict(user, 'view').order_by('metric', 'name'))
    figures = Attainment.objects.restrict(user, 'view').filter(
        AnyOf('target_id', [target.pk for target in targets]), starts_at__lte=now
    )
    starts = list(figures.order_by('-starts_at').values_list('starts_at', flat=True).distinct()[:PERIODS])
    if not starts:
        return [TargetStanding(target, None, 0, (), ()) for target in targets]
    by_target = defaultdict(list)
    for figure in _worst(figures.filter(starts_at__gte=starts[-1]), user):
        by_target[figure.target_id].append(figure)
    newest = figures.filter(starts_at=starts[0])
    counts = defaultdict(int)
    for target_id in newest.order_by().values_list('target_id', flat=True):
        counts[target_id] += 1
    owed = _owed(newest.filter(status=AttainmentStatusChoices.STATUS_MISSED).order_by('pk'), user)
    standings = [_standing(target, by_target[target.pk], starts[0], counts, owed) for target in targets]
    return sorted(standings, key=_badness)


def _badness(standing: TargetStanding) -> int:
    """Missed before at risk, met and no data; what has no figure comes last."""
    if standing.figure is None or standing.figure.status not in _WORST_FIRST:
        return len(_WORST_FIRST)
    return _WORST_FIRST.index(standing.figure.status)


def _standing(
    target: ServiceLevelTarget,
    figures: Sequence[Attainment],
    newest: datetime,
    counts: dict[int, int],
    owed: dict[int, dict[str, Decimal]],
) -> TargetStanding:
    for figure in figures:
        figure.target = target
    last = figures[-1] if figures and figures[-1].starts_at == newest else None
    amounts = tuple(sorted(owed.get(target.pk, {}).items()))
    return TargetStanding(target, last, counts[target.pk], tuple(map(_point, figures)), amounts)


def _point(figure: Attainment) -> TrendPoint:
    if figure.unit == FigureUnitChoices.UNIT_PERCENT:
        return TrendPoint(figure.period, figure.status, figure.value_percent, figure.target_percent)
    return TrendPoint(figure.period, figure.status, figure.value, figure.target_value)


def _worst(figures: QuerySet[Attainment], user: Any) -> QuerySet[Attainment]:
    """The worst figure of each target and period: by its verdict, then by how far it is from what was promised."""
    severity = Case(
        *(When(status=status, then=rank) for rank, status in enumerate(_WORST_FIRST)), default=len(_WORST_FIRST)
    )
    gap = Case(
        When(value_percent__isnull=False, then=F('value_percent') - F('target_percent')),
        When(more_is_better=True, then=F('value') - F('target_value')),
        default=F('target_value') - F('value'),
    )
    return (
        figures.prefetch_related(Prefetch('service', Service.objects.restrict(user, 'view')))
        .order_by('target_id', 'starts_at', severity, gap.asc(nulls_last=True), 'pk')
        .distinct('target_id', 'starts_at')
    )


def _owed(missed: QuerySet[Attainment], user: Any) -> dict[int, dict[str, Decimal]]:
    """What is owed for figures, by target and currency."""
    figures = list(missed)
    credits = credits_of(figures, user)
    owed: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for figure in figures:
        if credit := credits.get(figure.pk):
            owed[figure.target_id][credit.currency] += credit.amount
    return owed
