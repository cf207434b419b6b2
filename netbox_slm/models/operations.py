"""What happens: incidents with the CIs and services they affect, and the holds of their clocks."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.models import NetBoxModel, PrimaryModel
from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ..choices import EffectChoices, IncidentStatusChoices, PriorityChoices
from ..linkable import is_linkable
from .terms import check_order

__all__ = ('AffectedCI', 'AffectedService', 'Hold', 'Incident')


def _weight_field():
    return models.DecimalField(
        verbose_name=_('weight'),
        max_digits=5,
        decimal_places=4,
        blank=True,
        null=True,
        validators=(MinValueValidator(0), MaxValueValidator(1)),
        help_text=_("How much of its degraded time counts as downtime, 0 to 1. Empty: the SLA's weight."),
    )


def _weight_constraint():
    return models.CheckConstraint(
        condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=1),
        name='%(app_label)s_%(class)s_weight_range',
        violation_error_message=_('A weight lies between 0 and 1.'),
    )


class Incident(JobsMixin, ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """An unplanned interruption or degradation.

    Instants (semantics.md §2, §5): it takes effect from `occurred_at` (else `reported_at`) to `restored_at` (else
    `resolved_at`; none: it lasts). Clocks run from `reported_at` to `responded_at` and `resolved_at`.
    """

    name = models.CharField(verbose_name=_('title'), max_length=200)
    reference = models.CharField(
        verbose_name=_('reference'),
        max_length=50,
        unique=True,
        blank=True,
        null=True,
        help_text=_('Number of the ticket'),
    )
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=IncidentStatusChoices,
        default=IncidentStatusChoices.STATUS_NEW,
    )
    priority = models.CharField(
        verbose_name=_('priority'),
        max_length=50,
        choices=PriorityChoices,
        default=PriorityChoices.PRIORITY_MEDIUM,
    )
    effect = models.CharField(
        verbose_name=_('effect'),
        max_length=50,
        choices=EffectChoices,
        default=EffectChoices.EFFECT_DOWN,
        help_text=_('What it does to the objects and services it names'),
    )
    weight = _weight_field()
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_incidents',
        verbose_name=_('reported by customer'),
        blank=True,
        null=True,
    )
    occurred_at = models.DateTimeField(
        verbose_name=_('occurred'), blank=True, null=True, help_text=_('Empty: when it was reported')
    )
    reported_at = models.DateTimeField(verbose_name=_('reported'), default=timezone.now)
    responded_at = models.DateTimeField(verbose_name=_('responded'), blank=True, null=True)
    restored_at = models.DateTimeField(
        verbose_name=_('restored'),
        blank=True,
        null=True,
        help_text=_('When service was back, for example by a workaround. Empty: when it was resolved.'),
    )
    resolved_at = models.DateTimeField(verbose_name=_('resolved'), blank=True, null=True)
    closed_at = models.DateTimeField(verbose_name=_('closed'), blank=True, null=True)
    excused = models.BooleanField(
        verbose_name=_('excused'),
        default=False,
        help_text=_('Its time leaves the figure, for example because the customer caused it'),
    )
    excuse_reason = models.CharField(verbose_name=_('reason of the excuse'), max_length=200, blank=True)
    excused_by = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('excuse approved by'),
        blank=True,
        null=True,
    )

    clone_fields = ('status', 'priority', 'effect', 'weight', 'tenant', 'occurred_at', 'reported_at')

    class Meta:
        ordering = ('-reported_at', '-pk')
        verbose_name = _('incident')
        verbose_name_plural = _('incidents')
        indexes = (
            models.Index(fields=('reported_at',), name='netbox_slm_incident_reported'),
            models.Index(fields=('occurred_at',), name='netbox_slm_incident_occurred'),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(occurred_at__isnull=True) | Q(occurred_at__lte=F('reported_at')),
                name='%(app_label)s_%(class)s_occurred_first',
                violation_error_message=_('An incident occurs before it is reported.'),
            ),
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True) | Q(responded_at__gte=F('reported_at')),
                name='%(app_label)s_%(class)s_responded_after_report',
                violation_error_message=_('A response follows the report.'),
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_at__gte=F('reported_at')),
                name='%(app_label)s_%(class)s_resolved_after_report',
                violation_error_message=_('A resolution follows the report.'),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(resolved_at__isnull=True) | Q(closed_at__gte=F('resolved_at')),
                name='%(app_label)s_%(class)s_closed_after_resolution',
                violation_error_message=_('An incident is closed after it is resolved.'),
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True)
                | Q(occurred_at__isnull=False, restored_at__gte=F('occurred_at'))
                | Q(occurred_at__isnull=True, restored_at__gte=F('reported_at')),
                name='%(app_label)s_%(class)s_restored_after_start',
                violation_error_message=_('Service is restored after the incident occurred.'),
            ),
            models.CheckConstraint(
                condition=Q(excused=False) | (~Q(excuse_reason='') & Q(excused_by__isnull=False)),
                name='%(app_label)s_%(class)s_excuse_is_approved',
                violation_error_message=_('An excuse needs a reason and who approved it.'),
            ),
            _weight_constraint(),
        )

    def __str__(self):
        return f'{self.reference}: {self.name}' if self.reference else self.name

    @property
    def starts_at(self):
        """From when it takes effect."""
        return self.occurred_at or self.reported_at

    @property
    def ends_at(self):
        """Until when it takes effect; None while it lasts."""
        return self.restored_at or self.resolved_at

    def clean(self):
        super().clean()
        self._check_instants()
        self._check_status()
        if self.excused and not self.excuse_reason:
            raise ValidationError({'excuse_reason': _('An excuse needs its reason.')})
        if self.excused and not self.excused_by_id:
            raise ValidationError({'excused_by': _('An excuse needs the user who approved it.')})

    def _check_instants(self):
        if not self.reported_at:
            return
        if self.occurred_at and self.occurred_at > self.reported_at:
            raise ValidationError(
                {
                    'occurred_at': _('{at} is after the report at {reported}: give an earlier time.').format(
                        at=self.occurred_at, reported=self.reported_at
                    )
                }
            )
        floors = {
            'responded_at': (self.reported_at, _('the report')),
            'resolved_at': (self.reported_at, _('the report')),
            'restored_at': (self.starts_at, _('the start')),
            'closed_at': (self.resolved_at, _('the resolution')),
        }
        now = timezone.now()
        for field, (floor, what) in floors.items():
            at = getattr(self, field)
            if at and floor and at < floor:
                raise ValidationError(
                    {
                        field: _('{at} is before {what} at {floor}: give a later time.').format(
                            at=at, what=what, floor=floor
                        )
                    }
                )
            if at and at > now:
                raise ValidationError(
                    {field: _('{at} lies in the future: give the time at which it happened.').format(at=at)}
                )

    def _check_status(self):
        statuses = IncidentStatusChoices
        if self.status == statuses.STATUS_RESOLVED and not self.resolved_at:
            raise ValidationError({'resolved_at': _('A resolved incident needs the time at which it was resolved.')})
        if self.status == statuses.STATUS_CLOSED and not (self.closed_at or self.resolved_at):
            raise ValidationError({'closed_at': _('A closed incident needs the time at which it was closed.')})
        if self.status in (statuses.STATUS_NEW, statuses.STATUS_IN_PROGRESS, statuses.STATUS_ON_HOLD):
            for field in ('resolved_at', 'closed_at'):
                if getattr(self, field):
                    raise ValidationError(
                        {
                            'status': _('An incident with a time for {field} is not {status}: change one.').format(
                                field=self._meta.get_field(field).verbose_name, status=self.get_status_display()
                            )
                        }
                    )

    def get_status_color(self):
        return IncidentStatusChoices.colors.get(self.status)

    def get_priority_color(self):
        return PriorityChoices.colors.get(self.priority)

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)


class AffectedCI(NetBoxModel):
    """A CI on which an incident is, with its own effect where that differs from the incident's."""

    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='affected_cis',
        verbose_name=_('incident'),
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType', on_delete=models.PROTECT, related_name='+', verbose_name=_('object type')
    )
    object_id = models.PositiveBigIntegerField(verbose_name=_('object ID'))
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    effect = models.CharField(
        verbose_name=_('effect'),
        max_length=50,
        choices=EffectChoices,
        blank=True,
        help_text=_("Empty: the incident's effect"),
    )

    clone_fields = ('incident', 'effect')

    class Meta:
        ordering = ('incident', 'object_type', 'object_id')
        verbose_name = _('affected CI')
        verbose_name_plural = _('affected CIs')
        indexes = (models.Index(fields=('object_type', 'object_id')),)
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'object_type', 'object_id'),
                name='%(app_label)s_%(class)s_unique_object',
                violation_error_message=_('The incident already names this object.'),
            ),
        )

    def __str__(self):
        return f'{self.incident} – {self.object}'

    def clean(self):
        super().clean()
        if not (self.object_type_id and self.object_id):
            return
        if not is_linkable(self.object_type):
            raise ValidationError(
                {
                    'object_type': _(
                        'Objects of the type {type} cannot be affected: choose another object, or have the type '
                        'added to the setting linkable_types.'
                    ).format(type=self.object_type)
                }
            )
        twins = AffectedCI.objects.filter(
            incident_id=self.incident_id, object_type_id=self.object_type_id, object_id=self.object_id
        )
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError(
                _('The incident already names {object}: change that entry instead.').format(object=self.object)
            )

    @property
    def resulting_effect(self):
        """Its own effect, else the incident's."""
        return self.effect or self.incident.effect

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange


