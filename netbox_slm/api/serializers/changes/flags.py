"""REST representations of the flags of planned work: read, never written."""

from rest_framework import serializers

from netbox.api.fields import ChoiceField
from netbox.api.serializers import NetBoxModelSerializer

from ....choices import StateChoices
from ....models import SLAImpact
from ...fields import RestrictedRelationsMixin
from ..agreements import NestedSLASerializer, ServiceLevelTargetSerializer
from ..catalog import SLMServiceSerializer
from .planned import ChangeSerializer, ReleaseSerializer

__all__ = ('SLAImpactSerializer',)

_NESTED = {'nested': True, 'read_only': True, 'allow_null': True}


class SLAImpactSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """What a change or release does to an SLA. A record, agreement or service that you may not view is null."""

    change = ChangeSerializer(**_NESTED)
    release = ReleaseSerializer(**_NESTED)
    sla = NestedSLASerializer(**_NESTED)
    target = ServiceLevelTargetSerializer(**_NESTED)
    service = SLMServiceSerializer(**_NESTED)
    worst_state = ChoiceField(choices=StateChoices, read_only=True)
    is_beyond = serializers.BooleanField(read_only=True)

    class Meta:
        model = SLAImpact
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'change',
            'release',
            'sla',
            'target',
            'service',
            'period',
            'starts_at',
            'ends_at',
            'worst_state',
            'counted_us',
            'outside_us',
            'budget_us',
            'budget_before_us',
            'budget_after_us',
            'target_percent',
            'forecast_percent',
            'is_breach',
            'is_beyond',
            'tier',
            'credit_amount',
            'currency',
            'computed_at',
            'stale_since',
            'is_current',
            'superseded_at',
            'actual_us',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'change', 'release', 'sla', 'worst_state', 'is_breach')
        display_relations = ('change', 'release', 'sla')
