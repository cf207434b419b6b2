"""Pages of incidents that changes are held to have caused."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import DeleteObject, EditObject
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import CausedIncident
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb

__all__ = (
    'CausedIncidentBulkDeleteView',
    'CausedIncidentBulkEditView',
    'CausedIncidentBulkImportView',
    'CausedIncidentDeleteView',
    'CausedIncidentEditView',
    'CausedIncidentListView',
    'CausedIncidentView',
)


@register_model_view(CausedIncident, 'list', path='', detail=False)
class CausedIncidentListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = CausedIncident.objects.all()
    filterset = filtersets.CausedIncidentFilterSet
    filterset_form = forms.CausedIncidentFilterForm
    table = tables.CausedIncidentTable


@register_model_view(CausedIncident)
class CausedIncidentView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CausedIncident.objects.all()
    template_name = 'generic/object.html'
    actions = (ui.ConfirmCause, ui.RejectCause, EditObject, DeleteObject)
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('change')],
        left_panels=[ui.CausedIncidentPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(CausedIncident, 'add', detail=False)
@register_model_view(CausedIncident, 'edit')
class CausedIncidentEditView(generic.ObjectEditView):
    queryset = CausedIncident.objects.all()
    form = forms.CausedIncidentForm


@register_model_view(CausedIncident, 'delete')
class CausedIncidentDeleteView(generic.ObjectDeleteView):
    queryset = CausedIncident.objects.all()


@register_model_view(CausedIncident, 'bulk_import', path='import', detail=False)
class CausedIncidentBulkImportView(generic.BulkImportView):
    queryset = CausedIncident.objects.all()
    model_form = forms.CausedIncidentImportForm


@register_model_view(CausedIncident, 'bulk_edit', path='edit', detail=False)
class CausedIncidentBulkEditView(generic.BulkEditView):
    queryset = CausedIncident.objects.all()
    filterset = filtersets.CausedIncidentFilterSet
    table = tables.CausedIncidentTable
    form = forms.CausedIncidentBulkEditForm


@register_model_view(CausedIncident, 'bulk_delete', path='delete', detail=False)
class CausedIncidentBulkDeleteView(generic.BulkDeleteView):
    queryset = CausedIncident.objects.all()
    filterset = filtersets.CausedIncidentFilterSet
    table = tables.CausedIncidentTable
