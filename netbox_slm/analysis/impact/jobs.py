"""Analyses that a worker does, kept in a row of NetBox's own jobs (core.Job).

`job.data` holds: impact (the question), percent, answer (as REST gives it, for the user who asked).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.choices import JobNotificationChoices, JobStatusChoices
from core.models import Job
from netbox.plugins import get_plugin_config

from ...graph import Limits, Ref
from .answer import Question, analyse
from .asking import with_budgets
from .seen import SeenAnalysis, seen_by

__all__ = ('impact_job_for', 'is_much', 'open_impact_job', 'run_impact_job')

_KEY = 'impact'
_ANALYSED, _NAMED = 60, 90


def is_much(question: Question) -> bool:
    """Whether so many objects are named that a worker should do it (setting `impact_objects_at_once`)."""
    return len(question.effects) > get_plugin_config('netbox_slm', 'impact_objects_at_once')


def open_impact_job(question: Question, user: Any) -> Job:
    """A pending job for a question; NetBox tells the user when it has failed."""
    job = Job(
        name=_('Impact analysis'),
        user=user,
        job_id=uuid4(),
        notifications=JobNotificationChoices.NOTIFICATION_ON_FAILURE,
        data={_KEY: _as_json(question), 'percent': 0},
    )
    job.full_clean()
    job.save()
    return job


def impact_job_for(pk: int, user: Any) -> Job | None:
    """An analysis that the user asked for; its answer is made of what that user may see, so nobody else finds it."""
    return Job.objects.filter(pk=pk, user_id=user.pk, data__has_key=_KEY).first()


def run_impact_job(job_id: UUID, render: Callable[[SeenAnalysis], Any]) -> None:
    """Answer the question of a job and complete it; one that has ended or is gone stays as it is.

    render: makes the answer that is stored. Can run again after a worker died.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(of=('self',)).filter(job_id=job_id).first()
        if job is None or job.status not in (JobStatusChoices.STATUS_PENDING, JobStatusChoices.STATUS_RUNNING):
            return
        if job.status == JobStatusChoices.STATUS_PENDING:
            job.start()
    analysis = analyse(_from_json(job.data[_KEY]))
    _note(job, _ANALYSED)
    seen = with_budgets(seen_by(analysis, job.user), timezone.now())
    _note(job, _NAMED)
    job.data['answer'] = render(seen)
    job.data['percent'] = 100
    job.terminate()


def _note(job: Job, percent: int) -> None:
    job.data['percent'] = percent
    Job.objects.filter(pk=job.pk).update(data=job.data)


def _as_json(question: Question) -> dict[str, Any]:
    return {
        'effects': [[ref.type, ref.id, state] for ref, state in question.effects.items()],
        'starts_at': question.starts_at.isoformat() if question.starts_at else None,
        'ends_at': question.ends_at.isoformat() if question.ends_at else None,
        'with_known': question.with_known,
        'without': [[ref.type, ref.id] for ref in question.without],
        'components': question.components,
        'depth': question.limits.depth,
        'objects': question.limits.objects,
    }


def _from_json(data: dict[str, Any]) -> Question:
    return Question(
        {Ref(label, number): state for label, number, state in data['effects']},
        starts_at=datetime.fromisoformat(data['starts_at']) if data['starts_at'] else None,
        ends_at=datetime.fromisoformat(data['ends_at']) if data['ends_at'] else None,
        with_known=data['with_known'],
        without=tuple(Ref(*ref) for ref in data['without']),
        components=data['components'],
        limits=Limits(data['depth'], data['objects']),
    )
