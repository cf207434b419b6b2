"""A worker that really runs: what is edited is computed anew, what is finished is closed, what is asked for is done."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Job

from netbox_slm import background, tasks, worker
from netbox_slm.models import Attainment
from tests.analysis.figures import HOUR, promise
from tests.builders import make_component, make_device, make_incident, make_service

WAIT_SECONDS = 60


def wait_for(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    return pytest.fail(f'{what} did not happen within {WAIT_SECONDS} s')


def test_a_worker_computes_what_changed_and_closes_what_is_finished(celery_worker_process):
    celery_worker_process.start()
    service, switch = make_service(), make_device()
    make_component(service, switch)
    target = promise([service], sla_fields={'period': 'year', 'grace_days': 0})
    figures = Attainment.objects.filter(target=target)

    # Promising it was enough to have its current and previous figures computed
    wait_for(lambda: figures.filter(computed_at__isnull=False, stale_since__isnull=True).count() == 2, 'both figures')
    last_year = figures.earliest('starts_at')
    start = last_year.starts_at + timezone.timedelta(days=40)
    incident = make_incident(on=[switch], reported_at=start, resolved_at=start + timezone.timedelta(hours=2))
    wait_for(lambda: figures.filter(pk=last_year.pk, downtime_us=2 * HOUR).exists(), 'the new incident')
    incident.resolved_at = start + timezone.timedelta(hours=3)
    incident.save()
    wait_for(lambda: figures.filter(pk=last_year.pk, downtime_us=3 * HOUR).exists(), 'the edited incident')

    tasks.close_periods.delay()
    wait_for(lambda: figures.filter(pk=last_year.pk, is_final=True).exists(), 'the end of last year')
    assert not figures.exclude(pk=last_year.pk).get().is_final

    assert worker.worker_state(patient=True) == worker.WorkerState(is_alive=True, is_broker_reachable=True)
    user = get_user_model().objects.create_user(username='manager')
    job = background.request_computation('current', target.sla, user)
    done = wait_for(lambda: Job.objects.filter(pk=job.pk, status='completed').first(), 'the computation')
    assert (done.data['figures'], done.data['percent'], done.object) == (1, 100, target.sla)
