"""Saying a thing once: what stands is compared with what was last told, under a lock, and handed to NetBox's events.

Whoever decides holds the row of the subject (`AlertState`), so that two workers, or a repeated message, send nothing
twice. The decision is committed first; who then hands it over takes the mark `is_pending` away before it does, and what
nobody handed over, because a worker died in between, is taken up by the next watch.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce

from core.models import ObjectType
from extras.events import EventContext, flush_events, serialize_for_event
from netbox.plugins import get_plugin_config
from utilities.serialization import serialize_object

from ...models import AlertState, Attainment
from ..columns import AnyOf

__all__ = ('Proposal', 'Subject', 'hand_over_pending', 'tell')

logger = logging.getLogger('netbox_slm.alerts')

_ABANDONED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an alert is about; see `AlertState`."""

    kind: str
    attainment_id: int | None = None
    target_id: int | None = None
    service_id: int | None = None
    incident_id: int | None = None
    window: str = ''


@dataclass(frozen=True, slots=True)
class Proposal:
    """What stands of a subject: a level, empty where all is well, and how to say it.

    event_type: empty where the level is only noted, and nothing is said.
    is_urgent: said at once when it is worse than what was told, also within the silence after an alert.
    """

    subject: Subject
    level: str
    event_type: str = ''
    message: str = ''
    is_urgent: bool = True
    details: dict[str, Any] = field(default_factory=dict)


class AlertEvent(EventContext):
    """An event of NetBox whose data is the serialized object with `alert` beside; made when a rule wants it."""

    def __getitem__(self, item):
        if item == 'data' and 'data' not in self:
            source = super().__getitem__('object')
            self['data'] = {**serialize_for_event(source), 'alert': super().__getitem__('alert')}
        return super().__getitem__(item)


def tell(proposals: Iterable[Proposal], ranks: dict[str, int], now: datetime) -> int:
    """Note what stands, and send what was not told yet, after the commit; returns how many events that are.

    ranks: of the levels that the subjects can have; the greater the worse. Three queries, and one more for each
    thousand that changed.
    """
    by_subject = {proposal.subject: proposal for proposal in proposals}
    if not by_subject:
        return 0
    with transaction.atomic():
        changed = [state for state in _locked(by_subject) if _decide(state, by_subject[_subject_of(state)], ranks, now)]
        AlertState.objects.bulk_update(
            changed,
            ('level', 'told_at', 'event_type', 'message', 'details', 'is_pending'),
            batch_size=1000,
        )
        said = [state.pk for state in changed if state.is_pending]
        if said:
            transaction.on_commit(lambda: _hand_over(said), robust=True)
    return len(said)


def hand_over_pending(now: datetime) -> int:
    """Hand over what was decided a while ago and never left; returns how many."""
    left = AlertState.objects.filter(is_pending=True, told_at__lte=now - _ABANDONED)
    return _hand_over(list(left.values_list('pk', flat=True)))


def _locked(by_subject: dict[Subject, Proposal]) -> list[AlertState]:
    """The rows of the subjects, locked in one order; a subject that is well and was never told of has none."""
    missing = [
        AlertState(**{name: getattr(subject, name) for name in _SUBJECT})
        for subject, proposal in by_subject.items()
        if proposal.level
    ]
    AlertState.objects.bulk_create(missing, ignore_conflicts=True, batch_size=1000)
    kinds = {subject.kind for subject in by_subject}
    rows = AlertState.objects.filter(kind__in=kinds)
    for name in ('attainment_id', 'target_id', 'incident_id'):
        ids = {getattr(subject, name) for subject in by_subject}
        rows = rows.filter(AnyOf(name, ids)) if None not in ids else rows
    sla_minutes = Coalesce(
        'attainment__target__sla__alert_silence_minutes', 'target__sla__alert_silence_minutes'
    )  # of a figure, or of what names a target
    found = rows.annotate(sla_silence_minutes=sla_minutes).order_by('pk').select_for_update(of=('self',))
    return [state for state in found if _subject_of(state) in by_subject]


_SUBJECT = ('kind', 'attainment_id', 'target_id', 'service_id', 'incident_id', 'window')


def _subject_of(state: AlertState) -> Subject:
    return Subject(*(getattr(state, name) for name in _SUBJECT))


def _decide(state: AlertState, proposal: Proposal, ranks: dict[str, int], now: datetime) -> bool:
    """Whether the row changes. An alert is followed by a silence, which only something worse and urgent breaks."""
    if state.level == proposal.level:
        return False
    is_worse = ranks[proposal.level] > ranks.get(state.level, 0)
    is_silent = state.told_at is not None and now - state.told_at < _silence_of(state)
    if proposal.event_type and is_silent and not (is_worse and proposal.is_urgent):
        return False
    details = {**proposal.details, 'was': state.level or 'well'}
    state.level = proposal.level
    if proposal.event_type:
        state.told_at, state.event_type, state.is_pending = now, proposal.event_type, True
        state.message, state.details = proposal.message, details
    return True


def _silence_of(state: AlertState) -> timedelta:
    """How long a subject says nothing after an alert: as its agreement says, else as the setting does."""
    minutes = state.sla_silence_minutes
    return timedelta(minutes=get_plugin_config('netbox_slm', 'alert_silence_minutes') if minutes is None else minutes)


def _hand_over(pks: Sequence[int]) -> int:
    """Give decided events to NetBox; what fails is marked again, for the next watch."""
    if not pks:
        return 0
    with transaction.atomic():
        states = list(
            AlertState.objects.filter(AnyOf('pk', pks), is_pending=True).order_by('pk').select_for_update(of=('self',))
        )
        AlertState.objects.filter(AnyOf('pk', [state.pk for state in states])).update(is_pending=False)
    failed = []
    for state, event in _events(states):
        try:
            flush_events([event])
        except Exception:
            failed.append(state.pk)
            logger.exception('The event %s could not be handed over to NetBox; it is tried again.', state.event_type)
    AlertState.objects.filter(AnyOf('pk', failed)).update(is_pending=True)
    return len(states) - len(failed)


def _events(states: Sequence[AlertState]) -> list[tuple[AlertState, AlertEvent]]:
    """One at a time is handed over, so that one which fails takes no other with it."""
    figures = Attainment.objects.select_related('target__sla', 'service').in_bulk(
        [pk for pk in map(_figure_of, states) if pk is not None]
    )
    events = []
    for state in states:
        obj = state.incident if state.incident_id else figures.get(_figure_of(state))
        if obj is not None:  # it may be gone by now
            events.append((state, _event(state, obj)))
    return events


def _figure_of(state: AlertState) -> int | None:
    """The figure that the event of a state is about; a burn rate names the one of the running period."""
    return state.attainment_id or state.details.get('attainment')


def _event(state: AlertState, obj: Any) -> AlertEvent:
    return AlertEvent(
        object_type=ObjectType.objects.get_for_model(obj),
        object_id=obj.pk,
        object=obj,
        event_type=state.event_type,
        snapshots={'prechange': None, 'postchange': serialize_object(obj)},
        user=None,
        username='',
        alert={
            'event_type': state.event_type,
            'level': state.level or 'well',
            'message': state.message,
            'at': state.told_at.isoformat(),
            **state.details,
        },
    )
