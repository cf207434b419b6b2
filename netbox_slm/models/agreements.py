"""What is promised, to whom, and in which hours: calendars, contracts, agreements, targets, maintenance windows."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from netbox.models import NetBoxModel, PrimaryModel
from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ..choices import (
    CombinationChoices,
    ContractKindChoices,
    ContractStatusChoices,
    MaintenanceWindowStatusChoices,
    MetricChoices,
    PeriodKindChoices,
    PriorityChoices,
    SLAKindChoices,
    SLAStatusChoices,
    WeekdayChoices,
)
from ..fields import CurrencyField, PercentField
from ..hours import DAY_SECONDS, format_clock, parse_hours, week_overlaps
from ..recurrence import check_recurrence
from .terms import check_order

__all__ = (
    'SLA',
    'CalendarException',
    'CalendarWindow',
    'Contract',
    'MaintenanceWindow',
    'ServiceCalendar',
    'ServiceLevelTarget',
)


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
        from ..hours import check_holidays  # noqa: PLC0415 - `holidays` is slow to import and seldom needed

        check_holidays(self.holiday_country, self.holiday_subdivision)


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
                            'This window overlaps {other}: change one of them, or make them one window.'
                        ).format(other=other)
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

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.calendar
        return objectchange


class Contract(ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """A signed document with a customer (tenant) or a supplier (provider); its SLAs hang on it."""

    name = models.CharField(verbose_name=_('name'), max_length=100, unique=True)
    reference = models.CharField(verbose_name=_('reference'), max_length=50, unique=True, blank=True, null=True)
    kind = models.CharField(
        verbose_name=_('kind'),
        max_length=50,
        choices=ContractKindChoices,
        default=ContractKindChoices.KIND_CUSTOMER,
    )
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_contracts',
        verbose_name=_('customer'),
        blank=True,
        null=True,
    )
    provider = models.ForeignKey(
        to='circuits.Provider',
        on_delete=models.PROTECT,
        related_name='slm_contracts',
        verbose_name=_('supplier'),
        blank=True,
        null=True,
    )
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=ContractStatusChoices,
        default=ContractStatusChoices.STATUS_DRAFT,
    )
    starts_on = models.DateField(verbose_name=_('first day'), blank=True, null=True)
    ends_on = models.DateField(verbose_name=_('last day'), blank=True, null=True)
    notice_days = models.PositiveIntegerField(
        verbose_name=_('notice (days)'),
        blank=True,
        null=True,
        help_text=_('Days before the last day by which it must be cancelled or renewed'),
    )
    value = models.DecimalField(verbose_name=_('value'), max_digits=14, decimal_places=2, blank=True, null=True)
    currency = CurrencyField(verbose_name=_('currency'), blank=True)

    clone_fields = ('kind', 'tenant', 'provider', 'status', 'notice_days', 'currency')

    class Meta:
        ordering = ('name',)
        verbose_name = _('contract')
        verbose_name_plural = _('contracts')
        constraints = (
            models.CheckConstraint(
                condition=Q(tenant__isnull=False, provider__isnull=True)
                | Q(tenant__isnull=True, provider__isnull=False),
                name='%(app_label)s_%(class)s_one_party',
                violation_error_message=_('A contract is with a customer or with a supplier.'),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F('starts_on')),
                name='%(app_label)s_%(class)s_date_order',
                violation_error_message=_('The last day is not before the first.'),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(currency=''),
                name='%(app_label)s_%(class)s_value_has_currency',
                violation_error_message=_('A value needs a currency.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        wanted, other = ('tenant', 'provider')
        if self.kind == ContractKindChoices.KIND_SUPPLIER:
            wanted, other = other, wanted
        if getattr(self, f'{wanted}_id') is None:
            raise ValidationError({wanted: _('A contract of this kind needs the party it is with.')})
        if getattr(self, f'{other}_id') is not None:
            raise ValidationError({other: _('A contract of this kind is not with this party: leave it empty.')})
        _check_days(self)
        if self.value is not None and not self.currency:
            raise ValidationError(
                {'currency': _('A value of {value} needs a currency: give its ISO 4217 code.').format(value=self.value)}
            )

    def get_kind_color(self):
        return ContractKindChoices.colors.get(self.kind)

    def get_status_color(self):
        return ContractStatusChoices.colors.get(self.status)


class SLA(JobsMixin, ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """A promise about services: to a customer (SLA), by a team of ours (OLA), by a supplier (underpinning contract).

    Its term is `starts_on` to `ends_on`, both included, in its time zone (else its calendar's, else UTC).
    """

    name = models.CharField(verbose_name=_('name'), max_length=100)
    version = models.PositiveSmallIntegerField(
        verbose_name=_('version'), default=1, validators=(MinValueValidator(1),)
    )
    reference = models.CharField(verbose_name=_('reference'), max_length=50, unique=True, blank=True, null=True)
    kind = models.CharField(
        verbose_name=_('kind'), max_length=50, choices=SLAKindChoices, default=SLAKindChoices.KIND_SLA
    )
    status = models.CharField(
        verbose_name=_('status'), max_length=50, choices=SLAStatusChoices, default=SLAStatusChoices.STATUS_DRAFT
    )
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_slas',
        verbose_name=_('customer'),
        blank=True,
        null=True,
        help_text=_('To whom it is promised'),
    )
    provider = models.ForeignKey(
        to='circuits.Provider',
        on_delete=models.PROTECT,
        related_name='slm_slas',
        verbose_name=_('supplier'),
        blank=True,
        null=True,
        help_text=_('Who promises it to us'),
    )
    contract = models.ForeignKey(
        to='netbox_slm.Contract',
        on_delete=models.PROTECT,
        related_name='slas',
        verbose_name=_('contract'),
        blank=True,
        null=True,
    )
    services = models.ManyToManyField(
        to='netbox_slm.Service', related_name='slas', verbose_name=_('services'), blank=True
    )
    supporting = models.ManyToManyField(
        to='self',
        symmetrical=False,
        related_name='supports',
        verbose_name=_('supporting agreements'),
        blank=True,
        help_text=_('OLAs and underpinning contracts that this promise rests on'),
    )
    previous_version = models.OneToOneField(
        to='self',
        on_delete=models.PROTECT,
        related_name='next_version',
        verbose_name=_('previous version'),
        blank=True,
        null=True,
    )
    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.PROTECT,
        related_name='slas',
        verbose_name=_('service hours'),
        blank=True,
        null=True,
        help_text=_('None means 24x7'),
    )
    time_zone = TimeZoneField(
        verbose_name=_('time zone'),
        blank=True,
        null=True,
        help_text=_('In which periods begin and end. Empty: that of the service hours, else UTC.'),
    )
    starts_on = models.DateField(verbose_name=_('first day'), blank=True, null=True)
    ends_on = models.DateField(verbose_name=_('last day'), blank=True, null=True)
    period = models.CharField(
        verbose_name=_('period'), max_length=50, choices=PeriodKindChoices, default=PeriodKindChoices.KIND_MONTH
    )
    rolling_days = models.PositiveSmallIntegerField(
        verbose_name=_('rolling days'), blank=True, null=True, help_text=_('Length of a rolling period')
    )
    grace_days = models.PositiveSmallIntegerField(
        verbose_name=_('grace (days)'),
        blank=True,
        null=True,
        help_text=_('Days after a period until its figures are final. Empty: the setting grace_days.'),
    )
    degraded_weight = models.DecimalField(
        verbose_name=_('weight of degraded time'),
        max_digits=5,
        decimal_places=4,
        default=0,
        validators=(MinValueValidator(0), MaxValueValidator(1)),
        help_text=_('How much of degraded time counts as downtime, 0 to 1; an incident may set its own'),
    )
    excused_outage_seconds = models.PositiveIntegerField(
        verbose_name=_('outages excused below'),
        default=0,
        help_text=_('An outage that lasts less than this costs nothing'),
    )
    excluded_counts_as_up = models.BooleanField(
        verbose_name=_('excluded time counts as up'),
        default=False,
        help_text=_('Otherwise it leaves the agreed hours'),
    )

    clone_fields = (
        'kind',
        'tenant',
        'provider',
        'contract',
        'services',
        'calendar',
        'time_zone',
        'period',
        'rolling_days',
        'grace_days',
        'degraded_weight',
        'excused_outage_seconds',
        'excluded_counts_as_up',
    )

    class Meta:
        ordering = ('name', 'version')
        verbose_name = _('SLA')
        verbose_name_plural = _('SLAs')
        constraints = (
            models.UniqueConstraint(
                fields=('name', 'version'),
                name='%(app_label)s_%(class)s_unique_version',
                violation_error_message=_('This version of the SLA already exists.'),
            ),
            models.CheckConstraint(
                condition=~Q(kind='sla') | Q(tenant__isnull=False),
                name='%(app_label)s_%(class)s_has_customer',
                violation_error_message=_('An SLA needs the customer to whom it is promised.'),
            ),
            models.CheckConstraint(
                condition=~Q(kind='underpinning') | Q(provider__isnull=False),
                name='%(app_label)s_%(class)s_has_supplier',
                violation_error_message=_('An underpinning contract needs the supplier who promises it.'),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F('starts_on')),
                name='%(app_label)s_%(class)s_date_order',
                violation_error_message=_('The last day is not before the first.'),
            ),
            models.CheckConstraint(
                condition=~Q(period='rolling') | Q(rolling_days__gte=1),
                name='%(app_label)s_%(class)s_rolling_days',
                violation_error_message=_('A rolling period needs its number of days.'),
            ),
            models.CheckConstraint(
                condition=~Q(period='contract_year') | Q(starts_on__isnull=False),
                name='%(app_label)s_%(class)s_contract_year_start',
                violation_error_message=_('A contract year begins with the first day of the SLA.'),
            ),
            models.CheckConstraint(
                condition=Q(degraded_weight__gte=0, degraded_weight__lte=1),
                name='%(app_label)s_%(class)s_weight_range',
                violation_error_message=_('A weight lies between 0 and 1.'),
            ),
        )

    def __str__(self):
        if self.version == 1:
            return self.name
        return _('{name} (version {version})').format(name=self.name, version=self.version)

    def clean(self):
        super().clean()
        if self.kind == SLAKindChoices.KIND_SLA and not self.tenant_id:
            raise ValidationError({'tenant': _('An SLA needs the customer to whom it is promised.')})
        if self.kind == SLAKindChoices.KIND_UNDERPINNING and not self.provider_id:
            raise ValidationError({'provider': _('An underpinning contract needs the supplier who promises it.')})
        if self.period == PeriodKindChoices.KIND_ROLLING and not self.rolling_days:
            raise ValidationError({'rolling_days': _('A rolling period needs its number of days, 1 or more.')})
        if self.period == PeriodKindChoices.KIND_CONTRACT_YEAR and not self.starts_on:
            raise ValidationError(
                {'starts_on': _('A contract year begins with the first day of the SLA: give that day.')}
            )
        if self.previous_version_id and self.previous_version_id == self.pk:
            raise ValidationError({'previous_version': _('An SLA is not its own previous version.')})
        _check_days(self)

    @property
    def zone(self):
        """The time zone of its periods."""
        if self.time_zone:
            return self.time_zone
        return self.calendar.time_zone if self.calendar_id else zoneinfo.ZoneInfo('UTC')

    def get_kind_color(self):
        return SLAKindChoices.colors.get(self.kind)

    def get_status_color(self):
        return SLAStatusChoices.colors.get(self.status)


class ServiceLevelTarget(PrimaryModel):
    """One promise of an SLA: a metric, its level, and the services it holds for (all of the SLA's by default).

    Availability: `target_percent` of agreed hours. Response, resolution: `target_percent` of the incidents within
    the limit of their priority, in seconds of service time (semantics.md §5).
    """

    sla = models.ForeignKey(
        to='netbox_slm.SLA', on_delete=models.CASCADE, related_name='targets', verbose_name=_('SLA')
    )
    name = models.CharField(verbose_name=_('name'), max_length=100)
    metric = models.CharField(
        verbose_name=_('metric'),
        max_length=50,
        choices=MetricChoices,
        default=MetricChoices.METRIC_AVAILABILITY,
    )
    target_percent = PercentField(verbose_name=_('target (%)'))
    limit_seconds = models.PositiveIntegerField(
        verbose_name=_('limit'),
        blank=True,
        null=True,
        help_text=_('Response or resolution time for priorities without a limit of their own'),
    )
    priority_limits = models.JSONField(
        verbose_name=_('limits by priority'),
        blank=True,
        default=dict,
        help_text=_('Seconds of service time by priority'),
    )
    services = models.ManyToManyField(
        to='netbox_slm.Service',
        related_name='targets',
        verbose_name=_('services'),
        blank=True,
        help_text=_('Empty: all services of the SLA'),
    )
    combination = models.CharField(
        verbose_name=_('combination'),
        max_length=50,
        choices=CombinationChoices,
        default=CombinationChoices.COMBINE_EACH,
        help_text=_('How several services combine'),
    )
    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.PROTECT,
        related_name='targets',
        verbose_name=_('service hours'),
        blank=True,
        null=True,
        help_text=_("Empty: the SLA's service hours"),
    )
    warning_percent = PercentField(
        verbose_name=_('warning (%)'),
        default=75,
        help_text=_('At risk once this share of the budget is consumed'),
    )
    paused_by_holds = models.BooleanField(
        verbose_name=_('paused by holds'),
        blank=True,
        null=True,
        help_text=_('Whether holds stop its clock. Empty: only that of a resolution target.'),
    )

    clone_fields = ('sla', 'metric', 'combination', 'calendar', 'warning_percent', 'paused_by_holds')

    class Meta:
        ordering = ('sla', 'metric', 'name')
        verbose_name = _('service level target')
        verbose_name_plural = _('service level targets')
        constraints = (
            models.UniqueConstraint(
                fields=('sla', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This SLA already has a target of this name.'),
            ),
            models.CheckConstraint(
                condition=Q(target_percent__gt=0, target_percent__lte=100),
                name='%(app_label)s_%(class)s_target_range',
                violation_error_message=_('A target lies above 0 and up to 100 %.'),
            ),
            models.CheckConstraint(
                condition=Q(warning_percent__gt=0, warning_percent__lte=100),
                name='%(app_label)s_%(class)s_warning_range',
                violation_error_message=_('A warning lies above 0 and up to 100 %.'),
            ),
        )

    def __str__(self):
        return f'{self.sla}: {self.name}'

    def clean(self):
        super().clean()
        if self.target_percent is not None and not 0 < self.target_percent <= 100:
            raise ValidationError(
                {
                    'target_percent': _('A target of {value} % cannot be kept: give one above 0 and up to 100.').format(
                        value=self.target_percent
                    )
                }
            )
        self._check_priority_limits()
        has_limit = bool(self.limit_seconds or self.priority_limits)
        if self.metric == MetricChoices.METRIC_AVAILABILITY and has_limit:
            field = 'limit_seconds' if self.limit_seconds else 'priority_limits'
            raise ValidationError({field: _('Availability has no time limit: leave it empty.')})
        if self.metric in (MetricChoices.METRIC_RESPONSE, MetricChoices.METRIC_RESOLUTION) and not has_limit:
            raise ValidationError(
                {'limit_seconds': _('Response and resolution need a limit: give one here or by priority.')}
            )

    def _check_priority_limits(self):
        limits = self.priority_limits
        if not isinstance(limits, dict):
            raise ValidationError({'priority_limits': _('Give seconds by priority, for example {"critical": 3600}.')})
        known = PriorityChoices.values()
        for priority, seconds in limits.items():
            if priority not in known:
                raise ValidationError(
                    {
                        'priority_limits': _('{priority} is no priority: use one of {known}.').format(
                            priority=priority, known=', '.join(known)
                        )
                    }
                )
            if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
                raise ValidationError(
                    {
                        'priority_limits': _(
                            'The limit {value} of {priority} is no number of seconds above 0.'
                        ).format(value=seconds, priority=priority)
                    }
                )

    @property
    def is_paused_by_holds(self):
        """Whether holds stop the clock (semantics.md §5: by default that of a resolution only)."""
        if self.paused_by_holds is None:
            return self.metric == MetricChoices.METRIC_RESOLUTION
        return self.paused_by_holds

    def get_metric_color(self):
        return MetricChoices.colors.get(self.metric)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.sla
        return objectchange


class MaintenanceWindow(PrimaryModel):
    """Time that leaves a figure because it was agreed (semantics.md §4); it can recur (RFC 5545 RRULE, in its zone).

    It holds for the services of the SLAs it is agreed with, and for the services named beside.
    """

    name = models.CharField(verbose_name=_('name'), max_length=100, unique=True)
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=MaintenanceWindowStatusChoices,
        default=MaintenanceWindowStatusChoices.STATUS_PROPOSED,
    )
    slas = models.ManyToManyField(
        to='netbox_slm.SLA',
        related_name='maintenance_windows',
        verbose_name=_('SLAs'),
        blank=True,
        help_text=_('It was agreed for all services of these SLAs'),
    )
    services = models.ManyToManyField(
        to='netbox_slm.Service',
        related_name='maintenance_windows',
        verbose_name=_('services'),
        blank=True,
        help_text=_('It was agreed for these services, whatever the SLA'),
    )
    starts_at = models.DateTimeField(verbose_name=_('start'))
    ends_at = models.DateTimeField(verbose_name=_('end'))
    recurrence = models.CharField(
        verbose_name=_('recurrence'),
        max_length=200,
        blank=True,
        help_text=_('RFC 5545 rule, for example FREQ=WEEKLY;BYDAY=SU. Empty: once.'),
    )
    time_zone = TimeZoneField(
        verbose_name=_('time zone'),
        default=zoneinfo.ZoneInfo('UTC'),
        help_text=_('A recurring window keeps its wall time here'),
    )
    reason = models.CharField(verbose_name=_('reason'), max_length=200, blank=True)
    agreed_with = models.CharField(verbose_name=_('agreed with'), max_length=100, blank=True)
    agreed_on = models.DateField(verbose_name=_('agreed on'), blank=True, null=True)

    clone_fields = ('status', 'slas', 'services', 'recurrence', 'time_zone', 'reason')

    class Meta:
        ordering = ('-starts_at', 'name')
        verbose_name = _('maintenance window')
        verbose_name_plural = _('maintenance windows')
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('A window ends after it begins.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        check_order(self, 'starts_at', 'ends_at')
        try:
            check_recurrence(self.recurrence)
        except ValueError as error:
            raise ValidationError({'recurrence': str(error)}) from error

    def get_status_color(self):
        return MaintenanceWindowStatusChoices.colors.get(self.status)


def _check_days(instance):
    """Refuse a last day before the first one."""
    if instance.starts_on and instance.ends_on and instance.ends_on < instance.starts_on:
        raise ValidationError(
            {
                'ends_on': _('The last day {end} is before the first, {start}: give a later date.').format(
                    end=instance.ends_on, start=instance.starts_on
                )
            }
        )
