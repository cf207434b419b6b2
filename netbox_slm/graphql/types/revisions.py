"""GraphQL types of the history of figures."""

from typing import Annotated

import strawberry

from netbox.graphql.types import register_type

from ... import models
from ..filters.revisions import AttainmentRevisionFilter
from .bases import BaseObjectType

__all__ = ('AttainmentRevisionType',)


# What made the difference and what was owed name things that a reader may not view; REST filters them
@register_type(
    models.AttainmentRevision, exclude=['changes', 'credits'], filters=AttainmentRevisionFilter, pagination=True
)
class AttainmentRevisionType(BaseObjectType):
    attainment: Annotated['AttainmentType', strawberry.lazy('netbox_slm.graphql.types')] | None
    user: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
