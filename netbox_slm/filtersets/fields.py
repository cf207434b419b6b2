"""Filters that several domains share."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

__all__ = ('LinkedObjectFilter',)


@extend_schema_field(OpenApiTypes.INT64)
class LinkedObjectFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows linked to one of the chosen objects; `link` is the path to the model with the generic foreign key.

    names: its generic foreign keys, any of which may name the object. way: gives the condition on the
    path.
    """

    def __init__(self, *args, link='', names=('object',), **kwargs):
        self.link, self.names, self.way = link, names, Q
        # No standard expression: NetBox would derive negations, which mean something else over a path.
        kwargs['lookup_expr'] = 'linked'
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        content_type = ContentType.objects.get_for_model(value[0])
        ids, found = [obj.pk for obj in value], Q()
        for name in self.names:
            found |= Q(**{f'{self.link}{name}_type': content_type, f'{self.link}{name}_id__in': ids})
        qs = qs.filter(found & self.way())
        return qs.distinct() if self.link else qs
