"""After the work: incidents during and after it on the same CIs are proposed as caused by it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from netbox.plugins import get_plugin_config

from ..choices import ChangeStatusChoices, DecisionChoices
from ..models import AffectedCI, CausedIncident, Change
from ..transactions import atomic_for

__all__ = ('decide_cause', 'propose_causes', 'propose_recent_causes')


def propose_causes(change: Change, now: datetime) -> list[CausedIncident]:
    """Propose the incidents that began while the change was carried out, or soon after, on the CIs it worked on.

    Soon: within `caused_incident_hours` (setting) of its end. Incidents that were proposed, confirmed or rejected
    before are left alone, as are those in an ignored status. Returns the new proposals. Three queries and one insert
    for each; safe to call again.
    """
    if change.actual_start is None:
        return []
    until = (change.actual_end or now) + timedelta(hours=get_plugin_config('netbox_slm', 'caused_incident_hours'))
    places = Q()
    for type_id, object_id in change.planned_effects.values_list('object_type_id', 'object_id'):
        places |= Q(object_type_id=type_id, object_id=object_id)
    if not places:
        return []
    known = CausedIncident.objects.filter(change=change).values('incident')
    began = Coalesce(F('incident__occurred_at'), F('incident__reported_at'))
    found = (
        AffectedCI.objects.alias(began=began)
        .filter(places, began__gte=change.actual_start, began__lt=until)
        .exclude(incident__in=known)
        .exclude(incident__status__in=get_plugin_config('netbox_slm', 'ignored_incident_statuses'))
    )
    ids = found.order_by('incident_id').values_list('incident_id', flat=True).distinct()
    proposals = [CausedIncident(change=change, incident_id=incident_id) for incident_id in ids]
    for proposal in proposals:
        proposal.save()
    return proposals


def propose_recent_causes(now: datetime) -> int:
    """Propose causes for all changes that run or ended not long ago; returns how many proposals are new."""
    since = now - timedelta(hours=get_plugin_config('netbox_slm', 'caused_incident_hours') + 24)
    statuses = ChangeStatusChoices
    changes = Change.objects.filter(
        Q(status=statuses.STATUS_IN_PROGRESS)
        | Q(status__in=(statuses.STATUS_DONE, statuses.STATUS_ROLLED_BACK), actual_end__gte=since)
    )
    return sum(len(propose_causes(change, now)) for change in changes)


def decide_cause(cause: CausedIncident, is_cause: bool, user, now: datetime) -> CausedIncident:
    """Confirm or reject that a change caused an incident; a decision can be changed. Change-logged."""
    wanted = DecisionChoices.DECISION_CONFIRMED if is_cause else DecisionChoices.DECISION_REJECTED
    with atomic_for(CausedIncident):
        cause = CausedIncident.objects.select_for_update(of=('self',)).get(pk=cause.pk)
        if cause.decision == wanted:
            raise ValidationError(
                {'decision': _('It already was decided so: {decision}.').format(decision=cause.get_decision_display())}
            )
        cause.snapshot()
        cause.decision, cause.decided_by, cause.decided_at = wanted, user, now
        cause.save()
    return cause
