"""What went wrong in the demo company, month by month: drawn with a fixed seed, pure of any database.

A month's incidents depend on the seed and the month alone, so that a later run draws the same ones and adds what has
happened since. What is bound to "now" (the promise broken this month, what is open today) is placed when it is first
drawn, and known again by its reference.
"""

import calendar
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from . import offer, portfolio
from .description import MONTHS, SEED

__all__ = ('Draft', 'draft_month', 'draft_today', 'month_starts', 'moved')

_MIN = timedelta(minutes=1)
_ORDINARY = 20

# Services on a single machine, around the clock, each judged alone: a break there shows in one figure.
_VICTIMS = (
    ('Imaging archive', 'ek-pacs1'),
    ('Baggage tracing', 'mp-bag1'),
    ('Warehouse system', 'hr-wms1'),
    ('Metering platform', 'sw-mdm-db1'),
    ('Citizen portal', 'sw-web1'),
)
_REDUNDANT = (
    *(f'{code}-{name}' for code in ('DC1', 'DC2') for name in ('CORE-1', 'CORE-2', 'ACC-3', 'EDGE-1', 'FW-2', 'HV-2')),
    'DC1-A1-A',
    'DC2-B2-B',
    'BF-INET-101',
    'RC-INET-201',
    'BF-WAVE-001',
    'BF-ETH-301',
    'RC-ETH-304',
    'hr-web3',
    'ab-core-app2',
    'ek-his3',
    'sm-org1',
    'lp-web2',
)
_SINGLE = ('nw-erp-db1', 'ko-file1', 'lp-ord1', 'sl-db1', 'sl-file1', 'sm-cms1', 'BF-ETH-306')
_REQUESTS = ('Slow log-on', 'Print job lost', 'Access for a new colleague', 'Report is late', 'Wrong data shown')
_CAUSES = ('stopped answering', 'restarted by itself', 'lost its link', 'failed its health check', 'ran out of memory')


@dataclass(frozen=True, slots=True)
class Draft:
    """An incident to be: instants are aware UTC, and may lie after "now" (then they have not happened yet).

    cis: names of objects; services: names of services with the effect on each ('' for that of the incident).
    """

    reference: str
    name: str
    priority: str
    effect: str
    occurred_at: datetime
    reported_at: datetime
    responded_at: datetime
    restored_at: datetime
    resolved_at: datetime
    closed_at: datetime
    cis: tuple[str, ...] = ()
    services: tuple[tuple[str, str], ...] = ()
    customer: str | None = None
    hold: tuple[datetime, datetime] | None = None
    excuse: str = ''
    cancelled: bool = field(default=False)


def month_starts(today: date) -> list[datetime]:
    """Starts of the months that the demo covers, oldest first, the running one last."""
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in reversed(range(MONTHS))]
    return [datetime(year, month + 1, 1, tzinfo=UTC) for year, month in months]


def draft_month(start: datetime, now: datetime, index: int) -> list[Draft]:
    """The incidents of a month, those that have not begun by `now` left out. index: 0 for the oldest month."""
    rng = random.Random(f'{SEED}:{start:%Y-%m}')
    days = calendar.monthrange(start.year, start.month)[1]
    whole = timedelta(days=days)
    picked = rng.sample(_VICTIMS, 4)
    drafts = [_ordinary(rng, f'{start:DEMO-%Y%m}-{number:02}', start, whole) for number in range(1, _ORDINARY + 1)]
    drafts.append(_excused(rng, f'{start:DEMO-%Y%m}-E1', start, whole, picked[3]))
    if index in (3, 9):
        drafts.append(_major(rng, f'{start:DEMO-%Y%m}-M1', start, whole))
    shares = ((1.3, 2.2), (0.8, 0.9), (0.8, 0.9))
    for number, ((service, machine), span) in enumerate(zip(picked, shares, strict=False), start=1):
        length = whole * (1 - _promised(service)) * rng.uniform(*span)
        drafts.append(_placed(rng, f'{start:DEMO-%Y%m}-P{number}', start, min(now, start + whole), machine, length))
    return [draft for draft in drafts if draft.reported_at <= now]


def draft_today(now: datetime) -> list[Draft]:
    """What is open at `now`: a lost line, a slow service, one that is down, a request that waits for the customer."""
    stem = f'{now:DEMO-%Y%m%d}'
    rng = random.Random(f'{SEED}:{stem}')
    lost = ('RC-INET-101',)
    line = _draft(rng, f'{stem}-1', 'RC-INET-101 is dark', 'high', 'down', now - 150 * _MIN, 540 * _MIN, lost)
    slow = _draft(
        rng,
        f'{stem}-2',
        'Streams stutter',
        'high',
        'degraded',
        now - 50 * _MIN,
        180 * _MIN,
        services=(('Streaming origin', ''),),
        customer='spree-media',
    )
    down = _draft(
        rng, f'{stem}-3', 'lp-ord1 does not start', 'critical', 'down', now - 25 * _MIN, 70 * _MIN, cis=('lp-ord1',)
    )
    waiting = _draft(
        rng,
        f'{stem}-4',
        'A folder cannot be opened',
        'low',
        'none',
        now - timedelta(days=2),
        timedelta(days=5),
        services=(('Kontor files', ''),),
        customer='kontor',
    )
    hold = (waiting.reported_at + timedelta(days=1), waiting.reported_at + timedelta(days=4))
    return [line, slow, down, replace(waiting, hold=hold)]


