"""Tabs of a service with what it stands on. A badge is one query and counts only what the user may view."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netbox.context import current_request
from netbox.object_actions import AddObject, BulkDelete, BulkEdit
from netbox.views import generic
from utilities.views import ViewTab, register_model_view

from ... import filtersets, forms, tables
from ...models import Service, ServiceComponent, ServiceDependency
from ...visible import prefetch_viewable

__all__ = ('ServiceComponentsView', 'ServiceDependenciesView')


def add_to_service(model, tab, label, parameter='service'):
    """An action that adds an object of `model` to the service of the page and comes back to its tab."""

    class AddToService(AddObject):
        @classmethod
        def get_url(cls, obj):
            back = reverse(f'plugins:netbox_slm:service_{tab}', args=[obj.pk])
            query = urlencode({parameter: obj.pk, 'return_url': back})
            return f'{reverse(f"plugins:netbox_slm:{model}_add")}?{query}'

    AddToService.label = label
    return AddToService


def badge(related):
    """Number of the rows that `related(service)` gives and the user may view."""
    return lambda service: related(service).restrict(current_request.get().user, 'view').count()


def _dependencies(service):
    return ServiceDependency.objects.filter(Q(service=service) | Q(depends_on=service))


class ServiceTabView(generic.ObjectChildrenView):
    """Rows of a service; `get_children()` restricts them to what the user may view."""

    queryset = Service.objects.all()


@register_model_view(Service, 'components')
class ServiceComponentsView(ServiceTabView):
    child_model = ServiceComponent
    table = tables.ServiceComponentTable
    filterset = filtersets.ServiceComponentFilterSet
    filterset_form = forms.ServiceComponentFilterForm
    actions = (add_to_service('servicecomponent', 'components', _('Add a component')), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Components'),
        badge=badge(lambda service: service.components),
        permission='netbox_slm.view_servicecomponent',
        weight=500,
    )

    def get_children(self, request, parent):
        links = parent.components.restrict(request.user, 'view')
        return links.prefetch_related(*prefetch_viewable(ServiceComponent, request.user))


@register_model_view(Service, 'dependencies')
class ServiceDependenciesView(ServiceTabView):
    """Both directions: what the service needs and what needs it."""

    child_model = ServiceDependency
    table = tables.ServiceDependencyTable
    filterset = filtersets.ServiceDependencyFilterSet
    filterset_form = forms.ServiceDependencyFilterForm
    actions = (add_to_service('servicedependency', 'dependencies', _('Add a dependency')), BulkEdit, BulkDelete)
    tab = ViewTab(
        label=_('Dependencies'),
        badge=badge(_dependencies),
        permission='netbox_slm.view_servicedependency',
        weight=510,
    )

    def get_children(self, request, parent):
        links = _dependencies(parent).restrict(request.user, 'view')
        return links.prefetch_related(*prefetch_viewable(ServiceDependency, request.user))
