"""REST view sets of measurements."""

from ... import filtersets
from ...models import Measurement
from .. import serializers
from .bases import NetBoxModelViewSet
from .consequences import ConsequencesMixin

__all__ = ('MeasurementViewSet',)


class MeasurementViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = Measurement.objects.all()
    serializer_class = serializers.MeasurementSerializer
    filterset_class = filtersets.MeasurementFilterSet
    field_prefetches = {('display',): ('target__sla',)}


ROUTES = (('measurements', MeasurementViewSet),)
