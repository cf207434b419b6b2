"""What one user is shown of an analysis: names of what may be seen, numbers of what may not (semantics.md §8)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from sys import maxsize
from typing import TYPE_CHECKING, Any

from tenancy.models import Tenant

from ...engine.structure import AT_RISK, DEGRADED
from ...graph import Reason, Ref, Step
from ...graph.collecting import no_collection
from ...graph.registry import NETWORK
from ...models import SLA
from ...visible import viewable_ids
from .answer import Analysis
from .known import SERVICE
from .naming import Named, names_of
from .people import SeenContact, contacts_of

if TYPE_CHECKING:  # the forecast asks what is out already of this package
    from ..forecast import Forecast

__all__ = (
    'SeenAnalysis',
    'SeenGroup',
    'SeenKnown',
    'SeenObject',
    'SeenPromise',
    'SeenStep',
    'refs_of',
    'seen_by',
    'seen_steps',
)


@dataclass(frozen=True, slots=True)
class SeenGroup:
    """How a group stands: members needed, left and in all; `out`: names of those that are out and may be seen.

    out_before: which of these were out before. hidden_out: how many others are out.
    """

    needed: int
    left: int
    total: int
    out: tuple[tuple[Ref, Named], ...]
    out_before: frozenset[Ref]
    hidden_out: int


@dataclass(frozen=True, slots=True)
class SeenStep:
    """A step of a reason, or several next to each other that may not be seen: of these only `hidden`, their number.

    ref, name, state: None there. relation: '' there and for the step after it, as it is about what is hidden. lost:
    uplinks lost, as names of the neighbours that may be seen; hidden_lost: how many others.
    """

    ref: Ref | None
    name: Named | None
    relation: str
    provider: str
    state: int | None
    group: SeenGroup | None = None
    lost: tuple[tuple[Ref, Named], ...] = ()
    hidden_lost: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SeenObject:
    """An object that is worse than before, and why. distance: None, and no reason, where none was found."""

    ref: Ref
    name: Named
    state: int
    before: int
    distance: int | None
    reason: tuple[SeenStep, ...]


@dataclass(frozen=True, slots=True)
class SeenPromise:
    """An agreement at stake; of its services those that may be seen, and how many others.

    customer: none where it may not be seen. contacts: of the SLA and of its customer, as far as they may be seen.
    """

    sla: SLA
    customer: Tenant | None
    state: int
    service_ids: tuple[int, ...]
    hidden_services: int
    agreed_us: int | None
    contacts: tuple[SeenContact, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenKnown:
    """What was out already: the object and the record that says so; None for what may not be seen."""

    ref: Ref | None
    name: Named | None
    state: int
    source: Ref | None
    source_name: Named | None


@dataclass(frozen=True, slots=True)
class SeenAnalysis:
    """The worst first, then the nearest. hidden: how many touched objects, agreements, known effects are not shown.

    by_kind: how many objects are touched, by type and state, those that may be seen. components: how many components
    are left out, by type, as far as their type may be seen at all. budgets: see `asking.with_budgets`.
    """

    analysis: Analysis
    objects: tuple[SeenObject, ...]
    promises: tuple[SeenPromise, ...]
    known: tuple[SeenKnown, ...]
    hidden: int
    hidden_promises: int
    hidden_known: int
    components: Mapping[str, int]
    budgets: 'tuple[Forecast, ...]' = ()
    hidden_budgets: int = 0

    @property
    def services(self) -> tuple[SeenObject, ...]:
        """Services of ours among the objects."""
        return tuple(found for found in self.objects if found.ref.type == SERVICE)

    @property
    def infrastructure(self) -> tuple[SeenObject, ...]:
        """Everything else."""
        return tuple(found for found in self.objects if found.ref.type != SERVICE)

    @property
    def redundancy_lost(self) -> tuple[SeenObject, ...]:
        """What still works, with nothing left to lose."""
        return tuple(found for found in self.objects if found.state == AT_RISK)

    @property
    def out_of_service(self) -> tuple[SeenObject, ...]:
        """Services that people miss: degraded or down."""
        return tuple(found for found in self.services if found.state >= DEGRADED)


@no_collection()
def seen_by(analysis: Analysis, user: Any | None, only: frozenset[str] | None = None) -> SeenAnalysis:
    """What `user` (None: whoever may see all) is shown of an analysis; `only`: objects of these types.

    Queries: two per type of object that occurs in the answer or in a reason.
    """
    touched = {ref: found for ref, found in analysis.impact.touched.items() if only is None or ref.type in only}
    names = names_of(touched, user)
    shown = {ref: touched[ref] for ref in touched if ref in names}
    reasons = analysis.impact.reasons(shown)
    sources = {ref for effect in analysis.known for ref in (effect.ref, effect.source)}
    names |= names_of({ref for reason in reasons.values() for ref in refs_of(reason)} - names.keys(), user)
    names |= names_of(sources - names.keys(), user)
    steps: dict[int, SeenStep] = {}
    objects = [
        SeenObject(
            ref,
            names[ref],
            found.state,
            found.before,
            found.distance,
            seen_steps(reasons[ref], names, steps) if ref in reasons else (),
        )
        for ref, found in shown.items()
    ]
    promises = _seen_promises(analysis, user, names)
    known = _seen_known(analysis, names)
    return SeenAnalysis(
        analysis=analysis,
        objects=tuple(sorted(objects, key=_rank)),
        promises=promises,
        known=known,
        hidden=len(touched) - len(shown),
        hidden_promises=len(analysis.promises) - len(promises),
        hidden_known=len(analysis.known) - len(known),
        components=dict(Counter(analysis.impact.hidden_components)),
    )


def seen_steps(
    reason: Reason, names: Mapping[Ref, Named], known: dict[int, SeenStep] | None = None
) -> tuple[SeenStep, ...]:
    """The steps of a reason with the names that may be seen; of those between only how many they are.

    known: steps that were made, by the identity of what they show, as reasons have theirs in common.
    """
    known = {} if known is None else known
    steps: list[SeenStep] = []
    for is_hidden, group in groupby(reason.steps, key=lambda step: step.ref not in names):
        if is_hidden:
            steps.append(SeenStep(None, None, '', '', None, hidden=sum(1 for _step in group)))
            continue
        for step in group:
            seen = known.get(id(step)) or known.setdefault(id(step), _seen_step(step, names))
            behind_hidden = bool(steps) and bool(steps[-1].hidden) and step.provider != NETWORK
            steps.append(replace(seen, relation='', provider='') if behind_hidden else seen)
    return tuple(steps)


def _seen_step(step: Step, names: Mapping[Ref, Named]) -> SeenStep:
    group = None
    if step.group is not None:
        out = [member for member in step.group.out if member.ref in names]
        group = SeenGroup(
            step.group.needed,
            step.group.left,
            step.group.total,
            tuple((member.ref, names[member.ref]) for member in out),
            frozenset(member.ref for member in out if member.before),
            len(step.group.out) - len(out),
        )
    lost = [uplink.neighbour for uplink in step.lost]
    return SeenStep(
        step.ref,
        names[step.ref],
        step.relation,
        step.provider,
        step.state,
        group,
        tuple((ref, names[ref]) for ref in lost if ref in names),
        sum(ref not in names for ref in lost),
    )


def refs_of(reason: Reason) -> set[Ref]:
    """Every object that a reason names."""
    found = {step.ref for step in reason.steps}
    found |= {member.ref for step in reason.steps if step.group for member in step.group.out}
    return found | {uplink.neighbour for step in reason.steps for uplink in step.lost}


def _rank(found: SeenObject) -> tuple[int, int, str, str, int]:
    far = maxsize if found.distance is None else found.distance
    return -found.state, far, found.ref.type, found.name.display, found.ref.id


def _seen_promises(analysis: Analysis, user: Any | None, names: Mapping[Ref, Named]) -> tuple[SeenPromise, ...]:
    ids = [promise.sla_id for promise in analysis.promises]
    allowed = ids if user is None else viewable_ids(SLA, ids, user)
    slas = SLA.objects.filter(pk__in=allowed).select_related('tenant').in_bulk()
    tenants = {sla.tenant_id for sla in slas.values()} - {None}
    shown = tenants if user is None else viewable_ids(Tenant, tenants, user)
    contacts = contacts_of(slas, shown, user)
    found = []
    for promise in analysis.promises:
        if promise.sla_id in slas:
            sla = slas[promise.sla_id]
            customer = sla.tenant if sla.tenant_id in shown else None
            services = tuple(number for number in promise.service_ids if Ref(SERVICE, number) in names)
            hidden = len(promise.service_ids) - len(services)
            found.append(
                SeenPromise(sla, customer, promise.state, services, hidden, promise.agreed_us, contacts[sla.pk])
            )
    return tuple(found)


def _seen_known(analysis: Analysis, names: Mapping[Ref, Named]) -> tuple[SeenKnown, ...]:
    found = []
    for effect in analysis.known:
        ref, source = effect.ref, effect.source
        if ref in names or source in names:
            found.append(
                SeenKnown(
                    ref if ref in names else None,
                    names.get(ref),
                    effect.state,
                    source if source in names else None,
                    names.get(source),
                )
            )
    return tuple(found)
