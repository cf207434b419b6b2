"""Forms of service calendars, their windows and exceptions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    NetBoxModelBulkEditForm,
    NetBoxModelForm,
    NetBoxModelImportForm,
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from utilities.forms import add_blank_choice, get_field_value
from utilities.forms.constants import BOOLEAN_WITH_BLANK_CHOICES
from utilities.forms.fields import (
    ChoiceField,
    CSVModelChoiceField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet, InlineFields
from utilities.forms.widgets import BulkEditNullBooleanSelect, DatePicker, HTMXSelect

from ...analysis.weekly_hours import replace_weekly_hours
from ...choices import WeekdayChoices
from ...hours import holiday_countries, holiday_subdivisions
from ...models import SLA, CalendarException, CalendarWindow, ServiceCalendar
from ..bases import NetBoxModelFilterSetForm, PrimaryModelFilterSetForm
from ..fields import ClockField, EndClockField
from .fields import ImportDefaultsMixin, WeekdayImportField, WeeklyHoursField, optional_time_zone

__all__ = (
    'CalendarExceptionBulkEditForm',
    'CalendarExceptionFilterForm',
    'CalendarExceptionForm',
    'CalendarExceptionImportForm',
    'CalendarWindowBulkEditForm',
    'CalendarWindowFilterForm',
    'CalendarWindowForm',
    'CalendarWindowImportForm',
    'ServiceCalendarBulkEditForm',
    'ServiceCalendarFilterForm',
    'ServiceCalendarForm',
    'ServiceCalendarImportForm',
)


class _WeeklyHoursMixin:
    """Saves the weekly hours together with the calendar; the view's transaction holds both."""

    def save(self, commit=True):
        calendar = super().save(commit)
        if commit and 'weekly_hours' in self.cleaned_data:
            replace_weekly_hours(calendar, self.cleaned_data['weekly_hours'])
        return calendar


