"""REST representations of planned effects, and of incidents that changes are held to have caused."""

from django.contrib.contenttypes.models import ContentType

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import NetBoxModelSerializer
from users.api.serializers import UserSerializer

from ....choices import DecisionChoices, EffectChoices
from ....models import CausedIncident, PlannedEffect
from ...fields import DurationSecondsField, RestrictedGFKSerializerField, RestrictedRelationsMixin
from ..operations import IncidentSerializer
from .planned import ChangeSerializer

__all__ = ('CausedIncidentSerializer', 'PlannedEffectSerializer')


class PlannedEffectSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    change = ChangeSerializer(nested=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = RestrictedGFKSerializerField()
    effect = ChoiceField(choices=EffectChoices, required=False)
    outage_seconds = DurationSecondsField(required=False, allow_null=True)
    offset_seconds = DurationSecondsField(required=False, allow_null=True)

    class Meta:
        model = PlannedEffect
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'change',
            'object_type',
            'object_id',
            'object',
            'effect',
            'outage_seconds',
            'offset_seconds',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'change', 'object_type', 'object_id', 'effect')


class CausedIncidentSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    change = ChangeSerializer(nested=True)
    incident = IncidentSerializer(nested=True)
    decision = ChoiceField(choices=DecisionChoices, read_only=True)
    decided_by = UserSerializer(nested=True, read_only=True)

    class Meta:
        model = CausedIncident
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'change',
            'incident',
            'decision',
            'decided_by',
            'decided_at',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'change', 'incident', 'decision')
