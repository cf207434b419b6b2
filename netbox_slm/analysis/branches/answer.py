"""What applying a branch takes down and changes, on the whole graph, so that it does not depend on who asks (§8)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from netbox.plugins import get_plugin_config

from ...engine.instants import to_us
from ...engine.structure import DEGRADED, DOWN
from ...graph import Ref, impact
from ...graph.network import reading_once
from ..forecast import Forecast, PlannedOutage, course_of, forecast
from ..impact import Analysis, Question, analyse
from .changes import CREATE, UPDATE, BranchDiff, structural_services
from .covering import covered_by_work
from .lasting import Lasting, lasting_of, needs_by_object
from .outages import NOT_IN_OPERATION, outages_of

__all__ = ('BranchImpact', 'analyse_branch', 'evaluated', 'span_of')


@dataclass(frozen=True, slots=True)
class BranchImpact:
    """The answer. analysis: what both do to everything else, in main's graph, over the window.

    outages: objects that are down while the branch is realised, and why. lasting: objects that the branch leaves worse
    once it is merged. forecasts: what the outages do to each promise. covered: objects that approved work takes down as
    well; covering: that work, which does not count as out already.
    """

    diff: BranchDiff
    outages: Mapping[Ref, str]
    lasting: Mapping[Ref, Lasting]
    analysis: Analysis
    forecasts: tuple[Forecast, ...]
    covered: frozenset[Ref]
    covering: tuple[Ref, ...]

    @property
    def must_be_synced(self) -> bool:
        """Whether main has changed meanwhile in what `lasting` is read from."""
        return self.diff.must_be_synced

    @property
    def effects(self) -> dict[Ref, int]:
        """What is named: the outages, and what is left worse without being reached by one."""
        return dict(self.analysis.question.effects)


def span_of(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The window in which a branch is realised: from now on, and as long as the setting says, unless it is given."""
    starts_at = starts_at or now
    minutes = get_plugin_config('netbox_slm', 'branch_outage_minutes')
    return starts_at, ends_at if ends_at is not None else starts_at + timedelta(minutes=minutes)


def analyse_branch(
    diff: BranchDiff, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> BranchImpact:
    """What the branch takes down while it is realised in the window, and what it leaves worse (docs/branching.md).

    Reads the branch's own tables for the branch, and main's for everything else. Queries: by the depth of the graph and
    the number of types of object, not by the objects, nor by the changes that cover them.
    """
    starts_at, ends_at = span_of(starts_at, ends_at, now)
    with reading_once():
        outages = _outages(diff)
        lasting = _beside(lasting_of(diff, _candidates(diff, outages)) if diff.changes else {}, outages)
        worst = {ref: found.state for ref, found in lasting.items()} | dict.fromkeys(outages, DOWN)
        with diff.outside():
            covered, covering = covered_by_work(worst, now)
            analysis, forecasts = evaluated(_named(outages, lasting), starts_at, ends_at, now, covering)
    return BranchImpact(diff, outages, lasting, analysis, forecasts, covered, covering)


def evaluated(
    effects: Mapping[Ref, int], starts_at: datetime, ends_at: datetime, now: datetime, without: Sequence[Ref] = ()
) -> tuple[Analysis, tuple[Forecast, ...]]:
    """What these effects do in main's graph over the window, and to each promise.

    without: work that does not count as out already.
    """
    analysis = analyse(Question(effects, starts_at, ends_at, without=tuple(without)))
    span = to_us(starts_at), to_us(ends_at)
    planned = [PlannedOutage(ref, state, *span) for ref, state in effects.items() if state >= DEGRADED]
    if not planned or not analysis.services:
        return analysis, ()
    return analysis, tuple(forecast(course_of(planned, without), now))


def _outages(diff: BranchDiff) -> dict[Ref, str]:
    refs = [change.ref for change in diff.of_cis if change.action == UPDATE and change.matters]
    with diff.outside():
        before = needs_by_object(refs)
    with diff.inside():
        after = needs_by_object(refs)
    return outages_of(diff.changes, before, after)


def _beside(lasting: Mapping[Ref, Lasting], outages: Mapping[Ref, str]) -> dict[Ref, Lasting]:
    """Without what the branch puts out of operation itself: that it stays so was meant."""
    return {ref: found for ref, found in lasting.items() if outages.get(ref) != NOT_IN_OPERATION}


def _named(outages: Mapping[Ref, str], lasting: Mapping[Ref, Lasting]) -> dict[Ref, int]:
    """The effects that are evaluated: what an outage reaches anyway is not named, so that its reason is told."""
    effects = dict.fromkeys(outages, DOWN)
    reached = impact(effects, components=True).touched if effects and lasting else {}
    for ref, found in lasting.items():
        if ref not in reached or reached[ref].state < found.state:
            effects[ref] = max(found.state, effects.get(ref, found.state))
    return effects


def _candidates(diff: BranchDiff, outages: Mapping[Ref, str]) -> set[Ref]:
    """All that stands on anything that the branch changes, in main or in the branch, and may so be left worse."""
    changed = [change for change in diff.of_cis if change.matters]
    created = {change.ref for change in changed if change.action == CREATE}
    changed_refs = {change.ref for change in changed}
    with diff.outside():
        owners = structural_services(diff.changes)
        found = owners | _above((changed_refs - created) | outages.keys())
    with diff.inside():
        found |= _above(changed_refs - diff.gone)
    return found - created


def _above(refs: Collection[Ref]) -> set[Ref]:
    """These and everything that would be worse without them."""
    if not refs:
        return set()
    return {*refs, *impact(dict.fromkeys(refs, DOWN), components=True).touched}
