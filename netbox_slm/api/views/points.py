"""REST: what a service stands on, and what alone takes it down."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from ...analysis.points import points_of, stands_on_of
from ...graph import Ref
from .. import serializers

__all__ = ('StandsOnMixin',)


class StandsOnMixin:
    """For the view set of services. List it first."""

    @extend_schema(
        responses=serializers.SinglePointsSerializer,
        filters=False,
        description='Every object whose failure alone takes the service down. `hidden`: how many you may not see.',
    )
    @action(detail=True, methods=['get'], url_path='single-points', filterset_class=None, pagination_class=None)
    def single_points(self, request, pk):
        """Single points of failure of a service."""
        points = points_of(Ref('netbox_slm.service', self.get_object().pk), request.user)
        return Response(serializers.SinglePointsSerializer(points).data)

    @extend_schema(
        parameters=[OpenApiParameter('depth', int, description='Most steps of needs')],
        responses=serializers.StoodOnSerializer(many=True),
        filters=False,
        description='The needs below the service, nearest first.',
    )
    @action(detail=True, methods=['get'], url_path='stands-on', filterset_class=None, pagination_class=None)
    def stands_on(self, request, pk):
        """What a service stands on."""
        text = request.query_params.get('depth', '')
        if text and not (text.isdecimal() and int(text)):
            raise ValidationError({'depth': [_('{value} is no number of steps: give 1 or more.').format(value=text)]})
        needs = stands_on_of(Ref('netbox_slm.service', self.get_object().pk), request.user, int(text) if text else None)
        return Response(serializers.StoodOnSerializer(needs, many=True).data)
