"""GraphQL enumerations of the domain agreements."""

import strawberry

from ...choices import (
    AggregationChoices,
    CombinationChoices,
    ContractKindChoices,
    ContractStatusChoices,
    MaintenanceWindowStatusChoices,
    MetricChoices,
    PeriodKindChoices,
    SLAKindChoices,
    SLAStatusChoices,
    TargetDirectionChoices,
    WorkloadKindChoices,
)

__all__ = (
    'AggregationEnum',
    'CombinationEnum',
    'ContractKindEnum',
    'ContractStatusEnum',
    'MaintenanceWindowStatusEnum',
    'MetricEnum',
    'PeriodKindEnum',
    'SLAKindEnum',
    'SLAStatusEnum',
    'TargetDirectionEnum',
    'WorkloadKindEnum',
)

AggregationEnum = strawberry.enum(AggregationChoices.as_enum(prefix='aggregate'))
CombinationEnum = strawberry.enum(CombinationChoices.as_enum(prefix='combine'))
ContractKindEnum = strawberry.enum(ContractKindChoices.as_enum(prefix='kind'))
ContractStatusEnum = strawberry.enum(ContractStatusChoices.as_enum(prefix='status'))
MaintenanceWindowStatusEnum = strawberry.enum(MaintenanceWindowStatusChoices.as_enum(prefix='status'))
MetricEnum = strawberry.enum(MetricChoices.as_enum(prefix='metric'))
PeriodKindEnum = strawberry.enum(PeriodKindChoices.as_enum(prefix='kind'))
SLAKindEnum = strawberry.enum(SLAKindChoices.as_enum(prefix='kind'))
SLAStatusEnum = strawberry.enum(SLAStatusChoices.as_enum(prefix='status'))
TargetDirectionEnum = strawberry.enum(TargetDirectionChoices.as_enum(prefix='direction'))
WorkloadKindEnum = strawberry.enum(WorkloadKindChoices.as_enum(prefix='kind'))
