"""GraphQL enumerations of the domain attainment."""

import strawberry

from ...choices import AttainmentStatusChoices

__all__ = ('AttainmentStatusEnum',)

AttainmentStatusEnum = strawberry.enum(AttainmentStatusChoices.as_enum(prefix='status'))
