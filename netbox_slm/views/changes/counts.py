"""What the tables of planned work count and rank; numbers count only what the user may view."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ...analysis.changes import with_worst_flag
from ...models import Change
from ...visible import count_viewable

__all__ = ('CountedMixin', 'with_changes', 'with_flags', 'with_scope')


def with_flags(queryset, user):
    """Changes with `flag_rank`."""
    return with_worst_flag(queryset)


def with_changes(queryset, user):
    """Releases with `flag_rank` and `change_count`."""
    return with_worst_flag(queryset).annotate(change_count=count_viewable(Change, user, release=OuterRef('pk')))


def with_scope(queryset, user):
    """Freeze windows with `scope_count`: how many customers, sites and services each names; 0: it is for everything.

    What it names is counted and not shown, so that one with a hidden scope does not look as if it were for everything.
    """
    counts = [_named(queryset.model, part) for part in ('tenants', 'sites', 'services')]
    return queryset.annotate(scope_count=sum(counts[1:], counts[0]))


def _named(model, part):
    through = getattr(model, part).through
    rows = through.objects.filter(freezewindow=OuterRef('pk')).order_by().values('freezewindow')
    counted = rows.annotate(number=Count('pk')).values('number')
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class CountedMixin:
    """For views with such a table; `counted` is one of the functions above."""

    counted = None

    def get_queryset(self, request):
        return type(self).counted(super().get_queryset(request), request.user)
