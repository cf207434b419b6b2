"""Related objects are shown only to who may view them (semantics.md §8).

A model names such relations in `viewable_relations`. Loaded through `prefetch_viewable()`, one that the user may not
view is none; `shown()` reads it. What is to be saved is never loaded this way. A `__str__` asks `named()`, because
NetBox's own pages (search, journal, deletion) show names of rows that nobody prefetched.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Count, IntegerField, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from netbox.context import current_request

from . import linkable

__all__ = (
    'count_viewable',
    'current_user',
    'is_viewable',
    'limit_of',
    'may_see',
    'named',
    'naming_all',
    'prefetch_viewable',
    'remember',
    'shown',
    'viewable',
    'viewable_choices',
    'viewable_ids',
    'viewable_way',
)

_HIDDEN = '…'
_names_all = ContextVar('names_all', default=False)


def named(instance, name):
    """The related object's name, or an ellipsis where there is none or the user of this request may not view it."""
    related = viewable(instance, name)
    return _HIDDEN if related is None else str(related)


def viewable(instance, name):
    """The related object, or None where there is none or the user of this request may not view it."""
    related = shown(instance, name)
    return related if related is not None and may_see(related) else None


@contextmanager
def naming_all():
    """Names are given whole in this block: what the change log keeps does not depend on who made the change."""
    token = _names_all.set(True)
    try:
        yield
    finally:
        _names_all.reset(token)


def may_see(instance):
    """True where the user of the current request may view `instance`; outside a request everything is shown.

    Asked once for each object in a request. No query for what `prefetch_viewable()` let through, nor for users whom
    nothing restricts.
    """
    user = current_user()
    if user is None or _names_all.get() or getattr(instance, '_viewable_by', None) == user.pk:
        return True
    known = _known(type(instance))
    if instance.pk not in known:
        known[instance.pk] = bool(viewable_ids(type(instance), [instance.pk], user))
    return known[instance.pk]


def remember(model, answers):
    """Keep which objects of `model` (by id) the user of the current request may view, for `may_see()`."""
    if current_user() is not None:
        _known(model).update(answers)


def viewable_ids(model, ids, user):
    """The ids of those objects of `model` that the user may view, as a set; at most one query.

    Rows of a model without object permissions (content types, say) are all viewable.
    """
    if not hasattr(model.objects, 'restrict'):
        return set(ids)
    allowed = model.objects.restrict(user, 'view')
    if not allowed.query.where:  # nothing restricts this user
        return set(ids)
    if allowed.query.is_empty():
        return set()
    return set(allowed.filter(pk__in=ids).order_by().values_list('pk', flat=True))


def limit_of(model, user):
    """The ids of what the user may view of a model, as a subquery; None where nothing is hidden from them.

    Users, owners and tags are named with their rows everywhere in NetBox.
    """
    if model._meta.label == 'extras.Tag' or model._meta.app_label == 'users' or not hasattr(model.objects, 'restrict'):
        return None
    allowed = model.objects.restrict(user, 'view')
    return allowed.order_by().values('pk') if allowed.query.where else None


def viewable_choices(queryset, user):
    """What of a queryset the user may choose; user None: all."""
    limit = limit_of(queryset.model, user) if user is not None else None
    return queryset if limit is None else queryset.filter(pk__in=limit)


def viewable_way(model, path, user, prefix=''):
    """The condition that every object on a way from `model` over relations may be viewed; user None: no condition.

    Where a relation is empty, nothing is hidden. The ID of a generic object counts as a relation to it. prefix: leads
    to the model from what is filtered.
    """
    condition = Q()
    for name in path.split('__') if user is not None else ():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:  # a lookup
            break
        for generic in _generic_keys(model, name):
            condition &= is_viewable(generic, user, prefix)
        if not field.is_relation or field.related_model is None:
            break
        model = field.related_model
        allowed = limit_of(model, user)
        if allowed is not None:
            condition &= Q(**{f'{prefix}{name}__isnull': True}) | Q(**{f'{prefix}{name}__in': allowed})
        prefix = f'{prefix}{name}__'
    return condition


def is_viewable(generic, user, prefix=''):
    """The condition that the object of a generic foreign key may be viewed; `prefix` leads to the model with it."""
    condition, is_limited = Q(**{f'{prefix}{generic.fk_field}__isnull': True}), False
    for model in linkable.linkable_models():
        allowed = limit_of(model, user)
        is_limited |= allowed is not None
        of_type = Q(**{f'{prefix}{generic.ct_field}': ContentType.objects.get_for_model(model)})
        condition |= of_type if allowed is None else of_type & Q(**{f'{prefix}{generic.fk_field}__in': allowed})
    return condition if is_limited else Q()


def _generic_keys(model, name):
    return [
        field for field in model._meta.private_fields if isinstance(field, GenericForeignKey) and field.fk_field == name
    ]


def current_user():
    """The user of the current request, or None outside a request."""
    return getattr(current_request.get(), 'user', None)


def _known(model):
    request = current_request.get()
    if not hasattr(request, '_slm_viewable'):
        request._slm_viewable = {}
    # A user may change within a request: REST and the login authenticate after it began.
    return request._slm_viewable.setdefault((request.user.pk, model), {})


def shown(instance, name):
    """The related object, or None where there is none or it was hidden by `prefetch_viewable()`."""
    try:
        return getattr(instance, name)
    except ObjectDoesNotExist:
        return None


def prefetch_viewable(model, user, names=None):
    """Prefetches of the `viewable_relations` of `model` (or some of them): what `user` may not view becomes none.

    One query each, and one for each of the `named_relations` of a related object: those that its name consists of.
    """
    lookups = []
    for name in model.viewable_relations if names is None else names:
        field = model._meta.get_field(name)
        if isinstance(field, GenericForeignKey):
            querysets = [_marked(linked, user) for linked in linkable.linkable_models()]
            lookups.append(GenericPrefetch(name, querysets))
        else:
            lookups.append(Prefetch(name, _marked(field.related_model, user)))
    return lookups


def count_viewable(model, user, **match):
    """How many rows of `model` that `user` may view match, for `annotate()`; `match` refers to the row by OuterRef."""
    rows = _viewable(model, user).filter(**match).order_by()
    counted = rows.values(_all=Value(1)).annotate(_count=Count('pk', distinct=True)).values('_count')
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _viewable(model, user):
    queryset = model._default_manager.all()
    return queryset.restrict(user, 'view') if hasattr(queryset, 'restrict') else queryset


def _marked(model, user):
    """What `user` may view, each with the mark that `may_see()` knows."""
    beside = getattr(model, 'named_relations', ())
    marked = _viewable(model, user).annotate(_viewable_by=Value(user.pk, IntegerField()))
    return marked.prefetch_related(*prefetch_viewable(model, user, beside)) if beside else marked
