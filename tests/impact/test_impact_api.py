"""What breaks if this breaks, by REST: any objects of NetBox, by id or natural key, answered for whoever asks."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from dcim.models import Device, Site
from users.models import ObjectPermission

from netbox_slm.models import Change, PlannedEffect, RedundancyGroup, Service, ServiceDependency
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_site,
    make_sla,
    make_tenant,
)

pytestmark = pytest.mark.django_db


def url():
    return reverse('plugins-api:netbox_slm-api:impactanalysis-list')


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(get_user_model().objects.create_superuser('admin'))
    client.force_login(get_user_model().objects.get(username='admin'))
    return client


def ask(client, *objects, status=200, **more):
    response = client.post(url(), {'objects': list(objects), **more}, format='json')
    assert response.status_code == status, response.content
    return response.json()


def device(obj, **more):
    return {'type': 'dcim.device', 'id': obj.pk, **more}


def states(answer):
    return {(found['type'], found['display']): found['state'] for found in answer['objects']}


@pytest.fixture
def world():
    """Payroll needs one of two switches in one site; Portal depends on Payroll."""
    site = make_site('Berlin')
    first, second = make_device('SW-1', site=site), make_device('SW-2', site=site)
    tenant = make_tenant('Acme')
    payroll, portal = make_service('Payroll', tenant=tenant), make_service('Portal', tenant=tenant)
    group = RedundancyGroup.objects.create(service=payroll, name='Switches', min_available=1)
    make_component(payroll, first, redundancy_group=group)
    make_component(payroll, second, redundancy_group=group)
    ServiceDependency.objects.create(service=portal, depends_on=payroll)
    sla = make_sla('ACME 2026', services=[payroll], tenant=tenant, status='active')
    return {'site': site, 'first': first, 'second': second, 'payroll': payroll, 'portal': portal, 'sla': sla}


def test_one_of_two_lost_puts_the_service_at_risk_and_both_take_it_down(api, world):
    one = ask(api, device(world['first']))
    both = ask(api, device(world['first']), device(world['second']))

    assert states(one)['netbox_slm.service', 'Payroll'] == 'at_risk'
    assert states(both) == {
        ('dcim.device', 'SW-1'): 'down',
        ('dcim.device', 'SW-2'): 'down',
        ('netbox_slm.service', 'Payroll'): 'down',
        ('netbox_slm.service', 'Portal'): 'down',
    }
    assert both['sentence'] == '2 services are down. It concerns 1 customer.'
    assert [promise['sla']['display'] for promise in both['promises']] == ['ACME 2026']


def test_every_object_has_its_distance_and_reason(api, world):
    answer = ask(api, device(world['first']), device(world['second']))
    portal = next(found for found in answer['objects'] if found['display'] == 'Portal')

    assert portal['distance'] == 2
    assert [step['object']['display'] for step in portal['steps']][1:] == ['Payroll', 'Portal']
    assert portal['steps'][1]['group']['needed'] == 1
    assert portal['steps'][1]['group']['left'] == 0
    assert portal['reason'].startswith('SW-')
    assert 'Payroll needs 1 of 2' in portal['reason']


def test_a_site_takes_down_what_stands_in_it(api, world):
    answer = ask(api, {'type': 'dcim.site', 'key': 'Berlin'})

    assert states(answer)['netbox_slm.service', 'Payroll'] == 'down'


def test_objects_are_named_by_text_or_attributes(api, world):
    by_text = ask(api, {'type': 'dcim.device', 'key': 'SW-1'})
    by_attributes = ask(api, {'type': 'DCIM.Device', 'key': {'name': 'SW-1', 'site': {'name': 'Berlin'}}})

    assert states(by_text) == states(by_attributes) != {}


def test_an_open_incident_on_the_partner_counts_as_out_already_and_is_named(api, world):
    make_incident(on=[world['second']], name='Fan broken', reported_at='2026-03-02 10:00')

    answer = ask(api, device(world['first']))
    alone = ask(api, device(world['first']), known=False)

    assert states(answer)['netbox_slm.service', 'Payroll'] == 'down'
    assert states(alone)['netbox_slm.service', 'Payroll'] == 'at_risk'
    assert [known['source']['display'] for known in answer['known']] == ['Fan broken']
    payroll = next(found for found in answer['objects'] if found['display'] == 'Payroll')
    assert payroll['before'] == 'at_risk'
    assert 'out before: SW-2' in payroll['reason']


def test_other_approved_work_in_the_window_counts_and_outside_it_does_not(api, world):
    change = Change.objects.create(
        name='New fan', type='standard', planned_start=at('2026-12-04 20:00'), planned_end=at('2026-12-04 22:00')
    )
    PlannedEffect.objects.create(change=change, object=world['second'])
    Change.objects.filter(pk=change.pk).update(status='scheduled')

    inside = ask(api, device(world['first']), start='2026-12-04T21:00:00Z', end='2026-12-04T23:00:00Z')
    after = ask(api, device(world['first']), start='2026-12-04T22:00:00Z', end='2026-12-04T23:00:00Z')

    assert states(inside)['netbox_slm.service', 'Payroll'] == 'down'
    assert states(after)['netbox_slm.service', 'Payroll'] == 'at_risk'


@pytest.mark.parametrize(
    ('status', 'outage_seconds', 'state'),
    [('in_progress', None, 'down'), ('in_progress', 3600, 'at_risk'), ('scheduled', None, 'at_risk')],
)
def test_work_that_runs_longer_than_planned_counts_until_now(api, world, status, outage_seconds, state):
    now = timezone.now()
    change = Change.objects.create(
        name='Late', type='standard', planned_start=now - timedelta(hours=3), planned_end=now - timedelta(hours=1)
    )
    PlannedEffect.objects.create(change=change, object=world['second'], outage_seconds=outage_seconds)
    Change.objects.filter(pk=change.pk).update(status=status)

    tomorrow = {'start': (now + timedelta(days=1)).isoformat(), 'end': (now + timedelta(days=1, hours=1)).isoformat()}

    assert states(ask(api, device(world['first'])))['netbox_slm.service', 'Payroll'] == state
    assert states(ask(api, device(world['first']), **tomorrow))['netbox_slm.service', 'Payroll'] == 'at_risk'


def test_agreed_hours_in_the_window_are_counted(api, world):
    world['sla'].calendar = make_calendar('Office', windows=[(4, 28_800, 64_800)])  # Fridays, 8 to 18
    world['sla'].save()

    answer = ask(api, device(world['first']), start='2026-12-04T17:00:00Z', end='2026-12-04T20:00:00Z')

    assert answer['promises'][0]['agreed_us'] == 3_600_000_000


def test_a_degraded_object_degrades(api, world):
    component = make_service('Mail')
    make_component(component, world['first'])

    answer = ask(api, device(world['first'], effect='degraded'))

    assert states(answer)['netbox_slm.service', 'Mail'] == 'degraded'


@pytest.mark.parametrize(
    ('body', 'field'),
    [
        ({'objects': []}, 'objects'),
        ({}, 'objects'),
        ({'objects': [{'type': 'dcim.nothing', 'id': 1}]}, 'type'),
        ({'objects': [{'type': 'dcim.device', 'id': 999_999}]}, 'id'),
        ({'objects': [{'type': 'dcim.device'}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'key': 'No such'}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'colour': 'red'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.rack', 'key': 'Berlin'}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'id': 1, 'effect': 'none'}]}, 'effect'),
        ({'objects': [{'type': 'contenttypes.contenttype', 'id': 1}]}, 'type'),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_field(api, body, field):
    response = api.post(url(), body, format='json')

    assert response.status_code == 400
    assert field in str(response.json())


def test_a_window_that_ends_before_it_begins_is_refused(api, world):
    said = ask(api, device(world['first']), start='2026-12-04T21:00:00Z', end='2026-12-04T20:00:00Z', status=400)

    assert 'end' in said


def reader_of(*models):
    user = get_user_model().objects.create_user('reader')
    for model, constraints in models:
        permission = ObjectPermission.objects.create(name=model.__name__, actions=['view'], constraints=constraints)
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    client = APIClient()
    client.force_authenticate(user)
    client.force_login(user)
    return client


def test_a_user_sees_only_what_may_be_seen_and_how_many_others_there_are(world):
    client = reader_of((Device, {'name': 'SW-1'}), (Service, {'name': 'Portal'}))
    make_component(world['portal'], world['first'])

    answer = ask(client, device(world['first']))
    text = str(answer)

    assert states(answer) == {('dcim.device', 'SW-1'): 'down', ('netbox_slm.service', 'Portal'): 'down'}
    assert answer['hidden'] == 1
    assert answer['hidden_promises'] == 1
    for secret in ('SW-2', 'Payroll', 'ACME', 'Berlin'):
        assert secret not in text


def test_a_hidden_step_of_a_reason_has_no_name(world):
    client = reader_of((Site, None), (Service, {'name': 'Portal'}))

    answer = ask(client, {'type': 'dcim.site', 'id': world['site'].pk})
    portal = next(found for found in answer['objects'] if found['display'] == 'Portal')

    assert [step['object'] and step['object']['display'] for step in portal['steps']] == [
        'Berlin',
        None,
        'Portal',
    ]
    assert portal['steps'][1]['hidden'] == 2
    assert '2 objects that you may not see' in portal['reason']
    for secret in ('SW-', 'Payroll'):
        assert secret not in str(answer)


def test_what_a_user_may_not_see_cannot_be_named(world):
    client = reader_of((Device, {'name': 'SW-1'}))

    hidden = client.post(url(), {'objects': [device(world['second'])]}, format='json')
    missing = client.post(url(), {'objects': [{'type': 'dcim.device', 'id': 999_999}]}, format='json')

    assert hidden.status_code == missing.status_code == 400
    assert str(hidden.json()).replace(str(world['second'].pk), 'N') == str(missing.json()).replace('999999', 'N')


def test_nobody_is_answered_without_a_login(world):
    assert APIClient().post(url(), {'objects': [device(world['first'])]}, format='json').status_code in (401, 403)


def test_more_objects_cost_no_more_queries(api, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(api, device(world['first']))
    with CaptureQueriesContext(connection) as one:
        ask(api, device(world['first']))
    for number in range(8):
        make_component(make_service(f'Service {number}'), world['first'])
    with CaptureQueriesContext(connection) as many:
        ask(api, device(world['first']))

    assert len(many) == len(one)
