"""Instants and durations: int64 microseconds, in UTC since 1970."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

type I64 = NDArray[np.int64]
type Bools = NDArray[np.bool_]
type States = NDArray[np.int8]

SECOND_US = 1_000_000
DAY_SECONDS = 86_400
DAY_US = DAY_SECONDS * SECOND_US

# "Since ever" and "without an end": a difference of the two still fits an int64.
SINCE_EVER_US = -(2**61)
NO_END_US = 2**61
NEVER_US = NO_END_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH_DAY = _EPOCH.date().toordinal()


def to_us(at: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime, exact. Raises ValueError on a naive one."""
    if at.tzinfo is None:
        raise ValueError(f'{at!r} is naive: give an aware datetime.')
    return (at - _EPOCH) // _MICROSECOND


def from_us(at_us: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=int(at_us))


def start_us(at: datetime | None) -> int:
    """As `to_us`; None is since ever."""
    return SINCE_EVER_US if at is None else to_us(at)


def end_us(at: datetime | None) -> int:
    """As `to_us`; None is without an end."""
    return NO_END_US if at is None else to_us(at)


def day_number(on: date) -> int:
    """Days since 1970-01-01."""
    return on.toordinal() - _EPOCH_DAY


def day_date(number: int) -> date:
    """The date that is `number` days after 1970-01-01."""
    return date.fromordinal(int(number) + _EPOCH_DAY)


def int64(values: Iterable[int] | NDArray[Any] | int) -> I64:
    """A one-dimensional int64 array of the values."""
    if isinstance(values, np.ndarray):
        return np.atleast_1d(values.astype(np.int64, copy=False))
    if isinstance(values, (int, np.integer)):
        return np.array([values], dtype=np.int64)
    return np.array(list(values), dtype=np.int64)
