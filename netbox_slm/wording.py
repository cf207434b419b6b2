"""How figures are said: durations as people say them, percentages cut and never rounded up (pages.md, rule 4)."""

from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .choices import PriorityChoices

__all__ = ('exact_seconds', 'format_duration', 'format_percent', 'format_promise', 'target_digits')


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
        return '–'
    digits = 2 if target_percent is None else target_digits(target_percent) + 1
    cut = Decimal(value_percent).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    return f'{cut} %'


def format_promise(target):
    """What a service level target promises: '99.9 %', '95 % within 1 h (Critical), 8 h (other priorities)'."""
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
    return _('{share} within {limits}').format(share=share, limits=', '.join(limits)) if limits else share
