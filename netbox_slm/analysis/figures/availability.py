"""Availability figures: the states of all services over time, measured per target, service and period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ...choices import CombinationChoices
from ...engine.instants import I64
from ...engine.objectives import (
    Availability,
    AvailabilityInput,
    Share,
    availability,
    availability_status,
    combine_mean,
    combine_pooled,
)
from ...engine.periods import Period
from ...engine.structure import DOWN, Effects, Link, Links, evaluate
from ...engine.structure.timeline import HARD
from ..facts import Facts, Part, TargetTerms
from .ledger import Measure, contributions_of, excused_spans
from .model import Contribution, Figure, FigureKey, exact_share, whole
from .ways import WayFinder

__all__ = ('availability_figures',)

_NOTHING = np.zeros(0, dtype=np.int64)


def availability_figures(facts: Facts, wanted: Iterable[tuple[TargetTerms, int | None, Period]]) -> list[Figure]:
    """The figures of availability targets: each (target, service id or None for all combined, period)."""
    states = _States.of(facts, wanted := list(wanted))
    figures = []
    for target, service_id, period in wanted:
        if service_id is not None:
            parts = [_Measured.of(states, target, period, service_id)]
        elif target.combination == CombinationChoices.COMBINE_TOGETHER:
            parts = [_Measured.together(states, target, period)]
        else:
            parts = [_Measured.of(states, target, period, each) for each in target.service_ids]
        figures.append(_figure(target, service_id, period, parts))
    return figures


@dataclass(frozen=True, slots=True)
class _States:
    """The timelines of all services, evaluated part by part when first asked for.

    together: target id -> node of a service that stands for all services of that target together.
    """

    facts: Facts
    by_node: dict[int, Part]
    together: dict[int, int]
    _timelines: dict[int, tuple[WayFinder, WayFinder | None]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, facts: Facts, wanted: Sequence[tuple[TargetTerms, int | None, Period]]) -> '_States':
        first = facts.structure.service_ids.size + facts.structure.ci_keys.size
        together: dict[int, int] = {}
        links: list[Link] = []
        for target, service_id, _period in wanted:
            if service_id is not None or target.target_id in together:
                continue
            if target.combination == CombinationChoices.COMBINE_TOGETHER:
                together[target.target_id] = first + len(together)
                links += _together_links(facts, target, together[target.target_id])
        parts = facts.structure.parts(links)
        return cls(facts, {node: part for part in parts for node in part.services}, together)

    def ways(self, node: int) -> tuple[WayFinder, WayFinder | None]:
        """The states of a service with all incidents, and with excused ones only (None where there are none)."""
        part = self.by_node[node]
        key = part.services[0]
        if key not in self._timelines:
            self._timelines[key] = _evaluate(self.facts, part)
        return self._timelines[key]


def _together_links(facts: Facts, target: TargetTerms, node: int) -> list[Link]:
    """A service that is down when any of these is, each while it is in operation and not in maintenance of its own."""
    links = []
    for service_id in target.service_ids:
        needed = facts.structure.node_of(service_id)
        own = facts.maintenance.only_of(service_id, target.sla_id)
        since_us, until_us = int(facts.structure.since_us[needed]), int(facts.structure.until_us[needed])
        for start_us, end_us in zip(
            facts.maintenance.start_us[own].tolist(), facts.maintenance.end_us[own].tolist(), strict=True
        ):
            if since_us < start_us:
                links.append(Link(node, needed, HARD, since_us, min(start_us, until_us)))
            since_us = max(since_us, end_us)
        if since_us < until_us:
            links.append(Link(node, needed, HARD, since_us, until_us))
    return links


def _evaluate(facts: Facts, part: Part) -> tuple[WayFinder, WayFinder | None]:
    structure = facts.structure
    links = Links(part.links, structure.group_min, structure.group_since_us, structure.group_until_us)
    which = np.flatnonzero(np.isin(facts.incidents.effects.node, part.nodes))
    effects = facts.incidents.effects.take(which)
    start_us, end_us = _span(facts, effects)
    excused = facts.incidents.is_excused[effects.incident] == 1
    timeline = evaluate(part.services, links, effects, start_us, end_us)
    ways = WayFinder(facts, part, links, effects, timeline)
    if not excused.any():
        return ways, None
    only_excused = effects.take(np.flatnonzero(excused))
    timeline = evaluate(part.services, links, only_excused, start_us, end_us)
    return ways, WayFinder(facts, part, links, only_excused, timeline)


def _span(facts: Facts, effects: Effects) -> tuple[int, int]:
    """From the earliest effect to now at the latest; an effect on a service must be inside to replace another."""
    end_us = min(facts.end_us, facts.now_us)
    start_us = min(facts.start_us, end_us - 1)
    if effects.start_us.size:
        start_us = min(start_us, int(effects.start_us.min()))
        end_us = max(end_us, min(int(effects.start_us.max()) + 1, facts.now_us))
    return start_us, end_us


@dataclass(frozen=True, slots=True)
class _Measured:
    """One service (or several together) measured over a period, with its lines."""

    found: Availability
    lines: tuple[Contribution, ...]

    @classmethod
    def of(cls, states: _States, target: TargetTerms, period: Period, service_id: int) -> '_Measured':
        structure = states.facts.structure
        node = structure.node_of(service_id)
        life = int(structure.since_us[node]), int(structure.until_us[node])
        return cls._measure(states, target, period, service_id, node, life)

    @classmethod
    def together(cls, states: _States, target: TargetTerms, period: Period) -> '_Measured':
        structure = states.facts.structure
        nodes = [structure.node_of(service_id) for service_id in target.service_ids]
        life = (
            min((int(structure.since_us[node]) for node in nodes), default=period.end_us),
            max((int(structure.until_us[node]) for node in nodes), default=period.start_us),
        )
        return cls._measure(states, target, period, None, states.together[target.target_id], life)

    @classmethod
    def _measure(
        cls,
        states: _States,
        target: TargetTerms,
        period: Period,
        service_id: int | None,
        node: int,
        life: tuple[int, int],
    ) -> '_Measured':
        facts = states.facts
        ways, excused = states.ways(node)
        which = facts.maintenance.applying(target.sla_id, service_id)
        maintenance = tuple(
            column[which]
            for column in (facts.maintenance.window_id, facts.maintenance.start_us, facts.maintenance.end_us)
        )
        given = _given(facts, target, period, life, (maintenance[1:], _excused(excused, node)), ways, node)
        found = availability(given)
        measure = Measure(
            service_id=service_id,
            node=node,
            calendar=given.calendar,
            start_us=period.start_us,
            end_us=min(period.end_us, facts.now_us),
            since_us=given.since_us,
            until_us=given.until_us,
            weight=given.weight,
            maintenance=maintenance,
            ways=ways,
            excused=excused,
            found=found,
        )
        return cls(found, tuple(contributions_of(measure)))


def _given(facts, target, period, life, excluded, ways, node) -> AvailabilityInput:  # type: ignore[no-untyped-def]
    """What the engine wants to know of one figure; excluded: pairs of starts and ends."""
    return AvailabilityInput(
        calendar=facts.compiled(target.calendar_id),
        start_us=period.start_us,
        end_us=period.end_us,
        now_us=facts.now_us,
        since_us=max(target.since_us, life[0]),
        until_us=min(target.until_us, life[1]),
        excluded=(
            np.concatenate([start_us for start_us, _end_us in excluded]),
            np.concatenate([end_us for _start_us, end_us in excluded]),
        ),
        unobserved=(_NOTHING, _NOTHING),
        edges_us=ways.timeline.edges_us,
        weight=ways.timeline.weight_of(node, target.degraded_weight),
        is_down=ways.timeline.state[ways.timeline.services[node]] == DOWN,
        target=target.target,
        excluded_counts_as_up=target.excluded_counts_as_up,
        shortest_outage_us=target.shortest_outage_us,
    )


def _excused(ways: WayFinder | None, node: int) -> tuple[I64, I64]:
    start_us, end_us, _cells = excused_spans(ways, node)
    return start_us, end_us


def _figure(target: TargetTerms, service_id: int | None, period: Period, parts: Sequence[_Measured]) -> Figure:
    found = [part.found for part in parts]
    share, budget, consumed, burn_rate = _combined(target, found)
    has_budget = budget > 0
    return Figure(
        key=FigureKey(target.target_id, service_id, period.start_us, period.end_us),
        period=period,
        status=availability_status(share, target.target, budget, consumed, burn_rate, target.warning),
        target_percent=target.target_percent,
        share=exact_share(share),
        agreed_us=sum(each.agreed_us for each in found),
        excluded_us=sum(each.excluded_us for each in found),
        unobserved_us=sum(each.unobserved_us for each in found),
        downtime_us=sum(each.downtime_us for each in found),
        budget_us=whole(budget) if has_budget else None,
        remaining_us=whole(budget - consumed) if has_budget else None,
        burn_rate=None if burn_rate is None else float(burn_rate),
        contributions=tuple(line for part in parts for line in part.lines),
    )


def _combined(target: TargetTerms, found: Sequence[Availability]) -> tuple[Share, Fraction, Fraction, Fraction | None]:
    """(share, budget, consumed, burn rate) of one or several availabilities; amounts in microseconds, exact."""
    if len(found) == 1:
        return found[0].share, found[0].budget, found[0].consumed, found[0].burn_rate
    if target.combination == CombinationChoices.COMBINE_MEAN:
        return _mean(target, [each for each in found if each.budget_base_us])
    budget = sum((each.budget for each in found), Fraction(0))
    consumed = sum((each.consumed for each in found), Fraction(0))
    base = Fraction(sum(each.base_us for each in found))
    whole_base = sum(each.budget_base_us for each in found)
    burn_rate = consumed / budget / (base / whole_base) if budget and base else None
    return combine_pooled(list(found)), budget, consumed, burn_rate


def _mean(target: TargetTerms, found: list[Availability]) -> tuple[Share, Fraction, Fraction, Fraction | None]:
    """Of a mean each service weighs the same: its budget is the mean of theirs, consumed by the mean of the shares."""
    if not found:
        return Share(0, 0), Fraction(0), Fraction(0), None
    number = len(found)
    base = Fraction(sum(each.budget_base_us for each in found), number)
    budget = (1 - target.target) * base
    consumed = base * sum((each.consumed / each.budget_base_us for each in found), Fraction(0)) / number
    elapsed = sum((Fraction(each.base_us, each.budget_base_us) for each in found), Fraction(0)) / number
    burn_rate = consumed / budget / elapsed if budget and elapsed else None
    return combine_mean(found), budget, consumed, burn_rate
