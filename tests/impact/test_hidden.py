"""What a user with few rights is told: numbers of what is hidden, and neither names, ids, order nor shape of it."""

import json
import re

import pytest
from django.urls import reverse

from dcim.models import Device, Rack, Site

from netbox_slm.models import Service
from tests.builders import make_component, make_device, make_incident, make_service, make_site
from tests.graph.things import interface, make_rack, make_vm

from .rest import ask, named, of, reader_of

pytestmark = pytest.mark.django_db
SECRETS = ('SECRET', 'rack', 'virtual machine', 'virtualmachine', 'vminterface')


@pytest.fixture
def world():
    """Two services stand on one hidden host; one by its machine, one over a hidden service of a rack of its own."""
    site = make_site('Berlin')
    rack = make_rack(site)
    Rack.objects.update(name='SECRET rack')
    host = make_device('SECRET host', site=site, rack=rack)
    vm = make_vm('SECRET vm', device=host, site=site)
    mail, shop = make_service('Mail'), make_service('Shop')
    make_component(mail, vm)
    make_component(shop, host)
    return {'site': site, 'host': host, 'vm': vm, 'mail': mail, 'shop': shop, 'rack': rack}


@pytest.fixture
def reader():
    return reader_of((Site, None), (Service, None))


def test_steps_that_are_hidden_are_one_with_their_number(world, reader):
    answer = ask(reader, named(world['site']))

    steps = of(answer, world['mail'])['steps']
    assert [(step['object'] and step['object']['display'], step['hidden']) for step in steps] == [
        ('Berlin', 0),
        (None, 2),
        ('Mail', 0),
    ]
    assert steps[1] == {
        'object': None,
        'hidden': 2,
        'relation': '',
        'relation_text': '',
        'provider': '',
        'state': None,
        'group': None,
        'lost_uplinks': [],
        'hidden_uplinks': 0,
    }
    assert steps[2]['relation'] == steps[2]['provider'] == ''
    assert of(answer, world['mail'])['reason'] == 'Berlin is down; 2 objects that you may not see; Mail needs it.'
    assert answer['hidden'] == 3


def exports(client, site):
    """Every form in which an answer can be taken away, as text."""
    query = {'named': f'dcim.site:{site.pk}', 'effect': 'down'}
    page = reverse('plugins:netbox_slm:impact')
    graph = reverse('plugins-api:netbox_slm-api:node_graph_data')
    found = {kind: client.get(page, {**query, 'export': kind}) for kind in ('mermaid', 'dot', 'csv')}
    found |= {'page': client.get(page, query), 'grafana': client.get(graph, query)}
    assert {name: response.status_code for name, response in found.items()} == dict.fromkeys(found, 200)
    found = {name: response.content.decode() for name, response in found.items()}
    found['rest'] = json.dumps(ask(client, named(site)))
    return found


def test_no_export_names_what_is_hidden(world, reader):
    for name, text in exports(reader, world['site']).items():
        if name == 'page':
            text = text[text.index('slm-picture') : text.index('</svg>', text.index('slm-picture'))]
        for secret in SECRETS:
            assert secret not in text.lower() if secret.islower() else secret not in text, (name, secret)
        assert 'Mail' in text, name


def test_a_drawing_has_one_node_for_each_hidden_way_so_that_ways_are_not_told_to_meet(world, reader):
    texts = exports(reader, world['site'])

    boxes = re.findall(r'^  (n\d+)[\[(]+"?\[?"?([^"\]]+)', texts['mermaid'], re.MULTILINE)
    assert sorted(text.split('<br/>')[0] for _name, text in boxes) == ['1 hidden', '2 hidden', 'Berlin', 'Mail', 'Shop']
    assert texts['mermaid'].count('-->') == 4
    assert '|' not in texts['mermaid']
    assert sorted(re.findall(r'label="(\d hidden)"', texts['dot'])) == ['1 hidden', '2 hidden']
    nodes = json.loads(texts['grafana'])['nodes']
    assert sorted(node['title'] for node in nodes) == ['1 hidden', '2 hidden', 'Berlin', 'Mail', 'Shop']
    hidden = [node for node in nodes if 'hidden' in node['title']]
    assert all(node['subtitle'] == node['mainstat'] == node['detail__url'] == '' for node in hidden)
    assert '2 hidden' in texts['page']


def test_the_answer_is_the_same_whatever_hangs_together_behind_it(reader):
    """Two hidden machines on one hidden host, or each on a host of its own: who may see neither reads the same."""

    def told(site, hosts):
        for number in range(2):
            vm = make_vm(f'{site} {number}', device=hosts[number % len(hosts)], site=site)
            make_component(make_service(f'{site} service {number}'), vm)
        texts = exports(reader, site)
        own = [texts['mermaid'], texts['dot'], texts['grafana']]
        own = [re.sub(r'\d{2,}', 'N', re.sub(r'/(sites|services)/\d+/', '', text)) for text in own]
        return [text.replace(str(site), 'S') for text in own]

    one, two = make_site('Aachen'), make_site('Bremen')
    together = told(one, [make_device(site=one)])
    apart = told(two, [make_device(site=two), make_device(site=two)])

    assert together == apart


def test_a_hidden_incident_and_a_hidden_partner_are_only_counted(world, reader):
    other = make_device('SECRET other', site=world['site'])
    make_incident(on=[other], name='SECRET incident', reported_at='2026-03-02 10:00')

    answer = ask(reader, named(world['site']))

    assert answer['known'] == []
    assert answer['hidden_known'] == 1
    assert 'SECRET' not in json.dumps(answer)


def test_who_sees_the_middle_only_learns_of_the_rest_by_number(world):
    client = reader_of((Site, None), (Device, None), (Service, {'name': 'Mail'}))
    interface(world['host'])

    answer = ask(client, named(world['site']))

    steps = of(answer, world['mail'])['steps']
    assert [step['object'] and step['object']['display'] for step in steps] == ['Berlin', 'SECRET host', None, 'Mail']
    assert steps[2]['hidden'] == 1
    assert steps[1]['relation'] == 'site'
