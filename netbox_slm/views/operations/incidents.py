"""Pages of incidents."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.object_actions import CloneObject, DeleteObject, EditObject
from netbox.ui import actions, layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel, PluginContentPanel
from netbox.views import generic
from netbox.views.generic.base import BaseObjectView
from utilities.exceptions import PermissionsViolation
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...analysis.incidents import close_incident, excuse_approver, resolve_incident
from ...models import Incident
from ...transactions import atomic_for
from ...ui import operations as ui
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin

__all__ = (
    'IncidentBulkDeleteView',
    'IncidentBulkEditView',
    'IncidentBulkImportView',
    'IncidentBulkRenameView',
    'IncidentCloseView',
    'IncidentDeleteView',
    'IncidentEditView',
    'IncidentListView',
    'IncidentResolveView',
    'IncidentView',
)


def _part_panel(model, title, label):
    """A table of what belongs to the incident, with a button to add to it."""
    return ObjectsTablePanel(
        model,
        filters={'incident_id': lambda context: context['object'].pk},
        title=title,
        exclude_columns=['incident'],
        actions=[actions.AddObject(model, url_params={'incident': lambda context: context['object'].pk}, label=label)],
    )


@register_model_view(Incident, 'list', path='', detail=False)
class IncidentListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    queryset = Incident.objects.all()
    filterset = filtersets.IncidentFilterSet
    filterset_form = forms.IncidentFilterForm
    table = tables.IncidentTable


@register_model_view(Incident)
class IncidentView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Incident.objects.all()
    template_name = 'generic/object.html'
    actions = (ui.ResolveIncident, ui.CloseIncident, CloneObject, EditObject, DeleteObject)
    layout = layout.Layout(
        layout.Row(layout.Column(ui.SentencePanel())),
        layout.Row(
            layout.Column(ui.IncidentPanel(), ui.ExcusePanel(), TagsPanel(), PluginContentPanel('left_page')),
            layout.Column(
                ui.TimelinePanel(),
                CustomFieldsPanel(),
                CommentsPanel(),
                ImageAttachmentsPanel(),
                PluginContentPanel('right_page'),
            ),
        ),
        layout.Row(
            layout.Column(
                _part_panel('netbox_slm.affectedci', _('Affected CIs'), _('Add a CI')),
                _part_panel('netbox_slm.affectedservice', _('Affected services'), _('Add a service')),
                ui.DerivedEffectsPanel(),
                _part_panel('netbox_slm.hold', _('Holds'), _('Add a hold')),
                ui.FiguresPanel(),
                PluginContentPanel('full_width_page'),
            )
        ),
    )


@register_model_view(Incident, 'add', detail=False)
@register_model_view(Incident, 'edit')
class IncidentEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = Incident.objects.all()
    form = forms.IncidentForm


@register_model_view(Incident, 'delete')
class IncidentDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = Incident.objects.all()


class _IncidentStepView(BaseObjectView):
    """Takes an incident one step on; `step` is the use case and `done` says that it worked."""

    queryset = Incident.objects.all()
    step = None
    done = ''

    def get_required_permission(self):
        return get_permission_for_model(Incident, 'change')

    def post(self, request, **kwargs):
        incident = self.get_object(**kwargs)
        try:
            with atomic_for(Incident):
                type(self).step(incident, timezone.now())
                if not self.queryset.filter(pk=incident.pk).exists():  # no longer one the user may change
                    raise PermissionsViolation
            messages.success(request, self.done)
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        except PermissionsViolation as error:
            messages.error(request, error.message)
        return redirect(incident.get_absolute_url())


@register_model_view(Incident, 'resolve')
class IncidentResolveView(_IncidentStepView):
    step = staticmethod(resolve_incident)
    done = _('The incident is resolved.')


@register_model_view(Incident, 'close')
class IncidentCloseView(_IncidentStepView):
    step = staticmethod(close_incident)
    done = _('The incident is closed.')


@register_model_view(Incident, 'bulk_import', path='import', detail=False)
class IncidentBulkImportView(generic.BulkImportView):
    queryset = Incident.objects.all()
    model_form = forms.IncidentImportForm


@register_model_view(Incident, 'bulk_edit', path='edit', detail=False)
class IncidentBulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    queryset = Incident.objects.all()
    filterset = filtersets.IncidentFilterSet
    table = tables.IncidentTable
    form = forms.IncidentBulkEditForm

    def pre_save_operations(self, form, obj):
        obj.excused_by = excuse_approver(obj, obj.excused, obj.excuse_reason, self.request.user)


@register_model_view(Incident, 'bulk_rename', path='rename', detail=False)
class IncidentBulkRenameView(generic.BulkRenameView):
    queryset = Incident.objects.all()
    filterset = filtersets.IncidentFilterSet


@register_model_view(Incident, 'bulk_delete', path='delete', detail=False)
class IncidentBulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, generic.BulkDeleteView):
    queryset = Incident.objects.all()
    filterset = filtersets.IncidentFilterSet
    table = tables.IncidentTable
