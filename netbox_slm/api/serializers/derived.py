"""REST serializers of effects through the infrastructure."""

from django.contrib.contenttypes.models import ContentType
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import NetBoxModelSerializer
from users.api.serializers import UserSerializer

from ...analysis.derived_effects import steps_of
from ...choices import DecisionChoices, EffectChoices
from ...models import DerivedEffect
from ...ui.reasons import all_reason_words
from ...visible import shown
from ..fields import RestrictedGFKSerializerField, RestrictedRelationsMixin, may_view
from .operations import IncidentSerializer

__all__ = ('DecisionSerializer', 'DerivedEffectSerializer', 'ReasonClauseSerializer')


class ReasonClauseSerializer(serializers.Serializer):
    """One step of a reason; type and id are null where the object may not be viewed."""

    text = serializers.CharField(read_only=True)
    object_type = serializers.CharField(read_only=True, source='ref.type', default=None)
    object_id = serializers.IntegerField(read_only=True, source='ref.id', default=None)


class DecisionSerializer(serializers.Serializer):
    """All that can be written of an effect: what somebody says of it."""

    decision = serializers.ChoiceField(choices=DecisionChoices)


class DerivedEffectSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    incident = IncidentSerializer(nested=True, read_only=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = RestrictedGFKSerializerField()
    effect = ChoiceField(choices=EffectChoices, read_only=True)
    reason = serializers.SerializerMethodField(help_text='Why, from an object that the incident names to this one')
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

    @extend_schema_field(ReasonClauseSerializer(many=True))
    def get_reason(self, effect):
        linked = shown(effect, 'object')
        if linked is None or not may_view(self.fields.get('object') or self, linked):
            return []
        return ReasonClauseSerializer(self._words()[effect.pk], many=True).data

    def _words(self):
        """The reasons of all rows of the response in words, found at once."""
        if not hasattr(self, '_reasons'):
            request = self.context.get('request')
            rows = self.parent.instance if self.parent is not None else [self.instance]
            rows = [row for row in rows if isinstance(row, DerivedEffect)]
            self._reasons = all_reason_words({row.pk: steps_of(row.reason) for row in rows}, request and request.user)
        return self._reasons
