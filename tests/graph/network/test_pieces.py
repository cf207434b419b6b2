"""Pieces of cable paths (graph.md §4, Links)."""

import pytest

from dcim.models import Cable, FrontPort, Interface, PortMapping

from netbox_slm.graph.links import pieces_at, pieces_through
from tests.graph.network.networks import Plan, ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = Plan()
    plan.devices_of('a b c d e')
    return plan


def at(*ends):
    """End -> the (far end, way) of its pieces."""
    found = pieces_at(map(ref, ends))
    return {end: {(piece.far(end), piece.way) for piece in pieces} for end, pieces in found.items()}


def refs(*objects):
    return tuple(map(ref, objects))


def test_a_cable_joins_two_interfaces_seen_from_either_end(plan):
    left, right = plan.port('a'), plan.port('b')
    cable = plan.cable([left], [right])

    assert at(left, right) == {
        ref(left): {(ref(right), refs(cable))},
        ref(right): {(ref(left), refs(cable))},
    }
    assert [piece.ends for piece in pieces_through([ref(cable)])] == [refs(left, right)]


def test_the_piece_that_is_given_begins_at_the_end_that_was_asked_for(plan):
    left, right = plan.port('a'), plan.port('b')
    rear, [front] = plan.panel('p')
    first, second = plan.cable([left], [front]), plan.cable([rear], [right])

    assert pieces_at([ref(right)])[ref(right)] == ((refs(right, left), refs(second, rear, front, first)),)
    assert len(pieces_through(refs(front, second))) == 1


def test_an_end_without_a_link_is_in_no_answer(plan):
    planned = plan.port('a')
    plan.cable([planned], [plan.port('b')], status='planned')

    assert pieces_at(refs(planned, plan.port('c'))) == {}


def test_a_path_is_cut_at_every_circuit(plan):
    left, right = plan.port('a'), plan.port('b')
    one, two = plan.circuit('1'), plan.circuit('2')
    ends = [plan.side(circuit, side) for circuit in (one, two) for side in 'AZ']
    cables = [plan.cable([x], [y]) for x, y in ((left, ends[0]), (ends[1], ends[2]), (ends[3], right))]

    assert at(left, *ends) == {
        ref(left): {(ref(ends[0]), refs(cables[0]))},
        ref(ends[0]): {(ref(left), refs(cables[0]))},
        ref(ends[1]): {(ref(ends[2]), refs(cables[1]))},
        ref(ends[2]): {(ref(ends[1]), refs(cables[1]))},
        ref(ends[3]): {(ref(right), refs(cables[2]))},
    }


def test_what_lies_behind_a_circuit_is_no_part_of_the_piece_before_it(plan):
    left, circuit = plan.port('a'), plan.circuit('1')
    near, far = plan.side(circuit, 'A'), plan.side(circuit, 'Z')
    cable = plan.cable([left], [near])
    plan.cable([far], [plan.port('b')], status='planned')

    assert at(left, far) == {ref(left): {(ref(near), refs(cable))}}


def test_the_pieces_of_a_breakout_meet_in_one_end(plan):
    trunk, ports = plan.port('a'), [plan.port(name) for name in 'bcde']
    cable = plan.cable([trunk], ports)

    assert at(trunk, ports[0]) == {
        ref(trunk): {(ref(port), refs(cable)) for port in ports},
        ref(ports[0]): {(ref(trunk), refs(cable))},
    }


def test_strands_behind_a_multi_position_port_meet_in_the_end_before_it(plan):
    trunk = plan.port('a')
    rear, fronts = plan.panel('p', positions=3)
    cable = plan.cable([trunk], [rear])
    ports = [plan.port(name) for name in 'bcd']
    strands = [plan.cable([front], [port]) for front, port in zip(fronts, ports, strict=True)]

    assert at(trunk, ports[1]) == {
        ref(trunk): {
            (ref(port), refs(cable, rear, front, strand))
            for port, front, strand in zip(ports, fronts, strands, strict=True)
        },
        ref(ports[1]): {(ref(trunk), refs(strands[1], fronts[1], rear, cable))},
    }


