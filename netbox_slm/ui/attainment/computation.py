"""When the figures of an agreement were last computed, whether a worker is alive, and the button to compute now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...analysis.attainment import may_compute
from ...analysis.facts import computed_statuses
from ...analysis.periods import CURRENT, PREVIOUS
from ...models import Attainment
from ...worker import worker_state

__all__ = ('ComputationPanel', 'Freshness', 'freshness_of')


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh the figures of an agreement are that a reader may view."""

    number: int
    computed_at: datetime | None
    stale: int
    stale_since: datetime | None


def freshness_of(sla, user):
    """The freshness of an agreement's figures. One query."""
    found = (
        Attainment.objects.restrict(user, 'view')
        .filter(target__sla=sla)
        .aggregate(
            number=Count('pk'),
            computed_at=Max('computed_at'),
            stale=Count('pk', filter=Q(is_final=False, stale_since__isnull=False)),
            stale_since=Min('stale_since', filter=Q(is_final=False)),
        )
    )
    return Freshness(**found)


class ComputationPanel(panels.ObjectPanel):
    """For the page of an agreement whose figures are computed."""

    template_name = 'netbox_slm/panels/computation.html'
    title = _('Figures')

    def get_context(self, context):
        panel = super().get_context(context)
        user = panel['request'].user
        return {
            **panel,
            'freshness': freshness_of(panel['object'], user),
            'worker': worker_state(),
            'may_compute': may_compute(user, panel['object']),
            'selectors': ((CURRENT, _('Current period')), (PREVIOUS, _('Previous period'))),
        }

    def should_render(self, context):
        user = context['request'].user
        return user.has_perm('netbox_slm.view_attainment') and context['object'].status in computed_statuses()
