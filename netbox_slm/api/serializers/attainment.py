"""REST representations of the domain attainment: figures and their lines are read, never written."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from core.choices import JobStatusChoices
from core.models import Job
from netbox.api.fields import ChoiceField
from netbox.api.gfk_fields import GFKSerializerField
from netbox.api.serializers import NetBoxModelSerializer

from ...analysis.credits import credits_of
from ...choices import (
    AttainmentStatusChoices,
    ContributionKindChoices,
    ContributionReasonChoices,
    ContributionRuleChoices,
    FigureUnitChoices,
)
from ...models import SLA, Attainment, AttainmentContribution
from ...wording import attained_text
from .agreements import MaintenanceWindowSerializer, NestedSLASerializer, ServiceLevelTargetSerializer
from .catalog import SLMServiceSerializer
from .operations import IncidentSerializer

__all__ = (
    'AttainmentContributionSerializer',
    'AttainmentSerializer',
    'ComputationRequestSerializer',
    'ComputationSerializer',
    'ExplainedLineSerializer',
)

_NESTED = {'nested': True, 'read_only': True, 'allow_null': True}


class CreditSerializer(serializers.Serializer):
    """What is owed for a figure. is_final: false while the period can still be computed anew."""

    amount = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True)
    tier = serializers.IntegerField(source='tier.tier_id', read_only=True, allow_null=True)
    period_cap = serializers.CharField(
        read_only=True,
        allow_null=True,
        help_text='The most that the agreement owes for the whole period, all figures together; null for no limit',
    )
    is_final = serializers.BooleanField(read_only=True)


class AttainmentSerializer(NetBoxModelSerializer):
    """A promise, agreement or service that the user may not view is null."""

    target = ServiceLevelTargetSerializer(**_NESTED)
    sla = NestedSLASerializer(source='target.sla', **_NESTED)
    service = SLMServiceSerializer(**_NESTED)
    status = ChoiceField(choices=AttainmentStatusChoices, read_only=True)
    unit = ChoiceField(choices=FigureUnitChoices, read_only=True)
    text = serializers.SerializerMethodField(help_text='The figure as people say it, cut towards the bad side')
    credit = serializers.SerializerMethodField(help_text='What is owed for it; null where nothing is')

    class Meta:
        model = Attainment
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'target',
            'sla',
            'service',
            'period',
            'starts_at',
            'ends_at',
            'status',
            'unit',
            'more_is_better',
            'target_percent',
            'target_value',
            'value_percent',
            'value',
            'text',
            'numerator',
            'denominator',
            'agreed_us',
            'excluded_us',
            'unobserved_us',
            'downtime_us',
            'budget_us',
            'remaining_us',
            'burn_rate',
            'met_count',
            'missed_count',
            'pending_count',
            'credit',
            'is_final',
            'computed_at',
            'stale_since',
            'reopened_at',
            'outdated_since',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'period', 'status', 'value_percent', 'target_percent', 'is_final')

    @extend_schema_field(OpenApiTypes.STR)
    def get_text(self, figure):
        return attained_text(figure)

    @extend_schema_field(CreditSerializer(allow_null=True))
    def get_credit(self, figure):
        # Looked up once for all figures of the answer
        if not hasattr(self, '_credits'):
            rows = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else [figure]
            request = self.context.get('request')
            self._credits = credits_of(list(rows), request.user if request else None)
        credit = self._credits.get(figure.pk)
        return CreditSerializer(credit).data if credit else None


class AttainmentContributionSerializer(serializers.ModelSerializer):
    """A line as events and exports have it: amounts and times, no name."""

    kind = ChoiceField(choices=ContributionKindChoices, read_only=True)

    class Meta:
        model = AttainmentContribution
        fields = (
            'position',
            'kind',
            'rule',
            'starts_at',
            'ends_at',
            'counted_us',
            'uncounted_us',
            'value',
            'reason',
        )


class StepSerializer(serializers.Serializer):
    """An object on the way from a CI to the service; null where the user may not view it."""

    object = GFKSerializerField(source='obj', read_only=True, allow_missing_serializer=True)
    relation = serializers.CharField(
        read_only=True,
        help_text='How the next one needs it: required, group, hard, soft; within the infrastructure what it is to the '
        'next one, such as rack or power port',
    )


class ExplainedLineSerializer(serializers.Serializer):
    """What a span of time, or an incident's clock, did to a figure; `counted_us` of the lines add up to it."""

    position = serializers.IntegerField(source='line.position', read_only=True)
    kind = ChoiceField(choices=ContributionKindChoices, source='line.kind', read_only=True)
    incident = IncidentSerializer(**_NESTED)
    maintenance_window = MaintenanceWindowSerializer(source='window', **_NESTED)
    service = SLMServiceSerializer(**_NESTED)
    object_type = serializers.SerializerMethodField()
    object = GFKSerializerField(source='obj', read_only=True, allow_missing_serializer=True)
    path = StepSerializer(source='steps', many=True, read_only=True)
    rule = ChoiceField(choices=ContributionRuleChoices, source='line.rule', read_only=True, allow_blank=True)
    starts_at = serializers.DateTimeField(source='line.starts_at', read_only=True)
    ends_at = serializers.DateTimeField(source='line.ends_at', read_only=True, allow_null=True)
    counted_us = serializers.IntegerField(source='line.counted_us', read_only=True)
    uncounted_us = serializers.IntegerField(source='line.uncounted_us', read_only=True)
    value = serializers.DecimalField(
        max_digits=20, decimal_places=6, source='line.value', read_only=True, allow_null=True
    )
    reason = ChoiceField(choices=ContributionReasonChoices, source='line.reason', read_only=True, allow_blank=True)

    @extend_schema_field(OpenApiTypes.STR)
    def get_object_type(self, explained):
        if explained.obj is None:
            return None
        return f'{explained.obj._meta.app_label}.{explained.obj._meta.model_name}'


class ComputationRequestSerializer(serializers.Serializer):
    """What to compute: the figures of an SLA, or of all (null), for a period."""

    sla = serializers.PrimaryKeyRelatedField(queryset=SLA.objects.none(), allow_null=True, default=None)
    period = serializers.CharField(default='current', help_text='2026-10, 2026-Q4, 2026, a date, current or previous')

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if request := self.context.get('request'):
            self.fields['sla'].queryset = SLA.objects.restrict(request.user, 'view')


class ComputationSerializer(serializers.ModelSerializer):
    """How far a computation is."""

    url = serializers.SerializerMethodField(help_text='Where to ask again')
    status = ChoiceField(choices=JobStatusChoices, read_only=True)
    period = serializers.CharField(source='data.period', read_only=True)
    percent = serializers.IntegerField(source='data.percent', default=0, read_only=True)
    figures = serializers.IntegerField(source='data.figures', default=0, read_only=True)

    class Meta:
        model = Job
        fields = (
            'id',
            'job_id',
            'url',
            'status',
            'period',
            'percent',
            'figures',
            'created',
            'started',
            'completed',
            'error',
        )

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, job):
        path = reverse('plugins-api:netbox_slm-api:attainment-compute', request=self.context.get('request'))
        return f'{path}?job={job.pk}'
