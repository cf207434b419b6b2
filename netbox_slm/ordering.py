"""The order of a list tells nothing of what the user may not view (semantics.md §8).

A list that is sorted by related objects tells the place of a hidden name among the others. So what a user may not view
sorts as if it were not there: after the rest, by the rows' own IDs, whichever way the list is sorted. Lists of users
from whom nothing is hidden keep the plain order.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, TextField, When

from .visible import limit_of, viewable_way

__all__ = ('in_viewable_order',)


def in_viewable_order(queryset, user):
    """The rows in the order asked for, or else their model's, as far as `user` may know it; no query of its own."""
    query = queryset.query
    if user is None or query.is_sliced or query.combinator or query.extra_order_by:
        return queryset
    asked = query.order_by or (queryset.model._meta.ordering if query.default_ordering else ())
    if not any(limits := [_limited(queryset.model, key, user) for key in asked]):
        return queryset
    keys = []
    for key, limited in zip(asked, limits, strict=True):
        keys += [key] if limited is None else limited
    return queryset.order_by(*keys, 'pk')


def _limited(model, key, user):
    """What takes the place of a key: expressions that are null for what is hidden. None where the key may stay."""
    path, is_descending = _named(key)
    if path is None:
        return None
    limited, is_limited = [], False
    for leaf, descending in _leaves(model, path, is_descending):
        way, value, fields = viewable_way(model, leaf, user), F(leaf), _fields(model, leaf)
        if fields and fields[-1].name == 'sort_path':
            value = _place(fields[-1].model, leaf, user) or value
        is_limited |= bool(way) or not isinstance(value, F)
        value = Case(When(way, then=value)) if way else value
        limited.append(OrderBy(value, descending=descending, nulls_last=True if way else None))
    return limited if is_limited else None


def _named(key):
    """(path of fields, whether descending) of a key; (None, False) of an expression over the row's own fields."""
    if isinstance(key, str):
        return (None, False) if key == '?' else (key.lstrip('-+'), key.startswith('-'))
    if isinstance(key, OrderBy) and isinstance(key.expression, F):
        return key.expression.name, key.descending
    return (key.name, False) if isinstance(key, F) else (None, False)


def _leaves(model, path, is_descending):
    """The fields that rows are sorted by, as (path, whether descending): a relation stands for its model's order."""
    fields = _fields(model, path)
    last = fields[-1] if fields and len(fields) == len(path.split('__')) else None
    if last is None or not last.is_relation or last.related_model is None:
        return [(path, is_descending)]
    if path.split('__')[-1] == getattr(last, 'attname', None):
        return [(path, is_descending)]
    found = []
    for key in last.related_model._meta.ordering:
        name, descending = _named(key)
        if name is not None and name != path.split('__')[-1]:
            found += _leaves(model, f'{path}__{name}', is_descending != descending)
    return found or [(f'{path}__pk', is_descending)]


def _fields(model, path):
    """The fields on a path, up to what is none: an annotation, a lookup, `pk`."""
    fields = []
    for name in path.split('__'):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            break
        fields.append(field)
        model = field.related_model
        if model is None:
            break
    return fields


def _place(model, path, user):
    """Where a row of a tree stands: by its own name where the names above it are hidden. None where none is."""
    allowed = limit_of(model, user)
    if allowed is None:
        return None
    start = path.removesuffix('sort_path')
    above = model._default_manager.filter(path__ancestor_or_equal=OuterRef(f'{start}path'))
    own_name = When(Q(Exists(above.exclude(pk__in=allowed))), then=F(f'{start}name'))
    return Case(own_name, default=F(path), output_field=TextField())
