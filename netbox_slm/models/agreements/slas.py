"""Agreements: promises to customers (SLA), of our teams (OLA), of suppliers (underpinning contracts)."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin, JobsMixin

from ...choices import (
    ContractKindChoices,
    DerivedEffectsCountChoices,
    PeriodKindChoices,
    SLAKindChoices,
    SLAStatusChoices,
)
from ...fields import CurrencyField, PercentField
from ..bases import PrimaryModel
from ..membership import chosen, names_of
from ..terms import check_days

__all__ = ('SLA',)


class SLA(JobsMixin, ContactsMixin, ImageAttachmentsMixin, PrimaryModel):
    """A promise about services: to a customer (SLA), by a team of ours (OLA), by a supplier (underpinning contract).

    Its term is `starts_on` to `ends_on`, both included, in its time zone (else its calendar's, else UTC). Only OLAs and
    underpinning contracts support another agreement. Its targets are about its own services.
    """

    name = models.CharField(verbose_name=_('name'), max_length=100)
    version = models.PositiveSmallIntegerField(verbose_name=_('version'), default=1, validators=(MinValueValidator(1),))
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
    derived_effects = models.CharField(
        verbose_name=_('effects through the infrastructure count'),
        max_length=50,
        choices=DerivedEffectsCountChoices,
        blank=True,
        help_text=_('Empty: the setting derived_effects_count'),
    )

    fee = models.DecimalField(
        verbose_name=_('fee'),
        max_digits=14,
        decimal_places=2,
        blank=True,
        null=True,
        validators=(MinValueValidator(0),),
        help_text=_('Of one period: what a credit in percent is a share of'),
    )
    currency = CurrencyField(verbose_name=_('currency'), blank=True)
    credit_cap_percent = PercentField(
        verbose_name=_('most credit (%)'),
        blank=True,
        null=True,
        help_text=_('Share of the fee that all credits of one period together never exceed'),
    )
    alert_silence_minutes = models.PositiveIntegerField(
        verbose_name=_('silence after an alert (minutes)'),
        blank=True,
        null=True,
        help_text=_('0: none. Empty: the setting alert_silence_minutes.'),
    )

    viewable_relations = ('tenant', 'provider', 'contract', 'calendar', 'previous_version')
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
        'derived_effects',
        'alert_silence_minutes',
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
                condition=~Q(period='rolling') | Q(rolling_days__isnull=False, rolling_days__gte=1),
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
            models.CheckConstraint(
                condition=Q(fee__isnull=True) | Q(fee__gte=0) & ~Q(currency=''),
                name='%(app_label)s_%(class)s_fee_has_currency',
                violation_error_message=_('A fee is 0 or more, and needs a currency.'),
            ),
            models.CheckConstraint(
                condition=Q(credit_cap_percent__isnull=True)
                | Q(credit_cap_percent__gt=0, credit_cap_percent__lte=100, fee__isnull=False),
                name='%(app_label)s_%(class)s_credit_cap',
                violation_error_message=_('The most credit is a share of the fee, above 0 and up to 100 %.'),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name='%(app_label)s_%(class)s_version_counts',
                violation_error_message=_('Versions are counted from 1.'),
            ),
            models.CheckConstraint(
                condition=~Q(previous_version=F('id')),
                name='%(app_label)s_%(class)s_not_own_previous',
                violation_error_message=_('An SLA is not its own previous version.'),
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
        if self.fee is not None and not self.currency:
            raise ValidationError(
                {'currency': _('A fee of {fee} needs a currency: give its ISO 4217 code.').format(fee=self.fee)}
            )
        check_days(self)
        self._check_credit_cap()
        self._check_contract()
        self._check_versions()
        self._check_supporting()
        self._check_services()

    def _check_credit_cap(self):
        value = self.credit_cap_percent
        if value is None or isinstance(value, str):
            return
        if not 0 < value <= 100:
            raise ValidationError(
                {
                    'credit_cap_percent': _(
                        '{value} % is no limit of credits: give a share above 0 and up to 100, or leave it empty.'
                    ).format(value=value)
                }
            )
        if self.fee is None:
            raise ValidationError(
                {
                    'credit_cap_percent': _(
                        'There is no fee of which {value} % could be the most credit: '
                        'give the fee, or leave this empty.'
                    ).format(value=value)
                }
            )

    def _check_contract(self):
        if not self.contract_id:
            return
        wanted = {
            SLAKindChoices.KIND_SLA: ContractKindChoices.KIND_CUSTOMER,
            SLAKindChoices.KIND_UNDERPINNING: ContractKindChoices.KIND_SUPPLIER,
        }.get(self.kind)
        if wanted and self.contract.kind != wanted:
            raise ValidationError(
                {
                    'contract': _('{contract} is a {kind}: choose a {wanted}.').format(
                        contract=self.contract,
                        kind=self.contract.get_kind_display(),
                        wanted=dict(ContractKindChoices)[wanted],
                    )
                }
            )

    def _check_versions(self):
        if not self.previous_version_id:
            return
        if self.previous_version_id == self.pk:
            raise ValidationError({'previous_version': _('An SLA is not its own previous version.')})
        if self.version is not None and self.previous_version.version >= self.version:
            raise ValidationError(
                {
                    'previous_version': _(
                        '{previous} has version {number}, which is not below {version}: '
                        'choose an earlier version, or give this one a greater number.'
                    ).format(
                        previous=self.previous_version.name,
                        number=self.previous_version.version,
                        version=self.version,
                    )
                }
            )

    def _check_supporting(self):
        supporting = chosen(self, 'supporting')
        if self.pk and any(other.pk == self.pk for other in supporting):
            raise ValidationError({'supporting': _('An agreement does not support itself: take it out.')})
        promises = [other for other in supporting if other.kind == SLAKindChoices.KIND_SLA]
        if promises:
            raise ValidationError(
                {
                    'supporting': _(
                        'Only OLAs and underpinning contracts support an agreement, not a promise to a customer: '
                        'take out {names}.'
                    ).format(names=names_of(promises))
                }
            )
        if self.pk and self.kind == SLAKindChoices.KIND_SLA and self.supports.exists():
            raise ValidationError(
                {
                    'kind': _(
                        'Other agreements rest on this one, and only OLAs and underpinning contracts support others: '
                        'take it out of them first, or keep its kind.'
                    )
                }
            )

    def _check_services(self):
        if not self.pk or 'services' not in getattr(self, '_m2m_values', {}):
            return
        kept = {service.pk for service in chosen(self, 'services')}
        for target in self.targets.prefetch_related('services'):
            lost = [service for service in target.services.all() if service.pk not in kept]
            if lost:
                raise ValidationError(
                    {
                        'services': _(
                            'The target {target} is about {names}: keep them, or change that target first.'
                        ).format(target=target.name, names=names_of(lost))
                    }
                )

    @property
    def zone(self):
        """The time zone of its periods."""
        if self.time_zone:
            return self.time_zone
        return self.calendar.time_zone if self.calendar else zoneinfo.ZoneInfo('UTC')

    def get_kind_color(self):
        return SLAKindChoices.colors.get(self.kind)

    def get_status_color(self):
        return SLAStatusChoices.colors.get(self.status)
