"""REST representation of the chain check."""

from rest_framework import serializers

from netbox.api.fields import ChoiceField

from ....choices import CoverageGapChoices
from ..catalog import SLMServiceSerializer
from .slas import NestedSLASerializer, ServiceLevelTargetSerializer

__all__ = ('ChainCheckSerializer',)

_NESTED = {'nested': True, 'read_only': True, 'allow_null': True}


class CoverageGapSerializer(serializers.Serializer):
    """One gap; `agreement` is the one that falls short, null where none is, or several together."""

    kind = ChoiceField(choices=CoverageGapChoices, read_only=True)
    text = serializers.CharField(source='sentence', read_only=True)
    target = ServiceLevelTargetSerializer(**_NESTED)
    agreement = NestedSLASerializer(source='support', **_NESTED)
    service = SLMServiceSerializer(**_NESTED)


class ChainCheckSerializer(serializers.Serializer):
    """What of an agreement is not covered by what it rests on."""

    is_covered = serializers.BooleanField(read_only=True, help_text='No gap was found')
    has_promises = serializers.BooleanField(read_only=True, help_text='It promises something that could be covered')
    gaps = CoverageGapSerializer(many=True, read_only=True)
    hidden = serializers.IntegerField(read_only=True, help_text='Gaps that name something you may not see')
    assumes = serializers.CharField(read_only=True, help_text='What a sum of promises takes for granted')
