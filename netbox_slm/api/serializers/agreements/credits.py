"""REST representation of service credit tiers."""

from netbox.api.serializers import NetBoxModelSerializer

from ....models import ServiceCreditTier
from ...fields import RestrictedRelationsMixin
from .slas import NestedSLASerializer, ServiceLevelTargetSerializer

__all__ = ('ServiceCreditTierSerializer',)


class ServiceCreditTierSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    """What is owed for a figure worse than the threshold. An owner that the user may not view is null."""

    sla = NestedSLASerializer(nested=True, required=False, allow_null=True)
    target = ServiceLevelTargetSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = ServiceCreditTier
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'sla',
            'target',
            'threshold',
            'credit_percent',
            'amount',
            'currency',
            'cap',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'threshold', 'credit_percent', 'amount', 'currency')
