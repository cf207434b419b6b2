"""REST representations of what customers say to planned work."""

from netbox.api.fields import ChoiceField
from netbox.api.serializers import PrimaryModelSerializer
from tenancy.api.serializers import ContactSerializer, TenantSerializer
from users.api.serializers import UserSerializer

from ....choices import AcknowledgementMethodChoices, AgreementFormChoices
from ....models import Acknowledgement, CustomerAgreement
from ...fields import RestrictedRelationsMixin
from ..agreements import NestedSLASerializer
from .planned import ChangeSerializer, ReleaseSerializer

__all__ = ('AcknowledgementSerializer', 'CustomerAgreementSerializer')

_NESTED = {'nested': True, 'required': False, 'allow_null': True}


class CustomerAgreementSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    change = ChangeSerializer(**_NESTED)
    release = ReleaseSerializer(**_NESTED)
    sla = NestedSLASerializer(**_NESTED)
    tenant = TenantSerializer(**_NESTED)
    contact = ContactSerializer(**_NESTED)
    form = ChoiceField(choices=AgreementFormChoices)
    recorded_by = UserSerializer(nested=True, read_only=True)

    class Meta:
        model = CustomerAgreement
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'change',
            'release',
            'sla',
            'tenant',
            'form',
            'contact',
            'agreed_by',
            'agreed_at',
            'recorded_by',
            'window_start',
            'window_end',
            'written_due_on',
            'written_at',
            'chased_on',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'change', 'release', 'sla', 'tenant', 'form', 'description')
        display_relations = ('change', 'release', 'sla', 'tenant')


class AcknowledgementSerializer(RestrictedRelationsMixin, PrimaryModelSerializer):
    change = ChangeSerializer(**_NESTED)
    release = ReleaseSerializer(**_NESTED)
    tenant = TenantSerializer(nested=True)
    contact = ContactSerializer(**_NESTED)
    method = ChoiceField(choices=AcknowledgementMethodChoices, required=False)
    recorded_by = UserSerializer(nested=True, read_only=True)

    class Meta:
        model = Acknowledgement
        fields = (
            'id',
            'url',
            'display_url',
            'display',
            'change',
            'release',
            'tenant',
            'contact',
            'acknowledged_by',
            'method',
            'told_at',
            'acknowledged_at',
            'recorded_by',
            'description',
            'owner',
            'comments',
            'tags',
            'custom_fields',
            'created',
            'last_updated',
        )
        brief_fields = ('id', 'url', 'display', 'change', 'release', 'tenant', 'method', 'description')
        display_relations = ('change', 'release', 'tenant')
