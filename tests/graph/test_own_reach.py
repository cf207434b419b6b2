"""What is down and cut off has the nearer of two reasons, none by what is out only because of it (graph.md §5)."""

import pytest

from extras.models import Tag

from netbox_slm.graph import Ref, impact
from netbox_slm.graph.answer import Limits
from netbox_slm.graph.impact import _within
from netbox_slm.graph.reasons import FAR
from netbox_slm.models import CIDependency
from tests.builders import make_device, make_site
from tests.graph.network.networks import Plan
from tests.graph.things import DOWN, cable, interface, make_feed, make_outlet, make_pdu, make_port, make_rack, ref

pytestmark = pytest.mark.django_db


def root(**fields):
    device = make_device('core', **fields)
    tag, _created = Tag.objects.get_or_create(slug='network-root', defaults={'name': 'root'})
    device.tags.add(tag)
    return device


def link(one, other):
    return cable(interface(one), interface(other))


def fed_by_a_unit(device):
    """A feed that the device hangs on behind a unit: four steps from it (port, outlet, port, device)."""
    feed = make_feed()
    _unit, _port, (outlet,) = make_pdu(feed)
    make_port(device, outlet)
    return feed


def way_to(obj, *failed):
    answer = impact({ref(each): DOWN for each in failed})
    reason = answer.reasons([ref(obj)])[ref(obj)]
    assert reason.distance == answer.touched[ref(obj)].distance
    return [step.ref.type.partition('.')[2] for step in reason.steps]


def test_a_panel_that_is_down_on_the_way_cuts_off_what_is_down_too():
    core, switch = root(), make_device('switch')
    feed = fed_by_a_unit(switch)
    rack = make_rack()
    plan = Plan()
    panel = make_device('panel', rack=rack, site=rack.site)
    plan.devices['panel'] = panel
    rear, (front,) = plan.panel('panel')
    cable(interface(core), rear)
    cable(front, interface(switch))

    assert way_to(switch, feed) == ['powerfeed', 'powerport', 'poweroutlet', 'powerport', 'device']
    assert len(way_to(switch, feed, rack)) == 4
    assert way_to(switch, feed, rack)[:2] == ['rack', 'device']


def test_a_neighbour_that_is_down_only_because_of_the_object_is_not_its_cause():
    """The neighbour has two supplies: one is named, the other hangs on the switch itself."""
    core, near, switch = root(), make_device('near'), make_device('switch')
    link(core, near)
    link(near, switch)
    feed, other = fed_by_a_unit(switch), make_feed()
    make_port(near, other)
    make_port(near, make_outlet(switch))

    answer = impact({ref(feed): DOWN, ref(other): DOWN})

    assert answer.touched[ref(near)].distance == 2
    assert answer.touched[ref(switch)].distance == 4
    assert way_to(switch, feed, other)[-2:] == ['powerport', 'device']


def test_a_neighbour_that_is_down_by_itself_is():
    core, near, switch = root(), make_device('near'), make_device('switch')
    link(core, near)
    link(near, switch)
    feed, other = fed_by_a_unit(switch), make_feed()
    make_port(near, other)

    assert way_to(switch, feed, other) == ['powerfeed', 'powerport', 'device', 'device']


def test_one_way_left_with_itself_up_is_enough_not_to_be_cut_off():
    """Of two neighbours one is named; the other works, so that only its power is why."""
    core, switch = root(), make_device('switch')
    neighbours = [make_device(name) for name in 'ab']
    for near in neighbours:
        link(core, near)
        link(near, switch)
    feed = fed_by_a_unit(switch)

    assert len(way_to(switch, feed, neighbours[0])) == 5
    assert way_to(switch, feed, *neighbours) == ['device', 'device']


def test_two_that_would_hold_each_other_up_are_asked_one_by_one():
    """Each would have a way over the other if both were up; with one of them up it has none."""
    core, one, other = root(), make_device('one'), make_device('other')
    gate = make_device('gate')
    link(core, gate)
    link(gate, one)
    link(core, other)
    link(one, other)
    feed, second = fed_by_a_unit(one), make_feed()
    make_port(other, second)

    # one: its ways are the named gate, and the other, which is down by a feed of its own
    assert way_to(one, feed, second, gate) == ['device', 'device']


def test_a_need_of_hardware_for_what_is_reached_explains_nothing_by_itself():
    """A switch needs a server that hangs on it and on another, and is cut off only because the switch is down."""
    core, switch, beside, server = root(), make_device('switch'), make_device('beside'), make_device('server')
    for device in (switch, beside):
        link(core, device)
        link(device, server)
    feed = fed_by_a_unit(switch)
    CIDependency.objects.create(dependent=switch, needed=server, kind='required')

    answer = impact({ref(feed): DOWN, ref(beside): DOWN})

    assert answer.touched[ref(server)].distance == 1
    assert answer.touched[ref(switch)].distance == 4


def test_what_has_no_reason_is_listed_unless_the_search_was_cut():
    import numpy as np

    distance = np.array([0, 3, FAR])

    assert _within(Limits(), None, distance).tolist() == [True, True, True]
    assert _within(Limits(), 'objects', distance).tolist() == [True, True, False]
    assert _within(Limits(depth=2), None, distance).tolist() == [True, False, True]
    assert _within(Limits(depth=2), 'depth', distance).tolist() == [True, False, False]


def test_a_depth_that_leaves_something_out_says_so():
    site = make_site()
    device = make_device(site=site)
    interface(device)

    answer = impact({ref(site): DOWN}, limits=Limits(depth=1), components=True)

    assert set(answer.touched) == {ref(site), Ref('dcim.device', device.pk)}
    assert answer.cut == 'depth'
