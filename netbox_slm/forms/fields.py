"""Form fields for what people write: durations, times of day, limits by priority, objects by name."""

from decimal import Decimal, InvalidOperation

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
from ..hours import format_clock, format_duration_short, parse_clock, parse_duration, parse_end_clock

__all__ = (
    'ClockField',
    'DurationField',
    'EndClockField',
    'LinkableObjectChoiceField',
    'LinkableObjectFormMixin',
    'LinkedObjectImportMixin',
    'LinkedObjectsImportMixin',
    'PriorityLimitsField',
    'ValueDurationField',
    'linkable_content_types',
    'linkable_type_choices',
    'viewable',
)


def linkable_content_types():
    """Content types of the objects that can be linked to a service or be affected by an incident."""
    models = linkable.linkable_models()
    ids = [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]
    return ContentType.objects.filter(pk__in=ids).order_by('app_label', 'model')


def linkable_type_choices():
    """Choices of a filter by type: 'dcim.device' and how it is called."""
    return [(model._meta.label_lower, capfirst(model._meta.verbose_name)) for model in linkable.linkable_models()]


def viewable(model):
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
    """A form with the field `object`: what the model says of `object_type` and `object_id` is said at that field.

    `linked_names`: the fields that are such objects.
    """

    linked_names = ('object',)

    def _update_errors(self, errors):
        for linked in self.linked_names:
            for name in (f'{linked}_type', f'{linked}_id'):
                found = getattr(errors, 'error_dict', {}).pop(name, None)
                if found:
                    errors.error_dict.setdefault(linked, []).extend(found)
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


class ValueDurationField(DurationField):
    """As `DurationField`, of a decimal number of seconds."""

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            value = int(value) if value == int(value) else f'{value.normalize():f}'
        return super().prepare_value(value)

    def to_python(self, value):
        try:
            seconds = Decimal(str(value).strip())
        except InvalidOperation:
            seconds = super().to_python(value)
            return None if seconds is None else Decimal(seconds)
        if not seconds.is_finite():
            raise ValidationError(_('{value} is no duration: give seconds, or text such as 4h.').format(value=value))
        return seconds


class ClockField(_ParsedField):
    """Seconds since midnight, written as HH:MM up to 24:00."""

    parse = staticmethod(parse_clock)
    show = staticmethod(format_clock)


class EndClockField(ClockField):
    """The end of a window: 00:00 is 24:00."""

    parse = staticmethod(parse_end_clock)


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


class LinkedObjectsImportMixin(forms.Form):
    """Import columns that name linkable objects. `linked_names`: for each, the form has the fields `<name>_type`,
    `<name>_name` and `<name>_id`, and the model a generic foreign key of that name.

    The name has the parts of the type's natural key, separated by ':' (an interface: 'SW-1:Gi1/0/1'), read from the
    left, so that only the last part may itself hold a ':'.
    """

    linked_names = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.linked_names:
            self.fields[f'{name}_type'].queryset = linkable_content_types()

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in self.linked_names:
            self._clean_linked(name, cleaned)
        return cleaned

    def _clean_linked(self, name, cleaned):
        content_type, key = cleaned.get(f'{name}_type'), f'{name}_id'
        if not content_type:
            return
        if cleaned.get(f'{name}_name'):
            cleaned[key] = self._find(name, content_type, cleaned[f'{name}_name']).pk
        elif cleaned.get(key):
            self._check_id(name, content_type, cleaned[key])
        elif not self.instance.pk:
            raise ValidationError({f'{name}_name': _('Give the name or the ID of the object.')})
        if cleaned.get(key):
            setattr(self.instance, f'{name}_type', content_type)
            setattr(self.instance, key, cleaned[key])

    def _check_id(self, field, content_type, object_id):
        model = content_type.model_class()
        if not viewable(model).filter(pk=object_id).exists():
            raise ValidationError(
                {
                    f'{field}_id': _('There is no {type} with the ID {id}.').format(
                        type=model._meta.verbose_name, id=object_id
                    )
                }
            )

    def _find(self, field, content_type, name):
        model = content_type.model_class()
        key = linkable.get(f'{content_type.app_label}.{content_type.model}').natural_key
        parts = name.split(':', len(key) - 1) if len(key) > 1 else [name]
        if len(parts) != len(key):
            raise ValidationError(
                {
                    f'{field}_name': _('{name} does not name one {type}: write {pattern}.').format(
                        name=name, type=model._meta.verbose_name, pattern=':'.join(key)
                    )
                }
            )
        try:
            return viewable(model).get(**dict(zip(key, (part.strip() for part in parts), strict=True)))
        except model.DoesNotExist as error:
            raise ValidationError(
                {f'{field}_name': _('There is no {type} {name}.').format(type=model._meta.verbose_name, name=name)}
            ) from error
        except model.MultipleObjectsReturned as error:
            raise ValidationError(
                {
                    f'{field}_name': _('There are several {type} called {name}: give the object ID instead.').format(
                        type=model._meta.verbose_name_plural, name=name
                    )
                }
            ) from error


class LinkedObjectImportMixin(LinkedObjectsImportMixin):
    """Import columns that name one linkable object: `object_type`, and `object_name` or `object_id`."""

    linked_names = ('object',)

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
