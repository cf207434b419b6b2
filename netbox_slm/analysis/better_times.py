"""When the same work would touch less (semantics.md §7), and moving it there."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from ..choices import ChangeStatusChoices
from ..models import Change, Release
from ..transactions import atomic_for
from .flags import windows_for

__all__ = ('BetterTime', 'better_times', 'move_to')


@dataclass(frozen=True, slots=True)
class BetterTime:
    """A time for the same work. kind: 'best' or 'latest'.

    touched: how many agreements would lose service time outside agreed windows; over: how many would be overspent.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    outside_us: int
    touched: int
    over: int


def better_times(record: Change | Release, now: datetime, days: int = 14) -> list[BetterTime]:
    """The best and the latest time of the next `days` for the same work, where they cost less than the planned one.

    The planned window keeps its length and its outages their place in it. Empty where the work touches no promise, has
    no planned window or is over, or nothing is better.
    """
    if record.planned_start is None or record.planned_end is None or record.status in ChangeStatusChoices.ENDED:
        return []
    windows = windows_for(record, now, days)
    if windows is None:
        return []
    planned, found = windows.planned, {}
    for kind, choice in (('best', windows.best), ('latest', windows.latest)):
        if choice is None or (choice.over, choice.outside_us) >= (planned.over, planned.outside_us):
            continue
        moved = choice.starts_at - planned.starts_at
        start = record.planned_start + moved
        if start > now and start not in found:
            end = record.planned_end + moved
            found[start] = BetterTime(kind, start, end, choice.outside_us, choice.touched, choice.over)
    return list(found.values())


def move_to(change: Change, start: str, user) -> Change:
    """Plan a change for another time, with the length it has. start: an ISO 8601 instant with its offset.

    One transaction, change-logged. Raises ValidationError where it was approved already, or where that is no instant.
    """
    try:
        at = parse_datetime(start)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValidationError({'planned_start': _('{start} is no time with an offset.').format(start=start)})
    with atomic_for(type(change)):
        change = type(change).objects.select_for_update(of=('self',)).get(pk=change.pk)
        if change.planned_start is None or change.planned_end is None:
            raise ValidationError({'planned_start': _('Plan its time first: it has none that could be moved.')})
        change.snapshot()
        change.planned_end += at - change.planned_start
        change.planned_start, change.acting = at, user
        change.full_clean()
        change.save()
    return change
