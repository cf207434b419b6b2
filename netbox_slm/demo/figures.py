"""What became of the demo company: what its incidents reached, how its work was flagged, how its promises stood."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ..analysis import flags
from ..analysis.attainment import AttainmentRequest, AttainmentResult, compute_attainment
from ..analysis.derived_effects import record_derived_effects
from ..models import ServiceLevelTarget
from .company import DemoResult
from .description import TAG
from .work import build_aftermath

__all__ = ('compute_figures',)


def compute_figures(result: DemoResult, now: datetime, progress: Callable[[str], None] = print) -> AttainmentResult:
    """Compute the figures of the demo's targets for all its months; only what is due where nothing happened since.

    Before them what the new incidents do through the infrastructure, as of when each was reported, and how work that is
    over was flagged, as of when it was submitted; after them the flags of planned work.
    """
    progress(_('what {number} incidents reach').format(number=len(result.new_incidents)))
    for incident in result.new_incidents:
        record_derived_effects([incident.pk], incident.reported_at)
    build_aftermath(now)
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
                only_due=not (result.new_incidents or result.changed_incidents),
                close=close,
            )
        )
    flags.recompute_stale(now)
    return computed
