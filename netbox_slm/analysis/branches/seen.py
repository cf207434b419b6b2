"""What one user is shown of the impact of a branch: names of what may be seen, numbers of what may not (§8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...engine.structure import DEGRADED, DOWN
from ...graph import Ref
from ...models import SLA
from ...visible import viewable_ids
from ..forecast import Forecast
from ..impact import Named, SeenAnalysis, names_of, seen_by
from ..impact.asking import forecasts_seen
from .answer import BranchImpact
from .danger import Danger, Endangered

__all__ = ('SeenBranchImpact', 'SeenCause', 'SeenDanger', 'branch_seen_by')


@dataclass(frozen=True, slots=True)
class SeenCause:
    """An object that the branch itself takes down or leaves worse, and why."""

    ref: Ref
    name: Named
    state: int
    why: str


@dataclass(frozen=True, slots=True)
class SeenDanger:
    """An agreement that is endangered. is_covered: approved work covers what endangers it."""

    sla: SLA
    why: str
    is_covered: bool


@dataclass(frozen=True, slots=True)
class SeenBranchImpact:
    """outages, lasting: as far as they may be seen, and how many others.

    So are the dangers, the covering changes, and the budgets: what the outages do to each promise in each period.
    """

    impact: BranchImpact
    danger: Danger
    seen: SeenAnalysis
    outages: tuple[SeenCause, ...]
    lasting: tuple[SeenCause, ...]
    dangers: tuple[SeenDanger, ...]
    covering: tuple[tuple[Ref, Named], ...]
    budgets: tuple[Forecast, ...]
    hidden_outages: int
    hidden_lasting: int
    hidden_dangers: int
    hidden_covering: int
    hidden_budgets: int

    @property
    def to_be_planned(self) -> list[Ref]:
        """What a change has to take down to cover the branch, as far as it may be seen."""
        effects = self.impact.effects
        causes = dict.fromkeys(cause.ref for cause in (*self.outages, *self.lasting))
        return [ref for ref in causes if effects.get(ref, 0) >= DEGRADED]


def branch_seen_by(impact: BranchImpact, danger: Danger, user: Any | None) -> SeenBranchImpact:
    """What `user` (None: whoever may see all) is shown. Queries: two per type of object that occurs."""
    with impact.diff.outside():
        seen = seen_by(impact.analysis, user)
        names = names_of({*impact.outages, *impact.lasting, *impact.covering}, user)
        dangers = _dangers(danger, user)
    outages = _causes(((ref, DOWN, why) for ref, why in impact.outages.items()), names)
    lasting = _causes(((ref, found.state, found.why) for ref, found in impact.lasting.items()), names)
    covering = tuple((ref, names[ref]) for ref in impact.covering if ref in names)
    budgets = forecasts_seen(seen, impact.forecasts)
    return SeenBranchImpact(
        impact=impact,
        danger=danger,
        seen=seen,
        outages=outages,
        lasting=lasting,
        dangers=dangers,
        covering=covering,
        budgets=budgets,
        hidden_outages=len(impact.outages) - len(outages),
        hidden_lasting=len(impact.lasting) - len(lasting),
        hidden_dangers=len(danger.endangered) - len(dangers),
        hidden_covering=len(impact.covering) - len(covering),
        hidden_budgets=len(impact.forecasts) - len(budgets),
    )


def _causes(causes: Iterable[tuple[Ref, int, str]], names) -> tuple[SeenCause, ...]:
    found = [SeenCause(ref, names[ref], state, why) for ref, state, why in causes if ref in names]
    return tuple(sorted(found, key=lambda cause: (-cause.state, cause.ref.type, cause.name.display, cause.ref.id)))


def _dangers(danger: Danger, user: Any | None) -> tuple[SeenDanger, ...]:
    ids = [found.sla_id for found in danger.endangered]
    allowed = ids if user is None else viewable_ids(SLA, ids, user)
    slas = SLA.objects.filter(pk__in=allowed).in_bulk()
    uncovered = {found.sla_id for found in danger.uncovered}
    return tuple(_shown(found, slas[found.sla_id], uncovered) for found in danger.endangered if found.sla_id in slas)


def _shown(found: Endangered, sla: SLA, uncovered: set[int]) -> SeenDanger:
    return SeenDanger(sla, found.why, found.sla_id not in uncovered)
