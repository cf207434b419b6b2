"""GraphQL query fields of the domain agreements."""

import strawberry
import strawberry_django

from ..types.agreements import (
    CalendarExceptionType,
    CalendarWindowType,
    ContractType,
    MaintenanceWindowType,
    ServiceCalendarType,
    ServiceCreditTierType,
    ServiceLevelTargetType,
    SLAType,
)

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class AgreementsQuery:
    service_calendar: ServiceCalendarType = strawberry_django.field()
    service_calendar_list: list[ServiceCalendarType] = strawberry_django.field()

    calendar_window: CalendarWindowType = strawberry_django.field()
    calendar_window_list: list[CalendarWindowType] = strawberry_django.field()

    calendar_exception: CalendarExceptionType = strawberry_django.field()
    calendar_exception_list: list[CalendarExceptionType] = strawberry_django.field()

    contract: ContractType = strawberry_django.field()
    contract_list: list[ContractType] = strawberry_django.field()

    sla: SLAType = strawberry_django.field()
    sla_list: list[SLAType] = strawberry_django.field()

    service_level_target: ServiceLevelTargetType = strawberry_django.field()
    service_level_target_list: list[ServiceLevelTargetType] = strawberry_django.field()

    service_credit_tier: ServiceCreditTierType = strawberry_django.field()
    service_credit_tier_list: list[ServiceCreditTierType] = strawberry_django.field()

    maintenance_window: MaintenanceWindowType = strawberry_django.field()
    maintenance_window_list: list[MaintenanceWindowType] = strawberry_django.field()


QUERIES = (AgreementsQuery,)
