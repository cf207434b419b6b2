"""Pages of holds."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import Hold
from ...ui import operations as ui
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import incident_breadcrumb

__all__ = (
    'HoldBulkDeleteView',
    'HoldBulkEditView',
    'HoldBulkImportView',
    'HoldDeleteView',
    'HoldEditView',
    'HoldListView',
    'HoldView',
)


@register_model_view(Hold, 'list', path='', detail=False)
class HoldListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = Hold.objects.all()
    filterset = filtersets.HoldFilterSet
    filterset_form = forms.HoldFilterForm
    table = tables.HoldTable


@register_model_view(Hold)
class HoldView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Hold.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[incident_breadcrumb()],
        left_panels=[ui.HoldPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(Hold, 'add', detail=False)
@register_model_view(Hold, 'edit')
class HoldEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = Hold.objects.all()
    form = forms.HoldForm


@register_model_view(Hold, 'delete')
class HoldDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = Hold.objects.all()


@register_model_view(Hold, 'bulk_import', path='import', detail=False)
class HoldBulkImportView(generic.BulkImportView):
    queryset = Hold.objects.all()
    model_form = forms.HoldImportForm


@register_model_view(Hold, 'bulk_edit', path='edit', detail=False)
class HoldBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = Hold.objects.all()
    filterset = filtersets.HoldFilterSet
    table = tables.HoldTable
    form = forms.HoldBulkEditForm


@register_model_view(Hold, 'bulk_delete', path='delete', detail=False)
class HoldBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = Hold.objects.all()
    filterset = filtersets.HoldFilterSet
    table = tables.HoldTable
