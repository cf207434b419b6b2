"""What planned work does to each promise: the planned outage added to the history of the period (semantics.md §7)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial

import numpy as np

from ...choices import CombinationChoices, MetricChoices
from ...engine.instants import I64, to_us
from ...engine.periods import Period
from ...engine.structure import DEFAULT_WEIGHT, DEGRADED, Effects
from ...models import SLA, ServiceLevelTarget
from ..facts import Facts, IncidentFacts, StructureFacts, TargetTerms, computed_statuses, load_facts, load_targets
from ..facts.targets import load_agreements
from ..figures import Figure, figures_of
from ..periods import periods_touching
from ..storing import key_of
from .course import Course

__all__ = ('Forecast', 'forecast', 'lost_to')

type Wanted = tuple[TargetTerms, int | None, Period]

_FOREIGN = 2**40  # number of the incident that stands for the planned work


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the work does to one promise in one period of its SLA.

    target_id: None where the SLA has no target that outages count against. service_id: None for all services of the
    target together. period: None without a target. worst: the worst state of the services it is about.
    counted_us: downtime that the work adds to the figure. outside_us: service time lost outside agreed windows.
    before, after: the figure at the end of the period without and with the work, if nothing else happens.
    """

    terms: TargetTerms
    target_id: int | None
    service_id: int | None
    period: Period | None
    worst: int
    counted_us: int
    outside_us: int
    before: Figure | None
    after: Figure | None

    @property
    def is_breach(self) -> bool:
        """Whether the figure misses its target with the work, which takes something from it."""
        after = self.after
        return self.counted_us > 0 and after is not None and after.share.has_data and self._is_missed(after)

    @property
    def is_missed_before(self) -> bool:
        """Whether it is missed without the work already."""
        return self.before is not None and self.before.share.has_data and self._is_missed(self.before)

    def _is_missed(self, figure: Figure) -> bool:
        return figure.share.fraction < self.terms.target

    @property
    def sla_id(self) -> int:
        """The agreement."""
        return self.terms.sla_id


def forecast(course: Course, now: datetime) -> list[Forecast]:
    """What the course of planned work does to every availability promise about the services it touches.

    Agreements without such a promise have a row per service, with what is lost outside agreed windows. Queries:
    constant in services and promises.
    """
    worst = course.worst
    if not worst:
        return []
    targets, bare = _terms_about(worst)
    wanted = [each for target in targets for each in _wanted(target, worst, course)]
    rows = [] if not wanted else _forecasts(course, wanted, worst, now)
    alone = [(terms, service) for terms in bare for service in terms.service_ids if service in worst]
    return rows + _bare_forecasts(course, alone, worst, now)


def outside_us(course: Course, pairs: Sequence[tuple[TargetTerms, int]], now: datetime) -> list[int]:
    """For each (terms, service id) the service time that is lost to the work outside agreed windows."""
    span = Period('', course.start_us, course.end_us)
    wanted: list[Wanted] = [(strict(terms), service, span) for terms, service in pairs]
    before, after = _computed(course, wanted, now)
    return [late.downtime_us - early.downtime_us for early, late in zip(before, after, strict=True)]


def lost_to(incident_ids: Collection[int], wanted: Sequence[Wanted], now: datetime) -> list[int]:
    """The downtime that these incidents alone cost each of the figures, in microseconds."""
    if not wanted:
        return []
    facts = _facts(wanted, now)
    only = facts.with_incidents(partial(_only, np.array(sorted(incident_ids), dtype=np.int64)), facts.now_us)
    return [figure.downtime_us for figure in _in_order(figures_of(only, wanted), wanted)]


def _only(ids: I64, incidents: IncidentFacts) -> IncidentFacts:
    which = np.isin(incidents.ids[incidents.effects.incident], ids)
    return replace(incidents, effects=incidents.effects.take(which))


def strict(terms: TargetTerms) -> TargetTerms:
    """The agreement's hours and windows, with every second down outside of them counted and nothing else."""
    return replace(
        terms,
        metric=MetricChoices.METRIC_AVAILABILITY,
        combination=CombinationChoices.COMBINE_EACH,
        target=Fraction(1),
        degraded_weight=0,
        shortest_outage_us=0,
    )


def _terms_about(services: Mapping[int, int]) -> tuple[list[TargetTerms], list[TargetTerms]]:
    """Availability targets about these services, and agreements about them that have none."""
    slas = set(SLA.objects.filter(services__in=services, status__in=computed_statuses()).values_list('pk', flat=True))
    ids = ServiceLevelTarget.objects.filter(sla__in=slas, metric=MetricChoices.METRIC_AVAILABILITY)
    targets = [
        target
        for target in load_targets(list(ids.values_list('pk', flat=True)))
        if not services.keys().isdisjoint(target.service_ids)
    ]
    promised = {(target.sla_id, service) for target in targets for service in target.service_ids}
    bare = []
    for terms in load_agreements(sorted(slas)):
        left = tuple(service for service in terms.service_ids if (terms.sla_id, service) not in promised)
        if left:
            bare.append(replace(terms, service_ids=left))
    return targets, bare


