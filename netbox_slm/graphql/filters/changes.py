"""GraphQL filters of changes and releases and of what belongs to them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, FilterLookup, StrFilterLookup

from netbox.graphql.filter_mixins import ImageAttachmentFilterMixin
from netbox.graphql.filters import NetBoxModelFilter, PrimaryModelFilter
from tenancy.graphql.filter_mixins import ContactFilterMixin, TenancyFilterMixin

from ... import models
from ..enums.changes import (
    AcknowledgementMethodEnum,
    AgreementFormEnum,
    ChangeSignificanceEnum,
    ChangeStatusEnum,
    ChangeTypeEnum,
    EffectDirectionEnum,
    ReleaseElementStateEnum,
)
from ..enums.operations import DecisionEnum, EffectEnum, StateEnum
from .bases import register_filter

__all__ = (
    'AcknowledgementFilter',
    'CausedIncidentFilter',
    'ChangeFilter',
    'CustomerAgreementFilter',
    'FreezeWindowFilter',
    'PlannedEffectFilter',
    'ReleaseEffectFilter',
    'ReleaseElementFilter',
    'ReleaseFilter',
    'SLAImpactFilter',
)

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.Change, lookups=True)
class ChangeFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    type: BaseFilterLookup[ChangeTypeEnum] | None = strawberry_django.filter_field()
    significance: BaseFilterLookup[ChangeSignificanceEnum] | None = strawberry_django.filter_field()
    status: BaseFilterLookup[ChangeStatusEnum] | None = strawberry_django.filter_field()
    submitted_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    approved_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    planned_start: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    planned_end: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    actual_start: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    actual_end: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    flags_computed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    flags_stale_since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    planned_effects: Annotated['PlannedEffectFilter', strawberry.lazy(_FILTERS)] | None = (
        strawberry_django.filter_field()
    )
    impacts: Annotated['SLAImpactFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.Release, lookups=True)
class ReleaseFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    type: BaseFilterLookup[ChangeTypeEnum] | None = strawberry_django.filter_field()
    significance: BaseFilterLookup[ChangeSignificanceEnum] | None = strawberry_django.filter_field()
    status: BaseFilterLookup[ChangeStatusEnum] | None = strawberry_django.filter_field()
    submitted_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    approved_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    planned_start: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    planned_end: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    actual_start: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    actual_end: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    flags_computed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    flags_stale_since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    changes: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    elements: Annotated['ReleaseElementFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    effects: Annotated['ReleaseEffectFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    impacts: Annotated['SLAImpactFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.PlannedEffect, lookups=True)
class PlannedEffectFilter(NetBoxModelFilter):
    change: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    change_id: ID | None = strawberry_django.filter_field()
    object_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    object_id: ID | None = strawberry_django.filter_field()
    effect: BaseFilterLookup[EffectEnum] | None = strawberry_django.filter_field()
    outage_seconds: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    offset_seconds: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()


@register_filter(models.CausedIncident, lookups=True)
class CausedIncidentFilter(NetBoxModelFilter):
    change: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    change_id: ID | None = strawberry_django.filter_field()
    incident: Annotated['IncidentFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    incident_id: ID | None = strawberry_django.filter_field()
    decision: BaseFilterLookup[DecisionEnum] | None = strawberry_django.filter_field()
    decided_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.ReleaseElement, lookups=True)
class ReleaseElementFilter(NetBoxModelFilter):
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    object_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    object_id: ID | None = strawberry_django.filter_field()
    state: BaseFilterLookup[ReleaseElementStateEnum] | None = strawberry_django.filter_field()
    decided_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    merged_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.ReleaseEffect, lookups=True)
class ReleaseEffectFilter(NetBoxModelFilter):
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    sla: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    sla_id: ID | None = strawberry_django.filter_field()
    direction: BaseFilterLookup[EffectDirectionEnum] | None = strawberry_django.filter_field()
    text: StrFilterLookup | None = strawberry_django.filter_field()


@register_filter(models.CustomerAgreement, lookups=True)
class CustomerAgreementFilter(ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    change: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    change_id: ID | None = strawberry_django.filter_field()
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    sla: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    sla_id: ID | None = strawberry_django.filter_field()
    contact: Annotated['ContactFilter', strawberry.lazy('tenancy.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    contact_id: ID | None = strawberry_django.filter_field()
    form: BaseFilterLookup[AgreementFormEnum] | None = strawberry_django.filter_field()
    agreed_by: StrFilterLookup | None = strawberry_django.filter_field()
    agreed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    written_due_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    written_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.Acknowledgement, lookups=True)
class AcknowledgementFilter(ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    change: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    change_id: ID | None = strawberry_django.filter_field()
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    contact: Annotated['ContactFilter', strawberry.lazy('tenancy.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    contact_id: ID | None = strawberry_django.filter_field()
    method: BaseFilterLookup[AcknowledgementMethodEnum] | None = strawberry_django.filter_field()
    acknowledged_by: StrFilterLookup | None = strawberry_django.filter_field()
    told_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    acknowledged_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()


@register_filter(models.FreezeWindow, lookups=True)
class FreezeWindowFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    starts_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    ends_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    reason: StrFilterLookup | None = strawberry_django.filter_field()
    services: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.SLAImpact, lookups=True)
class SLAImpactFilter(NetBoxModelFilter):
    change: Annotated['ChangeFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    change_id: ID | None = strawberry_django.filter_field()
    release: Annotated['ReleaseFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    release_id: ID | None = strawberry_django.filter_field()
    sla: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    sla_id: ID | None = strawberry_django.filter_field()
    target: Annotated['ServiceLevelTargetFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    target_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    period: StrFilterLookup | None = strawberry_django.filter_field()
    worst_state: BaseFilterLookup[StateEnum] | None = strawberry_django.filter_field()
    is_breach: FilterLookup[bool] | None = strawberry_django.filter_field()
    is_current: FilterLookup[bool] | None = strawberry_django.filter_field()
    forecast_percent: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    computed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    stale_since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
