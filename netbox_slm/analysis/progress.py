"""How far a computation in the background has come, kept in a row of NetBox's own jobs (core.Job).

A computation is cut into chunks of targets, each a task of its own. `job.data` holds:
period (selector), chunks (target ids of each), done (numbers of the finished ones), figures (how many were computed),
percent, heard_at (last sign of life), resumed (how often unfinished chunks were given out again).
Every change locks the row, so that two workers never lose each other's.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.choices import JobNotificationChoices, JobStatusChoices
from core.models import Job, ObjectType

from ..models import SLA

__all__ = ('Chunk', 'Stalled', 'begin', 'chunk_done', 'fail', 'is_waiting', 'job_for', 'open_job', 'slas_of', 'stalled')

SILENCE = timedelta(minutes=2)
MOST_RESUMPTIONS = 5
_OUR_KEYS = ['period', 'sla_ids']


@dataclass(frozen=True, slots=True)
class Chunk:
    """Targets that one task computes; `number` within its job."""

    job_id: UUID
    period: str
    number: int
    target_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stalled:
    """What to give out again: jobs that never began, and chunks of which nothing was heard."""

    job_ids: tuple[UUID, ...]
    chunks: tuple[Chunk, ...]


def open_job(period: str, sla: SLA | None, user: Any, sla_ids: Sequence[int] | None = None) -> Job:
    """A pending job for the figures of a period; where it is about one SLA it hangs on that, and its tab shows it."""
    name = _('Attainment of {period}').format(period=period)
    job = Job(
        object_type=ObjectType.objects.get_for_model(sla) if sla else None,
        object_id=sla.pk if sla else None,
        name=name[:200],
        user=user,
        job_id=uuid4(),
        notifications=JobNotificationChoices.NOTIFICATION_ON_FAILURE,
        data={'period': period, 'sla_ids': [sla.pk] if sla else (list(sla_ids) if sla_ids is not None else None)},
    )
    job.full_clean()
    job.save()
    return job


def job_for(pk: int, user: Any) -> Job | None:
    """A job of ours that the user started or may view; None for any other."""
    mine = Q(user_id=user.pk) | Q(pk__in=Job.objects.restrict(user, 'view'))
    return Job.objects.filter(mine, pk=pk, data__has_keys=_OUR_KEYS).first()


def slas_of(job_id: UUID) -> list[int] | None:
    """The agreements that a job is about; None for all, none where the job is gone."""
    job = Job.objects.filter(job_id=job_id).first()
    return job.data['sla_ids'] if job else []


def begin(job_id: UUID, chunks: Sequence[Sequence[int]], now: datetime) -> tuple[Chunk, ...]:
    """Start a pending job with its chunks, and return them to be given out; none where it began before or is gone."""
    with transaction.atomic():
        job = _locked(job_id, JobStatusChoices.STATUS_PENDING)
        if job is None:
            return ()
        job.data |= {
            'chunks': [list(ids) for ids in chunks],
            'done': [],
            'figures': 0,
            'percent': 0,
            'heard_at': now.isoformat(),
            'resumed': 0,
        }
        targets = sum(len(ids) for ids in chunks)
        _log(
            job,
            logging.INFO,
            ngettext('{number} target to compute.', '{number} targets to compute.', targets).format(number=targets),
        )
        job.start()
        if not chunks:
            job.terminate()
        return _open_chunks(job)


def is_waiting(job_id: UUID, number: int) -> bool:
    """Whether a job still waits for this chunk; not where it was deleted, has failed or has it already."""
    data = Job.objects.filter(job_id=job_id, status=JobStatusChoices.STATUS_RUNNING).values_list('data', flat=True)
    return any(number not in found['done'] for found in data)


def chunk_done(job_id: UUID, number: int, figures: int, now: datetime) -> None:
    """Note a finished chunk and its figures; the last one completes the job. Twice for the same chunk counts once."""
    with transaction.atomic():
        job = _locked(job_id, JobStatusChoices.STATUS_RUNNING)
        if job is None or number in job.data['done']:
            return
        data = job.data
        data['done'] = sorted([*data['done'], number])
        data['figures'] += figures
        data['percent'] = 100 * len(data['done']) // len(data['chunks'])
        data['heard_at'] = now.isoformat()
        message = ngettext(
            '{percent} % done: {number} figure computed so far.',
            '{percent} % done: {number} figures computed so far.',
            data['figures'],
        ).format(percent=data['percent'], number=data['figures'])
        _log(job, logging.INFO, message)
        if len(data['done']) == len(data['chunks']):
            job.terminate()
        else:
            job.save()


def fail(job_id: UUID, error: Exception | str) -> None:
    """End a job that cannot be completed, with the reason; one that has ended stays as it is."""
    with transaction.atomic():
        job = _locked(job_id, JobStatusChoices.STATUS_PENDING, JobStatusChoices.STATUS_RUNNING)
        if job is None:
            return
        _log(job, logging.ERROR, str(error))
        job.terminate(status=JobStatusChoices.STATUS_ERRORED, error=str(error))


def stalled(now: datetime) -> Stalled:
    """Unfinished work of which nothing was heard for `SILENCE`, its worker being gone: each is marked as resumed.

    A job resumed `MOST_RESUMPTIONS` times without an end is given up.
    """
    waiting: list[UUID] = []
    chunks: list[Chunk] = []
    for job_id in _silent_jobs(now):
        with transaction.atomic():
            job = _locked(job_id, JobStatusChoices.STATUS_PENDING, JobStatusChoices.STATUS_RUNNING)
            if job is None:
                continue
            data = job.data
            if data.get('resumed', 0) >= MOST_RESUMPTIONS:
                fail(job_id, _('No worker finished it. See the log of the Celery worker, then start it again.'))
                continue
            data['resumed'] = data.get('resumed', 0) + 1
            data['heard_at'] = now.isoformat()
            if job.status == JobStatusChoices.STATUS_PENDING:
                waiting.append(job_id)
            else:
                _log(job, logging.WARNING, _('Its worker is gone: what was not finished is computed again.'))
                chunks.extend(_open_chunks(job))
            job.save()
    return Stalled(tuple(waiting), tuple(chunks))


def _silent_jobs(now: datetime) -> list[UUID]:
    """Jobs of ours that are open and were not heard of for a while; few jobs are open at any time."""
    rows = Job.objects.filter(
        status__in=(JobStatusChoices.STATUS_PENDING, JobStatusChoices.STATUS_RUNNING),
        data__has_keys=_OUR_KEYS,
    ).values_list('job_id', 'created', 'data__heard_at')
    return [
        job_id
        for job_id, created, heard_at in rows.order_by('pk')
        if now - (datetime.fromisoformat(heard_at) if heard_at else created) >= SILENCE
    ]


def _open_chunks(job: Job) -> tuple[Chunk, ...]:
    done = set(job.data['done'])
    return tuple(
        Chunk(job.job_id, job.data['period'], number, tuple(ids))
        for number, ids in enumerate(job.data['chunks'])
        if number not in done
    )


def _locked(job_id: UUID, *statuses: str) -> Job | None:
    """The job, locked, where it still has one of the statuses; None where it has not, or was deleted."""
    return Job.objects.select_for_update(of=('self',)).filter(job_id=job_id, status__in=statuses).first()


def _log(job: Job, level: int, message: str) -> None:
    job.log(logging.makeLogRecord({'levelno': level, 'levelname': logging.getLevelName(level), 'msg': message}))
