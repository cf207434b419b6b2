"""GraphQL types of the domain catalog. A relation that the user may not view is null, so all are nullable."""

from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django
from django.contrib.contenttypes.models import ContentType
from strawberry.types import Info

from extras.graphql.mixins import ContactsMixin, ImageAttachmentsMixin
from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ...visible import viewable_ids
from ..filters.catalog import (
    CatalogCategoryFilter,
    CatalogEntryFilter,
    RedundancyGroupFilter,
    ServiceComponentFilter,
    ServiceDependencyFilter,
    SLMServiceFilter,
)
from .bases import NestedLtreeGroupObjectType, PrimaryObjectType

__all__ = (
    'CatalogCategoryType',
    'CatalogEntryType',
    'RedundancyGroupType',
    'SLMServiceType',
    'ServiceComponentType',
    'ServiceDependencyType',
    'ServiceType',
)

_TYPES = 'netbox_slm.graphql.types'


@register_type(models.CatalogCategory, exclude=['path', 'sort_path'], filters=CatalogCategoryFilter, pagination=True)
class CatalogCategoryType(NestedLtreeGroupObjectType):
    parent: Annotated['CatalogCategoryType', strawberry.lazy(_TYPES)] | None
    children: list[Annotated['CatalogCategoryType', strawberry.lazy(_TYPES)]]
    entries: list[Annotated['CatalogEntryType', strawberry.lazy(_TYPES)]]


@register_type(models.CatalogEntry, fields='__all__', filters=CatalogEntryFilter, pagination=True)
class CatalogEntryType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    category: Annotated['CatalogCategoryType', strawberry.lazy(_TYPES)] | None
    calendar: Annotated['ServiceCalendarType', strawberry.lazy(_TYPES)] | None
    availability_percent: Decimal | None
    currency: str
    services: list[Annotated['SLMServiceType', strawberry.lazy(_TYPES)]]


@register_type(models.Service, fields='__all__', filters=SLMServiceFilter, pagination=True)
class SLMServiceType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    catalog_entry: Annotated['CatalogEntryType', strawberry.lazy(_TYPES)] | None
    components: list[Annotated['ServiceComponentType', strawberry.lazy(_TYPES)]]
    redundancy_groups: list[Annotated['RedundancyGroupType', strawberry.lazy(_TYPES)]]
    dependencies: list[Annotated['ServiceDependencyType', strawberry.lazy(_TYPES)]]
    dependents: list[Annotated['ServiceDependencyType', strawberry.lazy(_TYPES)]]
    slas: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]


ServiceType = SLMServiceType


@register_type(models.RedundancyGroup, fields='__all__', filters=RedundancyGroupFilter, pagination=True)
class RedundancyGroupType(PrimaryObjectType):
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    members: list[Annotated['ServiceComponentType', strawberry.lazy(_TYPES)]]


@register_type(models.ServiceComponent, exclude=['object_id'], filters=ServiceComponentFilter, pagination=True)
class ServiceComponentType(PrimaryObjectType):
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    object_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None
    redundancy_group: Annotated['RedundancyGroupType', strawberry.lazy(_TYPES)] | None

    @strawberry_django.field(only=['object_type', 'object_id'])
    def object_id(self, info: Info) -> BigInt | None:
        model = ContentType.objects.get_for_id(self.object_type_id).model_class()
        return next(iter(viewable_ids(model, [self.object_id], info.context.request.user)), None)


@register_type(models.ServiceDependency, fields='__all__', filters=ServiceDependencyFilter, pagination=True)
class ServiceDependencyType(PrimaryObjectType):
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    depends_on: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
