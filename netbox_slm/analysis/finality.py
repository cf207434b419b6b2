"""Final figures: reopened with a reason, closed again after a grace, and never changed silently (semantics.md §6).

A change of facts marks a final figure that it may touch (`stale_since`); a worker computes what the figure would be now
(`check_finals`), and only where that differs is it shown as outdated (`outdated_since`): it keeps its value until
somebody reopens it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections, router, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ..choices import RevisionCauseChoices
from ..engine.instants import to_us
from ..models import Attainment, AttainmentRevision
from . import history, storing
from .attainment import AttainmentRequest, compute_attainment, wanted_figures
from .columns import AnyOf
from .errors import FigureNotFinalError, NoReasonError, NotPromisedError
from .facts import load_facts, load_targets
from .figures import figures_of
from .final_credits import withdraw_credits
from .storing import StoredRow, Wanted

__all__ = ('Reopened', 'check_finals', 'may_reopen', 'reopen')


@dataclass(frozen=True, slots=True)
class Reopened:
    """How many figures were reopened, and of how many the value changed at once.

    later: how many more will be computed by a worker.
    """

    number: int
    changed: int
    later: int


def may_reopen(user: Any, figures: Iterable[Attainment]) -> bool:
    """Whether the user may reopen all of these: the permission `reopen_attainment`, for each of them."""
    wanted = {figure.pk for figure in figures}
    return Attainment.objects.restrict(user, 'reopen').filter(pk__in=wanted).count() == len(wanted)


def reopen(figures: Sequence[Attainment], reason: str, user: Any, now: datetime | None = None) -> Reopened:
    """Make final figures provisional again, compute them anew, and keep what they were in their history.

    They become final again a grace after this; what they owed is withdrawn with it, and is again what the tiers say.
    Those beyond `celery_chunk_size` are left to a worker. All or none.
    Raises NoReasonError, FigureNotFinalError, NotPromisedError.
    """
    now = now or timezone.now()
    reason = reason.strip()
    if not reason:
        raise NoReasonError(_('Reopening a final figure needs a reason: say what was wrong or has changed.'))
    ids = sorted({figure.pk for figure in figures})
    with transaction.atomic():
        rows = list(Attainment.objects.filter(AnyOf('pk', ids)).order_by('pk').select_for_update(no_key=True))
        _refuse(rows, now)
        stored = history.figures_as_stored(ids)
        credits = withdraw_credits(rows)
        AttainmentRevision.objects.bulk_create(
            [_revision(stored[row.pk], reason, user, now, credits.get(row.pk, {})) for row in rows if row.pk in stored],
            batch_size=1000,
        )
        Attainment.objects.filter(AnyOf('pk', ids)).update(
            is_final=False,
            reopened_at=now,
            outdated_since=None,
            stale_since=now,
            stale_marks=F('stale_marks') + 1,
            needs_check=False,
            last_updated=now,
        )
    at_once = rows[: get_plugin_config('netbox_slm', 'celery_chunk_size')]
    _compute(at_once, now)
    after = history.figures_as_stored([row.pk for row in at_once])
    changed = sum(bool(history.changed_values(stored[pk].values, found.values)) for pk, found in after.items())
    return Reopened(len(rows), changed, len(rows) - len(at_once))


def check_finals(period: str, target_ids: Sequence[int], now: datetime, *, every: bool = False) -> set[int]:
    """Say of final figures that a change marked whether they are outdated: whether they would be others now.

    every: of all of them, also without a mark. Changes no figure. Returns the ids of those that are outdated by it,
    were not before, and differ by more than time. Queries: constant in the number of figures.
    """
    wanted = wanted_figures(load_targets(target_ids), period, now)
    rows = storing.read_rows(target_ids, wanted, period)
    chosen = {key: row for key, row in rows.items() if row.is_final and (every or row.is_stale)}
    due = [each for each in wanted if storing.key_of(each) in chosen]
    if not chosen:
        return set()
    differing, by_time = _differing(due, chosen, now) if due else (set(), set())
    fresh = Attainment.objects.filter(AnyOf('pk', differing), outdated_since__isnull=True)
    found = set(fresh.values_list('pk', flat=True))
    _settle(chosen.values(), differing, now)
    return found - by_time


def _refuse(rows: Sequence[Attainment], now: datetime) -> None:
    """Raise where a figure cannot be reopened; a figure that nobody promises any more could not be computed."""
    running = [row for row in rows if not row.is_final]
    if running:
        raise FigureNotFinalError(
            _('{figure} is not final: only final figures can be reopened.').format(figure=running[0].period)
        )
    targets = load_targets(sorted({row.target_id for row in rows}))
    promised: set[tuple[Any, ...]] = set()
    for period in {row.period for row in rows}:
        promised.update(map(storing.key_of, wanted_figures(targets, period, now)))
    for row in rows:
        if (row.target_id, row.service_id, to_us(row.starts_at), to_us(row.ends_at)) not in promised:
            raise NotPromisedError(
                _(
                    'The figure of {period} cannot be computed any more: its agreement no longer promises it, or is '
                    'not in force. It stays as it is.'
                ).format(period=row.period)
            )


def _revision(
    stored: history.Overwritten, reason: str, user: Any, now: datetime, credits: dict[str, Any]
) -> AttainmentRevision:
    return AttainmentRevision(
        attainment_id=stored.pk,
        at=now,
        cause=RevisionCauseChoices.CAUSE_REOPENED,
        reason=reason,
        user=user,
        user_name=user.username if user else '',
        old={**stored.values, 'is_final': True},
        new={**stored.values, 'is_final': False},
        credits=credits,
    )


def _compute(rows: Iterable[Attainment], now: datetime) -> None:
    targets: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        targets[row.period].add(row.target_id)
    for period, target_ids in targets.items():
        compute_attainment(AttainmentRequest(period, now, tuple(sorted(target_ids)), only_due=True))


def _differing(due: Sequence[Wanted], rows: dict[Any, StoredRow], now: datetime) -> tuple[set[int], set[int]]:
    """Ids of the final figures that would be others now, and of those among them that are so by time alone."""
    targets = list({target.target_id: target for target, _service, _period in due}.values())
    facts = load_facts(
        targets,
        min(period.start_us for _target, _service, period in due),
        max(period.end_us for _target, _service, period in due),
        to_us(now),
    )
    stored = history.figures_as_stored([row.pk for row in rows.values()])
    found = {}
    for figure in figures_of(facts, due):
        pk = rows[figure.key].pk
        values = history.values_of(storing.values_of(figure))
        if pk in stored and history.changed_values(stored[pk].values, values):
            found[pk] = values, figure.contributions
    return set(found), history.differs_by_time(stored, found, now)


def _settle(rows: Iterable[StoredRow], differing: set[int], now: datetime) -> None:
    """Take the marks away, unless another change came meanwhile; what was outdated before keeps its time."""
    rows = list(rows)
    final = Attainment.objects.filter(is_final=True)
    final.filter(AnyOf('pk', differing), outdated_since__isnull=True).update(
        outdated_since=Coalesce(F('stale_since'), Value(now))
    )
    final.filter(AnyOf('pk', {row.pk for row in rows} - differing)).update(outdated_since=None)
    with connections[router.db_for_write(Attainment)].cursor() as cursor:
        cursor.execute(_CLEAR, [[row.pk for row in rows], [row.stale_marks for row in rows]])


_CLEAR = f"""
    UPDATE {Attainment._meta.db_table} AS row SET stale_since = NULL, needs_check = false
    FROM unnest(%s::bigint[], %s::integer[]) AS seen(id, marks)
    WHERE row.id = seen.id AND row.stale_marks = seen.marks AND row.is_final
"""
