"""How objects are named by REST, and what cannot be asked: 400 with the field, never more, and nothing is changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circuits.models import Circuit, CircuitType
from dcim.models import Cable, Device, Interface, PowerPanel, Site
from ipam.models import VLAN, Prefix
from virtualization.models import VirtualMachine

from netbox_slm.models import Service
from tests.builders import make_component, make_device, make_provider, make_service, make_site, make_tenant
from tests.graph.things import cable, interface, make_cluster, make_feed, make_rack, make_vm

from .rest import admin, ask, named, reader_of, state, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return admin()


class TestNames:
    def test_every_kind_by_its_natural_key(self, api):
        site = make_site('Berlin')
        device = make_device('SW-1', site=site)
        port = interface(device, 'eth0')
        other = interface(make_device('SW-2', site=site), 'eth0')
        cord = cable(port, other, label='C-17')
        rack = make_rack(site)
        provider = make_provider('Telco')
        kind = CircuitType.objects.create(name='Line', slug='line')
        circuit = Circuit.objects.create(cid='L1', provider=provider, type=kind, status='active')
        feed = make_feed(site, power_panel=PowerPanel.objects.create(site=site, name='P1'))
        vm = make_vm('VM-1', cluster=make_cluster('HV'))
        prefix = Prefix.objects.create(prefix='10.0.0.0/24')
        vlan = VLAN.objects.create(vid=10, name='Ten')
        service = make_service('Mail')

        for obj, key in (
            (site, 'Berlin'),
            (site, {'slug': site.slug}),
            (device, 'SW-1'),
            (device, {'name': 'SW-1', 'site': {'name': 'Berlin'}}),
            (device, {'name': 'SW-1', 'site__name': 'Berlin'}),
            (port, 'SW-1:eth0'),
            (port, {'name': 'eth0', 'device': {'name': 'SW-1'}}),
            (port, {'name': 'eth0', 'device': {'name': 'SW-1', 'site': {'name': 'Berlin'}}}),
            (port, {'name': 'eth0', 'device': device.pk}),
            (cord, 'C-17'),
            (cord, {'label': 'C-17'}),
            (cord, {'id': cord.pk}),
            (rack, f'Berlin:{rack.name}'),
            (rack, {'name': rack.name, 'site': {'name': 'Berlin'}}),
            (circuit, 'L1'),
            (circuit, {'cid': 'L1', 'provider': {'name': 'Telco'}}),
            (feed.power_panel, 'Berlin:P1'),
            (feed, f'P1:{feed.name}'),
            (vm, 'VM-1'),
            (vm, {'name': 'VM-1', 'cluster': {'name': 'HV'}}),
            (prefix, '10.0.0.0/24'),
            (vlan, {'vid': 10}),
            (vlan, 'Ten'),
            (service, 'Mail'),
        ):
            answer = ask(api, {'type': obj._meta.label_lower, 'key': key}, components=True)
            assert state(answer, obj) == ('down', 0), (obj, key)

    def test_the_same_object_twice_is_one(self, api):
        device = make_device('SW-1')

        answer = ask(api, named(device), {'type': 'dcim.device', 'key': 'SW-1'})

        assert len(answer['objects']) == 1

    def test_a_key_that_several_objects_have_is_refused_with_a_way_out(self, api):
        for site in (make_site('Berlin'), make_site('Paris')):
            make_device('SW-1', site=site)

        said = ask(api, {'type': 'dcim.device', 'key': 'SW-1'}, status=400)
        answer = ask(api, {'type': 'dcim.device', 'key': {'name': 'SW-1', 'site': {'name': 'Paris'}}})

        assert 'several' in said['objects'][0]['key'][0]
        assert len(answer['objects']) == 1

    def test_an_error_stands_beside_the_object_it_is_about(self, api):
        device = make_device('SW-1')

        said = ask(api, named(device), {'type': 'dcim.device', 'id': 999_999}, status=400)

        assert said['objects'][0] == {}
        assert '999999' in said['objects'][1]['id'][0]

    def test_many_objects_by_id_cost_no_more_queries(self, api):
        devices = [make_device() for _number in range(12)]
        ask(api, named(devices[0]))
        counts = []
        for some in (devices[:2], devices):
            with CaptureQueriesContext(connection) as queries:
                ask(api, *map(named, some))
            counts.append(len(queries))

        assert counts[0] == counts[1]


DEVICE = {'type': 'dcim.device', 'id': 1}


@pytest.mark.parametrize(
    ('body', 'field'),
    [
        ({'objects': 'dcim.device:1'}, 'objects'),
        ({'objects': {'type': 'dcim.device', 'id': 1}}, 'objects'),
        ({'objects': None}, 'objects'),
        ({'objects': [5]}, 'objects'),
        ({'objects': ['dcim.device:1']}, 'objects'),
        ({'objects': [None]}, 'objects'),
        ({'objects': [[]]}, 'objects'),
        ({'objects': [{}]}, 'type'),
        ({'objects': [{'type': None, 'id': 1}]}, 'type'),
        ({'objects': [{'type': ['dcim.device'], 'id': 1}]}, 'type'),
        ({'objects': [{'type': 'device', 'id': 1}]}, 'type'),
        ({'objects': [{'type': 'dcim.device.x', 'id': 1}]}, 'type'),
        ({'objects': [{'type': '\x00', 'id': 1}]}, 'type'),
        ({'objects': [{'type': 'dcim.device', 'id': 'one'}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'id': -1}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'id': 10**30}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'id': True}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'id': [1]}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'id': 1, 'key': 'SW-1'}]}, 'id'),
        ({'objects': [{'type': 'dcim.device', 'key': None}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': ''}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': []}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': ['SW-1']}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': True}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': 1.5}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'site': {}}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'site': 'Berlin'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'name': ['SW-1']}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'name': 'SW\x00'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': 'SW\x00'}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'name__startswith': 'S'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'created': 'yesterday'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'id': 10**30}}]}, 'key'),
        ({'objects': [{'type': 'dcim.device', 'key': {'': 'x'}}]}, 'key'),
        ({'objects': [{'type': 'ipam.prefix', 'key': 'no prefix'}]}, 'key'),
        ({'objects': [{'type': 'ipam.ipaddress', 'key': '10.0.0.300/24'}]}, 'key'),
        ({'objects': [{'type': 'users.user', 'key': {'password': 'x'}}]}, 'key'),
        ({'objects': [{'type': 'dcim.interface', 'key': 'eth0'}]}, 'key'),
        ({'objects': [DEVICE], 'effect': 'broken'}, 'effect'),
        ({'objects': [DEVICE], 'effect': ['down']}, 'effect'),
        ({'objects': [{**DEVICE, 'effect': None}]}, 'effect'),
        ({'objects': [DEVICE], 'start': 'yesterday'}, 'start'),
        ({'objects': [DEVICE], 'start': 5}, 'start'),
        ({'objects': [DEVICE], 'start': ['2026-12-04T20:00:00Z']}, 'start'),
        ({'objects': [DEVICE], 'start': '2026-12-04T20:00:00'}, 'start'),
        ({'objects': [DEVICE], 'start': '2026-12-04'}, 'start'),
        ({'objects': [DEVICE], 'start': '0001-01-01T00:00:00Z'}, 'start'),
        ({'objects': [DEVICE], 'start': '9999-12-31T23:59:59Z'}, 'start'),
        ({'objects': [DEVICE], 'end': '2026-12-04T20:00:00Z'}, 'start'),
        ({'objects': [DEVICE], 'start': '2026-12-04T20:00:00Z', 'end': '2026-12-04T22:00:00'}, 'end'),
        ({'objects': [DEVICE], 'start': '2026-12-04T20:00:00Z', 'end': '2026-12-04T20:00:00Z'}, 'end'),
        ({'objects': [DEVICE], 'start': '2026-12-04T20:00:00Z', 'end': '2026-12-04T21:00:00+02:00'}, 'end'),
        ({'objects': [DEVICE], 'depth': -1}, 'depth'),
        ({'objects': [DEVICE], 'depth': 10**30}, 'depth'),
        ({'objects': [DEVICE], 'depth': 'far'}, 'depth'),
        ({'objects': [DEVICE], 'limit': 0}, 'limit'),
        ({'objects': [DEVICE], 'limit': 10**30}, 'limit'),
        ({'objects': [DEVICE], 'known': 'perhaps'}, 'known'),
        ({'objects': [DEVICE], 'components': {}}, 'components'),
        ({'objects': [DEVICE], 'background': []}, 'background'),
        ({'objects': [DEVICE] * 10_001}, 'objects'),
        ([DEVICE], 'Invalid data'),
        ('dcim.device', 'Invalid data'),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_field(api, body, field):
    response = api.post(url(), body, format='json')

    assert response.status_code == 400, response.content
    assert (field if ' ' in field else f"'{field}'") in str(response.json())


def test_text_that_is_no_json_is_refused(api):
    response = api.post(url(), '{"objects": [', content_type='application/json')

    assert response.status_code == 400


def test_asking_changes_nothing(api):
    device = make_device('SW-1')
    make_component(make_service('Mail'), device)
    models = (Device, Interface, Cable, Site, Service, VirtualMachine)
    before = [list(model.objects.order_by('pk').values()) for model in models]

    ask(api, named(device), start='2026-12-04T20:00:00Z', end='2026-12-04T22:00:00Z')
    ask(api, named(device), {'type': 'dcim.device', 'id': 999_999}, status=400)

    assert [list(model.objects.order_by('pk').values()) for model in models] == before


@pytest.mark.parametrize('by', ['id', 'key', 'attributes'])
def test_what_is_hidden_reads_the_same_as_what_is_not_there(by):
    hidden = make_device('SECRET')
    make_device('SW-1')
    client = reader_of((Device, {'name': 'SW-1'}))

    def asked(pk, name):
        how = {'id': {'id': pk}, 'key': {'key': name}, 'attributes': {'key': {'name': name}}}[by]
        response = client.post(url(), {'objects': [{'type': 'dcim.device', **how}]}, format='json')
        assert response.status_code == 400
        return str(response.json()).replace(str(pk), 'N').replace(name, 'N')

    assert asked(hidden.pk, 'SECRET') == asked(999_999, 'NOTHING')


def test_a_name_that_only_the_hidden_one_shares_is_not_ambiguous():
    sites = [make_site('Berlin'), make_site('Paris')]
    devices = [make_device('SW-1', site=site) for site in sites]
    client = reader_of((Device, {'site__name': 'Paris'}))

    answer = ask(client, {'type': 'dcim.device', 'key': 'SW-1'})

    assert [row['id'] for row in answer['objects']] == [devices[1].pk]


def test_a_key_over_what_is_hidden_tells_nothing_of_it():
    make_device('SW-1', site=make_site('Berlin'), tenant=make_tenant('Acme'))
    client = reader_of((Device, None), (Site, None))

    def asked(**key):
        response = client.post(
            url(), {'objects': [{'type': 'dcim.device', 'key': {'name': 'SW-1', **key}}]}, format='json'
        )
        return response.status_code

    assert asked(site={'name': 'Berlin'}) == 200
    assert asked(tenant={'name': 'Acme'}) == asked(tenant={'name': 'Other'}) == 400


@pytest.mark.parametrize('named_text', ['dcim.device:99999999999999999999999', 'dcim.device:-1', 'x', 'no.such:1', ':'])
def test_addresses_that_name_nothing_are_no_errors(api, named_text):
    page = api.get('/plugins/service-levels/impact/', {'named': named_text})
    graph = api.get('/api/plugins/service-levels/node-graph/api/graph/data', {'named': named_text})

    assert page.status_code in (200, 302)
    assert graph.status_code == 400