def _wanted(target: TargetTerms, worst: Mapping[int, int], course: Course) -> Iterable[Wanted]:
    each = target.combination == CombinationChoices.COMBINE_EACH
    services = [service for service in target.service_ids if service in worst] if each else [None]
    for period in periods_touching(target.rule, course.start_us, course.end_us):
        if period.start_us < target.until_us and period.end_us > target.since_us:
            yield from ((target, service, period) for service in services)


def _forecasts(course: Course, wanted: Sequence[Wanted], worst: Mapping[int, int], now: datetime) -> list[Forecast]:
    before, after = _computed(course, wanted, now)
    lost = _lost(course, wanted, worst, now)
    found = []
    for (target, service, period), early, late in zip(wanted, before, after, strict=True):
        about = [service] if service is not None else [each for each in target.service_ids if each in worst]
        found.append(
            Forecast(
                terms=target,
                target_id=target.target_id,
                service_id=service,
                period=period,
                worst=max(worst[each] for each in about),
                counted_us=late.downtime_us - early.downtime_us,
                outside_us=max(lost[target.target_id, each] for each in about),
                before=early,
                after=late,
            )
        )
    return found


def _lost(
    course: Course, wanted: Sequence[Wanted], worst: Mapping[int, int], now: datetime
) -> dict[tuple[int, int], int]:
    targets = {target.target_id: target for target, _service, _period in wanted}
    pairs = [(target, service) for target in targets.values() for service in target.service_ids if service in worst]
    keys = [(target.target_id, service) for target, service in pairs]
    return dict(zip(keys, outside_us(course, pairs, now), strict=True))


def _bare_forecasts(
    course: Course, pairs: Sequence[tuple[TargetTerms, int]], worst: Mapping[int, int], now: datetime
) -> list[Forecast]:
    if not pairs:
        return []
    lost = outside_us(course, pairs, now)
    return [
        Forecast(terms, None, service, None, worst[service], 0, amount, None, None)
        for (terms, service), amount in zip(pairs, lost, strict=True)
    ]


def _computed(course: Course, wanted: Sequence[Wanted], now: datetime) -> tuple[list[Figure], list[Figure]]:
    """The figures at the end of their periods without and with the work."""
    facts = _facts(wanted, now)
    at_the_end = max(facts.now_us, facts.end_us)
    without = facts.with_incidents(partial(_ended, facts.now_us), at_the_end)
    with_it = without.with_incidents(partial(_with_work, facts.structure, course), at_the_end)
    return _in_order(figures_of(without, wanted), wanted), _in_order(figures_of(with_it, wanted), wanted)


def _facts(wanted: Sequence[Wanted], now: datetime) -> Facts:
    return load_facts(
        list({(target.target_id, target.sla_id): target for target, _service, _period in wanted}.values()),
        min(period.start_us for _target, _service, period in wanted),
        max(period.end_us for _target, _service, period in wanted),
        to_us(now),
    )


def _in_order(figures: Sequence[Figure], wanted: Sequence[Wanted]) -> list[Figure]:
    by_key = {figure.key: figure for figure in figures}
    return [by_key[key_of(each)] for each in wanted]


def _ended(now_us: int, incidents: IncidentFacts) -> IncidentFacts:
    """Incidents that end now, if they are open: nothing else is held to happen."""
    effects = incidents.effects
    end_us = np.maximum(np.minimum(effects.end_us, now_us), effects.start_us)
    return replace(incidents, effects=effects._replace(end_us=end_us))


def _with_work(structure: StructureFacts, course: Course, incidents: IncidentFacts) -> IncidentFacts:
    """The incidents with the work as one more, which names the services that it makes worse."""
    ids = structure.service_ids
    rows = [
        (structure.node_of(service), cell.start_us, cell.end_us, state)
        for cell in course.cells
        for service, (state, _before) in cell.services.items()
        if state >= DEGRADED and ids.size and service in ids
    ]
    if not rows:
        return incidents
    number = incidents.ids.size
    node, start_us, end_us, state = np.array(rows, dtype=np.int64).T
    planned = Effects(node, start_us, end_us, state, np.full(node.size, DEFAULT_WEIGHT), np.full(node.size, number))
    effects = Effects(*(np.concatenate(pair) for pair in zip(incidents.effects, planned, strict=True)))
    return replace(
        incidents,
        ids=np.append(incidents.ids, _FOREIGN),
        reported_us=np.append(incidents.reported_us, start_us.min()),
        responded_us=np.append(incidents.responded_us, start_us.min()),
        resolved_us=np.append(incidents.resolved_us, end_us.max()),
        priority=np.append(incidents.priority, 0),
        is_excused=np.append(incidents.is_excused, 0),
        effects=effects,
    )
