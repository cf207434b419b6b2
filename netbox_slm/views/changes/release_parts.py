"""Pages of what releases introduce, and of their effects."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import CloneObject, DeleteObject, EditObject
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import ReleaseEffect, ReleaseElement
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb

__all__ = (
    'ReleaseEffectBulkDeleteView',
    'ReleaseEffectBulkEditView',
    'ReleaseEffectBulkImportView',
    'ReleaseEffectDeleteView',
    'ReleaseEffectEditView',
    'ReleaseEffectListView',
    'ReleaseEffectView',
    'ReleaseElementBulkDeleteView',
    'ReleaseElementBulkEditView',
    'ReleaseElementBulkImportView',
    'ReleaseElementDeleteView',
    'ReleaseElementEditView',
    'ReleaseElementListView',
    'ReleaseElementView',
)


@register_model_view(ReleaseElement, 'list', path='', detail=False)
class ReleaseElementListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ReleaseElement.objects.all()
    filterset = filtersets.ReleaseElementFilterSet
    filterset_form = forms.ReleaseElementFilterForm
    table = tables.ReleaseElementTable


@register_model_view(ReleaseElement)
class ReleaseElementView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ReleaseElement.objects.all()
    template_name = 'generic/object.html'
    actions = (ui.ConfirmElement, ui.DeclineElement, CloneObject, EditObject, DeleteObject)
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('release')],
        left_panels=[ui.ReleaseElementPanel(), TagsPanel()],
        right_panels=[ui.CoveringSLAsPanel(), CustomFieldsPanel()],
    )


@register_model_view(ReleaseElement, 'add', detail=False)
@register_model_view(ReleaseElement, 'edit')
class ReleaseElementEditView(generic.ObjectEditView):
    queryset = ReleaseElement.objects.all()
    form = forms.ReleaseElementForm


@register_model_view(ReleaseElement, 'delete')
class ReleaseElementDeleteView(generic.ObjectDeleteView):
    queryset = ReleaseElement.objects.all()


@register_model_view(ReleaseElement, 'bulk_import', path='import', detail=False)
class ReleaseElementBulkImportView(generic.BulkImportView):
    queryset = ReleaseElement.objects.all()
    model_form = forms.ReleaseElementImportForm


@register_model_view(ReleaseElement, 'bulk_edit', path='edit', detail=False)
class ReleaseElementBulkEditView(generic.BulkEditView):
    queryset = ReleaseElement.objects.all()
    filterset = filtersets.ReleaseElementFilterSet
    table = tables.ReleaseElementTable
    form = forms.ReleaseElementBulkEditForm


@register_model_view(ReleaseElement, 'bulk_delete', path='delete', detail=False)
class ReleaseElementBulkDeleteView(generic.BulkDeleteView):
    queryset = ReleaseElement.objects.all()
    filterset = filtersets.ReleaseElementFilterSet
    table = tables.ReleaseElementTable


@register_model_view(ReleaseEffect, 'list', path='', detail=False)
class ReleaseEffectListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = ReleaseEffect.objects.all()
    filterset = filtersets.ReleaseEffectFilterSet
    filterset_form = forms.ReleaseEffectFilterForm
    table = tables.ReleaseEffectTable


@register_model_view(ReleaseEffect)
class ReleaseEffectView(ViewableRelationsMixin, generic.ObjectView):
    queryset = ReleaseEffect.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('release')],
        left_panels=[ui.ReleaseEffectPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel()],
    )


@register_model_view(ReleaseEffect, 'add', detail=False)
@register_model_view(ReleaseEffect, 'edit')
class ReleaseEffectEditView(generic.ObjectEditView):
    queryset = ReleaseEffect.objects.all()
    form = forms.ReleaseEffectForm


@register_model_view(ReleaseEffect, 'delete')
class ReleaseEffectDeleteView(generic.ObjectDeleteView):
    queryset = ReleaseEffect.objects.all()


@register_model_view(ReleaseEffect, 'bulk_import', path='import', detail=False)
class ReleaseEffectBulkImportView(generic.BulkImportView):
    queryset = ReleaseEffect.objects.all()
    model_form = forms.ReleaseEffectImportForm


@register_model_view(ReleaseEffect, 'bulk_edit', path='edit', detail=False)
class ReleaseEffectBulkEditView(generic.BulkEditView):
    queryset = ReleaseEffect.objects.all()
    filterset = filtersets.ReleaseEffectFilterSet
    table = tables.ReleaseEffectTable
    form = forms.ReleaseEffectBulkEditForm


@register_model_view(ReleaseEffect, 'bulk_delete', path='delete', detail=False)
class ReleaseEffectBulkDeleteView(generic.BulkDeleteView):
    queryset = ReleaseEffect.objects.all()
    filterset = filtersets.ReleaseEffectFilterSet
    table = tables.ReleaseEffectTable