def test_positions_keep_the_strands_of_two_panels_apart(plan):
    (rear1, fronts1), (rear2, fronts2) = plan.panel('p', positions=2), plan.panel('q', positions=2)
    plan.cable([rear1], [rear2])
    left, right = [plan.port('a'), plan.port('b')], [plan.port('c'), plan.port('d')]
    for ports, fronts in ((left, fronts1), (right, fronts2)):
        for port, front in zip(ports, fronts, strict=True):
            plan.cable([port], [front])

    assert [far for far, _way in at(left[0])[ref(left[0])]] == [ref(right[0])]
    assert [far for far, _way in at(left[1])[ref(left[1])]] == [ref(right[1])]


def test_a_cable_on_two_front_ports_gives_a_strand_of_its_own_for_each(plan):
    (rear1, fronts1), (rear2, fronts2) = plan.panel('p', positions=2), plan.panel('q', positions=2)
    trunk = plan.cable([rear1], [rear2])
    left, right = plan.port('a'), plan.port('b')
    first, last = plan.cable([left], fronts1), plan.cable(fronts2, [right])

    assert at(left) == {
        ref(left): {
            (ref(right), refs(first, fronts1[place], rear1, trunk, rear2, fronts2[place], last)) for place in (0, 1)
        }
    }


def test_two_parallel_cables_between_panels_are_two_ways(plan):
    device = plan.device('p', role='panel')
    ports = []
    for side in 'xy':
        fronts = [FrontPort.objects.create(device=device, name=f'{side}F{n}', type='8p8c') for n in (1, 2)]
        rears = [plan.panel('p')[0] for _n in (1, 2)]
        PortMapping.objects.filter(rear_port__in=rears).delete()
        for front, rear in zip(fronts, rears, strict=True):
            PortMapping.objects.create(device=device, front_port=front, rear_port=rear)
        ports.append((fronts, rears))
    (fronts1, rears1), (fronts2, rears2) = ports
    left, right = plan.port('a'), plan.port('b')
    first, last = plan.cable([left], fronts1), plan.cable(fronts2, [right])
    middle = [plan.cable([rears1[place]], [rears2[place]]) for place in (0, 1)]

    assert at(left) == {
        ref(left): {
            (ref(right), refs(first, fronts1[n], rears1[n], middle[n], rears2[n], fronts2[n], last)) for n in (0, 1)
        }
    }


def test_the_lanes_of_a_profiled_breakout_cable_are_told_apart(plan):
    trunks, ports = [plan.port('a'), plan.port('a')], [plan.port(name) for name in 'bc']
    cable = plan.cable(trunks, ports, profile='trunk-2c1p')

    assert at(*trunks) == {
        ref(trunks[0]): {(ref(ports[0]), refs(cable))},
        ref(trunks[1]): {(ref(ports[1]), refs(cable))},
    }


def test_the_channels_of_an_interface_are_the_ends(plan):
    parent = plan.port('a', channels=4)
    channels = [plan.port('a', parent=parent, channel_id=number) for number in (1, 2, 3, 4)]
    ports = [plan.port(name) for name in 'bcde']
    cable = plan.cable([parent], ports, profile='breakout-1c4p-4c1p')

    assert at(parent, *channels) == {
        ref(channel): {(ref(port), refs(cable))} for channel, port in zip(channels, ports, strict=True)
    }


def test_a_path_that_ends_in_a_panel_is_no_link(plan):
    left = plan.port('a')
    _rear, [front] = plan.panel('p')
    cable = plan.cable([left], [front])

    assert pieces_at([ref(left)]) == {}
    assert pieces_through([ref(cable)]) == ()


def test_a_wireless_link_is_a_piece(plan):
    link = plan.wireless('a', 'b')

    assert at(link.interface_a) == {ref(link.interface_a): {(ref(link.interface_b), refs(link))}}
    assert len(pieces_through([ref(link)])) == 1


def test_a_power_cable_is_no_piece(plan):
    from dcim.models import PowerOutlet, PowerPort

    port = PowerPort.objects.create(device=plan['a'], name='PSU')
    cable = plan.cable([port], [PowerOutlet.objects.create(device=plan['b'], name='1')])

    assert pieces_through([ref(cable)]) == ()
    assert Cable.objects.count() == 1
    assert not Interface.objects.exists()
