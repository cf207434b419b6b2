"""Which promises a branch endangers, and which of them still where approved work covers objects (process §7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...engine.structure import DOWN
from ...graph import Ref
from ..forecast import Forecast
from ..impact import Question, analyse
from .answer import BranchImpact, analyse_branch, evaluated
from .changes import BranchDiff

__all__ = ('BREACH', 'BUDGET', 'LASTING', 'Danger', 'Endangered', 'danger_of', 'judge_branch')

BREACH = 'breach'
BUDGET = 'budget'
LASTING = 'lasting'


@dataclass(frozen=True, slots=True)
class Endangered:
    """An agreement that a branch endangers: a promise is broken, its budget overspent, or a service stays down."""

    sla_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Danger:
    """endangered: whether work covers it or not. uncovered: what is left of it.

    must_be_synced: main has changed meanwhile, so that there may be more of both.
    """

    endangered: tuple[Endangered, ...]
    uncovered: tuple[Endangered, ...]
    must_be_synced: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether the branch may not be merged yet."""
        return self.must_be_synced or bool(self.uncovered)


def judge_branch(
    diff: BranchDiff, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> tuple[BranchImpact, Danger]:
    """The impact of a branch beside what is out already, and the promises that it endangers."""
    impact = analyse_branch(diff, starts_at, ends_at, now)
    with diff.outside():
        return impact, danger_of(impact, now)


def danger_of(impact: BranchImpact, now: datetime) -> Danger:
    """The promises that it endangers, and those that what is not covered endangers by itself. Asked in main.

    What is left is judged on top of all approved work, also of that which covers the rest.
    """
    lasting = {ref: found.state for ref, found in impact.lasting.items() if found.state == DOWN}
    endangered = _endangered(impact.forecasts, lasting)
    rest = {ref: state for ref, state in impact.effects.items() if ref not in impact.covered}
    if not endangered or not impact.covered:
        return Danger(endangered, endangered, impact.must_be_synced)
    left = {ref: state for ref, state in lasting.items() if ref not in impact.covered}
    window = impact.analysis.starts_at, impact.analysis.ends_at
    _analysis, forecasts = evaluated(rest, *window, now)
    return Danger(endangered, _endangered(forecasts, left), impact.must_be_synced)


def _endangered(forecasts: Iterable[Forecast], lasting: Mapping[Ref, int]) -> tuple[Endangered, ...]:
    found: dict[int, str] = {}
    for each in forecasts:
        if each.is_breach:
            found[each.sla_id] = BREACH
        elif each.counted_us > 0 and each.after is not None and (each.after.remaining_us or 0) < 0:
            found.setdefault(each.sla_id, BUDGET)
    if lasting:
        for promise in analyse(Question(lasting, with_known=False)).promises:
            if promise.state == DOWN:
                found.setdefault(promise.sla_id, LASTING)
    return tuple(Endangered(sla_id, why) for sla_id, why in sorted(found.items()))
