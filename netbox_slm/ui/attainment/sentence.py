"""The page of a figure opens with what a reader came for: whether the promise is kept, and what is left."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...choices import AttainmentStatusChoices, MetricChoices
from ...visible import shown
from ...wording import format_duration, has_no_failure, promised_text
from ..components import counts_text, figure_text

__all__ = ('FigureSentencePanel', 'sentence_of')

_US = 1_000_000
_RUNNING = {
    AttainmentStatusChoices.STATUS_MET: _('{service} keeps its promise so far: {figure}.'),
    AttainmentStatusChoices.STATUS_AT_RISK: _('{service} is at risk: {figure}.'),
    AttainmentStatusChoices.STATUS_MISSED: _('{service} has missed its promise: {figure}.'),
    AttainmentStatusChoices.STATUS_NO_DATA: _('There is nothing to measure yet for {service}.'),
}
_OVER = {
    AttainmentStatusChoices.STATUS_MET: _('{service} kept its promise: {figure}.'),
    AttainmentStatusChoices.STATUS_AT_RISK: _('{service} kept its promise narrowly: {figure}.'),
    AttainmentStatusChoices.STATUS_MISSED: _('{service} missed its promise: {figure}.'),
    AttainmentStatusChoices.STATUS_NO_DATA: _('There was nothing to measure for {service}.'),
}


def sentence_of(figure):
    """Sentences about a figure: the verdict, then what is left of it and until when."""
    if figure.computed_at is None:
        return [_('This figure is still to be computed.')]
    is_over = figure.computed_at >= figure.ends_at
    texts = _OVER if is_over else _RUNNING
    verdict = texts.get(figure.status, texts[AttainmentStatusChoices.STATUS_NO_DATA])
    if has_no_failure(figure):
        verdict = _('There was no failure of {service}: {promised} promised.')
    words = {'service': _subject(figure), 'figure': figure_text(figure), 'promised': promised_text(figure)}
    sentences = [verdict.format(**words)]
    rest = _rest(figure, is_over)
    return [*sentences, rest] if rest else sentences


def _subject(figure):
    if figure.service_id is not None:
        return shown(figure, 'service') or _('A service that you may not see')
    target = shown(figure, 'target')
    sla = shown(target, 'sla') if target else None
    return _('All services of {sla} combined').format(sla=sla) if sla else _('Several services combined')


def _rest(figure, is_over):
    target = shown(figure, 'target')
    if target is not None and target.metric in MetricChoices.CLOCKS:
        return f'{counts_text(figure)}.'
    if figure.remaining_us is None:
        return ''
    time = format_duration(abs(figure.remaining_us) / _US)
    if figure.remaining_us < 0:
        return _('{time} more than the budget was lost.').format(time=time)
    if is_over:
        return _('{time} of the budget was left.').format(time=time)
    end = timezone.localtime(figure.ends_at)
    return _('{time} of the budget is left until {end}.').format(time=time, end=f'{end:%Y-%m-%d %H:%M}')


class FigureSentencePanel(panels.ObjectPanel):
    """The sentence, the mark of the verdict and the budget bar as a card without heading."""

    template_name = 'netbox_slm/panels/figure_sentence.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        return {**panel, 'sentences': sentence_of(panel['object'])}
