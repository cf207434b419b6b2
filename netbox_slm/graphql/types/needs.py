"""GraphQL types of explicit needs. A relation that the user may not view is null, so all are nullable."""

from typing import Annotated

import strawberry
import strawberry_django
from django.contrib.contenttypes.models import ContentType
from strawberry.types import Info

from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ...visible import viewable_ids
from ..filters.needs import CIDependencyFilter, CIDependencyGroupFilter
from .bases import PrimaryObjectType

__all__ = ('CIDependencyGroupType', 'CIDependencyType')

_TYPES = 'netbox_slm.graphql.types'


def _viewable_id(type_id, object_id, info):
    """The id of a linked object where the user may view it."""
    model = ContentType.objects.get_for_id(type_id).model_class()
    return next(iter(viewable_ids(model, [object_id], info.context.request.user)), None)


@register_type(models.CIDependencyGroup, exclude=['dependent_id'], filters=CIDependencyGroupFilter, pagination=True)
class CIDependencyGroupType(PrimaryObjectType):
    dependent_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None
    members: list[Annotated['CIDependencyType', strawberry.lazy(_TYPES)]]

    @strawberry_django.field(only=['dependent_type', 'dependent_id'])
    def dependent_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self.dependent_type_id, self.dependent_id, info)


@register_type(models.CIDependency, exclude=['dependent_id', 'needed_id'], filters=CIDependencyFilter, pagination=True)
class CIDependencyType(PrimaryObjectType):
    dependent_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None
    needed_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None
    group: Annotated['CIDependencyGroupType', strawberry.lazy(_TYPES)] | None

    @strawberry_django.field(only=['dependent_type', 'dependent_id'])
    def dependent_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self.dependent_type_id, self.dependent_id, info)

    @strawberry_django.field(only=['needed_type', 'needed_id'])
    def needed_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self.needed_type_id, self.needed_id, info)
