"""What the background does by itself: bring figures up to date, close finished periods, take up abandoned work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, groupby

from django.db.models import F, Q

from netbox.plugins import get_plugin_config

from ..models import Attainment
from .attainment import chunks_of, due_condition
from .facts import computed_statuses
from .staleness import ensure_figures

__all__ = ('DueChunk', 'chunks_where', 'due_chunks', 'ensure_all_figures', 'finished_chunks', 'marked_finals')

MOST_CHUNKS = 500


@dataclass(frozen=True, slots=True)
class DueChunk:
    """Targets with figures to compute for the period of this name."""

    period: str
    target_ids: tuple[int, ...]


def ensure_all_figures(now: datetime) -> int:
    """Make the missing rows of the current and the previous period of every computed agreement; returns how many."""
    return sum(ensure_figures(target_ids, now) for target_ids in chunks_of())


def due_chunks(now: datetime) -> list[DueChunk]:
    """What is to be computed anew, the latest periods first. One query."""
    return chunks_where(due_condition(now))


def finished_chunks(now: datetime) -> list[DueChunk]:
    """What is to be made final, as far as the shortest grace tells; the computation looks at each. One query."""
    grace = get_plugin_config('netbox_slm', 'grace_days')
    own_grace = now - timedelta(days=1) * F('target__sla__grace_days')
    own = Q(target__sla__grace_days__isnull=False, ends_at__lte=own_grace)
    general = Q(target__sla__grace_days__isnull=True, ends_at__lte=now - timedelta(days=grace))
    return chunks_where(Q(is_final=False) & (own | general))


def marked_finals(now: datetime) -> list[DueChunk]:
    """Final figures that a change of facts may touch: they are to be checked, not changed. One query."""
    return chunks_where(Q(needs_check=True))


def chunks_where(condition: Q) -> list[DueChunk]:
    """The targets of the figures of a condition, the latest periods first; at most `MOST_CHUNKS`. One query."""
    rows = (
        Attainment.objects.filter(condition, target__sla__status__in=computed_statuses())
        .order_by('-starts_at', 'period', 'target_id')
        .values_list('period', 'target_id')
    )
    size = get_plugin_config('netbox_slm', 'celery_chunk_size')
    found = [DueChunk(period, chunk) for period, targets in _by_period(rows) for chunk in batched(targets, size)]
    return found[:MOST_CHUNKS]


def _by_period(rows: Iterable[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    """Targets of each period, in the order in which the periods come; starts differ by time zone within one."""
    found: dict[str, dict[int, None]] = {}
    for period, group in groupby(rows, key=lambda row: row[0]):
        found.setdefault(period, {}).update(dict.fromkeys(target_id for _period, target_id in group))
    return [(period, list(targets)) for period, targets in found.items()]
