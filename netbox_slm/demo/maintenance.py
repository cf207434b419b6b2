"""Maintenance that was agreed, asked for, or called off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .. import models

__all__ = ('build_maintenance',)

_BERLIN, _SHANGHAI = ZoneInfo('Europe/Berlin'), ZoneInfo('Asia/Shanghai')


def build_maintenance(store, slas, services, first_month, now) -> None:
    """Recurring windows since the first month, and single ones around `now`. Repeatable."""
    ours = [sla for sla in slas.values() if sla.kind == 'sla' and sla.name not in ('Liberty Parts SLA', 'Shenlan SLA')]
    first = first_month.date()
    sunday = first + timedelta(days=6 - first.weekday())
    saturday = first + timedelta(days=(5 - first.weekday()) % 7)
    _put(
        store,
        'Platform window on Sundays',
        _at(sunday, 2, _BERLIN),
        2,
        _BERLIN,
        'Updates of hosts and storage',
        recurrence='FREQ=WEEKLY;BYDAY=SU',
        slas=ours,
    )
    _put(
        store,
        'Network window on first Saturdays',
        _at(saturday, 22, _BERLIN),
        4,
        _BERLIN,
        'Updates of switches and firewalls',
        recurrence='FREQ=MONTHLY;BYDAY=1SA',
        slas=ours,
    )
    _put(
        store,
        'Quarterly window Shenlan',
        _at(first.replace(day=15), 20, _SHANGHAI),
        3,
        _SHANGHAI,
        'Updates of the portal',
        recurrence='FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15',
        slas=[slas['Shenlan SLA']],
    )
    today = now.date()
    _put(
        store,
        'Storage controller exchange DC2',
        _at(today - timedelta(days=12), 1, _BERLIN),
        3,
        _BERLIN,
        'The makers call the old controllers back',
        services=[services['Storage DC2'], services['Virtualisation DC2']],
    )
    _put(
        store,
        'Core switch software DC1',
        _at(today + timedelta(days=6), 23, _BERLIN),
        2,
        _BERLIN,
        'Security update',
        status='proposed',
        services=[services['Network DC1']],
    )
    _put(
        store,
        'Fire alarm test Hamburg',
        _at(today + timedelta(days=2), 9, _BERLIN),
        1,
        _BERLIN,
        'Put off by the authority',
        status='cancelled',
        services=[services['Power DC1']],
    )


def _put(store, name, starts_at, hours, zone, reason, status='agreed', recurrence='', slas=(), services=()):
    window = store.put(
        models.MaintenanceWindow,
        {'name': name},
        status=status,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        time_zone=zone,
        recurrence=recurrence,
        reason=reason,
        agreed_with='Customer board' if status == 'agreed' else '',
    )
    if not (window.slas.exists() or window.services.exists()):
        window.slas.set(slas)
        window.services.set(services)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)
