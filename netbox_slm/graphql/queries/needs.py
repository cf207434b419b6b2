"""GraphQL query fields of explicit needs."""

import strawberry
import strawberry_django

from ..types.needs import CIDependencyGroupType, CIDependencyType

__all__ = ('QUERIES',)


@strawberry.type(name='Query')
class NeedsQuery:
    ci_dependency: CIDependencyType = strawberry_django.field()
    ci_dependency_list: list[CIDependencyType] = strawberry_django.field()

    ci_dependency_group: CIDependencyGroupType = strawberry_django.field()
    ci_dependency_group_list: list[CIDependencyGroupType] = strawberry_django.field()


QUERIES = (NeedsQuery,)
