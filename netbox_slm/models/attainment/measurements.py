"""What is measured elsewhere and entered here: by hand, by import, by REST (semantics.md §5)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...choices import MetricChoices
from ...visible import named, shown
from ..bases import NetBoxModel
from ..operations.bulk import CheckedByCleanMixin
from ..twins import refuse_twin

__all__ = ('Measurement',)


class Measurement(CheckedByCleanMixin, NetBoxModel):
    """A value measured at an instant: of one target, or of a service under the name of a measure.

    Of a target it counts for `service`, without one for each of the target's services. Under a name it counts for every
    target of this `measure` that is about the service. The same source measures the same thing once at one instant.
    """

    target = models.ForeignKey(
        to='netbox_slm.ServiceLevelTarget',
        on_delete=models.CASCADE,
        related_name='measurements',
        verbose_name=_('target'),
        blank=True,
        null=True,
        help_text=_('What it is measured for'),
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='measurements',
        verbose_name=_('service'),
        blank=True,
        null=True,
        help_text=_('Of a target: empty means each of its services'),
    )
    measure = models.CharField(
        verbose_name=_('measure'),
        max_length=100,
        blank=True,
        help_text=_('Without a target: it counts for the targets of this measure that are about the service'),
    )
    measured_at = models.DateTimeField(verbose_name=_('measured'))
    value = models.DecimalField(verbose_name=_('value'), max_digits=20, decimal_places=6)
    source = models.CharField(verbose_name=_('source'), max_length=100, help_text=_('Who or what measured it'))
    note = models.CharField(verbose_name=_('note'), max_length=200, blank=True)

    viewable_relations = ('target', 'service')
    clone_fields = ('target', 'service', 'measure', 'source')

    class Meta:
        ordering = ('-measured_at', '-pk')
        verbose_name = _('measurement')
        verbose_name_plural = _('measurements')
        indexes = (models.Index(fields=('service', 'measure', 'measured_at'), name='netbox_slm_measurement_measure'),)
        constraints = (
            models.UniqueConstraint(
                fields=('target', 'service', 'measure', 'measured_at', 'source'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_instant',
                violation_error_message=_('This source already measured it at this instant.'),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False, measure='')
                | Q(target__isnull=True, service__isnull=False) & ~Q(measure=''),
                name='%(app_label)s_%(class)s_of_something',
                violation_error_message=_('A measurement is of a target, or of a service under the name of a measure.'),
            ),
            models.CheckConstraint(
                condition=~Q(source=''),
                name='%(app_label)s_%(class)s_has_source',
                violation_error_message=_('A measurement has a source.'),
            ),
        )

    def __str__(self):
        of = named(self, 'target') if self.target_id else self.measure
        return f'{of} {self.measured_at:%Y-%m-%d %H:%M}' if hasattr(self.measured_at, 'year') else of

    def clean(self):
        super().clean()
        self._check_subject()
        self._check_target()
        self._check_time()
        refuse_twin(
            self,
            ('target_id', 'service_id', 'measure', 'measured_at', 'source'),
            'measured_at',
            _('{source} already measured it at {at}: change that measurement, or give another time or source.').format(
                source=self.source, at=self.measured_at
            ),
        )

    def _check_subject(self):
        if self.target_id:
            if self.measure:
                raise ValidationError(
                    {'measure': _('A measurement of a target needs no name of a measure: leave one of both empty.')}
                )
            return
        if not self.measure and not self.service_id:
            raise ValidationError({'target': _('Say what was measured: give a target, or a service and a measure.')})
        if not self.service_id:
            raise ValidationError({'service': _('A measure without a target needs the service it was taken of.')})
        if not self.measure:
            raise ValidationError({'measure': _('A measurement of a service needs the name of its measure.')})

    def _check_target(self):
        target = shown(self, 'target')
        if target is None:
            return
        if target.metric not in MetricChoices.MEASURED:
            raise ValidationError(
                {
                    'target': _('{metric} is computed from what happened, not measured: choose another target.').format(
                        metric=target.get_metric_display()
                    )
                }
            )
        if self.service_id and not (target.services.all() or target.sla.services.all()).filter(pk=self.service_id):
            raise ValidationError(
                {
                    'service': _('{service} is not among the services of {target}: choose one of them.').format(
                        service=self.service, target=target
                    )
                }
            )

    def _check_time(self):
        if hasattr(self.measured_at, 'tzinfo') and self.measured_at > timezone.now():
            raise ValidationError(
                {
                    'measured_at': _('{at} lies in the future: give the time at which it was measured.').format(
                        at=self.measured_at
                    )
                }
            )

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.target or self.service
        return objectchange
