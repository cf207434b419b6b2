"""REST view sets of the domain operations."""

from netbox.api.viewsets import NetBoxModelViewSet

from ... import filtersets
from ...models import AffectedCI, AffectedService, Hold, Incident
from .. import serializers
from .consequences import ConsequencesMixin

__all__ = (
    'AffectedCIViewSet',
    'AffectedServiceViewSet',
    'HoldViewSet',
    'IncidentViewSet',
)


class IncidentViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = Incident.objects.all()
    serializer_class = serializers.IncidentSerializer
    filterset_class = filtersets.IncidentFilterSet
    field_prefetches = {
        ('affected_cis', 'hidden_count'): ('affected_cis__object_type', 'affected_cis__object'),
        ('affected_services', 'hidden_count'): ('affected_services__service',),
        ('hidden_count',): ('holds',),
    }


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
