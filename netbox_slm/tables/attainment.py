"""Tables of the domain attainment."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.tables import BaseTable, NetBoxTable, columns

from ..analysis.explanation import explain_lines
from ..choices import ContributionKindChoices, FigureUnitChoices
from ..models import Attainment, AttainmentContribution
from ..visible import shown
from ..wording import attained_text, format_value, promised_text
from .columns import AttainmentStatusColumn, BudgetColumn, CreditColumn, DurationColumn
from .viewable import ViewableRelationsMixin

__all__ = ('AttainmentTable', 'ContributionTable')

_US = 1_000_000


class AttainedColumn(tables.Column):
    """What was attained, cut to one digit more than the target has, so that no miss reads as a pass."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_values=(), order_by=('value_percent', 'value'), **kwargs)

    def render(self, record):
        return attained_text(record)

    def value(self, record):
        return record.value if record.value_percent is None else record.value_percent


class PromisedColumn(tables.Column):
    """What was promised, with the digits it was given."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_values=(), order_by=('target_percent', 'target_value'), **kwargs)

    def render(self, record):
        return promised_text(record)

    def value(self, record):
        return record.target_value if record.target_percent is None else record.target_percent


class PromisedServiceColumn(tables.Column):
    """The service of a figure as a link; a figure of several says so."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_values=(), **kwargs)

    def render(self, record):
        if record.service_id is None:
            return _('All services')
        service = shown(record, 'service')
        return _('Hidden') if service is None else _link(service)

    def value(self, record):
        service = shown(record, 'service')
        return None if service is None else str(service)


def _link(obj):
    return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)


def _agreement(line, found):
    """Why time was excluded, and who approved it or agreed to it."""
    if found.window is not None:
        why, who = found.window.reason, found.window.agreed_with
    elif found.incident is not None and line.kind == ContributionKindChoices.KIND_EXCUSED:
        why, who = found.incident.excuse_reason, found.incident.excused_by
    else:
        return ''
    if why and who:
        return _('{reason} (approved by {who})').format(reason=why, who=who)
    return why or who or ''


