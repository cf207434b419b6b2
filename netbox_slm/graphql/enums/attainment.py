"""GraphQL enumerations of the domain attainment."""

import strawberry

from ...choices import AttainmentStatusChoices, RevisionCauseChoices

__all__ = ('AttainmentStatusEnum', 'RevisionCauseEnum')

AttainmentStatusEnum = strawberry.enum(AttainmentStatusChoices.as_enum(prefix='status'))
RevisionCauseEnum = strawberry.enum(RevisionCauseChoices.as_enum(prefix='cause'))
