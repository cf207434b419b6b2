"""What people do with an incident: resolve it, close it, excuse it; and which incidents touch a service."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from netbox.plugins import get_plugin_config

from ..choices import DecisionChoices, IncidentStatusChoices
from ..models import AffectedCI, AffectedService, DerivedEffect, Hold, Incident, ServiceComponent
from ..transactions import atomic_for

__all__ = (
    'close_incident',
    'confirm_excuse',
    'excuse_approver',
    'naming_service',
    'open_incidents',
    'resolve_incident',
    'status_of',
)


def resolve_incident(incident: Incident, now: datetime) -> Incident:
    """Record that an incident is resolved now, and end its holds with it (semantics.md §5).

    One transaction, change-logged. Raises ValidationError where it is already resolved, closed or cancelled.
    """
    with atomic_for(Incident):
        incident = _locked(incident)
        if incident.resolved_at:
            raise ValidationError(
                {'resolved_at': _('The incident was already resolved at {at}.').format(at=incident.resolved_at)}
            )
        _refuse_ended(incident)
        _resolve(incident, now)
        _save(incident)
    return incident


def close_incident(incident: Incident, now: datetime) -> Incident:
    """Record that an incident is closed now; one that is not resolved is resolved with it.

    One transaction, change-logged. Raises ValidationError where it is already closed or cancelled.
    """
    with atomic_for(Incident):
        incident = _locked(incident)
        _refuse_ended(incident)
        if not incident.resolved_at:
            _resolve(incident, now)
        incident.closed_at, incident.status = now, IncidentStatusChoices.STATUS_CLOSED
        _save(incident)
    return incident


def status_of(resolved_at: datetime | None, closed_at: datetime | None) -> str:
    """The status that the instants of a new incident imply, where none was given."""
    if closed_at:
        return IncidentStatusChoices.STATUS_CLOSED
    return IncidentStatusChoices.STATUS_RESOLVED if resolved_at else IncidentStatusChoices.STATUS_NEW


def excuse_approver(incident: Incident, excused: bool, reason: str, user):
    """Who stands for the excuse of an incident that is about to become (`excused`, `reason`); None without one.

    incident: as stored, or a new one. Whoever changes the excuse needs the permission `excuse` on the incident and
    becomes the approver; left as it is, it keeps its own. Raises ValidationError on `excused` without the permission.
    """
    stored = Incident.objects.filter(pk=incident.pk).first() if incident.pk else None
    was, had = (stored.excused, stored.excuse_reason) if stored else (False, '')
    if excused == was and (not excused or reason == had):
        return stored.excused_by if stored else None
    if not _may_excuse(stored, user):
        raise ValidationError(
            {
                'excused': _(
                    'Excused cannot be set to {value}: that needs the permission to excuse incidents. Leave it as it '
                    'is, and have it changed by someone who has the permission.'
                ).format(value=_('yes') if excused else _('no'))
            }
        )
    return user if excused else None


def confirm_excuse(incident: Incident, user) -> None:
    """Refuse a new excuse that the user's permission does not reach, now that the incident is saved.

    Raises PermissionDenied; the caller's transaction takes the incident back.
    """
    if incident.excused and user is not None and not _may_excuse(incident, user):
        raise PermissionDenied(_('Your permission to excuse incidents does not extend to this one.'))


def open_incidents() -> Q:
    """Incidents that still are to be worked on: neither resolved nor closed, and in no status that counts nowhere."""
    ignored = get_plugin_config('netbox_slm', 'ignored_incident_statuses')
    return Q(resolved_at__isnull=True, closed_at__isnull=True) & ~Q(status__in=ignored)


def naming_service(services: QuerySet) -> Q:
    """Incidents that name one of the services outright, or a CI that was a component of one of them at that time.

    As good as named is what they take down through the infrastructure, unless somebody rejected it. The past is judged
    by the links as they were (semantics.md §6).
    """
    outright = AffectedService.objects.filter(incident=OuterRef('pk'), service__in=services)
    components = ServiceComponent.objects.filter(
        Q(since__isnull=True) | Q(since__lt=OuterRef('effect_ends_at')),
        Q(until__isnull=True) | Q(until__gt=OuterRef('effect_starts_at')),
        service__in=services,
        object_type=OuterRef('object_type'),
        object_id=OuterRef('object_id'),
    )
    derived = DerivedEffect.objects.exclude(decision=DecisionChoices.DECISION_REJECTED)
    through = [
        rows.filter(incident=OuterRef('pk'))
        .annotate(
            effect_starts_at=Coalesce(F('incident__occurred_at'), F('incident__reported_at')),
            effect_ends_at=Coalesce(F('incident__restored_at'), F('incident__resolved_at'), Now()),
        )
        .filter(Exists(components))
        for rows in (AffectedCI.objects.all(), derived)
    ]
    return Q(Exists(outright)) | Q(Exists(through[0])) | Q(Exists(through[1]))


def _locked(incident):
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    incident.snapshot()
    return incident


def _refuse_ended(incident):
    statuses = IncidentStatusChoices
    if incident.closed_at or incident.status in (statuses.STATUS_CLOSED, statuses.STATUS_CANCELLED):
        raise ValidationError(
            {
                'status': _('The incident is {status}: change its status first.').format(
                    status=incident.get_status_display()
                )
            }
        )


def _resolve(incident, now):
    for hold in Hold.objects.filter(incident=incident).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)):
        hold.snapshot()
        if hold.starts_at >= now:  # one that would have begun later never came about
            hold.delete()
        else:
            hold.ends_at = now
            hold.save()
    incident.resolved_at, incident.status = now, IncidentStatusChoices.STATUS_RESOLVED


def _save(incident):
    incident.full_clean()
    incident.save()


def _may_excuse(stored, user):
    if user is None or not user.is_authenticated:
        return False
    if stored is None:
        return user.has_perm('netbox_slm.excuse_incident')
    return Incident.objects.restrict(user, 'excuse').filter(pk=stored.pk).exists()
