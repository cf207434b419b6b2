"""GraphQL enumerations of the domain catalog."""

import strawberry

from ...choices import (
    CatalogEntryStatusChoices,
    CriticalityChoices,
    DependencyKindChoices,
    NeedKindChoices,
    ServiceStatusChoices,
)

__all__ = ('CatalogEntryStatusEnum', 'CriticalityEnum', 'DependencyKindEnum', 'NeedKindEnum', 'ServiceStatusEnum')

CatalogEntryStatusEnum = strawberry.enum(CatalogEntryStatusChoices.as_enum(prefix='status'))
CriticalityEnum = strawberry.enum(CriticalityChoices.as_enum(prefix='criticality'))
DependencyKindEnum = strawberry.enum(DependencyKindChoices.as_enum(prefix='kind'))
NeedKindEnum = strawberry.enum(NeedKindChoices.as_enum(prefix='kind'))
ServiceStatusEnum = strawberry.enum(ServiceStatusChoices.as_enum(prefix='status'))
