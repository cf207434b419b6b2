"""REST view sets of the domain attainment."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

from ... import background, filtersets
from ...analysis import progress
from ...analysis.attainment import may_compute
from ...analysis.errors import SLMError
from ...analysis.explanation import explain_lines, hidden_lines, visible_lines, visible_names
from ...models import Attainment
from ...worker import worker_state
from .. import serializers
from ..exceptions import NoWorker
from .bases import NetBoxReadOnlyModelViewSet
from .revisions import ReopenMixin, ReopenPermissions

__all__ = ('AttainmentViewSet',)


class ComputePermissions(TokenPermissions):
    """Having figures computed is a permission of its own, whatever the method."""

    perms_map = {
        **TokenPermissions.perms_map,
        'GET': ['%(app_label)s.compute_%(model_name)s'],
        'POST': ['%(app_label)s.compute_%(model_name)s'],
    }


class AttainmentViewSet(ReopenMixin, NetBoxReadOnlyModelViewSet):
    queryset = Attainment.objects.all()
    serializer_class = serializers.AttainmentSerializer
    filterset_class = filtersets.AttainmentFilterSet

    def get_permissions(self):
        own = {'compute': ComputePermissions, 'reopen': ReopenPermissions, 'reopen_many': ReopenPermissions}
        return [own[self.action]()] if self.action in own else super().get_permissions()

    def get_field_prefetches(self, fields=None):
        return visible_names(self.request.user)

    @extend_schema(
        responses=serializers.ExplainedLineSerializer(many=True),
        description='What the figure is made of. `hidden`: how many lines you may not see, and the time they make up.',
    )
    @action(detail=True, methods=['get'], filterset_class=None)
    def contributions(self, request, pk):
        """The lines of a figure, page by page."""
        figure = self.get_object()
        page = self.paginate_queryset(visible_lines(figure, request.user))
        lines = explain_lines(page, request.user)
        data = serializers.ExplainedLineSerializer(lines, many=True, context={'request': request}).data
        response = self.get_paginated_response(data)
        hidden = hidden_lines(figure, request.user)
        response.data['hidden'] = {
            'count': hidden.number,
            'counted_us': hidden.counted_us,
            'uncounted_us': hidden.uncounted_us,
        }
        return response

    @extend_schema(
        methods=['get'],
        parameters=[OpenApiParameter('job', int, required=True)],
        responses=serializers.ComputationSerializer,
        filters=False,
        description='How far a computation is.',
    )
    @extend_schema(
        methods=['post'],
        request=serializers.ComputationRequestSerializer,
        responses={202: serializers.ComputationSerializer},
        description='Have a worker compute figures. 503 when none is alive.',
    )
    @action(detail=False, methods=['get', 'post'], filterset_class=None, pagination_class=None)
    def compute(self, request):
        """Start a computation, or ask how far one is."""
        if request.method == 'GET':
            return self._answer(request, self._job(request))
        return self._answer(request, self._start(request), status=202)

    def _answer(self, request, job, **kwargs):
        return Response(serializers.ComputationSerializer(job, context={'request': request}).data, **kwargs)

    def _job(self, request):
        number = request.query_params.get('job', '')
        job = progress.job_for(int(number), request.user) if number.isdecimal() else None
        if job is None:
            raise NotFound
        return job

    def _start(self, request):
        asked = serializers.ComputationRequestSerializer(data=request.data, context={'request': request})
        asked.is_valid(raise_exception=True)
        sla = asked.validated_data['sla']
        if not may_compute(request.user, sla):
            raise PermissionDenied
        if not worker_state(patient=True).is_alive:
            raise NoWorker
        try:
            return background.request_computation(asked.validated_data['period'], sla, request.user)
        except SLMError as error:
            raise ValidationError({'period': [str(error)]}) from error


ROUTES = (('attainments', AttainmentViewSet),)
