"""Pages of the domain attainment: figures are computed, so they are listed, explained, and computed anew."""

import csv

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import BulkExport
from netbox.ui import layout
from netbox.ui.panels import PluginContentPanel
from netbox.views import generic
from netbox.views.generic.base import BaseObjectView
from utilities.htmx import htmx_partial
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from .. import background, filtersets, forms, tables
from ..analysis.attainment import may_compute
from ..analysis.errors import SLMError
from ..analysis.explanation import explained_rows, visible_lines, visible_names
from ..models import SLA, Attainment
from ..ui import attainment as ui
from ..worker import worker_state

__all__ = ('AttainmentExplanationView', 'AttainmentListView', 'AttainmentView', 'SLAComputeView')


@register_model_view(Attainment, 'list', path='', detail=False)
class AttainmentListView(generic.ObjectListView):
    queryset = Attainment.objects.worst_first()
    filterset = filtersets.AttainmentFilterSet
    filterset_form = forms.AttainmentFilterForm
    table = tables.AttainmentTable
    actions = (BulkExport, ui.BulkReopen)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*visible_names(request.user))


@register_model_view(Attainment)
class AttainmentView(generic.ObjectView):
    queryset = Attainment.objects.all()
    template_name = 'generic/object.html'
    actions = (ui.ReopenFigure,)
    layout = layout.Layout(
        layout.Row(layout.Column(ui.OutdatedPanel(), ui.FigureSentencePanel(), ui.CreditPanel())),
        layout.Row(
            layout.Column(ui.FigureSumPanel(), PluginContentPanel('left_page')),
            layout.Column(ui.FigurePanel(), TagsPanel(), CustomFieldsPanel(), PluginContentPanel('right_page')),
        ),
        layout.Row(
            layout.Column(
                ui.TimelinePanel(), ui.ContributionsPanel(), ui.HistoryPanel(), PluginContentPanel('full_width_page')
            )
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*visible_names(request.user))

    def get(self, request, **kwargs):
        if htmx_partial(request):
            figure = self.get_object(**kwargs)
            return render(request, 'htmx/table.html', {'object': figure, **self.get_extra_context(request, figure)})
        return super().get(request, **kwargs)

    def get_extra_context(self, request, instance):
        table = tables.ContributionTable(visible_lines(instance, request.user), reader=request.user)
        table.embedded = True
        table.htmx_url = instance.get_absolute_url()
        table.configure(request)
        return {'table': table}


@register_model_view(Attainment, 'explanation')
class AttainmentExplanationView(BaseObjectView):
    """What the figure is made of, as CSV."""

    queryset = Attainment.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(Attainment, 'view')

    def get(self, request, **kwargs):
        figure = self.get_object(**kwargs)
        response = HttpResponse(content_type='text/csv; charset=utf-8')
        response['Content-Disposition'] = f'attachment; filename="attainment_{figure.pk}_{slugify(figure.period)}.csv"'
        csv.writer(response).writerows(explained_rows(figure, request.user))
        return response


@register_model_view(SLA, 'compute')
class SLAComputeView(BaseObjectView):
    """Has a worker compute the figures of an agreement; the job that shows how far it is hangs on the agreement."""

    queryset = SLA.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(SLA, 'view')

    def post(self, request, **kwargs):
        sla = self.get_object(**kwargs)
        if not may_compute(request.user, sla):
            raise PermissionDenied
        if not worker_state(patient=True).is_alive:
            messages.error(
                request,
                _(
                    'No Celery worker answers, so nothing was computed: start one with "celery -A netbox_slm worker", '
                    'or have an administrator run "netbox slm_compute".'
                ),
            )
            return redirect(sla.get_absolute_url())
        try:
            job = background.request_computation(request.POST.get('period', 'current'), sla, request.user)
        except SLMError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _('{job} is being computed: see the tab Jobs.').format(job=job))
        return redirect(sla.get_absolute_url())
