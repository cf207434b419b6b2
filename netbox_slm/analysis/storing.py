"""Writing figures: rows made beforehand, locks per target and period, one update and one COPY per chunk.

Nobody loses a change: a row exists before its facts are read, every change of facts adds to its `stale_marks`, and
what was computed clears `stale_since` only where that number is still the one read before the facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from ..choices import AttainmentStatusChoices
from ..engine.instants import I64, NO_END_US, from_us
from ..engine.periods import Period
from ..models import Attainment, AttainmentContribution
from . import history
from .columns import (
    NONE,
    AnyOf,
    code,
    flag,
    ids_as_text,
    instant_or_end,
    instant_or_ever,
    number,
    read_columns,
)
from .facts import TargetTerms
from .figures import Figure, FigureKey
from .final_credits import keep_credits
from .writing import (
    COPY_HEADER,
    COPY_LINES,
    COPY_TRAILER,
    array,
    as_text,
    blocks_of,
    constants_of,
    lines_as_binary,
)

__all__ = ('StoredRow', 'Wanted', 'drop', 'ensure_rows', 'key_of', 'lock', 'read_rows', 'store', 'values_of')

_STATUSES = tuple(AttainmentStatusChoices.values())
_STATE = {
    'pk': number('pk'),
    'final': flag('is_final'),
    'computed': instant_or_end('computed_at'),
    'stale': flag(Q(stale_since__isnull=False)),
    'marks': number('stale_marks'),
    'reopened': instant_or_end('reopened_at'),
    'status': code('status', _STATUSES),
    'open': flag(Q(pending_count__gt=0)),
}

type Wanted = tuple[TargetTerms, int | None, Period]


class StoredRow(NamedTuple):
    """What is known of a row before its facts are read; instants in microseconds, None where there is none."""

    pk: int
    is_final: bool
    computed_us: int | None
    is_stale: bool
    stale_marks: int
    reopened_us: int | None
    status: str
    has_open_clocks: bool


def key_of(wanted: Wanted) -> FigureKey:
    """The key of a figure that is wanted."""
    target, service_id, period = wanted
    return FigureKey(target.target_id, service_id, period.start_us, period.end_us)


def ensure_rows(wanted: Sequence[Wanted], now: datetime) -> int:
    """Make the rows that do not exist yet, without a figure and stale; returns how many. Two queries at most."""
    if not wanted:
        return 0
    found = _read(_of_targets({target.target_id for target, _service, _period in wanted}, wanted), {})
    known = set(_keys(found))
    missing = [each for each in wanted if key_of(each) not in known]
    if not missing:
        return 0
    with _connection().cursor() as cursor:
        columns = zip(*(_empty_row(*each) for each in missing), strict=True)
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
    found = _read(_of_targets(target_ids, wanted, label).order_by('pk'), _STATE)
    state = zip(
        found['pk'].tolist(),
        (found['final'] == 1).tolist(),
        _or_none(found['computed'], NO_END_US),
        (found['stale'] == 1).tolist(),
        found['marks'].tolist(),
        _or_none(found['reopened'], NO_END_US),
        [_STATUSES[place] for place in found['status'].tolist()],
        (found['open'] == 1).tolist(),
        strict=True,
    )
    return dict(zip(_keys(found), map(StoredRow._make, state), strict=True))


def _of_targets(target_ids: Iterable[int], wanted: Iterable[Wanted], label: str | None = None) -> QuerySet[Attainment]:
    periods = {period for _target, _service, period in wanted}
    labels = {period.label for period in periods} | ({label} if label else set())
    starts = {from_us(period.start_us) for period in periods}
    return Attainment.objects.filter(
        AnyOf('target_id', sorted(target_ids)), Q(period__in=labels) | Q(starts_at__in=starts)
    )


def _read(rows: QuerySet[Attainment], more: Mapping[str, Combinable]) -> dict[str, I64]:
    return read_columns(
        rows,
        target=number('target_id'),
        service=number('service_id'),
        start=instant_or_ever('starts_at'),
        end=instant_or_end('ends_at'),
        **more,
    )


def _keys(found: Mapping[str, I64]) -> Iterable[FigureKey]:
    services = _or_none(found['service'], NONE)
    columns = found['target'].tolist(), services, found['start'].tolist(), found['end'].tolist()
    return map(FigureKey._make, zip(*columns, strict=True))


def _or_none(values: I64, none: int) -> list[int | None]:
    return [None if value == none else value for value in values.tolist()]


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
        state = {row.pk: row for row in rows.values()}
        old = history.overwritten(present, rows.values())
        stored = [by_pk[pk] for pk in present]
        columns = _columns_of(stored)
        # Of each by itself only where somebody looks
        values = {
            pk: {name: column[place] for name, column in columns.items()}
            for place, pk in enumerate(present)
            if final or pk in old
        }
        history.record(
            old,
            values,
            {pk: by_pk[pk].contributions for pk in old},
            now,
            final=final,
            verify=verify,
            credits=keep_credits({pk: (by_pk[pk].key, values[pk]) for pk in present} if final else {}, now),
        )
        columns = [present, [state[pk].stale_marks for pk in present], *columns.values()]
        cursor.execute(_UPDATE, [now, now, final, final, *map(as_text, columns)])
        _write_lines(cursor, stored, present, [pk for pk in present if state[pk].computed_us is not None])
    return len(present)


def _write_lines(cursor: Any, figures: Sequence[Figure], pks: Sequence[int], with_lines: Sequence[int]) -> None:
    """Write the lines of figures, by primary key, instead of those that some have."""
    cursor.execute(_DELETE, [ids_as_text(with_lines)])
    with cursor.copy(COPY_LINES) as copy:
        copy.write(COPY_HEADER)
        for block in blocks_of(zip(pks, (figure.contributions for figure in figures), strict=True)):
            copy.write(lines_as_binary(*block))
        copy.write(COPY_TRAILER)


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
        stale_since = CASE WHEN row.stale_marks = new.marks THEN NULL ELSE row.stale_since END,
        needs_check = (row.is_final OR %s) AND row.stale_marks <> new.marks
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
    return {name: values[0] for name, values in _columns_of([figure]).items()}


def _columns_of(figures: Sequence[Figure]) -> dict[str, list[Any]]:
    """The columns of figures as they are stored, a value for each of them."""
    derived = {
        'period': [figure.period.label for figure in figures],
        'numerator': [figure.share.numerator if figure.share.has_data else None for figure in figures],
        'denominator': [figure.share.denominator if figure.share.has_data else None for figure in figures],
    }
    return {name: derived.get(name) or list(map(attrgetter(name), figures)) for name in _COLUMNS}


def _connection():
    return connections[router.db_for_write(Attainment)]
