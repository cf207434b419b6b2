"""REST representation of service credit tiers."""

from rest_framework import serializers

from netbox.api.serializers import NetBoxModelSerializer

from ....models import ServiceCreditTier
from ...fields import RestrictedRelationsMixin
from .slas import NestedSLASerializer, ServiceLevelTargetSerializer

__all__ = ('OutlookSerializer', 'PeriodOwedSerializer', 'ServiceCreditTierSerializer')


class OutlookSerializer(serializers.Serializer):
    """What the running figure of a target will come to, on the service that will stand worst."""

    target = serializers.IntegerField(source='figure.target_id', read_only=True)
    attainment = serializers.IntegerField(source='figure.pk', read_only=True)
    period = serializers.CharField(source='figure.period', read_only=True)
    target_percent = serializers.DecimalField(
        source='figure.target_percent', max_digits=9, decimal_places=6, read_only=True
    )
    value_percent = serializers.DecimalField(
        max_digits=9, decimal_places=6, read_only=True, allow_null=True, help_text='At the end of the period'
    )
    is_missed = serializers.BooleanField(read_only=True)
    planned_us = serializers.IntegerField(read_only=True, help_text='Counted downtime that planned work adds')
    changes = serializers.IntegerField(read_only=True, help_text='How many changes touch the agreement until then')


class OwedSerializer(serializers.Serializer):
    """An amount. total: of all figures; cap: the most that the agreement owes; amount: what is owed in the end."""

    currency = serializers.CharField(read_only=True)
    total = serializers.CharField(read_only=True)
    cap = serializers.CharField(read_only=True, allow_null=True)
    amount = serializers.CharField(read_only=True)


class PeriodOwedSerializer(serializers.Serializer):
    """What an agreement owes for a period. hidden: missed figures that you may not see; they are left out."""

    period = serializers.CharField(read_only=True)
    starts_at = serializers.DateTimeField(read_only=True)
    ends_at = serializers.DateTimeField(read_only=True)
    owed = OwedSerializer(many=True, read_only=True)
    figures = serializers.IntegerField(read_only=True)
    is_final = serializers.BooleanField(read_only=True)
    hidden = serializers.IntegerField(read_only=True)


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
