"""Maintenance that was agreed, asked for, or called off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .. import models

__all__ = ('build_maintenance',)

_BERLIN, _SHANGHAI = 'Europe/Berlin', 'Asia/Shanghai'
_ELSEWHERE = ('Liberty Parts SLA', 'Shenlan SLA')


@dataclass(frozen=True, slots=True)
class _Recurring:
    """A window since the first month; `slas` none: with all customers in Germany."""

    name: str
    rule: str
    hour: int
    hours: int
    zone: str
    reason: str
    slas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Single:
    """A window so many days from today."""

    name: str
    days: int
    hour: int
    hours: int
    reason: str
    services: tuple[str, ...]
    status: str = 'agreed'


_RECURRING = (
    _Recurring('Platform window on Sundays', 'FREQ=WEEKLY;BYDAY=SU', 2, 2, _BERLIN, 'Updates of hosts and storage'),
    _Recurring('Network window on first Saturdays', 'FREQ=MONTHLY;BYDAY=1SA', 22, 4, _BERLIN, 'Updates of the network'),
    _Recurring(
        'Quarterly window Shenlan',
        'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15',
        20,
        3,
        _SHANGHAI,
        'Updates of the portal',
        ('Shenlan SLA',),
    ),
)
_SINGLE = (
    _Single(
        'Storage controller exchange DC2',
        -12,
        1,
        3,
        'The makers call the old controllers back',
        ('Storage DC2', 'Virtualisation DC2'),
    ),
    _Single('Core switch software DC1', 6, 23, 2, 'Security update', ('Network DC1',), 'proposed'),
    _Single('Fire alarm test Hamburg', 2, 9, 1, 'Put off by the authority', ('Power DC1',), 'cancelled'),
)


def build_maintenance(store, slas, services, first_month, now) -> None:
    """Recurring windows since the first month, and single ones around `now`. Repeatable."""
    ours = [sla for sla in slas.values() if sla.kind == 'sla' and sla.name not in _ELSEWHERE]
    for plan in _RECURRING:
        starts_at = _at(_first_day(first_month.date(), plan.rule), plan.hour, plan.zone)
        window = _put(store, plan, starts_at, plan.zone, recurrence=plan.rule)
        if not window.slas.exists():
            window.slas.set([slas[name] for name in plan.slas] or ours)
    for plan in _SINGLE:
        starts_at = _at(now.date() + timedelta(days=plan.days), plan.hour, _BERLIN)
        window = _put(store, plan, starts_at, _BERLIN, status=plan.status)
        if not window.services.exists():
            window.services.set([services[name] for name in plan.services])


def _put(store, plan, starts_at, zone, status='agreed', recurrence=''):
    return store.put(
        models.MaintenanceWindow,
        {'name': plan.name},
        status=status,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=plan.hours),
        time_zone=ZoneInfo(zone),
        recurrence=recurrence,
        reason=plan.reason,
        agreed_with='Customer board' if status == 'agreed' else '',
    )


def _first_day(first: date, rule: str) -> date:
    """The first day of the month on which a rule falls."""
    if 'BYDAY=SU' in rule:
        return first + timedelta(days=6 - first.weekday())
    if 'BYDAY=1SA' in rule:
        return first + timedelta(days=(5 - first.weekday()) % 7)
    return first.replace(day=15)


def _at(day: date, hour: int, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
