"""The engine alone: states and monthly figures of a year of incidents in memory, beside a plain loop on a sample.

`./dev bench attainment_engine [incidents …]` prints a line for each size, by default 100,000 and 1,000,000.
`loop_seconds` is what a loop over incidents and days would need for all, measured on some services; it only joins
overlaps of required CIs, so it does less: no groups, dependencies, weights or exclusions.
"""

import json
import resource
import time
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from netbox_slm.engine.clock import service_clocks
from netbox_slm.engine.instants import NO_END_US, SINCE_EVER_US, from_us
from netbox_slm.engine.intervals import no_spans
from netbox_slm.engine.objectives import Facts, Rows, figures, measure
from netbox_slm.engine.structure import REQUIRED, spread

from ._attainment_world import END_US, MONTHS, START_US, ZONES, make_world

_SIZES = (100_000, 1_000_000)
_SAMPLE_SECONDS = 3


def run(arguments):
    """Print one JSON line per size."""
    for incidents in [int(argument) for argument in arguments] or _SIZES:
        print(json.dumps(_timed(make_world(incidents))), flush=True)


def _timed(world):
    began = time.process_time()
    clocks = service_clocks(world.calendars)
    for clock in clocks:
        clock.compiled(START_US, END_US)
    compiled = time.process_time()
    segments = spread(
        world.services + world.cis,
        np.arange(world.services + world.cis) < world.services,
        world.needs,
        world.effects,
        START_US,
        END_US,
        wanted=np.arange(world.services, dtype=np.int64),
    )
    spread_at = time.process_time()
    facts = Facts(clocks, segments, world.excluded, no_spans(), no_spans(), END_US)
    found = figures(measure(_rows(world), facts), [Fraction(999, 1000)] * (world.services * len(MONTHS)))
    done = time.process_time()
    per_incident, looped = plain_loop(world)
    incidents = world.effects.node.size
    return {
        'incidents': incidents,
        'figures': len(found),
        'compile_seconds': round(compiled - began, 3),
        'states_seconds': round(spread_at - compiled, 3),
        'figures_seconds': round(done - spread_at, 3),
        'loop_seconds': round(per_incident * incidents, 1),
        'loop_sample': looped,
        'gain': round(per_incident * incidents / (done - began), 1),
        'peak_mib': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _rows(world):
    months, every = len(MONTHS), world.services * len(MONTHS)
    service = np.repeat(np.arange(world.services, dtype=np.int64), months)
    start_us, end_us = np.tile(np.array(MONTHS, dtype=np.int64), (world.services, 1)).T
    return Rows(
        node=service,
        subject=service,
        clock=world.calendar_of[service],
        start_us=start_us,
        end_us=end_us,
        since_us=np.full(every, SINCE_EVER_US, dtype=np.int64),
        until_us=np.full(every, NO_END_US, dtype=np.int64),
        default_weight=np.full(every, 5000, dtype=np.int64),
        shortest_outage_us=np.zeros(every, dtype=np.int64),
        excluded_counts_as_up=np.zeros(every, dtype=np.bool_),
    )


def plain_loop(world):
    """CPU seconds per incident of the obvious program, and how many incidents it was given."""
    by_ci = {}
    for node, start_us, end_us in zip(*(column.tolist() for column in world.effects[:3]), strict=True):
        by_ci.setdefault(node, []).append((start_us, end_us))
    required = {}
    for parent, child, kind in zip(*(column.tolist() for column in world.needs[:3]), strict=True):
        if kind == REQUIRED:
            required.setdefault(parent, []).append(child)
    looped, began = 0, time.process_time()
    for service, cis in required.items():
        incidents = [incident for ci in cis for incident in by_ci.get(ci, [])]
        looped += len(incidents)
        _downtime_by_month(incidents, ZoneInfo(ZONES[world.calendar_of[service]]))
        if time.process_time() - began > _SAMPLE_SECONDS:
            break
    return (time.process_time() - began) / max(looped, 1), looped


def _downtime_by_month(incidents, zone):
    """Seconds of downtime in office hours by month: joined incidents, day by day."""
    joined = []
    for start, end in sorted((from_us(start_us), from_us(end_us)) for start_us, end_us in incidents):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    by_month = {}
    for start, end in joined:
        day = start.astimezone(zone).date()
        while day <= end.astimezone(zone).date():
            if day.weekday() < 5:
                opens = datetime(day.year, day.month, day.day, 8, tzinfo=zone).astimezone(UTC)
                closes = datetime(day.year, day.month, day.day, 18, tzinfo=zone).astimezone(UTC)
                seconds = (min(end, closes) - max(start, opens)).total_seconds()
                month = date(day.year, day.month, 1)
                by_month[month] = by_month.get(month, 0) + max(seconds, 0)
            day += timedelta(days=1)
    return by_month
