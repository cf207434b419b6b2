"""Credits: what is owed for a promise that was not kept, tier by tier."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import MetricChoices
from ...fields import CurrencyField, PercentField
from ...visible import named, shown
from ..bases import NetBoxModel
from ..twins import refuse_twin

__all__ = ('ServiceCreditTier',)


class ServiceCreditTier(NetBoxModel):
    """What is owed for a figure that is worse than `threshold`: a share of the agreement's fee, or a fixed amount.

    It belongs to one target, or to an SLA: then to all its availability targets that have no tiers of their own. Of the
    tiers that a figure crosses the furthest one counts. `threshold`: as the target, percent or its value.
    """

    sla = models.ForeignKey(
        to='netbox_slm.SLA',
        on_delete=models.CASCADE,
        related_name='credit_tiers',
        verbose_name=_('SLA'),
        blank=True,
        null=True,
        help_text=_('For all its availability targets without tiers of their own'),
    )
    target = models.ForeignKey(
        to='netbox_slm.ServiceLevelTarget',
        on_delete=models.CASCADE,
        related_name='credit_tiers',
        verbose_name=_('target'),
        blank=True,
        null=True,
        help_text=_('Or for this target only'),
    )
    threshold = models.DecimalField(
        verbose_name=_('threshold'),
        max_digits=20,
        decimal_places=6,
        help_text=_('A figure worse than this earns the credit: below it, or above it where less is better'),
    )
    credit_percent = PercentField(
        verbose_name=_('credit (%)'), blank=True, null=True, help_text=_('Share of the fee of the period')
    )
    amount = models.DecimalField(
        verbose_name=_('amount'),
        max_digits=14,
        decimal_places=4,
        blank=True,
        null=True,
        validators=(MinValueValidator(0),),
        help_text=_('Or a fixed amount'),
    )
    currency = CurrencyField(
        verbose_name=_('currency'), blank=True, help_text=_('Of a fixed amount; of a share it is that of the fee')
    )
    cap = models.DecimalField(
        verbose_name=_('at most'),
        max_digits=14,
        decimal_places=4,
        blank=True,
        null=True,
        validators=(MinValueValidator(0),),
        help_text=_('No more than this is owed for one figure, in the same currency'),
    )

    viewable_relations = ('sla', 'target')
    clone_fields = ('sla', 'target', 'currency', 'cap')

    class Meta:
        ordering = ('sla', 'target', 'threshold')
        verbose_name = _('service credit tier')
        verbose_name_plural = _('service credit tiers')
        constraints = (
            models.UniqueConstraint(
                fields=('sla', 'target', 'threshold'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_threshold',
                violation_error_message=_('There already is a tier at this threshold.'),
            ),
            models.CheckConstraint(
                condition=Q(sla__isnull=False, target__isnull=True) | Q(sla__isnull=True, target__isnull=False),
                name='%(app_label)s_%(class)s_one_owner',
                violation_error_message=_('A tier belongs to an SLA or to a target, not to both.'),
            ),
            models.CheckConstraint(
                condition=Q(sla__isnull=True) | Q(threshold__gt=0, threshold__lte=100),
                name='%(app_label)s_%(class)s_sla_threshold',
                violation_error_message=_('The threshold of an SLA is a percentage above 0 and up to 100.'),
            ),
            models.CheckConstraint(
                condition=Q(credit_percent__isnull=False, credit_percent__gt=0, credit_percent__lte=100, currency='')
                & Q(amount__isnull=True)
                | Q(credit_percent__isnull=True, amount__isnull=False, amount__gte=0) & ~Q(currency=''),
                name='%(app_label)s_%(class)s_one_credit',
                violation_error_message=_('A credit is a share of the fee, or an amount with its currency.'),
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gte=0),
                name='%(app_label)s_%(class)s_cap_positive',
                violation_error_message=_('The most that is owed is 0 or more.'),
            ),
        )

    def __str__(self):
        owner = named(self, 'target') if self.target_id else named(self, 'sla')
        return f'{owner}: {self.threshold.normalize():f}' if hasattr(self.threshold, 'normalize') else owner

    @property
    def credit_currency(self):
        """Of the amount, or of the fee that a share is taken of; empty where that is hidden."""
        return self.currency or (self.agreement.currency if self.agreement else '')

    @property
    def agreement(self):
        """The SLA that it belongs to, directly or through its target; none where that is hidden."""
        if self.target_id:
            target = shown(self, 'target')
            return shown(target, 'sla') if target else None
        return shown(self, 'sla')

    def clean(self):
        super().clean()
        self._check_owner()
        self._check_credit()
        self._check_threshold()
        refuse_twin(
            self,
            ('sla_id', 'target_id', 'threshold'),
            'threshold',
            _('There already is a tier at {threshold}: change that one.').format(threshold=self.threshold),
        )

    def _check_owner(self):
        if self.sla_id and self.target_id:
            raise ValidationError({'target': _('A tier belongs to an SLA or to a target: leave one of both empty.')})
        if not self.sla_id and not self.target_id:
            raise ValidationError({'sla': _('Say whose tier it is: give an SLA or a target.')})

    def _check_credit(self):
        if self.credit_percent is not None and self.amount is not None:
            raise ValidationError(
                {'amount': _('A credit is a share of the fee or a fixed amount: leave one of both empty.')}
            )
        if self.credit_percent is None and self.amount is None:
            raise ValidationError({'credit_percent': _('Say what is owed: a share of the fee, or an amount.')})
        if self.amount is not None and not self.currency:
            raise ValidationError({'currency': _('An amount needs a currency: give its ISO 4217 code.')})
        if self.credit_percent is None:
            return
        if not isinstance(self.credit_percent, str) and not 0 < self.credit_percent <= 100:
            raise ValidationError(
                {
                    'credit_percent': _('{value} % is no credit: give a share above 0 and up to 100.').format(
                        value=self.credit_percent
                    )
                }
            )
        if self.currency:
            raise ValidationError(
                {'currency': _('A share of the fee is in the currency of the fee: leave this empty.')}
            )
        if self.agreement is not None and self.agreement.fee is None:
            raise ValidationError(
                {
                    'credit_percent': _('{sla} has no fee to take a share of: give it one, or a fixed amount.').format(
                        sla=self.agreement
                    )
                }
            )

    def _check_threshold(self):
        value = self.threshold
        if value is None or isinstance(value, str):
            return
        is_share = self.target is None or self.target.metric in MetricChoices.SHARES
        if is_share and not 0 < value <= 100:
            raise ValidationError(
                {'threshold': _('{value} % is no threshold: give one above 0 and up to 100.').format(value=value)}
            )
        if self.target is None:
            return
        promised = Decimal(self.target.target_percent if is_share else self.target.target_value)
        is_better = value > promised if self.target.more_is_better else value < promised
        if is_better:
            raise ValidationError(
                {
                    'threshold': _(
                        '{value} is better than the target of {promised}, and a figure that keeps it earns no credit: '
                        'give the target or worse.'
                    ).format(value=f'{value.normalize():f}', promised=f'{promised.normalize():f}')
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.target or self.sla
        return objectchange
