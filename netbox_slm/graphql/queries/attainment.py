"""GraphQL query fields of the domain attainment."""

import strawberry
import strawberry_django

from ..types.attainment import AttainmentType

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class AttainmentQuery:
    attainment: AttainmentType = strawberry_django.field()
    attainment_list: list[AttainmentType] = strawberry_django.field()


QUERIES = (AttainmentQuery,)
