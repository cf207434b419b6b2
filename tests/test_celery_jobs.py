"""How far a computation is can be read in NetBox's own jobs, and no worker that dies leaves one running for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Job

from netbox_slm import tasks
from netbox_slm.analysis import progress
from netbox_slm.analysis.progress import MOST_RESUMPTIONS, SILENCE
from netbox_slm.models import Attainment
from tests.analysis.figures import promise
from tests.builders import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def sla():
    return promise([make_service()]).sla


@pytest.fixture
def job(sla, admin_user):
    return progress.open_job('2026-03', sla, admin_user)


def again(job):
    job.refresh_from_db()
    return job


def begin(job, *chunks):
    return progress.begin(job.job_id, chunks, timezone.now())


def test_a_computation_is_a_job_of_its_agreement(job, sla):
    assert list(sla.jobs.all()) == [job]
    assert (job.status, job.name) == ('pending', 'Attainment of 2026-03')


def test_the_job_ends_with_its_last_chunk(job):
    begin(job, [1, 2], [3])

    progress.chunk_done(job.job_id, 1, 5, timezone.now())
    assert (again(job).status, job.data['percent'], job.data['figures']) == ('running', 50, 5)
    progress.chunk_done(job.job_id, 1, 5, timezone.now())  # a message that came twice
    progress.chunk_done(job.job_id, 0, 2, timezone.now())

    assert (again(job).status, job.data['percent'], job.data['figures']) == ('completed', 100, 7)
    assert job.completed is not None
    assert any('100 %' in entry['message'] for entry in job.log_entries)


def test_a_job_begins_once(job):
    assert len(begin(job, [1], [2])) == 2
    assert begin(job, [1], [2]) == ()


def test_nothing_to_compute_completes_the_job(job):
    begin(job)

    assert again(job).status == 'completed'


def test_a_failure_is_said_in_the_job(job):
    begin(job, [1])

    progress.fail(job.job_id, ValueError('The disk is full.'))
    progress.chunk_done(job.job_id, 0, 1, timezone.now())

    assert (again(job).status, job.error) == ('errored', 'The disk is full.')


def test_a_job_of_which_nothing_is_heard_is_taken_up_again(job):
    now = timezone.now()
    begin(job, [1], [2])
    progress.chunk_done(job.job_id, 0, 1, now)

    assert progress.stalled(now + SILENCE / 2).chunks == ()
    found = progress.stalled(now + SILENCE)

    assert [(chunk.number, chunk.target_ids) for chunk in found.chunks] == [(1, (2,))]
    assert progress.stalled(now + SILENCE).chunks == ()


def test_a_job_that_never_began_is_taken_up_again(job):
    assert progress.stalled(timezone.now() + SILENCE).job_ids == (job.job_id,)


def test_a_job_that_no_worker_finishes_is_given_up(job):
    begin(job, [1])
    now = timezone.now()

    for turn in range(1, MOST_RESUMPTIONS + 2):
        progress.stalled(now + turn * (SILENCE + timedelta(seconds=1)))

    assert again(job).status == 'errored'
    assert 'No worker finished it' in job.error


def test_jobs_of_netbox_itself_are_left_alone():
    Job.objects.create(name='Sync', job_id='7d7f4c1e-0000-4000-8000-000000000001', status='running', data={'x': 1})

    assert progress.stalled(timezone.now() + 10 * SILENCE) == progress.Stalled((), ())


def test_a_deleted_job_computes_nothing_more(job, sla):
    begin(job, [1])
    job.delete()

    tasks.compute_chunk(
        target_ids=[target.pk for target in sla.targets.all()], period='2026-03', job_id=str(job.job_id), number=0
    )

    assert not Attainment.objects.exists()


def test_the_pages_of_a_job_render(client, admin_user, job):
    begin(job, [1])
    progress.chunk_done(job.job_id, 0, 1, timezone.now())
    client.force_login(admin_user)

    for name in ('core:job', 'core:job_log', 'core:job_delete'):
        assert client.get(reverse(name, args=[job.pk])).status_code == 200
    response = client.post(reverse('core:job_delete', args=[job.pk]), {'confirm': True})
    assert response.status_code == 302
    assert not Job.objects.filter(pk=job.pk).exists()
