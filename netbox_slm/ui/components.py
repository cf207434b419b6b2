"""Marks, budget bars and figures: the same on every page, each by shape, word and colour.

Everything here only draws what it is given: no query, no clock. Templates use it through `{% load slm %}`, tables
through `tables.columns`.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import AttainmentStatusChoices, FigureUnitChoices, MetricChoices, StateChoices
from ..wording import NO_FIGURE, attained_text, exact_seconds, format_duration, promised_text

__all__ = (
    'BudgetBar',
    'budget_bar',
    'budget_of',
    'counts_text',
    'duration',
    'figure_text',
    'state_mark',
    'status_mark',
    'trend_line',
    'unbroken',
)

_US = 1_000_000
_TREND_WIDTH, _TREND_HEIGHT, _TREND_MARGIN = 140, 32, 5

_STATUS_ICONS = {
    AttainmentStatusChoices.STATUS_MET: 'check-bold',
    AttainmentStatusChoices.STATUS_AT_RISK: 'alert',
    AttainmentStatusChoices.STATUS_MISSED: 'close-thick',
    AttainmentStatusChoices.STATUS_NO_DATA: 'minus-thick',
}
_STATE_ICONS = {
    StateChoices.STATE_UP: 'arrow-up-bold',
    StateChoices.STATE_AT_RISK: 'alert-outline',
    StateChoices.STATE_DEGRADED: 'circle-half-full',
    StateChoices.STATE_DOWN: 'close-octagon',
}


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """An error budget in microseconds: what is consumed, what approved work will take, and how far the period has run.

    even_us: what would be consumed by now if the budget went evenly with the agreed hours; None draws no tick.
    """

    budget_us: int
    consumed_us: int
    planned_us: int = 0
    even_us: int | None = None

    @property
    def left_us(self):
        """What neither was consumed nor is planned; negative where that is more than the budget."""
        return self.budget_us - self.consumed_us - self.planned_us

    @property
    def segments(self):
        """(kind, start, width) of each piece of the bar, in percent of its length.

        The bar is as long as the budget, or as what is consumed and planned where that is more; then what lies beyond
        the budget is a piece of its own.
        """
        spent = self.consumed_us + self.planned_us
        whole = max(self.budget_us, spent, 1)
        inside = min(self.consumed_us, self.budget_us)
        edges = (
            ('consumed', 0, inside),
            ('planned', inside, min(spent, self.budget_us)),
            ('over', self.budget_us, spent),
        )
        return [
            (kind, _percent(start, whole), _percent(end - start, whole)) for kind, start, end in edges if end > start
        ]

    @property
    def tick(self):
        """Where the tick stands, in percent of the bar; None without one."""
        if self.even_us is None:
            return None
        return _percent(self.even_us, max(self.budget_us, self.consumed_us + self.planned_us, 1))

    @property
    def short_text(self):
        """What is left, or by how much the budget is exceeded."""
        if self.left_us < 0:
            return _('{time} over').format(time=format_duration(-self.left_us / _US))
        return _('{time} left').format(time=format_duration(self.left_us / _US))

    @property
    def label(self):
        """The whole bar in words, for a screen reader and on hover."""
        words = {
            'budget': format_duration(self.budget_us / _US),
            'consumed': format_duration(self.consumed_us / _US),
            'planned': format_duration(self.planned_us / _US),
            'left': format_duration(abs(self.left_us) / _US),
        }
        if self.left_us < 0 and self.planned_us:
            text = _('Budget of {budget}: {consumed} consumed, {planned} planned, {left} over.')
        elif self.left_us < 0:
            text = _('Budget of {budget}: {consumed} consumed, {left} over.')
        elif self.planned_us:
            text = _('Budget of {budget}: {consumed} consumed, {planned} planned, {left} left.')
        else:
            text = _('Budget of {budget}: {consumed} consumed, {left} left.')
        label = text.format(**words)
        if self.even_us is not None:
            run = _('{share} % of the period has run.').format(share=100 * self.even_us // self.budget_us)
            label = f'{label} {run}'
        return label


def budget_of(figure, planned_us=0):
    """The `BudgetBar` of an `Attainment`; None where it has no budget (a promise of 100 %, counts, no data).

    The tick stands at the share of the period's agreed hours that had run when the figure was computed, so that a bar
    filled beyond its tick is one that burns faster than the time goes by.
    """
    if figure is None or figure.budget_us is None or figure.remaining_us is None or figure.budget_us <= 0:
        return None
    even_us = None
    if not figure.is_final:
        even_us = min(int(figure.counted_us * (100 - figure.target_percent) / 100), figure.budget_us)
    return BudgetBar(
        budget_us=figure.budget_us,
        consumed_us=figure.budget_us - figure.remaining_us,
        planned_us=planned_us,
        even_us=even_us,
    )


def budget_bar(figure, small=False, planned_us=0):
    """The budget of an `Attainment` as a bar; counts of incidents, or a dash, where it has none."""
    bar = budget_of(figure, planned_us)
    if bar is not None:
        return render_to_string('netbox_slm/components/budget_bar.html', {'bar': bar, 'small': small})
    if figure is not None and figure.target.metric in MetricChoices.CLOCKS:
        return counts_text(figure)
    return format_html('<span class="text-secondary" title="{}">—</span>', _('There is no budget.'))


def counts_text(figure):
    """How many incidents kept their limit: '18 of 20 in time, 1 pending'."""
    judged = figure.met_count + figure.missed_count
    text = ngettext('{met} of {judged} in time', '{met} of {judged} in time', judged).format(
        met=figure.met_count, judged=judged
    )
    if figure.pending_count:
        pending = ngettext('{number} pending', '{number} pending', figure.pending_count)
        text = f'{text}, {pending.format(number=figure.pending_count)}'
    return text


def status_mark(status, is_final=False):
    """Verdict on a figure: a running one outlined, a final one filled and with a lock."""
    known = status if status in _STATUS_ICONS else AttainmentStatusChoices.STATUS_NO_DATA
    return render_to_string(
        'netbox_slm/components/status_mark.html',
        {
            'kind': known.replace('_', '-'),
            'icon': _STATUS_ICONS[known],
            'word': dict(AttainmentStatusChoices)[known],
            'is_final': is_final,
        },
    )


def state_mark(state):
    """State of a CI or a service."""
    known = state if state in _STATE_ICONS else StateChoices.STATE_UP
    return render_to_string(
        'netbox_slm/components/state_mark.html',
        {'kind': known.replace('_', '-'), 'icon': _STATE_ICONS[known], 'word': dict(StateChoices)[known]},
    )


def duration(seconds):
    """A duration as people say it, the exact seconds on hover."""
    if seconds is None:
        return '—'
    return format_html('<span title="{}">{}</span>', exact_seconds(seconds), format_duration(seconds))


def figure_text(figure):
    """What was attained of what was promised, cut to one digit more than the target has, towards the bad side.

    '99.97 % of 99.9 %', '4 h, at most 8 h promised'.
    """
    value, promised = attained_text(figure), promised_text(figure)
    if value == NO_FIGURE:
        return _('no data, {target} promised').format(target=promised)
    if figure.unit == FigureUnitChoices.UNIT_PERCENT:
        return _('{value} of {target}').format(value=value, target=promised)
    return _('{value}, {target} promised').format(value=value, target=promised)


@dataclass(frozen=True, slots=True)
class TrendDot:
    """A period in a trend: where it stands (None: no figure), whether it was missed, and its text on hover."""

    x: int
    y: int | None
    is_missed: bool
    text: str


def trend_line(dots, promised):
    """A small line of figures with what was promised drawn through it, missed ones with a cross; none of one figure.

    dots: (text, status, value) of each period, oldest first; promised: the level of the line. Texts say the figures, so
    that a screen reader gets the same.
    """
    values = [value for _text, _status, value in dots if value is not None]
    if len(values) < 2 or promised is None:
        return ''
    low, high = min(*values, promised), max(*values, promised)
    step = (_TREND_WIDTH - 2 * _TREND_MARGIN) // max(len(dots) - 1, 1)

    def height(value):
        free = _TREND_HEIGHT - 2 * _TREND_MARGIN
        share = (value - low) / (high - low) if high > low else 0
        return _TREND_HEIGHT - _TREND_MARGIN - round(free * share)

    drawn = [
        TrendDot(
            _TREND_MARGIN + step * place,
            None if value is None else height(value),
            status == AttainmentStatusChoices.STATUS_MISSED,
            text,
        )
        for place, (text, status, value) in enumerate(dots)
    ]
    context = {
        'width': _TREND_WIDTH,
        'height': _TREND_HEIGHT,
        'dots': drawn,
        'lines': _unbroken_lines(drawn),
        'promised': height(promised),
        'label': '; '.join(dot.text for dot in drawn),
    }
    return render_to_string('netbox_slm/components/trend_line.html', context)


def _unbroken_lines(dots):
    """'x,y x,y …' of each run of periods with a figure."""
    lines, run = [], []
    for dot in dots:
        if dot.y is not None:
            run.append(f'{dot.x},{dot.y}')
        elif run:
            lines.append(run)
            run = []
    return [' '.join(line) for line in [*lines, run] if len(line) > 1]


def unbroken(text):
    """The text with its percentages in one piece where a narrow cell breaks the line."""
    return text.replace(' %', '\N{NO-BREAK SPACE}%')


def _percent(part, whole):
    """A share in percent with two decimals, cut, written as CSS wants it whatever the language."""
    hundredths = 10_000 * part // whole
    return f'{hundredths // 100}.{hundredths % 100:02d}'
