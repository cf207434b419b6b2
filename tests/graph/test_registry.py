"""Providers: the documented example, the settings, the system check, the queries."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_slm.checks import check_types_without_needs
from netbox_slm.graph import Ref, impact, providers, register, registry
from netbox_slm.graph.operation import DEFAULT_NOT_IN_OPERATION
from tests.builders import make_component, make_device, make_site
from tests.graph.things import DOWN, breaks, make_feed, make_outlet, make_port, make_rack, ref

PAGE = (Path(__file__).resolve().parent.parent.parent / 'docs/graph.md').read_text()


@pytest.fixture
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, '_registry', dict(registry._registry))


def test_the_page_lists_every_provider_and_whether_it_is_followed():
    listed = dict(re.findall(r'^\| `(\w+)` \| .* \| (yes|no) \|$', PAGE, re.MULTILINE))

    known = {key: 'yes' if provider.by_default else 'no' for key, provider in providers().items()}
    assert listed == {key: followed for key, followed in known.items() if key in listed}
    assert {key for key, provider in providers().items() if type(provider).__module__.startswith('netbox_slm.')} <= set(
        listed
    )


def test_the_page_lists_every_type_that_may_be_out_of_operation():
    assert all(f'`{label}`' in PAGE for label in DEFAULT_NOT_IN_OPERATION)


def test_every_provider_states_its_rule():
    for provider in providers().values():
        assert 'need' in type(provider).__doc__


@pytest.mark.django_db
def test_the_example_of_the_page_works(own_registry):
    names = {}
    exec(re.search(r'```python\n(.*?)```', PAGE, re.DOTALL)[1], names)
    first, second = make_rack(), make_rack()
    names['NEIGHBOURS'][second.pk] = first.pk
    register(names['NeighbourProvider']())

    answer = impact({ref(first): DOWN})

    assert answer.touched[ref(second)].state == DOWN
    step = answer.reasons([ref(second)])[ref(second)].steps[-1]
    assert (step.provider, step.relation) == ('neighbour_rack', 'neighbour')


@pytest.mark.django_db
@pytest.mark.parametrize('key', [key for key, provider in providers().items() if provider.by_default])
def test_every_provider_can_be_switched_off(key, plugin_settings):
    plugin_settings(graph_providers_off=[key])
    device = make_device()

    assert impact({ref(device): DOWN}).touched[ref(device)].state == DOWN


@pytest.mark.django_db
def test_a_provider_that_is_switched_off_is_not_followed(plugin_settings):
    device = make_device()
    make_port(device, feed := make_feed())

    assert ref(device) in breaks(feed)
    plugin_settings(graph_providers_off=['power'])
    assert ref(device) not in breaks(feed)


def test_linkable_types_without_a_provider_are_warned_of(monkeypatch, own_registry):
    assert check_types_without_needs(None) == []

    for key in ('tunnel',):
        monkeypatch.delitem(registry._registry, key)
    (message,) = check_types_without_needs(None)

    assert message.id == 'netbox_slm.W002'
    assert 'vpn.tunnel' in message.msg


@pytest.mark.django_db
def test_many_objects_cost_as_many_queries_as_one():
    site = make_site()
    pdu = make_device(site=site)
    devices = [make_device(site=site) for _number in range(50)]
    for device in devices:
        make_port(device, make_outlet(pdu))
        make_component(obj=device)

    def queries(some):
        impact({ref(device): DOWN for device in some})  # the network is compiled, the content types are known
        with CaptureQueriesContext(connection) as counted:
            impact({ref(device): DOWN for device in some})
        return len(counted)

    assert queries(devices[:1]) == queries(devices)


@pytest.mark.django_db
def test_each_provider_answers_by_itself_with_one_query():
    device = make_device()
    port = make_port(device, make_feed())
    power = providers()['power']

    (need,) = power.needs([ref(device)])

    assert (need.kind, need.needed, need.provider) == ('group', (ref(port),), 'power')
    assert power.needed_by([ref(port), Ref('dcim.powerport', 0)]) == [ref(device)]
