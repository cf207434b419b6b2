"""REST of what-ifs: asked at once, or of a worker where it is much."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from ... import background
from ...analysis.impact.asking import answer_for
from ...analysis.impact.jobs import impact_job_for, is_much
from ...worker import worker_state
from .. import serializers
from ..exceptions import NoWorker

__all__ = ('ImpactAnalysisViewSet',)


class ImpactAnalysisViewSet(viewsets.ViewSet):
    """What breaks if this breaks? Nothing is stored, so that the right to see the named objects is enough."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        request=serializers.ImpactQuestionSerializer,
        responses={200: serializers.ImpactAnswerSerializer, 202: serializers.ImpactJobSerializer},
        description='Answered at once; 202 with a job where a worker does it. 503 when none is alive.',
    )
    def create(self, request):
        """Ask for the impact of some objects failing."""
        asked = serializers.ImpactQuestionSerializer(data=request.data, context={'request': request})
        asked.is_valid(raise_exception=True)
        question = asked.question()
        if not asked.validated_data['background'] and not is_much(question):
            seen = answer_for(question, request.user, timezone.now())
            return Response(serializers.ImpactAnswerSerializer(seen, context={'request': request}).data)
        if not worker_state(patient=True).is_alive:
            raise NoWorker
        job = background.request_impact(question, request.user)
        return Response(serializers.ImpactJobSerializer(job, context={'request': request}).data, status=202)

    @extend_schema(
        parameters=[OpenApiParameter('id', int, OpenApiParameter.PATH, description='Number of the analysis')],
        responses=serializers.ImpactJobSerializer,
        description='How far a worker is, and its answer when it is done.',
    )
    def retrieve(self, request, pk=None):
        """An analysis that a worker does; only whoever asked for it finds it."""
        job = impact_job_for(int(pk), request.user) if str(pk).isdecimal() else None
        if job is None:
            raise NotFound
        return Response(serializers.ImpactJobSerializer(job, context={'request': request}).data)
