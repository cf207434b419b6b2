"""Whole numbers out of the database as int64 columns, millions in a second: no Python per row.

The database gathers each column into one array and writes the arrays in binary, so that one row comes over the wire.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connections
from psycopg.raw_cursor import RawCursor

from .engine.instants import I64

__all__ = ('copied_columns', 'copied_lines', 'prepared_columns')

# Plans that a connection keeps: each takes the database up to a megabyte
_MOST_PREPARED = 60
# COPY in binary: signature, flags, length of the extension area, number of fields
_HEADER = 11 + 4 + 4 + 2
# An array in binary: dimensions, whether it has nulls, type; then size and lower bound of its one dimension
_ARRAY_HEADER = 3 * 4 + 2 * 4
_ELEMENT = np.dtype([('bytes', '>i4'), ('value', '>i8')])


def copied_columns(sql: str, params: Sequence[Any] | None, names: Sequence[str], using: str) -> dict[str, I64]:
    """The columns of a query, in its order; it selects one bigint that is never null for each of `names`."""
    columns = [f'c{place}' for place in range(len(names))]
    gathered = ', '.join(f'array_agg({column})' for column in columns)
    fields = _copied(f'SELECT {gathered} FROM ({sql}) q({", ".join(columns)})', params, len(names), using)
    return {name: _numbers(field) for name, field in zip(names, fields, strict=True)}


def prepared_columns(sql: str, params: Sequence[str], names: Sequence[str], using: str) -> dict[str, I64]:
    """The same of a query that is asked again and again with other values: the database then plans it a few times only.

    params: the values of $1, $2 … as texts. Nothing is prepared where connections are shared transaction by transaction
    (Django's setting DISABLE_SERVER_SIDE_CURSORS).
    """
    connection = connections[using]
    connection.ensure_connection()
    columns = [f'c{place}' for place in range(len(names))]
    gathered = ', '.join(f'array_send(array_agg({column}))' for column in columns)
    is_prepared = not connection.settings_dict.get('DISABLE_SERVER_SIDE_CURSORS')
    cursor = _BoundCursor(connection.connection, params, is_prepared)
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with make(cursor) as made:
        made.execute(f'SELECT {gathered} FROM ({sql}) q({", ".join(columns)})')
        fields = made.fetchone()
    return {name: _numbers(field or b'') for name, field in zip(names, fields, strict=True)}


class _BoundCursor(RawCursor):
    """A cursor that brings its own values: those that Django hands on and logs are put in on our side."""

    def __init__(self, connection: Any, params: Sequence[str], is_prepared: bool) -> None:
        super().__init__(connection)
        self._bound, self._is_prepared = params, is_prepared

    def execute(self, query: Any, params: Any = None, **options: Any) -> '_BoundCursor':
        """Execute with the values of the cursor, and take the answer in binary."""
        if not self._is_prepared:
            return super().execute(query, self._bound, binary=True)
        # Django leaves the threshold empty, so that nobody else's statements are prepared
        before, self.connection.prepare_threshold = self.connection.prepare_threshold, 0
        if before is None:
            self.connection.prepared_max = _MOST_PREPARED
        try:
            return super().execute(query, self._bound, prepare=True, binary=True)
        finally:
            self.connection.prepare_threshold = before


def _numbers(field: memoryview | bytes) -> I64:
    return np.frombuffer(field[_ARRAY_HEADER:], dtype=_ELEMENT)['value'].astype(np.int64)


def copied_lines(sql: str, params: Sequence[Any], using: str) -> bytes:
    """The one text column of a query, a line for each row, each with its line feed."""
    [field] = _copied(f"SELECT string_agg(c0 || E'\\n', '') FROM ({sql}) q(c0)", params, 1, using)
    return bytes(field)


def _copied(sql: str, params: Sequence[Any] | None, count: int, using: str) -> list[memoryview]:
    """The fields of the one row that a query gives; empty where a field is null."""
    connection = connections[using]
    # COPY takes no parameters, and Django's cursor that logs queries none for it
    query = connection.ops.compose_sql(sql, params)
    with connection.cursor() as cursor, cursor.copy(f'COPY ({query}) TO STDOUT (FORMAT binary)') as copy:
        data = memoryview(b''.join(bytes(part) for part in copy))
    fields, at = [], _HEADER
    for _field in range(count):
        length = int.from_bytes(data[at : at + 4], 'big', signed=True)
        fields.append(data[at + 4 : at + 4 + max(length, 0)])
        at += 4 + max(length, 0)
    return fields
