"""What a what-if says of the agreements at stake: customer, contacts, agreed hours, budgets; by REST, GraphQL, page."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from dcim.models import Device
from tenancy.models import Contact, ContactAssignment, ContactRole, Tenant

from netbox_slm.models import SLA, RedundancyGroup, Service
from tests.builders import make_component, make_device, make_service, make_site, make_sla, make_target, make_tenant

from .rest import admin, ask, named, reader_of

pytestmark = pytest.mark.django_db
WINDOW = {'start': '2026-12-04T20:00:00Z', 'end': '2026-12-04T22:00:00Z'}
HOUR_US = 3_600_000_000


@pytest.fixture
def world():
    """Payroll needs two switches; its SLA promises 99.9 %, and has a contact beside that of its customer."""
    site, tenant = make_site('Berlin'), make_tenant('Acme')
    switches = [make_device(f'SW-{number}', site=site) for number in (1, 2)]
    payroll = make_service('Payroll', tenant=tenant)
    group = RedundancyGroup.objects.create(service=payroll, name='Switches', min_available=1)
    for switch in switches:
        make_component(payroll, switch, redundancy_group=group)
    sla = make_sla('ACME 2026', services=[payroll], tenant=tenant, status='active')
    make_target(sla, target_percent='99.9')
    role = ContactRole.objects.create(name='Duty', slug='duty')
    for obj, name, priority in ((tenant, 'Ann', 'primary'), (sla, 'Bob', 'secondary'), (sla, 'Cid', 'primary')):
        contact, _made = Contact.objects.get_or_create(name=name, phone='555-1')
        ContactAssignment.objects.create(object=obj, contact=contact, role=role, priority=priority)
    return {'switches': switches, 'payroll': payroll, 'sla': sla, 'tenant': tenant}


def contacts(promise):
    return [(known['contact']['name'], known['role']) for known in promise['contacts']]


def test_customer_and_contacts_are_those_of_the_sla_first(world):
    (promise,) = ask(admin(), *map(named, world['switches']))['promises']

    assert promise['customer']['name'] == 'Acme'
    assert contacts(promise) == [('Cid', 'Duty'), ('Bob', 'Duty'), ('Ann', 'Duty')]


def test_a_window_tells_the_budget_before_and_after(world):
    client = admin()
    answer = ask(client, *map(named, world['switches']), **WINDOW)
    for_one = ask(client, named(world['switches'][0]), **WINDOW)

    (budget,) = [found for found in answer['budgets'] if found['service_id'] == world['payroll'].pk]
    assert budget['sla_id'] == world['sla'].pk
    assert budget['counted_us'] == 2 * HOUR_US
    assert budget['budget_before_us'] - budget['budget_after_us'] == 2 * HOUR_US
    assert budget['is_breach'] is True
    assert [found['counted_us'] for found in for_one['budgets']] == [0] * len(for_one['budgets'])
    assert not any(found['is_breach'] for found in for_one['budgets'])
    assert ask(client, *map(named, world['switches']))['budgets'] == []


def test_what_may_not_be_seen_of_it_is_not_told(world):
    client = reader_of(
        (Device, None), (SLA, None), (Tenant, None), (Contact, {'name': 'Bob'}), (ContactAssignment, None)
    )

    answer = ask(client, *map(named, world['switches']), **WINDOW)

    (promise,) = answer['promises']
    assert contacts(promise) == [('Bob', 'Duty')]
    assert [found['service_id'] for found in answer['budgets']] == [None] * len(answer['budgets'])
    assert answer['hidden_budgets'] > 0
    assert 'Payroll' not in json.dumps(answer)


def test_nobody_hears_of_a_customer_or_an_assignment_that_is_hidden(world):
    client = reader_of((Device, None), (SLA, None), (Contact, None), (Service, None))

    (promise,) = ask(client, *map(named, world['switches']))['promises']

    assert (promise['customer'], promise['contacts']) == (None, [])


def test_a_customers_contacts_come_with_the_customer(world):
    client = reader_of((Device, None), (SLA, None), (Contact, None), (ContactAssignment, None))

    (promise,) = ask(client, *map(named, world['switches']))['promises']

    assert (promise['customer'], contacts(promise)) == (None, [('Cid', 'Duty'), ('Bob', 'Duty')])


def test_more_agreements_cost_no_more_queries(world, django_assert_max_num_queries):
    client, switches = admin(), [named(switch) for switch in world['switches']]
    ask(client, *switches, **WINDOW)
    with django_assert_max_num_queries(200) as few:
        ask(client, *switches, **WINDOW)

    for number in range(5):
        tenant = make_tenant(f'Customer {number}')
        sla = make_sla(f'SLA {number}', services=[world['payroll']], tenant=tenant, status='active')
        make_target(sla, target_percent='99.9')
        contact = Contact.objects.create(name=f'Contact {number}')
        ContactAssignment.objects.create(object=tenant, contact=contact, role=ContactRole.objects.get())

    with django_assert_max_num_queries(len(few)):
        assert len(ask(client, *switches, **WINDOW)['promises']) == 6


def graphql(client, **variables):
    query = (
        'query ($named: [String!]!, $start: DateTime, $end: DateTime) '
        '{ impact_analysis(named: $named, start: $start, end: $end) { sentence hidden_budgets '
        'promises { sla customer contacts state agreed_us } budgets { service_id counted_us is_breach } } }'
    )
    body = {'query': query, 'variables': variables}
    return client.post('/graphql/', json.dumps(body), content_type='application/json').json()


def test_graphql_tells_the_same(world):
    client, texts = admin(), [f'dcim.device:{switch.pk}' for switch in world['switches']]

    said = graphql(client, named=texts, **WINDOW)['data']['impact_analysis']

    assert said['promises'] == [
        {
            'sla': 'ACME 2026',
            'customer': 'Acme',
            'contacts': ['Cid (Duty)', 'Bob (Duty)', 'Ann (Duty)'],
            'state': 'down',
            'agreed_us': 2 * HOUR_US,
        }
    ]
    assert {'service_id': world['payroll'].pk, 'counted_us': 2 * HOUR_US, 'is_breach': True} in said['budgets']
    assert graphql(client, named=texts)['data']['impact_analysis']['budgets'] == []


@pytest.mark.parametrize(
    ('asked', 'word'),
    [
        ({'start': '2026-12-04T20:00:00Z', 'end': '2026-12-04T19:00:00Z'}, 'end: '),
        ({'start': '2026-12-04T20:00:00'}, 'no time zone'),
        ({'end': '2026-12-04T20:00:00Z'}, 'start: '),
        ({'more': ['dcim.device:0']}, 'named: '),
        ({'more': ['nothing']}, 'named: '),
        ({'more': [f'dcim.device:{"9" * 5000}']}, 'named: '),
    ],
)
def test_graphql_says_what_is_wrong(world, asked, word):
    texts = [f'dcim.device:{world["switches"][0].pk}', *asked.pop('more', ())]

    answer = graphql(admin(), named=texts, **asked)

    assert word in answer['errors'][0]['message']


def test_the_page_names_the_contacts(world):
    query = {'named': [f'dcim.device:{switch.pk}' for switch in world['switches']]}

    page = admin().get(reverse('plugins:netbox_slm:impact'), query).content.decode()

    assert 'Cid</a> (Duty) 555-1' in page
    assert page.index('Cid</a>') < page.index('Ann</a>')


def test_contacts_of_a_type_of_its_own_are_left_alone(world):
    """An assignment to another object with the number of the SLA is none of it."""
    contact = Contact.objects.create(name='Stranger')
    device_type = ContentType.objects.get_for_model(Device)
    ContactAssignment.objects.create(
        object_type=device_type, object_id=world['sla'].pk, contact=contact, role=ContactRole.objects.get()
    )

    (promise,) = ask(admin(), *map(named, world['switches']))['promises']

    assert 'Stranger' not in [name for name, _role in contacts(promise)]
