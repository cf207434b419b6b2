"""Rows of the database as int64 columns, a million in a second: a queryset read by binary COPY, no Python per row."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateTimeField,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from ..columns import copied_columns
from ..engine.instants import I64, NO_END_US, SINCE_EVER_US

__all__ = (
    'NONE',
    'YEAR_2000_US',
    'AnyOf',
    'among',
    'code',
    'flag',
    'ids_as_text',
    'instant_or_end',
    'instant_or_ever',
    'joined_object_key',
    'number',
    'object_key',
    'read_columns',
    'scaled',
    'split_object_key',
)

NONE = -1
_MANY, _SPARSE = 1000, 10
_TYPE_FACTOR = 2**43
YEAR_2000_US = 946_684_800_000_000


class AnyOf(Func):
    """Condition: the column is one of `ids`; one parameter however many they are."""

    output_field = BooleanField()
    template = '%(expressions)s'
    arg_joiner = ' = ANY'
    conditional = True

    def __init__(self, column: str, ids: Iterable[int] | I64) -> None:
        super().__init__(F(column), Func(Value(ids_as_text(ids), TextField()), template='(%(expressions)s::bigint[])'))


def among(column: str, ids: I64) -> Q:
    """Condition that rows of these ids meet; where they are many others may too, as to look each up takes longer."""
    if ids.size <= _MANY or np.ptp(ids) > ids.size * _SPARSE:
        return Q(AnyOf(column, ids))
    return Q(**{f'{column}__gte': int(ids.min()), f'{column}__lte': int(ids.max())})


def ids_as_text(ids: Iterable[int] | I64) -> str:
    """Integers as PostgreSQL reads an array of them: many times faster than a list of parameters."""
    values = ids.tolist() if hasattr(ids, 'tolist') else ids
    return f'{{{",".join(map(str, values))}}}'


def number(column: str | Combinable, missing: int = NONE) -> Combinable:
    """An integer column; `missing` where it is null."""
    return Coalesce(Cast(column, BigIntegerField()), Value(missing, BigIntegerField()))


def scaled(column: str, factor: int) -> Combinable:
    """A decimal column times a factor that makes it whole; NONE where it is null."""
    whole = Func(F(column), template=f'(%(expressions)s * {factor:d})::bigint', output_field=BigIntegerField())
    return Coalesce(whole, Value(NONE, BigIntegerField()))


def flag(column: str | Q) -> Combinable:
    """A boolean column, or a condition, as 0 or 1."""
    condition = Q(**{column: True}) if isinstance(column, str) else column
    return Case(When(condition, then=1), default=0, output_field=BigIntegerField())


def code(column: str, values: Sequence[str]) -> Combinable:
    """A text column as its place in `values`; NONE for any other text, such as one an administrator added later."""
    whens = [When(**{column: value}, then=place) for place, value in enumerate(values)]
    return Case(*whens, default=NONE, output_field=BigIntegerField())


def instant_or_end(*columns: str) -> Combinable:
    """The first of these instants that is set, in microseconds since 1970; NO_END_US where none is."""
    return _instant(columns, NO_END_US)


def instant_or_ever(*columns: str) -> Combinable:
    """The first of these instants that is set, in microseconds since 1970; SINCE_EVER_US where none is."""
    return _instant(columns, SINCE_EVER_US)


def object_key(type_column: str, id_column: str) -> Combinable:
    """One number for a generic object."""
    return Cast(type_column, BigIntegerField()) * Value(_TYPE_FACTOR, BigIntegerField()) + Cast(
        id_column, BigIntegerField()
    )


def joined_object_key(type_id: int, object_id: int) -> int:
    """The `object_key` of a content type id and an object id."""
    return type_id * _TYPE_FACTOR + object_id


def split_object_key(key: int) -> tuple[int, int]:
    """Content type id and object id of an `object_key`."""
    return divmod(int(key), _TYPE_FACTOR)


class _Instant(Coalesce):
    """An instant as the server has it: to have it counted there would take half of the time of a read."""


def _instant(columns: Sequence[str], missing: int) -> Combinable:
    text = 'infinity' if missing == NO_END_US else '-infinity'
    at_no_time = Func(template=f"'{text}'::timestamptz", output_field=DateTimeField())
    return _Instant(*columns, at_no_time, output_field=DateTimeField())


def _in_us(instants: I64) -> I64:
    """Microseconds since 1970 of instants as the server sends them: since 2000, the ends of int64 for none."""
    limits = np.iinfo(np.int64)
    found = np.where(instants == limits.min, SINCE_EVER_US - YEAR_2000_US, instants)
    return np.where(instants == limits.max, NO_END_US - YEAR_2000_US, found) + YEAR_2000_US


def read_columns(queryset: QuerySet[Any], **columns: Combinable) -> dict[str, I64]:
    """The columns of all rows of a queryset, in its order; each expression gives an integer and never null."""
    casts = [
        expression if isinstance(expression, _Instant) else Cast(expression, BigIntegerField())
        for expression in columns.values()
    ]
    sql, params = queryset.values_list(*casts).query.sql_with_params()
    found = copied_columns(sql, params, list(columns), queryset.db)
    return {
        name: _in_us(found[name]) if isinstance(expression, _Instant) else found[name]
        for name, expression in columns.items()
    }
