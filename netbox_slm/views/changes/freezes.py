"""Pages of freeze windows."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.panels import CommentsPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import FreezeWindow
from ...ui import changes as ui
from ...ui.agreements import RelatedListPanel
from .counts import CountedMixin, with_scope

__all__ = (
    'FreezeWindowBulkDeleteView',
    'FreezeWindowBulkEditView',
    'FreezeWindowBulkImportView',
    'FreezeWindowBulkRenameView',
    'FreezeWindowDeleteView',
    'FreezeWindowEditView',
    'FreezeWindowListView',
    'FreezeWindowView',
)


@register_model_view(FreezeWindow, 'list', path='', detail=False)
class FreezeWindowListView(CountedMixin, generic.ObjectListView):
    counted = staticmethod(with_scope)
    queryset = FreezeWindow.objects.all()
    filterset = filtersets.FreezeWindowFilterSet
    filterset_form = forms.FreezeWindowFilterForm
    table = tables.FreezeWindowTable


@register_model_view(FreezeWindow)
class FreezeWindowView(generic.ObjectView):
    queryset = FreezeWindow.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.FreezeWindowPanel(), CustomFieldsPanel(), CommentsPanel(), TagsPanel()],
        right_panels=[
            RelatedListPanel('tenants', title=_('Customers')),
            RelatedListPanel('sites', title=_('Sites')),
            RelatedListPanel('services', title=_('Services')),
        ],
    )


@register_model_view(FreezeWindow, 'add', detail=False)
@register_model_view(FreezeWindow, 'edit')
class FreezeWindowEditView(generic.ObjectEditView):
    queryset = FreezeWindow.objects.all()
    form = forms.FreezeWindowForm


@register_model_view(FreezeWindow, 'delete')
class FreezeWindowDeleteView(generic.ObjectDeleteView):
    queryset = FreezeWindow.objects.all()


@register_model_view(FreezeWindow, 'bulk_import', path='import', detail=False)
class FreezeWindowBulkImportView(generic.BulkImportView):
    queryset = FreezeWindow.objects.all()
    model_form = forms.FreezeWindowImportForm


@register_model_view(FreezeWindow, 'bulk_edit', path='edit', detail=False)
class FreezeWindowBulkEditView(CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_scope)
    queryset = FreezeWindow.objects.all()
    filterset = filtersets.FreezeWindowFilterSet
    table = tables.FreezeWindowTable
    form = forms.FreezeWindowBulkEditForm


@register_model_view(FreezeWindow, 'bulk_rename', path='rename', detail=False)
class FreezeWindowBulkRenameView(generic.BulkRenameView):
    queryset = FreezeWindow.objects.all()
    filterset = filtersets.FreezeWindowFilterSet


@register_model_view(FreezeWindow, 'bulk_delete', path='delete', detail=False)
class FreezeWindowBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_scope)
    queryset = FreezeWindow.objects.all()
    filterset = filtersets.FreezeWindowFilterSet
    table = tables.FreezeWindowTable
