"""What is owed for a figure, and by which tier."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...analysis.credits import credits_of
from ...choices import FigureUnitChoices
from ...visible import shown
from ...wording import format_money, format_value

__all__ = ('CreditPanel', 'credit_sentence')


def credit_sentence(credit, figure):
    """'1000.00 EUR are owed: the figure is below 99.5 %.', or that they are owed as things stand."""
    target = shown(figure, 'target')
    text = _('{amount} are owed for it: the figure is worse than {threshold}.')
    if not credit.is_final:
        text = _('{amount} are owed for it as things stand: the figure is worse than {threshold}.')
    sentence = text.format(
        amount=format_money(credit.amount, credit.currency),
        threshold=_threshold(credit, figure, target.unit if target else ''),
    )
    if credit.period_cap is None:
        return sentence
    most = _('All credits of the agreement for this period together are at most {amount}.')
    return f'{sentence} {most.format(amount=format_money(credit.period_cap, credit.currency))}'


def _threshold(credit, figure, symbol):
    exact = credit.tier.threshold
    threshold = Decimal(exact.numerator) / exact.denominator
    is_share = figure.unit == FigureUnitChoices.UNIT_PERCENT
    return format_value(threshold, figure.unit, '%' if is_share else symbol)


class CreditPanel(panels.ObjectPanel):
    """The sentence as a card, linked to the tier; only where something is owed and the user may view why."""

    template_name = 'netbox_slm/panels/credit.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        figure = panel['object']
        credit = credits_of([figure], panel['request'].user).get(figure.pk)
        if credit is None:
            return {**panel, 'sentence': ''}
        return {**panel, 'sentence': credit_sentence(credit, figure), 'tier_id': credit.tier.tier_id}

    def should_render(self, context):
        return bool(context['sentence'])
