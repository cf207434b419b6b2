"""GraphQL enumerations of the domain operations."""

import strawberry

from ...choices import EffectChoices, IncidentStatusChoices, PriorityChoices

__all__ = ('EffectEnum', 'IncidentStatusEnum', 'PriorityEnum')

EffectEnum = strawberry.enum(EffectChoices.as_enum(prefix='effect'))
IncidentStatusEnum = strawberry.enum(IncidentStatusChoices.as_enum(prefix='status'))
PriorityEnum = strawberry.enum(PriorityChoices.as_enum(prefix='priority'))
