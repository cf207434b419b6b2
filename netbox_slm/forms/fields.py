"""Form fields for what people write: durations, times of day, limits by priority, objects by name."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from netbox.context import current_request
from utilities.forms import GenericObjectFormMixin
from utilities.forms.fields import CSVContentTypeField, GenericObjectChoiceField

from .. import linkable
from ..choices import PriorityChoices
from ..hours import format_clock, format_duration_short, parse_clock, parse_duration

__all__ = (
    'ClockField',
    'DurationField',
    'LinkableObjectChoiceField',
    'LinkableObjectFormMixin',
    'LinkedObjectImportMixin',
    'PriorityLimitsField',
    'linkable_content_types',
    'linkable_type_choices',
)


def linkable_content_types():
    """Content types of the objects that can be linked to a service or be affected by an incident."""
    models = linkable.linkable_models()
    ids = [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]
    return ContentType.objects.filter(pk__in=ids).order_by('app_label', 'model')


def linkable_type_choices():
    """Choices of a filter by type: 'dcim.device' and how it is called."""
    return [(model._meta.label_lower, capfirst(model._meta.verbose_name)) for model in linkable.linkable_models()]


def _viewable(model):
    """Objects of a model that the user of the current request may view; all of them outside a request."""
    request = current_request.get()
    queryset = model._default_manager.all()
    return queryset.restrict(request.user, 'view') if request and hasattr(queryset, 'restrict') else queryset


class LinkableObjectChoiceField(GenericObjectChoiceField):
    """Any object of the linkable types; which those are is looked up when a form is built, not at import."""

    def __init__(self, **kwargs):
        kwargs.setdefault('selector', True)
        super().__init__(content_type_queryset=ContentType.objects.none(), **kwargs)

    def prepare(self, form, field_name):
        self.content_type_queryset = linkable_content_types()
        self.content_type_field.queryset = self.content_type_queryset
        self._content_type_cache = {}
        super().prepare(form, field_name)


class LinkableObjectFormMixin(GenericObjectFormMixin):
    """A form with the field `object`: what the model says of `object_type` and `object_id` is said at that field."""

    def _update_errors(self, errors):
        for name in ('object_type', 'object_id'):
            found = getattr(errors, 'error_dict', {}).pop(name, None)
            if found:
                errors.error_dict.setdefault('object', []).extend(found)
        super()._update_errors(errors)


class _ParsedField(forms.CharField):
    """Text that `parse` turns into an int, and `show` back."""

    parse = show = None

    def to_python(self, value):
        if isinstance(value, int) and not isinstance(value, bool):
            value = self.show(value)
        value = super().to_python(value)
        if value in self.empty_values:
            return None
        try:
            return self.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value):
        return self.show(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class DurationField(_ParsedField):
    """Seconds, written as '1h 30m', '2d', '1:30' (hours:minutes) or '90' (seconds)."""

    parse = staticmethod(parse_duration)
    show = staticmethod(format_duration_short)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('help_text', _('For example 30m, 4h or 2d 12h'))
        super().__init__(*args, **kwargs)


class ClockField(_ParsedField):
    """Seconds since midnight, written as HH:MM up to 24:00."""

    parse = staticmethod(parse_clock)
    show = staticmethod(format_clock)


class PriorityLimitsField(forms.CharField):
    """Limits by priority {'critical': 3600, …}, written as 'critical=1h, high=4h'."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('required', False)
        kwargs.setdefault('help_text', _('For example critical=1h, high=4h, medium=8h'))
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if isinstance(value, dict):
            return value
        limits = {}
        for part in filter(None, (part.strip() for part in super().to_python(value).split(','))):
            priority, equals, text = (piece.strip() for piece in part.partition('='))
            if not equals or priority not in PriorityChoices.values():
                raise ValidationError(
                    _('{part} is no limit: write priority=time, with one of {known}.').format(
                        part=part, known=', '.join(PriorityChoices.values())
                    )
                )
            try:
                limits[priority] = parse_duration(text)
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return limits

    def prepare_value(self, value):
        if isinstance(value, dict):
            return ', '.join(f'{priority}={format_duration_short(seconds)}' for priority, seconds in value.items())
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial or {}), data)


class LinkedObjectImportMixin(forms.Form):
    """Import columns that name any linkable object: `object_type`, and `object` (its name) or `object_id`.

    The name has the parts of the type's natural key, separated by ':' (an interface: 'SW-1:Gi1/0/1'), read from the
    left, so that only the last part may itself hold a ':'.
    """

    object_type = CSVContentTypeField(
        queryset=ContentType.objects.all(),
        label=_('object type'),
        help_text=_('Type of the object, for example dcim.device'),
    )
    object_id = forms.IntegerField(required=False, label=_('object ID'))
    object_name = forms.CharField(
        required=False,
        label=_('object'),
        help_text=_("Name of the object, instead of its ID; of a part: 'device:part'"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields['object_type'].queryset = linkable_content_types()

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        content_type, name = cleaned.get('object_type'), cleaned.get('object_name')
        if not content_type:
            return cleaned
        if name:
            cleaned['object_id'] = self._find(content_type, name).pk
        elif cleaned.get('object_id'):
            self._check_id(content_type, cleaned['object_id'])
        elif not cleaned.get('object_id') and not self.instance.pk:
            raise ValidationError({'object_name': _('Give the name or the ID of the object.')})
        if cleaned.get('object_id'):
            self.instance.object_type, self.instance.object_id = content_type, cleaned['object_id']
        return cleaned

    def _check_id(self, content_type, object_id):
        model = content_type.model_class()
        if not _viewable(model).filter(pk=object_id).exists():
            raise ValidationError(
                {
                    'object_id': _('There is no {type} with the ID {id}.').format(
                        type=model._meta.verbose_name, id=object_id
                    )
                }
            )

    def _find(self, content_type, name):
        model = content_type.model_class()
        key = linkable.get(f'{content_type.app_label}.{content_type.model}').natural_key
        parts = name.split(':', len(key) - 1) if len(key) > 1 else [name]
        if len(parts) != len(key):
            raise ValidationError(
                {
                    'object_name': _('{name} does not name one {type}: write {pattern}.').format(
                        name=name, type=model._meta.verbose_name, pattern=':'.join(key)
                    )
                }
            )
        try:
            return _viewable(model).get(**dict(zip(key, (part.strip() for part in parts), strict=True)))
        except model.DoesNotExist as error:
            raise ValidationError(
                {'object_name': _('There is no {type} {name}.').format(type=model._meta.verbose_name, name=name)}
            ) from error
        except model.MultipleObjectsReturned as error:
            raise ValidationError(
                {
                    'object_name': _('There are several {type} called {name}: give the object ID instead.').format(
                        type=model._meta.verbose_name_plural, name=name
                    )
                }
            ) from error
