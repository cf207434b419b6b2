"""Burn rates over windows that end now (semantics.md §4): what alerts look at."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from ..instants import I64
from ..structure.facts import FULL_WEIGHT
from .budget import BURN_WINDOWS, BurnWindows, burn_rate
from .measure import Facts, Rows, measure

_LEAST_OBSERVED = Fraction(1, 2)


class WindowRates(NamedTuple):
    """The burn rates of a pair of windows; None where a window has not enough data."""

    windows: BurnWindows
    long: Fraction | None
    short: Fraction | None


def window_rates(
    rows: Rows,
    facts: Facts,
    targets: Sequence[Fraction],
    pairs: Sequence[BurnWindows] = BURN_WINDOWS,
    figure: I64 | None = None,
    is_mean: Sequence[bool] | None = None,
) -> list[list[WindowRates]]:
    """For each figure the burn rates over each pair of windows that end now; the period of a row does not matter.

    figure: (rows,) int64, the figure that each row is a service of; None where each row is a figure. targets: of each
    figure. is_mean: of each figure, whether its services weigh the same; otherwise their seconds are added up
    (semantics.md §4). A row has not enough data where its window reaches back before the term or the life of the
    service, has no agreed time, or was observed for less than half of it: it is left out, and without any row there is
    no rate; nor has a promise of 100 % one, which has no budget. Exact.
    """
    if figure is None:
        figure = np.arange(rows.node.size, dtype=np.int64)
    means = [False] * len(targets) if is_mean is None else is_mean
    lengths = sorted({length for pair in pairs for length in (pair.long_us, pair.short_us)})
    by_length = {length: _rates(rows, facts, figure, targets, means, length) for length in lengths}
    return [
        [WindowRates(pair, by_length[pair.long_us][each], by_length[pair.short_us][each]) for pair in pairs]
        for each in range(len(targets))
    ]


def _rates(
    rows: Rows, facts: Facts, figure: I64, targets: Sequence[Fraction], is_mean: Sequence[bool], length_us: int
) -> list[Fraction | None]:
    parts: list[list[tuple[int, Fraction]]] = [[] for _target in targets]
    for index, part in zip(figure.tolist(), _measured(rows, facts, length_us), strict=True):
        if part is not None:
            parts[index].append(part)
    return [
        _combined(found, mean, target) if target < 1 else None
        for found, mean, target in zip(parts, is_mean, targets, strict=True)
    ]


def _measured(rows: Rows, facts: Facts, length_us: int) -> list[tuple[int, Fraction] | None]:
    """(base, downtime) of each row in the window, in microseconds; None without enough data."""
    start_us = facts.now_us - length_us
    window = replace(rows, start_us=_all(rows, start_us), end_us=_all(rows, facts.now_us))
    found = measure(window, facts)
    known = (rows.since_us <= start_us) & (rows.until_us >= facts.now_us)
    columns = (found.agreed_us, found.unobserved_us, found.base_us, found.downtime, known)
    return [
        (base_us, Fraction(downtime, FULL_WEIGHT))
        if is_known and base_us and agreed_us - unobserved_us >= _LEAST_OBSERVED * agreed_us
        else None
        for agreed_us, unobserved_us, base_us, downtime, is_known in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _combined(parts: Sequence[tuple[int, Fraction]], is_mean: bool, target: Fraction) -> Fraction | None:
    """The burn rate of one figure: of the mean of the shares, or of the sums."""
    if is_mean:
        lost = sum((downtime / base_us for base_us, downtime in parts), Fraction(0))
        return burn_rate(target, Fraction(len(parts)), lost)
    base = Fraction(sum(base_us for base_us, _downtime in parts))
    return burn_rate(target, base, sum((downtime for _base, downtime in parts), Fraction(0)))


def _all(rows: Rows, at_us: int) -> I64:
    return np.full(rows.node.size, at_us, dtype=np.int64)
