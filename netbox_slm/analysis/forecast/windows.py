"""When the same work would touch less: windows in the next days, judged by hours, agreed windows and budgets (§7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from ...engine.clock import ServiceClock
from ...engine.instants import DAY_US, I64, from_us, to_us
from ...engine.intervals import Spans, union
from ...engine.structure import DOWN
from ..facts.calendars import load_calendars
from ..facts.exclusions import MaintenanceFacts, load_maintenance
from .course import Course
from .figures import Forecast, forecast

__all__ = ('WindowChoice', 'Windows', 'find_windows')

STEP_US = 30 * 60 * 1_000_000
MOST_PERIODS = 8
_NO_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class WindowChoice:
    """A window for the same work. outside_us: service time lost in it, summed over services and agreements.

    touched: how many agreements lose service time; over: how many would be overspent by it.
    """

    starts_at: datetime
    ends_at: datetime
    outside_us: int
    touched: int
    over: int


@dataclass(frozen=True, slots=True)
class Windows:
    """best: the one that costs least, the soonest of equals. latest: the last one that costs nothing, or, where none is
    free of cost, that stays inside every budget.

    planned: what the planned one costs, measured the same way. None where no window is free.
    """

    planned: WindowChoice
    best: WindowChoice | None
    latest: WindowChoice | None


def find_windows(
    course: Course,
    forecasts: Sequence[Forecast],
    now: datetime,
    days: int = 14,
    closed: Sequence[tuple[datetime, datetime]] = (),
) -> Windows | None:
    """The best and the latest window of the next `days` for the same work; None where it touches no promise.

    What is down and for how long is taken from the course: the same outages, begun at another time. closed: spans in
    which it may not be, such as freezes and other work that makes it worse. Starts are tried every half hour, each
    judged by the budget of the period that it lies in. Queries: constant in the number of promises.
    """
    if not forecasts or not course.cells:
        return None
    first = -(-(to_us(now) + 1) // STEP_US) * STEP_US
    starts = np.arange(first, to_us(now) + days * DAY_US, STEP_US, dtype=np.int64)
    starts = np.append(starts, course.start_us)
    forecasts = _of_all_periods(course, forecasts, now, int(starts.min()), int(starts.max()))
    cost = _Cost(course, forecasts, int(starts.min()), int(starts.max()) + course.end_us - course.start_us)
    outside, touched, over = cost.of(starts)
    length = course.end_us - course.start_us
    choices = [
        WindowChoice(from_us(start), from_us(start + length), *amounts)
        for start, *amounts in zip(starts.tolist(), outside.tolist(), touched.tolist(), over.tolist(), strict=True)
    ]
    planned, free = choices[-1], _free(choices[:-1], closed)
    best = min(free, key=lambda choice: (choice.over, choice.outside_us, choice.starts_at), default=None)
    inside = [choice for choice in free if not choice.touched] or [choice for choice in free if not choice.over]
    return Windows(planned, best, max(inside, key=lambda choice: choice.starts_at, default=None))


def _free(choices: Sequence[WindowChoice], closed: Sequence[tuple[datetime, datetime]]) -> list[WindowChoice]:
    return [
        choice
        for choice in choices
        if not any(choice.starts_at < ends_at and choice.ends_at > starts_at for starts_at, ends_at in closed)
    ]


def _of_all_periods(
    course: Course, forecasts: Sequence[Forecast], now: datetime, first_us: int, last_us: int
) -> list[Forecast]:
    """Forecasts of the same work in each period in which it may begin, the planned one's first: their budgets differ.

    Of rolling days, which have one a day, those of the first days.
    """
    found, at_us = list(forecasts), first_us
    for _number in range(MOST_PERIODS):
        if any(each.period and not _holds(each, at_us) for each in forecasts):
            found += forecast(_moved(course, at_us - course.start_us), now)
        ends = [each.period.end_us for each in found if each.period and _holds(each, at_us)]
        if not ends or min(ends) > last_us:
            break
        at_us = min(ends)
    return found


def _holds(found: Forecast, at_us: int) -> bool:
    return found.period is not None and found.period.start_us <= at_us < found.period.end_us


def _moved(course: Course, by_us: int) -> Course:
    return Course(
        tuple(
            replace(outage, start_us=outage.start_us + by_us, end_us=outage.end_us + by_us) for outage in course.outages
        ),
        tuple(replace(cell, start_us=cell.start_us + by_us, end_us=cell.end_us + by_us) for cell in course.cells),
    )


class _Cost:
    """What the outages of a course cost each agreement when they begin at another time."""

    def __init__(self, course: Course, forecasts: Sequence[Forecast], start_us: int, end_us: int) -> None:
        self._down = _down_offsets(course)
        # By agreement and service: by calendar
        self._left: dict[tuple[int, int], dict[int | None, list[Forecast]]] = {}
        for found in forecasts:
            for service in _services_of(found):
                if service in self._down:
                    left = self._left.setdefault((found.sla_id, service), {})
                    left.setdefault(found.terms.calendar_id, []).append(found)
        services = sorted({service for _sla, service in self._left})
        slas = sorted({sla for sla, _service in self._left})
        self._maintenance = load_maintenance(slas, services, start_us - DAY_US, end_us + DAY_US)
        calendars = {calendar for left in self._left.values() for calendar in left}
        self._clocks = {number: ServiceClock(found) for number, found in load_calendars(calendars).items()}

    def of(self, starts: I64) -> tuple[I64, I64, I64]:
        """(service time lost, agreements that lose any, agreements overspent), each (n,), for n starts."""
        lost: dict[int, I64] = {}
        over: dict[int, I64] = {}
        zeros = np.zeros(starts.size, dtype=np.int64)
        for (sla_id, service), by_calendar in self._left.items():
            most = zeros
            for calendar_id, forecasts in by_calendar.items():
                amount = self._lost(calendar_id, sla_id, service, starts)
                most = np.maximum(most, amount)
                is_over = (amount > _left_at(starts, forecasts)).astype(np.int64)
                over[sla_id] = np.maximum(over.get(sla_id, zeros), is_over)
            lost[sla_id] = lost.get(sla_id, zeros) + most
        outside = sum(lost.values(), start=zeros)
        touched = sum(((amount > 0).astype(np.int64) for amount in lost.values()), start=zeros)
        return outside, touched, sum(over.values(), start=zeros)

    def _lost(self, calendar_id: int | None, sla_id: int, service: int, starts: I64) -> I64:
        clock = self._clocks[calendar_id]
        excluded = _agreed_windows(self._maintenance, sla_id, service)
        total = np.zeros(starts.size, dtype=np.int64)
        for low, high in self._down[service]:
            begin, end = starts + low, starts + high
            total += clock.elapsed(begin, end)
            total -= _service_before(clock, excluded, end) - _service_before(clock, excluded, begin)
        return total


def _service_before(clock: ServiceClock, spans: Spans, at_us: I64) -> I64:
    """Service time inside disjoint sorted spans before each instant."""
    found = np.zeros(at_us.size, dtype=np.int64)
    if not spans.size:
        return found
    whole = np.concatenate(([0], np.cumsum(clock.elapsed(spans.start_us, spans.end_us))))
    last = np.searchsorted(spans.start_us, at_us, side='right') - 1
    begun = last >= 0
    last = last[begun]
    found[begun] = whole[last] + clock.elapsed(spans.start_us[last], np.minimum(at_us[begun], spans.end_us[last]))
    return found


def _left_at(starts: I64, forecasts: Sequence[Forecast]) -> I64:
    """(n,) the least that is left of any promise at each start; where no period is known, of the first of each."""
    left = np.full(starts.size, _NO_LIMIT, dtype=np.int64)
    by_promise: dict[tuple[int | None, int | None], list[Forecast]] = {}
    for found in forecasts:
        by_promise.setdefault((found.target_id, found.service_id), []).append(found)
    for known in by_promise.values():
        own = np.full(starts.size, _left_of(known[0]), dtype=np.int64)
        for found in known:
            if found.period is not None:
                own[(starts >= found.period.start_us) & (starts < found.period.end_us)] = _left_of(found)
        left = np.minimum(left, own)
    return left


def _left_of(found: Forecast) -> int:
    """What the promise can still lose. A promise of all the time has no budget and is broken by any
    loss (semantics.md §4).
    """
    if found.before is None:
        return _NO_LIMIT
    if found.before.remaining_us is None:
        return 0 if found.terms.target == 1 else _NO_LIMIT
    return max(found.before.remaining_us, 0)


def _services_of(found: Forecast) -> tuple[int, ...]:
    return found.terms.service_ids if found.service_id is None else (found.service_id,)


def _down_offsets(course: Course) -> dict[int, list[tuple[int, int]]]:
    """When each service is down, from the start of the work on."""
    down: dict[int, list[tuple[int, int]]] = {}
    for cell in course.cells:
        for service, (state, _before) in cell.services.items():
            if state == DOWN:
                down.setdefault(service, []).append((cell.start_us - course.start_us, cell.end_us - course.start_us))
    return down


def _agreed_windows(maintenance: MaintenanceFacts, sla_id: int, service: int) -> Spans:
    which = maintenance.applying(sla_id, service)
    return union(Spans(np.zeros(which.size, dtype=np.int64), maintenance.start_us[which], maintenance.end_us[which]))
