"""What the pages of a service say, what they cost, and how links are entered."""

import json
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from dcim.models import Device

from netbox_slm import models
from tests.builders import at, make_component, make_device, make_incident, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin_client):
    return admin_client


@pytest.fixture
def page(client):
    """The text of a page of the plugin."""

    def get(viewname, *args, **query):
        response = client.get(reverse(f'plugins:netbox_slm:{viewname}', args=args), query)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    return get


def make_figure(target, service=None):
    """A figure of March 2026, of a service or of all services of the promise together."""
    return models.Attainment.objects.create(
        target=target,
        service=service,
        period='2026-03',
        starts_at=at('2026-03-01'),
        ends_at=at('2026-04-01'),
        target_percent='99.9',
        computed_at=at('2026-03-02'),
    )


def fill(service, count=4):
    """Give a service components in a group and alone, dependencies both ways, an SLA and an incident."""
    group = models.RedundancyGroup.objects.create(
        service=service, name=f'Group {models.RedundancyGroup.objects.count()}'
    )
    for _ in range(count):
        make_component(service, make_device(), redundancy_group=group)
        make_component(service, make_device())
        models.ServiceDependency.objects.create(service=service, depends_on=make_service())
        models.ServiceDependency.objects.create(service=make_service(), depends_on=service)
        make_figure(make_target(make_sla(services=[service])), service)
        make_incident(on=[service.components.first().object], services=[service])


def test_the_structure_says_what_is_required_and_k_of_n_of_each_group(page):
    service = make_service('Payroll')
    group = models.RedundancyGroup.objects.create(service=service, name='Switches', min_available=2)
    for name in ('SW-A', 'SW-B', 'SW-C'):
        make_component(service, make_device(name), redundancy_group=group)
    make_component(service, make_device('FW-1'))
    make_component(service, make_device('Gone'), until=at('2020-01-01'))
    models.ServiceDependency.objects.create(service=service, depends_on=make_service('Network'), kind='soft')
    models.ServiceDependency.objects.create(service=make_service('Portal'), depends_on=service)

    text = page('service', service.pk)

    for words in (
        'Required',
        'FW-1',
        'Switches',
        '2 of 3 needed',
        'SW-B',
        'Depends on',
        'Network',
        'Needed by',
        'Portal',
    ):
        assert words in text, words
    assert 'Gone' not in text


def test_more_needed_than_there_are_is_capped_at_the_members(page):
    service = make_service()
    group = models.RedundancyGroup.objects.create(service=service, name='Switches', min_available=3)
    make_component(service, redundancy_group=group)

    assert '1 of 1 needed' in page('service', service.pk)


def test_a_service_without_components_says_what_to_do_next(page):
    service = make_service()

    text = page('service', service.pk)

    assert 'Nothing is recorded yet.' in text
    assert f'{reverse("plugins:netbox_slm:servicecomponent_add")}?service={service.pk}' in text


@pytest.mark.parametrize('tab', ['', '_components', '_dependencies', '_slas', '_incidents', '_attainments'])
def test_the_queries_of_a_page_of_a_service_do_not_grow_with_its_rows(queries_for, tab):
    service = make_service()
    fill(service)
    path = reverse(f'plugins:netbox_slm:service{tab}', args=[service.pk])
    queries_for(path)
    before = queries_for(path)

    fill(service)

    assert queries_for(path) == before


@pytest.mark.parametrize(
    'model', ['service', 'servicecomponent', 'redundancygroup', 'servicedependency', 'catalogentry', 'catalogcategory']
)
@pytest.mark.parametrize('namespace', ['plugins:netbox_slm:{}_list', 'plugins-api:netbox_slm-api:{}-list'])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(queries_for, model, namespace):
    def more():
        for _ in range(3):
            name = f'{model} {models.CatalogEntry.objects.count()}'
            category = models.CatalogCategory.objects.create(name=name, slug=name.replace(' ', '-'))
            entry = models.CatalogEntry.objects.create(name=name, category=category)
            fill(make_service(catalog_entry=entry), count=1)

    more()
    path = reverse(namespace.format(model))
    queries_for(path)
    before = queries_for(path)

    more()

    assert queries_for(path) == before


