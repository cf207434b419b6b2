"""The nightly check: are the stored figures what the facts give? What is not was missed, and is told as a defect.

Every change marks the figures that it can change, so nothing should be found. What wrote past the signals is, or a bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from . import finality
from .alerts.defects import tell_outdated
from .attainment import AttainmentRequest, compute_attainment
from .sweep import DueChunk, chunks_where

__all__ = ('Verified', 'chunks_to_verify', 'verify')

_FINALS_FOR = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Verified:
    """How many figures were computed anew, and how many final ones would be others now."""

    computed: int
    outdated: int


def chunks_to_verify(now: datetime) -> list[DueChunk]:
    """Figures that were computed and are not marked: all that are not final, and final ones of the last 100 days."""
    recent = Q(is_final=False) | Q(is_final=True, ends_at__gte=now - _FINALS_FOR)
    return chunks_where(Q(computed_at__isnull=False, stale_since__isnull=True) & recent)


def verify(period: str, target_ids: Sequence[int], now: datetime) -> Verified:
    """Compute the figures of a period anew and compare them with what is stored (semantics.md §6).

    One that differs by more than time is mended, with a revision that says so; a final one keeps its value, is shown as
    outdated, and told of. Repeatable.
    """
    result = compute_attainment(AttainmentRequest(period, now, tuple(target_ids), verify=True))
    missed = finality.check_finals(period, target_ids, now, every=True)
    tell_outdated(missed, now)
    return Verified(result.computed, len(missed))
