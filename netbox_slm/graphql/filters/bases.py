"""What our GraphQL filters have in common: a relation matches only where the user may view what it leads to (§8).

NetBox's own filters, nested in ours, look at all rows: `tenant: {group: {…}}` tells of a group that is hidden.
"""

from copy import copy

from strawberry import UNSET
from strawberry_django.fields.filter_order import FilterOrderFieldResolver
from strawberry_django.filters import process_filters

from netbox.graphql import filters as of_netbox

from ...visible import viewable_way

__all__ = ('register_filter',)

_CONNECTIVES = ('AND', 'OR', 'NOT', 'DISTINCT')


def register_filter(model, **kwargs):
    """As NetBox's, of a filter that finds nothing by what the user may not view."""
    register = of_netbox.register_filter(model, **kwargs)

    def decorate(cls):
        made = register(cls)
        made.filter = _Finder(model)
        return made

    return decorate


class _Finder(FilterOrderFieldResolver):
    """What strawberry calls instead of its own for the whole of a filter; its own does the rest."""

    def __init__(self, model):
        self._model = model

    def __call__(self, source, info, queryset=None, sequence=None, prefix=''):
        """The condition of all fields, and of the way over each; OR widens the whole, as without this."""
        alone, either = copy(source), source.OR
        alone.OR = UNSET
        queryset, condition = process_filters(alone, queryset, info, prefix, skip_object_filter_method=True)
        for field in source.__strawberry_definition__.fields:
            if field.name not in _CONNECTIVES and not _is_empty(getattr(source, field.name)):
                condition &= viewable_way(self._model, field.name, info.context.request.user, prefix)
        if _is_empty(either):
            return queryset, condition
        queryset, other = process_filters(either, queryset, info, prefix)
        return queryset, condition | other


def _is_empty(value):
    return value is UNSET or value is None
