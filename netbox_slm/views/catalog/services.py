"""Pages of services; the tabs of their detail page are in `service_tabs`."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.ui import actions
from netbox.ui.breadcrumbs import Breadcrumb, filtered_list_url
from netbox.ui.layout import Column, Layout, Row
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel, PluginContentPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import Service
from ...ui import catalog as ui
from ...ui.standing_panels import ServiceStandingPanel
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_parts

__all__ = (
    'ServiceBulkDeleteView',
    'ServiceBulkEditView',
    'ServiceBulkImportView',
    'ServiceBulkRenameView',
    'ServiceDeleteView',
    'ServiceEditView',
    'ServiceListView',
    'ServiceView',
)


def _pk(context):
    return context['object'].pk


@register_model_view(Service, 'list', path='', detail=False)
class ServiceListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_parts)
    queryset = Service.objects.all()
    filterset = filtersets.ServiceFilterSet
    filterset_form = forms.ServiceFilterForm
    table = tables.SLMServiceTable


@register_model_view(Service)
class ServiceView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Service.objects.all()
    template_name = 'generic/object.html'
    layout = Layout(
        Row(Column(ServiceStandingPanel())),
        Row(
            Column(ui.ServicePanel(), TagsPanel(), CustomFieldsPanel(), width=5),
            Column(ui.StructurePanel(), ui.SinglePointsPanel(), ui.HistoryPanel(), width=7),
        ),
        Row(
            Column(
                ObjectsTablePanel(
                    'netbox_slm.sla',
                    filters={'service_id': _pk},
                    title=_('Promises'),
                    exclude_columns=['services'],
                    actions=[
                        actions.AddObject(
                            'netbox_slm.sla',
                            url_params={
                                'services': _pk,
                                'tenant': lambda context: context['object'].tenant_id,
                            },
                            label=_('Add an SLA'),
                        ),
                    ],
                ),
                ObjectsTablePanel(
                    'netbox_slm.incident',
                    filters={'service_id': _pk},
                    actions=[
                        actions.AddObject(
                            'netbox_slm.incident', url_params={'service': _pk}, label=_('Report an incident')
                        ),
                    ],
                ),
            ),
        ),
        Row(
            Column(CommentsPanel(), PluginContentPanel('left_page')),
            Column(ImageAttachmentsPanel(), PluginContentPanel('right_page')),
        ),
        Row(Column(PluginContentPanel('full_width_page'))),
        breadcrumbs=[Breadcrumb('tenant', url=filtered_list_url('plugins:netbox_slm:service_list', 'tenant_id'))],
    )


@register_model_view(Service, 'add', detail=False)
@register_model_view(Service, 'edit')
class ServiceEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = Service.objects.all()
    form = forms.ServiceForm


@register_model_view(Service, 'delete')
class ServiceDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = Service.objects.all()


@register_model_view(Service, 'bulk_import', path='import', detail=False)
class ServiceBulkImportView(generic.BulkImportView):
    queryset = Service.objects.all()
    model_form = forms.ServiceImportForm


@register_model_view(Service, 'bulk_edit', path='edit', detail=False)
class ServiceBulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_parts)
    queryset = Service.objects.all()
    filterset = filtersets.ServiceFilterSet
    table = tables.SLMServiceTable
    form = forms.ServiceBulkEditForm


@register_model_view(Service, 'bulk_rename', path='rename', detail=False)
class ServiceBulkRenameView(generic.BulkRenameView):
    queryset = Service.objects.all()
    filterset = filtersets.ServiceFilterSet


@register_model_view(Service, 'bulk_delete', path='delete', detail=False)
class ServiceBulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_parts)
    queryset = Service.objects.all()
    filterset = filtersets.ServiceFilterSet
    table = tables.SLMServiceTable
