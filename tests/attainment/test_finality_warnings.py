"""Before a change is saved its form, and REST, say which clocks and figures it touches, and change nothing."""

import pytest
from django.urls import reverse

from core.models import ObjectType
from users.models import ObjectPermission

from netbox_slm import models
from netbox_slm.analysis.consequences import warnings_for
from netbox_slm.models import Attainment
from netbox_slm.views.consequences import _FORMS
from tests.analysis.figures import compute, promise
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_everything,
    make_incident,
    make_service,
    make_target,
)

pytestmark = pytest.mark.django_db

NOW = at('2026-05-15 12:00')


@pytest.fixture
def house():
    """Payroll on SW-1 with two promises: March is final, April and May are not; an incident of March, one open."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    target = promise([service], sla_fields={'name': 'Gold', 'calendar': make_calendar('Always')})
    make_target(target.sla, name='Repair', metric='resolution', limit_seconds=86_400, target_percent='90')
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    make_incident(on=[switch], name='Open', reported_at='2026-05-15 10:00')
    compute('2026-03', close=True)
    compute('2026-04', now=NOW)
    compute('2026-05', now=NOW)
    return service


def incident(name):
    return models.Incident.objects.get(name=name)


def said(instance, **members):
    found = warnings_for(instance, NOW, members)
    return found.open_clocks, found.running_figures, found.final_periods


def test_an_incident_of_a_final_month_touches_that_month_and_no_open_clock(house):
    assert said(incident('Fan')) == (0, 0, ('2026-03',))


def test_an_open_incident_touches_its_clocks_and_no_final_month(house):
    assert said(incident('Open')) == (1, 2, ())


def test_the_sentence_names_what_is_touched_and_what_becomes_of_it(house):
    fan = incident('Fan')
    fan.resolved_at = None

    found = warnings_for(fan, NOW)

    assert found.sentence == 'This change touches 4 figures that are not final and 1 final period (2026-03).'
    assert 'Final figures keep their values.' in found.advice
    assert not warnings_for(incident('Open'), NOW).advice


def test_a_record_that_is_moved_touches_where_it_was_and_where_it_goes(house):
    opened = incident('Open')
    opened.occurred_at = at('2026-03-31 10:00')

    assert said(opened) == (1, 4, ('2026-03',))


def test_a_hold_touches_the_clock_of_its_incident(house):
    assert said(models.Hold(incident=incident('Open'), starts_at=at('2026-05-15 11:00')))[0] == 1
    assert said(models.Hold(incident=incident('Fan'), starts_at=at('2026-03-02 11:00')))[2] == ('2026-03',)


def test_a_link_touches_the_months_of_its_term(house):
    component = models.ServiceComponent(service=house, object=make_device(), since=at('2026-04-01'))
    assert said(component)[2] == ()

    component.since = at('2026-03-31')
    assert said(component)[2] == ('2026-03',)


def test_a_calendar_touches_all_that_is_promised_by_it(house):
    calendar = models.ServiceCalendar.objects.get()

    assert said(calendar) == (1, 4, ('2026-03',))


def test_maintenance_touches_those_whom_the_form_chooses(house):
    window = models.MaintenanceWindow(
        name='Work', status='agreed', starts_at=at('2026-03-10 08:00'), ends_at=at('2026-03-10 09:00')
    )

    assert said(window) == (0, 0, ())
    assert said(window, slas=models.SLA.objects.all())[2] == ('2026-03',)


@pytest.mark.parametrize(
    'empty', [models.Incident(reported_at=None), models.CalendarException(), models.AffectedCI(), models.Hold()]
)
def test_a_form_that_is_not_filled_in_touches_nothing(house, empty):
    assert warnings_for(empty, NOW).is_nothing


def test_nothing_is_touched_where_nothing_is_promised():
    assert warnings_for(make_incident(services=[make_service()]), NOW).sentence == (
        'This change touches no figure and no open clock.'
    )


def test_the_form_asks_while_it_is_filled_in_and_saves_nothing(admin_client, house):
    fan = incident('Fan')
    page = admin_client.get(reverse('plugins:netbox_slm:incident_edit', args=[fan.pk])).content.decode()
    address = f'{reverse("plugins:netbox_slm:consequences", args=["incident"])}?pk={fan.pk}'
    assert f'hx-post="{address}"' in page

    answer = admin_client.post(address, {'name': 'Other', 'reported_at': '2026-03-02 09:00'})

    assert 'This change touches 4 figures that are not final and 1 final period (2026-03).' in answer.content.decode()
    fan.refresh_from_db()
    assert fan.name == 'Fan'


def test_the_form_of_a_new_record_asks_too(admin_client, house):
    page = admin_client.get(reverse('plugins:netbox_slm:servicecomponent_add')).content.decode()
    address = reverse('plugins:netbox_slm:consequences', args=['servicecomponent'])
    assert f'hx-post="{address}"' in page

    answer = admin_client.post(address, {'service': house.pk, 'since': '2026-03-01 00:00:00'})

    assert '1 final period (2026-03)' in answer.content.decode()


def test_only_who_may_change_the_record_may_ask(client, django_user_model, house):
    user = django_user_model.objects.create_user(username='reader')
    address = f'{reverse("plugins:netbox_slm:consequences", args=["incident"])}?pk={incident("Fan").pk}'
    assert client.post(address).status_code == 302
    client.force_login(user)

    assert client.post(address).status_code == 403
    permission = ObjectPermission.objects.create(name='some', actions=['change'], constraints={'name': 'Open'})
    permission.object_types.add(ObjectType.objects.get_for_model(models.Incident))
    permission.users.add(user)
    assert client.post(address).status_code == 404
    assert client.post(reverse('plugins:netbox_slm:consequences', args=['tenant'])).status_code == 404


def test_rest_tells_what_a_record_touches_and_what_a_change_of_it_would(admin_client, house):
    url = reverse('plugins-api:netbox_slm-api:incident-consequences', args=[incident('Open').pk])
    json = {'content_type': 'application/json', 'headers': {'accept': 'application/json'}}

    as_it_is = admin_client.get(url, headers=json['headers']).json()
    moved = admin_client.post(url, {'occurred_at': '2026-03-31T10:00:00Z'}, **json).json()
    wrong = admin_client.post(url, {'resolved_at': '2026-05-14T10:00:00Z'}, **json)

    assert (as_it_is['open_clocks'], as_it_is['final_periods']) == (1, [])
    assert moved['final_periods'] == ['2026-03']
    assert moved['message'].startswith('This change touches 1 open clock, 4 figures that are not final and 1 final')
    assert wrong.status_code == 400
    assert incident('Open').occurred_at is None
    assert Attainment.objects.filter(is_final=True, stale_since__isnull=False).count() == 0


def test_rest_needs_the_right_to_see_or_to_change(client, django_user_model, house):
    user = django_user_model.objects.create_user(username='reader')
    permission = ObjectPermission.objects.create(name='look', actions=['view'])
    permission.object_types.add(ObjectType.objects.get_for_model(models.Incident))
    url = reverse('plugins-api:netbox_slm-api:incident-consequences', args=[incident('Fan').pk])
    json = {'accept': 'application/json'}
    assert client.get(url, headers=json).status_code == 403
    client.force_login(user)
    assert client.get(url, headers=json).status_code in (403, 404)
    permission.users.add(user)

    assert client.get(url, headers=json).status_code == 200
    assert client.post(url, {}, headers=json).status_code == 403


@pytest.mark.parametrize('model', sorted(_FORMS))
def test_every_form_that_asks_is_answered_empty_and_filled_in(admin_client, model):
    made = make_everything('Some')
    address = reverse('plugins:netbox_slm:consequences', args=[model])

    assert admin_client.post(address).status_code == 200
    assert admin_client.post(f'{address}?pk={made.keys[model]}', {'name': 'Other'}).status_code == 200
