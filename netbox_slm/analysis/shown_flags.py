"""The flags of a change or release for one reader: the worst of each SLA, naming only what may be viewed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from dcim.models.device_components import ComponentModel

from ..choices import StateChoices
from ..graph import Ref
from ..models import SLAImpact
from ..visible import prefetch_viewable, shown
from .changes import Record, rank_of
from .explanation import Step, load_viewable
from .impact.naming import Named, names_of

__all__ = (
    'Collision',
    'FlagSums',
    'SeenCollision',
    'SeenCollisions',
    'ShownFlag',
    'ShownFlags',
    'flags_for',
    'seen_collisions',
)


@dataclass(frozen=True, slots=True)
class Collision:
    """Something else in the same window: another change, an open incident, a freeze, the partner of a pair.

    kind: 'change', 'incident', 'freeze' or 'redundancy'. is_worse: both together do more than each alone.
    holder: the device of a component, as far as it may be seen: PSU 1 is the name of many.
    """

    kind: str
    obj: Model
    is_worse: bool
    holder: Model | None = None


@dataclass(frozen=True, slots=True)
class SeenCollision:
    """A collision of one flag with something that the reader may view; kind and is_worse as above."""

    kind: str
    is_worse: bool
    ref: Ref
    name: Named


@dataclass(frozen=True, slots=True)
class SeenCollisions:
    """The collisions of one flag, what makes it worse first, and how many the reader may not see."""

    rows: tuple[SeenCollision, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """The worst flag of one SLA, the way to its service, and how many more flags the SLA has."""

    impact: SLAImpact
    rank: int
    steps: tuple[Step, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FlagSums:
    """What all flags say together, whoever asks (semantics.md §8): numbers, no names.

    services: by worst state, how many different ones. customers: of the services that are down.
    """

    services: dict[str, int]
    customers: int
    slas: int
    breached: int
    outside: int


@dataclass(frozen=True, slots=True)
class ShownFlags:
    """What a reader may see of the current flags, worst first; how many SLAs and collisions are hidden."""

    rows: tuple[ShownFlag, ...]
    collisions: tuple[Collision, ...]
    hidden_slas: int
    hidden_collisions: int
    sums: FlagSums


def flags_for(record: Record, user) -> ShownFlags:
    """The current flags of a change or release for `user`. A number of queries that does not depend on the flags."""
    flags = record.impacts.current()
    facts = list(flags.values_list('sla_id', 'sla__tenant_id', 'service_id', 'worst_state', 'is_breach', 'outside_us'))
    visible = flags.restrict(user, 'view').worst_first().prefetch_related(*prefetch_viewable(SLAImpact, user))
    by_sla: dict[int, list[SLAImpact]] = defaultdict(list)
    for impact in visible:
        if shown(impact, 'sla') is not None:
            by_sla[impact.sla_id].append(impact)
    worst = [min(impacts, key=lambda impact: -rank_of(impact)) for impacts in by_sla.values()]
    found = _load(worst, user)
    rows = tuple(
        ShownFlag(impact, rank_of(impact), _steps(impact, found), len(by_sla[impact.sla_id]) - 1) for impact in worst
    )
    collisions, hidden = _collisions(worst, found, user)
    return ShownFlags(
        rows=rows,
        collisions=collisions,
        hidden_slas=len({fact[0] for fact in facts} - by_sla.keys()),
        hidden_collisions=hidden,
        sums=_sums(facts),
    )


def seen_collisions(impacts: Iterable[SLAImpact], user) -> dict[int, SeenCollisions]:
    """What each flag collides with, by the flag's id, for `user` (None: whoever may see all).

    Two queries per type of object in any of them.
    """
    impacts = list(impacts)
    names = names_of({_ref(part) for impact in impacts for part in impact.collisions}, user)
    return {impact.pk: _seen(impact.collisions, names) for impact in impacts}


def _seen(collisions, names):
    rows = [
        SeenCollision(part['kind'], bool(part.get('is_worse')), _ref(part), names[_ref(part)])
        for part in collisions
        if _ref(part) in names
    ]
    rows.sort(key=lambda row: (not row.is_worse, row.kind, row.name.display, row.ref))
    return SeenCollisions(tuple(rows), len(collisions) - len(rows))


def _ref(part):
    return Ref(part['type'], part['id'])


def _sums(facts):
    services = {state: set() for state in StateChoices.values()}
    worst: dict[int, str] = {}
    order = {state: rank for rank, state in enumerate(StateChoices.values())}
    customers = set()
    for _sla, tenant, service, state, _breach, _outside in facts:
        if service is not None and order[state] >= order[worst.get(service, StateChoices.STATE_UP)]:
            worst[service] = state
        if state == StateChoices.STATE_DOWN and tenant is not None:
            customers.add(tenant)
    for service, state in worst.items():
        services[state].add(service)
    return FlagSums(
        services={state: len(members) for state, members in services.items()},
        customers=len(customers),
        slas=len({fact[0] for fact in facts}),
        breached=len({fact[0] for fact in facts if fact[4]}),
        outside=len({fact[0] for fact in facts if fact[5] > 0}),
    )


def _load(impacts, user):
    """Everything that the reasons and collisions name and the reader may view, by type and id."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for impact in impacts:
        for part in (*impact.reason, *impact.collisions):
            wanted[part['type']].add(part['id'])
    return {label: load_viewable(label, ids, user) for label, ids in wanted.items()}


def _steps(impact, found):
    return tuple(Step(found[step['type']].get(step['id']), step.get('relation', '')) for step in impact.reason)


def _collisions(impacts, found, user):
    seen: dict[tuple[str, str, int], bool] = {}
    for impact in impacts:
        for part in impact.collisions:
            key = part['kind'], part['type'], part['id']
            seen[key] = seen.get(key, False) or bool(part.get('is_worse'))
    shown_ones = [
        (kind, obj, is_worse)
        for (kind, label, pk), is_worse in seen.items()
        if (obj := found[label].get(pk)) is not None
    ]
    holders = load_viewable('dcim.device', {obj.device_id for _kind, obj, _worse in shown_ones if _is_part(obj)}, user)
    collisions = [
        Collision(kind, obj, is_worse, holders.get(obj.device_id) if _is_part(obj) else None)
        for kind, obj, is_worse in shown_ones
    ]
    collisions.sort(key=lambda collision: not collision.is_worse)
    return tuple(collisions), len(seen) - len(collisions)


def _is_part(obj):
    return isinstance(obj, ComponentModel)
