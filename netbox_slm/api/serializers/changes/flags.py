"""REST representations of the flags of planned work: read, never written."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import ChoiceField
from netbox.api.serializers import NetBoxModelSerializer

from ....analysis.shown_flags import seen_collisions
from ....choices import StateChoices
from ....models import SLAImpact
from ...fields import RestrictedRelationsMixin, rows_of
from ..agreements import NestedSLASerializer, ServiceLevelTargetSerializer
from ..catalog import SLMServiceSerializer
from ..reasons import ReasonField
from .planned import ChangeSerializer, ReleaseSerializer

__all__ = ('CollisionSerializer', 'SLAImpactSerializer')

_NESTED = {'nested': True, 'read_only': True, 'allow_null': True}


class CollisionSerializer(serializers.Serializer):
    """Something else in the same window: other work, an open incident, a freeze, the partner of a redundant pair."""

    kind = serializers.CharField(help_text='change, incident, freeze or redundancy')
    is_worse = serializers.BooleanField(help_text='Both together do more than each alone')
    object_type = serializers.CharField(source='ref.type')
    object_id = serializers.IntegerField(source='ref.id')
    display = serializers.CharField(source='name.display')
    display_url = serializers.CharField(source='name.url')


class SLAImpactSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """What a change or release does to an SLA. A record, agreement or service that you may not view is null."""

    change = ChangeSerializer(**_NESTED)
    release = ReleaseSerializer(**_NESTED)
    sla = NestedSLASerializer(**_NESTED)
    target = ServiceLevelTargetSerializer(**_NESTED)
    service = SLMServiceSerializer(**_NESTED)
    worst_state = ChoiceField(choices=StateChoices, read_only=True)
    is_beyond = serializers.BooleanField(read_only=True)
    reason = ReasonField(help_text='Why, from an object that the work takes out to the service')
    collisions = serializers.SerializerMethodField(help_text='What else happens in the same window')
    hidden_collisions = serializers.SerializerMethodField(help_text='How many collisions you may not see')

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
            'reason',
            'collisions',
            'hidden_collisions',
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

    @extend_schema_field(CollisionSerializer(many=True))
    def get_collisions(self, impact):
        return CollisionSerializer(self._collisions()[impact.pk].rows, many=True).data

    def get_hidden_collisions(self, impact) -> int:
        return self._collisions()[impact.pk].hidden

    def _collisions(self):
        """The collisions of all rows of the response, found at once."""
        if not hasattr(self, '_seen'):
            request = self.context.get('request')
            self._seen = seen_collisions(rows_of(self), request and request.user)
        return self._seen
