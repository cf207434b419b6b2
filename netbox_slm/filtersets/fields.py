"""Filters that several domains share."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

__all__ = ('LinkedObjectFilter',)


@extend_schema_field(OpenApiTypes.INT64)
class LinkedObjectFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows linked to one of the chosen objects; `link` is the path to the model with the generic foreign key."""

    def __init__(self, *args, link='', **kwargs):
        self.link = link
        # No standard expression: NetBox would derive negations, which mean something else over a path.
        kwargs['lookup_expr'] = 'linked'
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        content_type = ContentType.objects.get_for_model(value[0])
        found = {f'{self.link}object_type': content_type, f'{self.link}object_id__in': [obj.pk for obj in value]}
        qs = qs.filter(**found)
        return qs.distinct() if self.link else qs
