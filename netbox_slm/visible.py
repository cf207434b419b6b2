"""Related objects are shown only to who may view them (semantics.md §8).

A model names such relations in `viewable_relations`. Loaded through `prefetch_viewable()`, one that the user may not
view is none; `shown()` reads it. What is to be saved is never loaded this way.
"""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, prefetch_related_objects

from . import linkable

__all__ = ('hide_unviewable', 'prefetch_viewable', 'shown')


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


def hide_unviewable(instances, user):
    """Load the `viewable_relations` of instances that are at hand again, without what `user` may not view."""
    instances = list(instances)
    if not instances:
        return
    for instance in instances:
        for name in instance.viewable_relations:
            instance._state.fields_cache.pop(instance._meta.get_field(name).cache_name, None)
    prefetch_related_objects(instances, *prefetch_viewable(type(instances[0]), user))


def _viewable(model, user):
    queryset = model._default_manager.all()
    return queryset.restrict(user, 'view') if hasattr(queryset, 'restrict') else queryset
