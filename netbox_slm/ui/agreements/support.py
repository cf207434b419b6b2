"""The panels of what an agreement rests on, and of what rests on it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...analysis.chain import check_chain, shown_to
from ...choices import SLAKindChoices
from ...models import SLA
from ...visible import prefetch_viewable
from .related import hidden_text

__all__ = ('SupportingPanel', 'SupportsPanel')


@dataclass(frozen=True, slots=True)
class Support:
    """A supporting agreement with the gaps that it leaves."""

    sla: object
    party: object
    gaps: list


class SupportingPanel(panels.ObjectPanel):
    """OLAs and underpinning contracts that an agreement rests on, and what of it they do not cover."""

    template_name = 'netbox_slm/panels/supporting.html'
    title = _('Supporting agreements')

    def get_context(self, context):
        panel = super().get_context(context)
        sla, user = panel['object'], panel['request'].user
        agreements = list(sla.supporting.restrict(user, 'view').prefetch_related(*prefetch_viewable(SLA, user)))
        check = shown_to(check_chain(sla, timezone.now()), user)
        of_support = defaultdict(list)
        for gap in check.gaps:
            of_support[gap.support.pk if gap.support else None].append(gap)
        rows = [
            Support(agreement, agreement.provider or agreement.tenant, of_support[agreement.pk])
            for agreement in agreements
        ]
        return {
            **panel,
            'rows': rows,
            'check': check,
            'gaps': of_support[None],
            'hidden_gaps': hidden_text(check.hidden),
            'hidden': hidden_text(sla.supporting.count() - len(agreements)),
        }

    def should_render(self, context):
        return context['object'].kind != SLAKindChoices.KIND_UNDERPINNING


class SupportsPanel(panels.ObjectsTablePanel):
    """What rests on an OLA or underpinning contract."""

    def __init__(self, **kwargs):
        super().__init__(
            'netbox_slm.sla',
            filters={'supporting_id': lambda context: context['object'].pk},
            title=_('Agreements that rest on it'),
            **kwargs,
        )

    def should_render(self, context):
        return context['object'].kind != SLAKindChoices.KIND_SLA and super().should_render(context)
