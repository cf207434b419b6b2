"""Hours and durations as people write them, and their checks: '08:00-12:00, 13:00-24:00', '1h 30m', holidays."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS

_CLOCK = re.compile(r'(\d{1,2}):(\d{2})(?::(\d{2}))?')
_DURATION = re.compile(r'(\d+)\s*([a-z]*)\s*')
_UNIT_SECONDS = {
    **dict.fromkeys(('s', 'sec', 'second', 'seconds'), 1),
    **dict.fromkeys(('m', 'min', 'minute', 'minutes'), 60),
    **dict.fromkeys(('h', 'hour', 'hours'), 3600),
    **dict.fromkeys(('d', 'day', 'days'), DAY_SECONDS),
}


def parse_clock(text):
    """Seconds since midnight of 'HH:MM' or 'HH:MM:SS', up to 24:00. Raises ValueError with the reason."""
    match = _CLOCK.fullmatch(text.strip())
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= DAY_SECONDS:
            return total
    raise ValueError(_('{text} is no time of day: write HH:MM, between 00:00 and 24:00.').format(text=text))


def format_clock(seconds):
    """'HH:MM' of seconds since midnight, with seconds where there are any."""
    minutes, rest = divmod(seconds, 60)
    text = f'{minutes // 60:02d}:{minutes % 60:02d}'
    return f'{text}:{rest:02d}' if rest else text


def parse_hours(text):
    """Windows [(start_s, end_s), …] of '08:00-12:00, 13:00-24:00'; '' gives none.

    An end that is not after its start is on the next day. Raises ValueError with the reason: overlap, empty window.
    """
    windows = []
    for part in filter(None, (part.strip() for part in text.split(','))):
        start_text, dash, end_text = part.replace('–', '-').partition('-')
        if not dash:
            raise ValueError(_('{part} is no window: write it as 08:00-12:00.').format(part=part))
        start, end = parse_clock(start_text), parse_clock(end_text)
        if start == end or start == DAY_SECONDS:
            raise ValueError(_('The window {part} is empty.').format(part=part))
        windows.append((start, end))
    spans = sorted((start, end if end > start else end + DAY_SECONDS) for start, end in windows)
    for (_start, end), (start, _end) in zip(spans, spans[1:], strict=False):
        if start < end:
            raise ValueError(_('The windows of {text} overlap.').format(text=text))
    return windows


def week_overlaps(one, other):
    """True where two weekly windows share an instant; each has weekday, start_seconds, end_seconds."""
    (start, end), (other_start, other_end) = _week_span(one), _week_span(other)
    return any(
        start < other_end + shift and other_start + shift < end for shift in (-WEEK_SECONDS, 0, WEEK_SECONDS)
    )


def _week_span(window):
    start = window.weekday * DAY_SECONDS + window.start_seconds
    length = window.end_seconds - window.start_seconds
    return start, start + (length if length > 0 else length + DAY_SECONDS)


def check_holidays(country, subdivision):
    """Refuse a country or subdivision whose public holidays are not known. Raises ValidationError on the field."""
    if subdivision and not country:
        raise ValidationError({'holiday_country': _('A subdivision needs its country.')})
    if not country:
        return
    import holidays  # noqa: PLC0415 - slow to import, seldom needed

    known = holidays.list_supported_countries()
    if country not in known:
        raise ValidationError(
            {
                'holiday_country': _('The holidays of {country} are not known: give an ISO 3166 code such as DE.').format(
                    country=country
                )
            }
        )
    if subdivision and subdivision not in known[country]:
        raise ValidationError(
            {
                'holiday_subdivision': _('{subdivision} is no subdivision of {country}: use one of {known}.').format(
                    subdivision=subdivision, country=country, known=', '.join(known[country]) or '–'
                )
            }
        )


def parse_duration(text):
    """Seconds of '1h 30m', '2 days', '90' (seconds) or '1:30' (hours:minutes). Raises ValueError with the reason."""
    text = text.strip().lower()
    clock = re.fullmatch(r'(\d+):(\d{2})', text)
    if clock and int(clock[2]) < 60:
        return int(clock[1]) * 3600 + int(clock[2]) * 60
    parts = _DURATION.findall(text)
    rest = _DURATION.sub('', text)
    if parts and not rest and all((unit or 's') in _UNIT_SECONDS for _number, unit in parts):
        return sum(int(number) * _UNIT_SECONDS[unit or 's'] for number, unit in parts)
    raise ValueError(_('{text} is no duration: write it as 1h 30m, 2d or 1:30.').format(text=text))


def format_duration_short(seconds):
    """'1d 2h 3m 4s', the form that `parse_duration` reads; '0s' for none."""
    parts = []
    for unit, size in (('d', DAY_SECONDS), ('h', 3600), ('m', 60), ('s', 1)):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f'{number}{unit}')
    return ' '.join(parts) or '0s'
