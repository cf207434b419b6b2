"""An impact that a worker computes, and the same question asked in GraphQL."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from rest_framework.test import APIClient

from core.models import Job
from dcim.models import Device

from netbox_slm.analysis.impact import Question
from netbox_slm.analysis.impact.jobs import is_much, open_impact_job, run_impact_job
from netbox_slm.graph import Ref
from netbox_slm.models import Service
from netbox_slm.tasks import analyse_impact
from tests.impact.test_impact_api import device, reader_of, world  # noqa: F401 - a fixture


@pytest.fixture
def admin():
    return get_user_model().objects.create_superuser('admin')


def api_of(user):
    client = APIClient()
    client.force_authenticate(user)
    client.force_login(user)
    return client


def job_url(job):
    return reverse('plugins-api:netbox_slm-api:impactanalysis-detail', args=[job.pk])


@pytest.mark.django_db(transaction=True)
def test_a_worker_answers_what_is_much(admin, world, celery_worker_process):  # noqa: F811
    celery_worker_process.start()
    client = api_of(admin)

    asked = client.post(
        reverse('plugins-api:netbox_slm-api:impactanalysis-list'),
        {'objects': [device(world['first']), device(world['second'])], 'background': True},
        format='json',
    )
    assert asked.status_code == 202, asked.content
    job = Job.objects.get(pk=asked.json()['id'])
    analyse_impact.apply_async(kwargs={'job_id': str(job.job_id)}).get(timeout=120)

    said = client.get(job_url(job)).json()
    assert said['status']['value'] == 'completed'
    assert said['percent'] == 100
    assert said['answer']['sentence'] == '2 services are down. It concerns 1 customer.'


@pytest.mark.django_db
def test_only_who_asked_finds_the_answer(admin, world):  # noqa: F811
    job = open_impact_job(Question({Ref('dcim.device', world['first'].pk): 3}), admin)
    run_impact_job(job.job_id, lambda seen: {'objects': len(seen.objects)})

    assert api_of(admin).get(job_url(job)).json()['answer'] == {'objects': 3}
    other = get_user_model().objects.create_superuser('other')
    assert api_of(other).get(job_url(job)).status_code == 404
    assert APIClient().get(job_url(job)).status_code in (401, 403)


@pytest.mark.django_db
def test_an_answer_that_is_there_is_not_made_again(admin, world):  # noqa: F811
    job = open_impact_job(Question({Ref('dcim.device', world['first'].pk): 3}), admin)
    run_impact_job(job.job_id, lambda seen: 'first')
    run_impact_job(job.job_id, lambda seen: 'second')

    job.refresh_from_db()
    assert job.data['answer'] == 'first'


@pytest.mark.django_db
def test_without_a_worker_nothing_is_promised(admin, world):  # noqa: F811
    answer = api_of(admin).post(
        reverse('plugins-api:netbox_slm-api:impactanalysis-list'),
        {'objects': [device(world['first'])], 'background': True},
        format='json',
    )

    assert answer.status_code == 503
    assert not Job.objects.exists()


def test_more_objects_than_the_setting_allows_are_much(settings):
    named = {Ref('dcim.device', number): 3 for number in range(3)}
    assert not is_much(Question(named))

    settings.PLUGINS_CONFIG['netbox_slm'] = {**settings.PLUGINS_CONFIG['netbox_slm'], 'impact_objects_at_once': 2}
    assert is_much(Question(named))


def ask(client, named, effect='down'):
    query = (
        'query ($named: [String!]!, $effect: String!) { impact_analysis(named: $named, effect: $effect) '
        '{ sentence hidden objects { type display state distance reason } } }'
    )
    body = {'query': query, 'variables': {'named': named, 'effect': effect}}
    response = client.post('/graphql/', json.dumps(body), content_type='application/json')
    return response.json() if response.status_code == 200 else None


@pytest.mark.django_db
def test_graphql_answers_for_whoever_asks(admin, world):  # noqa: F811
    named = [f'dcim.device:{world["first"].pk}', f'dcim.device:{world["second"].pk}']

    said = ask(api_of(admin), named)['data']['impact_analysis']
    assert said['sentence'] == '2 services are down. It concerns 1 customer.'
    assert {found['display'] for found in said['objects']} == {'SW-1', 'SW-2', 'Payroll', 'Portal'}

    # A what-if over fewer objects than were named would say too little
    for wrong in ('dcim.device:999999', 'dcim.device', 'no.such:1'):
        assert wrong in ask(api_of(admin), [*named, wrong])['errors'][0]['message']

    client = reader_of((Device, {'name': 'SW-1'}), (Service, {'name': 'Portal'}))
    seen = ask(client, named[:1])
    assert 'Payroll' not in str(seen)
    assert 'SW-2' not in str(seen)
    assert 'errors' in ask(client, named[1:])
    assert named[1] in ask(client, named)['errors'][0]['message']
    assert 'errors' in ask(api_of(admin), named, effect='odd')
    assert 'Payroll' not in str(ask(APIClient(), named))
