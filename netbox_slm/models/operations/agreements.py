"""What customers say to planned work: that they agree to what goes beyond an SLA, that they know of it."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.models.features import ImageAttachmentsMixin
from netbox.plugins import get_plugin_config

from ...acting import acting_user
from ...choices import AcknowledgementMethodChoices, AgreementFormChoices, ChangeTypeChoices
from ...visible import may_see, named, shown
from ..bases import PrimaryModel
from .bulk import CheckedByCleanMixin
from .records import check_one_record, one_record_constraint, record_field, record_of

__all__ = ('Acknowledgement', 'CustomerAgreement')


class CustomerAgreement(ImageAttachmentsMixin, CheckedByCleanMixin, PrimaryModel):
    """A customer agreed that planned work goes beyond an SLA, or beyond any of theirs (process §7.1).

    It is about the planned window of that moment (`window_start`, `window_end`): work that is moved out of it needs a
    new agreement, and so does other work, or another SLA or customer. A verbal one falls due in writing on
    `written_due_on` (setting `written_agreement_days`) until `written_at` says that it was.
    """

    change = record_field('netbox_slm.Change', 'agreements', _('change'))
    release = record_field('netbox_slm.Release', 'agreements', _('release'))
    sla = models.ForeignKey(
        to='netbox_slm.SLA',
        on_delete=models.CASCADE,
        related_name='customer_agreements',
        verbose_name=_('SLA'),
        blank=True,
        null=True,
        help_text=_('Empty: all SLAs of the customer'),
    )
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_customer_agreements',
        verbose_name=_('customer'),
        blank=True,
        null=True,
        help_text=_("Empty: the SLA's customer"),
    )
    form = models.CharField(verbose_name=_('form'), max_length=50, choices=AgreementFormChoices)
    contact = models.ForeignKey(
        to='tenancy.Contact',
        on_delete=models.PROTECT,
        related_name='slm_customer_agreements',
        verbose_name=_('agreed by (contact)'),
        blank=True,
        null=True,
    )
    agreed_by = models.CharField(
        verbose_name=_('agreed by'),
        max_length=100,
        blank=True,
        help_text=_('Who agreed, where that is no contact in NetBox'),
    )
    agreed_at = models.DateTimeField(verbose_name=_('agreed'), default=timezone.now)
    recorded_by = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('recorded by'),
        blank=True,
        null=True,
        editable=False,
    )
    window_start = models.DateTimeField(verbose_name=_('agreed from'), blank=True, null=True, editable=False)
    window_end = models.DateTimeField(verbose_name=_('agreed to'), blank=True, null=True, editable=False)
    written_due_on = models.DateField(
        verbose_name=_('written agreement due'),
        blank=True,
        null=True,
        help_text=_('Of a verbal agreement. Empty: some days later, by the setting written_agreement_days.'),
    )
    written_at = models.DateTimeField(
        verbose_name=_('agreed in writing'),
        blank=True,
        null=True,
        help_text=_('When the written agreement to a verbal one came in'),
    )

    chased_on = models.DateField(verbose_name=_('last chased'), blank=True, null=True, editable=False)

    viewable_relations = ('change', 'release', 'sla', 'tenant', 'contact')
    clone_fields = ('change', 'release', 'form', 'contact', 'agreed_by')

    class Meta:
        ordering = ('-agreed_at', '-pk')
        verbose_name = _('customer agreement')
        verbose_name_plural = _('customer agreements')
        indexes = (
            models.Index(
                fields=('written_due_on',),
                condition=Q(form='verbal', written_at__isnull=True),
                name='netbox_slm_agreement_due',
            ),
        )
        constraints = (
            one_record_constraint(),
            models.CheckConstraint(
                condition=Q(sla__isnull=False) | Q(tenant__isnull=False),
                name='%(app_label)s_%(class)s_on_something',
                violation_error_message=_('An agreement names the SLA or the customer.'),
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | ~Q(agreed_by=''),
                name='%(app_label)s_%(class)s_by_someone',
                violation_error_message=_('An agreement names who agreed.'),
            ),
            models.CheckConstraint(
                condition=Q(form='written', written_due_on__isnull=True, written_at__isnull=True)
                | Q(form='verbal', written_due_on__isnull=False),
                name='%(app_label)s_%(class)s_written_due',
                violation_error_message=_('A verbal agreement, and only that, falls due in writing.'),
            ),
        )

    def __str__(self):
        about = 'sla' if self.sla_id else 'tenant'
        return f'{named(self, record_of(self))} – {named(self, about)}'

    @property
    def record(self):
        """The change or release that it is about; None where it may not be viewed."""
        return shown(self, record_of(self))

    @property
    def is_written(self):
        """Whether it is in writing by now."""
        return self.form == AgreementFormChoices.FORM_WRITTEN or self.written_at is not None

    def is_about(self, sla):
        """Whether it names `sla`, or the customer of it and no SLA."""
        if self.sla_id is not None:
            return self.sla_id == sla.pk
        return self.tenant_id == sla.tenant_id

    def holds_for_window(self, record):
        """Whether the work is still planned inside the window that was agreed to."""
        return (
            self.window_start is not None
            and self.window_end is not None
            and record.planned_start >= self.window_start
            and record.planned_end <= self.window_end
        )

    def suffices_for(self, record):
        """Whether `record` may go on with it: in writing, or for an emergency verbal (process §7.1)."""
        is_emergency = record.type == ChangeTypeChoices.TYPE_EMERGENCY
        return self.holds_for_window(record) and (self.is_written or is_emergency)

    def clean(self):
        super().clean()
        check_one_record(self)
        if self.sla_id is None and self.tenant_id is None:
            raise ValidationError({'sla': _('Name the SLA that the work goes beyond, or its customer.')})
        if self.sla_id and self.tenant_id and self.sla.tenant_id != self.tenant_id:
            raise ValidationError(
                {
                    'tenant': _('{customer} is not the customer of {sla}: leave one of them empty.').format(
                        customer=self.tenant, sla=self.sla
                    )
                }
            )
        if self.contact_id is None and not self.agreed_by:
            raise ValidationError({'agreed_by': _('Say who agreed: a contact, or a name.')})
        self._check_instants()
        record = shown(self, record_of(self))
        self._check_kept(type(self).objects.filter(pk=self.pk).first() if self.pk else None, record)
        if record and not (record.planned_start and record.planned_end):
            raise ValidationError(
                {
                    record_of(self): _('An agreement is about a time: plan the window of {record} first.').format(
                        record=record
                    )
                }
            )

    def _check_kept(self, stored, record):
        """What somebody agreed to is not made another matter, nor made less under work that was approved with it."""
        if stored is None:
            return
        for field in ('change', 'release', 'sla', 'tenant'):
            if getattr(stored, f'{field}_id') != getattr(self, f'{field}_id'):
                raise ValidationError(
                    {field: _('An agreement stays with what it was given for: record a new one for something else.')}
                )
        if record and record.is_approved and stored.is_written and not self.is_written:
            field = 'form' if stored.form != self.form else 'written_at'
            raise ValidationError(
                {
                    field: _(
                        '{work} was approved with this in writing: take it back to a draft to change that.'
                    ).format(work=record if may_see(record) else '…')
                }
            )

    def _check_instants(self):
        now = timezone.now()
        for field in ('agreed_at', 'written_at'):
            at = getattr(self, field)
            if at and at > now:
                raise ValidationError(
                    {field: _('{at} lies in the future: give the time at which it happened.').format(at=at)}
                )
        if self.form == AgreementFormChoices.FORM_WRITTEN:
            for field in ('written_due_on', 'written_at'):
                if getattr(self, field):
                    raise ValidationError({field: _('A written agreement does not fall due: leave it empty.')})
        elif self.written_at and self.agreed_at and self.written_at < self.agreed_at:
            raise ValidationError(
                {
                    'written_at': _('{at} is before the verbal agreement at {agreed}: give a later time.').format(
                        at=self.written_at, agreed=self.agreed_at
                    )
                }
            )

    def save(self, *args, **kwargs):
        if self._state.adding:
            record = shown(self, record_of(self))
            self.window_start, self.window_end = record.planned_start, record.planned_end
            self.recorded_by = self.recorded_by or acting_user(self)
        if self.form == AgreementFormChoices.FORM_VERBAL and self.written_due_on is None:
            days = get_plugin_config('netbox_slm', 'written_agreement_days')
            self.written_due_on = timezone.localdate(self.agreed_at) + timedelta(days=days)
        super().save(*args, **kwargs)

    def get_form_color(self):
        return AgreementFormChoices.colors.get(self.form)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, record_of(self))
        return objectchange


class Acknowledgement(ImageAttachmentsMixin, PrimaryModel):
    """A customer was told of planned work, and said that they know (process §7.3); without an answer it is open."""

    change = record_field('netbox_slm.Change', 'acknowledgements', _('change'))
    release = record_field('netbox_slm.Release', 'acknowledgements', _('release'))
    tenant = models.ForeignKey(
        to='tenancy.Tenant',
        on_delete=models.PROTECT,
        related_name='slm_acknowledgements',
        verbose_name=_('customer'),
    )
    contact = models.ForeignKey(
        to='tenancy.Contact',
        on_delete=models.PROTECT,
        related_name='slm_acknowledgements',
        verbose_name=_('contact'),
        blank=True,
        null=True,
    )
    acknowledged_by = models.CharField(
        verbose_name=_('acknowledged by'),
        max_length=100,
        blank=True,
        help_text=_('Who acknowledged, where that is no contact in NetBox'),
    )
    method = models.CharField(
        verbose_name=_('method'),
        max_length=50,
        choices=AcknowledgementMethodChoices,
        default=AcknowledgementMethodChoices.METHOD_EMAIL,
    )
    told_at = models.DateTimeField(verbose_name=_('told'), default=timezone.now)
    acknowledged_at = models.DateTimeField(
        verbose_name=_('acknowledged'), blank=True, null=True, help_text=_('Empty until the customer answers')
    )
    recorded_by = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name='+',
        verbose_name=_('recorded by'),
        blank=True,
        null=True,
        editable=False,
    )

    viewable_relations = ('change', 'release', 'tenant', 'contact')
    clone_fields = ('change', 'release', 'method')

    class Meta:
        ordering = ('-told_at', '-pk')
        verbose_name = _('acknowledgement')
        verbose_name_plural = _('acknowledgements')
        constraints = (
            one_record_constraint(),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(contact__isnull=False) | ~Q(acknowledged_by=''),
                name='%(app_label)s_%(class)s_by_someone',
                violation_error_message=_('An acknowledgement names who gave it.'),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=models.F('told_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('A customer acknowledges after being told.'),
            ),
        )

    def __str__(self):
        return f'{named(self, record_of(self))} – {named(self, "tenant")}'

    @property
    def record(self):
        """The change or release that it is about; None where it may not be viewed."""
        return shown(self, record_of(self))

    def clean(self):
        super().clean()
        check_one_record(self)
        if self.acknowledged_at and self.contact_id is None and not self.acknowledged_by:
            raise ValidationError({'acknowledged_by': _('Say who acknowledged: a contact, or a name.')})
        if self.acknowledged_at and self.told_at and self.acknowledged_at < self.told_at:
            raise ValidationError(
                {
                    'acknowledged_at': _('{at} is before the customer was told at {told}: give a later time.').format(
                        at=self.acknowledged_at, told=self.told_at
                    )
                }
            )

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.recorded_by = self.recorded_by or acting_user(self)
        super().save(*args, **kwargs)

    def get_method_color(self):
        return AcknowledgementMethodChoices.colors.get(self.method)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = shown(self, record_of(self))
        return objectchange
