"""GraphQL filters of the history of figures."""

from datetime import datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.scalars import ID
from strawberry_django import BaseFilterLookup, ComparisonFilterLookup, StrFilterLookup

from netbox.graphql.filters import BaseModelFilter

from ... import models
from ..enums.attainment import RevisionCauseEnum
from .bases import register_filter

__all__ = ('AttainmentRevisionFilter',)


@register_filter(models.AttainmentRevision, lookups=True)
class AttainmentRevisionFilter(BaseModelFilter):
    attainment: Annotated['AttainmentFilter', strawberry.lazy('netbox_slm.graphql.filters')] | None = (
        strawberry_django.filter_field()
    )
    attainment_id: ID | None = strawberry_django.filter_field()
    at: ComparisonFilterLookup[datetime] | None = strawberry_django.filter_field()
    cause: BaseFilterLookup[RevisionCauseEnum] | None = strawberry_django.filter_field()
    reason: StrFilterLookup | None = strawberry_django.filter_field()
    user_name: StrFilterLookup | None = strawberry_django.filter_field()
