"""The column *Forecast* of the targets of an SLA, loaded after the page: the graph is asked for it."""

from django.shortcuts import render
from django.utils import timezone

from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ...analysis.outlook import outlooks_of
from ...models import SLA
from ...ui import agreements as ui

__all__ = ('SLAForecastView',)


@register_model_view(SLA, 'forecast')
class SLAForecastView(BaseObjectView):
    """Answers with the cells alone."""

    queryset = SLA.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(SLA, 'view')

    def get(self, request, **kwargs):
        sla = self.get_object(**kwargs)
        cells = ui.outlook_cells(outlooks_of(sla, request.user, timezone.now()))
        return render(request, 'netbox_slm/panels/forecast_cells.html', {'cells': cells})
