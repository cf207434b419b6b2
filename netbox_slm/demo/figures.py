"""What became of the demo company's promises: all its months, the finished ones final."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ..analysis import flags
from ..analysis.attainment import AttainmentRequest, AttainmentResult, compute_attainment
from ..models import ServiceLevelTarget
from .company import DemoResult
from .description import TAG

__all__ = ('compute_figures',)


def compute_figures(result: DemoResult, now: datetime, progress: Callable[[str], None] = print) -> AttainmentResult:
    """Compute the figures of the demo's targets for all its months; only what is due where nothing happened since."""
    progress(_('attainment of {months} months').format(months=len(result.months)))
    last = (result.months[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    targets = ServiceLevelTarget.objects.filter(tags__slug=TAG).order_by('sla_id', 'pk')
    computed = AttainmentResult()
    for close in (True, False):
        computed += compute_attainment(
            AttainmentRequest(
                period=f'{result.months[0]:%Y-%m-%d}/{last:%Y-%m-%d}',
                now=now,
                target_ids=tuple(targets.values_list('pk', flat=True)),
                only_due=not result.changed_incidents,
                close=close,
            )
        )
    flags.recompute_stale(now)
    return computed
