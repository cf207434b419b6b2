"""Targets: what an agreement promises, metric by metric."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import (
    AggregationChoices,
    CombinationChoices,
    MetricChoices,
    PriorityChoices,
    TargetDirectionChoices,
    WorkloadKindChoices,
)
from ...fields import PercentField
from ...visible import named
from ..bases import PrimaryModel
from ..membership import chosen, names_of
from .domains import check_promise, more_is_better, promise_constraints

__all__ = ('ServiceLevelTarget',)


class ServiceLevelTarget(PrimaryModel):
    """One promise of an SLA: a metric, its level, and the services it holds for (all of the SLA's by default).

    Availability: `target_percent` of agreed hours. Response, resolution: `target_percent` of the incidents within
    the limit of their priority, in seconds of service time (semantics.md §5). Every other metric: `target_value`, in
    seconds for a duration, a whole number for a count, in `unit` for what is measured. `domains` states what each
    metric may promise.
    """

    sla = models.ForeignKey(
        to='netbox_slm.SLA', on_delete=models.CASCADE, related_name='targets', verbose_name=_('SLA')
    )
    name = models.CharField(verbose_name=_('name'), max_length=100)
    metric = models.CharField(
        verbose_name=_('metric'),
        max_length=50,
        choices=MetricChoices,
        default=MetricChoices.METRIC_AVAILABILITY,
    )
    target_percent = PercentField(
        verbose_name=_('target (%)'),
        blank=True,
        null=True,
        help_text=_('Of availability, response and resolution'),
    )
    target_value = models.DecimalField(
        verbose_name=_('target'),
        max_digits=20,
        decimal_places=6,
        blank=True,
        null=True,
        help_text=_('Of every other metric: a duration in seconds, a number, or a measured value'),
    )
    unit = models.CharField(
        verbose_name=_('unit'), max_length=30, blank=True, help_text=_('Of measured values, for example ms')
    )
    direction = models.CharField(
        verbose_name=_('direction'),
        max_length=50,
        choices=TargetDirectionChoices,
        blank=True,
        help_text=_('Whether a measured value is to be at least or at most the target'),
    )
    aggregation = models.CharField(
        verbose_name=_('aggregation'),
        max_length=50,
        choices=AggregationChoices,
        blank=True,
        help_text=_('How the measurements of a period become one value'),
    )
    percentile = PercentField(
        verbose_name=_('percentile'), blank=True, null=True, help_text=_('Of the aggregation by percentile')
    )
    measure = models.CharField(
        verbose_name=_('measure'),
        max_length=100,
        blank=True,
        help_text=_('Measurements of its services under this name count too'),
    )
    workload_kind = models.CharField(
        verbose_name=_('workload of'),
        max_length=50,
        choices=WorkloadKindChoices,
        blank=True,
        help_text=_('What a workload counts'),
    )
    limit_seconds = models.PositiveIntegerField(
        verbose_name=_('limit'),
        blank=True,
        null=True,
        validators=(MinValueValidator(1),),
        help_text=_('Response or resolution time for priorities without a limit of their own'),
    )
    priority_limits = models.JSONField(
        verbose_name=_('limits by priority'),
        blank=True,
        default=dict,
        help_text=_('Seconds of service time by priority'),
    )
    services = models.ManyToManyField(
        to='netbox_slm.Service',
        related_name='targets',
        verbose_name=_('services'),
        blank=True,
        help_text=_('Empty: all services of the SLA'),
    )
    combination = models.CharField(
        verbose_name=_('combination'),
        max_length=50,
        choices=CombinationChoices,
        default=CombinationChoices.COMBINE_EACH,
        help_text=_('How several services combine'),
    )
    calendar = models.ForeignKey(
        to='netbox_slm.ServiceCalendar',
        on_delete=models.PROTECT,
        related_name='targets',
        verbose_name=_('service hours'),
        blank=True,
        null=True,
        help_text=_("Empty: the SLA's service hours"),
    )
    warning_percent = PercentField(
        verbose_name=_('warning (%)'),
        default=75,
        help_text=_('At risk once this share of the budget is consumed'),
    )
    paused_by_holds = models.BooleanField(
        verbose_name=_('paused by holds'),
        blank=True,
        null=True,
        help_text=_('Whether holds stop its clock. Empty: only that of a resolution target.'),
    )

    viewable_relations = ('sla',)
    named_relations = ('sla',)
    clone_fields = (
        'sla',
        'metric',
        'unit',
        'direction',
        'aggregation',
        'percentile',
        'workload_kind',
        'combination',
        'calendar',
        'warning_percent',
        'paused_by_holds',
    )

    class Meta:
        ordering = ('sla', 'metric', 'name')
        verbose_name = _('service level target')
        verbose_name_plural = _('service level targets')
        constraints = (
            models.UniqueConstraint(
                fields=('sla', 'name'),
                name='%(app_label)s_%(class)s_unique_name',
                violation_error_message=_('This SLA already has a target of this name.'),
            ),
            *promise_constraints(),
            models.CheckConstraint(
                condition=Q(warning_percent__gt=0, warning_percent__lte=100),
                name='%(app_label)s_%(class)s_warning_range',
                violation_error_message=_('A warning lies above 0 and up to 100 percent.'),
            ),
            models.CheckConstraint(
                condition=Q(limit_seconds__isnull=True) | Q(limit_seconds__gte=1),
                name='%(app_label)s_%(class)s_limit_positive',
                violation_error_message=_('A limit is at least one second.'),
            ),
            models.CheckConstraint(
                condition=Q(metric__in=MetricChoices.CLOCKS) | Q(limit_seconds__isnull=True, priority_limits={}),
                name='%(app_label)s_%(class)s_no_limit',
                violation_error_message=_('Only response and resolution have a time limit.'),
            ),
            models.CheckConstraint(
                condition=~Q(metric__in=MetricChoices.CLOCKS) | Q(limit_seconds__isnull=False) | ~Q(priority_limits={}),
                name='%(app_label)s_%(class)s_has_limit',
                violation_error_message=_('Response and resolution need a limit.'),
            ),
        )

    def __str__(self):
        return f'{named(self, "sla")}: {self.name}'

    def clean(self):
        super().clean()
        self._check_share('target_percent', _('A target of {value} % cannot be kept: give one above 0 and up to 100.'))
        check_promise(self)
        self._check_measurements()
        self._check_share('warning_percent', _('A warning at {value} % says nothing: give one above 0 and up to 100.'))
        self._check_priority_limits()
        self._check_limits()
        self._check_services()

    def _check_share(self, field, message):
        value = getattr(self, field)
        # clean_fields() leaves a text that it has refused
        if value is not None and not isinstance(value, str) and not 0 < value <= 100:
            raise ValidationError({field: message.format(value=value)})

    def _check_limits(self):
        has_limit = bool(self.limit_seconds or self.priority_limits)
        is_clock = self.metric in MetricChoices.CLOCKS
        if has_limit and not is_clock:
            field = 'limit_seconds' if self.limit_seconds else 'priority_limits'
            raise ValidationError(
                {field: _('{metric} has no time limit: leave it empty.').format(metric=self.get_metric_display())}
            )
        if is_clock and not has_limit:
            raise ValidationError(
                {'limit_seconds': _('Response and resolution need a limit: give one here or by priority.')}
            )

    def _check_measurements(self):
        if self.pk and self.metric not in MetricChoices.MEASURED and self.measurements.exists():
            raise ValidationError(
                {
                    'metric': _(
                        'There are measurements of this target, and {metric} is computed: delete them first.'
                    ).format(metric=self.get_metric_display())
                }
            )

    def _check_services(self):
        if not self.sla_id:
            return
        of_sla = set(self.sla.services.values_list('pk', flat=True))
        foreign = [service for service in chosen(self, 'services') if service.pk not in of_sla]
        if foreign:
            raise ValidationError(
                {
                    'services': _(
                        '{names} are not among the services of {sla}: add them there, or take them out.'
                    ).format(names=names_of(foreign), sla=self.sla)
                }
            )

    def _check_priority_limits(self):
        limits = self.priority_limits
        if not isinstance(limits, dict):
            raise ValidationError({'priority_limits': _('Give seconds by priority, for example {"critical": 3600}.')})
        known = PriorityChoices.values()
        for priority, seconds in limits.items():
            if priority not in known:
                raise ValidationError(
                    {
                        'priority_limits': _('{priority} is no priority: use one of {known}.').format(
                            priority=priority, known=', '.join(known)
                        )
                    }
                )
            if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
                raise ValidationError(
                    {
                        'priority_limits': _('The limit {value} of {priority} is no number of seconds above 0.').format(
                            value=seconds, priority=priority
                        )
                    }
                )

    @property
    def more_is_better(self):
        """Whether a figure keeps the promise from the target upwards (an availability), not up to it (an outage)."""
        return more_is_better(self.metric, self.direction)

    @property
    def is_measured(self):
        """Whether its figures come from measurements."""
        return self.metric in MetricChoices.MEASURED

    @property
    def is_paused_by_holds(self):
        """Whether holds stop the clock (semantics.md §5: by default that of a resolution only)."""
        if self.paused_by_holds is None:
            return self.metric == MetricChoices.METRIC_RESOLUTION
        return self.paused_by_holds

    def get_metric_color(self):
        return MetricChoices.colors.get(self.metric)

    def to_objectchange(self, action):
        objectchange = super().to_objectchange(action)
        objectchange.related_object = self.sla
        return objectchange
