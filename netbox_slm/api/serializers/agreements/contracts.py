"""REST representations of contracts."""

from rest_framework import serializers

from circuits.api.serializers import ProviderSerializer
from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer
from tenancy.api.serializers import TenantSerializer

from ....choices import ContractKindChoices, ContractStatusChoices
from ....models import Contract
from ...fields import RestrictedRelationsMixin

__all__ = ('ContractSerializer',)


class ContractSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    """A contract. Parties that the user may not view are null."""

    kind = ChoiceField(choices=ContractKindChoices, required=False)
    tenant = TenantSerializer(nested=True, required=False, allow_null=True)
    provider = ProviderSerializer(nested=True, required=False, allow_null=True)
    status = ChoiceField(choices=ContractStatusChoices, required=False)
    sla_count = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = Contract
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'name',
            'reference',
            'kind',
            'tenant',
            'provider',
            'status',
            'starts_on',
            'ends_on',
            'notice_days',
            'value',
            'currency',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
            'sla_count',
        )
        brief_fields = ('id', 'url', 'display', 'name', 'reference', 'kind', 'status', 'description')
        display_relations = ()
