"""The tab Backtest of an SLA: can we promise this?"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.views import generic
from utilities.views import ViewTab, register_model_view

from ...analysis.backtest import MOST_PERIODS
from ...analysis.trying import level_field, parse_level, try_sla
from ...models import SLA
from ...ui.agreements.backtest import sentence_of_trial, trials_by_target

__all__ = ('SLABacktestView',)

DEFAULT_PERIODS = 12


@register_model_view(SLA, 'backtest')
class SLABacktestView(generic.ObjectView):
    queryset = SLA.objects.all()
    template_name = 'netbox_slm/sla/backtest.html'
    additional_permissions = ('netbox_slm.view_serviceleveltarget',)
    actions = ()
    tab = ViewTab(label=_('Backtest'), permission='netbox_slm.view_serviceleveltarget', weight=600)

    def get_extra_context(self, request, instance):
        levels, errors = _levels(request, instance)
        periods = request.GET.get('periods', '')
        number = int(periods) if periods.isdecimal() and 1 <= int(periods) <= MOST_PERIODS else DEFAULT_PERIODS
        if periods and str(number) != periods:
            errors.append(
                _('{value} periods cannot be tried: give 1 to {most}.').format(value=periods, most=MOST_PERIODS)
            )
        seen = try_sla(instance, request.user, timezone.now(), number, levels)
        return {
            'sentence': sentence_of_trial(seen),
            'trials': trials_by_target(seen),
            'periods': number,
            'most_periods': MOST_PERIODS,
            'hidden': seen.hidden,
            'errors': errors,
        }


def _levels(request, sla):
    """Levels given in the address, by target id, and what is wrong with those that are none."""
    levels, errors = {}, []
    for target in sla.targets.restrict(request.user, 'view'):
        text = request.GET.get(f'level-{target.pk}', '').strip()
        if not text:
            continue
        try:
            levels[target.pk] = parse_level(target, text)
        except ValidationError as error:
            messages = error.message_dict.get(level_field(target)) if hasattr(error, 'error_dict') else None
            errors += [f'{target.name}: {message}' for message in messages or error.messages]
    return levels, errors
