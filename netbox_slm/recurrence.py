"""Recurring windows: RFC 5545 rules by python-dateutil, kept at their wall time in a zone."""

from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

_FREQUENCIES = ('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
_SECOND = timedelta(seconds=1)
_WITHIN_A_DAY = ('BYHOUR', 'BYMINUTE', 'BYSECOND')


def check_recurrence(rule):
    """Refuse a text that is no RFC 5545 rule of days or longer. Raises ValueError with the reason."""
    if not rule:
        return
    parts = dict(part.partition('=')[::2] for part in _parts(rule))
    if parts.get('FREQ') not in _FREQUENCIES:
        raise ValueError(_('{rule} needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.').format(rule=rule))
    if refused := next((name for name in _WITHIN_A_DAY if name in parts), None):
        raise ValueError(
            _('{rule} repeats within a day: leave {part} out, the window itself has its times.').format(
                rule=rule, part=refused
            )
        )
    for name in ('INTERVAL', 'COUNT'):
        if name in parts and not (parts[name].isdecimal() and int(parts[name]) > 0):
            raise ValueError(
                _('{rule} has the {part} {value}: give a whole number above 0.').format(
                    rule=rule, part=name, value=parts[name] or '–'
                )
            )
    if 'COUNT' in parts and 'UNTIL' in parts:
        raise ValueError(_('{rule} ends twice: give COUNT or UNTIL, not both.').format(rule=rule))
    try:
        rrulestr(_naive_until(rule, UTC), dtstart=datetime(2000, 1, 3))  # noqa: DTZ001 - wall time
    except (ValueError, TypeError) as error:
        raise ValueError(_('{rule} is no RFC 5545 rule: {error}').format(rule=rule, error=error)) from error


def check_start(rule, starts_at, zone):
    """Refuse a rule that does not have its own first start (RFC 5545 §3.8.5.3). Raises ValueError with the reason.

    Such a rule would silently leave the first window out.
    """
    wall_start = starts_at.astimezone(zone).replace(tzinfo=None)
    rules = rrulestr(_naive_until(rule, zone), dtstart=wall_start)
    # Ended at the start, so that a rule which never happens is not searched up to the year 9999.
    if not list(rules.replace(count=None, until=wall_start)) or next(iter(rules), None) != wall_start:
        raise ValueError(
            _('{rule} does not include the start, {start}: begin at one of its times, or change the rule.').format(
                rule=rule, start=f'{wall_start:%Y-%m-%d %H:%M}'
            )
        )


def occurrences(starts_at, ends_at, rule, zone, span_start, span_end):
    """Aware UTC (start, end) pairs of a window that touch [span_start, span_end), in order.

    Each occurrence begins at the same wall time in `zone` and lasts the same wall time, so that it follows DST. An edge
    in a missing hour moves to the end of the gap (semantics.md §3); one that lies wholly in it does not occur.
    """
    if not rule:
        return [(starts_at, ends_at)] if starts_at < span_end and span_start < ends_at else []
    wall_start = starts_at.astimezone(zone).replace(tzinfo=None)
    wall_end = ends_at.astimezone(zone).replace(tzinfo=None)
    length = wall_end - wall_start
    first = span_start.astimezone(zone).replace(tzinfo=None) - length
    last = span_end.astimezone(zone).replace(tzinfo=None)
    rules = rrulestr(_naive_until(rule, zone), dtstart=wall_start)
    pairs = [(_instant(start, zone), _instant(start + length, zone)) for start in rules.between(first, last, inc=True)]
    return [(start, end) for start, end in pairs if start < end and start < span_end and span_start < end]


def _instant(wall, zone):
    """The first instant at which a clock in the zone reads this or, where it never does, later."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    # In a missing hour the two readings lie on either side of the change, which falls on a whole second
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(microsecond=0)
    at = at.replace(microsecond=0)
    offset = before.astimezone(zone).utcoffset()
    while at - before > _SECOND:
        middle = (before + (at - before) / 2).replace(microsecond=0)
        before, at = (middle, at) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return at


def _naive_until(rule, zone):
    """The rule with an UNTIL in UTC turned into wall time, as dateutil wants it beside a wall-time start."""
    parts = []
    for part in _parts(rule):
        name, _equals, value = part.partition('=')
        if name == 'UNTIL' and value.endswith('Z'):
            until = datetime.strptime(value, '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC)
            value = until.astimezone(zone).strftime('%Y%m%dT%H%M%S')
        parts.append(f'{name}={value}')
    return ';'.join(parts)


def _parts(rule):
    return [part for part in rule.strip().upper().removeprefix('RRULE:').split(';') if part]
