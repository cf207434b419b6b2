"""How figures are said: durations as people say them, percentages cut and never rounded up (pages.md, rule 4)."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .choices import (
    AggregationChoices,
    FigureUnitChoices,
    MetricChoices,
    PriorityChoices,
    WorkloadKindChoices,
)
from .currencies import minor_digits
from .visible import shown

__all__ = (
    'NO_FIGURE',
    'attained_text',
    'exact_seconds',
    'format_duration',
    'format_money',
    'format_percent',
    'format_promise',
    'format_value',
    'has_no_failure',
    'listed',
    'promised_text',
    'target_digits',
    'unit_of',
)

NO_FIGURE = '–'


def listed(parts):
    """'A, B' of some texts, with the comma of the language."""
    return str(pgettext('between the parts of a list', ', ')).join(parts)


def format_duration(seconds):
    """'1 h 23 min', '2 d 4 h', '45 s'; the two greatest units that are not zero. A minus for a debt."""
    sign = '−' if seconds < 0 else ''
    whole = int(abs(seconds))
    if whole == 0:
        return _('0 min')
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = []
    for number, unit in ((days, _('d')), (hours, _('h')), (minutes, _('min')), (rest, _('s'))):
        if number:
            parts.append(f'{number} {unit}')
        elif parts:
            break
    return sign + ' '.join(parts[:2])


def exact_seconds(seconds):
    """'83 seconds', for the hover over a duration."""
    number = int(seconds) if seconds == int(seconds) else seconds
    return ngettext('{number} second', '{number} seconds', int(abs(seconds))).format(number=number)


def target_digits(target_percent):
    """How many decimals a target is written with: 99.9 has one."""
    exponent = Decimal(target_percent).normalize().as_tuple().exponent
    return max(0, -exponent)


def format_percent(value_percent, target_percent=None):
    """'99.89 %': cut to one digit more than the target has (two without a target), so that no miss reads as a pass."""
    if value_percent is None:
        return NO_FIGURE
    digits = 2 if target_percent is None else target_digits(target_percent) + 1
    cut = Decimal(value_percent).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    return f'{cut} %'


def format_value(value, unit, symbol='', target_value=None, more_is_better=True):
    """A value that is no share: '4 h' of a duration in seconds, '3' of a count, '203.1 ms' of a measured one.

    unit: of `FigureUnitChoices`. symbol: of a measured value. target_value: the value is a figure, so it is cut towards
    the bad side, to one digit more than its target has; without one the value is written as it is.
    """
    if value is None:
        return NO_FIGURE
    value = Decimal(value)
    rounding = ROUND_FLOOR if more_is_better else ROUND_CEILING
    if unit == FigureUnitChoices.UNIT_DURATION:
        seconds = value.to_integral_value(rounding=rounding)
        return format_duration(seconds if target_value is None or more_is_better else _raised(int(seconds)))
    if target_value is not None:
        value = value.quantize(Decimal(1).scaleb(-target_digits(target_value) - 1), rounding=rounding)
    text = f'{value.normalize():f}'
    return f'{text} {symbol}' if symbol else text


def _raised(seconds):
    """Raised to a whole number of the lesser of the two units it is said in, as what follows would be left out."""
    step = 3600 if seconds >= 86_400 else 60 if seconds >= 3600 else 1
    return -(-seconds // step) * step


def attained_text(figure):
    """The figure of an `Attainment`: '99.89 %', '4 h', '203.1 ms'; 'no failure' where there was no outage between."""
    if figure.unit == FigureUnitChoices.UNIT_PERCENT:
        return format_percent(figure.value_percent, figure.target_percent)
    if has_no_failure(figure):
        return _('no failure')
    return format_value(figure.value, figure.unit, _symbol(figure), figure.target_value, figure.more_is_better)


def has_no_failure(figure):
    """Whether an `Attainment` of the time between failures has no value because there was none (semantics.md §5)."""
    is_between = figure.unit == FigureUnitChoices.UNIT_DURATION and figure.more_is_better
    return is_between and figure.value is None and figure.counted_us > 0


def promised_text(figure):
    """What an `Attainment` was promised to be: '99.9 %', 'at most 4 h'."""
    if figure.target_percent is not None:
        return f'{Decimal(figure.target_percent).normalize():f} %'
    if figure.target_value is None:
        return NO_FIGURE
    text = _('at least {value}') if figure.more_is_better else _('at most {value}')
    return text.format(value=format_value(figure.target_value, figure.unit, _symbol(figure)))


def _symbol(figure):
    """The unit of a measured figure, where its target may be seen."""
    target = shown(figure, 'target') if figure.unit == FigureUnitChoices.UNIT_VALUE else None
    return target.unit if target else ''


def format_money(amount, currency):
    """'1250.00 EUR', with the decimals that the currency has."""
    digits = minor_digits(currency)
    return f'{Decimal(amount):.{digits}f} {currency}'.rstrip()


def unit_of(metric):
    """What a figure of a metric is, of `FigureUnitChoices`."""
    if metric in MetricChoices.SHARES:
        return FigureUnitChoices.UNIT_PERCENT
    if metric in MetricChoices.DURATIONS:
        return FigureUnitChoices.UNIT_DURATION
    return FigureUnitChoices.UNIT_COUNT if metric in MetricChoices.COUNTS else FigureUnitChoices.UNIT_VALUE


def _promised_value(target):
    """'At most 4 h', 'At most 120 changes', 'At least 4.2 points (mean)'."""
    value = format_value(target.target_value, unit_of(target.metric), target.unit)
    if target.workload_kind:
        value = f'{value} {dict(WorkloadKindChoices).get(target.workload_kind, target.workload_kind)}'
    text = _('At least {value}') if target.more_is_better else _('At most {value}')
    text = text.format(value=value)
    if not target.aggregation:
        return text
    how = dict(AggregationChoices).get(target.aggregation, target.aggregation)
    if target.percentile is not None:
        how = _('percentile {number}').format(number=f'{target.percentile.normalize():f}')
    return _('{promise} ({how})').format(promise=text, how=how)


def format_promise(target):
    """What a target promises: '99.9 %', '95 % within 1 h (Critical), 8 h (other priorities)', 'At most 4 h'."""
    if target.target_percent is None:
        return _promised_value(target)
    share = f'{Decimal(target.target_percent).normalize():f} %'
    labels = dict(PriorityChoices)
    limits = [
        _('{time} ({priority})').format(time=format_duration(seconds), priority=labels.get(priority, priority))
        for priority, seconds in sorted(target.priority_limits.items(), key=lambda limit: limit[1])
    ]
    if target.limit_seconds and limits:
        limits.append(_('{time} (other priorities)').format(time=format_duration(target.limit_seconds)))
    elif target.limit_seconds:
        limits.append(format_duration(target.limit_seconds))
    return _('{share} within {limits}').format(share=share, limits=listed(limits)) if limits else share
