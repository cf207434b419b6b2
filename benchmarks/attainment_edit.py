"""One incident among a million is edited: how long until its figures say so, with a worker running.

`./dev bench attainment_edit [incidents]` prints a line per edit: seconds from the commit until every figure that the
edit marked is computed, of which mark_seconds are spent in the process that edits. The month's figures of all services
are computed before; the world is that of `./dev bench attainment`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from netbox_slm.analysis.attainment import AttainmentRequest, compute_attainment
from netbox_slm.models import Attainment, Incident

from ._attainment_database import world_database
from ._attainment_world import YEAR

_MONTH = f'{YEAR}-06'
_EDITS = 5
_PATIENCE_SECONDS = 60


def run(arguments):
    """Print one JSON line per edit."""
    parser = argparse.ArgumentParser(prog='bench attainment_edit')
    parser.add_argument('incidents', type=int, nargs='?', default=1_000_000)
    options = parser.parse_args(arguments)
    with world_database(options.incidents, _log) as name:
        if not Attainment.objects.filter(period=_MONTH, computed_at__isnull=False).exists():
            compute_attainment(AttainmentRequest(_MONTH, datetime(YEAR + 1, 2, 1, tzinfo=UTC)))
        worker = _start_worker(name)
        try:
            for pk in _edited():
                print(json.dumps({'incidents': options.incidents, **_timed(pk)}), flush=True)
        finally:
            worker.terminate()
            worker.wait()


def _log(text):
    print(f'» {text}', file=sys.stderr, flush=True)


def _start_worker(name):
    from netbox_slm.celery import app

    app.control.purge()
    worker = subprocess.Popen(
        [sys.executable, '-m', 'celery', '-A', 'netbox_slm', 'worker', '-c', '1', '--loglevel', 'ERROR'],
        env={**os.environ, 'SLM_DB_NAME': name},
    )
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not app.control.ping(timeout=1):
        if time.monotonic() > deadline or worker.poll() is not None:
            raise SystemExit('The worker does not answer.')
    return worker


def _edited():
    """Some incidents of the month on CIs that services stand on."""
    start = datetime(YEAR, 6, 10, tzinfo=UTC)
    incidents = Incident.objects.filter(
        reported_at__gte=start,
        resolved_at__lt=start + timedelta(days=5),
        effect='down',
        contributions__attainment__period=_MONTH,
    )
    return list(incidents.order_by('pk').distinct().values_list('pk', flat=True)[:_EDITS])


def _timed(pk):
    incident = Incident.objects.get(pk=pk)
    incident.resolved_at += timedelta(minutes=7)
    began = time.monotonic()
    incident.save()
    marked = time.monotonic()
    stale = Attainment.objects.filter(period=_MONTH, stale_since__isnull=False)
    waiting = set(stale.values_list('pk', flat=True))
    number = len(waiting)
    while waiting and time.monotonic() < began + _PATIENCE_SECONDS:
        time.sleep(0.02)
        waiting = set(stale.filter(pk__in=waiting).values_list('pk', flat=True))
    return {
        'figures': number,
        'seconds': round(time.monotonic() - began, 2),
        'mark_seconds': round(marked - began, 2),
        'is_done': not waiting,
    }
