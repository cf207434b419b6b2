"""Numbers of related rows in the tables of the domain; each counts only what the user may view."""

from django.db.models import OuterRef

from ...models import SLA, Service, ServiceLevelTarget
from ...visible import count_viewable

__all__ = (
    'CountedMixin',
    'with_scope',
    'with_slas_of_calendar',
    'with_slas_of_contract',
    'with_targets_and_services',
)


def with_slas_of_calendar(queryset, user):
    """Calendars with `sla_count`."""
    return queryset.annotate(sla_count=count_viewable(SLA, user, calendar=OuterRef('pk')))


def with_slas_of_contract(queryset, user):
    """Contracts with `sla_count`."""
    return queryset.annotate(sla_count=count_viewable(SLA, user, contract=OuterRef('pk')))


def with_targets_and_services(queryset, user):
    """SLAs with `target_count` and `service_count`."""
    return queryset.annotate(
        target_count=count_viewable(ServiceLevelTarget, user, sla=OuterRef('pk')),
        service_count=count_viewable(Service, user, slas=OuterRef('pk')),
    )


def with_scope(queryset, user):
    """Maintenance windows with `sla_count` and `service_count`."""
    return queryset.annotate(
        sla_count=count_viewable(SLA, user, maintenance_windows=OuterRef('pk')),
        service_count=count_viewable(Service, user, maintenance_windows=OuterRef('pk')),
    )


class CountedMixin:
    """For views with a table that shows such numbers; `counted` is one of the functions above."""

    counted = None

    def get_queryset(self, request):
        return type(self).counted(super().get_queryset(request), request.user)
