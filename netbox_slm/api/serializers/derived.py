"""REST serializers of effects through the infrastructure."""

from django.contrib.contenttypes.models import ContentType
from rest_framework import serializers

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import NetBoxModelSerializer
from users.api.serializers import UserSerializer

from ...choices import DecisionChoices, EffectChoices
from ...models import DerivedEffect
from ..fields import RestrictedGFKSerializerField, RestrictedRelationsMixin
from .operations import IncidentSerializer
from .reasons import ReasonField

__all__ = ('DecisionSerializer', 'DerivedEffectSerializer')


class DecisionSerializer(serializers.Serializer):
    """All that can be written of an effect: what somebody says of it."""

    decision = serializers.ChoiceField(choices=DecisionChoices)


class DerivedEffectSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    incident = IncidentSerializer(nested=True, read_only=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = RestrictedGFKSerializerField()
    effect = ChoiceField(choices=EffectChoices, read_only=True)
    reason = ReasonField(about='object', help_text='Why, from an object that the incident names to this one')
    decision = ChoiceField(choices=DecisionChoices)
    decided_by = UserSerializer(nested=True, read_only=True)

    class Meta:
        model = DerivedEffect
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'incident',
            'object_type',
            'object_id',
            'object',
            'effect',
            'distance',
            'reason',
            'decision',
            'decided_by',
            'decided_at',
            'computed_at',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'incident', 'object_type', 'object_id', 'effect', 'decision')
        read_only_fields = ('object_type', 'object_id', 'distance', 'decided_at', 'computed_at')
