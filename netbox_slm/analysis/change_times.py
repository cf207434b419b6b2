"""In which periods a change of facts can make a difference: its own time, and where rules look further."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, Q

from ..choices import MetricChoices
from ..models import SLA, AttainmentContribution, Incident, ServiceLevelTarget
from .columns import AnyOf
from .fact_changes import Changes

__all__ = ('reached',)

_NO_TIME = (datetime(9000, 1, 1, tzinfo=UTC), datetime(1971, 1, 1, tzinfo=UTC))


def reached(changes: Changes) -> Q:
    """Figures, of those the changes are about, that they can reach: of their time, or made of what changed.

    Three queries at most.
    """
    span = _span(changes)
    if span is None:
        return Q()
    since, until = span
    # An outage is seen whole, however far it reaches out of the period that it began in
    found = Q(starts_at__lt=until, ends_at__gt=since) | _of(metric__in=MetricChoices.OUTAGES)
    longest = SLA.objects.aggregate(longest=Max('excused_outage_seconds'))['longest'] or 0
    if longest:
        margin = timedelta(seconds=longest)
        found |= Q(starts_at__lt=until + margin, ends_at__gt=since - margin) & _of(sla__excused_outage_seconds__gt=0)
    if changes.calendars:
        # The clock of an incident runs on after the period that it was reported in
        found |= Q(starts_at__lt=until) & _of(metric__in=MetricChoices.CLOCKS)
    incidents, windows = changes.incidents | changes.timed, changes.windows
    if incidents or windows:
        lines = AttainmentContribution.objects.filter(
            AnyOf('incident_id', sorted(incidents)) | AnyOf('maintenance_window_id', sorted(windows))
        )
        found |= Q(pk__in=lines.values('attainment_id'))
    return found


def _of(**target: Any) -> Q:
    """Figures of targets; without a join, as their rows are locked."""
    return Q(target__in=ServiceLevelTarget.objects.filter(**target).order_by().values('pk'))


def _span(changes: Changes) -> tuple[datetime, datetime] | None:
    """The time that the changes lie in, with that of their incidents; None where it can be any time."""
    if changes.since is None and not changes.timed:
        return None
    whole = Changes(since=changes.since, until=changes.until)
    for incident in Incident.objects.filter(AnyOf('pk', sorted(changes.timed))):
        whole.add_time_of(incident)
    if whole.since is None or whole.until is None:  # the incidents are gone, and were noted themselves
        return _NO_TIME
    return whole.since, whole.until
