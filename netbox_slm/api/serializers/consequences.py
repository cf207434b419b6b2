"""REST representation of what a change touches."""

from rest_framework import serializers

__all__ = ('ConsequencesSerializer',)


class ConsequencesSerializer(serializers.Serializer):
    """What a change touches; `message` and `advice` are sentences in the language of the request."""

    open_clocks = serializers.IntegerField(read_only=True)
    running_figures = serializers.IntegerField(read_only=True)
    final_figures = serializers.IntegerField(read_only=True)
    final_periods = serializers.ListField(child=serializers.CharField(), read_only=True)
    message = serializers.CharField(source='sentence', read_only=True)
    advice = serializers.CharField(read_only=True)
