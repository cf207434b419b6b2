"""What changed since a network was compiled: the notes that triggers leave in a private table (`watched.py`).

The order in which notes are numbered is not the one in which they are committed, so a network remembers the snapshot of
PostgreSQL at which it was caught up. What that snapshot did not see is new, however long its transaction took.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections

from ...watched import TABLE, TRIGGER_OF_PATHS

__all__ = ('TRUSTED', 'Moment', 'Note', 'by_kind', 'forget_old_changes', 'look')

# Notes are forgotten after the first; a network that was not caught up for the second is built anew.
_KEPT = timedelta(hours=48)
TRUSTED = timedelta(hours=24)

_LOOK = f"""
SELECT now.*, note.id, note.kind, note.object_id, note.own FROM (
    SELECT pg_current_snapshot()::text, coalesce(pg_current_xact_id_if_assigned()::text, ''), clock_timestamp(),
        (SELECT oid FROM pg_database WHERE datname = current_database())::bigint,
        'dcim_cablepath'::regclass::oid::bigint, '{TABLE}'::regclass::oid::bigint,
        EXISTS (
            SELECT 1 FROM pg_trigger JOIN pg_class paths ON paths.oid = tgrelid
            JOIN pg_class notes ON notes.relnamespace = paths.relnamespace AND notes.oid = '{TABLE}'::regclass
            WHERE tgrelid = 'dcim_cablepath'::regclass AND tgname = '{TRIGGER_OF_PATHS}'
        )
) now LEFT JOIN (
    SELECT id, kind, object_id, xid IS NOT DISTINCT FROM pg_current_xact_id_if_assigned() AS own FROM {TABLE}
    WHERE (xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot))
        OR xid = pg_current_xact_id_if_assigned()
) note ON true ORDER BY note.id
"""


@dataclass(frozen=True, slots=True)
class Note:
    """One change. number: of the note. own: whether the own, open transaction made it."""

    number: int
    kind: str
    object_id: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """How the database stands now.

    snapshot: text of a pg_snapshot. transaction: number of the own one, '' where it wrote nothing. place: which tables
    these are; another database or schema has others. watched: whether changes of them are noted at all. notes: the
    changes that the given snapshot did not see, and all of the own transaction.
    """

    snapshot: str
    transaction: str
    at: datetime
    place: tuple[int, ...]
    watched: bool
    notes: tuple[Note, ...]

    @property
    def own(self) -> frozenset[int]:
        """Numbers of the notes of the own transaction."""
        return frozenset(note.number for note in self.notes if note.own)


def look(using: str, seen: str | None) -> Moment:
    """The present, and what changed since the snapshot `seen`; one query."""
    with connections[using].cursor() as cursor:
        cursor.execute(_LOOK, {'seen': seen})
        rows = cursor.fetchall()
    snapshot, transaction, at, *place, watched = rows[0][:7]
    notes = tuple(Note(*row[7:]) for row in rows if row[7] is not None)
    return Moment(snapshot, transaction, at, tuple(place), watched, notes)


def by_kind(notes: tuple[Note, ...] | list[Note]) -> Mapping[str, frozenset[int]]:
    """Kind -> ids that changed."""
    ids: dict[str, set[int]] = defaultdict(set)
    for note in notes:
        ids[note.kind].add(note.object_id or 0)
    return {kind: frozenset(numbers) for kind, numbers in ids.items()}


def forget_old_changes(now: datetime, using: str = 'default') -> int:
    """Delete the notes that no process needs any more; returns how many. For the nightly task."""
    with connections[using].cursor() as cursor:
        cursor.execute(f'DELETE FROM {TABLE} WHERE noted_at < %s', [now - _KEPT])
        return cursor.rowcount
