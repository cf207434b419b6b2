"""What the pages of the domain say, and to whom."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tenancy.models import Tenant
from users.models import Token

from netbox_slm import models
from netbox_slm.choices import WeekdayChoices
from netbox_slm.hours import WeekWindow
from netbox_slm.ui.agreements.week import week_rows
from tests.agreements.base import AGREEMENT_MODELS, make_user, permit
from tests.builders import (
    at,
    make_calendar,
    make_everything,
    make_provider,
    make_service,
    make_sla,
    make_target,
    make_tenant,
)

pytestmark = pytest.mark.django_db

H = 3600


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader(client):
    """A client whose user may view everything of the domain, and services."""
    return logged_in(make_user('reader', (*AGREEMENT_MODELS, models.Service, Tenant)))


def page(client, obj):
    response = client.get(obj.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_week_has_a_row_for_every_day_with_its_hours_in_words_and_as_a_bar():
    rows = week_rows([WeekWindow(0, 8 * H, 12 * H), WeekWindow(0, 13 * H, 18 * H), WeekWindow(6, 22 * H, 6 * H)])

    assert [row.name for row in rows] == [str(name) for _day, name in WeekdayChoices]
    assert [row.hours for row in rows] == [
        ['until 06:00 from the day before', '08:00–12:00', '13:00–18:00'],
        *([] for _ in range(5)),
        ['22:00–06:00 the next day'],
    ]
    assert [(piece.is_open, piece.width) for piece in rows[0].pieces] == [
        (True, '25.00'),
        (False, '8.33'),
        (True, '16.66'),
        (False, '4.16'),
        (True, '20.83'),
    ]
    assert [(piece.is_open, piece.width) for piece in rows[6].pieces] == [(False, '91.66'), (True, '8.33')]
    assert rows[2].pieces == []


def test_a_calendar_without_windows_is_open_around_the_clock_every_day():
    for row in week_rows([]):
        assert row.hours == ['around the clock']
        assert [(piece.is_open, piece.width) for piece in row.pieces] == [(True, '100.00')]


def test_a_calendar_page_shows_the_week_exceptions_and_holidays(reader):
    calendar = make_calendar(
        'Office',
        windows=[(0, 8 * H, 18 * H)],
        time_zone='Europe/Berlin',
        holiday_country='DE',
        holiday_subdivision='BY',
    )
    days = {'calendar': calendar, 'starts_on': '2020-12-24', 'ends_on': '2020-12-26'}
    models.CalendarException.objects.create(name='Christmas closing', yearly=True, **days)
    models.CalendarException.objects.create(name='Long ago', **days)

    text = page(reader, calendar)

    assert '<th scope="row" class="text-nowrap">Monday</th>' in text
    assert '08:00–18:00' in text
    assert 'Christmas closing' in text
    assert 'every year' in text
    assert 'Long ago' not in text
    # Ten holidays are listed; whatever the day, one of these two is among the next ten of Bavaria
    assert 'Neujahr' in text or 'Pfingstmontag' in text


def test_an_sla_page_shows_parties_targets_services_support_hours_and_versions(reader):
    tenant, provider = make_tenant('Acme'), make_provider('Telco')
    lines = make_sla('Lines', kind='underpinning', provider=provider)
    make_target(lines, name='Lines up', target_percent='99.5')
    one = make_sla('Gold', tenant=tenant, status='expired')
    make_target(one, name='Up', target_percent='99')
    calendar = make_calendar('Office', windows=[(0, 8 * H, 18 * H)])
    services = [make_service('Payroll', tenant=tenant)]
    two = make_sla('Gold', services, tenant=tenant, version=2, previous_version=one, calendar=calendar)
    make_target(two, name='Up', target_percent='99.9')
    make_target(two, name='Reply', metric='response', limit_seconds=1800, target_percent='95')
    two.supporting.add(lines)

    text = page(reader, two)

    assert 'Acme' in text
    assert 'Lines promises 99.5 %, you promise 99.9 %: not covered.' in text
    assert '08:00–18:00' in text
    assert '<td>99 %</td>' in text
    assert '<td>99.9 %</td>' in text
    assert '95 % within 30 min' in text
    assert reverse('plugins:netbox_slm:serviceleveltarget_list') in text
    assert 'Agreements that rest on it' not in text
    assert 'Agreements that rest on it' in page(reader, lines)


def test_an_sla_without_a_calendar_says_that_it_holds_around_the_clock(reader):
    assert 'No service calendar is set: around the clock (24x7).' in page(reader, make_sla())


def test_a_maintenance_window_says_when_it_comes_next_and_why_it_has_no_effect(reader):
    window = models.MaintenanceWindow.objects.create(
        name='Patches',
        starts_at=at('2026-03-01 01:00'),
        ends_at=at('2026-03-01 03:00'),
        recurrence='FREQ=WEEKLY;BYDAY=SU',
        time_zone='Europe/Berlin',
    )

    text = page(reader, window)
    assert 'It names no SLA and no service, so it has no effect: add one.' in text
    assert 'Only an agreed window leaves the figures.' in text
    assert text.count(' 02:00 – ') == 5

    window.services.add(make_service('Payroll'))
    models.MaintenanceWindow.objects.update(status='agreed')
    text = page(reader, window)
    assert 'it has no effect' not in text
    assert 'Only an agreed window' not in text
    assert 'Payroll' in text


def test_a_panel_says_how_many_related_objects_are_hidden():
    sla = make_sla(services=[make_service('Mine'), make_service('Theirs')])
    window = models.MaintenanceWindow.objects.create(name='W', starts_at=at('2026-03-01'), ends_at=at('2026-03-02'))
    window.services.set(sla.services.all())
    user = make_user('narrow', [models.MaintenanceWindow])
    permit(user, models.Service, 'view', name='Mine')

    text = page(logged_in(user), window)

    assert 'Mine' in text
    assert 'Theirs' not in text
    assert '1 more that you may not see.' in text


def constrained_user(tenant):
    """A user who may view and change the agreements of one customer only."""
    user = make_user('mine')
    for model, path in (
        (models.Contract, 'tenant'),
        (models.SLA, 'tenant'),
        (models.ServiceLevelTarget, 'sla__tenant'),
        (models.MaintenanceWindow, 'slas__tenant'),
        (models.ServiceCalendar, 'slas__tenant'),
        (models.CalendarWindow, 'calendar__slas__tenant'),
        (models.CalendarException, 'calendar__slas__tenant'),
        (models.Service, 'tenant'),
    ):
        permit(user, model, 'view', 'change', **{f'{path}__slug': tenant.slug})
    permit(user, Tenant, 'view', slug=tenant.slug)
    return user


@pytest.fixture
def two_customers():
    mine = make_everything('Visible-1111')
    models.CatalogCategory.objects.update(slug='first')
    return mine, make_everything('Hidden-7431')


def test_a_user_of_one_customer_sees_only_its_rows_in_lists_and_pages(two_customers):
    mine, theirs = two_customers
    client = logged_in(constrained_user(mine.tenant))

    for model in AGREEMENT_MODELS:
        name = model._meta.model_name
        content = client.get(reverse(f'plugins:netbox_slm:{name}_list')).content
        assert b'Hidden-7431' not in content, name
        assert client.get(mine.objects[name].get_absolute_url()).status_code == 200
        assert client.get(theirs.objects[name].get_absolute_url()).status_code == 404
    assert b'Visible-1111 SLA' in client.get(reverse('plugins:netbox_slm:sla_list')).content


def test_a_user_of_one_customer_sees_only_its_rows_in_rest_and_graphql(two_customers):
    mine, _theirs = two_customers
    user = constrained_user(mine.tenant)
    token = Token(user=user)
    token.save()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f'Bearer nbt_{token.key}.{token.token}')

    for prefix in ('calendars', 'calendar-windows', 'calendar-exceptions', 'contracts', 'slas', 'targets'):
        response = client.get(f'/api/plugins/service-levels/{prefix}/')
        assert response.data['count'] == 1, prefix
        assert b'Hidden-7431' not in response.content
    query = '{sla_list{name targets{name} services{name}} contract_list{name} service_calendar_list{name weekly_hours}}'
    response = client.post('/graphql/', {'query': query}, format='json')
    assert b'Hidden-7431' not in response.content
    assert response.json()['data']['service_calendar_list'] == [
        {'name': 'Visible-1111 calendar', 'weekly_hours': 'Mon 08:00-18:00'}
    ]


def test_relations_to_what_a_user_may_not_view_are_left_out_of_rest():
    tenant = make_tenant('Acme')
    mine, theirs = make_service('Mine', tenant=tenant), make_service('Hidden-7431', tenant=make_tenant())
    frame = models.Contract.objects.create(name='Hidden-7431 frame', tenant=tenant)
    calendar = make_calendar('Hidden-7431 hours')
    previous = make_sla('Hidden-7431 previous', tenant=tenant)
    gold = make_sla(
        'Gold',
        services=[mine, theirs],
        tenant=tenant,
        contract=frame,
        calendar=calendar,
        version=2,
        previous_version=previous,
    )
    gold.supporting.add(make_sla('Hidden-7431 night', kind='ola'))
    make_target(gold, name='Hidden-7431 target')
    user = make_user('narrow')
    permit(user, models.SLA, 'view', 'change', name='Gold')
    permit(user, models.Service, 'view', name='Mine')
    token = Token(user=user)
    token.save()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f'Bearer nbt_{token.key}.{token.token}')
    path = f'/api/plugins/service-levels/slas/{gold.pk}/'

    for response in (client.get(path), client.patch(path, {'description': 'New'}, format='json')):
        assert response.status_code == 200
        assert b'Hidden-7431' not in response.content
        assert [service['name'] for service in response.data['services']] == ['Mine']
        assert response.data['contract'] is response.data['calendar'] is response.data['previous_version'] is None
    gold.refresh_from_db()
    assert (gold.contract, gold.calendar, gold.services.count()) == (frame, calendar, 2)

    client.patch(path, {'services': [], 'supporting': []}, format='json')
    assert list(gold.services.all()) == [theirs]
    assert gold.supporting.count() == 1

    refused = client.patch(path, {'services': [mine.pk, theirs.pk]}, format='json')
    assert (refused.status_code, list(refused.data)) == (400, ['services'])


def test_a_form_keeps_what_its_user_may_not_view():
    tenant = make_tenant('Acme')
    mine, theirs = make_service('Mine', tenant=tenant), make_service('Theirs', tenant=make_tenant())
    calendar = make_calendar('Hidden-7431')
    gold = make_sla('Gold', services=[mine, theirs], tenant=tenant, calendar=calendar)
    user = make_user('narrow', [Tenant])
    permit(user, models.SLA, 'view', 'change')
    permit(user, models.Service, 'view', name='Mine')
    client = logged_in(user)
    path = reverse('plugins:netbox_slm:sla_edit', args=[gold.pk])

    assert b'Hidden-7431' not in client.get(path).content
    response = client.post(
        path,
        {
            'name': 'Gold',
            'version': 1,
            'kind': 'sla',
            'status': 'active',
            'tenant': tenant.pk,
            'period': 'month',
            'degraded_weight': 0,
        },
    )

    assert response.status_code == 302
    gold.refresh_from_db()
    assert list(gold.services.all()) == [theirs]
    assert gold.calendar == calendar


def test_the_page_of_a_user_who_may_not_view_the_calendar_does_not_name_it():
    gold = make_sla('Gold', calendar=make_calendar('Hidden-7431', windows=[(0, 8 * H, 18 * H)]))
    client = logged_in(make_user('narrow', [models.SLA]))

    text = page(client, gold)

    assert 'You may not view this service calendar.' in text
    assert 'Hidden-7431' not in text
    assert '08:00–18:00' not in text
    listing = client.get(f'{reverse("plugins:netbox_slm:sla_list")}?include_columns=calendar').content
    assert b'Hidden-7431' not in listing


def test_the_tenant_page_counts_the_agreements_of_the_customer():
    tenant = make_tenant('Acme')
    make_sla(tenant=tenant)
    models.Contract.objects.create(name='Frame', tenant=tenant)
    client = logged_in(make_user('reader', (*AGREEMENT_MODELS, Tenant)))

    text = page(client, tenant)

    assert f'{reverse("plugins:netbox_slm:sla_list")}?tenant_id={tenant.pk}' in text
    assert f'{reverse("plugins:netbox_slm:contract_list")}?tenant_id={tenant.pk}' in text


@pytest.mark.parametrize('rows', [4])
def test_the_cost_of_lists_does_not_grow_with_their_rows(rows, queries_for):
    user = make_user('reader', (*AGREEMENT_MODELS, models.Service))
    client = logged_in(user)
    paths = [
        f'{reverse(f"plugins:netbox_slm:{model._meta.model_name}_list")}?include_columns=contract,calendar,provider'
        for model in AGREEMENT_MODELS
    ]

    def add(number):
        for _ in range(number):
            calendar = make_calendar(windows=[(0, 0, 3600)])
            models.CalendarException.objects.create(
                calendar=calendar, name='Day', starts_on='2026-01-01', ends_on='2026-01-01'
            )
            tenant = make_tenant()
            frame = models.Contract.objects.create(name=f'Frame {tenant}', tenant=tenant)
            sla = make_sla(services=[make_service()], tenant=tenant, contract=frame, calendar=calendar)
            make_target(sla, calendar=calendar)
            window = models.MaintenanceWindow.objects.create(
                name=f'W {tenant}', starts_at=at('2026-03-01'), ends_at=at('2026-03-02')
            )
            window.slas.add(sla)

    add(rows)
    for path in paths:
        queries_for(path, client)
    before = {path: queries_for(path, client) for path in paths}
    add(rows)

    assert {path: queries_for(path, client) for path in paths} == before
