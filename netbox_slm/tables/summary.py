"""The table of the services that an object carries."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from netbox.tables import BaseTable

from ..models import Service
from ..ui import components
from ..ui.standing import link, promise_text, short_promise, way_text
from .columns import BudgetColumn

__all__ = ('CarriedServiceTable',)


class CarriedServiceTable(BaseTable):
    """Rows are `analysis.summary.CarriedService`, worst first."""

    service = tables.Column(verbose_name=_('Service'), order_by='service__name')
    tenant = tables.Column(verbose_name=_('Customer'), order_by='tenant__name', empty_values=())
    ways = tables.Column(verbose_name=_('Role'), orderable=False, empty_values=())
    promise = tables.Column(verbose_name=_('Strictest promise'), accessor='strictest', orderable=False)
    figure = tables.Column(verbose_name=_('This period'), orderable=False)
    budget = BudgetColumn(attainment_accessor='figure', orderable=False)
    status = tables.Column(verbose_name=_('Promises'), accessor='status', order_by='badness')
    state = tables.Column(verbose_name=_('State now'), order_by='state__rank')
    criticality = tables.Column(
        verbose_name=_('Criticality'), accessor='service__get_criticality_display', orderable=False
    )

    class Meta(BaseTable.Meta):
        model = Service
        fields = ('state', 'service', 'tenant', 'ways', 'promise', 'figure', 'budget', 'status', 'criticality')
        default_columns = ('state', 'service', 'tenant', 'ways', 'promise', 'figure', 'budget', 'status')
        empty_text = _('None of the services')

    def render_service(self, value):
        """A link to the service."""
        return link(value)

    def render_tenant(self, record):
        """Customer, ourselves where there is none, nothing where it may not be seen."""
        if record.tenant is not None:
            return link(record.tenant)
        return '' if record.service.tenant_id else _gettext('Internal')

    def render_ways(self, record):
        """The first way in words, the others behind it."""
        texts = [way_text(way) for way in record.ways] or [_gettext('Through something that you may not see')]
        if len(texts) == 1:
            return texts[0]
        more = format_html_join('', '<li>{}</li>', ((text,) for text in texts[1:]))
        summary = _gettext('and {count} more').format(count=len(texts) - 1)
        return format_html(
            '{}<details><summary>{}</summary><ul class="mb-0">{}</ul></details>', texts[0], summary, more
        )

    def render_promise(self, value):
        """A link to the target; the agreement and all limits on hover."""
        target = value.target
        hover = f'{target.sla}: {promise_text(target)}' if target.sla else promise_text(target)
        text = components.unbroken(short_promise(target))
        return format_html('<a href="{}" title="{}">{}</a>', target.get_absolute_url(), hover, text)

    def render_figure(self, value):
        """A link to the figure."""
        text = components.unbroken(components.figure_text(value))
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), text)

    def render_status(self, record):
        """Mark of the worst verdict, and what it is on where that is not the promise shown."""
        worst = record.worst
        if worst is None:
            return ''
        mark = components.status_mark(worst.status, bool(worst.figure and worst.figure.is_final))
        if worst.figure is None or worst is record.strictest:
            return mark
        return format_html(
            '{} <a href="{}">{}</a>', mark, worst.figure.get_absolute_url(), worst.target.get_metric_display()
        )

    def render_state(self, record):
        """Mark of the state."""
        return components.state_mark(record.state.state)
