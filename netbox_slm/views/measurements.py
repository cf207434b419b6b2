"""Pages of measurements."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.views import generic
from utilities.views import register_model_view

from .. import filtersets, forms, tables
from ..models import Measurement
from ..ui import measurements as ui
from ..visible import shown
from .consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from .viewable import ViewableRelationsMixin

__all__ = (
    'MeasurementBulkDeleteView',
    'MeasurementBulkEditView',
    'MeasurementBulkImportView',
    'MeasurementDeleteView',
    'MeasurementEditView',
    'MeasurementListView',
    'MeasurementView',
)


@register_model_view(Measurement, 'list', path='', detail=False)
class MeasurementListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = Measurement.objects.all()
    filterset = filtersets.MeasurementFilterSet
    filterset_form = forms.MeasurementFilterForm
    table = tables.MeasurementTable


@register_model_view(Measurement)
class MeasurementView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Measurement.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[Breadcrumb(lambda measurement: shown(measurement, 'target') or shown(measurement, 'service'))],
        left_panels=[ui.MeasurementPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(Measurement, 'add', detail=False)
@register_model_view(Measurement, 'edit')
class MeasurementEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = Measurement.objects.all()
    form = forms.MeasurementForm


@register_model_view(Measurement, 'delete')
class MeasurementDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = Measurement.objects.all()


@register_model_view(Measurement, 'bulk_import', path='import', detail=False)
class MeasurementBulkImportView(generic.BulkImportView):
    queryset = Measurement.objects.all()
    model_form = forms.MeasurementImportForm


@register_model_view(Measurement, 'bulk_edit', path='edit', detail=False)
class MeasurementBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = Measurement.objects.all()
    filterset = filtersets.MeasurementFilterSet
    table = tables.MeasurementTable
    form = forms.MeasurementBulkEditForm


@register_model_view(Measurement, 'bulk_delete', path='delete', detail=False)
class MeasurementBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = Measurement.objects.all()
    filterset = filtersets.MeasurementFilterSet
    table = tables.MeasurementTable
