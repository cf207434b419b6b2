"""Numbers of related rows in the table of incidents; each counts only what the user may view."""

from django.db.models import OuterRef

from ...models import AffectedCI, AffectedService
from ...visible import count_viewable

__all__ = ('CountedMixin', 'with_affected')


def with_affected(queryset, user):
    """Incidents with `affected_ci_count` and `affected_service_count`."""
    return queryset.annotate(
        affected_ci_count=count_viewable(AffectedCI, user, incident=OuterRef('pk')),
        affected_service_count=count_viewable(AffectedService, user, incident=OuterRef('pk')),
    )


class CountedMixin:
    """For views with a table of incidents."""

    def get_queryset(self, request):
        return with_affected(super().get_queryset(request), request.user)
