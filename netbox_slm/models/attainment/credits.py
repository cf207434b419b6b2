"""Credits of final figures: kept as they were when the figure was made final."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...fields import CurrencyField

__all__ = ('FinalCredit',)


class FinalCredit(models.Model):
    """What is owed for a missed figure that is final, no amount for nothing; private to `analysis.credits`.

    Written when the figure is made final and taken away when it is reopened, so that tiers edited afterwards change
    nothing. `tier`: that it rests on, none when that was deleted. `threshold`, `period_cap`: as they were; the latter
    is the most that the agreement owes for the whole period, where it is in the same currency.
    """

    attainment = models.OneToOneField(
        to='netbox_slm.Attainment',
        on_delete=models.CASCADE,
        related_name='final_credit',
        verbose_name=_('attainment'),
    )
    tier = models.ForeignKey(
        to='netbox_slm.ServiceCreditTier', on_delete=models.SET_NULL, related_name='+', blank=True, null=True
    )
    threshold = models.DecimalField(verbose_name=_('threshold'), max_digits=20, decimal_places=6, blank=True, null=True)
    amount = models.DecimalField(verbose_name=_('amount'), max_digits=18, decimal_places=4, blank=True, null=True)
    currency = CurrencyField(verbose_name=_('currency'), blank=True)
    period_cap = models.DecimalField(
        verbose_name=_('most credit of the period'), max_digits=18, decimal_places=4, blank=True, null=True
    )

    _netbox_private = True

    class Meta:
        ordering = ('pk',)
        verbose_name = _('final credit')
        verbose_name_plural = _('final credits')
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0, threshold__isnull=False) & ~Q(currency=''),
                name='%(app_label)s_%(class)s_amount_and_currency',
            ),
        )

    def __str__(self):
        return f'{self.amount} {self.currency}' if self.amount is not None else '–'
