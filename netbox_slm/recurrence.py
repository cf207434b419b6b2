"""Recurring windows: RFC 5545 rules by python-dateutil, kept at their wall time in a zone."""

from datetime import UTC, datetime

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

_FREQUENCIES = ('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')


def check_recurrence(rule):
    """Refuse a text that is no RFC 5545 rule of days or longer. Raises ValueError with the reason."""
    if not rule:
        return
    parts = dict(part.partition('=')[::2] for part in rule.upper().removeprefix('RRULE:').split(';'))
    if parts.get('FREQ') not in _FREQUENCIES:
        raise ValueError(_('{rule} needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.').format(rule=rule))
    try:
        rrulestr(rule, dtstart=datetime(2000, 1, 3))  # noqa: DTZ001 - wall time
    except (ValueError, TypeError) as error:
        raise ValueError(_('{rule} is no RFC 5545 rule: {error}').format(rule=rule, error=error)) from error


def occurrences(starts_at, ends_at, rule, zone, span_start, span_end):
    """Aware UTC (start, end) pairs of a window that touch [span_start, span_end), in order.

    Each occurrence begins at the same wall time in `zone` and lasts the same wall time, so that it follows DST.
    """
    if not rule:
        return [(starts_at, ends_at)] if starts_at < span_end and span_start < ends_at else []
    wall_start = starts_at.astimezone(zone).replace(tzinfo=None)
    wall_end = ends_at.astimezone(zone).replace(tzinfo=None)
    length = wall_end - wall_start
    first = span_start.astimezone(zone).replace(tzinfo=None) - length
    last = span_end.astimezone(zone).replace(tzinfo=None)
    rules = rrulestr(_naive_until(rule, zone), dtstart=wall_start)
    pairs = [
        (start.replace(tzinfo=zone).astimezone(UTC), (start + length).replace(tzinfo=zone).astimezone(UTC))
        for start in rules.between(first, last, inc=True)
    ]
    return [(start, end) for start, end in pairs if start < span_end and span_start < end]


def _naive_until(rule, zone):
    """The rule with an UNTIL in UTC turned into wall time, as dateutil wants it beside a wall-time start."""
    parts = []
    for part in rule.upper().removeprefix('RRULE:').split(';'):
        name, _equals, value = part.partition('=')
        if name == 'UNTIL' and value.endswith('Z'):
            until = datetime.strptime(value, '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC)
            value = until.astimezone(zone).strftime('%Y%m%dT%H%M%S')
        parts.append(f'{name}={value}')
    return ';'.join(parts)
