"""Pages of maintenance windows."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.panels import CommentsPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import MaintenanceWindow
from ...ui import agreements as ui
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from .counts import CountedMixin, with_scope

__all__ = (
    'MaintenanceWindowBulkDeleteView',
    'MaintenanceWindowBulkEditView',
    'MaintenanceWindowBulkImportView',
    'MaintenanceWindowBulkRenameView',
    'MaintenanceWindowDeleteView',
    'MaintenanceWindowEditView',
    'MaintenanceWindowListView',
    'MaintenanceWindowView',
)


@register_model_view(MaintenanceWindow, 'list', path='', detail=False)
class MaintenanceWindowListView(CountedMixin, generic.ObjectListView):
    counted = staticmethod(with_scope)
    queryset = MaintenanceWindow.objects.all()
    filterset = filtersets.MaintenanceWindowFilterSet
    filterset_form = forms.MaintenanceWindowFilterForm
    table = tables.MaintenanceWindowTable


@register_model_view(MaintenanceWindow)
class MaintenanceWindowView(generic.ObjectView):
    queryset = MaintenanceWindow.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.MaintenanceWindowPanel(), TagsPanel(), CustomFieldsPanel(), CommentsPanel()],
        right_panels=[
            ui.MaintenanceTimesPanel(),
            ui.RelatedListPanel('slas', title=_('SLAs')),
            ui.RelatedListPanel('services', title=_('Services')),
        ],
    )


@register_model_view(MaintenanceWindow, 'add', detail=False)
@register_model_view(MaintenanceWindow, 'edit')
class MaintenanceWindowEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = MaintenanceWindow.objects.all()
    form = forms.MaintenanceWindowForm


@register_model_view(MaintenanceWindow, 'delete')
class MaintenanceWindowDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = MaintenanceWindow.objects.all()


@register_model_view(MaintenanceWindow, 'bulk_import', path='import', detail=False)
class MaintenanceWindowBulkImportView(generic.BulkImportView):
    queryset = MaintenanceWindow.objects.all()
    model_form = forms.MaintenanceWindowImportForm


@register_model_view(MaintenanceWindow, 'bulk_edit', path='edit', detail=False)
class MaintenanceWindowBulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_scope)
    queryset = MaintenanceWindow.objects.all()
    filterset = filtersets.MaintenanceWindowFilterSet
    table = tables.MaintenanceWindowTable
    form = forms.MaintenanceWindowBulkEditForm


@register_model_view(MaintenanceWindow, 'bulk_rename', path='rename', detail=False)
class MaintenanceWindowBulkRenameView(generic.BulkRenameView):
    queryset = MaintenanceWindow.objects.all()
    filterset = filtersets.MaintenanceWindowFilterSet


@register_model_view(MaintenanceWindow, 'bulk_delete', path='delete', detail=False)
class MaintenanceWindowBulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_scope)
    queryset = MaintenanceWindow.objects.all()
    filterset = filtersets.MaintenanceWindowFilterSet
    table = tables.MaintenanceWindowTable
