"""Calendars as other programs read them (RFC 5545): lines of text, folded and escaped."""

from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ('CalendarEvent', 'calendar_text')

_FOLD_OCTETS = 75


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A VEVENT; `uid` stays the same as long as it is about the same thing. Instants are aware."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    url: str
    changed_at: datetime
    is_cancelled: bool = False
    blocks_time: bool = True


def calendar_text(name: str, product: str, events) -> str:
    """A VCALENDAR with the events, lines ended by CRLF and folded at 75 octets."""
    lines = [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        f'PRODID:-//{_text(product)}//EN',
        'CALSCALE:GREGORIAN',
        'METHOD:PUBLISH',
        f'X-WR-CALNAME:{_text(name)}',
    ]
    for event in events:
        lines += _event(event)
    lines.append('END:VCALENDAR')
    return ''.join(f'{folded}\r\n' for line in lines for folded in _folded(line))


def _event(event):
    return [
        'BEGIN:VEVENT',
        f'UID:{_text(event.uid)}',
        f'DTSTAMP:{_instant(event.changed_at)}',
        f'LAST-MODIFIED:{_instant(event.changed_at)}',
        f'DTSTART:{_instant(event.starts_at)}',
        f'DTEND:{_instant(event.ends_at)}',
        f'SUMMARY:{_text(event.summary)}',
        f'DESCRIPTION:{_text(event.description)}',
        f'URL:{event.url}',
        f'STATUS:{"CANCELLED" if event.is_cancelled else "CONFIRMED"}',
        f'TRANSP:{"OPAQUE" if event.blocks_time else "TRANSPARENT"}',
        'END:VEVENT',
    ]


def _instant(at):
    return at.astimezone(UTC).strftime('%Y%m%dT%H%M%SZ')


def _text(value):
    """A TEXT value: backslash, semicolon, comma and line ends escaped (RFC 5545 §3.3.11)."""
    escaped = value.replace('\\', '\\\\').replace(';', '\\;').replace(',', '\\,')
    return '\\n'.join(escaped.splitlines())


def _folded(line):
    """The line in pieces of at most 75 octets, the later ones begun by a space; no character is torn apart."""
    piece, used = '', 0
    for character in line:
        octets = len(character.encode())
        if used + octets > _FOLD_OCTETS:
            yield piece
            piece, used = ' ', 1
        piece += character
        used += octets
    yield piece
