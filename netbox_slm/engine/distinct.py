"""Sets of whole numbers as sorted arrays. numpy's own (2.3 and later) hash first, which takes many times as long."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ('distinct', 'union', 'without')


def distinct[T: np.integer[Any]](values: NDArray[T]) -> NDArray[T]:
    """(n,) any order -> the distinct ones, sorted. O(n log n)."""
    found = np.sort(values)
    if not found.size:
        return found
    is_first = np.ones(found.size, dtype=np.bool_)
    is_first[1:] = found[1:] != found[:-1]
    kept: NDArray[T] = found[is_first]
    return kept


def union[T: np.integer[Any]](first: NDArray[T], second: NDArray[T]) -> NDArray[T]:
    """What is in either, sorted, each once."""
    return distinct(np.concatenate((first, second)))


def without[T: np.integer[Any]](values: NDArray[T], others: NDArray[T]) -> NDArray[T]:
    """What is in `values` and not in `others`, which is sorted; sorted, each once."""
    found = distinct(values)
    if not others.size or not found.size:
        return found
    at = np.minimum(np.searchsorted(others, found), others.size - 1)
    kept: NDArray[T] = found[others[at] != found]
    return kept
