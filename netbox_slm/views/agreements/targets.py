"""Pages of service level targets."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import CommentsPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import ServiceLevelTarget
from ...ui import agreements as ui
from ...ui.measurements import MeasurementsPanel
from ...visible import viewable
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin

__all__ = (
    'ServiceLevelTargetBulkDeleteView',
    'ServiceLevelTargetBulkEditView',
    'ServiceLevelTargetBulkImportView',
    'ServiceLevelTargetBulkRenameView',
    'ServiceLevelTargetDeleteView',
    'ServiceLevelTargetEditView',
    'ServiceLevelTargetListView',
    'ServiceLevelTargetView',
)


@register_model_view(ServiceLevelTarget, 'list', path='', detail=False)
class ServiceLevelTargetListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ServiceLevelTarget.objects.all()
    filterset = filtersets.ServiceLevelTargetFilterSet
    filterset_form = forms.ServiceLevelTargetFilterForm
    table = tables.ServiceLevelTargetTable


@register_model_view(ServiceLevelTarget)
class ServiceLevelTargetView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ServiceLevelTarget.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[Breadcrumb(lambda target: viewable(target, 'sla'))],
        left_panels=[ui.ServiceLevelTargetPanel(), TagsPanel(), CustomFieldsPanel()],
        right_panels=[
            ui.ServiceLevelTargetRulesPanel(),
            ui.RelatedListPanel('services', title=_('Services'), empty=_('All services of the SLA')),
            CommentsPanel(),
        ],
        bottom_panels=[
            MeasurementsPanel(),
            ui.CreditTiersPanel('target'),
        ],
    )


@register_model_view(ServiceLevelTarget, 'add', detail=False)
@register_model_view(ServiceLevelTarget, 'edit')
class ServiceLevelTargetEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = ServiceLevelTarget.objects.all()
    form = forms.ServiceLevelTargetForm


@register_model_view(ServiceLevelTarget, 'delete')
class ServiceLevelTargetDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = ServiceLevelTarget.objects.all()


@register_model_view(ServiceLevelTarget, 'bulk_import', path='import', detail=False)
class ServiceLevelTargetBulkImportView(generic.BulkImportView):
    queryset = ServiceLevelTarget.objects.all()
    model_form = forms.ServiceLevelTargetImportForm


@register_model_view(ServiceLevelTarget, 'bulk_edit', path='edit', detail=False)
class ServiceLevelTargetBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = ServiceLevelTarget.objects.all()
    filterset = filtersets.ServiceLevelTargetFilterSet
    table = tables.ServiceLevelTargetTable
    form = forms.ServiceLevelTargetBulkEditForm


@register_model_view(ServiceLevelTarget, 'bulk_rename', path='rename', detail=False)
class ServiceLevelTargetBulkRenameView(generic.BulkRenameView):
    queryset = ServiceLevelTarget.objects.all()
    filterset = filtersets.ServiceLevelTargetFilterSet


@register_model_view(ServiceLevelTarget, 'bulk_delete', path='delete', detail=False)
class ServiceLevelTargetBulkDeleteView(BulkDeleteConsequencesMixin, ViewableRelationsMixin, generic.BulkDeleteView):
    queryset = ServiceLevelTarget.objects.all()
    filterset = filtersets.ServiceLevelTargetFilterSet
    table = tables.ServiceLevelTargetTable
