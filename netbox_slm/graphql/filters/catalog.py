"""GraphQL filters of the domain catalog."""

from datetime import date, datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, StrFilterLookup

from netbox.graphql.filter_mixins import ImageAttachmentFilterMixin
from netbox.graphql.filters import NestedGroupModelFilter, PrimaryModelFilter
from tenancy.graphql.filter_mixins import ContactFilterMixin, TenancyFilterMixin

from ... import models
from ..enums.catalog import CatalogEntryStatusEnum, CriticalityEnum, DependencyKindEnum, ServiceStatusEnum
from .bases import register_filter

__all__ = (
    'CatalogCategoryFilter',
    'CatalogEntryFilter',
    'RedundancyGroupFilter',
    'SLMServiceFilter',
    'ServiceComponentFilter',
    'ServiceDependencyFilter',
    'ServiceFilter',
)

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.CatalogCategory, lookups=True)
class CatalogCategoryFilter(NestedGroupModelFilter):
    parent: Annotated['CatalogCategoryFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    entries: Annotated['CatalogEntryFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.CatalogEntry, lookups=True)
class CatalogEntryFilter(ContactFilterMixin, ImageAttachmentFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    category: Annotated['CatalogCategoryFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    category_id: Annotated['TreeNodeFilter', strawberry.lazy('netbox.graphql.filter_lookups')] | None = (
        strawberry_django.filter_field()
    )
    status: BaseFilterLookup[CatalogEntryStatusEnum] | None = strawberry_django.filter_field()
    version: StrFilterLookup | None = strawberry_django.filter_field()
    calendar: Annotated['ServiceCalendarFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    calendar_id: ID | None = strawberry_django.filter_field()
    next_review_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    services: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.Service, lookups=True)
class SLMServiceFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    catalog_entry: Annotated['CatalogEntryFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    catalog_entry_id: ID | None = strawberry_django.filter_field()
    status: BaseFilterLookup[ServiceStatusEnum] | None = strawberry_django.filter_field()
    criticality: BaseFilterLookup[CriticalityEnum] | None = strawberry_django.filter_field()
    operational_from: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    operational_until: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    slas: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    components: Annotated['ServiceComponentFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    dependencies: Annotated['ServiceDependencyFilter', strawberry.lazy(_FILTERS)] | None = (
        strawberry_django.filter_field()
    )
    dependents: Annotated['ServiceDependencyFilter', strawberry.lazy(_FILTERS)] | None = (
        strawberry_django.filter_field()
    )


ServiceFilter = SLMServiceFilter


@register_filter(models.RedundancyGroup, lookups=True)
class RedundancyGroupFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    min_available: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    until: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.ServiceComponent, lookups=True)
class ServiceComponentFilter(PrimaryModelFilter):
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    object_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    object_id: ID | None = strawberry_django.filter_field()
    redundancy_group: Annotated['RedundancyGroupFilter', strawberry.lazy(_FILTERS)] | None = (
        strawberry_django.filter_field()
    )
    redundancy_group_id: ID | None = strawberry_django.filter_field()
    since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    until: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.ServiceDependency, lookups=True)
class ServiceDependencyFilter(PrimaryModelFilter):
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    depends_on: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    depends_on_id: ID | None = strawberry_django.filter_field()
    kind: BaseFilterLookup[DependencyKindEnum] | None = strawberry_django.filter_field()
    since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    until: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
