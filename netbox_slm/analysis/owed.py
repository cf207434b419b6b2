"""What an agreement owes for its periods: the credits of its figures together, never more than its most credit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..choices import AttainmentStatusChoices
from ..models import SLA, Attainment
from .credits import Owed, credits_of, total_of

__all__ = ('PERIODS', 'PeriodOwed', 'owed_by_period')

PERIODS = 12


@dataclass(frozen=True, slots=True)
class PeriodOwed:
    """What is owed for one period, by currency.

    figures: how many figures owe something. is_final: all of them are closed; otherwise it is as things stand.
    hidden: how many missed figures there are that the reader may not view; they are left out of it.
    """

    period: str
    starts_at: datetime
    ends_at: datetime
    owed: tuple[Owed, ...]
    figures: int
    is_final: bool
    hidden: int


def owed_by_period(sla: SLA, user: Any, periods: int = PERIODS) -> list[PeriodOwed]:
    """The newest periods in which figures of an agreement were missed and owe something, the newest first.

    Only of figures and tiers that the user may view. Seven queries at most.
    """
    missed = Attainment.objects.filter(target__sla=sla, status=AttainmentStatusChoices.STATUS_MISSED)
    viewable = missed.restrict(user, 'view')
    starts = list(viewable.order_by('-starts_at').values_list('starts_at', flat=True).distinct()[:periods])
    if not starts:
        return []
    figures = list(viewable.filter(starts_at__gte=starts[-1]).order_by('-starts_at', 'pk'))
    credits = credits_of(figures, user)
    hidden = defaultdict(int)
    for start in missed.filter(starts_at__in=starts).order_by().values_list('starts_at', flat=True):
        hidden[start] += 1
    by_period = defaultdict(list)
    for figure in figures:
        hidden[figure.starts_at] -= 1
        if figure.pk in credits:
            by_period[figure.starts_at, figure.ends_at].append(figure)
    return [
        PeriodOwed(
            period=rows[0].period,
            starts_at=starts_at,
            ends_at=ends_at,
            owed=tuple(total_of(credits[row.pk] for row in rows)),
            figures=len(rows),
            is_final=all(row.is_final for row in rows),
            hidden=hidden[starts_at],
        )
        for (starts_at, ends_at), rows in by_period.items()
    ]
