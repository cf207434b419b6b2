"""Hours and durations as people write them, and their checks: 'Mon-Fri 08:00-18:00', '1h 30m', holidays."""

import re
from itertools import combinations, pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import WeekdayChoices

DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS

# Monday first, as WeekdayChoices counts.
_ENGLISH = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
_ABBREVIATIONS = (
    gettext_lazy('Mon'),
    gettext_lazy('Tue'),
    gettext_lazy('Wed'),
    gettext_lazy('Thu'),
    gettext_lazy('Fri'),
    gettext_lazy('Sat'),
    gettext_lazy('Sun'),
)
_ALWAYS = ('24x7', '24/7')
_WEEK_PART = re.compile(r'([^\d]+?)[\s:]+(\d.*)', re.DOTALL)

_CLOCK = re.compile(r'(\d{1,2}):(\d{2})(?::(\d{2}))?')
_DURATION = re.compile(r'(\d+)\s*([a-z]*)\s*')
_UNIT_SECONDS = {
    **dict.fromkeys(('s', 'sec', 'second', 'seconds'), 1),
    **dict.fromkeys(('m', 'min', 'minute', 'minutes'), 60),
    **dict.fromkeys(('h', 'hour', 'hours'), 3600),
    **dict.fromkeys(('d', 'day', 'days'), DAY_SECONDS),
}


class WeekWindow(NamedTuple):
    """A weekly window: its day (0 is Monday) and the seconds since midnight of its start and end (semantics.md §3)."""

    weekday: int
    start_seconds: int
    end_seconds: int


def parse_clock(text):
    """Seconds since midnight of 'HH:MM' or 'HH:MM:SS', up to 24:00. Raises ValueError with the reason."""
    match = _CLOCK.fullmatch(text.strip())
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= DAY_SECONDS:
            return total
    raise ValueError(_('{text} is no time of day: write HH:MM, between 00:00 and 24:00.').format(text=text))


def parse_end_clock(text):
    """The same of the end of a window: at 00:00 it ends as at 24:00."""
    return parse_clock(text) or DAY_SECONDS


def format_clock(seconds):
    """'HH:MM' of seconds since midnight, with seconds where there are any."""
    minutes, rest = divmod(seconds, 60)
    text = f'{minutes // 60:02d}:{minutes % 60:02d}'
    return f'{text}:{rest:02d}' if rest else text


def parse_hours(text):
    """Windows [(start_s, end_s), …] of '08:00-12:00, 13:00-24:00'; '' gives none.

    An end that is not after its start is on the next day; one at 00:00 is 24:00. Raises ValueError with the reason:
    overlap, empty window.
    """
    windows = []
    for part in filter(None, (part.strip() for part in text.split(','))):
        start_text, dash, end_text = part.replace('–', '-').partition('-')
        if not dash:
            raise ValueError(_('{part} is no window: write it as 08:00-12:00.').format(part=part))
        start, end = parse_clock(start_text), parse_clock(end_text)
        if start in (end, DAY_SECONDS):
            raise ValueError(_('The window {part} is empty.').format(part=part))
        windows.append((start, end or DAY_SECONDS))
    spans = sorted((start, end if end > start else end + DAY_SECONDS) for start, end in windows)
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise ValueError(_('The windows of {text} overlap.').format(text=text))
    return windows


def parse_weekday(text):
    """Day of the week, 0 for Monday to 6, of such a number or of a name: 'Mon', 'monday', or in the user's language.

    Raises ValueError with the reason.
    """
    wanted = str(text).strip().casefold()
    if wanted in ('0', '1', '2', '3', '4', '5', '6'):
        return int(wanted)
    for day, english in enumerate(_ENGLISH):
        local = (str(_ABBREVIATIONS[day]).casefold(), str(dict(WeekdayChoices)[day]).casefold())
        if wanted in local or (len(wanted) >= 3 and english.casefold().startswith(wanted)):
            return day
    raise ValueError(
        _('{text} is no day of the week: use one of {known}, or 0 (Monday) to 6 (Sunday).').format(
            text=text, known=', '.join(map(str, _ABBREVIATIONS))
        )
    )


