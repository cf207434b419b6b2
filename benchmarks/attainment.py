"""The whole job: a year of incidents read from the database, computed, written with explanations.

`./dev bench attainment [incidents …] [--workers N …] [--keep-figures]` prints a line per run; by default a world of
1,000,000 incidents (20,000 services, 50,000 CIs) and one of a tenth, each with one worker, and the large one with two.
The worlds are made once and kept in databases of their own.

The rows of the figures exist beforehand, as the sweep makes them when a period begins: rows_seconds.
cpu_seconds: of a core, used by the worker and its server process; on a busy machine these say more than seconds do.
baseline_seconds: PostgreSQL's `range_agg(…) * multirange` over the same rows, which merges overlaps of required CIs and
does no more: no groups, dependencies, weights, exclusions, explanations. loop_seconds: what a plain loop over incidents
and days would need for all, measured on a sample.
"""

import argparse
import cProfile
import json
import multiprocessing
import os
import pstats
import resource
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from netbox_slm.analysis import attainment, storing
from netbox_slm.analysis.attainment import AttainmentRequest, chunks_of, compute_attainment
from netbox_slm.analysis.facts import load_targets
from netbox_slm.models import Attainment

from ._attainment_database import world_database, write_hours
from ._attainment_world import YEAR, make_world
from .attainment_engine import plain_loop

_SIZES = (100_000, 1_000_000)
_CORES = os.sched_getaffinity(0)
_NOW = datetime(YEAR + 1, 2, 1, tzinfo=UTC)
_BASELINE = """
    CREATE TEMP TABLE bench_baseline ON COMMIT DROP AS
    SELECT service_id, month, sum(upper(span) - lower(span)) AS lost
    FROM (
        SELECT component.service_id, hours.month, hours.hours,
               range_agg(tstzrange(incident.reported_at, incident.resolved_at)) AS down
        FROM netbox_slm_affectedci affected
        JOIN netbox_slm_incident incident ON incident.id = affected.incident_id
        JOIN netbox_slm_servicecomponent component
          ON component.object_type_id = affected.object_type_id AND component.object_id = affected.object_id
        JOIN netbox_slm_sla_services member ON member.service_id = component.service_id
        JOIN netbox_slm_sla sla ON sla.id = member.sla_id
        JOIN bench_hours hours ON hours.calendar_id = sla.calendar_id
         AND tstzrange(incident.reported_at, incident.resolved_at) && range_merge(hours.hours)
        GROUP BY component.service_id, hours.month, hours.hours
    ) merged
    LEFT JOIN LATERAL unnest(merged.down * merged.hours) AS span ON true
    GROUP BY service_id, month
"""


