"""The sum behind a figure, as one would do it on paper; each line follows from those above it."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...choices import CombinationChoices, FigureUnitChoices, MetricChoices
from ...visible import shown
from ...wording import attained_text, promised_text
from ..components import duration

__all__ = ('FigureSumPanel', 'SumLine', 'sum_of')

_US = 1_000_000


@dataclass(frozen=True, slots=True)
class SumLine:
    """A line of the sum: sign ('', '−' or '='), what, how much, and a note where one helps."""

    sign: str
    label: str
    amount: str
    note: str = ''


def sum_of(figure):
    """The lines that lead to the figure; empty before it is computed."""
    target = shown(figure, 'target')
    if figure.computed_at is None or target is None:
        return []
    if target.metric in MetricChoices.CLOCKS:
        return _counts(figure)
    if target.metric == MetricChoices.METRIC_AVAILABILITY:
        return [*_hours(figure, target), *_result(figure)]
    hours = _hours(figure, target) if target.metric in MetricChoices.OUTAGES else []
    return [*hours, *_value(figure, target)]


def _line(sign, label, microseconds, note=''):
    return SumLine(sign, label, duration(microseconds / _US), note)


def _hours(figure, target):
    sla = shown(target, 'sla')
    calendar = target.calendar or (sla.calendar if sla else None)
    hours = _('by {calendar}').format(calendar=calendar) if calendar else _('24x7')
    until = min(figure.ends_at, figure.computed_at)
    if target.combination in (CombinationChoices.COMBINE_MEAN, CombinationChoices.COMBINE_POOLED):
        yield _line('', _('Agreed hours of all services'), figure.agreed_us, hours)
    else:
        length_us = max(0, round((until - figure.starts_at).total_seconds() * _US))
        note = _('up to now') if until < figure.ends_at else ''
        yield _line('', _('Hours of the period'), length_us, note)
        yield _line('−', _('Outside service hours, term or operation'), length_us - figure.agreed_us, hours)
        yield _line('=', _('Agreed hours'), figure.agreed_us)
    base_us = figure.counted_us
    if _counts_as_up(figure, target, sla):
        base_us = figure.agreed_us - figure.unobserved_us
        yield _line('', _('Excluded, counts as up'), figure.excluded_us, _('as the agreement says'))
    else:
        yield _line('−', _('Excluded'), figure.excluded_us, _('maintenance and excused time'))
    if figure.unobserved_us:
        yield _line('−', _('Not observed'), figure.unobserved_us)
    yield _line('=', _('Measured hours'), base_us)
    yield _line('−', _('Downtime'), figure.downtime_us)
    yield _line('=', _('Up'), base_us - figure.downtime_us)


def _counts_as_up(figure, target, sla):
    """Whether excluded time counted as up when the figure was computed, which may be before its agreement changed."""
    bases = {True: figure.agreed_us - figure.unobserved_us, False: figure.counted_us}
    is_of_means = target.combination == CombinationChoices.COMBINE_MEAN or figure.unit != FigureUnitChoices.UNIT_PERCENT
    if is_of_means or not figure.denominator or not figure.downtime_us or not all(bases.values()):
        return sla is not None and sla.excluded_counts_as_up
    lost = 1 - Fraction(int(figure.numerator), int(figure.denominator))
    return min(bases, key=lambda as_up: abs(lost - Fraction(figure.downtime_us, bases[as_up])))


def _result(figure):
    yield SumLine('=', _('Availability'), attained_text(figure), _('up / measured'))
    yield SumLine('', _('Promised'), promised_text(figure))
    if figure.budget_us is None:
        yield SumLine('', _('Error budget'), _('none'))
        return
    yield _line('', _('Error budget of the whole period'), figure.budget_us)
    yield _line('−', _('Consumed'), figure.budget_us - figure.remaining_us)
    yield _line('=', _('Left'), figure.remaining_us)


def _counts(figure):
    return [
        SumLine('', _('Within the limit'), figure.met_count),
        SumLine('', _('Beyond the limit'), figure.missed_count),
        SumLine('', _('Still running within the limit'), figure.pending_count, _('not judged yet')),
        SumLine(
            '=',
            _('Share within the limit'),
            attained_text(figure),
            _('within / judged'),
        ),
        SumLine('', _('Promised'), promised_text(figure)),
    ]


_LINES_OF = {
    MetricChoices.METRIC_MTTR: _('Outages that ended in the period'),
    MetricChoices.METRIC_WORKLOAD: _('Handled in the period'),
}
_NOTES = {
    MetricChoices.METRIC_MTTR: _('service time of these outages / their number'),
    MetricChoices.METRIC_MTBF: _('up / number of outages'),
    MetricChoices.METRIC_LONGEST_OUTAGE: _('service time that counts'),
}


def _value(figure, target):
    number = figure.contributions.count()
    if target.metric in MetricChoices.MEASURED:
        label, note = _('Measurements in the period'), target.get_aggregation_display()
    else:
        label, note = _LINES_OF.get(target.metric, _('Outages that began in the period')), _NOTES.get(target.metric, '')
    return [
        SumLine('', label, number),
        SumLine('=', target.get_metric_display(), attained_text(figure), note),
        SumLine('', _('Promised'), promised_text(figure)),
    ]


class FigureSumPanel(panels.ObjectPanel):
    """The sum as a table."""

    template_name = 'netbox_slm/panels/figure_sum.html'
    title = _('How it comes about')

    def get_context(self, context):
        panel = super().get_context(context)
        return {**panel, 'lines': sum_of(panel['object'])}
