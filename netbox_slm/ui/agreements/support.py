"""The panels of what an agreement rests on, and of what rests on it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...choices import MetricChoices, SLAKindChoices
from ...models import SLA, ServiceLevelTarget
from ...visible import prefetch_viewable
from .related import hidden_text

__all__ = ('SupportingPanel', 'SupportsPanel')


@dataclass(frozen=True, slots=True)
class Support:
    """A supporting agreement; `verdict` says whether it promises as much availability, `covers` None for no check."""

    sla: object
    party: object
    verdict: str
    covers: bool | None


def _availability_of(sla_ids):
    """{sla id: [availability targets in percent]}."""
    promised = {}
    targets = ServiceLevelTarget.objects.filter(sla__in=sla_ids, metric=MetricChoices.METRIC_AVAILABILITY)
    for sla_id, percent in targets.order_by().values_list('sla', 'target_percent'):
        promised.setdefault(sla_id, []).append(percent)
    return promised


def _judge(own, theirs):
    """(verdict, covers): the lowest that a supporting agreement promises against the highest that we promise."""
    if not own:
        return '', None
    wanted = f'{max(own).normalize():f}'
    if not theirs:
        return _gettext('Promises no availability, you promise {wanted} %.').format(wanted=wanted), False
    promised = f'{min(theirs).normalize():f}'
    if min(theirs) < max(own):
        return (
            _gettext('Promises {promised} %, you promise {wanted} %: not covered.').format(
                promised=promised, wanted=wanted
            ),
            False,
        )
    return _gettext('Promises {promised} %: covers your {wanted} %.').format(promised=promised, wanted=wanted), True


class SupportingPanel(panels.ObjectPanel):
    """OLAs and underpinning contracts that an agreement rests on, each with the check of availability."""

    template_name = 'netbox_slm/panels/supporting.html'
    title = _('Supporting agreements')

    def get_context(self, context):
        panel = super().get_context(context)
        sla, user = panel['object'], panel['request'].user
        viewable = sla.supporting.restrict(user, 'view').prefetch_related(*prefetch_viewable(SLA, user))
        agreements = list(viewable)
        promised = _availability_of([sla.pk, *(agreement.pk for agreement in agreements)])
        rows = [
            Support(
                agreement,
                agreement.provider or agreement.tenant,
                *_judge(promised.get(sla.pk), promised.get(agreement.pk)),
            )
            for agreement in agreements
        ]
        return {**panel, 'rows': rows, 'hidden': hidden_text(sla.supporting.count() - len(agreements))}


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