def run(arguments):
    """Print one JSON line per size and number of workers."""
    parser = argparse.ArgumentParser(prog='bench attainment')
    parser.add_argument('incidents', type=int, nargs='*', default=_SIZES)
    parser.add_argument('--workers', type=int, nargs='+', default=[1, 2])
    parser.add_argument('--keep-figures', action='store_true', help='leave the figures in the database')
    parser.add_argument('--profile', action='store_true', help='say on stderr where the time goes')
    options = parser.parse_args(arguments)
    seconds, cpu = {}, {}
    for incidents in options.incidents:
        with world_database(incidents, _log):
            baseline, baseline_cpu = _baseline(incidents)
            per_incident, sample = plain_loop(make_world(incidents))
            for workers in options.workers:
                _clear()
                found = _timed(workers, options.profile)
                seconds[incidents, workers], cpu[incidents, workers] = found['seconds'], found['cpu_seconds']
                found |= {
                    'incidents': incidents,
                    'baseline_seconds': round(baseline, 2),
                    'ratio': round(found['seconds'] / baseline, 2),
                    'baseline_cpu_seconds': round(baseline_cpu, 2),
                    'cpu_ratio': round(found['cpu_seconds'] / baseline_cpu, 2),
                    'loop_seconds': round(per_incident * incidents, 1),
                    'loop_sample': sample,
                }
                if workers > 1 and (incidents, 1) in seconds:
                    found['of_one_worker'] = round(found['seconds'] / seconds[incidents, 1], 2)
                    found['cpu_of_one_worker'] = round(found['most_cpu_seconds'] / cpu[incidents, 1], 2)
                if workers == 1 and (incidents // 10, 1) in seconds:
                    found['times_a_tenth'] = round(found['seconds'] / seconds[incidents // 10, 1], 1)
                    found['cpu_times_a_tenth'] = round(found['cpu_seconds'] / cpu[incidents // 10, 1], 1)
                print(json.dumps(found), flush=True)
            if not options.keep_figures:
                _clear()


def _log(text):
    print(f'» {text}', file=sys.stderr, flush=True)


def _clear():
    with connection.cursor() as cursor:
        cursor.execute('TRUNCATE netbox_slm_attainment, netbox_slm_attainmentcontribution RESTART IDENTITY CASCADE')
        cursor.execute('CHECKPOINT')


def _baseline(incidents):
    """Seconds of the baseline on one core, as the job has it, and seconds of that core: the better of two runs."""
    write_hours(make_world(incidents))
    found = []
    for _try in range(2):
        with connection.cursor() as cursor:
            _stay_on_one_core()
            cursor.execute('BEGIN')
            cursor.execute('SET LOCAL max_parallel_workers_per_gather = 0')
            began, began_cpu = time.monotonic(), _server_seconds()
            cursor.execute(_BASELINE)
            found.append((time.monotonic() - began, _server_seconds() - began_cpu))
            cursor.execute('ROLLBACK')
    connection.close()
    os.sched_setaffinity(0, _CORES)
    return min(found)


def _timed(workers, is_profiled):
    """The job with so many workers, each with a share of the chunks, as Celery would give them out."""
    chunks = chunks_of()
    began = time.monotonic()
    for target_ids in chunks:
        targets = load_targets(target_ids)
        storing.ensure_rows(attainment.wanted_figures(targets, str(YEAR), _NOW), _NOW)
    rows_seconds = time.monotonic() - began
    connection.close()
    context = multiprocessing.get_context('fork')
    results = context.Queue()
    began = time.monotonic()
    processes = [
        context.Process(target=_work, args=(chunks[number::workers], workers, results, is_profiled))
        for number in range(workers)
    ]
    for process in processes:
        process.start()
    found = [results.get() for _process in processes]
    for process in processes:
        process.join()
    seconds = time.monotonic() - began
    stored = Attainment.objects.filter(computed_at__isnull=False).count()
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(*) FROM netbox_slm_attainmentcontribution')
        lines = cursor.fetchone()[0]
    return {
        'workers': workers,
        'figures': stored,
        'lines': lines,
        'seconds': round(seconds, 2),
        'rows_seconds': round(rows_seconds, 2),
        **{f'{part}_seconds': round(sum(each[part] for each in found), 2) for part in ('read', 'compute', 'write')},
        'cpu_seconds': round(sum(each['cpu'] for each in found), 2),
        'most_cpu_seconds': round(max(each['cpu'] for each in found), 2),
        'server_cpu_seconds': round(sum(each['server'] for each in found), 2),
        'peak_mib': max(each['peak_mib'] for each in found),
    }


def _work(chunks, workers, results, is_profiled):
    """One worker; alone it is kept on one core together with its server process."""
    if workers == 1:
        _stay_on_one_core()
    with connection.cursor() as cursor:
        cursor.execute('SET max_parallel_workers_per_gather = 0')
    spent = {'read': 0.0, 'compute': 0.0, 'write': 0.0}
    began = _server_seconds()
    profile = cProfile.Profile() if is_profiled else None
    with _watched(spent), profile or nullcontext():
        for target_ids in chunks:
            compute_attainment(AttainmentRequest(str(YEAR), _NOW, target_ids))
    if profile:
        pstats.Stats(profile, stream=sys.stderr).sort_stats('tottime').print_stats(25)
    server_seconds = _server_seconds() - began
    connection.close()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime + server_seconds
    results.put({**spent, 'cpu': cpu, 'server': server_seconds, 'peak_mib': usage.ru_maxrss // 1024})


def _server_seconds():
    """Seconds of a core that the server process of this connection has used; what others do does not matter."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_backend_pid()')
        fields = Path(f'/proc/{cursor.fetchone()[0]}/stat').read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def _stay_on_one_core():
    core = {min(_CORES)}
    os.sched_setaffinity(0, core)
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_backend_pid()')
        # Where the server is another user's, it stays where it is
        with suppress(PermissionError):
            os.sched_setaffinity(cursor.fetchone()[0], core)


@contextmanager
def _watched(spent):
    """Add up the seconds of the parts of the use case."""
    parts = {
        'read': ((attainment, 'load_targets'), (attainment, 'load_facts'), (storing, 'read_rows')),
        'compute': ((attainment, 'figures_of'), (attainment, 'wanted_figures')),
        'write': ((storing, 'store'), (storing, 'ensure_rows')),
    }
    originals = [(module, name, getattr(module, name)) for each in parts.values() for module, name in each]
    for part, each in parts.items():
        for module, name in each:
            setattr(module, name, _timing(getattr(module, name), spent, part))
    try:
        yield
    finally:
        for module, name, function in originals:
            setattr(module, name, function)


def _timing(function, spent, part):
    def timed(*args, **kwargs):
        began = time.monotonic()
        try:
            return function(*args, **kwargs)
        finally:
            spent[part] += time.monotonic() - began

    return timed
