"""REST representations of service calendars, their windows and exceptions."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from timezone_field.rest_framework import TimeZoneSerializerField

from netbox.api.fields import ChoiceField
from netbox.api.serializers import NetBoxModelSerializer, PrimaryModelSerializer

from ....analysis.weekly_hours import replace_weekly_hours
from ....choices import WeekdayChoices
from ....hours import format_week, parse_clock, parse_end_clock, parse_week
from ....models import CalendarException, CalendarWindow, ServiceCalendar
from ...fields import RestrictedManyField, RestrictedRelationsMixin

__all__ = ('CalendarExceptionSerializer', 'CalendarWindowSerializer', 'ServiceCalendarSerializer')


class ClockSerializerField(serializers.CharField):
    """A time of day as 'HH:MM', up to 24:00."""

    parse = staticmethod(parse_clock)

    def to_internal_value(self, data):
        try:
            return self.parse(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error


class EndClockSerializerField(ClockSerializerField):
    """The end of a window: 00:00 is 24:00."""

    parse = staticmethod(parse_end_clock)


class WeeklyHoursField(serializers.CharField):
    """The windows of a calendar as text, 'Mon-Fri 08:00-18:00; Sat 09:00-12:00'; '' for 24x7. Writing replaces them."""

    def __init__(self, **kwargs):
        kwargs.setdefault('required', False)
        kwargs.setdefault('allow_blank', True)
        super().__init__(**kwargs)

    def get_attribute(self, instance):
        return instance.weekly_hours

    def to_internal_value(self, data):
        try:
            return parse_week(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_representation(self, value):
        return value if isinstance(value, str) else format_week(value)


class NestedServiceCalendarSerializer(PrimaryModelSerializer):
    """The brief of a calendar inside its own windows and exceptions."""

    class Meta:
        model = ServiceCalendar
        fields = ('id', 'url', 'display_url', 'display', 'name', 'description')
        brief_fields = ('id', 'url', 'display', 'name', 'description')


class CalendarWindowSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """A window's times can be written as seconds since midnight or as HH:MM; both are read."""

    calendar = NestedServiceCalendarSerializer(nested=True)
    weekday = ChoiceField(choices=WeekdayChoices)
    start_seconds = serializers.IntegerField(required=False)
    end_seconds = serializers.IntegerField(required=False)
    start = ClockSerializerField(required=False, help_text=_('HH:MM, instead of start_seconds'))
    end = EndClockSerializerField(required=False, help_text=_('HH:MM up to 24:00, instead of end_seconds'))

    class Meta:
        model = CalendarWindow
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'calendar',
            'weekday',
            'start_seconds',
            'end_seconds',
            'start',
            'end',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'weekday', 'start_seconds', 'end_seconds', 'start', 'end')
        display_relations = ()

    def to_internal_value(self, data):
        values = super().to_internal_value(data)
        if self.nested:
            return values
        for clock in ('start', 'end'):
            if clock not in values:
                continue
            seconds = values.pop(clock)
            if values.setdefault(f'{clock}_seconds', seconds) != seconds:
                raise serializers.ValidationError(
                    {
                        clock: _('{clock} is {seconds} seconds after midnight, not {other}: give one of both.').format(
                            clock=data[clock], seconds=seconds, other=values[f'{clock}_seconds']
                        )
                    }
                )
        return values


class CalendarExceptionSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """Dates on which a calendar is closed or has other hours."""

    calendar = NestedServiceCalendarSerializer(nested=True)

    class Meta:
        model = CalendarException
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'calendar',
            'name',
            'starts_on',
            'ends_on',
            'yearly',
            'hours',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'starts_on', 'ends_on', 'yearly', 'hours')
        display_relations = ()


class ServiceCalendarSerializer(PrimaryModelSerializer):
    """Service hours. Writing `weekly_hours` replaces the windows."""

    time_zone = TimeZoneSerializerField(required=False)
    weekly_hours = WeeklyHoursField()
    windows = CalendarWindowSerializer(nested=True, many=True, read_only=True)
    exceptions = RestrictedManyField(serializer=CalendarExceptionSerializer)

    class Meta:
        model = ServiceCalendar
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'time_zone',
            'weekly_hours',
            'holiday_country',
            'holiday_subdivision',
            'windows',
            'exceptions',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'time_zone', 'description')

    def validate(self, data):
        if self.nested:
            return super().validate(data)
        # The model has no such field to validate: the text was parsed, which is all that can be wrong with it
        windows = data.pop('weekly_hours', None)
        data = super().validate(data)
        if windows is not None:
            data['weekly_hours'] = windows
        return data

    def create(self, validated_data):
        windows = validated_data.pop('weekly_hours', [])
        return self._with_windows(super().create(validated_data), windows)

    def update(self, instance, validated_data):
        windows = validated_data.pop('weekly_hours', None)
        return self._with_windows(super().update(instance, validated_data), windows)

    def _with_windows(self, calendar, windows):
        if windows is not None:
            replace_weekly_hours(calendar, windows)
        return calendar
