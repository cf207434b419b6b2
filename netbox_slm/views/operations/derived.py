"""Pages of effects through the infrastructure: they are read, so they are listed, explained and decided."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.object_actions import BulkExport
from netbox.ui import layout
from netbox.views import generic
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import GetReturnURLMixin, register_model_view

from ... import filtersets, forms, tables
from ...analysis.derived_effects import decide, read_again, undecided
from ...analysis.fresh_reading import difference_for
from ...models import DerivedEffect, Incident
from ...ui import operations as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import incident_breadcrumb

__all__ = (
    'DerivedEffectListView',
    'DerivedEffectView',
    'IncidentDecideEffectsView',
    'IncidentReadTopologyView',
    'IncidentTopologyDifferenceView',
)


@register_model_view(DerivedEffect, 'list', path='', detail=False)
class DerivedEffectListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = DerivedEffect.objects.all()
    filterset = filtersets.DerivedEffectFilterSet
    filterset_form = forms.DerivedEffectFilterForm
    table = tables.DerivedEffectTable
    actions = (BulkExport,)


@register_model_view(DerivedEffect)
class DerivedEffectView(ViewableRelationsMixin, generic.ObjectView):
    queryset = DerivedEffect.objects.all()
    template_name = 'generic/object.html'
    actions = ()
    layout = layout.SimpleLayout(
        breadcrumbs=[incident_breadcrumb()],
        left_panels=[ui.ReasonPanel(), TagsPanel()],
        right_panels=[ui.DerivedEffectPanel(), CustomFieldsPanel()],
    )


class _IncidentActionView(GetReturnURLMixin, BaseObjectView):
    queryset = Incident.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(Incident, 'change')

    def post(self, request, **kwargs):
        incident = self.get_object(**kwargs)
        try:
            messages.success(request, self.act(request, incident))
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        return redirect(self.get_return_url(request, incident))


@register_model_view(Incident, 'decide_effects', path='decide-effects')
class IncidentDecideEffectsView(_IncidentActionView):
    """Confirms or rejects the effects named by `effect`; without any all that nobody decided."""

    def act(self, request, incident):
        chosen = undecided(incident, request.user, request.POST.getlist('effect'))
        count = decide(chosen, request.POST.get('decision', ''), request.user, timezone.now())
        return ngettext('{count} effect is decided.', '{count} effects are decided.', count).format(count=count)


@register_model_view(Incident, 'read_topology', path='read-topology')
class IncidentReadTopologyView(_IncidentActionView):
    """Reads from the topology of this moment what an open incident does through it."""

    def act(self, request, incident):
        read_again(incident, request.user, timezone.now())
        return _('The topology is read again.')


@register_model_view(Incident, 'topology_difference', path='topology-difference')
class IncidentTopologyDifferenceView(BaseObjectView):
    """What reading the topology again would change, in words, as a part of the page."""

    queryset = Incident.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(Incident, 'change')

    def get(self, request, **kwargs):
        difference = difference_for(self.get_object(**kwargs), request.user, timezone.now())
        return render(request, 'netbox_slm/panels/topology_difference.html', {'text': ui.difference_text(difference)})
