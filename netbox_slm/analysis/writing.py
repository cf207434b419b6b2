"""Many rows at once on their way to the database: columns as one text each, lines as text that COPY takes."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db.models import JSONField, Model

from ..models import AttainmentContribution
from .columns import split_object_key
from .figures import Contribution

__all__ = ('COPY_LINES', 'array', 'as_text', 'constants_of', 'lines_as_text')

_LINE_COLUMNS = (
    'attainment_id', 'position', 'kind', 'service_id', 'incident_id', 'maintenance_window_id', 'object_type_id',
    'object_id', 'path', 'rule', 'starts_at', 'ends_at', 'counted_us', 'uncounted_us', 'reason', 'value',
)  # fmt: skip
COPY_LINES = f'COPY {AttainmentContribution._meta.db_table} ({", ".join(_LINE_COLUMNS)}) FROM STDIN'
_NULL = '\\N'


def array(kind: str) -> str:
    """SQL for an array of a type, given as one parameter by `as_text`: a tenth of the time of a list."""
    return f"string_to_array(%s, ',', '')::{kind}[]"


def as_text(values: Iterable[Any]) -> str:
    """Values without a comma in them as one text; None is NULL."""
    return ','.join('' if value is None else str(value) for value in values)


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


def lines_as_text(figures: Iterable[tuple[int, Sequence[Contribution]]]) -> str:
    """The lines of figures, by primary key, as `COPY_LINES` takes them."""
    placed = [(pk, place, line) for pk, lines in figures for place, line in enumerate(lines)]
    starts = _times([line.start_us for _pk, _place, line in placed])
    ends = _times([line.start_us if line.end_us is None else line.end_us for _pk, _place, line in placed])
    paths: dict[int, str] = {}
    keys: dict[int | None, str] = {None: f'{_NULL}\t{_NULL}'}
    rows = []
    for (pk, place, line), start, end in zip(placed, starts, ends, strict=True):
        path = paths.get(id(line.path))
        if path is None:
            path = paths[id(line.path)] = json.dumps(line.path).replace('\\', '\\\\')
        key = keys.get(line.object_key)
        if key is None:
            key = keys[line.object_key] = '{}\t{}'.format(*split_object_key(line.object_key))
        rows.append(
            f'{pk}\t{place}\t{line.kind}\t{_number(line.service_id)}\t{_number(line.incident_id)}'
            f'\t{_number(line.window_id)}\t{key}\t{path}\t{line.rule}\t{start}'
            f'\t{_NULL if line.end_us is None else end}\t{line.counted_us}\t{line.uncounted_us}\t{line.reason}'
            f'\t{_number(line.value)}\n'
        )
    return ''.join(rows)


def _times(at_us: list[int]) -> list[str]:
    """Instants as PostgreSQL reads them."""
    texts = np.datetime_as_string(np.array(at_us, dtype='datetime64[us]'))
    return [f'{text}+00' for text in texts.tolist()]


def _number(value: Any) -> Any:
    return _NULL if value is None else value
