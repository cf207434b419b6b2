"""What is owed for promises that were not kept: the furthest credit tier that a missed figure crosses.

Figures are compared before anything is rounded: their stored value is cut to six decimals towards the bad side, and a
threshold has no more than six, so that the comparison is that of the exact figure. What a final figure owes is kept
with it (`final_credits`), and no longer looked up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from ..choices import AttainmentStatusChoices, FigureUnitChoices, MetricChoices
from ..currencies import minor_digits
from ..models import SLA, Attainment, FinalCredit, ServiceCreditTier, ServiceLevelTarget
from ..visible import viewable_ids
from .columns import AnyOf

__all__ = ('Credit', 'CreditBook', 'Owed', 'Tier', 'credit_of', 'credits_of', 'total_of', 'viewable_tiers')

_EXACT = Context(prec=60)
_DELETED = 0  # stands for a tier that is gone


@dataclass(frozen=True, slots=True)
class Tier:
    """A credit tier in numbers. threshold: as the target, in percent or its value. One of `share` (of 1) and `amount`.

    base: the fee that a share is taken of; None where the agreement has none. cap: most that is owed; None for no cap.
    period_cap: most that the agreement owes for a whole period, where that is in the same currency.
    """

    tier_id: int | None
    threshold: Fraction
    share: Fraction | None
    amount: Fraction | None
    base: Fraction | None
    currency: str
    cap: Fraction | None
    period_cap: Fraction | None = None

    @classmethod
    def of(cls, row: ServiceCreditTier) -> 'Tier':
        """The tier of a row whose agreement is loaded with it."""
        sla = row.target.sla if row.target_id else row.sla
        is_share = row.credit_percent is not None
        currency = sla.currency if is_share else row.currency
        return cls(
            row.pk,
            Fraction(row.threshold),
            Fraction(row.credit_percent) / 100 if is_share else None,
            None if is_share else Fraction(row.amount),
            None if sla.fee is None else Fraction(sla.fee),
            currency,
            None if row.cap is None else Fraction(row.cap),
            _period_cap(sla) if currency == sla.currency else None,
        )

    def owed(self) -> Decimal | None:
        """The amount, capped, rounded half to even to the smallest unit of the currency and never above a cap.

        None for a share of a fee that is not known.
        """
        exact = self.amount if self.share is None else None if self.base is None else self.share * self.base
        if exact is None:
            return None
        caps = [cap for cap in (self.cap, self.period_cap) if cap is not None]
        exact = min([exact, *caps])
        unit = Fraction(1, 10 ** minor_digits(self.currency))
        units = round(exact / unit)  # of a Fraction: half to even
        if caps and units * unit > min(caps):
            units -= 1
        return Decimal(units).scaleb(-minor_digits(self.currency), context=_EXACT)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed for a figure. is_final: the period is closed; otherwise it is what is owed as things stand."""

    amount: Decimal
    currency: str
    tier: Tier
    is_final: bool

    @property
    def period_cap(self) -> Decimal | None:
        """The most that the agreement owes for the whole period, in this currency, cut to its smallest unit."""
        if self.tier.period_cap is None:
            return None
        digits = minor_digits(self.currency)
        return Decimal(self.tier.period_cap * 10**digits // 1).scaleb(-digits, context=_EXACT)


@dataclass(frozen=True, slots=True)
class Owed:
    """What an agreement owes for one period in one currency. total: of its figures; cap: None for no limit."""

    currency: str
    total: Decimal
    cap: Decimal | None

    @property
    def amount(self) -> Decimal:
        """What is owed in the end."""
        return self.total if self.cap is None else min(self.total, self.cap)


def total_of(credits: Iterable[Credit]) -> list[Owed]:
    """What all credits of one agreement and period come to, by currency: never more than the agreement's cap.

    Where final figures keep different caps, because the agreement was changed between, the most generous holds.
    """
    by_currency: dict[str, list[Credit]] = defaultdict(list)
    for credit in credits:
        by_currency[credit.currency].append(credit)
    found = []
    for currency, each in sorted(by_currency.items()):
        caps = [credit.period_cap for credit in each]
        cap = None if None in caps else max(caps)
        found.append(Owed(currency, sum((credit.amount for credit in each), Decimal(0)), cap))
    return found


def viewable_tiers(tier_ids: Iterable[int | None], user: Any | None) -> set[int | None]:
    """Those of these tiers that the user may view; None, a tier that was deleted, where nothing restricts the user."""
    found = {tier_id or _DELETED for tier_id in tier_ids}
    if user is not None and found:
        found = viewable_ids(ServiceCreditTier, found, user)
    return {tier_id or None for tier_id in found}


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
    """What is owed for each of these figures, by its id, as far as the user may view the tier. At most four queries.

    No query where nothing is missed.
    """
    missed = [figure for figure in figures if figure.status == AttainmentStatusChoices.STATUS_MISSED]
    return CreditBook(user, {figure.target_id for figure in missed}, missed).of(missed) if missed else {}


class CreditBook:
    """The tiers of some targets (None: of all), read once: two queries, a third for a user with constraints.

    figures: those that will be asked about; what the final ones among them owe is kept with them, one more query.
    What is owed is computed on all tiers, so that it does not depend on who asks; one that the user may not view is
    not shown (semantics.md §8). Without a user, outside a request, everything is.
    """

    def __init__(
        self, user: Any | None, target_ids: Collection[int] | None = None, figures: Iterable[Attainment] = ()
    ) -> None:
        self._final = _kept(figures)
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
        found |= {credit.tier.tier_id for credit in self._final.values() if credit}
        self._viewable = viewable_tiers(found, user)

    def credit_of(self, figure: Attainment) -> Credit | None:
        """What is owed for a figure; None also where the user may not view why."""
        if figure.is_final and figure.pk in self._final:
            credit = self._final[figure.pk]
        else:
            credit = credit_of(figure, self._tiers.get(figure.target_id, ()))
        return credit if credit and credit.tier.tier_id in self._viewable else None

    def of(self, figures: Iterable[Attainment]) -> dict[int, Credit]:
        """What is owed for each of these figures, by its id."""
        credits = {figure.pk: self.credit_of(figure) for figure in figures}
        return {pk: credit for pk, credit in credits.items() if credit}


def _kept(figures: Iterable[Attainment]) -> dict[int, Credit | None]:
    """What is kept of final figures, by their ids; None for nothing owed. At most one query."""
    missed = AttainmentStatusChoices.STATUS_MISSED
    ids = [figure.pk for figure in figures if figure.pk and figure.is_final and figure.status == missed]
    if not ids:
        return {}
    found: dict[int, Credit | None] = {}
    for row in FinalCredit.objects.filter(AnyOf('attainment_id', ids)):
        cap = None if row.period_cap is None else Fraction(row.period_cap)
        found[row.attainment_id] = (
            Credit(
                row.amount.quantize(Decimal(1).scaleb(-minor_digits(row.currency)), context=_EXACT),
                row.currency,
                Tier(row.tier_id, Fraction(row.threshold), None, Fraction(row.amount), None, row.currency, None, cap),
                is_final=True,
            )
            if row.amount is not None
            else None
        )
    return found


def _period_cap(sla: SLA) -> Fraction | None:
    if sla.credit_cap_percent is None or sla.fee is None:
        return None
    return Fraction(sla.credit_cap_percent) / 100 * Fraction(sla.fee)


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
