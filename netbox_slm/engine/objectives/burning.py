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
    rows: Rows, facts: Facts, targets: Sequence[Fraction], pairs: Sequence[BurnWindows] = BURN_WINDOWS
) -> list[list[WindowRates]]:
    """For each row the burn rates over each pair of windows that end now; the period of the row does not matter.

    A window has not enough data where it reaches back before the term or the life of the service, has no agreed time,
    or was observed for less than half of it; nor has a promise of 100 %, which has no budget. Exact.
    """
    lengths = sorted({length for pair in pairs for length in (pair.long_us, pair.short_us)})
    by_length = {length: _rates(rows, facts, targets, length) for length in lengths}
    return [
        [WindowRates(pair, by_length[pair.long_us][row], by_length[pair.short_us][row]) for pair in pairs]
        for row in range(rows.node.size)
    ]


def _rates(rows: Rows, facts: Facts, targets: Sequence[Fraction], length_us: int) -> list[Fraction | None]:
    start_us = facts.now_us - length_us
    window = replace(rows, start_us=_all(rows, start_us), end_us=_all(rows, facts.now_us))
    found = measure(window, facts)
    known = (rows.since_us <= start_us) & (rows.until_us >= facts.now_us)
    columns = (found.agreed_us, found.unobserved_us, found.base_us, found.downtime, known)
    return [
        burn_rate(target, Fraction(base_us), Fraction(downtime, FULL_WEIGHT))
        if is_known and target < 1 and agreed_us - unobserved_us >= _LEAST_OBSERVED * agreed_us
        else None
        for agreed_us, unobserved_us, base_us, downtime, is_known, target in zip(
            *(column.tolist() for column in columns), targets, strict=True
        )
    ]


def _all(rows: Rows, at_us: int) -> I64:
    return np.full(rows.node.size, at_us, dtype=np.int64)
