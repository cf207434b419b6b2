"""What a service stands on alone: loaded after its page, because it walks the infrastructure."""

from django.shortcuts import render

from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ...analysis.points import points_of
from ...graph import Ref
from ...models import Service

__all__ = ('ServicePointsView',)


@register_model_view(Service, 'single_points', path='single-points')
class ServicePointsView(BaseObjectView):
    queryset = Service.objects.all()

    def get_required_permission(self):
        return get_permission_for_model(Service, 'view')

    def get(self, request, **kwargs):
        service = self.get_object(**kwargs)
        points = points_of(Ref('netbox_slm.service', service.pk), request.user)
        return render(request, 'netbox_slm/panels/single_points_list.html', {'points': points, 'object': service})
