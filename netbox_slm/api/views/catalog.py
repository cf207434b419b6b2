"""REST view sets of the domain catalog."""

from django.db.models import OuterRef

from ... import filtersets
from ...models import (
    SLA,
    CatalogCategory,
    CatalogEntry,
    RedundancyGroup,
    Service,
    ServiceComponent,
    ServiceDependency,
)
from ...visible import count_viewable
from .. import serializers
from .bases import NetBoxModelViewSet
from .consequences import ConsequencesMixin
from .points import StandsOnMixin

__all__ = (
    'CatalogCategoryViewSet',
    'CatalogEntryViewSet',
    'CountedViewSet',
    'RedundancyGroupViewSet',
    'ServiceComponentViewSet',
    'ServiceDependencyViewSet',
    'ServiceViewSet',
)


class CountedViewSet(NetBoxModelViewSet):
    """Adds numbers of related rows; each counts only what the user may view. `counts`: name -> (model, match)."""

    counts = {}

    def get_queryset(self):
        user = self.request.user
        return (
            super()
            .get_queryset()
            .annotate(**{name: count_viewable(model, user, **match) for name, (model, match) in self.counts.items()})
        )


class CatalogCategoryViewSet(CountedViewSet):
    queryset = CatalogCategory.objects.all()
    serializer_class = serializers.CatalogCategorySerializer
    filterset_class = filtersets.CatalogCategoryFilterSet
    counts = {'entry_count': (CatalogEntry, {'category__path__descendant_or_equal': OuterRef('path')})}


class CatalogEntryViewSet(CountedViewSet):
    queryset = CatalogEntry.objects.all()
    serializer_class = serializers.CatalogEntrySerializer
    filterset_class = filtersets.CatalogEntryFilterSet
    counts = {'service_count': (Service, {'catalog_entry': OuterRef('pk')})}


class ServiceViewSet(StandsOnMixin, ConsequencesMixin, CountedViewSet):
    queryset = Service.objects.all()
    serializer_class = serializers.SLMServiceSerializer
    filterset_class = filtersets.ServiceFilterSet
    counts = {
        'component_count': (ServiceComponent, {'service': OuterRef('pk')}),
        'sla_count': (SLA, {'services': OuterRef('pk')}),
    }


class RedundancyGroupViewSet(ConsequencesMixin, CountedViewSet):
    queryset = RedundancyGroup.objects.all()
    serializer_class = serializers.RedundancyGroupSerializer
    filterset_class = filtersets.RedundancyGroupFilterSet
    field_prefetches = {('display',): ('service',)}
    counts = {'member_count': (ServiceComponent, {'redundancy_group': OuterRef('pk')})}


class ServiceComponentViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = ServiceComponent.objects.all()
    serializer_class = serializers.ServiceComponentSerializer
    filterset_class = filtersets.ServiceComponentFilterSet
    field_prefetches = {('display',): ('service', 'object')}


class ServiceDependencyViewSet(ConsequencesMixin, NetBoxModelViewSet):
    queryset = ServiceDependency.objects.all()
    serializer_class = serializers.ServiceDependencySerializer
    filterset_class = filtersets.ServiceDependencyFilterSet
    field_prefetches = {('display',): ('service', 'depends_on')}


ROUTES = (
    ('catalog-categories', CatalogCategoryViewSet),
    ('catalog-entries', CatalogEntryViewSet),
    ('services', ServiceViewSet),
    ('components', ServiceComponentViewSet),
    ('redundancy-groups', RedundancyGroupViewSet),
    ('dependencies', ServiceDependencyViewSet),
)
