"""A computed figure with what it is made of, ready to be stored."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ...engine.objectives import Share, cut_percent
from ...engine.periods import Period

__all__ = ('Contribution', 'Figure', 'FigureKey', 'exact_share', 'whole')

_MOST_DIGITS = 10**39


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


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a key; fields as in `Attainment`."""

    key: FigureKey
    period: Period
    status: str
    target_percent: Decimal
    share: Share
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
    contributions: tuple[Contribution, ...] = ()

    @property
    def value_percent(self) -> Decimal | None:
        """The figure in percent, cut to six decimals."""
        cut = cut_percent(self.share)
        return None if cut is None else Decimal(cut.numerator) / Decimal(cut.denominator)


def exact_share(share: Share) -> Share:
    """The share in lowest terms; one of more digits than the database keeps is cut, never rounded up."""
    if not share.has_data:
        return share
    exact = share.fraction
    if max(exact.numerator, exact.denominator) < _MOST_DIGITS:
        return Share(exact.numerator, exact.denominator)
    return Share(exact.numerator * _MOST_DIGITS // 10 // exact.denominator, _MOST_DIGITS // 10)


def whole(amount: Fraction) -> int:
    """Microseconds of an exact amount, cut downwards: a budget is never shown greater than it is."""
    return amount.numerator // amount.denominator
