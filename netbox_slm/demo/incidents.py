"""Writes the incidents that were drawn: the new ones, and what has happened to open ones since the last run."""

from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType

from .. import models
from .happenings import draft_month, draft_today, month_starts, moved

__all__ = ('build_incidents',)

_LIFE = ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at')
_FINISHED = ('resolved', 'closed', 'cancelled')


def build_incidents(store, objects, services, tenants, approver, now) -> tuple[list, list]:
    """All incidents up to `now`; returns those made, and those that something happened to since. Repeatable."""
    drafts = {draft.reference: draft for draft in _draft_all(now, store)}
    known = {incident.reference: incident for incident in store.made_of(models.Incident).filter(reference__in=drafts)}
    changed = [
        incident
        for reference, incident in known.items()
        if incident.status not in _FINISHED and _carry_on(incident, drafts[reference], now)
    ]
    new = [draft for reference, draft in drafts.items() if reference not in known]
    made = store.put_all(models.Incident, [_incident(draft, tenants, approver, now) for draft in new], 'reference')
    by_reference = {incident.reference: incident for incident in made}
    _put_links(store, [(by_reference[draft.reference], draft) for draft in new], objects, services, now)
    return made, changed


def _draft_all(now, store):
    """Every month, today, and the days of which something is still open."""
    for index, start in enumerate(month_starts(now.date())):
        yield from draft_month(start, now, index)
    days = {f'{now:%Y%m%d}'}
    unfinished = store.made_of(models.Incident).exclude(status__in=_FINISHED)
    days.update(
        reference.split('-')[1]
        for reference in unfinished.values_list('reference', flat=True)
        if len(reference.split('-')[1]) == 8
    )
    for day in sorted(days):
        at = now if day == f'{now:%Y%m%d}' else datetime.strptime(f'{day} 12', '%Y%m%d %H').replace(tzinfo=UTC)
        yield from draft_today(at)


def _incident(draft, tenants, approver, now):
    incident = models.Incident(
        reference=draft.reference,
        name=draft.name,
        priority=draft.priority,
        effect=draft.effect,
        tenant=tenants.get(draft.customer),
        excused=bool(draft.excuse),
        excuse_reason=draft.excuse,
        excused_by=approver if draft.excuse else None,
        **_life_until(draft, now),
    )
    incident.status = _status(incident, draft, now)
    incident.clean()
    return incident


def _life_until(draft, now):
    """The instants that have happened by `now`."""
    life = {name: getattr(draft, name) for name in _LIFE}
    return {name: at if at <= now else None for name, at in life.items()}


def _status(incident, draft, now):
    if draft.cancelled:
        return 'cancelled'
    if incident.closed_at:
        return 'closed'
    if incident.resolved_at:
        return 'resolved'
    if draft.hold and draft.hold[0] <= now < draft.hold[1]:
        return 'on_hold'
    return 'in_progress' if incident.responded_at else 'new'


def _carry_on(incident, draft, now):
    """Bring an open incident up to `now`; True where something happened to it."""
    draft = moved(draft, incident.occurred_at)
    life = _life_until(draft, now)
    before = [getattr(incident, name) for name in _LIFE] + [incident.status]
    for name, at in life.items():
        setattr(incident, name, at)
    incident.status = _status(incident, draft, now)
    if [getattr(incident, name) for name in _LIFE] + [incident.status] == before:
        return False
    incident.save()
    if draft.hold:
        incident.holds.filter(ends_at__isnull=True).update(ends_at=draft.hold[1] if draft.hold[1] <= now else None)
    return True


def _put_links(store, pairs, objects, services, now):
    cis, affected, holds = [], [], []
    for incident, draft in pairs:
        for name in draft.cis:
            content_type = ContentType.objects.get_for_model(objects[name])
            cis.append(models.AffectedCI(incident=incident, object_type=content_type, object_id=objects[name].pk))
        for name, effect in draft.services:
            affected.append(models.AffectedService(incident=incident, service=services[name], effect=effect))
        if draft.hold and draft.hold[0] <= now:
            ends_at = draft.hold[1] if draft.hold[1] <= now else None
            holds.append(
                models.Hold(incident=incident, starts_at=draft.hold[0], ends_at=ends_at, reason='Waits for an answer')
            )
    for model, rows in ((models.AffectedCI, cis), (models.AffectedService, affected), (models.Hold, holds)):
        store.adopt(model.objects.bulk_create(rows))
