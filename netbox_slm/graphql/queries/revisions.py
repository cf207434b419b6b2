"""GraphQL query fields of the history of figures."""

import strawberry
import strawberry_django

from ..types.revisions import AttainmentRevisionType

__all__ = ('QUERIES',)


@strawberry.type(name='Query')
class AttainmentRevisionQuery:
    attainment_revision: AttainmentRevisionType = strawberry_django.field()
    attainment_revision_list: list[AttainmentRevisionType] = strawberry_django.field()


QUERIES = (AttainmentRevisionQuery,)
