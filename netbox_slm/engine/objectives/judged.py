"""The verdict on measured rows in whole numbers: as `availability_status` and `Availability`, a million in seconds."""

from fractions import Fraction
from typing import NamedTuple

from ..structure.facts import FULL_WEIGHT
from .verdict import AT_RISK, MET, MISSED, NO_DATA, Share


class Judged(NamedTuple):
    """What follows from a row and its promise.

    budget_us, remaining_us: cut downwards to microseconds; None where the promise leaves nothing to lose.
    """

    status: str
    share: Share
    downtime_us: int
    budget_us: int | None
    remaining_us: int | None
    burn_rate: float | None


def judged(base_us: int, downtime: int, budget_base_us: int, target: Fraction, warning: Fraction) -> Judged:
    """The verdict on one row of `Measured` (semantics.md §4, §5); exact. target, warning: shares of 1."""
    whole = target.denominator
    allowed = whole - target.numerator
    budget = allowed * budget_base_us * FULL_WEIGHT  # both in microseconds x FULL_WEIGHT x whole
    consumed = downtime * whole
    unit = FULL_WEIGHT * whole
    burning = allowed * base_us * FULL_WEIGHT
    return Judged(
        _status(base_us, budget, consumed, burning, warning),
        Share(base_us * FULL_WEIGHT - downtime, base_us * FULL_WEIGHT),
        -(-downtime // FULL_WEIGHT),
        budget // unit if budget > 0 else None,
        (budget - consumed) // unit if budget > 0 else None,
        consumed / burning if burning and budget > 0 else None,
    )


def _status(base_us: int, budget: int, consumed: int, burning: int, warning: Fraction) -> str:
    if base_us <= 0:
        return NO_DATA
    if consumed > budget:
        return MISSED
    is_late = consumed * warning.denominator >= warning.numerator * budget or consumed > burning
    return AT_RISK if budget > 0 and consumed > 0 and is_late else MET
