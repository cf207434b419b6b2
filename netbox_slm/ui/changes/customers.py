"""The customers whom a change or release concerns, and who of them was told."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netbox.ui import panels

from ...analysis.concerned import customers_of
from ..agreements import hidden_text

__all__ = ('CustomersPanel',)


class CustomersPanel(panels.ObjectPanel):
    """Each customer with whether they were told and answered; those not told yet first."""

    template_name = 'netbox_slm/panels/customers_concerned.html'
    title = _('Customers concerned')

    def get_context(self, context):
        panel = super().get_context(context)
        record, user = panel['object'], panel['request'].user
        customers = self._customers(context)
        query = urlencode({record._meta.model_name: record.pk, 'return_url': record.get_absolute_url(), 'tenant': ''})
        return {
            **panel,
            'customers': customers,
            'hidden': hidden_text(customers.hidden_count),
            'may_record': user.has_perm('netbox_slm.add_acknowledgement'),
            'add_url': f'{reverse("plugins:netbox_slm:acknowledgement_add")}?{query}',
        }

    def should_render(self, context):
        customers = self._customers(context)
        return bool(customers.rows or customers.hidden_count)

    def _customers(self, context):
        """Read once per page."""
        request, record = context['request'], context['object']
        known = request.__dict__.setdefault('_slm_customers', {})
        key = record._meta.label_lower, record.pk
        if key not in known:
            known[key] = customers_of(record, request.user)
        return known[key]
