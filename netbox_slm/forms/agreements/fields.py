"""Form fields of agreements: weekly hours, days, and objects by their natural keys in imports."""

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import ManyToManyField
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneFormField

from netbox.context import current_request
from utilities.forms import add_blank_choice
from utilities.forms.fields import CSVModelChoiceField, CSVModelMultipleChoiceField

from ...choices import WeekdayChoices
from ...hours import format_week, parse_week, parse_weekday
from ...models import ServiceLevelTarget

__all__ = (
    'CSVNamedChoiceField',
    'CSVNamedMultipleChoiceField',
    'ImportDefaultsMixin',
    'KeepHiddenMixin',
    'TargetImportField',
    'WeekdayImportField',
    'WeeklyHoursField',
    'optional_time_zone',
)


def optional_time_zone(**kwargs):
    """A choice of time zones with a blank one."""
    return TimeZoneFormField(
        label=_('Time zone'), choices=add_blank_choice(TimeZoneFormField().choices), required=False, **kwargs
    )


class WeeklyHoursField(forms.CharField):
    """Weekly windows, written as 'Mon-Fri 08:00-18:00; Sat 09:00-12:00'; cleaned to [WeekWindow, …], none for 24x7."""

    def __init__(self, **kwargs):
        kwargs.setdefault('label', _('Weekly hours'))
        kwargs.setdefault('required', False)
        kwargs.setdefault(
            'help_text',
            _(
                'For example Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00. An end that is not after its start is '
                'on the next day; the end of the day is 24:00. Empty: around the clock (24x7).'
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, list):
            return value
        try:
            return parse_week(super().to_python(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value):
        return format_week(value, localized=True) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class ImportDefaultsMixin:
    """Import form in which the column of a field with a default may be absent or empty: then the default holds."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self._defaulted():
            self.fields[field.name].required = False

    def _defaulted(self):
        fields = self._meta.model._meta.concrete_fields
        return [field for field in fields if field.name in self.fields and field.has_default() and not field.blank]

    def clean(self):
        cleaned = super().clean()
        for field in self._defaulted():
            if field.name not in self.errors and cleaned.get(field.name) in self.fields[field.name].empty_values:
                cleaned[field.name] = field.get_default()
        return cleaned


class KeepHiddenMixin:
    """Edit form that keeps related objects which its user may not view, and so could not have meant to take out."""

    def clean(self):
        super().clean()
        request = current_request.get()
        if self.instance.pk and request:
            for name, field in self.fields.items():
                if name not in self.errors and isinstance(field, forms.ModelChoiceField):
                    self._keep_hidden(name, request.user)
        return self.cleaned_data

    def _keep_hidden(self, name, user):
        try:
            relation = self._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            return
        if relation.is_relation and hasattr(relation.related_model.objects, 'restrict'):
            viewable = relation.related_model.objects.restrict(user, 'view')
            if type(relation) is ManyToManyField:
                hidden = getattr(self.instance, name).exclude(pk__in=viewable.values('pk'))
                kept = [obj.pk for obj in (*self.cleaned_data[name], *hidden)]
                self.cleaned_data[name] = relation.related_model.objects.filter(pk__in=kept)
            elif self.cleaned_data.get(name) is None:
                present = getattr(self.instance, name)
                if present is not None and not viewable.filter(pk=present.pk).exists():
                    self.cleaned_data[name] = present


class WeekdayImportField(forms.Field):
    """A day of the week by its name or its number, 0 for Monday."""

    STATIC_CHOICES = True
    choices = WeekdayChoices

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_weekday(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class _NamedMixin:
    """Finds objects by name; where several have it, by `full_key` ('tenant__name', 'name') as 'ACME:Payroll'.

    `preferred`: look-ups that decide between several of one name, for example the customer of the row. A heading such
    as `services.reference` looks up that field instead, as NetBox does.
    """

    def __init__(self, *args, full_key, **kwargs):
        self.full_key = full_key
        self.preferred = {}
        kwargs.setdefault('to_field_name', 'name')
        super().__init__(*args, **kwargs)

    def find(self, name):
        """The one object of this name. Raises ValidationError where there is none, or several."""
        found = list(self.queryset.filter(name=name))
        if len(found) > 1 and self.preferred:
            found = list(self.queryset.filter(name=name, **self.preferred)) or found
        if len(found) == 1:
            return found[0]
        if obj := self._find_by_full_key(name):
            return obj
        model = self.queryset.model._meta
        if found:
            raise ValidationError(
                _('There are several {type} called {name}: write {pattern}, or use their references.').format(
                    type=model.verbose_name_plural, name=name, pattern=self.pattern.format(name=name)
                )
            )
        raise ValidationError(_('There is no {type} called {name}.').format(type=model.verbose_name, name=name))

    @property
    def pattern(self):
        """How a full key is written, with a place for the {name}."""
        other = next(part for part in self.full_key if part != 'name').partition('__')[0]
        word = str(self.queryset.model._meta.get_field(other).verbose_name)
        return ':'.join('{name}' if part == 'name' else f'<{word}>' for part in self.full_key)

    def _find_by_full_key(self, text):
        left, right = self.full_key
        for at, character in enumerate(text):
            parts = {left: text[:at].strip(), right: text[at + 1 :].strip()}
            if character != ':' or ('version' in parts and not parts['version'].isdecimal()):
                continue
            if obj := self.queryset.filter(**parts).first():
                return obj
        return None


class CSVNamedChoiceField(_NamedMixin, CSVModelChoiceField):
    """One object in an import."""

    def to_python(self, value):
        if value in self.empty_values or self.to_field_name != 'name':
            return super().to_python(value)
        return self.find(str(value).strip())


class TargetImportField(CSVNamedChoiceField):
    """A target in an import: by name, as 'SLA:target' or 'SLA:version:target', or below target.id by its ID."""

    def __init__(self, **kwargs):
        kwargs.setdefault('label', _('Target'))
        kwargs.setdefault(
            'help_text',
            _('Name of the target, as in SLA:target or SLA:version:target where there are several; or its target.id'),
        )
        super().__init__(queryset=ServiceLevelTarget.objects.all(), full_key=('sla__name', 'name'), **kwargs)

    @property
    def pattern(self):
        return _('SLA:{name} or SLA:version:{name}')

    def _find_by_full_key(self, text):
        found = []
        for at, character in enumerate(text):
            if character != ':':
                continue
            sla, name = text[:at].strip(), text[at + 1 :].strip()
            targets = self.queryset.filter(name=name)
            found += targets.filter(sla__name=sla)
            sla, _colon, version = sla.rpartition(':')
            if version.strip().isdecimal():
                found += targets.filter(sla__name=sla.strip(), sla__version=int(version))
        if len(found) > 1:
            raise ValidationError(
                _('There are several versions of this agreement: write SLA:version:target instead of {text}.').format(
                    text=text
                )
            )
        return found[0] if found else None


class CSVNamedMultipleChoiceField(_NamedMixin, CSVModelMultipleChoiceField):
    """Objects in an import, separated by commas."""

    def clean(self, value):
        names = value if isinstance(value, list) else (value or '').split(',')
        names = [str(name).strip() for name in names if str(name).strip()]
        if self.to_field_name != 'name':
            return super().clean(names)
        if self.required and not names:
            raise ValidationError(self.error_messages['required'], code='required')
        return self.queryset.filter(pk__in=[self.find(name).pk for name in names])
