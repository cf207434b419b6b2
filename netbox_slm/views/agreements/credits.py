"""Pages of service credit tiers."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import ServiceCreditTier
from ...ui import agreements as ui
from ...visible import shown
from ..viewable import ViewableRelationsMixin

__all__ = (
    'ServiceCreditTierBulkDeleteView',
    'ServiceCreditTierBulkEditView',
    'ServiceCreditTierBulkImportView',
    'ServiceCreditTierDeleteView',
    'ServiceCreditTierEditView',
    'ServiceCreditTierListView',
    'ServiceCreditTierView',
)


@register_model_view(ServiceCreditTier, 'list', path='', detail=False)
class ServiceCreditTierListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ServiceCreditTier.objects.all()
    filterset = filtersets.ServiceCreditTierFilterSet
    filterset_form = forms.ServiceCreditTierFilterForm
    table = tables.ServiceCreditTierTable


@register_model_view(ServiceCreditTier)
class ServiceCreditTierView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ServiceCreditTier.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[Breadcrumb(lambda tier: shown(tier, 'target') or shown(tier, 'sla'))],
        left_panels=[ui.ServiceCreditTierPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(ServiceCreditTier, 'add', detail=False)
@register_model_view(ServiceCreditTier, 'edit')
class ServiceCreditTierEditView(generic.ObjectEditView):
    queryset = ServiceCreditTier.objects.all()
    form = forms.ServiceCreditTierForm


@register_model_view(ServiceCreditTier, 'delete')
class ServiceCreditTierDeleteView(generic.ObjectDeleteView):
    queryset = ServiceCreditTier.objects.all()


@register_model_view(ServiceCreditTier, 'bulk_import', path='import', detail=False)
class ServiceCreditTierBulkImportView(generic.BulkImportView):
    queryset = ServiceCreditTier.objects.all()
    model_form = forms.ServiceCreditTierImportForm


@register_model_view(ServiceCreditTier, 'bulk_edit', path='edit', detail=False)
class ServiceCreditTierBulkEditView(generic.BulkEditView):
    queryset = ServiceCreditTier.objects.all()
    filterset = filtersets.ServiceCreditTierFilterSet
    table = tables.ServiceCreditTierTable
    form = forms.ServiceCreditTierBulkEditForm


@register_model_view(ServiceCreditTier, 'bulk_delete', path='delete', detail=False)
class ServiceCreditTierBulkDeleteView(generic.BulkDeleteView):
    queryset = ServiceCreditTier.objects.all()
    filterset = filtersets.ServiceCreditTierFilterSet
    table = tables.ServiceCreditTierTable
