"""GraphQL types of the domain attainment. A relation that the user may not view is null, so all are nullable."""

from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django

from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ..filters.attainment import AttainmentFilter
from .bases import NetBoxObjectType

__all__ = ('AttainmentType',)

_TYPES = 'netbox_slm.graphql.types'


@register_type(
    models.Attainment,
    exclude=['contributions', 'final_credit', 'needs_check', 'stale_marks'],
    filters=AttainmentFilter,
    pagination=True,
)
class AttainmentType(NetBoxObjectType):
    target: Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    target_percent: Decimal | None
    target_value: Decimal | None
    value_percent: Decimal | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    agreed_us: BigInt
    excluded_us: BigInt
    unobserved_us: BigInt
    downtime_us: BigInt
    budget_us: BigInt | None
    remaining_us: BigInt | None
    revisions: list[Annotated['AttainmentRevisionType', strawberry.lazy(_TYPES)]]

    @strawberry_django.field(only=['period', 'target_id', 'service_id'])
    def display(self) -> str:
        return str(self)
