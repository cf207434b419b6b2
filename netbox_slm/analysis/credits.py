"""What is owed for promises that were not kept: the furthest credit tier that a missed figure crosses.

Figures are compared before anything is rounded: their stored value is cut to six decimals towards the bad side, and a
threshold has no more than six, so that the comparison is that of the exact figure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from ..choices import AttainmentStatusChoices, FigureUnitChoices, MetricChoices
from ..currencies import minor_digits
from ..models import Attainment, ServiceCreditTier, ServiceLevelTarget
from ..visible import viewable_ids
from .columns import AnyOf

__all__ = ('Credit', 'CreditBook', 'Tier', 'credit_of', 'credits_of')

_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Tier:
    """A credit tier in numbers. threshold: as the target, in percent or its value. One of `share` (of 1) and `amount`.

    base: the fee that a share is taken of; None where the agreement has none. cap: most that is owed; None for no cap.
    """

    tier_id: int | None
    threshold: Fraction
    share: Fraction | None
    amount: Fraction | None
    base: Fraction | None
    currency: str
    cap: Fraction | None

    @classmethod
    def of(cls, row: ServiceCreditTier) -> 'Tier':
        """The tier of a row whose agreement is loaded with it."""
        sla = row.target.sla if row.target_id else row.sla
        is_share = row.credit_percent is not None
        return cls(
            row.pk,
            Fraction(row.threshold),
            Fraction(row.credit_percent) / 100 if is_share else None,
            None if is_share else Fraction(row.amount),
            None if sla.fee is None else Fraction(sla.fee),
            sla.currency if is_share else row.currency,
            None if row.cap is None else Fraction(row.cap),
        )

    def owed(self) -> Decimal | None:
        """The amount, capped, rounded half to even to the smallest unit of the currency and never above the cap.

        None for a share of a fee that is not known.
        """
        exact = self.amount if self.share is None else None if self.base is None else self.share * self.base
        if exact is None:
            return None
        if self.cap is not None:
            exact = min(exact, self.cap)
        unit = Fraction(1, 10 ** minor_digits(self.currency))
        units = round(exact / unit)  # of a Fraction: half to even
        if self.cap is not None and units * unit > self.cap:
            units -= 1
        return Decimal(units).scaleb(-minor_digits(self.currency), context=_EXACT)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed for a figure. is_final: the period is closed; otherwise it is what is owed as things stand."""

    amount: Decimal
    currency: str
    tier: Tier
    is_final: bool


def credit_of(figure: Attainment, tiers: Iterable[Tier]) -> Credit | None:
    """What is owed for a missed figure: of the tiers that it crosses the furthest; None for nothing.

    A figure that just reaches a threshold has not crossed it. For an availability that still runs, the value is the
    one it ends with if no more downtime follows, so that nothing is said to be owed which the rest of the period may
    still save.
    """
    if figure.status != AttainmentStatusChoices.STATUS_MISSED:
        return None
    value = _settled(figure)
    if value is None:
        return None
    sign = 1 if figure.more_is_better else -1
    crossed = [tier for tier in tiers if sign * value < sign * tier.threshold]
    furthest = min(crossed, key=lambda tier: sign * tier.threshold, default=None)
    amount = furthest.owed() if furthest else None
    if amount is None:
        return None
    return Credit(amount, furthest.currency, furthest, figure.is_final)


def credits_of(figures: Collection[Attainment], user: Any) -> dict[int, Credit]:
    """What is owed for each of these figures, by its id, as far as the user may view the tier. At most three queries.

    No query where nothing is missed.
    """
    missed = {figure.target_id for figure in figures if figure.status == AttainmentStatusChoices.STATUS_MISSED}
    return CreditBook(user, missed).of(figures) if missed else {}


class CreditBook:
    """The tiers of some targets (None: of all), read once: two queries, a third for a user with constraints.

    What is owed is computed on all tiers, so that it does not depend on who asks; one that the user may not view is
    not shown (semantics.md §8). Without a user, outside a request, everything is.
    """

    def __init__(self, user: Any | None, target_ids: Collection[int] | None = None) -> None:
        targets = ServiceLevelTarget.objects.all()
        if target_ids is not None:
            targets = targets.filter(AnyOf('pk', sorted(target_ids)))
        slas = {
            pk: (sla_id if metric == MetricChoices.METRIC_AVAILABILITY else None)
            for pk, sla_id, metric in targets.order_by().values_list('pk', 'sla_id', 'metric')
        }
        rows = ServiceCreditTier.objects.select_related('sla', 'target__sla').order_by('pk')
        if target_ids is not None:
            wanted = sorted({sla_id for sla_id in slas.values() if sla_id is not None})
            rows = rows.filter(AnyOf('target_id', sorted(slas)) | AnyOf('sla_id', wanted))
        own, shared = defaultdict(list), defaultdict(list)
        for row in rows:
            (own[row.target_id] if row.target_id else shared[row.sla_id]).append(Tier.of(row))
        self._tiers = {pk: own.get(pk) or shared.get(sla_id, []) for pk, sla_id in slas.items()}
        found = {tier.tier_id for tiers in self._tiers.values() for tier in tiers}
        self._viewable = viewable_ids(ServiceCreditTier, found, user) if found and user is not None else found

    def credit_of(self, figure: Attainment) -> Credit | None:
        """What is owed for a figure; None also where the user may not view why."""
        credit = credit_of(figure, self._tiers.get(figure.target_id, ()))
        return credit if credit and credit.tier.tier_id in self._viewable else None

    def of(self, figures: Iterable[Attainment]) -> dict[int, Credit]:
        """What is owed for each of these figures, by its id."""
        credits = {figure.pk: self.credit_of(figure) for figure in figures}
        return {pk: credit for pk, credit in credits.items() if credit}


def _settled(figure: Attainment) -> Fraction | None:
    """The value that a figure is judged by, in percent or as its target's value; None without data."""
    value = figure.value_percent if figure.unit == FigureUnitChoices.UNIT_PERCENT else figure.value
    if value is None:
        return None
    runs = figure.computed_at is not None and figure.computed_at < figure.ends_at
    if not runs or not figure.budget_us or figure.remaining_us is None:
        return Fraction(value)
    allowed = 100 - Fraction(figure.target_percent)
    return 100 - allowed * (figure.budget_us - figure.remaining_us) / figure.budget_us
