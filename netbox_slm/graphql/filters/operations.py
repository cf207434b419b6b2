"""GraphQL filters of the domain operations."""

from datetime import datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, FilterLookup, StrFilterLookup

from netbox.graphql.filter_mixins import ImageAttachmentFilterMixin
from netbox.graphql.filters import NetBoxModelFilter, PrimaryModelFilter
from tenancy.graphql.filter_mixins import ContactFilterMixin, TenancyFilterMixin

from ... import models
from ..enums.operations import EffectEnum, IncidentStatusEnum, PriorityEnum
from .bases import register_filter

__all__ = ('AffectedCIFilter', 'AffectedServiceFilter', 'HoldFilter', 'IncidentFilter')

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.Incident, lookups=True)
class IncidentFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    status: BaseFilterLookup[IncidentStatusEnum] | None = strawberry_django.filter_field()
    priority: BaseFilterLookup[PriorityEnum] | None = strawberry_django.filter_field()
    effect: BaseFilterLookup[EffectEnum] | None = strawberry_django.filter_field()
    occurred_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    reported_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    responded_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    restored_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    resolved_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    closed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    excused: FilterLookup[bool] | None = strawberry_django.filter_field()
    affected_cis: Annotated['AffectedCIFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    affected_services: Annotated['AffectedServiceFilter', strawberry.lazy(_FILTERS)] | None = (
        strawberry_django.filter_field()
    )
    holds: Annotated['HoldFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.AffectedCI, lookups=True)
class AffectedCIFilter(NetBoxModelFilter):
    incident: Annotated['IncidentFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    incident_id: ID | None = strawberry_django.filter_field()
    object_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    object_id: ID | None = strawberry_django.filter_field()
    effect: BaseFilterLookup[EffectEnum] | None = strawberry_django.filter_field()


@register_filter(models.AffectedService, lookups=True)
class AffectedServiceFilter(NetBoxModelFilter):
    incident: Annotated['IncidentFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    incident_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    effect: BaseFilterLookup[EffectEnum] | None = strawberry_django.filter_field()
    starts_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    ends_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.Hold, lookups=True)
class HoldFilter(NetBoxModelFilter):
    incident: Annotated['IncidentFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    incident_id: ID | None = strawberry_django.filter_field()
    starts_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    ends_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    reason: StrFilterLookup | None = strawberry_django.filter_field()
