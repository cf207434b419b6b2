"""A worker killed in the middle of its work and started again leaves the rows of an undisturbed run."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Job

from netbox_slm import background, models, tasks
from netbox_slm.analysis import progress
from netbox_slm.analysis.attainment import AttainmentRequest, compute_attainment
from netbox_slm.models import Attainment, AttainmentContribution
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_target

TARGETS = 60
WAIT_SECONDS = 120


def make_house():
    """Many targets over a service with a year of incidents each, so that computing them takes a while."""
    site_device = make_device('Core')
    for number in range(TARGETS):
        service = make_service(f'Service {number}')
        make_component(service, site_device)
        make_component(service, make_device(f'Edge {number}'))
        make_target(make_sla(f'SLA {number}', services=[service], period='month'), name='Uptime')
    for month in range(1, 10):
        for day in range(1, 28, 3):
            make_incident(
                on=[site_device],
                reported_at=f'2026-{month:02}-{day:02} 10:00',
                resolved_at=f'2026-{month:02}-{day:02} 10:{month * 5:02}',
            )


def rows():
    """All figures and their lines, but for keys and the times of computation."""
    figures = {
        (row['target_id'], row['service_id'], row['period']): {
            name: value
            for name, value in row.items()
            if name not in ('id', 'created', 'last_updated', 'computed_at', 'stale_marks', 'stale_since')
        }
        for row in Attainment.objects.filter(period__lt='2026-10').values()
    }
    lines = sorted(
        str({name: value for name, value in row.items() if name not in ('id', 'attainment_id')})
        for row in AttainmentContribution.objects.filter(attainment__period__lt='2026-10').values(
            'attainment__target_id',
            'attainment__period',
            *(field.attname for field in models.AttainmentContribution._meta.concrete_fields),
        )
    )
    return figures, lines


def wait_for(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    pytest.fail(f'{what} did not happen within {WAIT_SECONDS} s')


def status_of(job):
    return Job.objects.values_list('status', 'data__done').get(pk=job.pk)


def test_a_killed_worker_and_its_successor_give_the_rows_of_an_undisturbed_run(celery_worker_process, monkeypatch):
    make_house()
    user = get_user_model().objects.create_user(username='director')
    job = background.request_computation('2026-01-01/2026-09-30', None, user)

    celery_worker_process.start(celery_chunk_size=3)  # many small chunks, so that the kill falls between some
    wait_for(lambda: len(status_of(job)[1] or ()) >= 2, 'the first chunk')
    celery_worker_process.kill()
    done_at_the_kill = len(status_of(job)[1])
    assert 0 < done_at_the_kill < TARGETS // 3

    # What beat does every minute; here nobody is heard of from now on
    monkeypatch.setattr(progress, 'SILENCE', timezone.timedelta(0))
    celery_worker_process.start(celery_chunk_size=3, celery_visibility_seconds=2)
    for chunk in progress.stalled(timezone.now()).chunks:
        tasks._send(chunk, timezone.now())
    wait_for(lambda: status_of(job)[0] == 'completed', 'the end of the job')
    found = rows()

    Attainment.objects.all().delete()
    compute_attainment(AttainmentRequest('2026-01-01/2026-09-30', timezone.now()))
    assert found == rows()
    assert len(found[0]) == TARGETS * 9
    assert found[1]
