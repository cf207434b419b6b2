"""Having figures computed: by the button on an SLA and by REST, with a right of its own, and never without a worker."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.models import Job, ObjectType
from users.models import ObjectPermission

from netbox_slm import background, worker
from netbox_slm.models import SLA, Attainment
from tests.analysis.figures import compute, promise
from tests.builders import make_service

pytestmark = pytest.mark.django_db

URL = '/api/plugins/service-levels/attainments/compute/'


@pytest.fixture
def sla():
    sla = promise([make_service()], sla_fields={'name': 'Gold'}).sla
    compute('2026-03')
    return sla


@pytest.fixture
def user(client, django_user_model):
    user = django_user_model.objects.create_user(username='manager')
    client.force_login(user)
    return user


@pytest.fixture
def alive():
    """As if a worker had just answered."""
    cache.set(worker.KEY, (True, True), 60)
    yield
    cache.delete(worker.KEY)


@pytest.fixture
def dead():
    """None is there, and none has answered just before."""
    cache.set(worker.KEY, (False, True), 60)
    yield
    cache.delete(worker.KEY)


def allow(user, model, *actions, **constraints):
    permission = ObjectPermission.objects.create(
        name=f'{actions} {model.__name__} {constraints}', actions=actions, constraints=constraints or None
    )
    permission.object_types.add(ObjectType.objects.get_for_model(model))
    permission.users.add(user)


def post(client, sla, **data):
    return client.post(reverse('plugins:netbox_slm:sla_compute', args=[sla.pk]), data, follow=True)


def test_the_page_of_an_agreement_says_how_fresh_its_figures_are(client, user, sla, alive):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'view')
    Attainment.objects.update(stale_since='2026-05-16T00:00:00Z')

    text = client.get(sla.get_absolute_url()).content.decode()

    assert 'Figures were last computed at 2026-05-15' in text
    assert '1 is stale since 2026-05-16' in text
    assert 'A Celery worker is running.' in text
    assert 'Compute now' not in text


def test_the_button_is_there_for_who_may_and_starts_a_job_of_the_agreement(client, user, sla, alive):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'view', 'compute')

    assert 'Compute now' in client.get(sla.get_absolute_url()).content.decode()
    text = post(client, sla, period='previous').content.decode()

    job = Job.objects.get()
    assert (job.object, job.user, job.data['period']) == (sla, user, 'previous')
    assert 'see the tab Jobs' in text


def test_without_a_worker_nothing_is_started_and_the_page_says_how_to_start_one(client, user, sla, dead):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'view', 'compute')

    text = post(client, sla).content.decode()

    assert 'celery -A netbox_slm worker' in text
    assert not Job.objects.exists()


@pytest.mark.parametrize('actions', [('view',), ('view', 'add', 'change')])
def test_computing_is_a_right_of_its_own(client, user, sla, alive, actions):
    allow(user, SLA, 'view')
    allow(user, Attainment, *actions)

    assert post(client, sla).status_code == 403
    assert client.post(URL, {'sla': sla.pk}, content_type='application/json').status_code == 403
    assert not Job.objects.exists()


def test_who_may_compute_one_agreement_may_not_compute_another_nor_all(client, user, sla, alive):
    other = promise([make_service()], sla_fields={'name': 'Silver'}).sla
    compute('2026-03')
    allow(user, SLA, 'view')
    allow(user, Attainment, 'compute', target__sla__name='Gold')

    assert post(client, other).status_code == 403
    answers = [
        client.post(URL, {'sla': pk}, content_type='application/json').status_code for pk in (other.pk, None, sla.pk)
    ]
    assert answers == [403, 403, 202]


def test_an_agreement_that_one_may_not_view_is_unknown(client, user, sla, alive):
    allow(user, Attainment, 'compute')

    assert post(client, sla).status_code in (403, 404)
    answer = client.post(URL, {'sla': sla.pk}, content_type='application/json')
    assert (answer.status_code, list(answer.json())) == (400, ['sla'])


def test_rest_starts_a_job_and_tells_how_far_it_is(client, user, sla, alive):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'compute')

    started = client.post(URL, {'sla': sla.pk, 'period': '2026-03'}, content_type='application/json')
    asked = client.get(started.json()['url'])

    assert started.status_code == 202
    assert (asked.status_code, asked.json()['status']['value'], asked.json()['percent']) == (200, 'pending', 0)
    assert client.get(URL, {'job': 999_999}).status_code == 404
    assert client.get(URL).status_code == 404


def test_the_job_of_another_user_is_unknown(client, user, sla, alive, django_user_model):
    from netbox_slm.analysis import progress

    allow(user, Attainment, 'compute')
    job = progress.open_job('2026-03', sla, django_user_model.objects.create_user(username='somebody'))

    assert client.get(URL, {'job': job.pk}).status_code == 404


def test_rest_says_503_without_a_worker_and_400_for_what_is_no_period(client, user, sla, dead):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'compute')

    assert client.post(URL, {'sla': sla.pk}, content_type='application/json').status_code == 503
    cache.set(worker.KEY, (True, True), 60)
    answer = client.post(URL, {'sla': sla.pk, 'period': 'May'}, content_type='application/json')
    assert (answer.status_code, list(answer.json())) == (400, ['period'])
    assert not Job.objects.exists()


@pytest.fixture
def no_broker(monkeypatch):
    """A broker at an address where nothing listens."""
    monkeypatch.setattr(worker.app.conf, 'broker_url', 'redis://127.0.0.1:1/0')
    cache.delete_many([worker.KEY, worker.BROKER_KEY])
    yield
    cache.delete_many([worker.KEY, worker.BROKER_KEY])


def test_a_broker_that_cannot_be_reached_is_said_on_the_page(client, user, sla, no_broker):
    allow(user, SLA, 'view')
    allow(user, Attainment, 'view')

    assert 'The message broker cannot be reached' in client.get(sla.get_absolute_url()).content.decode()


def test_a_broker_that_cannot_be_reached_fails_no_change_and_ends_a_job_with_the_reason(
    user, sla, no_broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        background.request_sweep()
        job = background.request_computation('current', sla, user)

    job.refresh_from_db()
    assert (job.status, job.error) == (
        'errored',
        'The message broker cannot be reached: start it, then try again.',
    )
