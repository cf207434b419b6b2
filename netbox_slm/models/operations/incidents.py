"""Incidents: what was reported, when, and what became of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ...choices import EffectChoices, IncidentStatusChoices, PriorityChoices
from ..bases import PrimaryModel
from .bulk import CheckedByCleanMixin
from .weights import weight_constraint, weight_field

__all__ = ('Incident',)


class Incident(JobsMixin, ContactsMixin, ImageAttachmentsMixin, CheckedByCleanMixin, PrimaryModel):
    """An unplanned interruption or degradation.

    Instants (semantics.md §2, §5): it takes effect from `occurred_at` (else `reported_at`) to `restored_at` (else
    `resolved_at`; none: it lasts). Clocks run from `reported_at` to `responded_at` and `resolved_at`.
    """

    name = models.CharField(verbose_name=pgettext_lazy('service levels', 'title'), max_length=200)
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
    weight = weight_field()
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

    # Whether all of its holds are about to be written with it, and judged by its new times then
    holds_follow = False

    clone_fields = ('priority', 'effect', 'weight', 'tenant')
    viewable_relations = ('tenant',)

    class Meta:
        ordering = ('-reported_at', '-pk')
        verbose_name = _('incident')
        verbose_name_plural = _('incidents')
        permissions = (('excuse', 'Excuse incidents'),)
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
            weight_constraint(),
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
        if self.pk and not self.holds_follow:
            self._check_holds()
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

    def _check_holds(self):
        """Its holds lie inside it, between the report and the resolution (semantics.md §5)."""
        if not self.reported_at:
            return
        for starts_at, ends_at in self.holds.order_by('starts_at').values_list('starts_at', 'ends_at'):
            if starts_at < self.reported_at:
                text = _('{at} is after {start}, when a hold of it begins: give a time until then, or move that hold.')
                raise ValidationError({'reported_at': text.format(at=self.reported_at, start=starts_at)})
            if not self.resolved_at:
                continue
            if ends_at is None:
                text = _(
                    '{at} cannot be the resolution while the hold since {start} lasts: end that hold, or use '
                    '“Resolve now”, which ends it too.'
                )
                raise ValidationError({'resolved_at': text.format(at=self.resolved_at, start=starts_at)})
            if ends_at > self.resolved_at:
                text = _(
                    '{at} is before {end}, when a hold of it ends: give a time from then on, or shorten that hold.'
                )
                raise ValidationError({'resolved_at': text.format(at=self.resolved_at, end=ends_at)})

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
