"""Objects of NetBox as a question names them: by id or natural key, resolved for whoever asks (semantics.md §8)."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, FieldError, MultipleObjectsReturned, ObjectDoesNotExist
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from utilities.query import dict_to_filter_params

from ... import linkable
from ...analysis.columns import AnyOf
from ...choices import EffectChoices
from ...graph import Ref
from ...visible import viewable_way

__all__ = ('NamedObjectSerializer', 'resolve')

_LARGEST = 2**63 - 1
_EFFECTS = tuple(
    (value, label)
    for value, label in EffectChoices
    if value in (EffectChoices.EFFECT_DEGRADED, EffectChoices.EFFECT_DOWN)
)
_SECRETS = frozenset({'password', 'plaintext', 'hmac_digest', 'key', 'secret'})


class NamedObjectSerializer(serializers.Serializer):
    """An object of NetBox: by `id`, or by a natural key: `key` as imports write it ('SW-1', 'Berlin:Rack 4'), or as
    attributes ({"name": "SW-1", "site": {"slug": "berlin"}}).
    """

    type = serializers.CharField(help_text=_('Type of the object, such as dcim.device'))
    id = serializers.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    key = serializers.JSONField(required=False, help_text=_('A natural key instead of the id: text or attributes'))
    effect = serializers.ChoiceField(
        choices=_EFFECTS, required=False, help_text=_('What happens to it; as the whole question says by default')
    )

    def validate_type(self, value):
        label = value.strip().lower()
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError) as error:
            raise serializers.ValidationError(
                _('{value} is no type of object: give one such as dcim.device.').format(value=value)
            ) from error
        if not hasattr(model.objects, 'restrict'):
            raise serializers.ValidationError(
                _('Objects of the type {value} cannot fail: give one such as dcim.device.').format(value=value)
            )
        return label

    def validate(self, attrs):
        if ('id' in attrs) == ('key' in attrs):
            raise serializers.ValidationError({'id': _('Name the object by its id or by its key, one of both.')})
        return attrs


def resolve(named, user):
    """The refs of validated objects, in their order; ids of one type at once.

    Raises ValidationError with one entry per object, as a list of serializers does.
    """
    ids = defaultdict(set)
    for each in named:
        if 'id' in each:
            ids[each['type']].add(each['id'])
    viewable = {label: _viewable(apps.get_model(label), found, user) for label, found in ids.items()}
    refs, errors = [], []
    for each in named:
        try:
            refs.append(Ref(each['type'], _id_of(each, viewable, user)))
            errors.append({})
        except serializers.ValidationError as error:
            errors.append(error.detail)
    if any(errors):
        raise serializers.ValidationError(errors)
    return refs


def _viewable(model, ids, user):
    return set(model.objects.restrict(user, 'view').filter(AnyOf('pk', sorted(ids))).values_list('pk', flat=True))


def _id_of(each, viewable, user):
    label = each['type']
    if 'key' in each:
        return _by_key(label, each['key'], user)
    if each['id'] not in viewable[label]:
        name = apps.get_model(label)._meta.verbose_name
        raise serializers.ValidationError(
            {'id': [_gettext('There is no {type} with the id {id} that you may see.').format(type=name, id=each['id'])]}
        )
    return each['id']


def _by_key(label, key, user):
    model = apps.get_model(label)
    params = _params(model, _attributes_of(label, key))
    name = model._meta.verbose_name
    # Else a key over a relation would tell what an object that is hidden is called
    ways = [viewable_way(model, each, user) for each in params]
    try:
        return model.objects.restrict(user, 'view').filter(*ways).get(**params).pk
    except ObjectDoesNotExist as error:
        text = _gettext('There is no {type} with the key {key} that you may see.').format(type=name, key=key)
        raise _no_key(text) from error
    except MultipleObjectsReturned as error:
        text = _gettext('{key} names several objects of the type {type}: give more attributes, or the id.')
        raise _no_key(text.format(type=name, key=key)) from error
    except DjangoValidationError as error:
        raise _no_key(*error.messages) from error
    except (FieldError, ValueError, TypeError, OverflowError) as error:
        raise _no_key(str(error)) from error


def _no_key(*messages):
    return serializers.ValidationError({'key': list(messages)})


def _attributes_of(label, key):
    """The look-ups of a natural key: attributes as they are, text as imports write it, in parts separated by ':'."""
    if isinstance(key, dict):
        return key
    if not isinstance(key, str | int) or isinstance(key, bool):
        raise _no_key(_gettext('Give a key as text, or as attributes: {"name": "SW-1"}.'))
    try:
        names = linkable.get(label).natural_key
    except KeyError:
        names = ('name',)
    parts = str(key).split(':', len(names) - 1)
    if len(parts) != len(names):
        raise _no_key(_gettext('{key} is no key: write {form}.').format(key=key, form=':'.join(names)))
    return dict(zip(names, parts, strict=True))


def _params(model, attributes):
    """Attributes as look-ups; only of fields, not of parts or patterns of them. Raises ValidationError."""
    params = dict_to_filter_params(attributes)
    if not params:
        raise _no_key(_gettext('Give at least one attribute of the object.'))
    for name, value in params.items():
        if not _is_field(model, name):
            raise _no_key(
                _gettext('{name} is no attribute of a {type}.').format(name=name, type=model._meta.verbose_name)
            )
        if isinstance(value, list) or (isinstance(value, str) and '\x00' in value):
            raise _no_key(_gettext('{name} is no text and no number.').format(name=name))
    return params


def _is_field(model, path):
    for name in path.split('__'):
        if model is None or name in _SECRETS:
            return False
        if name != 'pk':
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                return False
            model = field.related_model if field.is_relation else None
        else:
            model = None
    return True
