"""REST serializers of the domain operations."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import ChoiceField, ContentTypeField
from netbox.api.gfk_fields import GFKSerializerField
from netbox.api.serializers import NetBoxModelSerializer, PrimaryModelSerializer
from tenancy.api.serializers import TenantSerializer
from users.api.serializers import UserSerializer

from ...analysis.incident_parts import PART_MODELS, plan_parts, store_parts
from ...analysis.incidents import confirm_excuse, excuse_approver, status_of
from ...choices import EffectChoices, IncidentStatusChoices, PriorityChoices
from ...models import AffectedCI, AffectedService, Hold, Incident
from ..fields import RestrictedGFKSerializerField, RestrictedRelationsMixin, may_view
from .catalog import SLMServiceSerializer

__all__ = (
    'AffectedCISerializer',
    'AffectedServiceSerializer',
    'HoldSerializer',
    'IncidentSerializer',
    'TopologyDifferenceSerializer',
)


class TopologyDifferenceSerializer(serializers.Serializer):
    """What reading the topology again would change of an open incident; nothing for one that is over."""

    is_open = serializers.BooleanField(help_text=_('Whether it can be read again'))
    services_more = serializers.IntegerField(source='more', help_text=_('Services that it would affect besides'))
    services_less = serializers.IntegerField(source='less', help_text=_('Services that it would affect no more'))
    is_other = serializers.BooleanField(help_text=_('Whether any effect would be another one'))


class _PartListSerializer(serializers.ListSerializer):
    """Rows of an incident: those that the user may view, and of those the ones whose object he may view too."""

    def get_attribute(self, instance):
        return [row for row in super().get_attribute(instance).all() if self.shows(row)]

    def shows(self, row):
        """Whether the user may view the row and what it names."""
        if not may_view(self, row):
            return False
        end = self.child.names
        named = getattr(row, end) if end else None
        return end is None or (named is not None and may_view(self.child.fields[end], named))


class _PartSerializer(serializers.ModelSerializer):
    """A row as part of its incident; `names`: the relation to what it names, if any."""

    names = None
    prefetched = ()

    @classmethod
    def many_init(cls, *args, **kwargs):
        kwargs.pop('child', None)
        options = {name: kwargs[name] for name in ('required', 'help_text') if name in kwargs}
        return _PartListSerializer(child=cls(), **options)


class IncidentCISerializer(_PartSerializer):
    names = 'object'

    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = GFKSerializerField(read_only=True, allow_missing_serializer=True)
    effect = ChoiceField(choices=EffectChoices, required=False, allow_blank=True, default='')

    class Meta:
        model = AffectedCI
        fields = ('id', 'object_type', 'object_id', 'object', 'effect')


class IncidentServiceSerializer(_PartSerializer):
    names = 'service'

    service = SLMServiceSerializer(nested=True)
    effect = ChoiceField(choices=EffectChoices, required=False, allow_blank=True, default='')

    class Meta:
        model = AffectedService
        fields = ('id', 'service', 'effect', 'starts_at', 'ends_at', 'weight')


class IncidentHoldSerializer(_PartSerializer):
    class Meta:
        model = Hold
        fields = ('id', 'starts_at', 'ends_at', 'reason')


class IncidentSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    """The lists of an incident are written with it: one that is given replaces what is there, an absent one stays."""

    status = ChoiceField(choices=IncidentStatusChoices, required=False)
    priority = ChoiceField(choices=PriorityChoices, required=False)
    effect = ChoiceField(choices=EffectChoices, required=False)
    tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    excused_by = UserSerializer(nested=True, read_only=True)
    affected_cis = IncidentCISerializer(many=True, required=False)
    affected_services = IncidentServiceSerializer(many=True, required=False)
    holds = IncidentHoldSerializer(many=True, required=False)
    hidden_count = serializers.SerializerMethodField(
        help_text=_('How many entries of affected_cis, affected_services and holds you may not view')
    )

    class Meta:
        model = Incident
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'reference',
            'status',
            'priority',
            'effect',
            'weight',
            'tenant',
            'occurred_at',
            'reported_at',
            'responded_at',
            'restored_at',
            'resolved_at',
            'closed_at',
            'excused',
            'excuse_reason',
            'excused_by',
            'affected_cis',
            'affected_services',
            'holds',
            'hidden_count',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'status', 'description')

    @extend_schema_field(OpenApiTypes.INT64)
    def get_hidden_count(self, incident):
        # An answer that leaves out the lists (?fields=…) still tells how many entries are hidden
        lists = {name: self.fields.get(name) or self._declared_list(name) for name in PART_MODELS}
        return sum(not part.shows(row) for name, part in lists.items() for row in getattr(incident, name).all())

    def _declared_list(self, name):
        part = self._declared_fields[name]
        declared = type(part.child)(many=True)
        declared.bind(name, self)
        return declared

    def validate(self, data):
        if self.nested:
            return data
        parts = {name: data.pop(name) for name in PART_MODELS if name in data}
        if self.instance is None and 'status' not in data:
            data['status'] = status_of(data.get('resolved_at'), data.get('closed_at'))
        if self.instance is None or {'excused', 'excuse_reason'} & data.keys():
            data['excused_by'] = self._approver(data)
        if self.instance is not None:
            self.instance.holds_follow = 'holds' in parts
        data = super().validate(data)
        # Holds are judged by the times that the incident is about to have
        times = {name: data[name] for name in ('reported_at', 'resolved_at') if name in data}
        self._plan = plan_parts(self.instance or Incident(**times), parts, self._user())
        if self._plan.errors:
            raise serializers.ValidationError(self._plan.errors)
        return data

    def create(self, validated_data):
        incident = super().create(validated_data)
        store_parts(incident, self._plan, self._user())
        confirm_excuse(incident, self._user())
        return incident

    def update(self, instance, validated_data):
        incident = super().update(instance, validated_data)
        store_parts(incident, self._plan, self._user())
        if 'excused_by' in validated_data:
            confirm_excuse(incident, self._user())
        return incident

    def _approver(self, data):
        incident = self.instance or Incident()
        excused = data.get('excused', incident.excused)
        reason = data.get('excuse_reason', incident.excuse_reason)
        return excuse_approver(incident, excused, reason, self._user())

    def _user(self):
        request = self.context.get('request')
        return request.user if request else None


class AffectedCISerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    incident = IncidentSerializer(nested=True)
    object_type = ContentTypeField(queryset=ContentType.objects.all())
    object = RestrictedGFKSerializerField()
    effect = ChoiceField(choices=EffectChoices, required=False, allow_blank=True)

    class Meta:
        model = AffectedCI
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
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'incident', 'object_type', 'object_id', 'effect')


class AffectedServiceSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    incident = IncidentSerializer(nested=True)
    service = SLMServiceSerializer(nested=True)
    effect = ChoiceField(choices=EffectChoices, required=False, allow_blank=True)

    class Meta:
        model = AffectedService
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'incident',
            'service',
            'effect',
            'starts_at',
            'ends_at',
            'weight',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'incident', 'service', 'effect')


class HoldSerializer(RestrictedRelationsMixin, NetBoxModelSerializer):
    incident = IncidentSerializer(nested=True)

    class Meta:
        model = Hold
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'incident',
            'starts_at',
            'ends_at',
            'reason',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'incident', 'starts_at', 'ends_at', 'reason')
