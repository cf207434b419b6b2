"""REST representations of changes and releases."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer
from tenancy.api.serializers import TenantSerializer
from users.api.serializers import UserSerializer

from ....analysis.changes import finish_step
from ....choices import ChangeSignificanceChoices, ChangeStatusChoices, ChangeTypeChoices
from ....models import Change, Release
from ...fields import RestrictedRelationsMixin
from .steps import worst_flag_name

__all__ = ('ChangeSerializer', 'ReleaseSerializer', 'SLMChangeSerializer')

_USER = {'nested': True, 'read_only': True}


class _PlannedWorkSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    """Who submitted and approved, and when, is recorded as the status moves; a step that is not allowed is refused."""

    type = ChoiceField(choices=ChangeTypeChoices, required=False)
    significance = ChoiceField(choices=ChangeSignificanceChoices, required=False)
    status = ChoiceField(choices=ChangeStatusChoices, required=False)
    tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    requester = UserSerializer(nested=True, required=False, allow_null=True)
    submitted_by = UserSerializer(**_USER)
    approver = UserSerializer(**_USER)
    worst_flag = serializers.SerializerMethodField(
        help_text='Worst of its current flags: breach, outside, counts, at_risk, none; null without flags'
    )

    @extend_schema_field(OpenApiTypes.STR)
    def get_worst_flag(self, record):
        return worst_flag_name(record)

    def update(self, instance, validated_data):
        record = super().update(instance, validated_data)
        if 'status' in validated_data:
            request = self.context.get('request')
            finish_step(record, request.user if request else None, timezone.now())
        return record


_READ_ONLY = ('submitted_at', 'approved_at', 'flags_computed_at', 'flags_stale_since')


class ReleaseSerializer(_PlannedWorkSerializer):
    class Meta:
        model = Release
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'reference',
            'type',
            'significance',
            'status',
            'tenant',
            'requester',
            'submitted_by',
            'submitted_at',
            'approver',
            'approved_at',
            'planned_start',
            'planned_end',
            'actual_start',
            'actual_end',
            'plan',
            'rollback',
            'flags_computed_at',
            'flags_stale_since',
            'worst_flag',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        read_only_fields = _READ_ONLY
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'status', 'description')
        display_relations = ()


class SLMChangeSerializer(_PlannedWorkSerializer):
    release = ReleaseSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = Change
        fields = (*ReleaseSerializer.Meta.fields, 'release')
        read_only_fields = _READ_ONLY
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'status', 'description')
        display_relations = ()


# As in the schema the body of a `Change` is a `ChangeRequest`, which netbox-change-control has too
ChangeSerializer = SLMChangeSerializer
