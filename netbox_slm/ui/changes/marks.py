"""Marks of flags, and a budget before and after the work. No query: they draw what they are given."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...analysis.changes import FLAG_AT_RISK, FLAG_BREACH, FLAG_COUNTS, FLAG_NONE, FLAG_OUTSIDE, rank_of
from ...wording import format_percent, target_digits
from ..components import BudgetBar, unbroken

__all__ = (
    'CALENDAR_KINDS',
    'budget_change',
    'budget_steps',
    'calendar_icon',
    'flag_mark',
    'forecast_text',
    'impact_mark',
)

CALENDAR_KINDS = {
    'change': (gettext_lazy('Changes'), 'wrench-clock'),
    'release': (gettext_lazy('Releases'), 'package-variant-closed'),
    'maintenance': (gettext_lazy('Agreed maintenance'), 'calendar-check'),
    'freeze': (gettext_lazy('Freezes'), 'snowflake'),
}

_FLAGS = {
    FLAG_BREACH: ('missed', 'close-thick', gettext_lazy('Breach')),
    FLAG_OUTSIDE: ('missed', 'calendar-remove', gettext_lazy('Outside agreed windows')),
    FLAG_COUNTS: ('at-risk', 'alert', gettext_lazy('Uses budget')),
    FLAG_AT_RISK: ('at-risk', 'alert-outline', gettext_lazy('Touched, costs nothing')),
    FLAG_NONE: ('met', 'check-bold', gettext_lazy('Not touched')),
}
_UNCOMPUTED = ('no-data', 'minus-thick', gettext_lazy('Not computed'))
_UNTOUCHED = ('met', 'check-bold', gettext_lazy('No SLA touched'))


def flag_mark(record):
    """The worst flag of a change or release that was loaded with `flag_rank`; a dash where it was not."""
    if not hasattr(record, 'flag_rank'):
        return '—'
    if record.flags_computed_at is None:
        return _mark(_UNCOMPUTED)
    return _mark(_FLAGS.get(record.flag_rank, _UNTOUCHED), record.flags_stale_since is not None and not record.is_ended)


def calendar_icon(kind):
    """The icon of an entry of the calendar, its kind in words for a screen reader and on hover."""
    word, icon = CALENDAR_KINDS[kind]
    return format_html('<i class="mdi mdi-{}" role="img" title="{}" aria-label="{}"></i>', icon, word, word)


def impact_mark(impact):
    """What one flag says."""
    return _mark(_FLAGS[rank_of(impact)], impact.stale_since is not None)


def _mark(mark, is_stale=False):
    kind, icon, word = mark
    return render_to_string(
        'netbox_slm/components/flag_mark.html', {'kind': kind, 'icon': icon, 'word': word, 'is_stale': is_stale}
    )


def budget_change(impact, small=False):
    """The budget as a bar: consumed before the work, planned for it, left after it."""
    if impact.budget_us is None or impact.budget_before_us is None or impact.budget_after_us is None:
        return format_html('<span class="text-secondary" title="{}">—</span>', _('There is no budget.'))
    bar = BudgetBar(
        budget_us=impact.budget_us,
        consumed_us=impact.budget_us - impact.budget_before_us,
        planned_us=impact.budget_before_us - impact.budget_after_us,
    )
    return render_to_string('netbox_slm/components/budget_bar.html', {'bar': bar, 'small': small})


def budget_steps(impact):
    """What is left of the budget before the work, and after it."""
    before, after = (
        BudgetBar(budget_us=impact.budget_us, consumed_us=impact.budget_us - left_us, planned_us=0).short_text
        for left_us in (impact.budget_before_us, impact.budget_after_us)
    )
    return format_html('{} → {}', unbroken(before), unbroken(after))


def forecast_text(impact):
    """What the period is forecast to attain, of what is promised; a dash without a forecast."""
    if impact.forecast_percent is None:
        return '—'
    forecast = format_percent(impact.forecast_percent, impact.target_percent)
    if impact.target_percent is None:
        return unbroken(forecast)
    promised = f'{impact.target_percent:.{target_digits(impact.target_percent)}f} %'
    return unbroken(_('{value} of {target}').format(value=forecast, target=promised))
