"""Serializer fields that several domains share, and what keeps names from those who may not see them.

NetBox's nested and generic briefs show what a user may not view (semantics.md §8). Here one query per model and
response settles that for all rows of a list at once.
"""

from django.db.models import Manager
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import SerializedPKRelatedField
from netbox.api.gfk_fields import GFKSerializerField

from ..hours import parse_duration
from ..visible import remember, shown, viewable_ids

__all__ = (
    'DurationSecondsField',
    'RestrictedGFKSerializerField',
    'RestrictedManyField',
    'RestrictedRelationsMixin',
    'may_view',
    'rows_of',
)


def may_view(field, obj):
    """True where the requesting user may view `obj`, a value of this serializer or field.

    Without a request (event rules, jobs) everything is shown, as NetBox does. The answer is looked up once for all
    values which the whole response has at this place, and kept for that response only.
    """
    request = field.context.get('request')
    if request is None:
        return True
    root = field.root
    if not hasattr(root, '_viewable'):
        root._viewable = {}
    known = root._viewable.setdefault(type(obj), {})
    if obj.pk not in known:
        ids = {peer.pk for peer in _values_at(field) if type(peer) is type(obj)} - known.keys() | {obj.pk}
        allowed = viewable_ids(type(obj), ids, request.user)
        answers = {pk: pk in allowed for pk in ids}
        known.update(answers)
        remember(type(obj), answers)
    return known[obj.pk]


def _values_at(field):
    """Every value that the response has at the place of this field, through nested lists."""
    steps = []
    while field.parent is not None:
        if field.field_name:  # a list's child has none
            steps.append(field.source)
        field = field.parent
    values = _many(field.instance)
    for step in reversed(steps):
        for name in [] if step == '*' else step.split('.'):
            values = [found for value in values for found in _many(getattr(value, name, None))]
    return values


def _many(value):
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    if isinstance(value, (list, tuple)) or hasattr(value, '_iterable_class'):  # a page or a queryset
        return list(value)
    return [value]


def rows_of(serializer):
    """All rows of the response that a serializer represents, so that what they need is looked up once."""
    return _many(serializer.parent.instance if serializer.parent is not None else serializer.instance)


class RestrictedGFKSerializerField(GFKSerializerField):
    """A generic object's brief representation where the user may view that object, else null. Read only.

    Name the generic foreign key itself as the field, so that NetBox prefetches it.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault('read_only', True)
        super().__init__(allow_missing_serializer=True, **kwargs)

    def to_representation(self, instance, **kwargs):
        return super().to_representation(instance, **kwargs) if may_view(self, instance) else None


class RestrictedRelationsMixin:
    """Serializer of a model with `viewable_relations`: those that the user may not view are null. List it first.

    Where such a relation is a generic object, its id field is null too. `display` does not name what is hidden; the
    view set prefetches what it names: `field_prefetches = {('display',): (…)}`. `Meta.display_relations`: the relations
    that `display` names, where that is not all of them.
    """

    def to_representation(self, instance):
        if 'display' in self.fields:  # asked for the whole list at once, before each row asks for its name
            for name in getattr(self.Meta, 'display_relations', instance.viewable_relations):
                self._shows(instance, name)
        data = super().to_representation(instance)
        for name in instance.viewable_relations:
            places = {name, getattr(instance._meta.get_field(name), 'fk_field', name)} & data.keys()
            if places and not self._shows(instance, name):
                data.update(dict.fromkeys(places))
        return data

    def _shows(self, instance, name):
        related = shown(instance, name)
        return related is None or may_view(self.fields.get(name) or _Place(self, name), related)


class RestrictedManyField(serializers.ManyRelatedField):
    """A relation to many: written as ids, read as briefs. What the user may not view is left out and cannot be chosen.

    Where the list is replaced, what is hidden stays: who could not see it could not have meant to take it out.
    serializer: class of the briefs. queryset: what can be chosen; without it the field is read only.
    """

    default_error_messages = {'does_not_exist': _('Invalid pk "{pk_value}" - object does not exist.')}

    def __init__(self, serializer=None, queryset=None, **kwargs):
        if queryset is None:
            kwargs['read_only'] = True
            child = SerializedPKRelatedField(serializer=serializer, nested=True, read_only=True)
        else:
            child = SerializedPKRelatedField(serializer=serializer, nested=True, queryset=queryset)
        super().__init__(child_relation=child, **kwargs)

    def get_attribute(self, instance):
        return [obj for obj in super().get_attribute(instance) if may_view(self, obj)]

    def to_internal_value(self, data):
        chosen = super().to_internal_value(data)
        request = self.context.get('request')
        if request is None:
            return chosen
        present = self._present()
        model = self.child_relation.get_queryset().model
        allowed = viewable_ids(model, {obj.pk for obj in (*chosen, *present)}, request.user)
        for obj in chosen:
            if obj.pk not in allowed:
                self.fail('does_not_exist', pk_value=obj.pk)
        return chosen + [obj for obj in present if obj.pk not in allowed]

    def _present(self):
        """What the object that is updated has now."""
        instance = getattr(self.parent, 'instance', None)
        return list(getattr(instance, self.source).all()) if getattr(instance, 'pk', None) else []


class _Place:
    """Where a field would stand that this response leaves out."""

    def __init__(self, parent, name):
        self.parent, self.field_name, self.source = parent, name, name
        self.context, self.root = parent.context, parent.root


@extend_schema_field(OpenApiTypes.INT64)
class DurationSecondsField(serializers.Field):
    """A duration in whole seconds; writing takes text such as '1h 30m' too. Refuses what is negative or no duration."""

    default_error_messages = {
        'negative': _('{value} is negative: give a duration of 0 seconds or more.'),
        'invalid': _('{value} is no duration: give whole seconds, or text such as 1h 30m.'),
    }

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, (int, str)):
            self.fail('invalid', value=data)
        if isinstance(data, int):
            if data < 0:
                self.fail('negative', value=data)
            return data
        try:
            return parse_duration(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_representation(self, value):
        return value
