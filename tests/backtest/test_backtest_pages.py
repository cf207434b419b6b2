"""The backtest of an SLA as tab, by REST and on the command line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from users.models import ObjectPermission

from netbox_slm.models import SLA, Service, ServiceLevelTarget
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def sla():
    """A draft over two services that were down together for two hours in the middle of last month."""
    device = make_device()
    services = [make_service('Payroll'), make_service('Mail')]
    for service in services:
        make_component(service, device)
    begun = (timezone.now().replace(day=1) - timedelta(days=1)).replace(day=15, hour=10, minute=0)
    make_incident(on=[device], reported_at=begun, resolved_at=begun + timedelta(hours=2))
    sla = make_sla('ACME draft', services=services, status='draft')
    make_target(sla, name='Availability', target_percent='99.9')
    return sla


@pytest.fixture
def admin():
    return get_user_model().objects.create_superuser('admin')


def reader(*grants):
    user = get_user_model().objects.create_user('reader')
    for model, constraints in grants:
        permission = ObjectPermission.objects.create(name=model.__name__, actions=['view'], constraints=constraints)
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    return user


def api_of(user):
    client = APIClient()
    client.force_authenticate(user)
    client.force_login(user)
    return client


def ask(client, sla, status=200, **body):
    url = reverse('plugins-api:netbox_slm-api:sla-backtest', args=[sla.pk])
    response = client.post(url, body, format='json')
    assert response.status_code == status, response.content
    return response.json()


def test_the_tab_says_how_often_it_would_have_been_missed(client, admin, sla):
    client.force_login(admin)

    page = client.get(reverse('plugins:netbox_slm:sla_backtest', args=[sla.pk])).content.decode()

    assert 'Of 24 figures 2 would have been missed.' in page
    assert 'Payroll' in page


def test_another_level_is_tried_and_a_wrong_one_is_refused(client, admin, sla):
    client.force_login(admin)
    url = reverse('plugins:netbox_slm:sla_backtest', args=[sla.pk])
    field = f'level-{sla.targets.get().pk}'

    assert 'Of 24 figures 0 would have been missed.' in client.get(url, {field: '99'}).content.decode()
    assert '101' in client.get(url, {field: '101'}).content.decode()
    assert 'alert-danger' in client.get(url, {field: '101'}).content.decode()
    assert 'alert-danger' in client.get(url, {'periods': '99'}).content.decode()
    assert str(sla.targets.get().target_percent) == '99.900000'


def test_rest_gives_every_period_with_its_exact_share(admin, sla):
    said = ask(api_of(admin), sla, periods=3)

    payroll = next(row for row in said['tried'] if row['service']['name'] == 'Payroll')
    last = payroll['periods'][-1]
    assert [row['is_missed'] for row in payroll['periods']] == [False, False, True]
    assert int(last['denominator']) > int(last['numerator']) > 0
    assert last['downtime_us'] == 7_200_000_000
    assert payroll['level'] == '99.9'


def test_rest_tries_other_levels_and_refuses_wrong_ones(admin, sla):
    target = sla.targets.get()
    client = api_of(admin)

    said = ask(client, sla, periods=3, levels=[{'target': target.pk, 'level': '99'}])
    assert sum(row['missed'] for row in said['tried']) == 0
    assert 'level' in str(ask(client, sla, status=400, levels=[{'target': target.pk, 'level': '100.5'}]))
    assert 'target' in str(ask(client, sla, status=400, levels=[{'target': 999_999, 'level': '99'}]))
    assert 'periods' in ask(client, sla, status=400, periods=0)
    target.refresh_from_db()
    assert str(target.target_percent) == '99.900000'


def test_a_user_is_shown_the_services_that_may_be_seen_and_how_many_others_there_are(client, sla):
    user = reader((SLA, None), (ServiceLevelTarget, None), (Service, {'name': 'Mail'}))
    client.force_login(user)

    said = ask(api_of(user), sla)
    page = client.get(reverse('plugins:netbox_slm:sla_backtest', args=[sla.pk])).content.decode()

    assert [row['service']['name'] for row in said['tried']] == ['Mail']
    assert said['hidden'] == 1
    assert 'Payroll' not in str(said)
    assert 'Payroll' not in page
    assert '1 more row that you may not see.' in page


def test_nobody_tries_what_may_not_be_seen(sla):
    user = reader((Service, None))

    url = reverse('plugins-api:netbox_slm-api:sla-backtest', args=[sla.pk])
    assert api_of(user).post(url, {}, format='json').status_code == 403
    assert APIClient().post(url, {}, format='json').status_code in (401, 403)


def test_the_command_prints_every_period(sla):
    out = StringIO()

    call_command('slm_backtest', 'ACME draft', periods=2, stdout=out)

    assert 'Of 4 figures 2 would have been missed.' in out.getvalue()
    assert 'Availability, Payroll: 1 of 2 missed' in out.getvalue()


def test_the_command_names_what_it_does_not_find():
    with pytest.raises(CommandError, match='Nothing-7'):
        call_command('slm_backtest', 'Nothing-7')


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_slider_answers_at_once(browser_page, sla):
    page = browser_page
    page.goto(reverse('plugins:netbox_slm:sla_backtest', args=[sla.pk]))
    assert 'Of 24 figures 2 would' in page.text_content('[data-slm-backtest-sentence]')

    page.fill('[data-slm-level]', '99.5')
    assert 'Of 24 figures 0 would' in page.text_content('[data-slm-backtest-sentence]')

    page.fill('[data-slm-level]', '99.99')
    assert 'Of 24 figures 2 would' in page.text_content('[data-slm-backtest-sentence]')
    assert page.locator('[data-slm-missed]').all_text_contents() == ['1', '1']