class AffectedService(NetBoxModel):
    """What an incident does to one service, named outright.

    It replaces, for that service, what the incident does through the service's own components (semantics.md §4):
    a service may recover before its CI, or not be touched at all (effect `none`).
    """

    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.CASCADE,
        related_name='affected_services',
        verbose_name=_('incident'),
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='incident_effects',
        verbose_name=_('service'),
    )
    effect = models.CharField(
        verbose_name=_('effect'),
        max_length=50,
        choices=EffectChoices,
        blank=True,
        help_text=_("Empty: the incident's effect"),
    )
    starts_at = models.DateTimeField(
        verbose_name=_('start'), blank=True, null=True, help_text=_("Empty: the incident's start")
    )
    ends_at = models.DateTimeField(
        verbose_name=_('end'), blank=True, null=True, help_text=_("Empty: the incident's end")
    )
    weight = _weight_field()

    clone_fields = ('incident', 'effect', 'starts_at', 'ends_at')

    class Meta:
        ordering = ('incident', 'service')
        verbose_name = _('affected service')
        verbose_name_plural = _('affected services')
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'service'),
                name='%(app_label)s_%(class)s_unique_service',
                violation_error_message=_('The incident already names this service.'),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('The effect on a service ends after it begins.'),
            ),
            _weight_constraint(),
        )

    def __str__(self):
        return f'{self.incident} – {self.service}'

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError(
                {
                    'ends_at': _('{end} is before {start}: give a later end, or leave it empty.').format(
                        end=self.ends_at, start=self.starts_at
                    )
                }
            )
        if self.ends_at and self.ends_at > timezone.now():
            raise ValidationError(
                {'ends_at': _('{at} lies in the future: give the time at which it happened.').format(at=self.ends_at)}
            )

    @property
    def resulting_effect(self):
        """Its own effect, else the incident's."""
        return self.effect or self.incident.effect

    def get_effect_color(self):
        return EffectChoices.colors.get(self.effect)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange


