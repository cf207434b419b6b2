"""Tabs of the detail page of a service. A badge counts only what the user may view; each is one query."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netbox.context import current_request
from netbox.object_actions import AddObject, BulkDelete, BulkEdit
from netbox.views import generic
from utilities.views import ViewTab, register_model_view

from ... import filtersets, forms, tables
from ...models import SLA, Attainment, Incident, Service, ServiceComponent, ServiceDependency
from ...visible import prefetch_viewable

__all__ = (
    'ServiceAttainmentsView',
    'ServiceComponentsView',
    'ServiceDependenciesView',
    'ServiceIncidentsView',
    'ServiceSLAsView',
)


def _add(model, tab, label, parameter='service'):
    """An action that adds an object of `model` to the service of the page and comes back to its tab."""

    class AddToService(AddObject):
        @classmethod
        def get_url(cls, obj):
            back = reverse(f'plugins:netbox_slm:service_{tab}', args=[obj.pk])
            query = urlencode({parameter: obj.pk, 'return_url': back})
            return f'{reverse(f"plugins:netbox_slm:{model}_add")}?{query}'

    AddToService.label = label
    return AddToService


def _badge(related):
    """Number of the rows that `related(service)` gives and the user may view."""
    return lambda service: related(service).restrict(current_request.get().user, 'view').count()


def _dependencies(service):
    return ServiceDependency.objects.filter(Q(service=service) | Q(depends_on=service))


def _attainments(service):
    return Attainment.objects.filter(service=service)


def _incidents(service):
    return filtersets.IncidentFilterSet({'service_id': [service.pk]}, Incident.objects.all()).qs


class _ServiceTabView(generic.ObjectChildrenView):
    queryset = Service.objects.all()


@register_model_view(Service, 'components')
class ServiceComponentsView(_ServiceTabView):
    child_model = ServiceComponent
    table = tables.ServiceComponentTable
    filterset = filtersets.ServiceComponentFilterSet
    filterset_form = forms.ServiceComponentFilterForm
    actions = (_add('servicecomponent', 'components', _('Add a component')), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Components'),
        badge=_badge(lambda service: service.components),
        permission='netbox_slm.view_servicecomponent',
        weight=500,
    )

    def get_children(self, request, parent):
        links = parent.components.restrict(request.user, 'view')
        return links.prefetch_related(*prefetch_viewable(ServiceComponent, request.user))


@register_model_view(Service, 'dependencies')
class ServiceDependenciesView(_ServiceTabView):
    """Both directions: what the service needs and what needs it."""

    child_model = ServiceDependency
    table = tables.ServiceDependencyTable
    filterset = filtersets.ServiceDependencyFilterSet
    filterset_form = forms.ServiceDependencyFilterForm
    actions = (_add('servicedependency', 'dependencies', _('Add a dependency')), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Dependencies'),
        badge=_badge(_dependencies),
        permission='netbox_slm.view_servicedependency',
        weight=510,
    )

    def get_children(self, request, parent):
        links = _dependencies(parent).restrict(request.user, 'view')
        return links.prefetch_related(*prefetch_viewable(ServiceDependency, request.user))


@register_model_view(Service, 'slas', path='slas')
class ServiceSLAsView(_ServiceTabView):
    child_model = SLA
    table = tables.SLATable
    filterset = filtersets.SLAFilterSet
    filterset_form = forms.SLAFilterForm
    actions = (_add('sla', 'slas', _('Add an SLA'), parameter='services'), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('SLAs'),
        badge=_badge(lambda service: service.slas),
        permission='netbox_slm.view_sla',
        weight=520,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        return parent.slas.restrict(request.user, 'view')


@register_model_view(Service, 'incidents')
class ServiceIncidentsView(_ServiceTabView):
    child_model = Incident
    table = tables.IncidentTable
    filterset = filtersets.IncidentFilterSet
    filterset_form = forms.IncidentFilterForm
    actions = (_add('incident', 'incidents', _('Report an incident'), parameter='services'), BulkEdit)
    tab = ViewTab(
        label=_('Incidents'),
        badge=_badge(_incidents),
        permission='netbox_slm.view_incident',
        weight=530,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        return _incidents(parent).restrict(request.user, 'view')


@register_model_view(Service, 'attainments')
class ServiceAttainmentsView(_ServiceTabView):
    child_model = Attainment
    table = tables.AttainmentTable
    filterset = filtersets.AttainmentFilterSet
    filterset_form = forms.AttainmentFilterForm
    actions = ()
    tab = ViewTab(
        label=_('Attainment'),
        badge=_badge(_attainments),
        permission='netbox_slm.view_attainment',
        weight=540,
        hide_if_empty=True,
    )

    def get_children(self, request, parent):
        return _attainments(parent).restrict(request.user, 'view')
