"""GraphQL query of a what-if: what breaks if the named objects fail."""

import strawberry
from django.utils import timezone
from django.utils.translation import gettext as _
from strawberry.types import Info

from ...analysis.impact import seen_by
from ...analysis.impact.asking import analyse_named, named_refs, nameless
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
class ImpactAnswerType:
    """What is worse with the named objects out than without; the worst first. hidden: objects you may not see."""

    sentence: str
    objects: list[ImpactObjectType]
    hidden: int


@strawberry.type(name='Query')
class ImpactQuery:
    @strawberry.field
    def impact_analysis(
        self, info: Info, named: list[str], effect: str = EffectChoices.EFFECT_DOWN
    ) -> ImpactAnswerType:
        """What breaks if these objects fail, each named as dcim.device:5."""
        user = info.context.request.user
        refs = named_refs(named, user) if user.is_authenticated else {}
        if error := nameless(named, refs):
            raise ValueError(error)
        if effect not in _EFFECTS:
            raise ValueError(_('{value} is no effect: use down or degraded.').format(value=effect))
        analysis, _forecasts = analyse_named(
            list(refs),
            effect=effect,
            starts_at=None,
            ends_at=None,
            with_known=True,
            components=False,
            now=timezone.now(),
        )
        seen = seen_by(analysis, user)
        return ImpactAnswerType(
            sentence=sentence_of(seen),
            objects=[
                ImpactObjectType(
                    type=found.ref.type,
                    id=found.ref.id,
                    display=found.name.display,
                    state=_RANKED[found.state],
                    before=_RANKED[found.before],
                    distance=found.distance,
                    reason=reason_text(found.reason),
                )
                for found in seen.objects
            ],
            hidden=seen.hidden,
        )


QUERIES = (ImpactQuery,)
