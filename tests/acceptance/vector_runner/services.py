"""The whole of semantics.md §4 for one service."""

from fractions import Fraction

import numpy as np

from netbox_slm.engine.instants import NO_END_US, SECOND_US, SINCE_EVER_US
from netbox_slm.engine.objectives import Facts, Rows, figures, measure
from netbox_slm.engine.structure import (
    DEFAULT_WEIGHT,
    DEGRADED,
    GROUP,
    HARD,
    REQUIRED,
    SOFT,
    spread,
)

from .availability import STATES, effects_of, needs_of
from .calendars import clock_of
from .files import i64, seconds, spans, us, us_or


class _Numbers:
    """Numbers for names, services apart from components of the same name."""

    def __init__(self):
        self.known = {}

    def __call__(self, name, *, is_service=False):
        return self.known.setdefault((name, is_service), len(self.known))

    def services(self):
        return [number for (_name, is_service), number in self.known.items() if is_service]


def service_availability(vector):
    given = vector.input
    start_us, end_us = us(vector.period['start']), us(vector.period['end'])
    now_us = us_or(given.get('now'), end_us)
    last_us = max(now_us, end_us)  # what is known of the rest of the period is in its budget
    numbers = _Numbers()
    service = numbers(given['service'], is_service=True)
    needs = _needs(given, service, numbers)
    effects, excused = _effects(vector, numbers, now_us)
    is_service = np.isin(np.arange(len(numbers.known)), numbers.services())

    def states(kept):
        return spread(
            len(numbers.known), is_service, needs, effects.take(kept), SINCE_EVER_US, last_us, wanted=i64(service)
        )

    by_excused = states(excused)
    found = measure(
        _row(given, service, start_us, end_us),
        Facts(
            clocks=[clock_of(vector)],
            segments=states(np.ones(excused.size, dtype=np.bool_)),
            excluded=spans(vector.row.get('exclusions'), open_end_us=now_us),
            excused=by_excused.spans.take(by_excused.state >= DEGRADED),
            unobserved=spans(given.get('unobserved'), open_end_us=now_us),
            now_us=now_us,
        ),
    )
    target = Fraction(str(given['target_percent'])) / 100
    return _as_expected(figures(found, [target])[0])


def _row(given, service, start_us, end_us):
    bounds = [given.get('term') or {}, given.get('life') or {}]
    return Rows(
        node=i64(service),
        subject=i64(0),
        clock=i64(0),
        start_us=i64(start_us),
        end_us=i64(end_us),
        since_us=i64(max(us_or(bound.get('start'), SINCE_EVER_US) for bound in bounds)),
        until_us=i64(min(us_or(bound.get('end'), NO_END_US) for bound in bounds)),
        default_weight=i64(round(given['degraded_weight'] * 10_000)),
        shortest_outage_us=i64(round((given.get('minimum_outage_seconds') or 0) * SECOND_US)),
        excluded_counts_as_up=np.array([bool(given['excluded_counts_as_up'])]),
    )


def _needs(given, service, numbers):
    structure, rows, least = given['structure'], [], []
    rows += [(service, numbers(name), REQUIRED, -1) for name in structure.get('required') or []]
    for group in structure.get('groups') or []:
        rows += [(service, numbers(name), GROUP, len(least)) for name in group['members']]
        least.append(group['min_available'])
    for kind, field in ((HARD, 'hard'), (SOFT, 'soft')):
        rows += [(service, numbers(name, is_service=True), kind, -1) for name in structure.get(field) or []]
    return needs_of(rows, least)


def _effects(vector, numbers, now_us):
    rows, excused = [], []
    for incident, row in enumerate(vector.incidents):
        entries = []
        if row.get('component'):
            entries.append((numbers(row['component']), row, row))
        if row.get('service') and row['service'] not in (row.get('services') or {}):
            entries.append((numbers(row['service'], is_service=True), row, row))
        entries += [(numbers(name, is_service=True), entry, row) for name, entry in (row.get('services') or {}).items()]
        for node, entry, fallback in entries:
            began_us = us_or(entry.get('start'), us(row['start']))
            rows.append(
                (
                    node,
                    began_us,
                    max(us_or(entry.get('end'), now_us), began_us),
                    STATES[entry['state']],
                    _weight(entry, fallback),
                    incident,
                )
            )
            excused.append(bool(row.get('excused')))
    return effects_of(rows), np.array(excused, dtype=np.bool_)


def _weight(entry, fallback):
    weight = entry.get('weight') if entry.get('weight') is not None else fallback.get('weight')
    return DEFAULT_WEIGHT if weight is None else round(weight * 10_000)


def _as_expected(found):
    has_data, has_budget = found.share.has_data, found.target < 1
    return {
        'agreed_seconds': seconds(found.agreed_us),
        'excluded_seconds': seconds(found.excluded_us),
        'unobserved_seconds': seconds(found.unobserved_us),
        'downtime_seconds': float(found.consumed / SECOND_US),
        'availability_percent': float(found.share.fraction * 100) if has_data else None,
        'met': found.share.fraction >= found.target if has_data else None,
        'budget_seconds': float(found.budget / SECOND_US) if has_budget else None,
        'remaining_seconds': float(found.remaining / SECOND_US) if has_budget else None,
        'burn_rate': None if found.burn_rate is None else float(found.burn_rate),
    }


FAMILIES = {'service_availability': service_availability}
