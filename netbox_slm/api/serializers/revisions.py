"""REST representations of the history of figures, and of reopening final ones."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from netbox.api.fields import ChoiceField
from netbox.api.gfk_fields import GFKSerializerField
from netbox.api.serializers import BaseModelSerializer
from users.api.serializers import UserSerializer

from ...analysis.final_credits import explain_credits
from ...analysis.history import explain_changes
from ...choices import ContributionKindChoices, ContributionRuleChoices, RevisionCauseChoices
from ...models import Attainment, AttainmentRevision
from .agreements import MaintenanceWindowSerializer
from .attainment import AttainmentSerializer
from .catalog import SLMServiceSerializer
from .operations import IncidentSerializer

__all__ = ('AttainmentRevisionSerializer', 'BulkReopenSerializer', 'ReopenSerializer', 'ReopenedSerializer')

_NESTED = {'nested': True, 'read_only': True, 'allow_null': True}


class ExplainedChangeSerializer(serializers.Serializer):
    """What made a difference; null where the user may not view it (`is_hidden`)."""

    kind = ChoiceField(choices=ContributionKindChoices, read_only=True)
    change = serializers.CharField(read_only=True, help_text='appeared, vanished or changed')
    incident = IncidentSerializer(**_NESTED)
    maintenance_window = MaintenanceWindowSerializer(source='window', **_NESTED)
    service = SLMServiceSerializer(**_NESTED)
    object = GFKSerializerField(source='obj', read_only=True, allow_missing_serializer=True)
    rule = ChoiceField(choices=ContributionRuleChoices, read_only=True, allow_blank=True)
    before_us = serializers.IntegerField(read_only=True, help_text='Counted before, in microseconds')
    after_us = serializers.IntegerField(read_only=True, help_text='Counted after, in microseconds')
    is_hidden = serializers.BooleanField(read_only=True)


class RevisedCreditSerializer(serializers.Serializer):
    """What a figure owed, or owes now."""

    amount = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True)
    tier = serializers.IntegerField(read_only=True, allow_null=True)


class AttainmentRevisionSerializer(BaseModelSerializer):
    """A change of a figure with both values, and what made the difference."""

    attainment = AttainmentSerializer(nested=True, read_only=True)
    cause = ChoiceField(choices=RevisionCauseChoices, read_only=True)
    user = UserSerializer(**_NESTED)
    changes = serializers.SerializerMethodField()
    old_credit = serializers.SerializerMethodField(help_text='What was owed before; null where nothing was')
    new_credit = serializers.SerializerMethodField(help_text='What is owed after; null where nothing is')

    class Meta:
        model = AttainmentRevision
        fields = (
            'id',
            'url',
            'display',
            'attainment',
            'at',
            'cause',
            'reason',
            'user',
            'user_name',
            'old',
            'new',
            'old_credit',
            'new_credit',
            'changes',
            'more_changes',
        )
        brief_fields = ('id', 'url', 'display', 'at', 'cause')

    @extend_schema_field(ExplainedChangeSerializer(many=True))
    def get_changes(self, revision):
        # Looked up once for all revisions of the answer
        if not hasattr(self, '_explained'):
            rows = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else [revision]
            self._explained = explain_changes(list(rows), self.context['request'].user)
        changes = self._explained[revision.pk]
        return ExplainedChangeSerializer(changes, many=True, context=self.context).data

    @extend_schema_field(RevisedCreditSerializer(allow_null=True))
    def get_old_credit(self, revision):
        return self._credit(revision, 0)

    @extend_schema_field(RevisedCreditSerializer(allow_null=True))
    def get_new_credit(self, revision):
        return self._credit(revision, 1)

    def _credit(self, revision, which):
        if not hasattr(self, '_credits'):
            rows = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else [revision]
            self._credits = explain_credits(list(rows), self.context['request'].user)
        credit = self._credits[revision.pk][which]
        return RevisedCreditSerializer(credit).data if credit else None


class ReopenSerializer(serializers.Serializer):
    """Why a final figure is opened again."""

    reason = serializers.CharField()


class BulkReopenSerializer(ReopenSerializer):
    """Which final figures are opened again, all or none, and why."""

    attainments = serializers.PrimaryKeyRelatedField(queryset=Attainment.objects.none(), many=True, allow_empty=False)

    def __init__(self, *args, figures=None, **kwargs):
        super().__init__(*args, **kwargs)
        if figures is not None:
            self.fields['attainments'].child_relation.queryset = figures


class ReopenedSerializer(serializers.Serializer):
    """How many figures were reopened, how many have another value now, how many a worker still computes."""

    number = serializers.IntegerField(read_only=True)
    changed = serializers.IntegerField(read_only=True)
    later = serializers.IntegerField(read_only=True)
