"""REST: what the targets of an SLA would have come to."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from netbox.api.authentication import TokenPermissions

from ...analysis.trying import try_sla
from ...models import SLA
from .. import serializers

__all__ = ('BacktestMixin',)


class AskingPermissions(TokenPermissions):
    """It asks, though it is posted: the right to view is enough."""

    perms_map = {**TokenPermissions.perms_map, 'POST': TokenPermissions.perms_map['GET']}


class BacktestMixin:
    """For the view set of SLAs. List it first."""

    def get_permissions(self):
        return [AskingPermissions()] if self.action == 'backtest' else super().get_permissions()

    @extend_schema(
        request=serializers.BacktestRequestSerializer,
        responses=serializers.BacktestSerializer,
        description='What its targets, or others that are given, would have come to in the last periods.',
    )
    @action(detail=True, methods=['post'], filterset_class=None, pagination_class=None)
    def backtest(self, request, pk):
        """Try the targets on the incidents that there were; nothing is stored."""
        sla, context = get_object_or_404(SLA.objects.restrict(request.user, 'view'), pk=pk), {'request': request}
        asked = serializers.BacktestRequestSerializer(data=request.data, context={**context, 'sla': sla})
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        seen = try_sla(sla, request.user, timezone.now(), values['periods'], values.get('levels'))
        return Response(serializers.BacktestSerializer(seen, context=context).data)
