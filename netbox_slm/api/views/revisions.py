"""REST view sets of the history of figures; reopening final ones is an action of the figures themselves."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

from ... import background, filtersets
from ...analysis.errors import NoReasonError, SLMError
from ...analysis.explanation import visible_names
from ...analysis.finality import reopen
from ...models import Attainment, AttainmentRevision
from .. import serializers
from .bases import NetBoxReadOnlyModelViewSet

__all__ = ('AttainmentRevisionViewSet', 'ReopenMixin', 'ReopenPermissions')


class ReopenPermissions(TokenPermissions):
    """Reopening final figures is a permission of its own."""

    perms_map = {**TokenPermissions.perms_map, 'POST': ['%(app_label)s.reopen_%(model_name)s']}


class ReopenMixin:
    """The actions of `AttainmentViewSet` that reopen final figures."""

    @extend_schema(
        request=serializers.ReopenSerializer,
        responses=serializers.ReopenedSerializer,
        description='Make a final figure provisional again, with a reason, and compute it anew. Its value stays in its '
        'history, and it becomes final again after its grace.',
    )
    @action(detail=True, methods=['post'], filterset_class=None)
    def reopen(self, request, pk):
        """Reopen one final figure."""
        figure = get_object_or_404(Attainment.objects.restrict(request.user, 'reopen'), pk=pk)
        asked = serializers.ReopenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._reopened([figure], asked.validated_data['reason'])

    @extend_schema(
        operation_id='plugins_service_levels_attainments_bulk_reopen_create',
        request=serializers.BulkReopenSerializer,
        responses=serializers.ReopenedSerializer,
        description='As `reopen` of one figure, of several: all or none.',
    )
    @action(detail=False, methods=['post'], url_path='reopen', filterset_class=None, pagination_class=None)
    def reopen_many(self, request):
        """Reopen several final figures with one reason."""
        asked = serializers.BulkReopenSerializer(
            data=request.data, figures=Attainment.objects.restrict(request.user, 'reopen')
        )
        asked.is_valid(raise_exception=True)
        return self._reopened(asked.validated_data['attainments'], asked.validated_data['reason'])

    def _reopened(self, figures, reason):
        try:
            result = reopen(figures, reason, self.request.user)
        except SLMError as error:
            field = 'reason' if isinstance(error, NoReasonError) else 'detail'
            raise ValidationError({field: [str(error)]}) from error
        if result.later:
            background.request_sweep()
        return Response(serializers.ReopenedSerializer(result).data)


class AttainmentRevisionViewSet(NetBoxReadOnlyModelViewSet):
    queryset = AttainmentRevision.objects.all()
    serializer_class = serializers.AttainmentRevisionSerializer
    filterset_class = filtersets.AttainmentRevisionFilterSet

    def get_field_prefetches(self, fields=None):
        figures = Attainment.objects.prefetch_related(*visible_names(self.request.user))
        return [Prefetch('attainment', figures), 'user']


ROUTES = (('attainment-revisions', AttainmentRevisionViewSet),)
