"""GraphQL query of a what-if: what breaks if the named objects fail."""

from datetime import datetime

import strawberry
from django.utils import timezone
from django.utils.translation import gettext as _
from strawberry.types import Info

from netbox.graphql.scalars import BigInt

from ...analysis.impact.asking import answer_for, named_refs, nameless, question_of, window_errors
from ...choices import EffectChoices, StateChoices
from ...ui.impact import reason_text, sentence_of

__all__ = ('QUERIES', 'ImpactQuery')

_RANKED = (
    StateChoices.STATE_UP,
    StateChoices.STATE_AT_RISK,
    StateChoices.STATE_DEGRADED,
    StateChoices.STATE_DOWN,
)
_EFFECTS = (EffectChoices.EFFECT_DEGRADED, EffectChoices.EFFECT_DOWN)


@strawberry.type
class ImpactObjectType:
    """A touched object: what it is, its state now and before, how far away it is, and why."""

    type: str
    id: int
    display: str
    state: str
    before: str
    distance: int | None
    reason: str


@strawberry.type
class ImpactPromiseType:
    """An agreement with services that are touched. agreed_us: its service time in the window, in microseconds."""

    sla_id: int
    sla: str
    customer: str | None
    contacts: list[str]
    state: str
    service_ids: list[int]
    hidden_services: int
    agreed_us: BigInt | None


@strawberry.type
class ImpactBudgetType:
    """What the effects do to one promise in one period: microseconds left before and after.

    service_id: none for all of its services together.
    """

    sla_id: int
    target_id: int | None
    service_id: int | None
    period: str | None
    counted_us: BigInt
    outside_us: BigInt
    budget_before_us: BigInt | None
    budget_after_us: BigInt | None
    is_breach: bool


@strawberry.type
class ImpactAnswerType:
    """What is worse with the named objects out than without; the worst first. hidden: how many you may not see.

    budgets: with a window only.
    """

    sentence: str
    objects: list[ImpactObjectType]
    promises: list[ImpactPromiseType]
    budgets: list[ImpactBudgetType]
    hidden: int
    hidden_promises: int
    hidden_budgets: int


@strawberry.type(name='Query')
class ImpactQuery:
    @strawberry.field
    def impact_analysis(
        self,
        info: Info,
        named: list[str],
        effect: str = EffectChoices.EFFECT_DOWN,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> ImpactAnswerType:
        """What breaks if these objects fail, each named as dcim.device:5; now, or in a window."""
        user = info.context.request.user
        question = question_of(_named(named, user), effect=_effect(effect), starts_at=start, ends_at=end)
        _check_window(start, end)
        seen = answer_for(question, user, timezone.now())
        return ImpactAnswerType(
            sentence=sentence_of(seen),
            objects=[_object(found) for found in seen.objects],
            promises=[_promise(found) for found in seen.promises],
            budgets=[_budget(found) for found in seen.budgets],
            hidden=seen.hidden,
            hidden_promises=seen.hidden_promises,
            hidden_budgets=seen.hidden_budgets,
        )


def _named(texts, user):
    refs = named_refs(texts, user) if user.is_authenticated else {}
    if error := nameless(texts, refs):
        raise ValueError(f'named: {error}')
    return refs


def _effect(effect):
    if effect not in _EFFECTS:
        raise ValueError(_('{value} is no effect: use down or degraded.').format(value=effect))
    return effect


def _check_window(start, end):
    for name, moment in (('start', start), ('end', end)):
        if moment is not None and moment.tzinfo is None:
            raise ValueError(
                _('{name}: {value} has no time zone: write it with one, such as 2026-12-04T20:00:00Z.').format(
                    name=name, value=moment.isoformat()
                )
            )
    for name, error in window_errors(start, end).items():
        raise ValueError(f'{name}: {error}')


def _object(found):
    return ImpactObjectType(
        type=found.ref.type,
        id=found.ref.id,
        display=found.name.display,
        state=_RANKED[found.state],
        before=_RANKED[found.before],
        distance=found.distance,
        reason=reason_text(found.reason),
    )


def _promise(found):
    return ImpactPromiseType(
        sla_id=found.sla.pk,
        sla=str(found.sla),
        customer=str(found.customer) if found.customer else None,
        contacts=[f'{known.contact} ({known.role})' for known in found.contacts],
        state=_RANKED[found.state],
        service_ids=list(found.service_ids),
        hidden_services=found.hidden_services,
        agreed_us=found.agreed_us,
    )


def _budget(found):
    return ImpactBudgetType(
        sla_id=found.sla_id,
        target_id=found.target_id,
        service_id=found.service_id,
        period=found.period.label if found.period else None,
        counted_us=found.counted_us,
        outside_us=found.outside_us,
        budget_before_us=found.before.remaining_us if found.before else None,
        budget_after_us=found.after.remaining_us if found.after else None,
        is_breach=found.is_breach,
    )


QUERIES = (ImpactQuery,)
