"""GraphQL filter of effects through the infrastructure."""

from datetime import datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup

from netbox.graphql.filters import NetBoxModelFilter

from ... import models
from ..enums.operations import DecisionEnum, EffectEnum
from .bases import register_filter

__all__ = ('DerivedEffectFilter',)


@register_filter(models.DerivedEffect, lookups=True)
class DerivedEffectFilter(NetBoxModelFilter):
    incident: Annotated['IncidentFilter', strawberry.lazy('netbox_slm.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    incident_id: ID | None = strawberry_django.filter_field()
    object_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    object_id: ID | None = strawberry_django.filter_field()
    effect: BaseFilterLookup[EffectEnum] | None = strawberry_django.filter_field()
    distance: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()
    decision: BaseFilterLookup[DecisionEnum] | None = strawberry_django.filter_field()
    decided_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    computed_at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
