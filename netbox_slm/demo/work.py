"""Planned work around today: a release over a redundant pair, an exchange of a PDU, work that is over, a freeze."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType

from .. import models
from ..analysis.caused_incidents import decide_cause, propose_causes
from ..analysis.flags import compute_flags, settle
from .store import Store

__all__ = ('build_aftermath', 'build_work')

_BERLIN = ZoneInfo('Europe/Berlin')


@dataclass(frozen=True, slots=True)
class _Work:
    """A change so many days from today, at an hour in Berlin, on these objects."""

    name: str
    reference: str
    days: int
    hour: int
    hours: int
    objects: tuple[str, ...]
    plan: str
    rollback: str
    significance: str = 'minor'
    type: str = 'normal'
    release: str = ''
    status: str = 'draft'
    outage_seconds: int | None = None
    trouble: str = ''  # that came of it: the name of an incident


_RELEASE = 'Core switch software DC1'
_CHANGES = (
    _Work(
        'Software of DC1-CORE-1',
        'DEMO-CHG-001',
        6,
        23,
        2,
        ('DC1-CORE-1',),
        'Copy the image, reload, check neighbours and routes.',
        'Boot the old image, which stays on the switch.',
        significance='major',
        release=_RELEASE,
        status='slm_review',
        outage_seconds=1800,
    ),
    _Work(
        'Software of DC1-CORE-2',
        'DEMO-CHG-002',
        6,
        23,
        2,
        ('DC1-CORE-2',),
        'Copy the image, reload, check neighbours and routes.',
        'Boot the old image, which stays on the switch.',
        significance='major',
        release=_RELEASE,
        status='slm_review',
        outage_seconds=1800,
    ),
    _Work(
        'New PDU in rack A1 of DC1',
        'DEMO-CHG-003',
        3,
        20,
        3,
        ('DC1-A1-PDU-A',),
        'Move the cords to the new PDU one by one.',
        'Move them back.',
        status='assessed',
    ),
    _Work(
        'Storage controller exchange DC2',
        'DEMO-CHG-004',
        -12,
        1,
        3,
        ('DC2-STO-1',),
        'Fail over, exchange the controller, fail back.',
        'Keep the second controller alone.',
        significance='significant',
        status='done',
        outage_seconds=1200,
    ),
    _Work(
        'New release of the content management',
        'DEMO-CHG-005',
        -9,
        20,
        1,
        ('sm-cms1',),
        'Stop the service, migrate the database, start the new release.',
        'Restore the snapshot of the machine.',
        significance='significant',
        status='done',
        outage_seconds=1800,
        trouble='Migration of the content database hangs',
    ),
)


def build_work(store, objects, tenants, users, now) -> None:
    """Changes, their release and a freeze around `now`. Repeatable."""
    release = _build_release(store, users, now)
    for plan in _CHANGES:
        start = _at(now, plan.days, plan.hour)
        change = store.put(
            models.Change,
            {'reference': plan.reference},
            name=plan.name,
            type=plan.type,
            significance=plan.significance,
            planned_start=start,
            planned_end=start + timedelta(hours=plan.hours),
            plan=plan.plan,
            rollback=plan.rollback,
            requester=users['demo-team'],
            release=release if plan.release else None,
        )
        for name in plan.objects:
            obj = objects[name]
            models.PlannedEffect.objects.get_or_create(
                change=change,
                object_type=ContentType.objects.get_for_model(obj),
                object_id=obj.pk,
                defaults={'outage_seconds': plan.outage_seconds},
            )
        if plan.status != 'draft' and change.status == 'draft':
            _advance(models.Change, change, plan.status, users, now)
    year = now.year
    store.put(
        models.FreezeWindow,
        {'name': f'Closing of the year {year}'},
        starts_at=datetime(year, 12, 20, tzinfo=_BERLIN),
        ends_at=datetime(year + 1, 1, 4, tzinfo=_BERLIN),
        reason='Banks and shops close their books',
    ).tenants.set([tenants['alster-bank'], tenants['hansa-retail']])


def build_aftermath(now) -> None:
    """What was forecast of work that is over, as it was known when it was submitted, and then what came of it."""
    store = Store()
    for plan in _CHANGES:
        change = store.made_of(models.Change).filter(reference=plan.reference, status='done').first()
        if change is None or change.flags_computed_at is not None:
            continue
        compute_flags(change, change.submitted_at)
        if plan.trouble:
            _build_trouble(store, change, plan.trouble, change.planned_effects.get().object, change.approver)
        settle(change, now)
    store.flush()


def _build_release(store, users, now):
    start = _at(now, 6, 23)
    release = store.put(
        models.Release,
        {'reference': 'DEMO-REL-001'},
        name=_RELEASE,
        significance='major',
        planned_start=start,
        planned_end=start + timedelta(hours=2),
        requester=users['demo-team'],
        plan='Both core switches in one night.',
    )
    if release.status == 'draft':
        _advance(models.Release, release, 'slm_review', users, now)
    return release


def _advance(model, work, status, users, now):
    """Where the work stands, written past the steps that led there."""
    fields = {'status': status, 'submitted_by': users['demo-team'], 'submitted_at': now}
    if status == 'done':
        fields |= {
            'submitted_at': work.planned_start - timedelta(days=4),
            'approver': users['demo-director'],
            'approved_at': work.planned_start - timedelta(days=2),
            'actual_start': work.planned_start,
            'actual_end': work.planned_end + timedelta(minutes=25),
        }
    model.objects.filter(pk=work.pk).update(**fields)


def _build_trouble(store, change, name, obj, director):
    """The work ran longer than planned: an incident on the same CI, confirmed as caused by it."""
    begun = change.actual_start + timedelta(minutes=5)
    ended = begun + timedelta(minutes=50)
    incident = store.put(
        models.Incident,
        {'reference': f'{change.reference}-1'},
        name=name,
        priority='high',
        effect='down',
        status='closed',
        occurred_at=begun,
        reported_at=begun + timedelta(minutes=2),
        responded_at=begun + timedelta(minutes=5),
        restored_at=ended,
        resolved_at=ended + timedelta(minutes=10),
        closed_at=ended + timedelta(hours=8),
    )
    models.AffectedCI.objects.get_or_create(
        incident=incident, object_type=ContentType.objects.get_for_model(obj), object_id=obj.pk
    )
    for cause in propose_causes(change, change.actual_end):
        decide_cause(cause, True, director, change.actual_end + timedelta(hours=9))


def _at(now, days, hour):
    day = (now + timedelta(days=days)).astimezone(_BERLIN).date()
    return datetime(day.year, day.month, day.day, hour, tzinfo=_BERLIN)
