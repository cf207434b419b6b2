"""What changes and releases have in common: planned work that takes its steps."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ...acting import acting_user
from ...choices import ChangeSignificanceChoices, ChangeStatusChoices, ChangeTypeChoices, SLAKindChoices
from ..bases import PrimaryModel
from ..terms import check_order
from .bulk import CheckedByCleanMixin
from .workflow import blockers

__all__ = ('APPROVED_FIELDS', 'PlannedWork')

_USER = {'to': settings.AUTH_USER_MODEL, 'on_delete': models.PROTECT, 'related_name': '+', 'blank': True, 'null': True}
APPROVED_FIELDS = ('type', 'significance', 'planned_start', 'planned_end')
_BEFORE_APPROVAL = (None, ChangeStatusChoices.STATUS_DRAFT)


class PlannedWork(JobsMixin, ContactsMixin, ImageAttachmentsMixin, CheckedByCleanMixin, PrimaryModel):
    """A change or a release: drafted, assessed, approved, carried out (process §7).

    `clean()` refuses a step that is not allowed, with what stands in its way (workflow.py), so that page, REST, bulk
    edit and import hold to the same rules. Who asked, submitted and approved, and when, is written by `save()` as the
    status moves. What was approved stays as it was: type, significance and planned window change only after it was
    taken back to a draft. A step that is judged on flags has them computed by `clean()` (judging.py), under a lock that
    the transaction of the caller holds: else a bulk edit would judge each on flags from before the others. When flags
    were computed, and that they are stale, is written apart, by `analysis.flags`.
    """

    name = models.CharField(verbose_name=pgettext_lazy('service levels', 'title'), max_length=200)
    reference = models.CharField(
        verbose_name=_('reference'),
        max_length=50,
        unique=True,
        blank=True,
        null=True,
        help_text=_('Number in another system'),
    )
    type = models.CharField(
        verbose_name=_('type'),
        max_length=50,
        choices=ChangeTypeChoices,
        default=ChangeTypeChoices.TYPE_NORMAL,
        help_text=_('A standard one is approved beforehand'),
    )
    significance = models.CharField(
        verbose_name=_('significance'),
        max_length=50,
        choices=ChangeSignificanceChoices,
        default=ChangeSignificanceChoices.SIGNIFICANCE_MINOR,
    )
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=ChangeStatusChoices,
        default=ChangeStatusChoices.STATUS_DRAFT,
    )
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_%(class)ss',
        verbose_name=_('requested by customer'),
        blank=True,
        null=True,
    )
    requester = models.ForeignKey(
        verbose_name=_('requester'), help_text=_('Empty: whoever records it. The requester does not approve.'), **_USER
    )
    submitted_by = models.ForeignKey(verbose_name=_('submitted by'), **_USER)
    submitted_at = models.DateTimeField(verbose_name=_('submitted'), blank=True, null=True)
    approver = models.ForeignKey(verbose_name=_('approved by'), **_USER)
    approved_at = models.DateTimeField(verbose_name=_('approved'), blank=True, null=True)
    planned_start = models.DateTimeField(verbose_name=_('planned start'), blank=True, null=True)
    planned_end = models.DateTimeField(verbose_name=_('planned end'), blank=True, null=True)
    actual_start = models.DateTimeField(verbose_name=_('actual start'), blank=True, null=True)
    actual_end = models.DateTimeField(verbose_name=_('actual end'), blank=True, null=True)
    plan = models.TextField(verbose_name=_('plan'), blank=True, help_text=_('What is done, step by step'))
    rollback = models.TextField(verbose_name=_('way back'), blank=True, help_text=_('What is done if it fails'))
    flags_computed_at = models.DateTimeField(verbose_name=_('flags computed'), blank=True, null=True, editable=False)
    flags_stale_since = models.DateTimeField(verbose_name=_('flags stale since'), blank=True, null=True, editable=False)

    viewable_relations = ('tenant',)
    clone_fields = ('type', 'significance', 'tenant', 'plan', 'rollback')

    class Meta:
        abstract = True
        ordering = ('-planned_start', '-pk')
        permissions = (
            ('assess', 'Take to SLM review'),
            ('approve', 'Approve'),
            ('carry_out', 'Schedule and carry out'),
        )
        indexes = (models.Index(fields=('planned_start', 'planned_end'), name='%(app_label)s_%(class)s_planned'),)
        constraints = (
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(planned_end__gt=F('planned_start')),
                name='%(app_label)s_%(class)s_planned_order',
                violation_error_message=_('The planned end is after the planned start.'),
            ),
            models.CheckConstraint(
                condition=Q(actual_end__isnull=True) | Q(actual_start__isnull=False, actual_end__gte=F('actual_start')),
                name='%(app_label)s_%(class)s_actual_order',
                violation_error_message=_('Work ends after it began.'),
            ),
            models.CheckConstraint(
                condition=~Q(type='standard', significance='major'),
                name='%(app_label)s_%(class)s_standard_not_major',
                violation_error_message=_('A standard change is not major.'),
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(requester__isnull=True) | ~Q(approver=F('requester')),
                name='%(app_label)s_%(class)s_duties_apart',
                violation_error_message=_('The requester does not approve.'),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ChangeStatusChoices.APPROVED)
                | Q(type='standard')
                | Q(approver__isnull=False, approved_at__isnull=False),
                name='%(app_label)s_%(class)s_approved_by',
                violation_error_message=_('An approval needs who approved and when.'),
            ),
            models.CheckConstraint(
                condition=Q(status__in=('draft', 'cancelled'))
                | Q(planned_start__isnull=False, planned_end__isnull=False),
                name='%(app_label)s_%(class)s_has_window',
                violation_error_message=_('What is submitted has a planned window.'),
            ),
        )

    def __str__(self):
        return f'{self.reference}: {self.name}' if self.reference else self.name

    @property
    def may_go_beyond(self):
        """Whether it is of the kind that may go beyond an SLA, with the customer's agreement (process §7.1)."""
        return (
            self.significance == ChangeSignificanceChoices.SIGNIFICANCE_MAJOR
            or self.type == ChangeTypeChoices.TYPE_EMERGENCY
        )

    @property
    def is_approved(self):
        """Whether the work may be done, or was done."""
        return self.status in ChangeStatusChoices.APPROVED

    @property
    def is_ended(self):
        """Whether nothing more will happen: done, rolled back or cancelled."""
        return self.status in ChangeStatusChoices.ENDED

    def slas_beyond(self):
        """The SLAs with customers beyond which its current flags lead, with their customers, as a list."""
        if not self.pk:
            return []
        flags = self.impacts.filter(Q(is_breach=True) | Q(outside_us__gt=0), is_current=True)
        flags = flags.filter(sla__kind=SLAKindChoices.KIND_SLA).select_related('sla__tenant').order_by('sla__name')
        return list({flag.sla_id: flag.sla for flag in flags}.values())

    def blockers_of_others(self, to, status):
        """What the work that it belongs to, or consists of, puts in the way of the step from `status` to `to`."""
        return []

    def clean(self):
        super().clean()
        check_order(self, 'planned_start', 'planned_end')
        self._check_actual()
        if (
            self.type == ChangeTypeChoices.TYPE_STANDARD
            and self.significance == ChangeSignificanceChoices.SIGNIFICANCE_MAJOR
        ):
            raise ValidationError(
                {'type': _('A major change is not approved beforehand: make it normal or emergency.')}
            )
        stored = self._stored()
        self._check_step(stored)
        self._check_window()
        self._check_kept_by_approval(stored)
        self._check_approved(stored)
        if stored and stored.status != ChangeStatusChoices.STATUS_DRAFT and stored.requester_id != self.requester_id:
            raise ValidationError(
                {'requester': _('It was submitted with its requester: take it back to a draft to change that.')}
            )

    def _check_actual(self):
        now = timezone.now()
        for field in ('actual_start', 'actual_end'):
            at = getattr(self, field)
            if at and at > now:
                raise ValidationError(
                    {field: _('{at} lies in the future: give the time at which it happened.').format(at=at)}
                )
        if self.actual_end and not self.actual_start:
            raise ValidationError({'actual_start': _('Work that ended also began: give the time of its start.')})
        if self.actual_end and self.actual_end < self.actual_start:
            raise ValidationError(
                {
                    'actual_end': _('{end} is before {start}: give a later end, or leave it empty.').format(
                        end=self.actual_end, start=self.actual_start
                    )
                }
            )

    def _check_step(self, stored):
        status = stored.status if stored else ChangeStatusChoices.STATUS_DRAFT
        if self.status == status:
            return
        if not stored:
            raise ValidationError(
                {
                    'status': _('A new {record} is a draft: record it as one, then take its steps.').format(
                        record=self._meta.verbose_name
                    )
                }
            )
        found = blockers(self, self.status, acting_user(self), status, is_taken=True)
        if found:
            messages = {}
            for blocker in found:
                messages.setdefault(blocker.field, []).append(blocker.message)
            raise ValidationError(messages)

    def _check_window(self):
        if self.status in (ChangeStatusChoices.STATUS_DRAFT, ChangeStatusChoices.STATUS_CANCELLED):
            return
        for field in ('planned_start', 'planned_end'):
            if getattr(self, field) is None:
                raise ValidationError({field: _('What is submitted has a planned window: give its start and end.')})

    def _check_kept_by_approval(self, stored):
        """Flags and agreements are about what is stored: an approval that changes it at once would pass them by."""
        if not (stored and self.is_approved and not stored.is_approved):
            return
        for field in APPROVED_FIELDS:
            if getattr(stored, field) != getattr(self, field):
                raise ValidationError(
                    {
                        field: _(
                            'It is approved as it stands, with {field} {value}: change that first, then approve.'
                        ).format(field=self._meta.get_field(field).verbose_name, value=getattr(stored, field))
                    }
                )

    def _check_approved(self, stored):
        if not (stored and stored.is_approved and self.is_approved):
            return
        for field in APPROVED_FIELDS:
            if getattr(stored, field) != getattr(self, field):
                raise ValidationError(
                    {
                        field: _(
                            'It was approved with {field} {value}: take it back to a draft to change that.'
                        ).format(field=self._meta.get_field(field).verbose_name, value=getattr(stored, field))
                    }
                )

    def save(self, *args, **kwargs):
        stored = self._stored()
        if stored:  # what is in hand may be older
            self.flags_computed_at, self.flags_stale_since = stored.flags_computed_at, stored.flags_stale_since
        self._record_step(stored)
        super().save(*args, **kwargs)

    def _record_step(self, stored):
        """Write who took the step from the stored status to the present one, and when; and that flags went stale."""
        user, now = acting_user(self), timezone.now()
        if self.requester_id is None and self.status == ChangeStatusChoices.STATUS_DRAFT:
            self.requester = user
        if stored and self.flags_computed_at and self.flags_stale_since is None and self._moved_from(stored):
            self.flags_stale_since = now
        before = stored.status if stored else None
        if before == self.status:
            return
        statuses = ChangeStatusChoices
        if self.status == statuses.STATUS_DRAFT:
            self.submitted_by = self.submitted_at = None
        elif before in _BEFORE_APPROVAL and self.status != statuses.STATUS_CANCELLED:
            self.submitted_by, self.submitted_at = user or self.submitted_by, self.submitted_at or now
        if self.is_approved:
            self._record_approval(user, now)
        elif self.status != statuses.STATUS_CANCELLED:
            self.approver = self.approved_at = None
        if self.status == statuses.STATUS_IN_PROGRESS:
            self.actual_start = self.actual_start or now
        elif self.status in (statuses.STATUS_DONE, statuses.STATUS_ROLLED_BACK):
            self.actual_start = self.actual_start or now
            self.actual_end = self.actual_end or now

    def _record_approval(self, user, now):
        self.approved_at = self.approved_at or now
        if self.approver_id is None and self.type != ChangeTypeChoices.TYPE_STANDARD:
            self.approver = user

    def _moved_from(self, stored):
        return (self.planned_start, self.planned_end) != (stored.planned_start, stored.planned_end)

    def _stored(self):
        return type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None

    def get_status_color(self):
        return ChangeStatusChoices.colors.get(self.status)

    def get_type_color(self):
        return ChangeTypeChoices.colors.get(self.type)

    def get_significance_color(self):
        return ChangeSignificanceChoices.colors.get(self.significance)
