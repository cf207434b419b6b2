"""Links as arrays are the pieces."""

import pytest

from netbox_slm.graph.links import pieces_at, pieces_through
from netbox_slm.graph.links.keys import refs_of, refs_to_keys
from netbox_slm.graph.network import current_network
from netbox_slm.graph.network.linking import ends_through, links_at, ways_at
from tests.graph.network.networks import Plan, ref

pytestmark = pytest.mark.django_db


def test_links_as_arrays_are_the_pieces():
    plan = Plan()
    plan.devices_of('a b c d e')
    (rear1, fronts1), (rear2, fronts2) = plan.panel('p', positions=2), plan.panel('q', positions=2)
    plan.cable([rear1], [rear2])
    plan.cable([plan.port('a')], fronts1)
    plan.cable(fronts2, [plan.port('b')])
    plan.cable([plan.port('c')], [plan.port('d'), plan.port('e')])
    plan.links('a-b b-c')
    plan.wireless('d', 'e')
    circuit = plan.circuit('1')
    plan.cable([plan.port('a')], [plan.side(circuit, 'A')])
    ends = [ref(port) for device in plan.devices.values() for port in device.interfaces.all()]
    ends += [ref(side) for side in circuit.terminations.all()]

    facts = current_network().facts
    table = links_at(facts, refs_to_keys(ends))

    found = [
        (ends[place], far, tuple(sorted(refs_of(table.way[table.way_of == number].tolist()))))
        for number, (place, far) in enumerate(zip(table.place.tolist(), refs_of(table.far.tolist()), strict=True))
    ]
    slow = [(end, piece.far(end), tuple(sorted(piece.way))) for end, some in pieces_at(ends).items() for piece in some]
    assert sorted(found) == sorted(slow)
    assert len(found) > 12
    through = refs_of(ends_through(facts, refs_to_keys([ref(rear2)])).tolist())
    assert set(through) == {end for piece in pieces_through([ref(rear2)]) for end in piece.ends}


def test_uplinks_as_arrays_are_the_uplinks():
    plan = Plan()
    plan.device('root', root=True)
    plan.devices_of('a b c')
    lag = plan.port('a')
    plan.link('a', 'root', a_fields={'lag': lag})
    plan.links('a-b root-b a-c')
    circuit = plan.circuit('1')
    plan.cable([plan.port('c')], [plan.side(circuit, 'A')])
    plan.side(circuit, 'Z', at=plan.provider_network())
    asked = [*map(ref, plan.devices.values()), ref(circuit)]

    network = current_network()
    table = ways_at(network, refs_to_keys(asked))

    neighbours, parts = refs_of(table.neighbour.tolist()), refs_of(table.part.tolist())
    found = {
        (asked[table.place[edge]], neighbours[edge], True) for edge in range(len(neighbours)) if table.is_uplink[edge]
    }
    found |= {
        (asked[table.place[edge]], part, False)
        for edge, part in zip(table.part_of.tolist(), parts, strict=True)
        if table.is_uplink[edge]
    }
    slow = set()
    for end, uplinks in network.uplinks_of(asked).items():
        for uplink in uplinks:
            slow |= {(end, uplink.neighbour, True), *((end, part, False) for part in uplink.parts)}
    assert found == slow
    assert (ref(plan['a']), ref(lag), False) in slow