def test_the_tab_of_dependencies_shows_both_directions(page):
    service = make_service('Payroll')
    models.ServiceDependency.objects.create(service=service, depends_on=make_service('Network'))
    models.ServiceDependency.objects.create(service=make_service('Portal'), depends_on=service)
    models.ServiceDependency.objects.create(service=make_service('Else'), depends_on=make_service('Where'))

    text = page('service_dependencies', service.pk)

    assert 'Network' in text
    assert 'Portal' in text
    assert 'Where' not in text


def test_an_incident_on_a_component_is_on_the_tab_of_the_service(page):
    service, device = make_service(), make_device()
    make_component(service, device)
    make_incident(on=[device], name='Power lost')
    make_incident(on=[make_device()], name='Elsewhere')

    text = page('service_incidents', service.pk)

    assert 'Power lost' in text
    assert 'Elsewhere' not in text


def test_the_tab_of_attainment_shows_own_and_combined_figures(page):
    service, other = make_service(), make_service()
    sla = make_sla(services=[service, other])
    only_other = make_target(sla, name='Only the other')
    only_other.services.add(other)
    make_figure(make_target(sla, name='Its own'), service)
    make_figure(make_target(sla, name='Both together'))
    make_figure(make_target(sla, name='Of the other'), other)
    make_figure(only_other)

    text = page('service_attainments', service.pk)

    assert 'Its own' in text
    assert 'Both together' in text
    assert 'Of the other' not in text
    assert 'Only the other' not in text


def test_a_link_from_the_page_of_an_object_comes_filled_in(page):
    device = make_device('SW-77')

    text = page(
        'servicecomponent_add',
        object_content_type=ContentType.objects.get_for_model(Device).pk,
        object_object_id=device.pk,
    )

    assert re.search(rf'<option value="{device.pk}"\s+selected\s*>SW-77', text)


def test_only_linkable_types_can_be_chosen(page):
    text = page('servicecomponent_add')

    assert f'<option value="{ContentType.objects.get_for_model(Device).pk}"' in text
    assert f'<option value="{ContentType.objects.get_for_model(models.SLA).pk}"' not in text


def test_a_form_says_at_the_object_that_it_is_linked_already(client):
    service, device = make_service('Payroll'), make_device('SW-1')
    make_component(service, device)

    response = client.post(
        reverse('plugins:netbox_slm:servicecomponent_add'),
        {
            'service': service.pk,
            'object_content_type': ContentType.objects.get_for_model(Device).pk,
            'object_object_id': device.pk,
        },
    )

    assert response.context['form'].errors['object'] == [
        'SW-1 is already a component of Payroll in this time: end that link first.'
    ]


@pytest.mark.parametrize('kind', ['csv', 'json', 'yaml'])
def test_many_objects_are_linked_at_once_by_name(client, kind):
    service = make_service('Payroll', reference='S-1')
    other = make_service('Web')
    for owner in (service, other):
        models.RedundancyGroup.objects.create(service=owner, name='Switches')
    device = make_device('SW-1')
    device.interfaces.create(name='Gi1:1', type='1000base-t')
    rows = [
        {'service': 'Payroll', 'object_type': 'dcim.device', 'object_name': 'SW-1', 'redundancy_group': 'Switches'},
        {'service': 'Payroll', 'object_type': 'dcim.interface', 'object_name': 'SW-1:Gi1:1', 'redundancy_group': ''},
    ]
    texts = {
        'csv': '\n'.join([','.join(rows[0]), *(','.join(row.values()) for row in rows)]),
        'json': json.dumps(rows),
        'yaml': '\n'.join('- ' + '\n  '.join(f'{key}: "{value}"' for key, value in row.items()) for row in rows),
    }

    response = client.post(
        reverse('plugins:netbox_slm:servicecomponent_bulk_import'),
        {'data': texts[kind], 'format': kind, 'csv_delimiter': ',', 'import_method': 'direct'},
    )

    assert response.status_code == 302, response.context['form'].errors
    linked = {str(link.object): link.redundancy_group for link in service.components.all()}
    assert linked == {'SW-1': service.redundancy_groups.get(), 'Gi1:1': None}


def test_an_import_that_changes_one_column_keeps_names_unique(client):
    make_service('Payroll')
    second = make_service('Portal')

    response = client.post(
        reverse('plugins:netbox_slm:service_bulk_import'),
        {
            'data': f'id,name\n{second.pk},Payroll',
            'format': 'csv',
            'csv_delimiter': ',',
            'import_method': 'direct',
        },
    )

    assert response.status_code == 200
    assert 'already has a service called Payroll' in response.content.decode()
