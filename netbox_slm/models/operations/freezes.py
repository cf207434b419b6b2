"""Spans in which no work is to be done."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..bases import PrimaryModel
from ..terms import check_order

__all__ = ('FreezeWindow',)


class FreezeWindow(PrimaryModel):
    """A span [starts_at, ends_at) in which work is not to touch some customers, sites or services; none named: all."""

    name = models.CharField(verbose_name=_('name'), max_length=100, unique=True)
    starts_at = models.DateTimeField(verbose_name=_('start'))
    ends_at = models.DateTimeField(verbose_name=_('end'))
    tenants = models.ManyToManyField(
        to='tenancy.Tenant', related_name='slm_freeze_windows', verbose_name=_('customers'), blank=True
    )
    sites = models.ManyToManyField(
        to='dcim.Site', related_name='slm_freeze_windows', verbose_name=_('sites'), blank=True
    )
    services = models.ManyToManyField(
        to='netbox_slm.Service', related_name='freeze_windows', verbose_name=_('services'), blank=True
    )
    reason = models.CharField(verbose_name=_('reason'), max_length=200, blank=True)

    clone_fields = ('tenants', 'sites', 'services', 'reason')

    class Meta:
        ordering = ('-starts_at', 'name')
        verbose_name = _('freeze window')
        verbose_name_plural = _('freeze windows')
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F('starts_at')),
                name='%(app_label)s_%(class)s_time_order',
                violation_error_message=_('A freeze ends after it begins.'),
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        check_order(self, 'starts_at', 'ends_at')
