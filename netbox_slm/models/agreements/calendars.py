"""Service hours: calendars with their weekly windows and exceptions (semantics.md §3)."""

import zoneinfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Greatest, Least
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from ...choices import WeekdayChoices
from ...hours import DAY_SECONDS, WEEK_SECONDS, check_holidays, format_clock, format_week, parse_hours, week_overlaps
from ..bases import NetBoxModel, PrimaryModel

__all__ = ('CalendarException', 'CalendarWindow', 'ServiceCalendar')


class ServiceCalendar(PrimaryModel):
    """Service hours (semantics.md §3): weekly windows in local wall time, exceptions, public holidays.

    Without a window it means 24x7.
    """

    name = models.CharField(verbose_name=_('name'), max_length=100, unique=True)
    time_zone = TimeZoneField(verbose_name=_('time zone'), default=zoneinfo.ZoneInfo('UTC'))
    holiday_country = models.CharField(
        verbose_name=_('holidays of country'),
        max_length=2,
        blank=True,
        help_text=_('ISO 3166 code, for example DE: its public holidays are closed'),
    )
    holiday_subdivision = models.CharField(
        verbose_name=_('holidays of subdivision'),
        max_length=10,
        blank=True,
        help_text=_('Code of the state or province, for example BY'),
    )

    clone_fields = ('time_zone', 'holiday_country', 'holiday_subdivision')

    class Meta:
        ordering = ('name',)
        verbose_name = _('service calendar')
        verbose_name_plural = _('service calendars')

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        check_holidays(self.holiday_country, self.holiday_subdivision)

    @property
    def weekly_hours(self):
        """Its weekly windows as text, 'Mon-Fri 08:00-18:00; Sat 09:00-12:00'; '' for 24x7. `parse_week` reads it."""
        return format_week(self.windows.all())

    def clone(self):
        attrs = super().clone()
        if hours := self.weekly_hours:
            attrs['weekly_hours'] = hours
        return attrs


def _week_spans():
    """The seconds of the week that a window takes, over Sunday midnight on from its Monday, as a multirange.

    Each calendar has a stretch of its own on the number line, so that ranges of two calendars never meet, and no
    extension is needed to compare calendars in the same index.
    """
    calendar, weekday, start, end = (
        Cast(name, models.BigIntegerField()) for name in ('calendar', 'weekday', 'start_seconds', 'end_seconds')
    )
    base = calendar * (2 * WEEK_SECONDS)
    first = weekday * DAY_SECONDS
    # 1 where the end is not after the start; not a CASE, whose condition Django's validation reads from the other row
    is_next_day = Greatest(Least(start - end + 1, 1), 0)
    last = first + end + is_next_day * DAY_SECONDS
    return Func(
        Func(base + first + start, base + Least(last, WEEK_SECONDS), function='int8range'),
        Func(base, base + Greatest(last - WEEK_SECONDS, 0), function='int8range'),
        function='int8multirange',
    )


