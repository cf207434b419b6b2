"""What was told to whom already: alerts are sent once, whatever restarts or runs twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import AlertKindChoices

__all__ = ('AlertState',)


class AlertState(models.Model):
    """What was last told of one thing; private to `analysis.alerts`, which locks the row before it decides.

    A figure, a defect: `attainment`. A burn rate: `target`, `service` (none: all combined), and the pair of windows in
    `window`. A deadline: `incident`, `target`. level: what stands, as last told; empty where all is well.
    is_pending: the event is decided and not yet handed over; who hands it over takes this mark away first.
    """

    kind = models.CharField(verbose_name=_('kind'), max_length=50, choices=AlertKindChoices)
    attainment = models.ForeignKey(
        to='netbox_slm.Attainment', on_delete=models.CASCADE, related_name='+', blank=True, null=True
    )
    target = models.ForeignKey(
        to='netbox_slm.ServiceLevelTarget', on_delete=models.CASCADE, related_name='+', blank=True, null=True
    )
    service = models.ForeignKey(
        to='netbox_slm.Service', on_delete=models.CASCADE, related_name='+', blank=True, null=True
    )
    incident = models.ForeignKey(
        to='netbox_slm.Incident', on_delete=models.CASCADE, related_name='+', blank=True, null=True
    )
    window = models.CharField(verbose_name=_('windows'), max_length=50, blank=True)
    level = models.CharField(verbose_name=_('level'), max_length=50, blank=True)
    told_at = models.DateTimeField(verbose_name=_('told'), blank=True, null=True)
    event_type = models.CharField(verbose_name=_('event type'), max_length=50, blank=True)
    message = models.TextField(verbose_name=_('message'), blank=True)
    details = models.JSONField(verbose_name=_('details'), default=dict, blank=True)
    is_pending = models.BooleanField(verbose_name=_('pending'), default=False)

    _netbox_private = True

    class Meta:
        ordering = ('pk',)
        verbose_name = _('alert state')
        verbose_name_plural = _('alert states')
        indexes = (models.Index(fields=('told_at',), condition=Q(is_pending=True), name='netbox_slm_alert_pending'),)
        constraints = (
            models.UniqueConstraint(
                fields=('kind', 'attainment', 'target', 'service', 'incident', 'window'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_subject',
            ),
        )

    def __str__(self):
        return f'{self.get_kind_display()} {self.level}'
