"""GraphQL query fields of effects through the infrastructure."""

import strawberry
import strawberry_django

from ..types.derived import DerivedEffectType

__all__ = ('QUERIES',)


@strawberry.type(name='Query')
class DerivedEffectQuery:
    derived_effect: DerivedEffectType = strawberry_django.field()
    derived_effect_list: list[DerivedEffectType] = strawberry_django.field()


QUERIES = (DerivedEffectQuery,)
