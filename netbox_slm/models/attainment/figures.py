"""A figure per target, service and period, with what it is made of."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netbox.models.features import JobsMixin
from utilities.querysets import RestrictedQuerySet

from ...choices import (
    AttainmentStatusChoices,
    ContributionKindChoices,
    ContributionReasonChoices,
    ContributionRuleChoices,
    FigureUnitChoices,
)
from ...fields import WayField
from ...visible import named
from ..bases import NetBoxModel

__all__ = ('Attainment', 'AttainmentContribution')

_EXACT = {'max_digits': 40, 'decimal_places': 0}
_VALUE = {'max_digits': 20, 'decimal_places': 6}


class AttainmentQuerySet(RestrictedQuerySet):
    """Figures."""

    def worst_first(self):
        """Running ones before final ones, missed before at risk, met and no data; then those with the least left."""
        statuses = AttainmentStatusChoices
        order = (statuses.STATUS_MISSED, statuses.STATUS_AT_RISK, statuses.STATUS_MET, statuses.STATUS_NO_DATA)
        severity = Case(*(When(status=status, then=rank) for rank, status in enumerate(order)), default=len(order))
        gap = F('value_percent') - F('target_percent')
        return self.order_by('is_final', severity, gap.asc(nulls_last=True), '-starts_at', 'pk')


class Attainment(JobsMixin, NetBoxModel):
    """The figure of one target for one service (none: all its services combined) and one period.

    Written only by `analysis.attainment`; times are integer microseconds. The exact figure is
    `numerator / denominator` (none without data). For lists and sorting it is kept cut to six decimals too, towards the
    bad side: a share (`unit` percent) in `value_percent`, any other figure in `value`, a duration in seconds; promised
    are `target_percent` and `target_value`.
    A row exists before its first computation (`computed_at` is empty then), so that a change of facts always finds
    it: each one adds to `stale_marks`, and a computation clears `stale_since` only where that number is what it was
    before the facts were read. `needs_check`: it is final, and there are changes that nobody looked at yet. No index is
    on a column that each computation changes, and pages are half empty at first: so an update touches no index.
    """

    target = models.ForeignKey(
        to='netbox_slm.ServiceLevelTarget',
        on_delete=models.CASCADE,
        related_name='attainments',
        verbose_name=_('target'),
        db_index=False,  # the unique constraint begins with it
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='attainments',
        verbose_name=_('service'),
        blank=True,
        null=True,
        db_index=False,  # there is one with the start
    )
    period = models.CharField(verbose_name=_('period'), max_length=50)
    starts_at = models.DateTimeField(verbose_name=_('start'))
    ends_at = models.DateTimeField(verbose_name=_('end'))
    status = models.CharField(
        verbose_name=_('status'),
        max_length=50,
        choices=AttainmentStatusChoices,
        default=AttainmentStatusChoices.STATUS_NO_DATA,
    )
    unit = models.CharField(
        verbose_name=_('kind of figure'),
        max_length=50,
        choices=FigureUnitChoices,
        default=FigureUnitChoices.UNIT_PERCENT,
    )
    more_is_better = models.BooleanField(verbose_name=_('more is better'), default=True)
    target_percent = models.DecimalField(
        verbose_name=_('promised (%)'), max_digits=9, decimal_places=6, blank=True, null=True
    )
    target_value = models.DecimalField(verbose_name=_('promised'), blank=True, null=True, **_VALUE)
    numerator = models.DecimalField(verbose_name=_('numerator'), blank=True, null=True, **_EXACT)
    denominator = models.DecimalField(verbose_name=_('denominator'), blank=True, null=True, **_EXACT)
    value_percent = models.DecimalField(
        verbose_name=_('attained (%)'), max_digits=9, decimal_places=6, blank=True, null=True
    )
    value = models.DecimalField(verbose_name=_('attained'), blank=True, null=True, **_VALUE)
    agreed_us = models.BigIntegerField(verbose_name=_('agreed time'), default=0)
    excluded_us = models.BigIntegerField(verbose_name=_('excluded time'), default=0)
    unobserved_us = models.BigIntegerField(verbose_name=_('unobserved time'), default=0)
    downtime_us = models.BigIntegerField(verbose_name=_('downtime'), default=0)
    budget_us = models.BigIntegerField(verbose_name=_('error budget'), blank=True, null=True)
    remaining_us = models.BigIntegerField(verbose_name=_('budget left'), blank=True, null=True)
    burn_rate = models.FloatField(verbose_name=_('burn rate'), blank=True, null=True)
    met_count = models.PositiveIntegerField(verbose_name=_('incidents met'), default=0)
    missed_count = models.PositiveIntegerField(verbose_name=_('incidents missed'), default=0)
    pending_count = models.PositiveIntegerField(verbose_name=_('incidents pending'), default=0)
    is_final = models.BooleanField(verbose_name=_('final'), default=False)
    computed_at = models.DateTimeField(verbose_name=_('computed'), blank=True, null=True)
    stale_since = models.DateTimeField(verbose_name=_('stale since'), blank=True, null=True)
    stale_marks = models.PositiveIntegerField(verbose_name=_('changes of facts'), default=0, editable=False)
    needs_check = models.BooleanField(verbose_name=_('to be checked'), default=False, editable=False)
    reopened_at = models.DateTimeField(verbose_name=_('reopened'), blank=True, null=True)
    outdated_since = models.DateTimeField(verbose_name=_('outdated since'), blank=True, null=True)

    objects = AttainmentQuerySet.as_manager()
    viewable_relations = ('target', 'service')

    class Meta:
        ordering = ('-starts_at', 'target', 'service')
        verbose_name = _('attainment')
        verbose_name_plural = _('attainments')
        permissions = (('compute', 'Compute attainments'), ('reopen', 'Reopen final attainments'))
        indexes = (
            models.Index(fields=('service', 'starts_at'), name='netbox_slm_attainment_service'),
            models.Index(fields=('starts_at',), condition=Q(needs_check=True), name='netbox_slm_attainment_check'),
            models.Index(fields=('ends_at',), condition=Q(is_final=False), name='netbox_slm_attainment_running'),
        )
        constraints = (
            models.UniqueConstraint(
                fields=('target', 'service', 'starts_at', 'ends_at'),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_period',
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F('starts_at')), name='%(app_label)s_%(class)s_time_order'),
            models.CheckConstraint(
                condition=Q(
                    numerator__isnull=True, denominator__isnull=True, value_percent__isnull=True, value__isnull=True
                )
                | Q(
                    unit='percent',
                    numerator__isnull=False,
                    denominator__gt=0,
                    value_percent__isnull=False,
                    value__isnull=True,
                )
                | Q(
                    ~Q(unit='percent'),
                    numerator__isnull=False,
                    denominator__gt=0,
                    value_percent__isnull=True,
                    value__isnull=False,
                ),
                name='%(app_label)s_%(class)s_figure_or_none',
            ),
        )

    def __str__(self):
        service = _('all services') if self.service_id is None else named(self, 'service')
        return f'{named(self, "target")} – {service} – {self.period}'

    @property
    def counted_us(self):
        """What the figure is measured against: agreed without excluded and unobserved time, in microseconds."""
        return self.agreed_us - self.excluded_us - self.unobserved_us

    def get_status_color(self):
        return AttainmentStatusChoices.colors.get(self.status)


class AttainmentContribution(models.Model):
    """One span of time, or one incident's clock, that made a figure what it is; they add up to it exactly.

    Shown only through its attainment, and its incident, CI and path only to who may see those. Lines are written by the
    million and with the figure whose row is locked, so the database checks none of their references.
    path: [{'type': 'dcim.device', 'id': 1, 'relation': 'required'}, …] from the CI to the service; `relation` says how
    the next one needs it. counted_us + uncounted_us is the length of the span; of a clock: service time spent, and
    held. `reason` says why time was not counted; of a clock, whether its limit was kept. `value`: of a measurement,
    which is the `object`.
    """

    pk = models.CompositePrimaryKey('attainment_id', 'position')
    attainment = models.ForeignKey(
        to='netbox_slm.Attainment',
        on_delete=models.CASCADE,
        related_name='contributions',
        verbose_name=_('attainment'),
        db_constraint=False,
        db_index=False,  # the primary key begins with it
    )
    position = models.PositiveIntegerField(verbose_name=_('position'))
    kind = models.CharField(verbose_name=_('kind'), max_length=50, choices=ContributionKindChoices)
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.SET_NULL,
        related_name='+',
        blank=True,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    incident = models.ForeignKey(
        to='netbox_slm.Incident',
        on_delete=models.SET_NULL,
        related_name='contributions',
        blank=True,
        null=True,
        db_constraint=False,
    )
    maintenance_window = models.ForeignKey(
        to='netbox_slm.MaintenanceWindow',
        on_delete=models.SET_NULL,
        related_name='+',
        blank=True,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    object_type = models.ForeignKey(
        to='contenttypes.ContentType',
        on_delete=models.SET_NULL,
        related_name='+',
        blank=True,
        null=True,
        db_constraint=False,
        db_index=False,
    )
    object_id = models.PositiveBigIntegerField(blank=True, null=True)
    object = GenericForeignKey(ct_field='object_type', fk_field='object_id')
    path = WayField(default=list, blank=True)
    rule = models.CharField(verbose_name=_('rule'), max_length=50, choices=ContributionRuleChoices, blank=True)
    starts_at = models.DateTimeField(verbose_name=_('from'))
    ends_at = models.DateTimeField(verbose_name=_('to'), blank=True, null=True)
    counted_us = models.BigIntegerField(verbose_name=_('counted'), default=0)
    uncounted_us = models.BigIntegerField(verbose_name=_('not counted'), default=0)
    value = models.DecimalField(verbose_name=_('measured'), blank=True, null=True, **_VALUE)
    reason = models.CharField(verbose_name=_('why'), max_length=50, choices=ContributionReasonChoices, blank=True)

    objects = RestrictedQuerySet.as_manager()
    _netbox_private = True

    class Meta:
        ordering = ('attainment', 'position')
        verbose_name = _('contribution')
        verbose_name_plural = _('contributions')
        indexes = (
            models.Index(
                fields=('maintenance_window',),
                condition=Q(maintenance_window__isnull=False),
                name='netbox_slm_contribution_window',
            ),
        )

    def __str__(self):
        return f'{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}'

    def get_absolute_url(self):
        """The page of the figure it belongs to."""
        return reverse('plugins:netbox_slm:attainment', args=[self.attainment_id])

    def get_kind_color(self):
        return ContributionKindChoices.colors.get(self.kind)

    def get_rule_color(self):
        return ContributionRuleChoices.colors.get(self.rule)

    def get_reason_color(self):
        return ContributionReasonChoices.colors.get(self.reason)
