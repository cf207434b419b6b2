"""REST: what a change of a record would touch, asked before it is made."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

from ...analysis.consequences import warnings_for
from .. import serializers

__all__ = ('ConsequencesMixin',)


class ChangePermissions(TokenPermissions):
    """Asking with other values needs the right to make the change."""

    perms_map = {**TokenPermissions.perms_map, 'POST': ['%(app_label)s.change_%(model_name)s']}


class ConsequencesMixin:
    """For view sets of what figures rest on. List it first."""

    def get_permissions(self):
        return [ChangePermissions()] if self.action == 'consequences' else super().get_permissions()

    @extend_schema(
        methods=['get'],
        request=None,
        responses=serializers.ConsequencesSerializer,
        description='What saving or deleting this record as it is would touch. Nothing is changed.',
    )
    @extend_schema(
        methods=['post'],
        responses=serializers.ConsequencesSerializer,
        description='What these changes, as in a PATCH, would touch. They are checked and not made.',
    )
    @action(detail=True, methods=['get', 'post'], filterset_class=None, pagination_class=None)
    def consequences(self, request, pk):
        """What a change touches: open clocks, running figures, final periods."""
        if request.method == 'GET':
            found = warnings_for(self.get_object(), timezone.now())
        else:
            rows = self.queryset.model.objects.restrict(request.user, 'change')
            found = warnings_for(*self._changed(request, get_object_or_404(rows, pk=pk)))
        return Response(serializers.ConsequencesSerializer(found).data)

    def _changed(self, request, instance):
        """The record with the values of the request, not saved, and the members that it would get."""
        serializer = self.get_serializer(instance, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        members = {}
        for name, value in serializer.validated_data.items():
            if name in ('slas', 'services'):
                members[name] = value
            elif name in {field.name for field in instance._meta.concrete_fields}:
                setattr(instance, name, value)
        return instance, timezone.now(), members
