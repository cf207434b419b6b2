"""GraphQL filters of the domain agreements."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, FilterLookup, StrFilterLookup

from netbox.graphql.filter_mixins import ImageAttachmentFilterMixin
from netbox.graphql.filters import NetBoxModelFilter, PrimaryModelFilter
from tenancy.graphql.filter_mixins import ContactFilterMixin, TenancyFilterMixin

from ... import models
from ..enums.agreements import (
    CombinationEnum,
    ContractKindEnum,
    ContractStatusEnum,
    MaintenanceWindowStatusEnum,
    MetricEnum,
    PeriodKindEnum,
    SLAKindEnum,
    SLAStatusEnum,
    WorkloadKindEnum,
)
from ..enums.operations import DerivedEffectsCountEnum

if TYPE_CHECKING:
    from circuits.graphql.filters import ProviderFilter

    from .catalog import SLMServiceFilter
from .bases import register_filter

__all__ = (
    'CalendarExceptionFilter',
    'CalendarWindowFilter',
    'ContractFilter',
    'MaintenanceWindowFilter',
    'SLAFilter',
    'ServiceCalendarFilter',
    'ServiceCreditTierFilter',
    'ServiceLevelTargetFilter',
)

_FILTERS = 'netbox_slm.graphql.filters'
_CIRCUITS = 'circuits.graphql.filters'


@register_filter(models.ServiceCalendar, lookups=True)
class ServiceCalendarFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    time_zone: StrFilterLookup | None = strawberry_django.filter_field()
    holiday_country: StrFilterLookup | None = strawberry_django.filter_field()
    holiday_subdivision: StrFilterLookup | None = strawberry_django.filter_field()
    slas: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.CalendarWindow, lookups=True)
class CalendarWindowFilter(NetBoxModelFilter):
    calendar: Annotated['ServiceCalendarFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    calendar_id: ID | None = strawberry_django.filter_field()
    weekday: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    start_seconds: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    end_seconds: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()


@register_filter(models.CalendarException, lookups=True)
class CalendarExceptionFilter(NetBoxModelFilter):
    calendar: Annotated['ServiceCalendarFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    calendar_id: ID | None = strawberry_django.filter_field()
    name: StrFilterLookup | None = strawberry_django.filter_field()
    starts_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    ends_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    yearly: FilterLookup[bool] | None = strawberry_django.filter_field()


@register_filter(models.Contract, lookups=True)
class ContractFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    kind: BaseFilterLookup[ContractKindEnum] | None = strawberry_django.filter_field()
    provider: Annotated['ProviderFilter', strawberry.lazy(_CIRCUITS)] | None = strawberry_django.filter_field()
    provider_id: ID | None = strawberry_django.filter_field()
    status: BaseFilterLookup[ContractStatusEnum] | None = strawberry_django.filter_field()
    starts_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    ends_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    slas: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.SLA, lookups=True)
class SLAFilter(ContactFilterMixin, ImageAttachmentFilterMixin, TenancyFilterMixin, PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    version: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    reference: StrFilterLookup | None = strawberry_django.filter_field()
    kind: BaseFilterLookup[SLAKindEnum] | None = strawberry_django.filter_field()
    status: BaseFilterLookup[SLAStatusEnum] | None = strawberry_django.filter_field()
    derived_effects: BaseFilterLookup[DerivedEffectsCountEnum] | None = strawberry_django.filter_field()
    provider: Annotated['ProviderFilter', strawberry.lazy(_CIRCUITS)] | None = strawberry_django.filter_field()
    provider_id: ID | None = strawberry_django.filter_field()
    contract: Annotated['ContractFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    contract_id: ID | None = strawberry_django.filter_field()
    services: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    calendar: Annotated['ServiceCalendarFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    calendar_id: ID | None = strawberry_django.filter_field()
    starts_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    ends_on: ComparisonFilterLookup[date] | None = strawberry_django.filter_field()
    period: BaseFilterLookup[PeriodKindEnum] | None = strawberry_django.filter_field()
    credit_cap_percent: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    alert_silence_minutes: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    targets: Annotated['ServiceLevelTargetFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.ServiceLevelTarget, lookups=True)
class ServiceLevelTargetFilter(PrimaryModelFilter):
    sla: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    sla_id: ID | None = strawberry_django.filter_field()
    name: StrFilterLookup | None = strawberry_django.filter_field()
    metric: BaseFilterLookup[MetricEnum] | None = strawberry_django.filter_field()
    target_percent: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    target_value: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    measure: StrFilterLookup | None = strawberry_django.filter_field()
    workload_kind: BaseFilterLookup[WorkloadKindEnum] | None = strawberry_django.filter_field()
    limit_seconds: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    combination: BaseFilterLookup[CombinationEnum] | None = strawberry_django.filter_field()
    services: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()


@register_filter(models.ServiceCreditTier, lookups=True)
class ServiceCreditTierFilter(NetBoxModelFilter):
    sla: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    sla_id: ID | None = strawberry_django.filter_field()
    target: Annotated['ServiceLevelTargetFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    target_id: ID | None = strawberry_django.filter_field()
    threshold: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    credit_percent: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    amount: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()


@register_filter(models.MaintenanceWindow, lookups=True)
class MaintenanceWindowFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    status: BaseFilterLookup[MaintenanceWindowStatusEnum] | None = strawberry_django.filter_field()
    slas: Annotated['SLAFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    services: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    starts_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    ends_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
