"""Single points of failure: loaded after the page that shows them, because it walks the infrastructure."""

from django.shortcuts import render

from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ...analysis.points import points_of, sole_services_of
from ...graph import Ref
from ...models import Service

__all__ = ('ServicePointsView', 'SoleServicesView')


@register_model_view(Service, 'single_points', path='single-points')
class ServicePointsView(BaseObjectView):
    queryset = Service.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(Service, 'view')

    def get(self, request, **kwargs):
        service = self.get_object(**kwargs)
        points = points_of(Ref('netbox_slm.service', service.pk), request.user)
        return render(request, 'netbox_slm/panels/single_points_list.html', {'points': points, 'object': service})


class SoleServicesView(BaseObjectView):
    """Base of the list of services that an object takes down alone; `register_tabs()` makes a view of it per model."""

    additional_permissions = ('netbox_slm.view_service',)

    def get_required_permission(self):
        return get_permission_for_model(self.queryset.model, 'view')

    def get(self, request, **kwargs):
        instance = self.get_object(**kwargs)
        points = sole_services_of(Ref(instance._meta.label_lower, instance.pk), request.user)
        return render(request, 'netbox_slm/panels/sole_services_list.html', {'points': points, 'object': instance})
