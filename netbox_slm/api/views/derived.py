"""REST view set of effects through the infrastructure: read, and decided by who may change the incident."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

from ... import filtersets
from ...analysis.derived_effects import decide
from ...models import DerivedEffect
from .. import serializers
from .bases import NetBoxReadOnlyModelViewSet

__all__ = ('DerivedEffectViewSet',)


class DecidePermissions(TokenPermissions):
    """Who may change the incident decides; the effect itself need only be viewable."""

    perms_map = {**TokenPermissions.perms_map, 'PATCH': ['netbox_slm.change_incident']}

    def get_required_object_permissions(self, method, model_cls):
        return ['netbox_slm.view_derivedeffect']


class DerivedEffectViewSet(NetBoxReadOnlyModelViewSet):
    queryset = DerivedEffect.objects.all()
    serializer_class = serializers.DerivedEffectSerializer
    filterset_class = filtersets.DerivedEffectFilterSet
    field_prefetches = {('display', 'object_id', 'reason'): ('incident', 'object')}

    def get_permissions(self):
        return [DecidePermissions()] if self.action == 'partial_update' else super().get_permissions()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action == 'partial_update':  # NetBox asks for the right to change the effect itself
            self.queryset = type(self).queryset.restrict(request.user, 'view')

    @extend_schema(
        request=serializers.DecisionSerializer,
        responses=serializers.DerivedEffectSerializer,
        description='Confirm or reject the effect, or take that back.',
    )
    def partial_update(self, request, pk):
        """Decide about the effect."""
        effect = self.get_object()
        asked = serializers.DecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        decide([effect], asked.validated_data['decision'], request.user, timezone.now())
        return Response(self.get_serializer(self.get_object()).data)


ROUTES = (('derived-effects', DerivedEffectViewSet),)
