"""REST representation of reasons: the chain of needs in words, naming only what the reader may view."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ...analysis.reasons import stored_steps
from ...ui.reasons import all_reason_words
from ...visible import shown
from ..fields import may_view, rows_of

__all__ = ('ReasonClauseSerializer', 'ReasonField')


class ReasonClauseSerializer(serializers.Serializer):
    """One step of a reason; type and id are null where the object may not be viewed."""

    text = serializers.CharField(read_only=True)
    object_type = serializers.CharField(read_only=True, source='ref.type', default=None)
    object_id = serializers.IntegerField(read_only=True, source='ref.id', default=None)


@extend_schema_field(ReasonClauseSerializer(many=True))
class ReasonField(serializers.Field):
    """The stored `reason` of a row in words; those of all rows of the response are found at once.

    about: the relation that the reason is about; where the user may not view that, there is no reason to tell.
    """

    def __init__(self, about=None, **kwargs):
        self.about = about
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance):
        return instance

    def to_representation(self, row):
        if self.about and not self._may_view_about(row):
            return []
        return ReasonClauseSerializer(self._words()[row.pk], many=True).data

    def _may_view_about(self, row):
        related = shown(row, self.about)
        return related is not None and may_view(self.parent.fields.get(self.about) or self.parent, related)

    def _words(self):
        if not hasattr(self, '_reasons'):
            request = self.context.get('request')
            steps = {row.pk: stored_steps(row.reason) for row in rows_of(self.parent)}
            self._reasons = all_reason_words(steps, request and request.user)
        return self._reasons
