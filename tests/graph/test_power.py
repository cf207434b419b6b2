"""Power (graph.md §3)."""

import pytest

from dcim import models as dcim

from tests.builders import make_device, make_site
from tests.graph.things import AT_RISK, DOWN, breaks, cable, make_feed, make_outlet, make_pdu, make_port, ref, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def dual():
    """A server on two PDUs, each on a feed of its own."""
    site = make_site()
    feeds = [make_feed(site), make_feed(site)]
    pdus = [make_pdu(feed, site=site) for feed in feeds]
    server = make_device(site=site)
    ports = [make_port(server, outlets[0]) for _device, _port, outlets in pdus]
    return server, feeds, pdus, ports


def test_one_of_two_supplies_puts_a_device_at_risk(dual):
    server, feeds, pdus, _ports = dual

    states = breaks(feeds[0])

    assert states[ref(pdus[0][0])] == DOWN
    assert states[ref(server)] == AT_RISK
    assert ref(pdus[1][0]) not in states


def test_both_supplies_take_a_device_down(dual):
    server, feeds, _pdus, _ports = dual

    assert breaks(*feeds)[ref(server)] == DOWN


def test_the_second_supply_takes_a_device_down_while_the_first_is_out(dual):
    server, feeds, _pdus, _ports = dual

    assert breaks(feeds[1], before=[feeds[0]])[ref(server)] == DOWN


def test_at_risk_stops_at_the_components_of_a_device(dual):
    server, feeds, _pdus, _ports = dual
    port = dcim.Interface.objects.create(device=server, name='eth0', type='1000base-t')

    assert ref(port) not in breaks(feeds[0])
    assert breaks(*feeds)[ref(port)] == DOWN


def test_a_chain_of_pdus_falls_as_a_whole():
    feed = make_feed()
    _first, _port, (outlet,) = make_pdu(feed)
    second, _port, (last,) = make_pdu(outlet)
    server = make_device()
    make_port(server, last)

    states = breaks(feed)

    assert states[ref(second)] == states[ref(server)] == DOWN
    # feed, PDU's port, its outlet; the second PDU's port, its outlet; the server's port, the server
    expected = ['powerfeed', 'powerport', 'poweroutlet', 'powerport', 'poweroutlet', 'powerport', 'device']
    assert way([feed], server) == expected


def test_a_cable_takes_down_what_it_feeds():
    device = make_device()
    port = make_port(device, make_feed())

    assert breaks(port.cable)[ref(device)] == DOWN


def test_a_planned_cable_connects_nothing():
    feed = make_feed()
    device = make_device()
    make_port(device, feed, cable_status='planned')

    assert breaks(feed) == {}


def test_a_port_that_is_only_marked_as_connected_is_a_supply_that_stays():
    feed = make_feed()
    device = make_device()
    make_port(device, feed)
    marked = make_port(device, mark_connected=True)

    assert breaks(feed)[ref(device)] == AT_RISK
    assert breaks(feed, marked)[ref(device)] == DOWN


def test_a_port_of_a_module_feeds_the_device():
    feed = make_feed()
    device = make_device()
    bay = dcim.ModuleBay.objects.create(device=device, name='PSU bay')
    kind = dcim.ModuleType.objects.create(manufacturer=device.device_type.manufacturer, model='PSU')
    module = dcim.Module.objects.create(device=device, module_bay=bay, module_type=kind)
    make_port(device, feed, module=module)

    assert breaks(feed)[ref(device)] == DOWN
    assert breaks(module)[ref(device)] == DOWN


def test_an_outlet_that_is_disabled_counts_as_out():
    feed = make_feed()
    pdu, port, (outlet,) = make_pdu(feed)
    off = make_outlet(pdu, port, status='disabled')
    device = make_device()
    make_port(device, outlet)
    make_port(device, off)

    assert breaks(outlet)[ref(device)] == DOWN


def test_a_panel_takes_its_feeds_down():
    feed = make_feed()
    device = make_device()
    make_port(device, feed)

    assert breaks(feed.power_panel)[ref(device)] == DOWN


def test_a_trunk_feeds_each_port_from_the_same_connector():
    feeds = [make_feed(), make_feed()]
    servers = [make_device(), make_device()]
    ports = [make_port(server) for server in servers]
    trunk = cable(ports, feeds, profile='trunk-2c1p')

    for number in (0, 1):
        states = breaks(feeds[number])
        assert states[ref(servers[number])] == DOWN
        assert ref(servers[1 - number]) not in states
    assert all(breaks(trunk)[ref(server)] == DOWN for server in servers)


def test_a_trunk_with_an_empty_connector_feeds_nothing_there():
    feed, server = make_feed(), make_device()
    ports = [make_port(server), make_port(server)]
    cable(ports, [feed], profile='trunk-2c1p')

    assert breaks(feed)[ref(server)] == DOWN
