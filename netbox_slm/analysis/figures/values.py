"""Figures that are no share: how their value is judged, and what they have in common."""

from collections.abc import Sequence
from fractions import Fraction

from ...choices import AttainmentStatusChoices
from ...engine.objectives import Share, value_status
from ...engine.periods import Period
from ..facts import TargetTerms
from .model import Contribution, Figure, FigureKey, exact_share

__all__ = ('NO_VALUE', 'mean_of', 'share_of', 'status_of', 'value_figure')

NO_VALUE = Share(0, 0)


def share_of(value: Fraction | int | None) -> Share:
    """An exact value as a share; None is no data."""
    if value is None:
        return NO_VALUE
    exact = Fraction(value)
    return Share(exact.numerator, exact.denominator)


def mean_of(shares: Sequence[Share]) -> Share:
    """The mean of those that have data."""
    fractions = [share.fraction for share in shares if share.has_data]
    return share_of(sum(fractions, Fraction(0)) / len(fractions) if fractions else None)


def status_of(target: TargetTerms, share: Share, *, is_over: bool) -> str:
    """met, at risk, missed or no data (semantics.md §5).

    While the period runs, a value that lies past the warning share of what is promised is at risk: 3 of at most 4
    outages with a warning at 75 %.
    """
    value = share.fraction if share.has_data else None
    warning = None
    if not is_over and target.target > 0:
        warning = target.target / target.warning if target.more_is_better else target.target * target.warning
    status = value_status(value, target.target, more_is_better=target.more_is_better, warning=warning)
    return status if status in AttainmentStatusChoices.values() else AttainmentStatusChoices.STATUS_NO_DATA


def value_figure(
    target: TargetTerms,
    service_id: int | None,
    period: Period,
    share: Share,
    contributions: Sequence[Contribution],
    *,
    is_over: bool,
    **fields: int,
) -> Figure:
    """The figure of a value; fields: others of `Figure`."""
    return Figure(
        key=FigureKey(target.target_id, service_id, period.start_us, period.end_us),
        period=period,
        status=status_of(target, share, is_over=is_over),
        target_percent=target.target_percent,
        share=exact_share(share),
        unit=target.unit,
        more_is_better=target.more_is_better,
        target_value=target.target_value,
        contributions=tuple(contributions),
        **fields,
    )
