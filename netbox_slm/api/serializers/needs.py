"""REST serializers of explicit needs between CIs, and of their groups."""

from django.contrib.contenttypes.models import ContentType
from rest_framework import serializers

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import PrimaryModelSerializer

from ...choices import NeedKindChoices
from ...models import CIDependency, CIDependencyGroup
from ..fields import RestrictedGFKSerializerField, RestrictedRelationsMixin

__all__ = ('CIDependencyGroupSerializer', 'CIDependencySerializer')


class CIDependencyGroupSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    dependent_type = ContentTypeField(queryset=ContentType.objects.all())
    dependent = RestrictedGFKSerializerField()
    member_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = CIDependencyGroup
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'dependent_type',
            'dependent_id',
            'dependent',
            'name',
            'min_available',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'member_count',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'min_available', 'description')
        display_relations = ()


class CIDependencySerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    dependent_type = ContentTypeField(queryset=ContentType.objects.all())
    dependent = RestrictedGFKSerializerField()
    needed_type = ContentTypeField(queryset=ContentType.objects.all())
    needed = RestrictedGFKSerializerField()
    kind = ChoiceField(choices=NeedKindChoices, required=False)
    group = CIDependencyGroupSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = CIDependency
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'dependent_type',
            'dependent_id',
            'dependent',
            'needed_type',
            'needed_id',
            'needed',
            'kind',
            'group',
            'replaces',
            'since',
            'until',
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
            'dependent_type',
            'dependent_id',
            'needed_type',
            'needed_id',
            'kind',
            'description',
        )
        display_relations = ('dependent', 'needed')
