"""Alerts on deadlines of open incidents: each offset before or after one is told once (semantics.md §5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from netbox.plugins import get_plugin_config

from ... import events
from ...choices import AlertKindChoices, MetricChoices
from ...engine.clock import warning_us
from ...engine.instants import SECOND_US, from_us, to_us
from ...models import AlertState, Incident, ServiceLevelTarget
from ...wording import format_duration
from ..deadlines import OpenClock, open_clocks
from .speaking import spoken
from .telling import Proposal, Subject, tell

__all__ = ('tell_deadlines', 'warning_at')

_NEAR, _OVER = 'near', 'over'
RANKS = {'': 0, _NEAR: 1, _OVER: 2}


def tell_deadlines(now: datetime) -> int:
    """Tell of the deadlines that are near or past by one of the offsets; returns how many events that are.

    Of several offsets that were passed at once only the last is told. An incident that is done, or whose deadline was
    put off, can be told of again. A constant number of queries.
    """
    offsets = sorted(get_plugin_config('netbox_slm', 'alert_deadline_offsets'))
    found = open_clocks(now) if offsets else []
    incidents = Incident.objects.in_bulk({clock.incident_id for clock in found})
    targets = ServiceLevelTarget.objects.select_related('sla').in_bulk({clock.target.target_id for clock in found})
    with spoken():
        proposals = {
            proposal.subject: proposal
            for clock in found
            for proposal in _proposals(
                clock, incidents[clock.incident_id], targets[clock.target.target_id], offsets, now
            )
        }
        proposals |= _cleared(set(proposals))
        return tell(proposals.values(), RANKS, now)


def warning_at(clock: OpenClock, offset_seconds: int) -> datetime | None:
    """When a deadline is told of, an offset before or after it; None where there is no deadline."""
    if clock.deadline is None:
        return None
    at_us = warning_us(clock.time, to_us(clock.deadline), offset_seconds * SECOND_US)
    return None if at_us is None else from_us(at_us)


def _proposals(
    clock: OpenClock, incident: Incident, target: ServiceLevelTarget, offsets: Sequence[int], now: datetime
) -> list[Proposal]:
    reached = [offset for offset in offsets if (at := warning_at(clock, offset)) is not None and at <= now]
    return [
        Proposal(
            subject=Subject(
                AlertKindChoices.KIND_DEADLINE,
                target_id=target.pk,
                incident_id=incident.pk,
                window=str(offset),
            ),
            level=(_NEAR if offset < 0 else _OVER) if offset in reached else '',
            event_type=events.DEADLINE_NEAR if reached and offset == reached[-1] else '',
            message=_message(clock, incident, target, now),
            details={
                'deadline': clock.deadline.isoformat() if clock.deadline else None,
                'offset_seconds': offset,
                'target': target.name,
                'sla': target.sla.name,
            },
        )
        for offset in offsets
    ]


def _cleared(running: set[Subject]) -> dict[Subject, Proposal]:
    """What was told of clocks that no longer run is noted as well."""
    rows = AlertState.objects.filter(kind=AlertKindChoices.KIND_DEADLINE).exclude(level='')
    subjects = [
        Subject(AlertKindChoices.KIND_DEADLINE, target_id=target_id, incident_id=incident_id, window=window)
        for target_id, incident_id, window in rows.values_list('target_id', 'incident_id', 'window')
    ]
    return {subject: Proposal(subject, '') for subject in subjects if subject not in running}


def _message(clock: OpenClock, incident: Incident, target: ServiceLevelTarget, now: datetime) -> str:
    if clock.deadline is None:
        return ''
    is_response = target.metric == MetricChoices.METRIC_RESPONSE
    if clock.deadline > now:
        text = (
            _('{incident} is to be responded to by {at}, in {time}: {target} of {sla}.')
            if is_response
            else _('{incident} is to be resolved by {at}, in {time}: {target} of {sla}.')
        )
    else:
        text = (
            _('{incident} was to be responded to by {at}, {time} ago: {target} of {sla}.')
            if is_response
            else _('{incident} was to be resolved by {at}, {time} ago: {target} of {sla}.')
        )
    return text.format(
        incident=incident,
        at=f'{timezone.localtime(clock.deadline):%Y-%m-%d %H:%M}',
        time=format_duration(abs((clock.deadline - now).total_seconds())),
        target=target.name,
        sla=target.sla.name,
    )
