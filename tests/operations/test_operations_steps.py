"""Resolving, closing and excusing an incident: the use cases, and the buttons and forms that call them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from rest_framework.test import APIClient

from core.models import ObjectChange, ObjectType
from users.models import ObjectPermission, User

from netbox_slm.analysis.incidents import close_incident, resolve_incident
from netbox_slm.models import Hold, Incident
from tests.builders import at, make_incident
from tests.operations.base import ago

pytestmark = pytest.mark.django_db

NOW = at('2026-03-01 15:00')


def make_user(*actions, constraints=None, name='worker'):
    user = User.objects.create_user(username=name)
    permission = ObjectPermission.objects.create(name=name, actions=list(actions), constraints=constraints)
    permission.users.add(user)
    permission.object_types.add(ObjectType.objects.get_for_model(Incident))
    return user


def api_of(user):
    client = APIClient()
    client.force_login(user)
    return client


def detail(incident):
    return reverse('plugins-api:netbox_slm-api:incident-detail', args=[incident.pk])


def page(incident, action):
    return reverse(f'plugins:netbox_slm:incident_{action}', args=[incident.pk])


def test_resolving_sets_time_and_status_and_ends_its_holds():
    incident = make_incident(reported_at='2026-03-01 10:00')
    open_hold = Hold.objects.create(incident=incident, starts_at=at('2026-03-01 12:00'), reason='No answer')
    late_hold = Hold.objects.create(incident=incident, starts_at=at('2026-03-01 16:00'), reason='Never came about')

    resolve_incident(incident, NOW)

    incident.refresh_from_db()
    assert (incident.status, incident.resolved_at) == ('resolved', NOW)
    open_hold.refresh_from_db()
    assert open_hold.ends_at == NOW
    assert not Hold.objects.filter(pk=late_hold.pk).exists()


def test_closing_resolves_what_is_not_resolved():
    incident = make_incident(reported_at='2026-03-01 10:00')

    close_incident(incident, NOW)

    incident.refresh_from_db()
    assert (incident.status, incident.resolved_at, incident.closed_at) == ('closed', NOW, NOW)


def test_closing_keeps_the_time_of_the_resolution():
    incident = make_incident(reported_at='2026-03-01 10:00', resolved_at='2026-03-01 11:00')

    close_incident(incident, NOW)

    incident.refresh_from_db()
    assert incident.resolved_at == at('2026-03-01 11:00')


@pytest.mark.parametrize('step', [resolve_incident, close_incident])
@pytest.mark.parametrize(
    'fields',
    [
        {'status': 'cancelled'},
        {'status': 'closed', 'resolved_at': '2026-03-01 11:00', 'closed_at': '2026-03-01 12:00'},
    ],
)
def test_an_incident_that_has_ended_takes_no_more_steps(step, fields):
    incident = make_incident(reported_at='2026-03-01 10:00', **fields)

    with pytest.raises(ValidationError):
        step(incident, NOW)


def test_the_button_resolves_and_writes_to_the_change_log(client):
    incident = make_incident(reported_at=ago(5))
    client.force_login(make_user('view', 'change'))

    shown = client.get(incident.get_absolute_url())
    response = client.post(page(incident, 'resolve'))

    assert page(incident, 'resolve') in shown.content.decode()
    assert page(incident, 'close') not in shown.content.decode()
    assert response.status_code == 302
    incident.refresh_from_db()
    assert incident.status == 'resolved'
    change = ObjectChange.objects.get(changed_object_id=incident.pk, changed_object_type__model='incident')
    assert (change.prechange_data['status'], change.postchange_data['status']) == ('new', 'resolved')


def test_the_button_needs_the_permission_to_change_this_incident(client):
    incident = make_incident(name='Other', reported_at=ago(5))
    client.force_login(make_user('view', name='reader'))
    assert client.post(page(incident, 'resolve')).status_code == 403

    client.force_login(make_user('change', constraints={'name': 'Mine'}))
    assert client.post(page(incident, 'resolve')).status_code == 404

    client.force_login(make_user('view', 'change', constraints={'status': 'new'}, name='beginner'))
    client.post(page(incident, 'resolve'))
    incident.refresh_from_db()
    assert incident.status == 'new'


def test_an_excuse_needs_its_own_permission_in_the_api():
    incident = make_incident(reported_at=ago(5))
    api = api_of(make_user('view', 'add', 'change'))
    excuse = {'excused': True, 'excuse_reason': 'Customer pulled the plug'}

    changed = api.patch(detail(incident), excuse, format='json')
    added = api.post(reverse('plugins-api:netbox_slm-api:incident-list'), {'name': 'Down', **excuse}, format='json')
    proposed = api.patch(detail(incident), {'excuse_reason': 'Customer pulled the plug'}, format='json')

    assert (changed.status_code, added.status_code, proposed.status_code) == (400, 400, 200)
    assert 'excused' in changed.json()
    assert 'excused' in added.json()


def test_who_excuses_is_the_approver_and_nobody_else_can_be_given():
    incident, other = make_incident(reported_at=ago(5)), make_user(name='other')
    user = make_user('view', 'change', 'excuse')

    response = api_of(user).patch(
        detail(incident), {'excused': True, 'excuse_reason': 'Customer', 'excused_by': other.pk}, format='json'
    )

    assert response.status_code == 200, response.content
    assert response.json()['excused_by']['username'] == 'worker'


def test_an_excuse_is_neither_changed_nor_lifted_without_the_permission():
    approver = make_user(name='approver')
    incident = make_incident(reported_at=ago(5), excused=True, excuse_reason='Customer', excused_by=approver)
    api = api_of(make_user('view', 'change'))

    assert api.patch(detail(incident), {'excused': False}, format='json').status_code == 400
    assert api.patch(detail(incident), {'excuse_reason': 'Other'}, format='json').status_code == 400
    assert api.patch(detail(incident), {'priority': 'low'}, format='json').status_code == 200
    incident.refresh_from_db()
    assert (incident.excused, incident.excuse_reason, incident.excused_by) == (True, 'Customer', approver)


def test_lifting_an_excuse_takes_the_approver_away():
    user = make_user('view', 'change', 'excuse')
    incident = make_incident(reported_at=ago(5), excused=True, excuse_reason='Customer', excused_by=user)

    assert api_of(user).patch(detail(incident), {'excused': False}, format='json').status_code == 200

    incident.refresh_from_db()
    assert incident.excused_by is None


def test_the_permission_to_excuse_holds_only_for_the_incidents_it_names():
    user = make_user('view', 'add', 'change')
    permission = ObjectPermission.objects.create(name='excuse', actions=['excuse'], constraints={'priority': 'low'})
    permission.users.add(user)
    permission.object_types.add(ObjectType.objects.get_for_model(Incident))
    low, high = make_incident(reported_at=ago(5), priority='low'), make_incident(reported_at=ago(5), priority='high')
    excuse = {'excused': True, 'excuse_reason': 'Customer'}
    api, url = api_of(user), reverse('plugins-api:netbox_slm-api:incident-list')

    assert api.patch(detail(low), excuse, format='json').status_code == 200
    assert api.patch(detail(high), excuse, format='json').status_code == 400
    assert api.post(url, {'name': 'Low', 'priority': 'low', **excuse}, format='json').status_code == 201
    assert api.post(url, {'name': 'High', 'priority': 'high', **excuse}, format='json').status_code == 403
    assert not Incident.objects.filter(name='High').exists()


@pytest.mark.parametrize(('may', 'excused'), [(False, False), (True, True)])
def test_the_form_lets_only_those_excuse_who_may(client, may, excused):
    incident = make_incident(reported_at=ago(5))
    user = make_user('view', 'change', *(['excuse'] if may else []))
    client.force_login(user)

    client.post(
        page(incident, 'edit'),
        {
            'name': incident.name,
            'status': 'new',
            'priority': 'low',
            'effect': 'down',
            'reported_at': incident.reported_at,
            'excused': 'on',
            'excuse_reason': 'Customer',
        },
    )

    incident.refresh_from_db()
    assert incident.priority == 'low'
    assert (incident.excused, incident.excused_by) == (excused, user if may else None)


@pytest.mark.parametrize('may', [False, True])
def test_bulk_edit_lets_only_those_excuse_who_may(client, may):
    incident = make_incident(reported_at=ago(5))
    client.force_login(make_user('view', 'change', *(['excuse'] if may else [])))

    client.post(
        reverse('plugins:netbox_slm:incident_bulk_edit'),
        {'pk': [incident.pk], 'excused': 'True', 'excuse_reason': 'Customer', '_apply': '1'},
    )

    incident.refresh_from_db()
    assert incident.excused is may
