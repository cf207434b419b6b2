"""Numbers of related rows in the tables of the catalog; each counts only what the user may view."""

from django.db.models import OuterRef

from ...models import SLA, CatalogEntry, Service, ServiceComponent
from ...visible import count_viewable

__all__ = ('CountedMixin', 'with_entries', 'with_members', 'with_parts', 'with_services')


def with_entries(queryset, user):
    """Categories with `entry_count`: their entries and those of the categories below."""
    entries = count_viewable(CatalogEntry, user, category__path__descendant_or_equal=OuterRef('path'))
    return queryset.annotate(entry_count=entries)


def with_services(queryset, user):
    """Catalogue entries with `service_count`."""
    return queryset.annotate(service_count=count_viewable(Service, user, catalog_entry=OuterRef('pk')))


def with_parts(queryset, user):
    """Services with `component_count` and `sla_count`."""
    return queryset.annotate(
        component_count=count_viewable(ServiceComponent, user, service=OuterRef('pk')),
        sla_count=count_viewable(SLA, user, services=OuterRef('pk')),
    )


def with_members(queryset, user):
    """Redundancy groups with `member_count`."""
    return queryset.annotate(member_count=count_viewable(ServiceComponent, user, redundancy_group=OuterRef('pk')))


class CountedMixin:
    """For views with a table that shows such numbers; `counted` is one of the functions above."""

    counted = None

    def get_queryset(self, request):
        return type(self).counted(super().get_queryset(request), request.user)
