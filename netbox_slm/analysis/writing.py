"""Many rows at once on their way to the database: columns as one text each, lines in the binary form of COPY.

The binary form (PostgreSQL manual, COPY, *Binary Format*): a header; of each row the number of its fields, of each
field its length in bytes (-1 for null) and its bytes; a trailer. A matrix of bytes has a row for each line, as wide as
the widest; what a line does not use is left out by a mask.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import batched
from typing import Any

import numpy as np
from django.db.models import JSONField, Model
from psycopg.types.numeric import DecimalBinaryDumper

from ..engine.instants import I64, NO_END_US
from ..engine.intervals import ranges
from ..fields import way_as_text
from ..models import AttainmentContribution
from .columns import YEAR_2000_US, split_object_key
from .figures import Contribution
from .figures.lines import KINDS, NONE, REASONS, Lines, LineTable

__all__ = (
    'COPY_HEADER',
    'COPY_LINES',
    'COPY_TRAILER',
    'array',
    'as_text',
    'blocks_of',
    'constants_of',
    'lines_as_binary',
)

_FIGURES_PER_BLOCK = 1000
_LINES_PER_BLOCK = 20_000
_LINE_COLUMNS = (
    'attainment_id', 'position', 'kind', 'service_id', 'incident_id', 'maintenance_window_id', 'object_type_id',
    'object_id', 'path', 'rule', 'starts_at', 'ends_at', 'counted_us', 'uncounted_us', 'reason', 'value',
)  # fmt: skip
COPY_LINES = f'COPY {AttainmentContribution._meta.db_table} ({", ".join(_LINE_COLUMNS)}) FROM STDIN (FORMAT binary)'
COPY_HEADER = b'PGCOPY\n\xff\r\n\x00' + bytes(8)
COPY_TRAILER = b'\xff\xff'


def array(kind: str) -> str:
    """SQL for an array of a type, given as one parameter by `as_text`: a tenth of the time of a list."""
    return f"string_to_array(%s, ',', '')::{kind}[]"


def as_text(values: Iterable[Any]) -> str:
    """Values without a comma in them as one text; None is NULL."""
    return ','.join(['' if value is None else str(value) for value in values])


def constants_of(model: type[Model], but: Iterable[str]) -> dict[str, str]:
    """The defaults of a model's columns as SQL, without those named and the primary key."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.column in but:
            continue
        default = field.get_default()
        found[field.column] = _constant(json.dumps(default) if isinstance(field, JSONField) else default)
    return found


def _constant(value: Any) -> str:
    if value is None:
        return 'NULL'
    return "'" + str(value).replace("'", "''").replace('%', '%%') + "'"


def blocks_of(figures: Iterable[tuple[int, Sequence[Contribution]]]) -> Iterator[tuple[I64, I64, LineTable, I64]]:
    """The lines of figures, by primary key, in portions for `lines_as_binary`."""
    for block in batched(figures, _FIGURES_PER_BLOCK):
        tables: dict[int, tuple[LineTable, list[tuple[int, int, int]]]] = {}
        others: list[tuple[int, Sequence[Contribution]]] = []
        for pk, lines in block:
            if isinstance(lines, Lines):
                tables.setdefault(id(lines.table), (lines.table, []))[1].append((pk, lines.low, lines.high))
            elif lines:
                others.append((pk, lines))
        if others:
            ends = np.cumsum([len(lines) for _pk, lines in others]).tolist()
            slices = [(pk, end - len(lines), end) for (pk, lines), end in zip(others, ends, strict=True)]
            tables[0] = LineTable.of([line for _pk, lines in others for line in lines]), slices
        for table, slices in tables.values():
            pks, first, last = np.array(slices, dtype=np.int64).T
            count = last - first
            at = ranges(first, count)
            figure, position = np.repeat(pks, count), ranges(np.zeros_like(count), count)
            for low in range(0, at.size, _LINES_PER_BLOCK):
                part = slice(low, low + _LINES_PER_BLOCK)
                yield figure[part], position[part], table, at[part]


