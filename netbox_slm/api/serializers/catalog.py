"""REST serializers of the domain catalog."""

from django.contrib.contenttypes.models import ContentType
from rest_framework import serializers

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.serializers import NestedGroupModelSerializer, PrimaryModelSerializer, WritableNestedSerializer
from tenancy.api.serializers import TenantSerializer

from ...choices import (
    CatalogEntryStatusChoices,
    CriticalityChoices,
    DependencyKindChoices,
    ServiceStatusChoices,
)
from ...models import (
    CatalogCategory,
    CatalogEntry,
    RedundancyGroup,
    Service,
    ServiceCalendar,
    ServiceComponent,
    ServiceDependency,
)
from ..fields import DurationSecondsField, RestrictedGFKSerializerField, RestrictedRelationsMixin

__all__ = (
    'CatalogCategorySerializer',
    'CatalogEntrySerializer',
    'NestedCatalogCategorySerializer',
    'NestedServiceCalendarSerializer',
    'RedundancyGroupSerializer',
    'SLMServiceSerializer',
    'ServiceComponentSerializer',
    'ServiceDependencySerializer',
    'ServiceSerializer',
)


class NestedCatalogCategorySerializer(WritableNestedSerializer):
    _depth = serializers.IntegerField(source='level', read_only=True)

    class Meta:
        model = CatalogCategory
        fields = ('id', 'url', 'display_url', 'display', 'name', 'slug', '_depth')


class NestedServiceCalendarSerializer(WritableNestedSerializer):
    class Meta:
        model = ServiceCalendar
        fields = ('id', 'url', 'display_url', 'display', 'name')


class CatalogCategorySerializer(NestedGroupModelSerializer):
    parent = NestedCatalogCategorySerializer(required=False, allow_null=True)
    entry_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = CatalogCategory
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'slug',
            'parent',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'entry_count',
            '_depth',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'slug', 'description', '_depth')


class CatalogEntrySerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    category = CatalogCategorySerializer(nested=True, required=False, allow_null=True)
    status = ChoiceField(choices=CatalogEntryStatusChoices, required=False)
    calendar = NestedServiceCalendarSerializer(required=False, allow_null=True)
    response_seconds = DurationSecondsField(required=False, allow_null=True)
    resolution_seconds = DurationSecondsField(required=False, allow_null=True)
    service_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = CatalogEntry
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'reference',
            'category',
            'status',
            'version',
            'outcome',
            'calendar',
            'availability_percent',
            'response_seconds',
            'resolution_seconds',
            'price',
            'currency',
            'price_unit',
            'provider_duties',
            'customer_duties',
            'emergency_handling',
            'next_review_on',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'service_count',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'version', 'description')
        display_relations = ()


class SLMServiceSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    tenant = TenantSerializer(nested=True, required=False, allow_null=True, default=None)
    catalog_entry = CatalogEntrySerializer(nested=True, required=False, allow_null=True)
    status = ChoiceField(choices=ServiceStatusChoices, required=False)
    criticality = ChoiceField(choices=CriticalityChoices, required=False)
    component_count = serializers.IntegerField(read_only=True, default=0)
    sla_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = Service
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'reference',
            'tenant',
            'catalog_entry',
            'status',
            'criticality',
            'operational_from',
            'operational_until',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'component_count',
            'sla_count',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'description')
        display_relations = ()


ServiceSerializer = SLMServiceSerializer


class RedundancyGroupSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    service = SLMServiceSerializer(nested=True)
    member_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = RedundancyGroup
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'service',
            'name',
            'min_available',
            'since',
            'until',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'member_count',
        )
        brief_fields = ('id', 'url', 'display', 'service', 'name', 'min_available', 'description')
        display_relations = ()


class ServiceComponentSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    service = SLMServiceSerializer(nested=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = RestrictedGFKSerializerField()
    redundancy_group = RedundancyGroupSerializer(nested=True, required=False, allow_null=True)

    class Meta:
        model = ServiceComponent
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'service',
            'object_type',
            'object_id',
            'object',
            'redundancy_group',
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
        brief_fields = ('id', 'url', 'display', 'service', 'object_type', 'object_id', 'description')


class ServiceDependencySerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    service = SLMServiceSerializer(nested=True)
    depends_on = SLMServiceSerializer(nested=True)
    kind = ChoiceField(choices=DependencyKindChoices, required=False)

    class Meta:
        model = ServiceDependency
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'service',
            'depends_on',
            'kind',
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
        brief_fields = ('id', 'url', 'display', 'service', 'depends_on', 'kind', 'description')
