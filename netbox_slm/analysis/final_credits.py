"""Credits of final figures: kept when a figure is made final, told in its history, and looked up anew when reopened.

So an edit of tiers, fees or caps afterwards changes no closed period (semantics.md §6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..choices import AttainmentStatusChoices
from ..engine.instants import from_us
from ..models import Attainment, AttainmentRevision, FinalCredit
from .credits import Credit, CreditBook, viewable_tiers
from .figures import FigureKey

__all__ = ('RevisedCredit', 'explain_credits', 'keep_credits', 'withdraw_credits')

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class RevisedCredit:
    """What a figure owed before a revision, or owes after it. tier: id of the tier."""

    amount: Decimal
    currency: str
    tier: int | None


def keep_credits(
    figures: Mapping[int, tuple[FigureKey, Mapping[str, Any]]], now: datetime
) -> dict[int, dict[str, Any]]:
    """Keep what figures owe that are made final, and return it for their history, by id; nothing for who owes nothing.

    figures: key and stored values by id. Three queries, none where nothing is missed.
    """
    missed = {
        pk: _as_attainment(key, values, now)
        for pk, (key, values) in figures.items()
        if values['status'] == AttainmentStatusChoices.STATUS_MISSED
    }
    if not missed:
        return {}
    book = CreditBook(None, {figure.target_id for figure in missed.values()})
    owed = {pk: book.credit_of(figure) for pk, figure in missed.items()}
    FinalCredit.objects.bulk_create(
        [_row(pk, credit) for pk, credit in owed.items()],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=('attainment',),
        update_fields=('tier', 'threshold', 'amount', 'currency', 'period_cap'),
    )
    return {pk: {'after': _plain(credit)} for pk, credit in owed.items() if credit}


def withdraw_credits(figures: Iterable[Attainment]) -> dict[int, dict[str, Any]]:
    """Take away what is kept of figures that are reopened, and return it for their history, by id. Four queries."""
    figures = list(figures)
    owed = CreditBook(None, {figure.target_id for figure in figures}, figures).of(figures)
    FinalCredit.objects.filter(attainment__in=figures).delete()
    return {pk: {'before': _plain(credit)} for pk, credit in owed.items()}


def explain_credits(
    revisions: Iterable[AttainmentRevision], user: Any
) -> dict[int, tuple[RevisedCredit | None, RevisedCredit | None]]:
    """What was owed before and is owed after each revision, by its id, as far as the user may view the tier.

    At most one query.
    """
    revisions = list(revisions)
    tiers = {credit['tier'] for revision in revisions for credit in revision.credits.values()}
    viewable = viewable_tiers(tiers, user)
    found = {}
    for revision in revisions:
        before, after = (_revised(revision.credits.get(name), viewable) for name in ('before', 'after'))
        found[revision.pk] = before, after
    return found


def _as_attainment(key: FigureKey, values: Mapping[str, Any], now: datetime) -> Attainment:
    """The figure as credits are judged."""
    return Attainment(
        target_id=key.target_id,
        starts_at=from_us(key.start_us),
        ends_at=from_us(key.end_us),
        computed_at=now,
        **values,
    )


def _row(pk: int, credit: Credit | None) -> FinalCredit:
    if credit is None:
        return FinalCredit(attainment_id=pk)
    threshold = credit.tier.threshold
    return FinalCredit(
        attainment_id=pk,
        tier_id=credit.tier.tier_id,
        threshold=round(Decimal(threshold.numerator) / threshold.denominator, _DIGITS),
        amount=credit.amount,
        currency=credit.currency,
        period_cap=credit.period_cap,
    )


def _plain(credit: Credit) -> dict[str, Any]:
    return {'amount': f'{credit.amount:f}', 'currency': credit.currency, 'tier': credit.tier.tier_id}


def _revised(credit: Mapping[str, Any] | None, viewable: set[int | None]) -> RevisedCredit | None:
    if credit is None or credit['tier'] not in viewable:
        return None
    return RevisedCredit(Decimal(credit['amount']), credit['currency'], credit['tier'])
