"""Pages of what an incident affects: CIs and services."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import AffectedCI, AffectedService
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
    'AffectedCIBulkDeleteView',
    'AffectedCIBulkEditView',
    'AffectedCIBulkImportView',
    'AffectedCIDeleteView',
    'AffectedCIEditView',
    'AffectedCIListView',
    'AffectedCIView',
    'AffectedServiceBulkDeleteView',
    'AffectedServiceBulkEditView',
    'AffectedServiceBulkImportView',
    'AffectedServiceDeleteView',
    'AffectedServiceEditView',
    'AffectedServiceListView',
    'AffectedServiceView',
)


@register_model_view(AffectedCI, 'list', path='', detail=False)
class AffectedCIListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = AffectedCI.objects.all()
    filterset = filtersets.AffectedCIFilterSet
    filterset_form = forms.AffectedCIFilterForm
    table = tables.AffectedCITable


@register_model_view(AffectedCI)
class AffectedCIView(ViewableRelationsMixin, generic.ObjectView):
    queryset = AffectedCI.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[incident_breadcrumb()],
        left_panels=[ui.AffectedCIPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(AffectedCI, 'add', detail=False)
@register_model_view(AffectedCI, 'edit')
class AffectedCIEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = AffectedCI.objects.all()
    form = forms.AffectedCIForm


@register_model_view(AffectedCI, 'delete')
class AffectedCIDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = AffectedCI.objects.all()


@register_model_view(AffectedCI, 'bulk_import', path='import', detail=False)
class AffectedCIBulkImportView(generic.BulkImportView):
    queryset = AffectedCI.objects.all()
    model_form = forms.AffectedCIImportForm


@register_model_view(AffectedCI, 'bulk_edit', path='edit', detail=False)
class AffectedCIBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = AffectedCI.objects.all()
    filterset = filtersets.AffectedCIFilterSet
    table = tables.AffectedCITable
    form = forms.AffectedCIBulkEditForm


@register_model_view(AffectedCI, 'bulk_delete', path='delete', detail=False)
class AffectedCIBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = AffectedCI.objects.all()
    filterset = filtersets.AffectedCIFilterSet
    table = tables.AffectedCITable


@register_model_view(AffectedService, 'list', path='', detail=False)
class AffectedServiceListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = AffectedService.objects.all()
    filterset = filtersets.AffectedServiceFilterSet
    filterset_form = forms.AffectedServiceFilterForm
    table = tables.AffectedServiceTable


@register_model_view(AffectedService)
class AffectedServiceView(ViewableRelationsMixin, generic.ObjectView):
    queryset = AffectedService.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[incident_breadcrumb()],
        left_panels=[ui.AffectedServicePanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(AffectedService, 'add', detail=False)
@register_model_view(AffectedService, 'edit')
class AffectedServiceEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = AffectedService.objects.all()
    form = forms.AffectedServiceForm


@register_model_view(AffectedService, 'delete')
class AffectedServiceDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = AffectedService.objects.all()


@register_model_view(AffectedService, 'bulk_import', path='import', detail=False)
class AffectedServiceBulkImportView(generic.BulkImportView):
    queryset = AffectedService.objects.all()
    model_form = forms.AffectedServiceImportForm


@register_model_view(AffectedService, 'bulk_edit', path='edit', detail=False)
class AffectedServiceBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = AffectedService.objects.all()
    filterset = filtersets.AffectedServiceFilterSet
    table = tables.AffectedServiceTable
    form = forms.AffectedServiceBulkEditForm


@register_model_view(AffectedService, 'bulk_delete', path='delete', detail=False)
class AffectedServiceBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = AffectedService.objects.all()
    filterset = filtersets.AffectedServiceFilterSet
    table = tables.AffectedServiceTable
