"""GraphQL filters of the domain attainment."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, FilterLookup, StrFilterLookup

from netbox.graphql.filters import NetBoxModelFilter

from ... import models
from ..enums.attainment import AttainmentStatusEnum
from .bases import register_filter

__all__ = ('AttainmentFilter',)

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.Attainment, lookups=True)
class AttainmentFilter(NetBoxModelFilter):
    target: Annotated['ServiceLevelTargetFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    target_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    period: StrFilterLookup | None = strawberry_django.filter_field()
    starts_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    ends_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    status: BaseFilterLookup[AttainmentStatusEnum] | None = strawberry_django.filter_field()
    value_percent: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
    is_final: FilterLookup[bool] | None = strawberry_django.filter_field()
    computed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    stale_since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
