"""REST representations of SLAs and their targets."""

from rest_framework import serializers
from timezone_field.rest_framework import TimeZoneSerializerField

from circuits.api.serializers import ProviderSerializer
from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer
from tenancy.api.serializers import TenantSerializer

from ....choices import (
    AggregationChoices,
    CombinationChoices,
    DerivedEffectsCountChoices,
    MetricChoices,
    PeriodKindChoices,
    SLAKindChoices,
    SLAStatusChoices,
    TargetDirectionChoices,
    WorkloadKindChoices,
)
from ....models import SLA, Service, ServiceLevelTarget
from ...fields import DurationSecondsField, RestrictedManyField, RestrictedRelationsMixin
from ..catalog import SLMServiceSerializer
from .calendars import ServiceCalendarSerializer
from .contracts import ContractSerializer

__all__ = ('NestedSLASerializer', 'SLASerializer', 'ServiceLevelTargetSerializer')


class NestedSLASerializer(PrimaryModelSerializer):
    """The brief of an SLA inside other SLAs and its own targets."""

    kind = ChoiceField(choices=SLAKindChoices)
    status = ChoiceField(choices=SLAStatusChoices)

    class Meta:
        model = SLA
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'version',
            'reference',
            'kind',
            'status',
            'description',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'version', 'reference', 'kind', 'status', 'description')


class ServiceLevelTargetSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    """One promise of an agreement."""

    sla = NestedSLASerializer(nested=True)
    metric = ChoiceField(choices=MetricChoices, required=False)
    direction = ChoiceField(choices=TargetDirectionChoices, required=False, allow_blank=True)
    aggregation = ChoiceField(choices=AggregationChoices, required=False, allow_blank=True)
    workload_kind = ChoiceField(choices=WorkloadKindChoices, required=False, allow_blank=True)
    limit_seconds = DurationSecondsField(required=False, allow_null=True)
    services = RestrictedManyField(serializer=SLMServiceSerializer, queryset=Service.objects.all(), required=False)
    combination = ChoiceField(choices=CombinationChoices, required=False)
    calendar = ServiceCalendarSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = ServiceLevelTarget
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'sla',
            'name',
            'metric',
            'target_percent',
            'target_value',
            'unit',
            'direction',
            'aggregation',
            'percentile',
            'measure',
            'workload_kind',
            'limit_seconds',
            'priority_limits',
            'services',
            'combination',
            'calendar',
            'warning_percent',
            'paused_by_holds',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = (
            'id',
            'url',
            'display',
            'name',
            'metric',
            'target_percent',
            'target_value',
            'unit',
            'limit_seconds',
            'priority_limits',
            'description',
        )


class SLASerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    """An agreement about services. What the user may not view is left out or null, and stays when a list is written."""

    kind = ChoiceField(choices=SLAKindChoices, required=False)
    status = ChoiceField(choices=SLAStatusChoices, required=False)
    tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    provider = ProviderSerializer(nested=True, required=False, allow_null=True)
    contract = ContractSerializer(nested=True, required=False, allow_null=True)
    services = RestrictedManyField(serializer=SLMServiceSerializer, queryset=Service.objects.all(), required=False)
    supporting = RestrictedManyField(serializer=NestedSLASerializer, queryset=SLA.objects.all(), required=False)
    previous_version = NestedSLASerializer(nested=True, required=False, allow_null=True)
    calendar = ServiceCalendarSerializer(nested=True, required=False, allow_null=True)
    time_zone = TimeZoneSerializerField(required=False, allow_null=True)
    period = ChoiceField(choices=PeriodKindChoices, required=False)
    excused_outage_seconds = DurationSecondsField(required=False)
    derived_effects = ChoiceField(choices=DerivedEffectsCountChoices, required=False, allow_blank=True)
    targets = RestrictedManyField(serializer=ServiceLevelTargetSerializer)
    target_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = SLA
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'version',
            'reference',
            'kind',
            'status',
            'tenant',
            'provider',
            'contract',
            'services',
            'supporting',
            'previous_version',
            'calendar',
            'time_zone',
            'starts_on',
            'ends_on',
            'period',
            'rolling_days',
            'grace_days',
            'degraded_weight',
            'excused_outage_seconds',
            'excluded_counts_as_up',
            'derived_effects',
            'fee',
            'currency',
            'credit_cap_percent',
            'alert_silence_minutes',
            'targets',
            'target_count',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'version', 'reference', 'kind', 'status', 'description')
        display_relations = ()
