"""REST of the impact of a branch, where netbox-branching is installed."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from ...analysis.branches import branch_seen_by
from ...integrations import branching
from ..serializers.branches import BranchImpactAnswerSerializer, BranchWindowSerializer

__all__ = ('BranchImpactViewSet',)


class BranchImpactViewSet(viewsets.ViewSet):
    """What applying a branch takes down and changes. The right to see the branch is enough; nothing is stored."""

    permission_classes = (IsAuthenticated,)
    lookup_value_regex = '[^/]+'

    @extend_schema(
        parameters=[BranchWindowSerializer],
        responses=BranchImpactAnswerSerializer,
        description='The impact of a branch, by its id or name; its name first.',
    )
    def retrieve(self, request, pk=None):
        """The impact of a branch that is ready."""
        branch = branching.branch_of(str(pk), request.user)
        if branch is None:
            raise NotFound
        if not branch.ready:
            raise ValidationError({'branch': branching.not_ready_text(branch)})
        asked = BranchWindowSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        window = asked.validated_data
        impact, danger = branching.judge(branch, timezone.now(), window.get('start'), window.get('end'))
        shown = branch_seen_by(impact, danger, request.user)
        return Response(BranchImpactAnswerSerializer(shown, context={'request': request}).data)