class CalendarWindow(NetBoxModel):
    """Hours on one day of the week in the calendar's wall time, in seconds since midnight.

    `end_seconds` is up to 86400 (24:00); not after the start means on the next day. Windows do not overlap.
    """

    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.CASCADE,
        related_name='windows',
        verbose_name=_('calendar'),
    )
    weekday = models.PositiveSmallIntegerField(verbose_name=_('day'), choices=WeekdayChoices)
    start_seconds = models.PositiveIntegerField(
        verbose_name=_('from'), validators=(MaxValueValidator(DAY_SECONDS - 1),)
    )
    end_seconds = models.PositiveIntegerField(
        verbose_name=_('to'),
        validators=(MinValueValidator(1), MaxValueValidator(DAY_SECONDS)),
        help_text=_('Not after the start: on the next day. The end of the day is 24:00.'),
    )

    viewable_relations = ('calendar',)
    clone_fields = ('calendar', 'start_seconds', 'end_seconds')

    class Meta:
        ordering = ('calendar', 'weekday', 'start_seconds')
        verbose_name = _('calendar window')
        verbose_name_plural = _('calendar windows')
        constraints = (
            models.UniqueConstraint(
                fields=('calendar', 'weekday', 'start_seconds'),
                name='%(app_label)s_%(class)s_unique_start',
                violation_error_message=_('The calendar already has a window that begins then.'),
            ),
            models.CheckConstraint(
                condition=Q(
                    weekday__lte=6, start_seconds__lt=DAY_SECONDS, end_seconds__gte=1, end_seconds__lte=DAY_SECONDS
                ),
                name='%(app_label)s_%(class)s_in_day',
                violation_error_message=_('A window lies between 00:00 and 24:00 of a weekday.'),
            ),
            ExclusionConstraint(
                name='%(app_label)s_%(class)s_no_overlap',
                expressions=[(_week_spans(), RangeOperators.OVERLAPS)],
                violation_error_message=_('Windows of a calendar do not overlap.'),
            ),
            models.CheckConstraint(
                condition=~Q(end_seconds=F('start_seconds')),
                name='%(app_label)s_%(class)s_not_empty',
                violation_error_message=_('A window has a length; 00:00 to 24:00 is a whole day.'),
            ),
        )

    def __str__(self):
        return f'{self.get_weekday_display()} {self.start}–{self.end}'

    @property
    def start(self):
        """Start as HH:MM."""
        return format_clock(self.start_seconds)

    @property
    def end(self):
        """End as HH:MM, 24:00 for the end of the day."""
        return format_clock(self.end_seconds)

    def clean(self):
        super().clean()
        if self.weekday is None or self.start_seconds is None or self.end_seconds is None:
            return
        if self.start_seconds == self.end_seconds:
            raise ValidationError(
                {'end_seconds': _('The window from {start} to {end} is empty.').format(start=self.start, end=self.end)}
            )
        if not self.calendar_id:
            return
        for other in CalendarWindow.objects.filter(calendar_id=self.calendar_id).exclude(pk=self.pk):
            if week_overlaps(self, other):
                raise ValidationError(
                    {
                        'start_seconds': _(
                            '{window} overlaps {other}: change one of them, or make them one window.'
                        ).format(window=self, other=other)
                    }
                )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.calendar
        return objectchange


class CalendarException(NetBoxModel):
    """Dates on which the calendar is closed or has other hours (semantics.md §3); it beats weekly hours and holidays.

    `starts_on` to `ends_on`, both included. A yearly one repeats by month and day and may span New Year.
    """

    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.CASCADE,
        related_name='exceptions',
        verbose_name=_('calendar'),
    )
    name = models.CharField(verbose_name=_('name'), max_length=100)
    starts_on = models.DateField(verbose_name=_('first day'))
    ends_on = models.DateField(verbose_name=_('last day'))
    yearly = models.BooleanField(verbose_name=_('every year'), default=False)
    hours = models.CharField(
        verbose_name=_('hours'),
        max_length=200,
        blank=True,
        help_text=_('For example 08:00-12:00, 13:00-17:00. Empty: closed.'),
    )

    viewable_relations = ('calendar',)
    clone_fields = ('calendar', 'yearly', 'hours')

    class Meta:
        ordering = ('calendar', 'starts_on')
        verbose_name = _('calendar exception')
        verbose_name_plural = _('calendar exceptions')
        constraints = (
            models.UniqueConstraint(
                fields=('calendar', 'starts_on', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('The calendar already has this exception.'),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F('starts_on')),
                name='%(app_label)s_%(class)s_date_order',
                violation_error_message=_('The last day is not before the first.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError(
                {
                    'ends_on': _('The last day {end} is before the first, {start}: give a later date.').format(
                        end=self.ends_on, start=self.starts_on
                    )
                }
            )
        try:
            parse_hours(self.hours)
        except ValueError as error:
            raise ValidationError({'hours': str(error)}) from error

    @property
    def is_closed(self):
        """Whether its days have no hours at all."""
        return not self.hours.strip()

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.calendar
        return objectchange
