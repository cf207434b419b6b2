"""The use case of the backtest: can we promise this? Targets, drafts too, against real incidents (semantics.md §1).

Each target is computed for periods that are over by the same engine as attainment, from the incidents, holds,
maintenance and measurements that there were, on the services and links as they were.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from ..choices import AttainmentStatusChoices, CombinationChoices, FigureUnitChoices, PeriodKindChoices
from ..engine.instants import NO_END_US, SINCE_EVER_US, from_us, to_us
from ..engine.periods import Period
from ..models import Attainment, ServiceLevelTarget
from .credits import CreditBook
from .errors import SLMError
from .facts import Facts, TargetTerms, load_facts
from .facts.targets import terms_of
from .figures import Figure, figures_of
from .periods import periods_before
from .storing import Wanted, key_of

__all__ = ('MOST_PERIODS', 'Backtest', 'BacktestError', 'Tried', 'TriedPeriod', 'backtest')

MOST_PERIODS = 60
KEPT, OF = 11, 12
DIGITS = 3


class BacktestError(SLMError):
    """What cannot be tried, with what to do."""


@dataclass(frozen=True, slots=True)
class TriedPeriod:
    """What the figure of a period would have been. is_missed: None without data. credit: what it would have cost.

    cap: the most that the agreement owes for such a period, in the currency of the credit; None for no limit.
    """

    period: Period
    figure: Figure
    is_missed: bool | None
    credit: Decimal | None
    currency: str
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A target on one of its services (None: all of them together), period by period, the oldest first.

    best: the highest target (the lowest, where less is better) that would have been kept in 11 of 12 periods, in
    percent or its unit; None without data.
    """

    target: ServiceLevelTarget
    service_id: int | None
    periods: tuple[TriedPeriod, ...]
    best: Decimal | None

    @property
    def missed(self) -> int:
        """How often it would have been missed."""
        return sum(period.is_missed is True for period in self.periods)

    @property
    def with_data(self) -> int:
        """Of how many periods there is anything to say."""
        return sum(period.is_missed is not None for period in self.periods)

    @property
    def credits(self) -> dict[str, Decimal]:
        """What it would have cost, by currency."""
        owed: dict[str, Decimal] = defaultdict(Decimal)
        for period in self.periods:
            if period.credit is not None:
                owed[period.currency] += period.credit
        return dict(owed)


@dataclass(frozen=True, slots=True)
class Backtest:
    """The targets that were tried, in the order in which they were given, each service by id."""

    tried: tuple[Tried, ...]

    @property
    def credits(self) -> dict[str, Decimal]:
        """What all of them would have cost, by currency: for no period more than the agreement's most credit."""
        sums: dict[tuple[int | None, int, str], Decimal] = defaultdict(Decimal)
        caps: dict[tuple[int | None, int, str], Decimal | None] = {}
        for tried in self.tried:
            for period in tried.periods:
                if period.credit is not None:
                    key = tried.target.sla_id, period.period.start_us, period.currency
                    sums[key] += period.credit
                    caps[key] = period.cap
        owed: dict[str, Decimal] = defaultdict(Decimal)
        for key, amount in sums.items():
            cap = caps[key]
            owed[key[-1]] += amount if cap is None else min(amount, cap)
        return dict(owed)


def backtest(targets: Sequence[tuple[ServiceLevelTarget, Sequence[int]]], now: datetime, periods: int = 12) -> Backtest:
    """Try targets, each with the ids of its services, on the last `periods` periods that are over.

    Targets and their SLA need not be stored; the term of the SLA is left out of it, because what is promised next is
    tried on what was. A contract year is tried month by month. Credit tiers are those stored for the target or SLA.
    Queries: constant in targets and incidents. Raises BacktestError.
    """
    if not 1 <= periods <= MOST_PERIODS:
        raise BacktestError(
            _('{number} periods cannot be tried: give 1 to {most}.').format(number=periods, most=MOST_PERIODS)
        )
    drafts = [(target, _terms(number, target, services)) for number, (target, services) in enumerate(targets)]
    wanted = [
        (terms, service, period)
        for _target, terms in drafts
        for service in _subjects(terms)
        for period in periods_before(terms.rule, now, periods)
    ]
    if not wanted:
        return Backtest(())
    facts = _facts([terms for _target, terms in drafts], wanted, now)
    by_key = {figure.key: figure for figure in figures_of(facts, wanted)}
    book = CreditBook(None, {target.pk for target, _terms in drafts if target.pk})
    found: dict[tuple[int, int | None], list[TriedPeriod]] = defaultdict(list)
    stored = {terms.target_id: target.pk for target, terms in drafts}
    for each in wanted:
        terms, service, period = each
        figure = by_key[key_of(each)]
        found[terms.target_id, service].append(_tried(terms, period, figure, book, stored[terms.target_id]))
    return Backtest(
        tuple(
            Tried(target, service, tuple(rows), _best(terms, rows))
            for target, terms in drafts
            for service in _subjects(terms)
            if (rows := found[terms.target_id, service])
        )
    )