class ServiceCalendarForm(_WeeklyHoursMixin, PrimaryModelForm):
    weekly_hours = WeeklyHoursField(widget=forms.Textarea(attrs={'rows': 3, 'class': 'font-monospace'}))
    holiday_country = ChoiceField(
        label=_('Holidays of country'),
        required=False,
        choices=lambda: add_blank_choice(holiday_countries()),
        widget=HTMXSelect(),
        help_text=_('Its public holidays are closed'),
    )
    holiday_subdivision = ChoiceField(
        label=_('Holidays of subdivision'),
        required=False,
        help_text=_('State or province whose own holidays are closed too'),
    )

    fieldsets = (
        FieldSet('name', 'description', 'tags', name=_('Service calendar')),
        FieldSet('time_zone', 'weekly_hours', name=_('Hours')),
        FieldSet('holiday_country', 'holiday_subdivision', name=_('Public holidays')),
    )

    class Meta:
        model = ServiceCalendar
        fields = (
            'name',
            'time_zone',
            'weekly_hours',
            'holiday_country',
            'holiday_subdivision',
            'description',
            'owner',
            'comments',
            'tags',
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault('weekly_hours', list(self.instance.windows.all()))
        country = get_field_value(self, 'holiday_country')
        choices = holiday_subdivisions(country) if country else []
        self.fields['holiday_subdivision'].choices = add_blank_choice(choices)


class ServiceCalendarBulkEditForm(PrimaryModelBulkEditForm):
    time_zone = optional_time_zone()
    holiday_country = ChoiceField(
        label=_('Holidays of country'), required=False, choices=lambda: add_blank_choice(holiday_countries())
    )
    holiday_subdivision = forms.CharField(label=_('Holidays of subdivision'), max_length=10, required=False)

    model = ServiceCalendar
    fieldsets = (FieldSet('time_zone', 'holiday_country', 'holiday_subdivision', 'description'),)
    nullable_fields = ('holiday_country', 'holiday_subdivision', 'description', 'comments')


class ServiceCalendarImportForm(_WeeklyHoursMixin, ImportDefaultsMixin, PrimaryModelImportForm):
    weekly_hours = WeeklyHoursField(
        help_text=_(
            'For example "Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00", in quotes. It replaces the windows of '
            'the calendar; empty: around the clock (24x7).'
        )
    )

    class Meta:
        model = ServiceCalendar
        fields = (
            'name',
            'time_zone',
            'weekly_hours',
            'holiday_country',
            'holiday_subdivision',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ServiceCalendarFilterForm(PrimaryModelFilterSetForm):
    model = ServiceCalendar
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('time_zone', 'holiday_country', 'sla_id', name=_('Service calendar')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    time_zone = forms.CharField(label=_('Time zone'), required=False)
    holiday_country = MultipleChoiceField(label=_('Holidays of country'), choices=holiday_countries, required=False)
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    tag = TagFilterField(model)


class CalendarWindowForm(NetBoxModelForm):
    calendar = DynamicModelChoiceField(
        label=_('Calendar'), queryset=ServiceCalendar.objects.all(), selector=True, quick_add=True
    )
    start_seconds = ClockField(label=_('From'), help_text=_('HH:MM'))
    end_seconds = EndClockField(
        label=_('To'), help_text=_('HH:MM. Not after the start: on the next day. The end of the day is 24:00.')
    )

    fieldsets = (
        FieldSet(
            'calendar',
            'weekday',
            InlineFields('start_seconds', 'end_seconds', label=_('Hours')),
            'tags',
            name=_('Calendar window'),
        ),
    )

    class Meta:
        model = CalendarWindow
        fields = ('calendar', 'weekday', 'start_seconds', 'end_seconds', 'tags')


class CalendarWindowBulkEditForm(NetBoxModelBulkEditForm):
    weekday = forms.TypedChoiceField(
        label=_('Day'), choices=add_blank_choice(WeekdayChoices), coerce=int, empty_value=None, required=False
    )
    start_seconds = ClockField(label=_('From'), required=False, help_text=_('HH:MM'))
    end_seconds = EndClockField(label=_('To'), required=False, help_text=_('HH:MM, up to 24:00'))

    model = CalendarWindow
    fieldsets = (FieldSet('weekday', 'start_seconds', 'end_seconds'),)


class CalendarWindowImportForm(NetBoxModelImportForm):
    """Times as in REST: `start` and `end` as HH:MM, or `start_seconds` and `end_seconds`."""

    calendar = CSVModelChoiceField(
        label=_('Calendar'),
        queryset=ServiceCalendar.objects.all(),
        to_field_name='name',
        help_text=_('Name of the service calendar'),
    )
    weekday = WeekdayImportField(label=_('Day'), help_text=_('Mon or Monday, or its number, 0 for Monday'))
    start = ClockField(label=_('From'), required=False, help_text=_('HH:MM'))
    end = EndClockField(label=_('To'), required=False, help_text=_('HH:MM; the end of the day is 24:00'))
    start_seconds = forms.IntegerField(
        label=_('From (seconds)'), required=False, help_text=_('Seconds since midnight, instead of start')
    )
    end_seconds = forms.IntegerField(
        label=_('To (seconds)'), required=False, help_text=_('Seconds since midnight, instead of end')
    )

    class Meta:
        model = CalendarWindow
        fields = ('calendar', 'weekday', 'start', 'end', 'start_seconds', 'end_seconds', 'tags')

    def clean(self):
        cleaned = super().clean()
        for clock in ('start', 'end'):
            seconds = f'{clock}_seconds'
            if cleaned.get(clock) is None:
                if self._is_missing(clock) and self._is_missing(seconds):
                    self.add_error(clock, _('Give a time of day as HH:MM.'))
                continue
            if cleaned.get(seconds) not in (None, cleaned[clock]):
                self.add_error(
                    clock,
                    _('{clock} is {seconds} seconds after midnight, not {other}: give one of both.').format(
                        clock=self.data[clock], seconds=cleaned[clock], other=cleaned[seconds]
                    ),
                )
            cleaned[seconds] = cleaned[clock]
        return cleaned

    def _is_missing(self, name):
        """Whether a new window has no value here; one that is updated keeps what it has."""
        if self.instance.pk and name not in self.fields:
            return False
        return name not in self.errors and self.cleaned_data.get(name) is None


class CalendarWindowFilterForm(NetBoxModelFilterSetForm):
    model = CalendarWindow
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('calendar_id', 'weekday', name=_('Calendar window')),
    )
    selector_fields = ('filter_id', 'q', 'calendar_id')
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Calendar'), queryset=ServiceCalendar.objects.all(), required=False
    )
    weekday = MultipleChoiceField(label=_('Day'), choices=WeekdayChoices, required=False)
    tag = TagFilterField(model)


class CalendarExceptionForm(NetBoxModelForm):
    calendar = DynamicModelChoiceField(
        label=_('Calendar'), queryset=ServiceCalendar.objects.all(), selector=True, quick_add=True
    )

    fieldsets = (
        FieldSet('calendar', 'name', 'starts_on', 'ends_on', 'yearly', 'hours', 'tags', name=_('Calendar exception')),
    )

    class Meta:
        model = CalendarException
        fields = ('calendar', 'name', 'starts_on', 'ends_on', 'yearly', 'hours', 'tags')
        widgets = {'starts_on': DatePicker(), 'ends_on': DatePicker()}


class CalendarExceptionBulkEditForm(NetBoxModelBulkEditForm):
    calendar = DynamicModelChoiceField(label=_('Calendar'), queryset=ServiceCalendar.objects.all(), required=False)
    yearly = forms.NullBooleanField(label=_('Every year'), widget=BulkEditNullBooleanSelect(), required=False)
    hours = forms.CharField(
        label=_('Hours'), max_length=200, required=False, help_text=_('For example 08:00-12:00, 13:00-17:00')
    )

    model = CalendarException
    fieldsets = (FieldSet('calendar', 'yearly', 'hours'),)
    nullable_fields = ('hours',)


class CalendarExceptionImportForm(NetBoxModelImportForm):
    calendar = CSVModelChoiceField(
        label=_('Calendar'),
        queryset=ServiceCalendar.objects.all(),
        to_field_name='name',
        help_text=_('Name of the service calendar'),
    )

    class Meta:
        model = CalendarException
        fields = ('calendar', 'name', 'starts_on', 'ends_on', 'yearly', 'hours', 'tags')


class CalendarExceptionFilterForm(NetBoxModelFilterSetForm):
    model = CalendarException
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('calendar_id', 'starts_on', 'ends_on', 'yearly', name=_('Calendar exception')),
    )
    selector_fields = ('filter_id', 'q', 'calendar_id')
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Calendar'), queryset=ServiceCalendar.objects.all(), required=False
    )
    starts_on = forms.DateField(label=_('First day'), widget=DatePicker(), required=False)
    ends_on = forms.DateField(label=_('Last day'), widget=DatePicker(), required=False)
    yearly = forms.NullBooleanField(
        label=_('Every year'), widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES), required=False
    )
    tag = TagFilterField(model)
