"""Time that was agreed to be spent on maintenance."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from ...choices import MaintenanceWindowStatusChoices
from ...recurrence import check_recurrence, check_start
from ..bases import PrimaryModel
from ..terms import check_order

__all__ = ('MaintenanceWindow',)


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
            if self.recurrence and self.starts_at and self.time_zone:
                check_start(self.recurrence, self.starts_at, self.time_zone)
        except ValueError as error:
            raise ValidationError({'recurrence': str(error)}) from error

    def get_status_color(self):
        return MaintenanceWindowStatusChoices.colors.get(self.status)
