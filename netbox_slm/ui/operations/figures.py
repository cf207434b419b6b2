"""The figures in which an incident counts, and what it cost each."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...choices import ContributionKindChoices
from ...models import Attainment, AttainmentContribution, Incident
from ...visible import prefetch_viewable

__all__ = ('FigureRow', 'FiguresPanel', 'figures_of')

LIMIT = 25


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What an incident did to one figure; microseconds."""

    attainment: Attainment
    kind: str
    counted_us: int
    uncounted_us: int


def figures_of(incident: Incident, user, limit: int = LIMIT) -> tuple[list[FigureRow], int, int]:
    """What an incident did to the figures that `user` may view, most first: rows, how many more, how many hidden.

    A constant number of queries.
    """
    spans = AttainmentContribution.objects.filter(incident=incident).order_by()
    visible = spans.filter(attainment__in=Attainment.objects.restrict(user, 'view'))
    sums = visible.values('attainment', 'kind').annotate(counted=Sum('counted_us'), uncounted=Sum('uncounted_us'))
    found = list(sums.order_by('-counted', '-uncounted', 'attainment_id')[:limit])
    total = visible.values('attainment', 'kind').distinct().count()
    hidden = spans.values('attainment').distinct().count() - visible.values('attainment').distinct().count()
    attainments = Attainment.objects.prefetch_related(*prefetch_viewable(Attainment, user)).in_bulk(
        {row['attainment'] for row in found}
    )
    labels = dict(ContributionKindChoices)
    rows = [
        FigureRow(
            attainments[row['attainment']], labels.get(row['kind'], row['kind']), row['counted'], row['uncounted']
        )
        for row in found
    ]
    return rows, total - len(rows), hidden


class FiguresPanel(panels.ObjectPanel):
    """A table of them."""

    template_name = 'netbox_slm/panels/incident_figures.html'
    title = _('Counts in')

    def get_context(self, context):
        panel = super().get_context(context)
        rows, more, hidden = figures_of(panel['object'], panel['request'].user)
        return {**panel, 'rows': rows, 'more': more, 'hidden': hidden}

    def should_render(self, context):
        return context['request'].user.has_perm('netbox_slm.view_attainment')
