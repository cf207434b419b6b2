"""GraphQL type of effects through the infrastructure. A relation that the user may not view is null."""

from typing import Annotated

import strawberry
import strawberry_django
from django.contrib.contenttypes.models import ContentType
from strawberry.scalars import JSON
from strawberry.types import Info

from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ...visible import viewable_ids
from ..filters.derived import DerivedEffectFilter
from .bases import NetBoxObjectType
from .reasons import clauses_of

__all__ = ('DerivedEffectType',)

_TYPES = 'netbox_slm.graphql.types'


@register_type(
    models.DerivedEffect,
    exclude=['object_id', 'reason', 'together_with'],
    filters=DerivedEffectFilter,
    pagination=True,
)
class DerivedEffectType(NetBoxObjectType):
    incident: Annotated['IncidentType', strawberry.lazy(_TYPES)] | None
    object_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None
    decided_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None

    @strawberry_django.field(only=['object_type', 'object_id'])
    def object_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self, info)

    @strawberry_django.field(only=['object_type', 'object_id', 'reason'])
    def reason(self, info: Info) -> JSON:
        """Why it is so; nothing of an object that may not be viewed."""
        return clauses_of(self, info) if _viewable_id(self, info) is not None else []


def _viewable_id(effect, info):
    model = ContentType.objects.get_for_id(effect.object_type_id).model_class()
    return next(iter(viewable_ids(model, [effect.object_id], info.context.request.user)), None)
