"""Impact for Grafana's node graph panel, in the paths that its Node Graph API data source asks for.

Data source URL: `…/api/plugins/service-levels/node-graph`, query `named=dcim.device:5&effect=down`.
"""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from ...analysis.impact import analyse, drawing_of, node_graph, seen_by
from ...analysis.impact.asking import named_refs, nameless, question_of
from ...choices import EffectChoices
from .. import serializers

__all__ = ('NodeGraphDataView', 'NodeGraphFieldsView', 'NodeGraphHealthView')

_TEXT = (('id', ''), ('title', ''), ('subtitle', ''), ('mainstat', 'State'), ('secondarystat', 'Members left'))


class NodeGraphHealthView(APIView):
    """Answers, so that Grafana finds its data source."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={200: dict})
    def get(self, request):
        """Always well."""
        return Response({'status': 'ok'})


class NodeGraphFieldsView(APIView):
    """Which fields nodes and edges have."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={200: dict})
    def get(self, request):
        """The fields of the data frames."""
        nodes = [{'field_name': name, 'type': 'string', **_named(label)} for name, label in _TEXT]
        nodes += [
            {'field_name': 'color', 'type': 'string'},
            {'field_name': 'detail__url', 'type': 'string', 'displayName': 'Page'},
        ]
        edges = [{'field_name': name, 'type': 'string'} for name in ('id', 'source', 'target', 'mainstat')]
        return Response({'nodes_fields': nodes, 'edges_fields': edges})


class NodeGraphDataView(APIView):
    """What is touched if the named objects fail, as nodes and edges."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        parameters=[
            OpenApiParameter('named', str, many=True, required=True, description='Objects, as dcim.device:5'),
            OpenApiParameter('effect', str, enum=['down', 'degraded']),
        ],
        responses={200: dict},
    )
    def get(self, request):
        """The picture of an impact."""
        texts = [text for value in request.query_params.getlist('named') for text in value.split(',')]
        refs = named_refs(texts, request.user)
        if error := nameless(texts, refs):
            raise ValidationError({'named': [error]})
        effect = request.query_params.get('effect', EffectChoices.EFFECT_DOWN)
        if effect not in serializers.IMPACT_EFFECTS:
            raise ValidationError({'effect': [_('{value} is no effect: use down or degraded.').format(value=effect)]})
        seen = seen_by(analyse(question_of(refs, effect=effect)), request.user)
        return Response(node_graph(drawing_of(seen)))


def _named(label):
    return {'displayName': label} if label else {}
