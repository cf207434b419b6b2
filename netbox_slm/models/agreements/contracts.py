"""Contracts: the documents that agreements hang on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netbox.models.features import ContactsMixin, ImageAttachmentsMixin

from ...choices import ContractKindChoices, ContractStatusChoices, SLAKindChoices
from ...fields import CurrencyField
from ..bases import PrimaryModel
from ..terms import check_days

__all__ = ('Contract',)


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

    viewable_relations = ('tenant', 'provider')
    clone_fields = ('kind', 'tenant', 'provider', 'status', 'notice_days', 'currency')

    class Meta:
        ordering = ('name',)
        verbose_name = _('contract')
        verbose_name_plural = _('contracts')
        constraints = (
            models.CheckConstraint(
                condition=Q(kind='customer', tenant__isnull=False, provider__isnull=True)
                | Q(kind='supplier', tenant__isnull=True, provider__isnull=False),
                name='%(app_label)s_%(class)s_one_party',
                violation_error_message=_('A contract is with a customer or with a supplier, as its kind says.'),
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
        self._check_party()
        check_days(self)
        if self.value is not None and not self.currency:
            raise ValidationError(
                {'currency': _('A value of {value} needs a currency: give its ISO 4217 code.').format(value=self.value)}
            )

    def _check_party(self):
        if self.kind == ContractKindChoices.KIND_SUPPLIER:
            if self.provider_id is None:
                raise ValidationError({'provider': _('A supplier contract needs the supplier it is with.')})
            if self.tenant_id is not None:
                raise ValidationError(
                    {
                        'tenant': _(
                            'A supplier contract is not with a customer such as {tenant}: leave it empty, '
                            'or make it a customer contract.'
                        ).format(tenant=self.tenant)
                    }
                )
            return
        if self.tenant_id is None:
            raise ValidationError({'tenant': _('A customer contract needs the customer it is with.')})
        if self.provider_id is not None:
            raise ValidationError(
                {
                    'provider': _(
                        'A customer contract is not with a supplier such as {provider}: leave it empty, '
                        'or make it a supplier contract.'
                    ).format(provider=self.provider)
                }
            )

    @property
    def party(self):
        """Who is on the other side: a tenant or a provider."""
        return self.provider if self.kind == ContractKindChoices.KIND_SUPPLIER else self.tenant

    @property
    def sla_kind(self):
        """The kind of agreement that hangs on it by default."""
        if self.kind == ContractKindChoices.KIND_SUPPLIER:
            return SLAKindChoices.KIND_UNDERPINNING
        return SLAKindChoices.KIND_SLA

    def get_kind_color(self):
        return ContractKindChoices.colors.get(self.kind)

    def get_status_color(self):
        return ContractStatusChoices.colors.get(self.status)
