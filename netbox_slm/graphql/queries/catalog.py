"""GraphQL query fields of the domain catalog; those of Service are prefixed, because ipam has a Service too."""

import strawberry
import strawberry_django

from ..types.catalog import (
    CatalogCategoryType,
    CatalogEntryType,
    RedundancyGroupType,
    ServiceComponentType,
    ServiceDependencyType,
    SLMServiceType,
)

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class CatalogQuery:
    catalog_category: CatalogCategoryType = strawberry_django.field()
    catalog_category_list: list[CatalogCategoryType] = strawberry_django.field()

    catalog_entry: CatalogEntryType = strawberry_django.field()
    catalog_entry_list: list[CatalogEntryType] = strawberry_django.field()

    slm_service: SLMServiceType = strawberry_django.field()
    slm_service_list: list[SLMServiceType] = strawberry_django.field()

    redundancy_group: RedundancyGroupType = strawberry_django.field()
    redundancy_group_list: list[RedundancyGroupType] = strawberry_django.field()

    service_component: ServiceComponentType = strawberry_django.field()
    service_component_list: list[ServiceComponentType] = strawberry_django.field()

    service_dependency: ServiceDependencyType = strawberry_django.field()
    service_dependency_list: list[ServiceDependencyType] = strawberry_django.field()


QUERIES = (CatalogQuery,)
