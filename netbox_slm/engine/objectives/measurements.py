"""Metrics that are measured elsewhere (semantics.md §5): values by hand or API, aggregated as the target says."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ..errors import TargetError
from .verdict import AT_RISK, MET, MISSED, NO_DATA


class Aggregate(StrEnum):
    """How the values of a period become one."""

    MEAN = 'mean'
    MIN = 'min'
    MAX = 'max'
    LAST = 'last'
    SUM = 'sum'
    PERCENTILE = 'percentile'


class Value(NamedTuple):
    """A measured value and when it was."""

    at_us: int
    value: Fraction


def aggregated(values: Sequence[Value], how: Aggregate, percentile: Fraction | None = None) -> Fraction | None:
    """One figure of the values of a period, exact; None without any.

    LAST is the latest, of several at one instant the one given last. PERCENTILE is the least value that at least
    `percentile` percent of the values do not exceed (nearest rank). Raises TargetError without one from 0 to 100.
    """
    if not values:
        return None
    found = [value for _at_us, value in values]
    match how:
        case Aggregate.MEAN:
            return sum(found, Fraction(0)) / len(found)
        case Aggregate.MIN:
            return min(found)
        case Aggregate.MAX:
            return max(found)
        case Aggregate.SUM:
            return sum(found, Fraction(0))
        case Aggregate.LAST:
            latest = max(at_us for at_us, _value in values)
            return [value for at_us, value in values if at_us == latest][-1]
    if percentile is None or not 0 < percentile <= 100:
        raise TargetError('percentile', percentile, 'a percentile lies above 0 and up to 100.')
    rank = -(-len(found) * percentile // 100)
    return sorted(found)[int(rank) - 1]


def value_status(
    value: Fraction | None, target: Fraction, *, more_is_better: bool, warning: Fraction | None = None
) -> str:
    """met, at_risk, missed or no_data of a value against a limit that it may reach.

    warning: a value on the good side of the target from which on the figure is at risk; None for no warning.
    """
    if value is None:
        return NO_DATA
    sign = 1 if more_is_better else -1
    if sign * value < sign * target:
        return MISSED
    if warning is not None and sign * value <= sign * warning:
        return AT_RISK
    return MET
