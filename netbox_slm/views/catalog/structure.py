"""Pages of what a service stands on: redundancy groups, components, dependencies."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.breadcrumbs import Breadcrumb, object_view_url
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import RedundancyGroup, ServiceComponent, ServiceDependency
from ...ui import catalog as ui
from ...visible import viewable
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_members

__all__ = (
    'RedundancyGroupBulkDeleteView',
    'RedundancyGroupBulkEditView',
    'RedundancyGroupBulkImportView',
    'RedundancyGroupBulkRenameView',
    'RedundancyGroupDeleteView',
    'RedundancyGroupEditView',
    'RedundancyGroupListView',
    'RedundancyGroupView',
    'ServiceComponentBulkDeleteView',
    'ServiceComponentBulkEditView',
    'ServiceComponentBulkImportView',
    'ServiceComponentDeleteView',
    'ServiceComponentEditView',
    'ServiceComponentListView',
    'ServiceComponentView',
    'ServiceDependencyBulkDeleteView',
    'ServiceDependencyBulkEditView',
    'ServiceDependencyBulkImportView',
    'ServiceDependencyDeleteView',
    'ServiceDependencyEditView',
    'ServiceDependencyListView',
    'ServiceDependencyView',
)


def _service_breadcrumb(tab):
    """A way back to the tab of the service that the object is listed on."""
    return Breadcrumb(lambda part: viewable(part, 'service'), url=object_view_url(f'plugins:netbox_slm:service_{tab}'))


@register_model_view(RedundancyGroup, 'list', path='', detail=False)
class RedundancyGroupListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_members)
    queryset = RedundancyGroup.objects.all()
    filterset = filtersets.RedundancyGroupFilterSet
    filterset_form = forms.RedundancyGroupFilterForm
    table = tables.RedundancyGroupTable


@register_model_view(RedundancyGroup)
class RedundancyGroupView(ViewableRelationsMixin, generic.ObjectView):
    queryset = RedundancyGroup.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[_service_breadcrumb('components')],
        left_panels=[ui.RedundancyGroupPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.servicecomponent',
                filters={'redundancy_group_id': lambda context: context['object'].pk},
                title=_('Members'),
                exclude_columns=['service', 'redundancy_group'],
                actions=[
                    actions.AddObject(
                        'netbox_slm.servicecomponent',
                        url_params={
                            'service': lambda context: context['object'].service_id,
                            'redundancy_group': lambda context: context['object'].pk,
                        },
                        label=_('Add a member'),
                    ),
                ],
            ),
        ],
    )


@register_model_view(RedundancyGroup, 'add', detail=False)
@register_model_view(RedundancyGroup, 'edit')
class RedundancyGroupEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = RedundancyGroup.objects.all()
    form = forms.RedundancyGroupForm


@register_model_view(RedundancyGroup, 'delete')
class RedundancyGroupDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = RedundancyGroup.objects.all()


@register_model_view(RedundancyGroup, 'bulk_import', path='import', detail=False)
class RedundancyGroupBulkImportView(generic.BulkImportView):
    queryset = RedundancyGroup.objects.all()
    model_form = forms.RedundancyGroupImportForm


@register_model_view(RedundancyGroup, 'bulk_edit', path='edit', detail=False)
class RedundancyGroupBulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_members)
    queryset = RedundancyGroup.objects.all()
    filterset = filtersets.RedundancyGroupFilterSet
    table = tables.RedundancyGroupTable
    form = forms.RedundancyGroupBulkEditForm


@register_model_view(RedundancyGroup, 'bulk_rename', path='rename', detail=False)
class RedundancyGroupBulkRenameView(generic.BulkRenameView):
    queryset = RedundancyGroup.objects.all()
    filterset = filtersets.RedundancyGroupFilterSet


@register_model_view(RedundancyGroup, 'bulk_delete', path='delete', detail=False)
class RedundancyGroupBulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_members)
    queryset = RedundancyGroup.objects.all()
    filterset = filtersets.RedundancyGroupFilterSet
    table = tables.RedundancyGroupTable


@register_model_view(ServiceComponent, 'list', path='', detail=False)
class ServiceComponentListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ServiceComponent.objects.all()
    filterset = filtersets.ServiceComponentFilterSet
    filterset_form = forms.ServiceComponentFilterForm
    table = tables.ServiceComponentTable


@register_model_view(ServiceComponent)
class ServiceComponentView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ServiceComponent.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[_service_breadcrumb('components')],
        left_panels=[ui.ServiceComponentPanel(), TagsPanel()],
        right_panels=[ui.ExplicitNeedsPanel(), CustomFieldsPanel(), CommentsPanel()],
    )


@register_model_view(ServiceComponent, 'add', detail=False)
@register_model_view(ServiceComponent, 'edit')
class ServiceComponentEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = ServiceComponent.objects.all()
    form = forms.ServiceComponentForm


@register_model_view(ServiceComponent, 'delete')
class ServiceComponentDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = ServiceComponent.objects.all()


@register_model_view(ServiceComponent, 'bulk_import', path='import', detail=False)
class ServiceComponentBulkImportView(generic.BulkImportView):
    queryset = ServiceComponent.objects.all()
    model_form = forms.ServiceComponentImportForm


@register_model_view(ServiceComponent, 'bulk_edit', path='edit', detail=False)
class ServiceComponentBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = ServiceComponent.objects.all()
    filterset = filtersets.ServiceComponentFilterSet
    table = tables.ServiceComponentTable
    form = forms.ServiceComponentBulkEditForm


@register_model_view(ServiceComponent, 'bulk_delete', path='delete', detail=False)
class ServiceComponentBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = ServiceComponent.objects.all()
    filterset = filtersets.ServiceComponentFilterSet
    table = tables.ServiceComponentTable


@register_model_view(ServiceDependency, 'list', path='', detail=False)
class ServiceDependencyListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ServiceDependency.objects.all()
    filterset = filtersets.ServiceDependencyFilterSet
    filterset_form = forms.ServiceDependencyFilterForm
    table = tables.ServiceDependencyTable


@register_model_view(ServiceDependency)
class ServiceDependencyView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ServiceDependency.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[_service_breadcrumb('dependencies')],
        left_panels=[ui.ServiceDependencyPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel()],
    )


@register_model_view(ServiceDependency, 'add', detail=False)
@register_model_view(ServiceDependency, 'edit')
class ServiceDependencyEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = ServiceDependency.objects.all()
    form = forms.ServiceDependencyForm


@register_model_view(ServiceDependency, 'delete')
class ServiceDependencyDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = ServiceDependency.objects.all()


@register_model_view(ServiceDependency, 'bulk_import', path='import', detail=False)
class ServiceDependencyBulkImportView(generic.BulkImportView):
    queryset = ServiceDependency.objects.all()
    model_form = forms.ServiceDependencyImportForm


@register_model_view(ServiceDependency, 'bulk_edit', path='edit', detail=False)
class ServiceDependencyBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = ServiceDependency.objects.all()
    filterset = filtersets.ServiceDependencyFilterSet
    table = tables.ServiceDependencyTable
    form = forms.ServiceDependencyBulkEditForm


@register_model_view(ServiceDependency, 'bulk_delete', path='delete', detail=False)
class ServiceDependencyBulkDeleteView(BulkDeleteConsequencesMixin, generic.BulkDeleteView):
    queryset = ServiceDependency.objects.all()
    filterset = filtersets.ServiceDependencyFilterSet
    table = tables.ServiceDependencyTable
