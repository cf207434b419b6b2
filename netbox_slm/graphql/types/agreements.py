"""GraphQL types of the domain agreements. A relation that the user may not view is null, so all are nullable."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django
from django.db.models import Prefetch

from extras.graphql.mixins import ContactsMixin, ImageAttachmentsMixin
from netbox.graphql.types import register_type

from ... import models
from ...hours import format_week
from ..filters.agreements import (
    CalendarExceptionFilter,
    CalendarWindowFilter,
    ContractFilter,
    MaintenanceWindowFilter,
    ServiceCalendarFilter,
    ServiceCreditTierFilter,
    ServiceLevelTargetFilter,
    SLAFilter,
)
from .bases import NetBoxObjectType, PrimaryObjectType

if TYPE_CHECKING:
    from circuits.graphql.types import ProviderType
    from tenancy.graphql.types import TenantType

    from .catalog import SLMServiceType
    from .measurements import MeasurementType

__all__ = (
    'CalendarExceptionType',
    'CalendarWindowType',
    'ContractType',
    'MaintenanceWindowType',
    'SLAType',
    'ServiceCalendarType',
    'ServiceCreditTierType',
    'ServiceLevelTargetType',
)

_TYPES = 'netbox_slm.graphql.types'
_TENANCY = 'tenancy.graphql.types'
_CIRCUITS = 'circuits.graphql.types'


@register_type(models.ServiceCalendar, fields='__all__', filters=ServiceCalendarFilter, pagination=True)
class ServiceCalendarType(PrimaryObjectType):
    time_zone: str
    windows: list[Annotated['CalendarWindowType', strawberry.lazy(_TYPES)]]
    exceptions: list[Annotated['CalendarExceptionType', strawberry.lazy(_TYPES)]]
    slas: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]

    # The whole week, whatever part of its windows the user may view as objects: it is the calendar's own content.
    @strawberry_django.field(
        prefetch_related=[Prefetch('windows', models.CalendarWindow.objects.all(), to_attr='whole_week')]
    )
    def weekly_hours(self) -> str:
        return format_week(self.whole_week)


@register_type(models.CalendarWindow, fields='__all__', filters=CalendarWindowFilter, pagination=True)
class CalendarWindowType(NetBoxObjectType):
    calendar: Annotated['ServiceCalendarType', strawberry.lazy(_TYPES)] | None

    @strawberry_django.field(only=['start_seconds'])
    def start(self) -> str:
        return self.start

    @strawberry_django.field(only=['end_seconds'])
    def end(self) -> str:
        return self.end


@register_type(models.CalendarException, fields='__all__', filters=CalendarExceptionFilter, pagination=True)
class CalendarExceptionType(NetBoxObjectType):
    calendar: Annotated['ServiceCalendarType', strawberry.lazy(_TYPES)] | None


@register_type(models.Contract, fields='__all__', filters=ContractFilter, pagination=True)
class ContractType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy(_TENANCY)] | None
    provider: Annotated['ProviderType', strawberry.lazy(_CIRCUITS)] | None
    currency: str
    slas: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]


@register_type(models.SLA, fields='__all__', filters=SLAFilter, pagination=True)
class SLAType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy(_TENANCY)] | None
    provider: Annotated['ProviderType', strawberry.lazy(_CIRCUITS)] | None
    contract: Annotated['ContractType', strawberry.lazy(_TYPES)] | None
    services: list[Annotated['SLMServiceType', strawberry.lazy(_TYPES)]]
    supporting: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]
    supports: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]
    previous_version: Annotated['SLAType', strawberry.lazy(_TYPES)] | None
    calendar: Annotated['ServiceCalendarType', strawberry.lazy(_TYPES)] | None
    time_zone: str | None
    currency: str
    credit_cap_percent: Decimal | None
    targets: list[Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)]]
    credit_tiers: list[Annotated['ServiceCreditTierType', strawberry.lazy(_TYPES)]]
    maintenance_windows: list[Annotated['MaintenanceWindowType', strawberry.lazy(_TYPES)]]


@register_type(models.ServiceLevelTarget, fields='__all__', filters=ServiceLevelTargetFilter, pagination=True)
class ServiceLevelTargetType(PrimaryObjectType):
    sla: Annotated['SLAType', strawberry.lazy(_TYPES)] | None
    target_percent: Decimal | None
    percentile: Decimal | None
    warning_percent: Decimal
    services: list[Annotated['SLMServiceType', strawberry.lazy(_TYPES)]]
    calendar: Annotated['ServiceCalendarType', strawberry.lazy(_TYPES)] | None
    credit_tiers: list[Annotated['ServiceCreditTierType', strawberry.lazy(_TYPES)]]
    measurements: list[Annotated['MeasurementType', strawberry.lazy(_TYPES)]]


@register_type(models.ServiceCreditTier, fields='__all__', filters=ServiceCreditTierFilter, pagination=True)
class ServiceCreditTierType(NetBoxObjectType):
    sla: Annotated['SLAType', strawberry.lazy(_TYPES)] | None
    target: Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)] | None
    credit_percent: Decimal | None
    currency: str


@register_type(models.MaintenanceWindow, fields='__all__', filters=MaintenanceWindowFilter, pagination=True)
class MaintenanceWindowType(PrimaryObjectType):
    slas: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]
    services: list[Annotated['SLMServiceType', strawberry.lazy(_TYPES)]]
    time_zone: str
