"""REST representations of maintenance windows."""

from timezone_field.rest_framework import TimeZoneSerializerField

from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer

from ....choices import MaintenanceWindowStatusChoices
from ....models import SLA, MaintenanceWindow, Service
from ...fields import RestrictedManyField
from ..catalog import SLMServiceSerializer
from .slas import NestedSLASerializer

__all__ = ('MaintenanceWindowSerializer',)


class MaintenanceWindowSerializer(PrimaryModelSerializer):
    status = ChoiceField(choices=MaintenanceWindowStatusChoices, required=False)
    slas = RestrictedManyField(serializer=NestedSLASerializer, queryset=SLA.objects.all(), required=False)
    services = RestrictedManyField(serializer=SLMServiceSerializer, queryset=Service.objects.all(), required=False)
    time_zone = TimeZoneSerializerField(required=False)

    class Meta:
        model = MaintenanceWindow
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'status',
            'slas',
            'services',
            'starts_at',
            'ends_at',
            'recurrence',
            'time_zone',
            'reason',
            'agreed_with',
            'agreed_on',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'status', 'starts_at', 'ends_at', 'description')
