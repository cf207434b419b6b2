"""A computed figure with what it is made of, ready to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

from ...choices import FigureUnitChoices
from ...engine.objectives import Share
from ...engine.periods import Period

__all__ = ('Contribution', 'Figure', 'FigureKey', 'exact_share', 'whole')

_MOST_DIGITS = 10**39
_DIGITS = 6  # decimals that are stored; of a duration in seconds they are its microseconds


class FigureKey(NamedTuple):
    """Whose figure: a target, one of its services (None: all of them combined), and a span."""

    target_id: int
    service_id: int | None
    start_us: int
    end_us: int


class Contribution(NamedTuple):
    """A span of time, or an incident's clock, that made a figure what it is; see `AttainmentContribution`."""

    kind: str
    service_id: int | None
    incident_id: int | None
    window_id: int | None
    object_key: int | None
    path: tuple[dict[str, Any], ...]
    rule: str
    start_us: int
    end_us: int | None
    counted_us: int
    uncounted_us: int
    reason: str
    value: Decimal | None = None


@dataclass(slots=True)
class Figure:
    """The figure of a key; fields as in `Attainment`."""

    key: FigureKey
    period: Period
    status: str
    target_percent: Decimal | None
    share: Share
    unit: str = FigureUnitChoices.UNIT_PERCENT
    more_is_better: bool = True
    target_value: Decimal | None = None
    agreed_us: int = 0
    excluded_us: int = 0
    unobserved_us: int = 0
    downtime_us: int = 0
    budget_us: int | None = None
    remaining_us: int | None = None
    burn_rate: float | None = None
    met_count: int = 0
    missed_count: int = 0
    pending_count: int = 0
    contributions: Sequence[Contribution] = ()

    @property
    def value_percent(self) -> Decimal | None:
        """A share in percent, cut to six decimals."""
        if self.unit != FigureUnitChoices.UNIT_PERCENT or not self.share.has_data:
            return None
        return Decimal(self.share.numerator * 10 ** (2 + _DIGITS) // self.share.denominator).scaleb(-_DIGITS)

    @property
    def value(self) -> Decimal | None:
        """Any other figure, cut to six decimals towards the bad side; a duration in seconds."""
        if self.unit == FigureUnitChoices.UNIT_PERCENT or not self.share.has_data:
            return None
        scaled = self.share.numerator * (1 if self.unit == FigureUnitChoices.UNIT_DURATION else 10**_DIGITS)
        is_cut_down = self.more_is_better
        whole_part = scaled // self.share.denominator if is_cut_down else -(-scaled // self.share.denominator)
        return Decimal(whole_part).scaleb(-_DIGITS)


def exact_share(share: Share) -> Share:
    """The share in lowest terms; one of more digits than the database keeps is cut, never rounded up."""
    if not share.has_data:
        return share
    divisor = gcd(share.numerator, share.denominator)
    exact = Share(share.numerator // divisor, share.denominator // divisor)
    if max(exact) < _MOST_DIGITS:
        return exact
    return Share(exact.numerator * _MOST_DIGITS // 10 // exact.denominator, _MOST_DIGITS // 10)


def whole(amount: Fraction) -> int:
    """Microseconds of an exact amount, cut downwards: a budget is never shown greater than it is."""
    return amount.numerator // amount.denominator
