"""What a figure is about, and the lines that it is made of."""

from django.utils.translation import gettext_lazy as _

from netbox.ui import attrs, panels

from ...analysis.explanation import hidden_lines
from ...choices import MetricChoices
from ...visible import shown

__all__ = ('ContributionsPanel', 'FigurePanel')


class _ShownAttr(attrs.TemplatedAttr):
    """A related object as a link, or that it is hidden; `empty` says what none at all means."""

    def __init__(self, accessor, *, empty, **kwargs):
        super().__init__(accessor, template_name='netbox_slm/attrs/shown.html', **kwargs)
        self.path, self.empty = accessor.split('.'), empty

    def get_value(self, obj):
        return obj

    def get_context(self, obj, attr, value, context):
        found, is_none = obj, False
        for name in self.path:
            is_none = found is not None and getattr(found, f'{name}_id') is None
            found = shown(found, name) if found is not None else None
        return {
            **super().get_context(obj, attr, value, context),
            'found': found,
            'empty': self.empty if is_none else '',
        }


class _BurnRateAttr(attrs.TextAttr):
    """The rate, or why there is none."""

    def get_value(self, obj):
        return why_no_burn_rate(obj) if obj.burn_rate is None else f'{obj.burn_rate:.2f}'


def why_no_burn_rate(figure):
    """Why a figure has no burn rate (semantics.md §4); empty before its first computation."""
    target = shown(figure, 'target')
    if figure.computed_at is None:
        return ''
    if target is not None and target.metric != MetricChoices.METRIC_AVAILABILITY:
        return _('None: only an availability has a budget that is spent over time.')
    if figure.target_percent == 100:
        return _('None: a promise of 100 % has no budget.')
    if figure.budget_us is None:
        return _('None: there is no budget.')
    return _('None: nothing of the agreed time has passed yet.')


class FigurePanel(panels.ObjectAttributesPanel):
    """Target, agreement, service, period, and how fresh it is."""

    title = _('Figure')
    target = _ShownAttr('target', empty='', label=_('Target'))
    sla = _ShownAttr('target.sla', empty='', label=_('SLA'))
    service = _ShownAttr('service', empty=_('All services combined'), label=_('Service'))
    period = attrs.TextAttr('period', label=_('Period'))
    starts_at = attrs.DateTimeAttr('starts_at', label=_('From'))
    ends_at = attrs.DateTimeAttr('ends_at', label=_('To'))
    is_final = attrs.BooleanAttr('is_final', label=_('Final'))
    computed_at = attrs.DateTimeAttr('computed_at', label=_('Computed'), spec='seconds')
    stale_since = attrs.DateTimeAttr('stale_since', label=_('Stale since'), spec='seconds')
    reopened_at = attrs.DateTimeAttr('reopened_at', label=_('Reopened'), spec='seconds')
    outdated_since = attrs.DateTimeAttr('outdated_since', label=_('Outdated since'), spec='seconds')
    burn_rate = _BurnRateAttr('burn_rate', label=_('Burn rate'))


class ContributionsPanel(panels.ObjectPanel):
    """A table of the lines, page by page; how many are hidden, and the time they make up."""

    template_name = 'netbox_slm/panels/contributions.html'
    title = _('What it is made of')

    def get_context(self, context):
        panel = super().get_context(context)
        hidden = hidden_lines(panel['object'], panel['request'].user)
        return {**panel, 'table': context.get('table'), 'hidden': hidden}
