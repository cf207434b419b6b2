"""Writing figures: rows made beforehand, locks per target and period, one update and one COPY per chunk.

Nobody loses a change: a row exists before its facts are read, every change of facts adds to its `stale_marks`, and
what was computed clears `stale_since` only where that number is still the one read before the facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import batched
from typing import Any

from django.db import connections, router
from django.db.models import Q

from ..engine.instants import from_us, to_us
from ..engine.periods import Period
from ..models import Attainment, AttainmentContribution
from . import history
from .columns import AnyOf, ids_as_text
from .facts import TargetTerms
from .figures import Figure, FigureKey
from .final_credits import keep_credits
from .writing import COPY_LINES, array, as_text, constants_of, lines_as_text

__all__ = ('StoredRow', 'Wanted', 'drop', 'ensure_rows', 'key_of', 'lock', 'read_rows', 'store', 'values_of')

_FIGURES_PER_BLOCK = 1000

type Wanted = tuple[TargetTerms, int | None, Period]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """What is known of a row before its facts are read."""

    pk: int
    label: str
    is_final: bool
    computed_at: datetime | None
    stale_since: datetime | None
    stale_marks: int
    reopened_at: datetime | None
    status: str


def key_of(wanted: Wanted) -> FigureKey:
    """The key of a figure that is wanted."""
    target, service_id, period = wanted
    return FigureKey(target.target_id, service_id, period.start_us, period.end_us)


def ensure_rows(wanted: Sequence[Wanted], now: datetime) -> int:
    """Make the rows that do not exist yet, without a figure and stale; returns how many. One query."""
    if not wanted:
        return 0
    with _connection().cursor() as cursor:
        columns = zip(*(_empty_row(*each) for each in wanted), strict=True)
        cursor.execute(_INSERT, [now, now, now, *map(as_text, columns)])
        return cursor.rowcount


def _empty_row(target: TargetTerms, service_id: int | None, period: Period) -> tuple[Any, ...]:
    return (
        target.target_id,
        service_id,
        period.label,
        from_us(period.start_us),
        from_us(period.end_us),
        target.unit,
        target.more_is_better,
        target.target_percent,
        target.target_value,
    )


def lock(target_ids: Iterable[int], wanted: Iterable[Wanted], label: str) -> None:
    """Hold these targets for the periods wanted and for `label`, until the transaction ends; waits for who holds them.

    Two queries. Always in the same order, so that two workers never wait for each other.
    """
    held = {(target_id, label) for target_id in target_ids}
    held |= {(target.target_id, period.label) for target, _service, period in wanted}
    keys = sorted(_lock_key(*each) for each in held)
    with _connection().cursor() as cursor:
        # Incidents by the hundred thousand are sorted; what the server allows by default would be written to disk
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute('SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key', [ids_as_text(keys)])


def _lock_key(target_id: int, label: str) -> int:
    name = f'netbox_slm:{target_id}:{label}'.encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def read_rows(
    target_ids: Iterable[int], wanted: Sequence[Wanted], label: str | None = None
) -> dict[FigureKey, StoredRow]:
    """The rows of these targets for the periods wanted, and for those called `label`. One query."""
    labels = {period.label for _target, _service, period in wanted} | ({label} if label else set())
    starts = {from_us(period.start_us) for _target, _service, period in wanted}
    rows = Attainment.objects.filter(
        AnyOf('target_id', sorted(target_ids)), Q(period__in=labels) | Q(starts_at__in=starts)
    ).values_list(
        'target_id', 'service_id', 'starts_at', 'ends_at',
        'pk', 'period', 'is_final', 'computed_at', 'stale_since', 'stale_marks', 'reopened_at', 'status',
    )  # fmt: skip
    return {
        FigureKey(target_id, service_id, to_us(starts_at), to_us(ends_at)): StoredRow(*state)
        for target_id, service_id, starts_at, ends_at, *state in rows.order_by('pk')
    }


def drop(rows: Iterable[StoredRow]) -> None:
    """Delete rows of figures that an agreement no longer promises."""
    ids = [row.pk for row in rows]
    if ids:
        Attainment.objects.filter(AnyOf('pk', ids)).delete()


def store(
    figures: Sequence[Figure],
    rows: Mapping[FigureKey, StoredRow],
    now: datetime,
    *,
    final: bool,
    verify: bool = False,
) -> int:
    """Write figures with their contributions over their rows; returns how many were there to be written.

    final: they are closed with it, and what they owe is kept. verify: as `history.record` has it. Four queries, up to
    three for the history of those computed before, and three for credits of missed ones that are closed.
    """
    by_pk = {rows[figure.key].pk: figure for figure in figures}
    with _connection().cursor() as cursor:
        cursor.execute(_LOCK_ROWS, [ids_as_text(sorted(by_pk))])
        present = [pk for (pk,) in cursor.fetchall()]
        marks = {row.pk: row.stale_marks for row in rows.values()}
        values = [values_of(by_pk[pk]) for pk in present]
        closing = {pk: (by_pk[pk].key, row) for pk, row in zip(present, values, strict=True)} if final else {}
        history.record(
            history.overwritten(present, rows.values()),
            dict(zip(present, values, strict=True)),
            {pk: figure.contributions for pk, figure in by_pk.items()},
            now,
            final=final,
            verify=verify,
            credits=keep_credits(closing, now),
        )
        columns = [present, [marks[pk] for pk in present], *([row[name] for row in values] for name in _COLUMNS)]
        cursor.execute(_UPDATE, [now, now, final, *map(as_text, columns)])
        cursor.execute(_DELETE, [ids_as_text(present)])
        with cursor.copy(COPY_LINES) as copy:
            for block in batched(((pk, by_pk[pk].contributions) for pk in present), _FIGURES_PER_BLOCK):
                copy.write(lines_as_text(block))
    return len(present)


_COLUMNS = {
    'period': 'text',
    'status': 'text',
    'unit': 'text',
    'more_is_better': 'boolean',
    'target_percent': 'numeric',
    'target_value': 'numeric',
    'numerator': 'numeric',
    'denominator': 'numeric',
    'value_percent': 'numeric',
    'value': 'numeric',
    'agreed_us': 'bigint',
    'excluded_us': 'bigint',
    'unobserved_us': 'bigint',
    'downtime_us': 'bigint',
    'budget_us': 'bigint',
    'remaining_us': 'bigint',
    'burn_rate': 'double precision',
    'met_count': 'integer',
    'missed_count': 'integer',
    'pending_count': 'integer',
}
_TABLE = Attainment._meta.db_table
_LINES = AttainmentContribution._meta.db_table
_LOCK_ROWS = f'SELECT id FROM {_TABLE} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE'
_UPDATE = f"""
    UPDATE {_TABLE} AS row
    SET {', '.join(f'{name} = new.{name}' for name in _COLUMNS)},
        computed_at = %s, last_updated = %s, is_final = row.is_final OR %s, outdated_since = NULL,
        stale_since = CASE WHEN row.stale_marks = new.marks THEN NULL ELSE row.stale_since END
    FROM unnest({array('bigint')}, {array('integer')}, {', '.join(map(array, _COLUMNS.values()))})
        AS new(id, marks, {', '.join(_COLUMNS)})
    WHERE row.id = new.id
