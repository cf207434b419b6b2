"""REST view sets of the domain operations."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from ... import filtersets
from ...analysis.derived_effects import read_again
from ...analysis.fresh_reading import difference_for
from ...models import AffectedCI, AffectedService, Hold, Incident
from .. import serializers
from .acting import ActsMixin
from .bases import NetBoxModelViewSet
from .consequences import ConsequencesMixin

__all__ = (
    'AffectedCIViewSet',
    'AffectedServiceViewSet',
    'HoldViewSet',
    'IncidentViewSet',
)


class IncidentViewSet(ActsMixin, ConsequencesMixin, NetBoxModelViewSet):
    queryset = Incident.objects.all()
    serializer_class = serializers.IncidentSerializer
    filterset_class = filtersets.IncidentFilterSet
    field_prefetches = {
        ('affected_cis', 'hidden_count'): ('affected_cis__object_type', 'affected_cis__object'),
        ('affected_services', 'hidden_count'): ('affected_services__service',),
        ('hidden_count',): ('holds',),
    }
    acts = {'read_topology': 'change'}

    @extend_schema(request=None, responses=serializers.IncidentSerializer)
    @action(detail=True, methods=['post'], url_path='read-topology', filterset_class=None)
    def read_topology(self, request, pk):
        """Read anew what an open incident does through the infrastructure; what was decided stays."""
        return self._act(read_again)

    @extend_schema(responses=serializers.TopologyDifferenceSerializer)
    @action(detail=True, url_path='topology-difference', filterset_class=None)
    def topology_difference(self, request, pk):
        """What reading the topology again would change; for who may change the incident."""
        difference = difference_for(self.get_object(), request.user, timezone.now())
        return Response(serializers.TopologyDifferenceSerializer(difference).data)


class AffectedCIViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = AffectedCI.objects.all()
    serializer_class = serializers.AffectedCISerializer
    filterset_class = filtersets.AffectedCIFilterSet
    field_prefetches = {('display', 'object_id'): ('incident', 'object')}


class AffectedServiceViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = AffectedService.objects.all()
    serializer_class = serializers.AffectedServiceSerializer
    filterset_class = filtersets.AffectedServiceFilterSet
    field_prefetches = {('display',): ('incident', 'service')}


class HoldViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = Hold.objects.all()
    serializer_class = serializers.HoldSerializer
    filterset_class = filtersets.HoldFilterSet
    field_prefetches = {('display',): ('incident',)}


ROUTES = (
    ('incidents', IncidentViewSet),
    ('affected-cis', AffectedCIViewSet),
    ('affected-services', AffectedServiceViewSet),
    ('holds', HoldViewSet),
)
