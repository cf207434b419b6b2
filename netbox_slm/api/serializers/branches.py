"""REST representation of the impact of a branch: that of a what-if, and what the branch itself does."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ...analysis.impact.asking import window_errors
from ...ui.branches import branch_sentence, why_text
from ..schema import ObjectSerializer
from .agreements import NestedSLASerializer
from .impact import STATES, BudgetSerializer, ImpactAnswerSerializer, MomentField, named_object

__all__ = ('BranchImpactAnswerSerializer', 'BranchWindowSerializer')


class BranchWindowSerializer(serializers.Serializer):
    """In which window the branch is realised."""

    start = MomentField(required=False, help_text=_('Now by default'))
    end = MomentField(required=False, help_text=_('By default as long as the settings say'))

    def validate(self, attrs):
        if errors := window_errors(attrs.get('start'), attrs.get('end')):
            raise serializers.ValidationError(errors)
        return attrs


class BranchCauseSerializer(ObjectSerializer):
    """An object that the branch takes down or leaves worse, and why."""

    def to_representation(self, cause):
        return {
            **named_object(cause.ref, cause.name),
            'state': STATES[cause.state],
            'why': cause.why,
            'why_text': why_text(cause.why),
        }


class EndangeredSLASerializer(serializers.Serializer):
    """An agreement that the branch endangers."""

    sla = NestedSLASerializer(read_only=True)
    why = serializers.CharField(read_only=True)
    is_covered = serializers.BooleanField(read_only=True, help_text=_('Whether approved work covers it'))


class CoveringSerializer(ObjectSerializer):
    """An approved change that covers objects of the branch."""

    def to_representation(self, found):
        return named_object(*found)


class BranchImpactAnswerSerializer(serializers.Serializer):
    """The answer of a what-if, and of what the branch itself does: outages, what it leaves worse, what it endangers."""

    outages = BranchCauseSerializer(many=True, read_only=True)
    lasting = BranchCauseSerializer(many=True, read_only=True)
    hidden_outages = serializers.IntegerField(read_only=True)
    hidden_lasting = serializers.IntegerField(read_only=True)
    endangered = EndangeredSLASerializer(source='dangers', many=True, read_only=True)
    hidden_endangered = serializers.IntegerField(source='hidden_dangers', read_only=True)
    covering = CoveringSerializer(many=True, read_only=True)
    hidden_covering = serializers.IntegerField(read_only=True)
    budgets = BudgetSerializer(many=True, read_only=True)
    hidden_budgets = serializers.IntegerField(read_only=True)
    is_synced = serializers.BooleanField(
        source='impact.diff.is_synced',
        read_only=True,
        help_text=_('Whether it knows all of main that the graph is read from'),
    )
    is_blocked = serializers.BooleanField(source='danger.is_blocked', read_only=True)

    def to_representation(self, shown):
        answer = ImpactAnswerSerializer(shown.seen, context=self.context).data
        return {**answer, 'sentence': branch_sentence(shown), **super().to_representation(shown)}
