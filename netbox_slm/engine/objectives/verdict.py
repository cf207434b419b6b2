"""Whether a figure keeps its target: exact shares compared before they are rounded (semantics.md, head and §5)."""

from fractions import Fraction
from typing import NamedTuple

from ..errors import TargetError

MET, AT_RISK, MISSED, NO_DATA = 'met', 'at_risk', 'missed', 'no_data'


class Share(NamedTuple):
    """An exact figure, numerator / denominator; a denominator of 0 is no data, never 100 %."""

    numerator: int
    denominator: int

    @property
    def has_data(self) -> bool:
        """False where nothing was measured."""
        return self.denominator > 0

    @property
    def fraction(self) -> Fraction:
        """The exact figure. Raises ZeroDivisionError without data."""
        return Fraction(self.numerator, self.denominator)


def check_target(target: Fraction) -> Fraction:
    """Refuse a target that is not above 0 and up to 1. Raises TargetError."""
    if not 0 < target <= 1:
        raise TargetError('target', target, 'a target lies above 0 and up to 100 %.')
    return target


def cut_percent(share: Share, digits: int = 6) -> Fraction | None:
    """The percentage cut to `digits` decimals, so that no miss ever reads as a pass; None without data."""
    if not share.has_data:
        return None
    scale = 10**digits
    return Fraction(share.numerator * 100 * scale // share.denominator, scale)


def availability_status(
    share: Share, target: Fraction, budget: Fraction, consumed: Fraction, burn_rate: Fraction | None, warning: Fraction
) -> str:
    """met, at_risk, missed or no_data of an availability.

    Missed once the budget of the whole period is overspent: nothing that follows can mend that, and for a finished
    period it is the same as a figure below the target. At risk past the warning share of the budget, or while it
    burns faster than the period runs (semantics.md §5).
    """
    if not share.has_data:
        return NO_DATA
    if consumed > budget:
        return MISSED
    if budget > 0 and (consumed >= warning * budget or (burn_rate is not None and burn_rate > 1)):
        return AT_RISK if consumed > 0 else MET
    return MET


def count_status(met: int, missed: int, target: Fraction, warning: Fraction, *, is_over: bool) -> str:
    """met, at_risk, missed or no_data of a share of incidents; the warning is a share of the misses allowed."""
    judged = met + missed
    if not judged:
        return NO_DATA
    if met < target * judged:
        return MISSED
    allowed = (1 - target) * judged
    if missed and not is_over and missed >= warning * allowed:
        return AT_RISK
    return MET