"""
_DELETE = f'DELETE FROM {_LINES} WHERE attainment_id = ANY(%s::bigint[])'
_NEW_COLUMNS = {
    'target_id': 'bigint',
    'service_id': 'bigint',
    'period': 'text',
    'starts_at': 'timestamptz',
    'ends_at': 'timestamptz',
    'unit': 'text',
    'more_is_better': 'boolean',
    'target_percent': 'numeric',
    'target_value': 'numeric',
}
_DEFAULTS = constants_of(Attainment, {'created', 'last_updated', 'stale_since', *_NEW_COLUMNS})
_INSERT = f"""
    INSERT INTO {_TABLE} (created, last_updated, stale_since, {', '.join(_NEW_COLUMNS)}, {', '.join(_DEFAULTS)})
    SELECT %s, %s, %s, new.*, {', '.join(_DEFAULTS.values())}
    FROM unnest({', '.join(map(array, _NEW_COLUMNS.values()))}) AS new({', '.join(_NEW_COLUMNS)})
    WHERE NOT EXISTS (
        SELECT FROM {_TABLE} AS row
        WHERE row.target_id = new.target_id AND row.starts_at = new.starts_at AND row.ends_at = new.ends_at
          AND COALESCE(row.service_id, 0) = COALESCE(new.service_id, 0)
    )
    ON CONFLICT DO NOTHING
"""


def values_of(figure: Figure) -> dict[str, Any]:
    """The columns of a figure as they are stored."""
    has_data = figure.share.has_data
    values = {name: getattr(figure, name, None) for name in _COLUMNS}
    return values | {
        'period': figure.period.label,
        'numerator': figure.share.numerator if has_data else None,
        'denominator': figure.share.denominator if has_data else None,
    }


def _connection():
    return connections[router.db_for_write(Attainment)]
