"""Who sees what of the catalog: rows of one customer only, and no name of what may not be viewed."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from circuits.models import Provider
from dcim.models import Device, Site
from tenancy.models import Tenant
from users.models import Token

from netbox_slm import models
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_tenant
from tests.catalog.base import make_user, permit

pytestmark = pytest.mark.django_db

SECRET = 'Secret-7431'


class World:
    """Two customers with a service each, both on one device and one shared service; the reader may see the first."""

    def __init__(self):
        self.mine, self.other = make_tenant('Acme'), make_tenant(f'{SECRET} tenant')
        self.device, self.hidden = make_device('SW-1'), make_device(f'{SECRET} device')
        self.service = make_service('Payroll', tenant=self.mine)
        self.foreign = make_service(f'{SECRET} service', tenant=self.other)
        self.group = models.RedundancyGroup.objects.create(service=self.service, name='Switches', min_available=1)
        self.links = [
            make_component(self.service, self.device, redundancy_group=self.group),
            make_component(self.service, self.hidden, redundancy_group=self.group),
            make_component(self.foreign, self.device),
        ]
        self.needs = models.ServiceDependency.objects.create(service=self.service, depends_on=self.foreign)
        self.needed = models.ServiceDependency.objects.create(service=self.foreign, depends_on=self.service)
        self.reader = make_user()
        permit(self.reader, models.Service, 'view', tenant__slug=self.mine.slug)
        for model in (models.RedundancyGroup, models.ServiceComponent):
            permit(self.reader, model, 'view', service__tenant__slug=self.mine.slug)
        # The dependencies themselves are free, the services at their ends are not.
        permit(self.reader, models.ServiceDependency, 'view')
        permit(self.reader, Device, 'view', name='SW-1')
        permit(self.reader, Tenant, 'view', slug=self.mine.slug)
        self.client = Client()
        self.client.force_login(self.reader)

    def page(self, viewname, *args, **query):
        """The text of a page as the reader gets it; a list with its rows."""
        response = self.client.get(reverse(f'plugins:netbox_slm:{viewname}', args=args), query)
        assert response.status_code == 200, response.status_code
        return response.content.decode()


@pytest.fixture
def world():
    return World()


@pytest.fixture
def api(world):
    """GET of a REST list or object as the reader."""
    token = Token(user=world.reader)
    token.save()
    client = Client(headers={'Authorization': f'Bearer nbt_{token.key}.{token.token}'})

    def get(viewname, *args, **query):
        response = client.get(reverse(f'plugins-api:netbox_slm-api:{viewname}', args=args), query)
        assert response.status_code == 200, response.content
        assert SECRET not in response.content.decode()
        return response.json()

    def graphql(query):
        response = client.post(reverse('graphql'), data=json.dumps({'query': query}), content_type='application/json')
        assert SECRET not in response.content.decode()
        body = response.json()
        assert 'errors' not in body, body
        return body['data']

    get.graphql = graphql
    get.client = client
    return get


@pytest.mark.parametrize(
    ('viewname', 'seen'),
    [
        ('service_list', 'Payroll'),
        ('servicecomponent_list', 'SW-1'),
        ('redundancygroup_list', 'Switches'),
        ('servicedependency_list', 'Payroll'),
    ],
)
def test_a_list_shows_the_rows_and_names_that_the_reader_may_view(world, viewname, seen):
    page = world.page(viewname)

    assert seen in page
    assert SECRET not in page


@pytest.mark.parametrize(
    ('viewname', 'obj'),
    [
        ('service', 'service'),
        ('service_components', 'service'),
        ('service_dependencies', 'service'),
        ('redundancygroup', 'group'),
        ('servicedependency', 'needs'),
        ('servicedependency', 'needed'),
    ],
)
def test_a_page_names_nothing_that_the_reader_may_not_view(world, viewname, obj):
    page = world.page(viewname, getattr(world, obj).pk)

    assert SECRET not in page


def test_the_page_of_a_component_does_not_name_a_hidden_object(world):
    page = world.page('servicecomponent', world.links[1].pk)

    assert 'Payroll – device' in page
    assert SECRET not in page


def test_the_page_of_a_foreign_service_is_not_found(world):
    assert world.client.get(world.foreign.get_absolute_url()).status_code == 404


def test_counts_are_of_what_the_reader_may_view(world, api):
    entry = models.CatalogEntry.objects.create(name='Mail')
    models.Service.objects.update(catalog_entry=entry)
    permit(world.reader, models.CatalogEntry, 'view')
    make_sla('Gold', services=[world.service], tenant=world.mine)

    assert api('catalogentry-list')['results'][0]['service_count'] == 1
    row = api('service-list')['results'][0]
    assert (row['component_count'], row['sla_count']) == (2, 0)
    page = world.page('catalogentry_list')
    assert f'?catalog_entry_id={entry.pk}">1</a>' in page


def test_the_structure_counts_the_hidden_and_says_how_many(world):
    make_component(world.service, make_device())
    models.ServiceComponent.objects.filter(pk=world.links[1].pk).update(description='guarded')
    permission = world.reader.object_permissions.get(object_types__model='servicecomponent')
    permission.constraints = {'description': ''}
    permission.save()

    page = world.page('service', world.service.pk)

    assert '1 of 2 needed' in page
    assert '1 more' in page


def test_rest_lists_are_restricted_and_hidden_ends_are_null(world, api):
    assert [row['name'] for row in api('service-list')['results']] == ['Payroll']
    rows = {row['id']: row for row in api('servicecomponent-list')['results']}
    assert rows.keys() == {world.links[0].pk, world.links[1].pk}
    assert rows[world.links[0].pk]['object']['name'] == 'SW-1'
    hidden = rows[world.links[1].pk]
    assert (hidden['object'], hidden['object_id'], hidden['object_type']) == (None, None, 'dcim.device')
    assert hidden['display'] == 'Payroll – device'
    needs, needed = (row for row in api('servicedependency-list', ordering='id')['results'])
    assert (needs['service']['name'], needs['depends_on']) == ('Payroll', None)
    assert (needed['service'], needed['depends_on']['name']) == (None, 'Payroll')


def test_what_a_write_answers_names_nothing_hidden(world, api):
    permit(world.reader, models.ServiceComponent, 'add')

    response = api.client.post(
        reverse('plugins-api:netbox_slm-api:servicecomponent-list'),
        {
            'service': world.service.pk,
            'object_type': 'dcim.device',
            'object_id': make_device(f'{SECRET} third').pk,
        },
        content_type='application/json',
    )

    assert response.status_code == 201, response.content
    assert SECRET not in response.content.decode()


def test_graphql_is_restricted_and_hidden_ends_are_null(world, api):
    data = api.graphql(
        '{slm_service_list {name tenant {name} components {display object_id} dependencies {display depends_on {name}}'
        ' dependents {display service {name}}}}'
    )

    assert data['slm_service_list'] == [
        {
            'name': 'Payroll',
            'tenant': {'name': 'Acme'},
            'components': [
                {'display': 'Payroll – SW-1', 'object_id': world.device.pk},
                {'display': 'Payroll – device', 'object_id': None},
            ],
            'dependencies': [{'display': 'Payroll → …', 'depends_on': None}],
            'dependents': [{'display': '… → Payroll', 'service': None}],
        }
    ]


def test_the_badges_of_the_tabs_count_what_the_reader_may_view(world):
    make_incident(on=[world.device], name=f'{SECRET} incident')
    make_sla(f'{SECRET} SLA', services=[world.service], tenant=world.other)

    page = world.page('service', world.service.pk)

    assert SECRET not in page
    components = reverse('plugins:netbox_slm:service_components', args=[world.service.pk])
    assert f'href="{components}"' in page
    for hidden in ('slas', 'incidents'):
        assert reverse(f'plugins:netbox_slm:service_{hidden}', args=[world.service.pk]) not in page


def test_an_import_does_not_tell_whether_a_hidden_object_exists(world):
    permit(world.reader, models.ServiceComponent, 'add')

    def errors(name):
        response = world.client.post(
            reverse('plugins:netbox_slm:servicecomponent_bulk_import'),
            {
                'data': f'service,object_type,object_name\nPayroll,dcim.device,{name}',
                'format': 'csv',
                'csv_delimiter': ',',
                'import_method': 'direct',
            },
        )
        return response.content.decode()

    assert f'There is no device {SECRET} device.' in errors(f'{SECRET} device')
    assert 'There is no device Nowhere.' in errors('Nowhere')
    assert not models.ServiceComponent.objects.filter(service=world.service).count() > 2


def test_providers_and_sites_can_be_components_too(world):
    site, provider = Site.objects.create(name='Berlin', slug='berlin'), Provider.objects.create(name='Net', slug='net')

    for obj in (site, provider):
        link = models.ServiceComponent(service=world.service, object=obj)
        link.full_clean()