class AttainmentTable(ViewableRelationsMixin, NetBoxTable):
    status = AttainmentStatusColumn(verbose_name=_('Status'))
    sla = tables.Column(accessor='target__sla', verbose_name=_('SLA'), linkify=True, default=_('Hidden'))
    tenant = tables.Column(accessor='target__sla__tenant', verbose_name=_('Customer'), linkify=True)
    target = tables.Column(accessor='target__name', verbose_name=_('Target'), default=_('Hidden'))
    metric = columns.ChoiceFieldColumn(
        accessor='target__metric', verbose_name=pgettext_lazy('service levels', 'Metric')
    )
    service = PromisedServiceColumn(verbose_name=_('Service'))
    period = tables.Column(verbose_name=_('Period'), linkify=True)
    value_percent = AttainedColumn(verbose_name=_('Attained'))
    target_percent = PromisedColumn(verbose_name=_('Promised'))
    budget = BudgetColumn(order_by='remaining_us')
    agreed_us = DurationColumn(verbose_name=_('Agreed'), units_per_second=_US)
    excluded_us = DurationColumn(verbose_name=_('Excluded'), units_per_second=_US)
    downtime_us = DurationColumn(verbose_name=_('Downtime'), units_per_second=_US)
    budget_us = DurationColumn(verbose_name=_('Error budget'), units_per_second=_US)
    remaining_us = DurationColumn(verbose_name=_('Budget left'), units_per_second=_US)
    credit = CreditColumn()
    is_final = columns.BooleanColumn(verbose_name=_('Final'), false_mark=None)
    computed_at = columns.DateTimeColumn(verbose_name=_('Computed'), default=_('Not yet'))
    stale_since = columns.DateTimeColumn(verbose_name=_('Stale since'))
    reopened_at = columns.DateTimeColumn(verbose_name=_('Reopened'))
    outdated_since = columns.DateTimeColumn(verbose_name=_('Outdated since'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:attainment_list')
    actions = columns.ActionsColumn(actions=('changelog',))

    class Meta(NetBoxTable.Meta):
        model = Attainment
        fields = (
            'pk',
            'id',
            'status',
            'service',
            'sla',
            'tenant',
            'target',
            'metric',
            'period',
            'value_percent',
            'target_percent',
            'budget',
            'agreed_us',
            'excluded_us',
            'downtime_us',
            'budget_us',
            'remaining_us',
            'burn_rate',
            'met_count',
            'missed_count',
            'pending_count',
            'credit',
            'starts_at',
            'ends_at',
            'is_final',
            'computed_at',
            'stale_since',
            'reopened_at',
            'outdated_since',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'status',
            'service',
            'sla',
            'target',
            'period',
            'value_percent',
            'target_percent',
            'budget',
            'computed_at',
        )


class ContributionTable(BaseTable):
    """What a figure is made of, with names of only what the reader may view (`reader`); a constant few queries."""

    kind = columns.ChoiceFieldColumn(verbose_name=_('What'))
    cause = tables.Column(accessor='pk', verbose_name=_('Incident or window'), orderable=False)
    object = tables.Column(accessor='pk', verbose_name=_('CI'), orderable=False)
    service = tables.Column(accessor='pk', verbose_name=_('Service'), orderable=False)
    way = tables.Column(accessor='pk', verbose_name=_('Way to the service'), orderable=False)
    rule = columns.ChoiceFieldColumn(verbose_name=_('Rule'))
    starts_at = columns.DateTimeColumn(verbose_name=_('From'), timespec='seconds')
    ends_at = columns.DateTimeColumn(verbose_name=_('To'), timespec='seconds', default=_('Lasts'))
    counted_us = DurationColumn(verbose_name=_('Counted'), units_per_second=_US)
    uncounted_us = DurationColumn(verbose_name=_('Not counted'), units_per_second=_US)
    value = tables.Column(verbose_name=_('Value'))
    reason = columns.ChoiceFieldColumn(verbose_name=_('Why'))

    class Meta(BaseTable.Meta):
        model = AttainmentContribution
        fields = (
            'kind',
            'cause',
            'object',
            'service',
            'way',
            'rule',
            'starts_at',
            'ends_at',
            'counted_us',
            'uncounted_us',
            'value',
            'reason',
        )
        default_columns = (
            'kind',
            'cause',
            'object',
            'way',
            'rule',
            'starts_at',
            'ends_at',
            'counted_us',
            'uncounted_us',
            'reason',
        )

    def __init__(self, *args, reader=None, **kwargs):
        self.reader = reader
        self._explained = None
        super().__init__(*args, **kwargs)

    def explained(self, record):
        """The line with what it names; looked up for the whole page at once."""
        if self._explained is None:
            rows = [row.record for row in self.paginated_rows]
            self._explained = {found.line.pk: found for found in explain_lines(rows, self.reader)}
        return self._explained[record.pk]

    def render_value(self, value):
        return format_value(value, FigureUnitChoices.UNIT_VALUE)

    def render_cause(self, record):
        found = self.explained(record)
        cause = found.incident or found.window
        if cause is None:
            return _('None')
        return format_html('{}<div class="text-secondary">{}</div>', _link(cause), _agreement(record, found))

    def render_object(self, record):
        found = self.explained(record)
        if found.obj is not None:
            return _link(found.obj)
        return _('Hidden') if found.has_hidden_object else mark_safe('&mdash;')

    def render_service(self, record):
        found = self.explained(record)
        if found.service is not None:
            return _link(found.service)
        return _('Hidden') if record.service_id else mark_safe('&mdash;')

    def render_way(self, record):
        steps = self.explained(record).steps
        if not steps:
            return mark_safe('&mdash;')
        names = [(_link(step.obj) if step.obj is not None else _('Hidden'),) for step in steps]
        return format_html_join(' → ', '{}', names)
