"""REST view sets of explicit needs between CIs, and of their groups."""

from django.db.models import OuterRef

from ... import filtersets
from ...models import CIDependency, CIDependencyGroup
from .. import serializers
from .bases import NetBoxModelViewSet
from .catalog import CountedViewSet

__all__ = ('CIDependencyGroupViewSet', 'CIDependencyViewSet')


class CIDependencyGroupViewSet(CountedViewSet):
    queryset = CIDependencyGroup.objects.all()
    serializer_class = serializers.CIDependencyGroupSerializer
    filterset_class = filtersets.CIDependencyGroupFilterSet
    field_prefetches = {('dependent_id',): ('dependent',)}
    counts = {'member_count': (CIDependency, {'group': OuterRef('pk')})}


class CIDependencyViewSet(NetBoxModelViewSet):
    queryset = CIDependency.objects.all()
    serializer_class = serializers.CIDependencySerializer
    filterset_class = filtersets.CIDependencyFilterSet
    field_prefetches = {('display', 'dependent_id', 'needed_id'): ('dependent', 'needed')}


ROUTES = (
    ('ci-dependencies', CIDependencyViewSet),
    ('ci-dependency-groups', CIDependencyGroupViewSet),
)
