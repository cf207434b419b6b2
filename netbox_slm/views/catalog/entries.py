"""Pages of catalogue categories and entries."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.context import current_request
from netbox.object_actions import BulkDelete, BulkEdit
from netbox.ui import actions, layout
from netbox.ui.breadcrumbs import Breadcrumb, filtered_list_url
from netbox.ui.panels import CommentsPanel, NestedGroupObjectPanel, ObjectsTablePanel, RelatedObjectsPanel
from netbox.views import generic
from utilities.views import GetRelatedModelsMixin, ViewTab, register_model_view

from ... import filtersets, forms, tables
from ...models import CatalogCategory, CatalogEntry, Service
from ...ui import catalog as ui
from ...visible import prefetch_viewable
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_entries, with_parts, with_services

__all__ = (
    'CatalogCategoryBulkDeleteView',
    'CatalogCategoryBulkEditView',
    'CatalogCategoryBulkImportView',
    'CatalogCategoryBulkRenameView',
    'CatalogCategoryDeleteView',
    'CatalogCategoryEditView',
    'CatalogCategoryListView',
    'CatalogCategoryView',
    'CatalogEntryBulkDeleteView',
    'CatalogEntryBulkEditView',
    'CatalogEntryBulkImportView',
    'CatalogEntryBulkRenameView',
    'CatalogEntryDeleteView',
    'CatalogEntryEditView',
    'CatalogEntryListView',
    'CatalogEntryServicesView',
    'CatalogEntryView',
)


@register_model_view(CatalogCategory, 'list', path='', detail=False)
class CatalogCategoryListView(CountedMixin, generic.ObjectListView):
    counted = staticmethod(with_entries)
    queryset = CatalogCategory.objects.all()
    filterset = filtersets.CatalogCategoryFilterSet
    filterset_form = forms.CatalogCategoryFilterForm
    table = tables.CatalogCategoryTable


@register_model_view(CatalogCategory)
class CatalogCategoryView(GetRelatedModelsMixin, generic.ObjectView):
    queryset = CatalogCategory.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[
            Breadcrumb(
                lambda category: category.get_ancestors(),
                url=filtered_list_url('plugins:netbox_slm:catalogcategory_list', 'parent_id'),
            ),
        ],
        left_panels=[NestedGroupObjectPanel(), TagsPanel(), CommentsPanel()],
        right_panels=[RelatedObjectsPanel(), CustomFieldsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.catalogentry',
                filters={'category_id': lambda context: context['object'].pk},
                actions=[
                    actions.AddObject(
                        'netbox_slm.catalogentry',
                        url_params={'category': lambda context: context['object'].pk},
                        label=_('Add an entry'),
                    ),
                ],
            ),
            ObjectsTablePanel(
                'netbox_slm.catalogcategory',
                filters={'parent_id': lambda context: context['object'].pk},
                title=_('Categories below it'),
                exclude_columns=['parent'],
                actions=[
                    actions.AddObject(
                        'netbox_slm.catalogcategory',
                        url_params={'parent': lambda context: context['object'].pk},
                        label=_('Add a category'),
                    ),
                ],
            ),
        ],
    )

    def get_extra_context(self, request, instance):
        branch = instance.get_descendants(include_self=True)
        return {'related_models': self.get_related_models(request, branch)}


@register_model_view(CatalogCategory, 'add', detail=False)
@register_model_view(CatalogCategory, 'edit')
class CatalogCategoryEditView(generic.ObjectEditView):
    queryset = CatalogCategory.objects.all()
    form = forms.CatalogCategoryForm


@register_model_view(CatalogCategory, 'delete')
class CatalogCategoryDeleteView(generic.ObjectDeleteView):
    queryset = CatalogCategory.objects.all()


@register_model_view(CatalogCategory, 'bulk_import', path='import', detail=False)
class CatalogCategoryBulkImportView(generic.BulkImportView):
    queryset = CatalogCategory.objects.all()
    model_form = forms.CatalogCategoryImportForm


@register_model_view(CatalogCategory, 'bulk_edit', path='edit', detail=False)
class CatalogCategoryBulkEditView(CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_entries)
    queryset = CatalogCategory.objects.all()
    filterset = filtersets.CatalogCategoryFilterSet
    table = tables.CatalogCategoryTable
    form = forms.CatalogCategoryBulkEditForm


@register_model_view(CatalogCategory, 'bulk_rename', path='rename', detail=False)
class CatalogCategoryBulkRenameView(generic.BulkRenameView):
    queryset = CatalogCategory.objects.all()
    filterset = filtersets.CatalogCategoryFilterSet


@register_model_view(CatalogCategory, 'bulk_delete', path='delete', detail=False)
class CatalogCategoryBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_entries)
    queryset = CatalogCategory.objects.all()
    filterset = filtersets.CatalogCategoryFilterSet
    table = tables.CatalogCategoryTable


@register_model_view(CatalogEntry, 'list', path='', detail=False)
class CatalogEntryListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_services)
    queryset = CatalogEntry.objects.all()
    filterset = filtersets.CatalogEntryFilterSet
    filterset_form = forms.CatalogEntryFilterForm
    table = tables.CatalogEntryTable


@register_model_view(CatalogEntry)
class CatalogEntryView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CatalogEntry.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[
            Breadcrumb('category', url=filtered_list_url('plugins:netbox_slm:catalogentry_list', 'category_id')),
        ],
        left_panels=[ui.CatalogEntryPanel(), ui.CatalogOfferPanel(), TagsPanel()],
        right_panels=[ui.CatalogDutiesPanel(), CustomFieldsPanel(), CommentsPanel(), ImageAttachmentsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.service',
                filters={'catalog_entry_id': lambda context: context['object'].pk},
                exclude_columns=['catalog_entry'],
                actions=[
                    actions.AddObject(
                        'netbox_slm.service',
                        url_params={'catalog_entry': lambda context: context['object'].pk},
                        label=_('Add a service'),
                    ),
                ],
            ),
        ],
    )


@register_model_view(CatalogEntry, 'services')
class CatalogEntryServicesView(generic.ObjectChildrenView):
    queryset = CatalogEntry.objects.all()
    child_model = Service
    table = tables.SLMServiceTable
    filterset = filtersets.ServiceFilterSet
    filterset_form = forms.ServiceFilterForm
    actions = (BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Services'),
        badge=lambda entry: entry.services.restrict(current_request.get().user, 'view').count(),
        permission='netbox_slm.view_service',
        weight=500,
    )

    def get_children(self, request, parent):
        services = with_parts(parent.services.restrict(request.user, 'view'), request.user)
        return services.prefetch_related(*prefetch_viewable(Service, request.user))


@register_model_view(CatalogEntry, 'add', detail=False)
@register_model_view(CatalogEntry, 'edit')
class CatalogEntryEditView(generic.ObjectEditView):
    queryset = CatalogEntry.objects.all()
    form = forms.CatalogEntryForm


@register_model_view(CatalogEntry, 'delete')
class CatalogEntryDeleteView(generic.ObjectDeleteView):
    queryset = CatalogEntry.objects.all()


@register_model_view(CatalogEntry, 'bulk_import', path='import', detail=False)
class CatalogEntryBulkImportView(generic.BulkImportView):
    queryset = CatalogEntry.objects.all()
    model_form = forms.CatalogEntryImportForm


@register_model_view(CatalogEntry, 'bulk_edit', path='edit', detail=False)
class CatalogEntryBulkEditView(CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_services)
    queryset = CatalogEntry.objects.all()
    filterset = filtersets.CatalogEntryFilterSet
    table = tables.CatalogEntryTable
    form = forms.CatalogEntryBulkEditForm


@register_model_view(CatalogEntry, 'bulk_rename', path='rename', detail=False)
class CatalogEntryBulkRenameView(generic.BulkRenameView):
    queryset = CatalogEntry.objects.all()
    filterset = filtersets.CatalogEntryFilterSet


@register_model_view(CatalogEntry, 'bulk_delete', path='delete', detail=False)
class CatalogEntryBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_services)
    queryset = CatalogEntry.objects.all()
    filterset = filtersets.CatalogEntryFilterSet
    table = tables.CatalogEntryTable
