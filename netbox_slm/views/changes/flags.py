"""Pages of the flags of planned work; they are computed, not edited."""

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import BulkExport
from netbox.ui import layout
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import SLAImpact
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb

__all__ = ('SLAImpactListView', 'SLAImpactView')


@register_model_view(SLAImpact, 'list', path='', detail=False)
class SLAImpactListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = SLAImpact.objects.worst_first()
    filterset = filtersets.SLAImpactFilterSet
    filterset_form = forms.SLAImpactFilterForm
    table = tables.SLAImpactTable
    actions = (BulkExport,)


@register_model_view(SLAImpact)
class SLAImpactView(ViewableRelationsMixin, generic.ObjectView):
    queryset = SLAImpact.objects.all()
    template_name = 'generic/object.html'
    actions = ()
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('record')],
        left_panels=[ui.SLAImpactPanel(), ui.SLAImpactReasonPanel(), TagsPanel()],
        right_panels=[ui.SLAImpactBudgetPanel(), CustomFieldsPanel()],
    )
