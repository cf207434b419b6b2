"""What happens to services in the course of planned work: its window cut where something begins or ends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...engine.instants import from_us, to_us
from ...engine.structure import UP
from ...graph import Impact, Ref, impact
from ..impact.known import SERVICE, KnownEffect, known_effects, worst_of

__all__ = ('Cell', 'Course', 'PlannedOutage', 'course_of')

MOST_SOURCES = 25


@dataclass(frozen=True, slots=True)
class PlannedOutage:
    """What planned work does to one object in [start_us, end_us). state: DEGRADED or DOWN."""

    ref: Ref
    state: int
    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A span [start_us, end_us) in which nothing begins or ends.

    impact: what the planned outages make worse than what is out already (`known`). worse_with: records (incidents and
    changes) without which the planned outages would do less to a service.
    """

    start_us: int
    end_us: int
    impact: Impact
    known: tuple[KnownEffect, ...]
    worse_with: frozenset[Ref]

    @property
    def services(self) -> dict[int, tuple[int, int]]:
        """(state, state before) of each service that is made worse, by its id."""
        return {
            ref.id: (touched.state, touched.before)
            for ref, touched in self.impact.touched.items()
            if ref.type == SERVICE
        }


@dataclass(frozen=True, slots=True)
class Course:
    """The planned work as a row of cells, in order, without those in which it does nothing."""

    outages: tuple[PlannedOutage, ...]
    cells: tuple[Cell, ...]

    @property
    def start_us(self) -> int:
        """When the first outage begins."""
        return min(outage.start_us for outage in self.outages)

    @property
    def end_us(self) -> int:
        """When the last outage ends."""
        return max(outage.end_us for outage in self.outages)

    @property
    def worst(self) -> dict[int, int]:
        """The worst state of each service that is touched, by its id."""
        worst: dict[int, int] = {}
        for cell in self.cells:
            for service, (state, _before) in cell.services.items():
                worst[service] = max(state, worst.get(service, UP))
        return worst

    def worst_cell(self, service_id: int) -> Cell:
        """The first of the cells in which a service is worst."""
        touched = [cell for cell in self.cells if service_id in cell.services]
        return max(touched, key=lambda cell: (cell.services[service_id][0], -cell.start_us))


def course_of(outages: Sequence[PlannedOutage], without: Collection[Ref] = ()) -> Course:
    """Evaluate planned outages over open incidents and other approved work (semantics.md §7).

    without: records whose effects are not counted as out already, such as the work itself. The graph is asked once for
    each different set of what is out, and once for each record beside which the work does more.
    """
    outages = [outage for outage in outages if outage.end_us > outage.start_us]
    if not outages:
        return Course((), ())
    start_us, end_us = min(each.start_us for each in outages), max(each.end_us for each in outages)
    known = known_effects(from_us(start_us), from_us(end_us), without)
    edges = {at_us for each in outages for at_us in (each.start_us, each.end_us)}
    edges |= {at_us for effect in known for at_us in _span_of(effect) if start_us < at_us < end_us}
    cells: list[Cell] = []
    seen: dict[tuple[object, ...], tuple[Impact, frozenset[Ref]]] = {}
    ordered = sorted(edges)
    for low, high in pairwise(ordered):
        planned = _worst_planned([each for each in outages if each.start_us <= low < each.end_us])
        out = tuple(effect for effect in known if _span_of(effect)[0] <= low < _span_of(effect)[1])
        if not planned:
            continue
        key = tuple(sorted(planned.items())), out
        if key not in seen:
            seen[key] = _evaluated(planned, out, low)
        found, worse_with = seen[key]
        cells.append(Cell(low, high, found, out, worse_with))
    return Course(tuple(outages), tuple(cells))


def _span_of(effect: KnownEffect) -> tuple[int, int]:
    return to_us(effect.starts_at), to_us(effect.ends_at) if effect.ends_at else 2**62


def _worst_planned(outages: Sequence[PlannedOutage]) -> dict[Ref, int]:
    worst: dict[Ref, int] = {}
    for outage in outages:
        worst[outage.ref] = max(outage.state, worst.get(outage.ref, UP))
    return worst


def _evaluated(planned: dict[Ref, int], out: Sequence[KnownEffect], at_us: int) -> tuple[Impact, frozenset[Ref]]:
    at = from_us(at_us)
    found = impact(planned, before=worst_of(out), at=at)
    if not out:
        return found, frozenset()
    alone = _service_states(impact(planned, at=at))
    together = _service_states(found)
    worse = {service for service, state in together.items() if state > alone.get(service, UP)}
    if not worse:
        return found, frozenset()
    sources = sorted({effect.source for effect in out})
    if len(sources) > MOST_SOURCES:
        return found, frozenset(sources)
    guilty = set()
    for source in sources:
        rest = worst_of([effect for effect in out if effect.source != source])
        without_it = _service_states(impact(planned, before=rest, at=at))
        if any(without_it.get(service, UP) < together[service] for service in worse):
            guilty.add(source)
    # Where each of several would do alone, none is missed: then all of them make it worse
    return found, frozenset(guilty or sources)


def _service_states(found: Impact) -> dict[int, int]:
    return {ref.id: touched.state for ref, touched in found.touched.items() if ref.type == SERVICE}