def _facts(terms: Sequence[TargetTerms], wanted: Sequence[Wanted], now: datetime) -> Facts:
    return load_facts(
        terms,
        min(period.start_us for _terms, _service, period in wanted),
        max(period.end_us for _terms, _service, period in wanted),
        to_us(now),
    )


def _terms(number: int, target: ServiceLevelTarget, services: Sequence[int]) -> TargetTerms:
    """The terms of a target that may not be stored, without an end or a beginning."""
    terms = terms_of(target, tuple(sorted(services)))
    kind = terms.rule.kind
    rule = replace(
        terms.rule,
        kind=PeriodKindChoices.KIND_MONTH if kind == PeriodKindChoices.KIND_CONTRACT_YEAR else kind,
        starts_on=None,
        ends_on=None,
    )
    return replace(
        terms,
        target_id=target.pk or -1 - number,
        sla_id=terms.sla_id or 0,
        rule=rule,
        since_us=SINCE_EVER_US,
        until_us=NO_END_US,
        part_since_us=SINCE_EVER_US,
        part_until_us=NO_END_US,
    )


def _subjects(terms: TargetTerms) -> tuple[int | None, ...]:
    is_each = terms.combination == CombinationChoices.COMBINE_EACH
    return terms.service_ids if is_each or not terms.service_ids else (None,)


def _tried(terms: TargetTerms, period: Period, figure: Figure, book: CreditBook, stored_id: int | None) -> TriedPeriod:
    if not figure.share.has_data:
        return TriedPeriod(period, figure, None, None, '')
    is_missed = figure.status == AttainmentStatusChoices.STATUS_MISSED
    credit = book.credit_of(_as_attainment(figure, is_missed, stored_id)) if stored_id else None
    if credit is None:
        return TriedPeriod(period, figure, is_missed, None, '')
    return TriedPeriod(period, figure, is_missed, credit.amount, credit.currency, credit.period_cap)


def _as_attainment(figure: Figure, is_missed: bool, target_id: int) -> Attainment:
    """The figure as credits are judged."""
    statuses = AttainmentStatusChoices
    return Attainment(
        target_id=target_id,
        status=statuses.STATUS_MISSED if is_missed else statuses.STATUS_MET,
        unit=figure.unit,
        more_is_better=figure.more_is_better,
        value_percent=figure.value_percent,
        value=figure.value,
        target_percent=figure.target_percent,
        target_value=figure.target_value,
        starts_at=from_us(figure.key.start_us),
        ends_at=from_us(figure.key.end_us),
    )


def _best(terms: TargetTerms, rows: Sequence[TriedPeriod]) -> Decimal | None:
    """The target kept in all but one of every twelve periods: cut to three decimals towards the side that is kept."""
    values = sorted(
        (row.figure.share.fraction for row in rows if row.figure.share.has_data), reverse=not terms.more_is_better
    )
    if not values:
        return None
    worst = values[len(values) - -(-len(values) * KEPT // OF)]
    scaled = worst * _unit(terms)
    number = scaled.numerator * 10**DIGITS
    cut = number // scaled.denominator if terms.more_is_better else -(-number // scaled.denominator)
    return Decimal(cut).scaleb(-DIGITS)


def _unit(terms: TargetTerms) -> Fraction:
    """What a share is shown in: percent, seconds, or as it is."""
    if terms.unit == FigureUnitChoices.UNIT_PERCENT:
        return Fraction(100)
    return Fraction(1, 1_000_000) if terms.unit == FigureUnitChoices.UNIT_DURATION else Fraction(1)
