"""Bases of our REST view sets: the order of a list tells nothing of what the user may not view (semantics.md §8)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from rest_framework.filters import OrderingFilter
from rest_framework.settings import api_settings

from netbox.api import viewsets as of_netbox

from ...ordering import in_viewable_order

__all__ = ('NetBoxModelViewSet', 'NetBoxReadOnlyModelViewSet')


class _ViewableOrder(OrderingFilter):
    """As NetBox's, and never by what rows cannot be sorted by: a generic object, or several related ones."""

    def get_valid_fields(self, queryset, view, context=None):
        fields = queryset.model._meta.get_fields()
        unsortable = {field.name for field in fields if isinstance(field, GenericForeignKey) or field.many_to_many}
        return [each for each in super().get_valid_fields(queryset, view, context or {}) if each[0] not in unsortable]

    def filter_queryset(self, request, queryset, view):
        return in_viewable_order(super().filter_queryset(request, queryset, view), request.user)


class _OrderMixin:
    filter_backends = [
        _ViewableOrder if each is OrderingFilter else each for each in api_settings.DEFAULT_FILTER_BACKENDS
    ]


class NetBoxModelViewSet(_OrderMixin, of_netbox.NetBoxModelViewSet):
    """Of most models."""


class NetBoxReadOnlyModelViewSet(_OrderMixin, of_netbox.NetBoxReadOnlyModelViewSet):
    """Of what the system writes."""
