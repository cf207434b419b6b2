"""The history of a figure in words: what it was, what it is, and what made the difference."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from netbox.ui import panels
from netbox.ui.panels import ObjectsTablePanel

from ...choices import AttainmentStatusChoices, ContributionKindChoices, ContributionReasonChoices
from ...wording import format_duration, format_money, format_percent, listed

__all__ = ('HistoryPanel', 'OutdatedPanel', 'change_words', 'difference_words', 'figure_words')

_US = 1_000_000
_TIMES = {
    'agreed_us': gettext_lazy('Agreed time'),
    'excluded_us': gettext_lazy('Excluded time'),
    'unobserved_us': gettext_lazy('Unobserved time'),
    'budget_us': gettext_lazy('Error budget'),
}
_NUMBERS = {
    'target_percent': gettext_lazy('Promised (%)'),
    'target_value': pgettext_lazy('service levels', 'Promised'),
    'met_count': gettext_lazy('Incidents met'),
    'missed_count': gettext_lazy('Incidents missed'),
}


def figure_words(values, credit=None):
    """'99.85 % of 99.9 %, missed, final, 500.00 EUR owed' of the values that a revision keeps."""
    status = dict(AttainmentStatusChoices).get(values.get('status'), values.get('status') or '')
    words = [_value(values), status]
    if values.get('is_final'):
        words.append(_('Final'))
    if credit is not None:
        words.append(_('{amount} owed').format(amount=format_money(credit.amount, credit.currency)))
    return listed(str(word) for word in words if word)


def _value(values):
    target = values.get('target_percent')
    if target is not None:
        if values.get('value_percent') is None:
            return _('no data, {target} promised').format(target=f'{target} %')
        percent = format_percent(Decimal(values['value_percent']), Decimal(target))
        return _('{value} of {target}').format(value=percent, target=f'{target} %')
    if values.get('value') is None:
        return _('no data, {target} promised').format(target=values.get('target_value') or '')
    return _('{value}, promised {target}').format(value=values['value'], target=values.get('target_value') or '')


def change_words(change):
    """'Downtime: 1 h more counted' of an explained change."""
    kind = dict(ContributionKindChoices).get(change.kind, change.kind)
    more_us = change.after_us - change.before_us
    if more_us:
        text = _('{kind}, {time} more counted') if more_us > 0 else _('{kind}, {time} less counted')
        words = text.format(kind=kind, time=format_duration(abs(more_us) / _US))
    else:
        words = {
            'appeared': _('{kind} came, nothing counted'),
            'vanished': _('{kind} is gone, nothing counted'),
        }.get(change.change, _('{kind} changed')).format(kind=kind)
    if change.was == change.now or not change.now:
        return words
    reasons = dict(ContributionReasonChoices)
    return f'{words} ({reasons.get(change.now, change.now)})'


def difference_words(old, new):
    """(what, 'from → to') of each value that is not explained by what the figure is made of."""
    found = []
    for name, label in (*_TIMES.items(), *_NUMBERS.items()):
        was, now = old.get(name), new.get(name)
        if was != now:
            shown = [_amount(name, amount) for amount in (was, now)]
            found.append((label, ' → '.join(shown)))
    return found


def _amount(name, amount):
    if amount is None:
        return '–'
    return format_duration(amount / _US) if name in _TIMES else str(amount)


class HistoryPanel(ObjectsTablePanel):
    """Each change of the figure with old and new value and its cause, latest first."""

    def __init__(self):
        super().__init__(
            'netbox_slm.attainmentrevision',
            filters={'attainment_id': lambda context: context['object'].pk},
            title=gettext_lazy('History of this figure'),
            exclude_columns=['attainment'],
        )


class OutdatedPanel(panels.ObjectPanel):
    """Says that facts changed under a final figure, and who can take it up."""

    template_name = 'netbox_slm/panels/outdated.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        return {**panel, 'may_reopen': panel['request'].user.has_perm('netbox_slm.reopen_attainment')}

    def should_render(self, context):
        return context['object'].is_final and context['object'].outdated_since is not None
