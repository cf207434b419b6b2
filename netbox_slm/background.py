"""Handing work to the Celery workers: what views, the API and the receivers of changes call."""

import logging
from collections.abc import Collection, Iterable
from typing import Any

from celery import Task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Job

from . import tasks
from .analysis import derived_effects, flags, fresh_reading, periods, progress
from .analysis.impact import Question
from .analysis.impact.jobs import open_impact_job
from .graph import Ref
from .models import SLA
from .worker import connection_errors, is_broker_reachable

__all__ = ('request_computation', 'request_derived_effects', 'request_flags', 'request_impact', 'request_sweep')

logger = logging.getLogger('netbox_slm.background')

SWEEP_DELAY_SECONDS = 0.3
SWEEP_SILENT_SECONDS = 10
DERIVED_AT_ONCE = 3
DERIVED_CHUNK = 100
FLAGS_AT_ONCE = 3


def request_computation(period: str, sla: SLA | None, user: Any) -> Job:
    """Have a worker compute the figures of a period of an SLA (None: of all); returns the job that shows how far it is.

    Raises PeriodSelectorError on a text that selects no period. Where the broker cannot be reached the job says so.
    """
    periods.parse_selector(period)
    with transaction.atomic():
        job = progress.open_job(period, sla, user)
        transaction.on_commit(lambda: _send_computation(job))
    job.refresh_from_db()
    return job


def _send_computation(job: Job) -> None:
    if not _send(tasks.compute_period, kwargs={'job_id': str(job.job_id)}):
        progress.fail(job.job_id, _('The message broker cannot be reached: start it, then try again.'))


def request_impact(question: Question, user: Any) -> Job:
    """Have a worker answer what breaks; returns the job that will hold the answer, or why there is none."""
    with transaction.atomic():
        job = open_impact_job(question, user)
        transaction.on_commit(lambda: _send_impact(job))
    job.refresh_from_db()
    return job


def _send_impact(job: Job) -> None:
    if not _send(tasks.analyse_impact, kwargs={'job_id': str(job.job_id)}):
        progress.fail(job.job_id, _('The message broker cannot be reached: start it, then try again.'))


def request_sweep() -> None:
    """Have a worker bring stale figures up to date soon after the commit; many requests at once become one.

    A broker that cannot be reached never fails the change that asked for it: the sweep of beat comes later.
    """
    transaction.on_commit(_send_sweep, robust=True)


def _send_sweep() -> None:
    is_first = cache.add(tasks.SWEEP_KEY, True, SWEEP_SILENT_SECONDS)
    if is_first and not _send(tasks.sweep_stale, countdown=SWEEP_DELAY_SECONDS):
        cache.delete(tasks.SWEEP_KEY)


def request_derived_effects(
    recorded: Iterable[int] = (),
    changed: Iterable[int] = (),
    ended: Iterable[int] = (),
    linked: Collection[Ref] = (),
) -> None:
    """Read what incidents do through the infrastructure: a few at once, many by a worker; without a broker all at once.

    recorded: new incidents. changed: those whose CIs or effect changed; closed ones are left. ended: those that no
    longer last, which may leave to others what they did together. linked: objects that became components of services,
    which open incidents may reach.
    """
    now = timezone.now()
    _derive(derived_effects.due(recorded, changed), only_add=False)
    _derive(derived_effects.waiting_for(ended, now), only_add=True)
    if linked:
        _derive(fresh_reading.incidents_reaching(linked), only_add=True)


def _derive(incident_ids: list[int], only_add: bool) -> None:
    stale = 0
    for start in range(0, len(incident_ids), DERIVED_CHUNK):
        chunk = incident_ids[start : start + DERIVED_CHUNK]
        options = {'incident_ids': chunk, 'only_add': only_add}
        if len(incident_ids) <= DERIVED_AT_ONCE or not _send(tasks.derive_effects, kwargs=options):
            stale += derived_effects.record_derived_effects(now=timezone.now(), **options).stale
    if stale:
        request_sweep()


def request_flags(change_ids: Collection[int], release_ids: Collection[int], everything: bool) -> None:
    """Bring flags up to date: of a few changes and releases at once, of the rest, and of all others, by a worker.

    everything: something changed that the flags of any open work may rest on. Until they are computed again they are
    stale, and nothing is approved on them.
    """
    now = timezone.now()
    records = flags.open_records(change_ids, release_ids)
    marked = flags.touch(now) if everything else flags.touch(now, records)
    if len(records) <= FLAGS_AT_ONCE:
        for record in records:
            flags.compute_flags(record, now)
        if not everything:
            return
    if not (marked or records):
        return
    is_first = cache.add(tasks.FLAGS_KEY, True, SWEEP_SILENT_SECONDS)
    if is_first and not _send(tasks.recompute_flags, countdown=SWEEP_DELAY_SECONDS):
        cache.delete(tasks.FLAGS_KEY)


def _send(task: Task, **options: Any) -> bool:
    """Whether the message was taken by the broker."""
    if not is_broker_reachable():
        logger.warning('The broker cannot be reached, so %s was not sent.', task.name)
        return False
    try:
        task.apply_async(retry=False, **options)
    except (*connection_errors(), OSError) as error:
        logger.warning('The broker cannot be reached, so %s was not sent: %s', task.name, error)
        return False
    return True
