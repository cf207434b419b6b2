"""REST representations of what releases introduce, and of their effects."""

from django.contrib.contenttypes.models import ContentType

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import NetBoxModelSerializer
from users.api.serializers import UserSerializer

from ....choices import EffectDirectionChoices, ReleaseElementStateChoices
from ....models import SLA, ReleaseEffect, ReleaseElement
from ...fields import RestrictedGFKSerializerField, RestrictedManyField, RestrictedRelationsMixin
from ..agreements import NestedSLASerializer
from ..catalog import RedundancyGroupSerializer, SLMServiceSerializer
from .planned import ReleaseSerializer

__all__ = ('ReleaseEffectSerializer', 'ReleaseElementSerializer')


class ReleaseElementSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    release = ReleaseSerializer(nested=True)
    service = SLMServiceSerializer(nested=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all(), required=False, allow_null=True)
    object = RestrictedGFKSerializerField()
    redundancy_group = RedundancyGroupSerializer(nested=True, required=False, allow_null=True)
    slas = RestrictedManyField(serializer=NestedSLASerializer, queryset=SLA.objects.all(), required=False)
    state = ChoiceField(choices=ReleaseElementStateChoices, read_only=True)
    decided_by = UserSerializer(nested=True, read_only=True)

    class Meta:
        model = ReleaseElement
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'release',
            'service',
            'object_type',
            'object_id',
            'object',
            'redundancy_group',
            'slas',
            'state',
            'decided_by',
            'decided_at',
            'merged_at',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'release', 'service', 'object_type', 'object_id', 'state')
        display_relations = ('release', 'service', 'object')


class ReleaseEffectSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    release = ReleaseSerializer(nested=True)
    service = SLMServiceSerializer(nested=True, required=False, allow_null=True)
    sla = NestedSLASerializer(nested=True, required=False, allow_null=True)
    direction = ChoiceField(choices=EffectDirectionChoices)

    class Meta:
        model = ReleaseEffect
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'release',
            'direction',
            'text',
            'service',
            'sla',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'release', 'direction', 'text')
        display_relations = ('release',)
