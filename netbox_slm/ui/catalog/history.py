"""Panels of a service: what alone takes it down, and how its promises were kept in the last periods."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...models import Attainment
from ...visible import prefetch_viewable, shown

__all__ = ('HistoryPanel', 'SinglePointsPanel')

PERIODS = 12
MOST_TARGETS = 10


class SinglePointsPanel(panels.ObjectPanel):
    """Loaded after the page."""

    template_name = 'netbox_slm/panels/single_points.html'
    title = _('Single points of failure')


@dataclass(frozen=True, slots=True)
class TargetHistory:
    """The figures of a target in its last periods, the oldest first."""

    target: object
    figures: tuple[Attainment, ...]


class HistoryPanel(panels.ObjectPanel):
    """Twelve periods of each promise as small squares."""

    template_name = 'netbox_slm/panels/history.html'
    title = _('History')

    def get_context(self, context):
        panel = super().get_context(context)
        service, user = panel['object'], panel['request'].user
        figures = (
            Attainment.objects.restrict(user, 'view')
            .filter(service=service, computed_at__isnull=False)
            .order_by('-starts_at', 'pk')
            .prefetch_related(*prefetch_viewable(Attainment, user))[: PERIODS * MOST_TARGETS]
        )
        by_target = {}
        for figure in figures:
            rows = by_target.setdefault(figure.target_id, [])
            if len(rows) < PERIODS:
                rows.append(figure)
        histories = [TargetHistory(shown(rows[0], 'target'), tuple(reversed(rows))) for rows in by_target.values()]
        return {**panel, 'histories': histories}
