"""Table of the flags of planned work."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from netbox.tables import NetBoxTable, columns

from ...models import SLAImpact
from ...ui.changes.marks import budget_change, forecast_text
from ..columns import DurationColumn, StateColumn
from ..viewable import ViewableRelationsMixin
from .columns import RecordColumn

__all__ = ('SLAImpactTable',)


class SLAImpactTable(ViewableRelationsMixin, NetBoxTable):
    sla = tables.Column(verbose_name=_('SLA'), linkify=True, default=_('Hidden'))
    record = RecordColumn()
    target = tables.Column(verbose_name=_('Target'), linkify=True)
    service = tables.Column(verbose_name=_('Service'), linkify=True)
    worst_state = StateColumn(verbose_name=_('Worst state'), accessor='worst_state')
    counted_us = DurationColumn(verbose_name=_('Counts'), units_per_second=1_000_000)
    outside_us = DurationColumn(verbose_name=_('Lost outside agreed windows'), units_per_second=1_000_000)
    budget = tables.Column(
        verbose_name=_('Budget'), accessor='budget_after_us', empty_values=(), order_by=('budget_after_us', 'pk')
    )
    forecast_percent = tables.Column(verbose_name=_('Forecast'))
    is_breach = columns.BooleanColumn(verbose_name=_('Breach'), false_mark=None)
    credit_amount = tables.Column(verbose_name=_('Credit'))
    computed_at = columns.DateTimeColumn(verbose_name=_('Computed'), linkify=True)
    stale_since = columns.DateTimeColumn(verbose_name=_('Stale since'))
    is_current = columns.BooleanColumn(verbose_name=_('Current'))
    actual_us = DurationColumn(verbose_name=_('Actual downtime'), units_per_second=1_000_000)
    actions = columns.ActionsColumn(actions=('changelog',))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:slaimpact_list')

    class Meta(NetBoxTable.Meta):
        model = SLAImpact
        fields = (
            'pk',
            'id',
            'sla',
            'target',
            'service',
            'record',
            'period',
            'worst_state',
            'counted_us',
            'outside_us',
            'budget',
            'forecast_percent',
            'is_breach',
            'tier',
            'credit_amount',
            'currency',
            'actual_us',
            'computed_at',
            'stale_since',
            'is_current',
            'superseded_at',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'sla',
            'service',
            'record',
            'worst_state',
            'is_breach',
            'counted_us',
            'outside_us',
            'budget',
            'forecast_percent',
            'computed_at',
        )

    def render_budget(self, record):
        return budget_change(record, small=True)

    def value_budget(self, record):
        return None if record.budget_after_us is None else record.budget_after_us / 1_000_000

    def render_forecast_percent(self, record):
        return forecast_text(record)

    def value_forecast_percent(self, value):
        return value

    def render_credit_amount(self, record):
        return f'{record.credit_amount} {record.currency}'

    def value_credit_amount(self, value):
        return value