def moved(draft: Draft, occurred_at: datetime) -> Draft:
    """The same incident, begun at another time."""
    by = occurred_at - draft.occurred_at
    instants = ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at')
    hold = draft.hold and tuple(at + by for at in draft.hold)
    return replace(draft, hold=hold, **{name: getattr(draft, name) + by for name in instants})


def _ordinary(rng, reference, start, whole):
    occurred_at = _minute(start + whole * rng.random())
    kind = rng.choices(('redundant', 'single', 'slow', 'request', 'false'), weights=(6, 3, 3, 9, 1))[0]
    if kind in ('redundant', 'false'):
        ci = rng.choice(_REDUNDANT)
        length = rng.randint(20, 420) * _MIN
        draft = _draft(rng, reference, f'{ci} {rng.choice(_CAUSES)}', 'medium', 'down', occurred_at, length, cis=(ci,))
        return draft if kind == 'redundant' else replace(draft, cancelled=True, name=f'False alarm: {draft.name}')
    if kind == 'single':
        ci = rng.choice(_SINGLE)
        length = rng.randint(3, 16) * _MIN
        return _draft(rng, reference, f'{ci} {rng.choice(_CAUSES)}', 'critical', 'down', occurred_at, length, cis=(ci,))
    plan = rng.choice([plan for plan in portfolio.SERVICES if plan.customer])
    named = {'services': ((plan.name, ''),), 'customer': plan.customer}
    if kind == 'slow':
        length = rng.randint(10, 40) * _MIN
        return _draft(rng, reference, f'{plan.name} is slow', 'high', 'degraded', occurred_at, length, **named)
    priority = rng.choice(('medium', 'medium', 'low'))
    draft = _draft(rng, reference, rng.choice(_REQUESTS), priority, 'none', occurred_at, None, **named)
    if rng.random() < 0.3:
        span = draft.resolved_at - draft.responded_at
        draft = replace(draft, hold=(draft.responded_at + span * 0.2, draft.responded_at + span * 0.7))
    return draft


def _excused(rng, reference, start, whole, victim):
    service, machine = victim
    occurred_at = _minute(start + whole * rng.uniform(0.1, 0.9))
    length = rng.randint(30, 90) * _MIN
    draft = _draft(rng, reference, f'{machine} was switched off', 'high', 'down', occurred_at, length, (machine,))
    return replace(draft, excuse=f'The customer switched off the server of {service}')


def _major(rng, reference, start, whole):
    occurred_at = _minute(start + whole * rng.uniform(0.2, 0.8))
    arrays = ('DC2-STO-1', 'DC2-STO-2')
    length = rng.randint(15, 19) * _MIN
    return _draft(rng, reference, 'Both storage arrays of DC2 stopped', 'critical', 'down', occurred_at, length, arrays)


def _placed(rng, reference, start, end, machine, length):
    """A break of a given length that lies wholly before `end`, on a weekday where there is one to choose."""
    length = min(timedelta(seconds=int(length.total_seconds())), end - start)
    room = end - start - length
    tries = [_minute(start + room * rng.random()) for _number in range(40)]
    quiet = [at for at in tries if at.weekday() < 5 and 6 <= at.hour < 18 and at >= start]
    occurred_at = (quiet or [start + room])[0]
    name = f'{machine} {rng.choice(_CAUSES)}'
    return _draft(rng, reference, name, 'critical', 'down', occurred_at, length, (machine,))


def _draft(rng, reference, name, priority, effect, occurred_at, length, cis=(), services=(), customer=None):
    """Fill in the instants of an incident's life; without a length it takes as long as the work on it."""
    level = offer.LEVELS['gold']
    reported_at = occurred_at if length is None else occurred_at + min(length * 0.2, rng.randint(0, 4) * _MIN)
    response = timedelta(seconds=int(level.response[priority] * _pace(rng)))
    if length is None:
        length = timedelta(seconds=int(level.resolution[priority] * _pace(rng)))
        response = min(response, length * 0.5)
    restored_at = occurred_at + length
    responded_at = reported_at + response
    resolved_at = max(restored_at, responded_at) + rng.randint(0, 30) * _MIN
    return Draft(
        reference=reference,
        name=name,
        priority=priority,
        effect=effect,
        occurred_at=occurred_at,
        reported_at=reported_at,
        responded_at=responded_at,
        restored_at=restored_at,
        resolved_at=resolved_at,
        closed_at=resolved_at + timedelta(hours=rng.randint(4, 60)),
        cis=tuple(cis),
        services=tuple(services),
        customer=customer,
    )


def _pace(rng):
    """Share of a limit that the work takes: mostly well inside, now and then beyond."""
    return rng.uniform(0.1, 0.8) if rng.random() < 0.93 else rng.uniform(1.2, 2.5)


def _promised(service):
    """Availability promised for a service, 0 to 1."""
    customer = next(plan.customer for plan in portfolio.SERVICES if plan.name == service)
    level = next(plan.level for plan in offer.AGREEMENTS if plan.party == customer)
    return float(offer.LEVELS[level].availability) / 100


def _minute(at):
    return at.replace(second=0, microsecond=0)