class Hold(NetBoxModel):
    """A span in which an incident waits for the customer; open without an end. It stops clocks (semantics.md §5)."""

    incident = models.ForeignKey(
        to='netbox_slm.Incident', on_delete=models.CASCADE, related_name='holds', verbose_name=_('incident')
    )
    starts_at = models.DateTimeField(verbose_name=_('start'))
    ends_at = models.DateTimeField(
        verbose_name=_('end'), blank=True, null=True, help_text=_('Empty while the hold lasts')
    )
    reason = models.CharField(verbose_name=_('reason'), max_length=200)

    clone_fields = ('incident', 'reason')

    class Meta:
        ordering = ('incident', 'starts_at')
        verbose_name = _('hold')
        verbose_name_plural = _('holds')
        constraints = (
            models.UniqueConstraint(
                fields=('incident', 'starts_at'),
                name='%(app_label)s_%(class)s_unique_start',
                violation_error_message=_('The incident already has a hold that begins then.'),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('A hold ends after it begins.'),
            ),
        )

    def __str__(self):
        return _('Hold of {incident}').format(incident=self.incident)

    def clean(self):
        super().clean()
        check_order(self, 'starts_at', 'ends_at')
        if not (self.incident_id and self.starts_at):
            return
        if self.starts_at < self.incident.reported_at:
            raise ValidationError(
                {
                    'starts_at': _('{at} is before the report at {reported}: a hold lies inside its incident.').format(
                        at=self.starts_at, reported=self.incident.reported_at
                    )
                }
            )
        resolved_at = self.incident.resolved_at
        if resolved_at and (self.ends_at is None or self.ends_at > resolved_at):
            raise ValidationError(
                {
                    'ends_at': _('A hold ends at the latest when its incident is resolved, at {resolved}.').format(
                        resolved=resolved_at
                    )
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.incident
        return objectchange
