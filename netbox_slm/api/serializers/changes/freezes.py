"""REST representations of freeze windows."""

from dcim.api.serializers import SiteSerializer
from dcim.models import Site
from netbox.api.serializers import PrimaryModelSerializer
from tenancy.api.serializers import TenantSerializer
from tenancy.models import Tenant

from ....models import FreezeWindow, Service
from ...fields import RestrictedManyField
from ..catalog import SLMServiceSerializer

__all__ = ('FreezeWindowSerializer',)


class FreezeWindowSerializer(PrimaryModelSerializer):
    """Without tenants, sites and services it holds for everything."""

    tenants = RestrictedManyField(serializer=TenantSerializer, queryset=Tenant.objects.all(), required=False)
    sites = RestrictedManyField(serializer=SiteSerializer, queryset=Site.objects.all(), required=False)
    services = RestrictedManyField(serializer=SLMServiceSerializer, queryset=Service.objects.all(), required=False)

    class Meta:
        model = FreezeWindow
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'starts_at',
            'ends_at',
            'tenants',
            'sites',
            'services',
            'reason',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'starts_at', 'ends_at', 'description')
