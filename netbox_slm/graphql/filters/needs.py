"""GraphQL filters of explicit needs between CIs, and of their groups."""

from datetime import datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, StrFilterLookup

from netbox.graphql.filters import PrimaryModelFilter

from ... import models
from ..enums.catalog import NeedKindEnum
from .bases import register_filter

__all__ = ('CIDependencyFilter', 'CIDependencyGroupFilter')

_FILTERS = 'netbox_slm.graphql.filters'


@register_filter(models.CIDependencyGroup, lookups=True)
class CIDependencyGroupFilter(PrimaryModelFilter):
    name: StrFilterLookup | None = strawberry_django.filter_field()
    dependent_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    dependent_id: ID | None = strawberry_django.filter_field()
    min_available: ComparisonFilterLookup[int] | None = strawberry_django.filter_field()


@register_filter(models.CIDependency, lookups=True)
class CIDependencyFilter(PrimaryModelFilter):
    dependent_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    dependent_id: ID | None = strawberry_django.filter_field()
    needed_type: Annotated['ContentTypeFilter', strawberry.lazy('core.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    needed_id: ID | None = strawberry_django.filter_field()
    kind: BaseFilterLookup[NeedKindEnum] | None = strawberry_django.filter_field()
    group: Annotated['CIDependencyGroupFilter', strawberry.lazy(_FILTERS)] | None = strawberry_django.filter_field()
    group_id: ID | None = strawberry_django.filter_field()
    replaces: StrFilterLookup | None = strawberry_django.filter_field()
    since: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    until: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
