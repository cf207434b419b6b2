"""GraphQL filters of measurements."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import ComparisonFilterLookup, StrFilterLookup

from netbox.graphql.filters import NetBoxModelFilter

from ... import models

if TYPE_CHECKING:
    from .agreements import ServiceLevelTargetFilter
    from .catalog import SLMServiceFilter
from .bases import register_filter

__all__ = ('MeasurementFilter',)

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.Measurement, lookups=True)
class MeasurementFilter(NetBoxModelFilter):
    target: Annotated['ServiceLevelTargetFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    target_id: ID | None = strawberry_django.filter_field()
    service: Annotated['SLMServiceFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    service_id: ID | None = strawberry_django.filter_field()
    measure: StrFilterLookup | None = strawberry_django.filter_field()
    source: StrFilterLookup | None = strawberry_django.filter_field()
    measured_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    value: ComparisonFilterLookup[Decimal] | None = strawberry_django.filter_field()
