"""Which promises a branch endangers, and what of it approved work covers (process §7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...choices import ChangeStatusChoices
from ...engine.structure import DOWN
from ...graph import Ref, states
from ...models import Change, PlannedEffect
from ...models.operations.workflow import missing_agreements
from ..forecast import Forecast
from ..impact import Question, analyse
from ..impact.known import STATE_OF_EFFECT
from .answer import BranchImpact, analyse_branch, evaluated

__all__ = ('BREACH', 'BUDGET', 'LASTING', 'Danger', 'Endangered', 'covering_work', 'danger_of', 'judge_branch')

BREACH = 'breach'
BUDGET = 'budget'
LASTING = 'lasting'
_CHANGE = 'netbox_slm.change'


@dataclass(frozen=True, slots=True)
class Endangered:
    """An agreement that a branch endangers: a promise is broken, its budget overspent, or a service stays down."""

    sla_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Danger:
    """endangered: whether work covers it or not. uncovered: what is left of it. covering: changes that cover parts."""

    endangered: tuple[Endangered, ...]
    uncovered: tuple[Endangered, ...]
    covering: tuple[Ref, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether the branch may not be merged yet."""
        return bool(self.uncovered)


def judge_branch(diff, starts_at, ends_at, now: datetime) -> tuple[BranchImpact, Danger]:
    """The impact of a branch beside what is out already, and the promises that it endangers."""
    with diff.outside():
        work = covering_work(now)
    impact = analyse_branch(diff, starts_at, ends_at, now, without=tuple(work))
    with diff.outside():
        return impact, danger_of(impact, now, work)


def danger_of(impact: BranchImpact, now: datetime, work: Mapping[Ref, Mapping[Ref, int]] | None = None) -> Danger:
    """The promises that it endangers, and those that still are where approved work covers objects.

    work: planned effects by change, by default of all approved work; it covers an object that it makes as bad as the
    branch does. Asked in main.
    """
    endangered = _endangered(impact.forecasts, _lasting_effects(impact))
    if not endangered:
        return Danger((), (), ())
    covered, covering = _covered(impact.effects, covering_work(now) if work is None else work)
    rest = {ref: state for ref, state in impact.effects.items() if ref not in covered}
    if not covered:
        return Danger(endangered, endangered, ())
    if not rest:
        return Danger(endangered, (), covering)
    analysis = impact.analysis
    forecasts = evaluated(rest, analysis.starts_at, analysis.ends_at, now, analysis.question.without)[1]
    lasting = {ref: state for ref, state in _lasting_effects(impact).items() if ref in rest}
    return Danger(endangered, _endangered(forecasts, lasting), covering)


def covering_work(now: datetime) -> dict[Ref, dict[Ref, int]]:
    """Planned effects of the changes that are approved and not over, and whose customers agreed as they have to."""
    statuses = set(ChangeStatusChoices.APPROVED) - set(ChangeStatusChoices.ENDED)
    changes = {
        change.pk: change
        for change in Change.objects.filter(status__in=statuses, planned_end__gt=now).prefetch_related('agreements')
        if not list(missing_agreements(change))
    }
    rows = PlannedEffect.objects.filter(change__in=changes, effect__in=STATE_OF_EFFECT)
    found: dict[Ref, dict[Ref, int]] = {}
    for row in rows.select_related('object_type').order_by('change_id', 'pk'):
        ref = Ref(f'{row.object_type.app_label}.{row.object_type.model}', row.object_id)
        effects = found.setdefault(Ref(_CHANGE, row.change_id), {})
        effects[ref] = max(STATE_OF_EFFECT[row.effect], effects.get(ref, 0))
    return found


def _covered(effects: Mapping[Ref, int], work: Mapping[Ref, Mapping[Ref, int]]) -> tuple[set[Ref], tuple[Ref, ...]]:
    """The objects that planned work makes as bad as the branch does, and the changes by which."""
    covered, covering = set(), []
    for change, planned in work.items():
        reached = states(effects, planned)
        found = {ref for ref, state in effects.items() if reached.get(ref, 0) >= state}
        if found:
            covering.append(change)
            covered |= found
    return covered, tuple(covering)


def _lasting_effects(impact: BranchImpact) -> dict[Ref, int]:
    """What stays down, and is not only deleted: that was an outage."""
    return {ref: found.state for ref, found in impact.lasting.items() if found.state == DOWN}


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
