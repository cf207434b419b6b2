"""A made-up year of a large provider, as arrays: the same for the same seed, whatever the number of incidents."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from netbox_slm.engine.clock import Calendar, weekly_hours
from netbox_slm.engine.instants import NO_END_US, SECOND_US, SINCE_EVER_US, to_us
from netbox_slm.engine.intervals import Spans
from netbox_slm.engine.periods import period_on
from netbox_slm.engine.structure import DEFAULT_WEIGHT, DEGRADED, DOWN, GROUP, HARD, REQUIRED, Effects, Needs

ZONES = (
    'Europe/Berlin',
    'Europe/London',
    'America/New_York',
    'America/Los_Angeles',
    'America/Sao_Paulo',
    'Asia/Shanghai',
    'Asia/Tokyo',
    'Asia/Kolkata',
    'Australia/Sydney',
    'UTC',
)
YEAR = 2025
START_US, END_US = to_us(datetime(YEAR, 1, 1, tzinfo=UTC)), to_us(datetime(YEAR + 1, 1, 1, tzinfo=UTC))
MONTHS = tuple(
    (period.start_us, period.end_us)
    for period in (period_on('month', datetime(YEAR, month, 1, tzinfo=UTC).date(), 'UTC') for month in range(1, 13))
)
_INCIDENTS_PER_SERVICE, _INCIDENTS_PER_CI = 50, 20
_EXCLUDED = 0.02
_HOUR_US = 3600 * SECOND_US


@dataclass(frozen=True)
class World:
    """services come first in the numbering, then CIs. calendar_of: the calendar of each service."""

    services: int
    cis: int
    needs: Needs
    effects: Effects
    calendars: tuple[Calendar, ...]
    calendar_of: np.ndarray
    excluded: Spans


def make_world(incidents, seed=1):
    """A world of about so many incidents: one CI per 20, one service per 50, a third of these with a group."""
    random = np.random.default_rng(seed)
    services, cis = max(incidents // _INCIDENTS_PER_SERVICE, 3), max(incidents // _INCIDENTS_PER_CI, 8)
    excluded_at_us = random.integers(START_US, END_US, int(incidents * _EXCLUDED)) // SECOND_US * SECOND_US
    return World(
        services,
        cis,
        _needs(random, services, cis),
        _effects(random, incidents, services, cis),
        tuple(Calendar(zone, weekly_hours((day, 8 * 3600, 18 * 3600) for day in range(5))) for zone in ZONES),
        np.arange(services, dtype=np.int64) % len(ZONES),
        Spans(random.integers(0, services, excluded_at_us.size), excluded_at_us, excluded_at_us + 4 * _HOUR_US),
    )


def _effects(random, incidents, services, cis):
    """Incidents in order of their start: four of five down, the others degraded, half of these with a weight."""
    start_us = np.sort(random.integers(START_US, END_US, incidents) // SECOND_US * SECOND_US)
    length_us = (random.exponential(3 * 3600, incidents).astype(np.int64) + 60) * SECOND_US
    state = np.where(random.random(incidents) < 0.8, DOWN, DEGRADED).astype(np.int64)
    weight = np.where(random.random(incidents) < 0.5, DEFAULT_WEIGHT, random.choice([2500, 5000, 7500], incidents))
    return Effects(
        services + random.integers(0, cis, incidents),
        start_us,
        np.minimum(start_us + length_us, END_US),
        state,
        weight.astype(np.int64),
        np.arange(incidents, dtype=np.int64),
    )


def _needs(random, services, cis):
    """One to three required CIs each, a group of two of three for a third, another service for a fifth."""
    required = np.repeat(np.arange(services), random.integers(1, 4, services))
    owners = np.arange(0, services, 3)
    members = np.repeat(owners, 3)
    above = np.sort(random.choice(np.arange(1, services), services // 5, replace=False))
    parent = np.concatenate((required, members, above))
    child = np.concatenate(
        (
            services + random.integers(0, cis, required.size),
            services + random.integers(0, cis, members.size),
            above // 2,
        )
    )
    kind = np.repeat([REQUIRED, GROUP, HARD], [required.size, members.size, above.size])
    group = np.concatenate((np.full(required.size, -1), np.repeat(np.arange(owners.size), 3), np.full(above.size, -1)))

    def always(size):
        return np.full(size, SINCE_EVER_US, dtype=np.int64), np.full(size, NO_END_US, dtype=np.int64)

    return Needs(
        *(column.astype(np.int64) for column in (parent, child, kind)),
        *always(parent.size),
        group.astype(np.int64),
        np.full(owners.size, 2, dtype=np.int64),
        *always(owners.size),
    )
