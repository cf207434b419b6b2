"""Pages of planned effects."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import PlannedEffect
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb

__all__ = (
    'PlannedEffectBulkDeleteView',
    'PlannedEffectBulkEditView',
    'PlannedEffectBulkImportView',
    'PlannedEffectDeleteView',
    'PlannedEffectEditView',
    'PlannedEffectListView',
    'PlannedEffectView',
)


@register_model_view(PlannedEffect, 'list', path='', detail=False)
class PlannedEffectListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = PlannedEffect.objects.all()
    filterset = filtersets.PlannedEffectFilterSet
    filterset_form = forms.PlannedEffectFilterForm
    table = tables.PlannedEffectTable


@register_model_view(PlannedEffect)
class PlannedEffectView(ViewableRelationsMixin, generic.ObjectView):
    queryset = PlannedEffect.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('change')],
        left_panels=[ui.PlannedEffectPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(PlannedEffect, 'add', detail=False)
@register_model_view(PlannedEffect, 'edit')
class PlannedEffectEditView(generic.ObjectEditView):
    queryset = PlannedEffect.objects.all()
    form = forms.PlannedEffectForm


@register_model_view(PlannedEffect, 'delete')
class PlannedEffectDeleteView(generic.ObjectDeleteView):
    queryset = PlannedEffect.objects.all()


@register_model_view(PlannedEffect, 'bulk_import', path='import', detail=False)
class PlannedEffectBulkImportView(generic.BulkImportView):
    queryset = PlannedEffect.objects.all()
    model_form = forms.PlannedEffectImportForm


@register_model_view(PlannedEffect, 'bulk_edit', path='edit', detail=False)
class PlannedEffectBulkEditView(generic.BulkEditView):
    queryset = PlannedEffect.objects.all()
    filterset = filtersets.PlannedEffectFilterSet
    table = tables.PlannedEffectTable
    form = forms.PlannedEffectBulkEditForm


@register_model_view(PlannedEffect, 'bulk_delete', path='delete', detail=False)
class PlannedEffectBulkDeleteView(generic.BulkDeleteView):
    queryset = PlannedEffect.objects.all()
    filterset = filtersets.PlannedEffectFilterSet
    table = tables.PlannedEffectTable
