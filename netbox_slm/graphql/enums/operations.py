"""GraphQL enumerations of the domain operations."""

import strawberry

from ...choices import (
    DecisionChoices,
    DerivedEffectsCountChoices,
    EffectChoices,
    IncidentStatusChoices,
    PriorityChoices,
    StateChoices,
)

__all__ = ('DecisionEnum', 'DerivedEffectsCountEnum', 'EffectEnum', 'IncidentStatusEnum', 'PriorityEnum', 'StateEnum')

DecisionEnum = strawberry.enum(DecisionChoices.as_enum(prefix='decision'))
DerivedEffectsCountEnum = strawberry.enum(DerivedEffectsCountChoices.as_enum(prefix='count'))
EffectEnum = strawberry.enum(EffectChoices.as_enum(prefix='effect'))
IncidentStatusEnum = strawberry.enum(IncidentStatusChoices.as_enum(prefix='status'))
PriorityEnum = strawberry.enum(PriorityChoices.as_enum(prefix='priority'))
StateEnum = strawberry.enum(StateChoices.as_enum(prefix='state'))
