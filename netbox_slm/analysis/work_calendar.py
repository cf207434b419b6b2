"""What is planned in a span of time: changes, releases, agreed maintenance and freezes, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Case, Model, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from ..choices import ChangeStatusChoices, MaintenanceWindowStatusChoices
from ..models import Change, FreezeWindow, MaintenanceWindow, Release
from ..recurrence import occurrences
from .changes import with_worst_flag

__all__ = ('KINDS', 'Entry', 'entries_between')

_RUNNING = ChangeStatusChoices.STATUS_IN_PROGRESS
KINDS = ('change', 'release', 'maintenance', 'freeze')


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in [starts_at, ends_at); kind: one of KINDS."""

    kind: str
    obj: Model
    starts_at: datetime
    ends_at: datetime


def entries_between(start: datetime, end: datetime, user, kinds: Iterable[str] = KINDS) -> list[Entry]:
    """What touches [start, end) and `user` may view, by start. One query per kind.

    Cancelled work is left out; work that ran is where it really was, and what is still going on lasts until now at
    least. Only agreed maintenance counts.
    """
    readers = {
        'change': lambda: _work('change', Change, start, end, user),
        'release': lambda: _work('release', Release, start, end, user),
        'maintenance': lambda: _maintenance(start, end, user),
        'freeze': lambda: _freezes(start, end, user),
    }
    found = chain.from_iterable(readers[kind]() for kind in KINDS if kind in set(kinds))
    return sorted(found, key=lambda entry: (entry.starts_at, entry.ends_at, KINDS.index(entry.kind), entry.obj.pk))


def _work(kind, model, start, end, user):
    rows = with_worst_flag(model.objects.restrict(user, 'view').exclude(status=ChangeStatusChoices.STATUS_CANCELLED))
    now = timezone.now()
    until = Case(When(status=_RUNNING, then=Greatest('planned_end', Value(now))), default='planned_end')
    rows = rows.alias(from_at=Coalesce('actual_start', 'planned_start'), to_at=Coalesce('actual_end', until)).filter(
        from_at__lt=end, to_at__gt=start
    )
    for row in rows:
        starts_at = row.actual_start or row.planned_start
        planned = max(row.planned_end, now) if row.status == _RUNNING else row.planned_end
        yield Entry(kind, row, starts_at, max(row.actual_end or planned, starts_at))


def _maintenance(start, end, user):
    agreed = MaintenanceWindow.objects.restrict(user, 'view').filter(
        status=MaintenanceWindowStatusChoices.STATUS_AGREED, starts_at__lt=end
    )
    for window in agreed:
        spans = occurrences(window.starts_at, window.ends_at, window.recurrence, window.time_zone, start, end)
        for starts_at, ends_at in spans:
            yield Entry('maintenance', window, starts_at, ends_at)


def _freezes(start, end, user):
    for window in FreezeWindow.objects.restrict(user, 'view').filter(starts_at__lt=end, ends_at__gt=start):
        yield Entry('freeze', window, window.starts_at, window.ends_at)