def lines_as_binary(figure: I64, position: I64, table: LineTable, at: I64) -> bytes:
    """Lines of a table, those in these places, as `COPY_LINES` takes them between header and trailer.

    figure, position, at: (n,) each; primary key of the figure, place of the line in it, place in the table.
    """
    ways, way = np.unique(table.way[at], return_inverse=True)
    found = [table.ways[each] for each in ways.tolist()]
    keys = [(NONE, NONE) if each.object_key is None else split_object_key(each.object_key) for each in found]
    types, objects = np.array(keys, dtype=np.int64).reshape(-1, 2).T
    ends_us = table.end_us[at]
    fields = [
        _numbers(figure),
        _numbers(position, 4),
        _texts(KINDS, table.kind[at]),
        *(_numbers(column[at], is_null=column[at] == NONE) for column in table[1:4]),
        _numbers(types[way], 4, is_null=types[way] == NONE),
        _numbers(objects[way], is_null=types[way] == NONE),
        _texts([way_as_text(each.path) for each in found], way),
        _texts([each.rule for each in found], way),
        _numbers(table.start_us[at] - YEAR_2000_US),
        _numbers(ends_us - YEAR_2000_US, is_null=ends_us == NO_END_US),
        _numbers(table.counted_us[at]),
        _numbers(table.uncounted_us[at]),
        _texts(REASONS, table.reason[at]),
        _decimals([None] * at.size if table.values is None else [table.values[each] for each in at.tolist()]),
    ]
    return _rows(fields)


type _Field = tuple[I64, Any]  # of each line how many bytes it takes, -1 for null; a matrix with these in front


def _rows(fields: Sequence[_Field]) -> bytes:
    count = fields[0][0].size
    width = 2 + sum(4 + data.shape[1] for _length, data in fields)
    matrix, is_used = np.empty((count, width), dtype=np.uint8), np.ones((count, width), dtype=np.bool_)
    matrix[:, :2] = np.frombuffer(len(fields).to_bytes(2, 'big'), dtype=np.uint8)
    begin = 2
    for length, data in fields:
        matrix[:, begin : begin + 4] = _bytes(length, 4)
        begin += 4
        end = begin + data.shape[1]
        matrix[:, begin:end] = data
        if (length < data.shape[1]).any():
            is_used[:, begin:end] = np.arange(data.shape[1]) < length[:, None]
        begin = end
    return matrix[is_used].tobytes()


def _bytes(values: I64, size: int) -> Any:
    """Integers in network order, (n, size)."""
    return values.astype(f'>i{size}').view(np.uint8).reshape(-1, size)


def _numbers(values: I64, size: int = 8, *, is_null: Any = False) -> _Field:
    return np.where(is_null, -1, np.full(values.size, size, dtype=np.int64)), _bytes(values, size)


def _texts(texts: Sequence[str], place: I64) -> _Field:
    """The text in each place."""
    encoded = [text.encode() for text in texts]
    length = np.array([len(text) for text in encoded], dtype=np.int64)
    return length[place], _padded(encoded)[place]


def _padded(encoded: Sequence[bytes]) -> Any:
    """Bytes as rows of a matrix."""
    width = max(map(len, encoded), default=0)
    joined = b''.join([each.ljust(width, b'\0') for each in encoded])
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(encoded), width)


def _decimals(values: Sequence[Any]) -> _Field:
    if not any(value is not None for value in values):
        return np.full(len(values), -1, dtype=np.int64), np.zeros((len(values), 0), dtype=np.uint8)
    dump = DecimalBinaryDumper(Decimal).dump
    encoded = [b'' if value is None else bytes(dump(value)) for value in values]
    length = np.array([-1 if value is None else len(each) for value, each in zip(values, encoded, strict=True)])
    return length, _padded(encoded)