def parse_week(text):
    """Windows [WeekWindow, …] of 'Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00', in order.

    '' and '24x7' give none. Parts are separated by ';' or a line break; a range of days may span Sunday. An end that is
    not after its start is on the next day. Raises ValueError with the reason: unknown day, no hours, overlap.
    """
    if text.strip().casefold() in _ALWAYS:
        return []
    windows = []
    for part in filter(None, (part.strip() for part in re.split(r'[;\n]', text))):
        match = _WEEK_PART.fullmatch(part)
        if not match:
            raise ValueError(
                _('{part} is not a part of a week: write days and hours, as in Mon-Fri 08:00-18:00.').format(part=part)
            )
        hours = parse_hours(match[2])
        windows += [WeekWindow(day, *span) for day in _parse_days(match[1]) for span in hours]
    for one, other in combinations(windows, 2):
        if week_overlaps(one, other):
            raise ValueError(
                _('{one} overlaps {other}: change one of them.').format(
                    one=format_week([one], localized=True), other=format_week([other], localized=True)
                )
            )
    return sorted(windows)


def _parse_days(text):
    days = []
    for part in filter(None, (part.strip() for part in text.split(','))):
        try:
            first = last = parse_weekday(part)
        except ValueError:
            first_text, dash, last_text = part.replace('–', '-').partition('-')
            if not dash:
                raise
            first, last = parse_weekday(first_text), parse_weekday(last_text)
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def format_week(windows, localized=False):
    """The text that `parse_week` reads, days with equal hours together; '' for no windows.

    windows: objects with weekday, start_seconds, end_seconds. localized: days in the user's language, else in English.
    """
    by_day = {}
    for window in sorted(windows, key=lambda window: (window.weekday, window.start_seconds)):
        span = f'{format_clock(window.start_seconds)}-{format_clock(window.end_seconds)}'
        by_day.setdefault(window.weekday, []).append(span)
    by_hours = {}
    for day, spans in by_day.items():
        by_hours.setdefault(', '.join(spans), []).append(day)
    return '; '.join(f'{_format_days(days, localized)} {hours}' for hours, days in by_hours.items())


def _format_days(days, localized):
    names = [str(name) for name in _ABBREVIATIONS] if localized else [name[:3] for name in _ENGLISH]
    runs = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ','.join(names[run[0]] if len(run) == 1 else f'{names[run[0]]}-{names[run[-1]]}' for run in runs)


def week_overlaps(one, other):
    """True where two weekly windows share an instant; each has weekday, start_seconds, end_seconds."""
    (start, end), (other_start, other_end) = _week_span(one), _week_span(other)
    return any(start < other_end + shift and other_start + shift < end for shift in (-WEEK_SECONDS, 0, WEEK_SECONDS))


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
                'holiday_country': _(
                    'The holidays of {country} are not known: give an ISO 3166 code such as DE.'
                ).format(country=country)
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


def holiday_countries():
    """Choices [(code, 'Germany (DE)'), …] of the countries whose public holidays are known, by name."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - slow to import, seldom needed

    names = {entry[1]: re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', entry[0]) for entry in COUNTRIES.values()}
    return sorted(((code, f'{name} ({code})') for code, name in names.items()), key=lambda choice: choice[1])


def holiday_subdivisions(country):
    """Choices [(code, 'Bayern (BY)'), …] of the subdivisions of a country with holidays of their own."""
    import holidays  # noqa: PLC0415 - slow to import, seldom needed

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return []
    names = {code: name for name, code in getattr(known, 'subdivisions_aliases', {}).items()}
    return [(code, f'{names[code]} ({code})' if code in names else code) for code in known.subdivisions]


def holidays_between(country, subdivision, first_day, last_day):
    """Public holidays [(date, name), …] of a country and subdivision, both days included, in order.

    None where they are not known."""
    if not country:
        return []
    import holidays  # noqa: PLC0415 - slow to import, seldom needed

    years = range(first_day.year, last_day.year + 1)
    try:
        days = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        return []
    return [(day, name) for day, name in sorted(days.items()) if first_day <= day <= last_day]


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
