"""REST representation of measurements."""

from netbox.api.serializers import NetBoxModelSerializer

from ...models import Measurement
from ..fields import RestrictedRelationsMixin
from .agreements import ServiceLevelTargetSerializer
from .catalog import SLMServiceSerializer

__all__ = ('MeasurementSerializer',)


class MeasurementSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """A measured value. A target or service that the user may not view is null."""

    target = ServiceLevelTargetSerializer(nested=True, required=False, allow_null=True)
    service = SLMServiceSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = Measurement
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'target',
            'service',
            'measure',
            'measured_at',
            'value',
            'source',
            'note',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'measure', 'measured_at', 'value', 'source')
