"""Tabs of the detail page of a service with what is kept about it: SLAs, incidents, figures."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netbox.object_actions import BulkDelete, BulkEdit
from utilities.views import ViewTab, register_model_view

from ... import filtersets, forms, tables
from ...analysis.explanation import visible_names
from ...analysis.incidents import naming_service
from ...models import SLA, Attainment, Incident, Service, ServiceLevelTarget
from ...visible import prefetch_viewable
from ..agreements.counts import with_targets_and_services
from ..operations.counts import with_affected
from .service_tabs import ServiceTabView, add_to_service, badge

__all__ = ('ServiceAttainmentsView', 'ServiceIncidentsView', 'ServiceSLAsView')


def _incidents(service):
    return Incident.objects.filter(naming_service([service]))


def _attainments(service):
    """Its own figures, and those of promises that combine it with other services."""
    promises = ServiceLevelTarget.objects.filter(Q(services=service) | Q(services=None, sla__services=service))
    return Attainment.objects.filter(Q(service=service) | Q(service=None, target__in=promises))


@register_model_view(Service, 'slas', path='slas')
class ServiceSLAsView(ServiceTabView):
    child_model = SLA
    table = tables.SLATable
    filterset = filtersets.SLAFilterSet
    filterset_form = forms.SLAFilterForm
    actions = (add_to_service('sla', 'slas', _('Add an SLA'), parameter='services'), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('SLAs'),
        badge=badge(lambda service: service.slas),
        permission='netbox_slm.view_sla',
        weight=520,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        slas = with_targets_and_services(parent.slas.restrict(request.user, 'view'), request.user)
        return slas.prefetch_related(*prefetch_viewable(SLA, request.user))


@register_model_view(Service, 'incidents')
class ServiceIncidentsView(ServiceTabView):
    child_model = Incident
    table = tables.IncidentTable
    filterset = filtersets.IncidentFilterSet
    filterset_form = forms.IncidentFilterForm
    actions = (add_to_service('incident', 'incidents', _('Report an incident')), BulkEdit)
    tab = ViewTab(
        label=_('Incidents'),
        badge=badge(_incidents),
        permission='netbox_slm.view_incident',
        weight=530,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        incidents = with_affected(_incidents(parent).restrict(request.user, 'view'), request.user)
        return incidents.prefetch_related(*prefetch_viewable(Incident, request.user))


@register_model_view(Service, 'attainments')
class ServiceAttainmentsView(ServiceTabView):
    child_model = Attainment
    table = tables.AttainmentTable
    filterset = filtersets.AttainmentFilterSet
    filterset_form = forms.AttainmentFilterForm
    actions = ()
    tab = ViewTab(
        label=_('Attainment'),
        badge=badge(_attainments),
        permission='netbox_slm.view_attainment',
        weight=540,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        figures = _attainments(parent).restrict(request.user, 'view').worst_first()
        return figures.prefetch_related(*visible_names(request.user))
