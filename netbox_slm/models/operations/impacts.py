"""The flag: what planned work does to an SLA."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from utilities.querysets import RestrictedQuerySet

from ...choices import StateChoices
from ...fields import CurrencyField
from ...visible import named, shown
from ..bases import NetBoxModel
from .records import one_record_constraint, record_field, record_of

__all__ = ('SLAImpact',)


class SLAImpactQuerySet(RestrictedQuerySet):
    """Flags."""

    def current(self):
        """Those that stand, without the history."""
        return self.filter(is_current=True)

    def beyond(self):
        """Those that show a breach, or service time lost outside agreed windows (semantics.md §7)."""
        return self.filter(Q(is_breach=True) | Q(outside_us__gt=0))

    def worst_first(self):
        """Those that stand before the history; breaches, what is lost outside agreed windows, what counts, budgets."""
        return self.order_by(
            '-is_current',
            '-is_breach',
            '-outside_us',
            '-counted_us',
            F('budget_after_us').asc(nulls_last=True),
            'sla__name',
            'pk',
        )


class SLAImpact(NetBoxModel):
    """What a change or a release does to an SLA: one row per target, service and period (semantics.md §7).

    Written only by `analysis.flags`; times are integer microseconds. `target` none: the SLA has no target that outages
    count against; `service` none: all services of the target together. The period [starts_at, ends_at) is the one of
    the SLA that the work falls in: work across its end has a row in each.

    outside_us: service time lost outside agreed windows. counted_us: downtime that counts against the target.
    budget_us: of the whole period; before and after the work, what is left of it. Percentages are cut, never rounded
    up. reason: the chain of needs from the CI to the service, as `analysis.reasons` keeps it: [{'type': 'dcim.device',
    'id': 1, 'relation': 'component', …}, …]. collisions: [{'kind': 'change', 'type': 'netbox_slm.change', 'id': 1,
    'is_worse': True}, …], kind one of change, incident, freeze, redundancy; `is_worse` where both together do more than
    each alone. No names: pages look them up for those who may see them (semantics.md §8).

    A computation replaces the current rows; the former stay as history (`is_current` false, `superseded_at`).
    actual_us: the downtime that came of it, once the work is over.
    """

    change = record_field('netbox_slm.Change', 'impacts', _('change'))
    release = record_field('netbox_slm.Release', 'impacts', _('release'))
    sla = models.ForeignKey(
        to='netbox_slm.SLA', on_delete=models.CASCADE, related_name='impacts', verbose_name=_('SLA')
    )
    target = models.ForeignKey(
        to='netbox_slm.ServiceLevelTarget',
        on_delete=models.CASCADE,
        related_name='impacts',
        verbose_name=_('target'),
        blank=True,
        null=True,
    )
    service = models.ForeignKey(
        to='netbox_slm.Service',
        on_delete=models.CASCADE,
        related_name='impacts',
        verbose_name=_('service'),
        blank=True,
        null=True,
    )
    period = models.CharField(verbose_name=_('period'), max_length=50, blank=True)
    starts_at = models.DateTimeField(verbose_name=_('start of the period'), blank=True, null=True)
    ends_at = models.DateTimeField(verbose_name=_('end of the period'), blank=True, null=True)
    worst_state = models.CharField(
        verbose_name=_('worst state'), max_length=50, choices=StateChoices, default=StateChoices.STATE_UP
    )
    counted_us = models.BigIntegerField(verbose_name=_('downtime that counts'), default=0)
    outside_us = models.BigIntegerField(verbose_name=_('lost outside agreed windows'), default=0)
    budget_us = models.BigIntegerField(verbose_name=_('error budget'), blank=True, null=True)
    budget_before_us = models.BigIntegerField(verbose_name=_('budget before'), blank=True, null=True)
    budget_after_us = models.BigIntegerField(verbose_name=_('budget after'), blank=True, null=True)
    target_percent = models.DecimalField(
        verbose_name=_('promised (%)'), max_digits=9, decimal_places=6, blank=True, null=True
    )
    forecast_percent = models.DecimalField(
        verbose_name=_('forecast (%)'), max_digits=9, decimal_places=6, blank=True, null=True
    )
    is_breach = models.BooleanField(verbose_name=_('breach'), default=False)
    tier = models.CharField(verbose_name=_('credit tier crossed'), max_length=100, blank=True)
    credit_amount = models.DecimalField(
        verbose_name=_('credit'), max_digits=14, decimal_places=2, blank=True, null=True
    )
    currency = CurrencyField(verbose_name=_('currency'), blank=True)
    reason = models.JSONField(verbose_name=_('reason'), default=list, blank=True)
    collisions = models.JSONField(verbose_name=_('collisions'), default=list, blank=True)
    computed_at = models.DateTimeField(verbose_name=_('computed'))
    stale_since = models.DateTimeField(verbose_name=_('stale since'), blank=True, null=True)
    is_current = models.BooleanField(verbose_name=_('current'), default=True)
    superseded_at = models.DateTimeField(verbose_name=_('replaced'), blank=True, null=True)
    actual_us = models.BigIntegerField(verbose_name=_('actual downtime'), blank=True, null=True)

    objects = SLAImpactQuerySet.as_manager()
    viewable_relations = ('change', 'release', 'sla', 'target', 'service')

    class Meta:
        ordering = ('-computed_at', '-is_breach', 'pk')
        verbose_name = _('SLA impact')
        verbose_name_plural = _('SLA impacts')
        constraints = (
            one_record_constraint(),
            models.UniqueConstraint(
                fields=('change', 'release', 'sla', 'target', 'service', 'starts_at'),
                condition=Q(is_current=True),
                nulls_distinct=False,
                name='%(app_label)s_%(class)s_unique_current',
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, superseded_at__isnull=True)
                | Q(is_current=False, superseded_at__isnull=False),
                name='%(app_label)s_%(class)s_current_or_replaced',
            ),
            models.CheckConstraint(
                condition=Q(counted_us__gte=0, outside_us__gte=0), name='%(app_label)s_%(class)s_not_negative'
            ),
            models.CheckConstraint(
                condition=Q(credit_amount__isnull=True) | ~Q(currency=''),
                name='%(app_label)s_%(class)s_credit_has_currency',
            ),
        )

    def __str__(self):
        return f'{named(self, record_of(self))} – {named(self, "sla")}'

    @property
    def record(self):
        """The change or release; None where it may not be viewed."""
        return shown(self, record_of(self))

    @property
    def is_beyond(self):
        """Whether a major or emergency change goes beyond the SLA with it (semantics.md §7)."""
        return self.is_breach or self.outside_us > 0

    def get_worst_state_color(self):
        return StateChoices.colors.get(self.worst_state)
