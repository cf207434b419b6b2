"""Before records are edited together or deleted, the page says which clocks and figures that touches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import ObjectType
from users.models import ObjectPermission

from netbox_slm import models
from netbox_slm.analysis.consequences import warnings_for_deletion, warnings_for_many
from netbox_slm.models import Attainment
from netbox_slm.views.consequences import _BULK_FORMS, _FORMS
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
MODAL = {'hx-request': 'true', 'hx-target': 'htmx-modal-content'}


@pytest.fixture
def house():
    """Payroll on SW-1 with two promises: March is final, April and May are not; an incident of March, one open."""
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    target = promise([service], sla_fields={'name': 'Gold', 'calendar': make_calendar('Always')}, name='Up')
    make_target(target.sla, name='Repair', metric='resolution', limit_seconds=86_400, target_percent='90')
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    make_incident(on=[switch], name='Open', reported_at='2026-05-15 10:00')
    compute('2026-03', close=True)
    compute('2026-04', now=NOW)
    compute('2026-05', now=NOW)
    return service


def pks(*names):
    return list(models.Incident.objects.filter(name__in=names).values_list('pk', flat=True))


def asked(client, model, many, **data):
    address = f'{reverse("plugins:netbox_slm:consequences", args=[model])}?many={many}'
    answer = client.post(address, data)
    assert answer.status_code == 200
    return ' '.join(answer.content.decode().split())


def test_what_lies_between_two_incidents_is_not_touched(house):
    """March and May, and not the running figures of April."""
    found = warnings_for_many(list(models.Incident.objects.all()), NOW)

    assert found.running_figures == warnings_for_many([models.Incident.objects.get(name='Open')], NOW).running_figures


def test_incidents_touch_together_what_each_of_them_touches(house):
    found = warnings_for_many(list(models.Incident.objects.all()), NOW)

    assert (found.open_clocks, found.final_periods) == (1, ('2026-03',))


def test_a_bulk_edit_page_asks_and_is_told(admin_client, house):
    both = pks('Fan', 'Open')
    page = admin_client.post(reverse('plugins:netbox_slm:incident_bulk_edit'), {'pk': both}).content.decode()
    assert f'hx-post="{reverse("plugins:netbox_slm:consequences", args=["incident"])}?many=edit"' in page

    fan, opened = (asked(admin_client, 'incident', 'edit', pk=pks(name)) for name in ('Fan', 'Open'))

    assert 'This change touches 1 final period (2026-03).' in fan
    assert 'Final figures keep their values.' in fan
    assert 'This change touches 1 open clock and 2 figures that are not final.' in opened


def test_what_the_bulk_form_says_counts_as_well_as_what_is_stored(admin_client, house):
    component = make_component(house, make_device(), since=at('2026-04-10'))
    as_it_is = asked(admin_client, 'servicecomponent', 'edit', pk=[component.pk])

    moved = asked(admin_client, 'servicecomponent', 'edit', pk=[component.pk], since='2026-03-10 08:00:00')
    emptied = asked(admin_client, 'servicecomponent', 'edit', pk=[component.pk], _nullify='since')

    assert '1 final period' not in as_it_is
    assert '1 final period (2026-03)' in moved
    assert '1 final period (2026-03)' in emptied
    component.refresh_from_db()
    assert component.since == at('2026-04-10')


def test_a_page_that_deletes_many_asks_and_is_told(admin_client, house):
    page = admin_client.post(reverse('plugins:netbox_slm:incident_bulk_delete'), {'pk': pks('Fan')}).content.decode()
    assert f'hx-post="{reverse("plugins:netbox_slm:consequences", args=["incident"])}?many=delete"' in page

    text = asked(admin_client, 'incident', 'delete', pk=pks('Fan', 'Open'))

    assert 'This deletion touches 1 open clock' in text
    assert '1 final period (2026-03)' in text
    assert models.Incident.objects.count() == 2


@pytest.mark.parametrize('headers', [{}, MODAL])
def test_the_page_and_the_window_that_delete_one_say_it_too(admin_client, house, headers):
    page = reverse('plugins:netbox_slm:incident_delete', args=pks('Fan'))

    text = admin_client.get(page, headers=headers).content.decode()

    assert 'This deletion touches 1 final period (2026-03).' in text
    assert text.count('This deletion') == 1


def test_figures_that_go_with_a_target_are_said_to_go(admin_client, house):
    target = models.ServiceLevelTarget.objects.get(name='Up')

    text = admin_client.get(reverse('plugins:netbox_slm:serviceleveltarget_delete', args=[target.pk])).content.decode()

    assert 'Figures are deleted with what they are about, final ones with their history too.' in text
    assert 'Final figures keep their values.' not in text


def test_a_deletion_that_touches_nothing_says_nothing(admin_client):
    incident = make_incident(services=[make_service()])

    found = warnings_for_deletion([incident], NOW)
    page = admin_client.get(reverse('plugins:netbox_slm:incident_delete', args=[incident.pk])).content.decode()

    assert found.sentence == 'This deletion touches no figure and no open clock.'
    assert 'This deletion' not in page


def test_many_cost_as_few_queries_as_one(house):
    for number in range(5):
        make_incident(on=[models.ServiceComponent.objects.get().object], reported_at=f'2026-03-1{number} 10:00')
    rows = list(models.Incident.objects.exclude(name__in=['Fan', 'Open']))  # all of one month

    with CaptureQueriesContext(connection) as one:
        warnings_for_many(rows[:1], NOW)
    with CaptureQueriesContext(connection) as many:
        warnings_for_many(rows, NOW)

    assert len(many) == len(one)


def test_only_who_may_make_the_change_may_ask_and_only_of_those(client, django_user_model, house):
    user = django_user_model.objects.create_user(username='reader')
    client.force_login(user)
    address = reverse('plugins:netbox_slm:consequences', args=['incident'])
    data = {'pk': pks('Fan', 'Open')}
    assert client.post(f'{address}?many=edit', data).status_code == 403
    for action in ('change', 'delete'):
        permission = ObjectPermission.objects.create(name=action, actions=[action], constraints={'name': 'Open'})
        permission.object_types.add(ObjectType.objects.get_for_model(models.Incident))
        permission.users.add(user)

    for many in ('edit', 'delete'):
        answer = client.post(f'{address}?many={many}', data).content.decode()
        assert '1 open clock' in answer
        assert '2026-03' not in answer
    assert client.post(f'{address}?many=other', data).status_code == 404


@pytest.mark.parametrize('model', sorted(_FORMS))
def test_every_record_that_asks_on_its_own_asks_among_many_and_when_deleted(admin_client, model):
    made = make_everything('Some')
    assert model in _BULK_FORMS

    asked(admin_client, model, 'edit', pk=[made.keys[model]])
    asked(admin_client, model, 'delete', pk=[made.keys[model]])
    page = admin_client.post(reverse(f'plugins:netbox_slm:{model}_bulk_edit'), {'pk': [made.keys[model]]})
    assert 'many=edit' in page.content.decode()
    assert Attainment.objects.exists()
