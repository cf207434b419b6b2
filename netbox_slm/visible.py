"""Related objects are shown only to who may view them (semantics.md §8).

A model names such relations in `viewable_relations`. Loaded through `prefetch_viewable()`, one that the user may not
view is none; `shown()` reads it. What is to be saved is never loaded this way.
"""

from copy import copy

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, IntegerField, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce

from . import linkable

__all__ = ('count_viewable', 'prefetch_viewable', 'shown', 'without')


def shown(instance, name):
    """The related object, or None where there is none or it was hidden by `prefetch_viewable()`."""
    try:
        return getattr(instance, name)
    except ObjectDoesNotExist:
        return None


def prefetch_viewable(model, user):
    """Prefetches of the `viewable_relations` of `model`: what `user` may not view becomes none. One query each."""
    lookups = []
    for name in model.viewable_relations:
        field = model._meta.get_field(name)
        if isinstance(field, GenericForeignKey):
            querysets = [_viewable(linked, user) for linked in linkable.linkable_models()]
            lookups.append(GenericPrefetch(name, querysets))
        else:
            lookups.append(Prefetch(name, _viewable(field.related_model, user)))
    return lookups


def without(instance, names):
    """A copy of `instance` to be described, not saved, on which the relations `names` are hidden."""
    copied = copy(instance)
    copied._state = copy(instance._state)
    hidden = {copied._meta.get_field(name).cache_name: None for name in names}
    copied._state.fields_cache = {**instance._state.fields_cache, **hidden}
    return copied


def count_viewable(model, user, **match):
    """How many rows of `model` that `user` may view match, for `annotate()`; `match` refers to the row by OuterRef."""
    rows = _viewable(model, user).filter(**match).order_by()
    counted = rows.values(_all=Value(1)).annotate(_count=Count('pk', distinct=True)).values('_count')
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _viewable(model, user):
    queryset = model._default_manager.all()
    return queryset.restrict(user, 'view') if hasattr(queryset, 'restrict') else queryset
