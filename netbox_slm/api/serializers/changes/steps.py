"""REST representations of the steps of a change or release."""

from rest_framework import serializers

from ....analysis.changes import FLAG_AT_RISK, FLAG_BREACH, FLAG_COUNTS, FLAG_NONE, FLAG_OUTSIDE
from ....choices import ChangeStatusChoices

__all__ = ('TransitionSerializer', 'WorkStepSerializer', 'worst_flag_name')

_FLAGS = {
    FLAG_BREACH: 'breach',
    FLAG_OUTSIDE: 'outside',
    FLAG_COUNTS: 'counts',
    FLAG_AT_RISK: 'at_risk',
    FLAG_NONE: 'none',
}


def worst_flag_name(record):
    """The worst flag of a record that was loaded with `flag_rank`, by its name in REST; None without flags."""
    return _FLAGS.get(getattr(record, 'flag_rank', None))


class TransitionSerializer(serializers.Serializer):
    """The status that a change or release is to be taken to."""

    status = serializers.ChoiceField(choices=ChangeStatusChoices)


class WorkBlockerSerializer(serializers.Serializer):
    """What stands in the way of a step. kind: step, window, permission, duties, standard, flags, agreement, changes."""

    kind = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)


class WorkStepSerializer(serializers.Serializer):
    """A step that may follow; it is open to you where nothing blocks it."""

    status = serializers.CharField(source='to', read_only=True)
    label = serializers.CharField(read_only=True)
    is_open = serializers.BooleanField(read_only=True)
    blockers = WorkBlockerSerializer(many=True, read_only=True)
