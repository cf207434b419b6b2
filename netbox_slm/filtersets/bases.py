"""Bases of our filter sets: nothing is found by what the user may not view (semantics.md §8).

A count that differs with the name of a hidden customer tells that name. So a filter over a relation matches only
through objects that the user may view, chosen objects are chosen among those, and the search too looks only there.
Users, owners and tags are named with their rows everywhere in NetBox: for them nothing is hidden.
"""

from django.db.models import Q

from netbox import filtersets as of_netbox
from utilities.filters import MultiValueContentTypeFilter

from ..visible import viewable_choices, viewable_way
from .fields import LinkedObjectFilter

__all__ = (
    'BaseFilterSet',
    'NestedGroupModelFilterSet',
    'NetBoxModelFilterSet',
    'PrimaryModelFilterSet',
)


class _ViewableMixin:
    """What a user may not view neither is a choice nor makes a row match. search_fields: where `q` looks."""

    search_fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = getattr(self.request, 'user', None)
        if user is not None:
            for each in self.filters.values():
                _restrict(each, self._meta.model, user)

    def search(self, queryset, name, value):
        """Rows with the text in one of `search_fields`, as far as the user may view what has it."""
        if not value.strip():
            return queryset
        user, found = getattr(self.request, 'user', None), Q()
        for path in self.search_fields:
            found |= Q(**{f'{path}__icontains': value}) & viewable_way(queryset.model, path, user)
        return queryset.filter(found)


class BaseFilterSet(_ViewableMixin, of_netbox.BaseFilterSet):
    """Of rows that are written by the system."""


class NetBoxModelFilterSet(_ViewableMixin, of_netbox.NetBoxModelFilterSet):
    """Of most models."""


class PrimaryModelFilterSet(_ViewableMixin, of_netbox.PrimaryModelFilterSet):
    """Of models with an owner and comments."""


class NestedGroupModelFilterSet(_ViewableMixin, of_netbox.NestedGroupModelFilterSet):
    """Of models that form a tree."""

    search_fields = ('name', 'slug', 'description', 'comments')


def _restrict(each, model, user):
    """Have a filter of a filter set see what the user sees."""
    if hasattr(each, 'get_queryset'):
        choices = each.get_queryset
        each.get_queryset = lambda request: viewable_choices(choices(request), user)
    if each.method is not None:
        return
    if isinstance(each, LinkedObjectFilter):
        each.way = lambda: viewable_way(model, each.link.removesuffix('__'), user)
    elif isinstance(each, MultiValueContentTypeFilter):
        match = each.filter
        each.filter = lambda queryset, value: (
            match(queryset.filter(viewable_way(model, each.field_name, user)), value) if value else queryset
        )
    elif getattr(each, 'field_name', None):
        each.get_method = lambda queryset: _matching(each, queryset, model, user)


def _matching(each, queryset, model, user):
    """`filter()` or `exclude()` of a queryset, of what matches by something viewable."""
    way = viewable_way(model, each.field_name, user)
    if not way:
        return queryset.exclude if each.exclude else queryset.filter
    if not each.exclude:
        return lambda *args, **kwargs: queryset.filter(Q(*args, **kwargs) & way)
    return lambda *args, **kwargs: queryset.exclude(
        pk__in=model._default_manager.filter(Q(*args, **kwargs) & way).order_by().values('pk')
    )
