"""REST representations of the steps of a change or release."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ....analysis.changes import FLAG_AT_RISK, FLAG_BREACH, FLAG_COUNTS, FLAG_NONE, FLAG_OUTSIDE
from ....choices import ChangeStatusChoices

__all__ = (
    'BetterTimeSerializer',
    'BetterTimesQuerySerializer',
    'TransitionSerializer',
    'WorkStepSerializer',
    'worst_flag_name',
)

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


class BetterTimesQuerySerializer(serializers.Serializer):
    """How many days ahead times are looked for."""

    days = serializers.IntegerField(
        min_value=1, max_value=90, default=14, help_text=_('How many days ahead times are looked for')
    )


class BetterTimeSerializer(serializers.Serializer):
    """A time at which the same work would cost less. kind: best, or latest: the last one that costs nothing, or else
    stays inside every budget. touched: SLAs that lose service time outside agreed windows (outside_us, microseconds);
    over: those that it would break.
    """

    kind = serializers.CharField(read_only=True)
    start = serializers.DateTimeField(source='starts_at', read_only=True)
    end = serializers.DateTimeField(source='ends_at', read_only=True)
    outside_us = serializers.IntegerField(read_only=True)
    touched = serializers.IntegerField(read_only=True)
    over = serializers.IntegerField(read_only=True)
