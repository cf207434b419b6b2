"""Pages of SLAs."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel, PluginContentPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import SLA
from ...ui import agreements as ui
from ...ui.attainment import ComputationPanel
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_targets_and_services

__all__ = (
    'SLABulkDeleteView',
    'SLABulkEditView',
    'SLABulkImportView',
    'SLABulkRenameView',
    'SLADeleteView',
    'SLAEditView',
    'SLAListView',
    'SLAView',
)


@register_model_view(SLA, 'list', path='', detail=False)
class SLAListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_targets_and_services)
    queryset = SLA.objects.all()
    filterset = filtersets.SLAFilterSet
    filterset_form = forms.SLAFilterForm
    table = tables.SLATable


@register_model_view(SLA)
class SLAView(ViewableRelationsMixin, generic.ObjectView):
    queryset = SLA.objects.all()
    template_name = 'generic/object.html'
    layout = layout.Layout(
        layout.Row(layout.Column(ui.AgreementSentencePanel(), ui.TargetsPanel(), ComputationPanel())),
        layout.Row(
            layout.Column(ui.SLAPanel(), TagsPanel(), CustomFieldsPanel(), PluginContentPanel('left_page')),
            layout.Column(
                ui.SLATermPanel(), ui.SLARulesPanel(), ImageAttachmentsPanel(), PluginContentPanel('right_page')
            ),
        ),
        layout.Row(
            layout.Column(ui.SupportingPanel(), ui.SupportsPanel()),
            layout.Column(ui.WeekPanel(accessor='object.calendar')),
        ),
        layout.Row(
            layout.Column(
                ObjectsTablePanel(
                    'netbox_slm.service',
                    filters={'sla_id': lambda context: context['object'].pk},
                    title=_('Services in scope'),
                ),
                ui.CreditTiersPanel('sla'),
                ObjectsTablePanel(
                    'netbox_slm.maintenancewindow',
                    filters={'sla_id': lambda context: context['object'].pk},
                    actions=[
                        actions.AddObject(
                            'netbox_slm.maintenancewindow',
                            url_params={'slas': lambda context: context['object'].pk},
                            label=_('Add a maintenance window'),
                        ),
                    ],
                ),
            ),
        ),
        layout.Row(layout.Column(ui.VersionsPanel(), CommentsPanel(), PluginContentPanel('full_width_page'))),
    )


@register_model_view(SLA, 'add', detail=False)
@register_model_view(SLA, 'edit')
class SLAEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = SLA.objects.all()
    form = forms.SLAForm


@register_model_view(SLA, 'delete')
class SLADeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = SLA.objects.all()


@register_model_view(SLA, 'bulk_import', path='import', detail=False)
class SLABulkImportView(generic.BulkImportView):
    queryset = SLA.objects.all()
    model_form = forms.SLAImportForm


@register_model_view(SLA, 'bulk_edit', path='edit', detail=False)
class SLABulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_targets_and_services)
    queryset = SLA.objects.all()
    filterset = filtersets.SLAFilterSet
    table = tables.SLATable
    form = forms.SLABulkEditForm


@register_model_view(SLA, 'bulk_rename', path='rename', detail=False)
class SLABulkRenameView(generic.BulkRenameView):
    queryset = SLA.objects.all()
    filterset = filtersets.SLAFilterSet


@register_model_view(SLA, 'bulk_delete', path='delete', detail=False)
class SLABulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, ViewableRelationsMixin, generic.BulkDeleteView):
    counted = staticmethod(with_targets_and_services)
    queryset = SLA.objects.all()
    filterset = filtersets.SLAFilterSet
    table = tables.SLATable
