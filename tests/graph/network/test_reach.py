"""Who is cut off and who is at risk, in small networks (graph.md §4, Reach)."""

import pytest

from circuits.models import CircuitTermination
from dcim.models import Interface
from virtualization.models import Cluster, ClusterType, VirtualMachine

from netbox_slm.graph.network import current_network
from tests.graph.network.networks import AT_RISK, DOWN, Plan, at_risk, bare_of, cut_off, reach, ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return Plan()


def test_a_dual_homed_switch_is_at_risk_with_one_core_and_cut_off_without_both(plan):
    plan.devices_of('core1 core2', role='core')
    plan.device('access')
    plan.links('core1-core2 access-core1 access-core2')

    assert reach(plan, plan['core1']) == {'access': AT_RISK}
    assert reach(plan, plan['core1'], plan['core2']) == {'access': DOWN}


def test_a_cable_that_is_down_is_a_lost_uplink(plan):
    plan.device('core', role='core')
    plan.device('access')
    cable = plan.link('access', 'core')
    spare = plan.link('access', 'core')

    assert reach(plan, cable) == {'access': AT_RISK}
    assert reach(plan, cable, spare) == {'access': DOWN}


def test_the_answer_tells_which_uplinks_were_lost_and_why(plan):
    plan.devices_of('core1 core2', role='core')
    plan.devices_of('dist access')
    plan.links('core1-dist dist-access')
    more = plan.links('access-core2')
    down = bare_of(plan['core1'], more['access-core2'])

    answer = current_network().reach(down)

    dist, access = (answer[ref(plan[name])] for name in ('dist', 'access'))
    assert {(lost.neighbour, lost.out, lost.why) for lost in dist.lost} == {
        (ref(plan['core1']), (ref(plan['core1']),), 'down'),
        (ref(plan['access']), (ref(plan['access']),), 'cut off'),
    }
    assert {(lost.neighbour, lost.out, lost.why) for lost in access.lost} == {
        (ref(plan['core2']), (ref(more['access-core2']),), 'edge'),
        (ref(plan['dist']), (ref(plan['dist']),), 'cut off'),
    }
    assert (dist.state, access.state) == (DOWN, DOWN)


def test_what_hangs_behind_a_cut_off_switch_is_cut_off_for_that_reason(plan):
    plan.device('core', role='core')
    plan.devices_of('dist access')
    plan.links('core-dist dist-access')

    answer = current_network().reach(bare_of(plan['core']))

    assert [(lost.neighbour, lost.why) for lost in answer[ref(plan['access'])].lost] == [(ref(plan['dist']), 'cut off')]


def test_a_device_that_is_down_has_lost_its_reach_too(plan):
    plan.device('core', role='core')
    plan.devices_of('dist access')
    plan.links('core-dist dist-access')

    answer = current_network().reach(bare_of(plan['dist']))

    assert answer.states == {ref(plan['dist']): DOWN, ref(plan['access']): DOWN}
    assert current_network().reach(bare_of(plan['core'])).keys() == answer.keys()


def test_a_ring_holds_with_one_break_and_falls_with_two(plan):
    plan.device('root', root=True)
    plan.devices_of('a b c d')
    ring = plan.links('root-a a-b b-c c-d d-root')

    assert cut_off(plan, ring['a-b']) == []
    assert cut_off(plan, ring['root-a'], ring['c-d']) == ['a', 'b', 'c']


def test_a_detour_over_a_switch_that_is_farther_away_rescues(plan):
    plan.device('root', root=True)
    plan.devices_of('a b deep')
    links = plan.links('root-a root-b a-deep b-deep')

    assert reach(plan, links['root-a']) == {'a': AT_RISK}
    assert reach(plan, links['root-a'], links['b-deep']) == {'a': DOWN, 'deep': DOWN}


def test_an_uplink_among_equals_counts(plan):
    plan.devices_of('root1 root2', root=True)
    plan.devices_of('a b')
    links = plan.links('root1-a root2-b a-b')

    assert reach(plan, links['a-b']) == {'a': AT_RISK, 'b': AT_RISK}
    assert reach(plan, links['root1-a']) == {'a': AT_RISK}


def test_a_link_to_a_device_that_is_farther_from_the_root_is_no_uplink(plan):
    plan.device('root', root=True)
    plan.devices_of('near far')
    links = plan.links('root-near near-far')

    network = current_network()

    assert [uplink.neighbour for uplink in network.uplinks(ref(plan['near']))] == [ref(plan['root'])]
    assert [network.hops(ref(plan[name])) for name in ('root', 'near', 'far')] == [0, 1, 2]
    assert reach(plan, links['near-far']) == {'far': DOWN}


def test_no_way_leads_through_a_server_a_cluster_host_or_a_host_of_machines(plan):
    plan.device('root', root=True)
    plan.device('server', role='web-server')
    plan.device('member', cluster=Cluster.objects.create(name='C', type=ClusterType.objects.create(name='T', slug='t')))
    host = plan.device('host')
    VirtualMachine.objects.create(name='VM', device=host, site=plan.site)
    plan.devices_of('s1 s2 s3')
    plan.links('root-server root-member root-host server-s1 member-s2 host-s3')

    network = current_network()

    assert [network.hops(ref(plan[name])) for name in ('server', 'member', 'host')] == [1, 1, 1]
    assert [network.hops(ref(plan[name])) for name in ('s1', 's2', 's3')] == [None, None, None]
    assert cut_off(plan, plan['root']) == ['host', 'member', 'server']


def test_a_management_only_interface_is_no_way(plan):
    plan.device('root', root=True)
    plan.devices_of('a b')
    plan.link('root', 'a', a_fields={'mgmt_only': True})
    plan.link('root', 'b', b_fields={'mgmt_only': True})

    assert [current_network().hops(ref(plan[name])) for name in ('a', 'b')] == [None, None]


def test_an_edge_needs_the_lag_of_either_end(plan):
    plan.devices_of('root', root=True)
    plan.device('a')
    lag = Interface.objects.create(device=plan['a'], name='ae0', type='lag')
    plan.link('a', 'root', a_fields={'lag': lag})
    plan.link('a', 'root', a_fields={'lag': lag})

    assert reach(plan, lag) == {'a': DOWN}


def test_a_lag_of_a_chassis_master_counts_for_the_members_of_another_device(plan):
    plan.device('root', root=True)
    plan.devices_of('m1 m2')
    plan.chassis('stack', 'm1 m2')
    lag = Interface.objects.create(device=plan['m1'], name='ae0', type='lag')
    plan.link('m2', 'root', a_fields={'lag': lag})

    assert reach(plan, lag) == {'m1': DOWN, 'm2': DOWN}


def test_members_of_a_virtual_chassis_reach_through_each_other(plan):
    plan.device('root', root=True)
    plan.devices_of('m1 m2 m3')
    plan.chassis('stack', 'm1 m2 m3')
    links = plan.links('m1-root m2-root')

    assert cut_off(plan, links['m1-root']) == []
    assert cut_off(plan, *links.values()) == ['m1', 'm2', 'm3']
    assert 'm3' in at_risk(plan, plan['m1'])


def test_patch_panels_lie_on_the_way(plan):
    plan.device('root', root=True)
    plan.device('a')
    (rear1, [front1]), (rear2, [front2]) = plan.panel('p1'), plan.panel('p2')
    plan.cable([rear1], [rear2])
    plan.cable([plan.port('a')], [front1])
    plan.cable([front2], [plan.port('root')])

    assert current_network().hops(ref(plan['a'])) == 1
    assert reach(plan, rear2) == {'a': DOWN}
    assert reach(plan, plan['p1']) == {'a': DOWN}


def test_a_circuit_between_sites_is_a_node_on_the_way(plan):
    plan.device('root', root=True)
    plan.device('branch')
    circuit = plan.circuit('C-1')
    near, far = plan.side(circuit, 'A'), plan.side(circuit, 'Z')
    plan.cable([plan.port('root')], [near])
    plan.cable([far], [plan.port('branch')])

    network = current_network()

    assert [network.hops(ref(obj)) for obj in (circuit, plan['branch'])] == [1, 2]
    assert reach(plan, circuit) == {'branch': DOWN}
    assert reach(plan, near) == {ref(circuit): DOWN, 'branch': DOWN}
    assert [uplink.neighbour for uplink in network.uplinks(ref(plan['branch']))] == [ref(circuit)]


def test_a_provider_network_is_a_root(plan):
    plan.device('a')
    circuit, internet = plan.circuit('C-1'), plan.provider_network()
    near = plan.side(circuit, 'A')
    plan.side(circuit, 'Z', at=internet)
    plan.cable([plan.port('a')], [near])

    network = current_network()

    assert network.is_root(ref(internet))
    assert network.hops(ref(plan['a'])) == 2
    assert reach(plan, internet) == {ref(circuit): DOWN, 'a': DOWN}


def test_a_wireless_link_is_an_edge_unless_it_is_planned(plan):
    plan.device('root', root=True)
    plan.devices_of('a b')
    link = plan.wireless('root', 'a')
    plan.wireless('root', 'b', status='planned')

    assert reach(plan, link) == {'a': DOWN}
    assert current_network().hops(ref(plan['b'])) is None


def test_a_planned_cable_is_no_link_and_one_under_decommissioning_still_is(plan):
    plan.device('root', root=True)
    plan.devices_of('a b')
    plan.link('root', 'a', status='planned')
    plan.link('root', 'b', status='decommissioning')

    assert [current_network().hops(ref(plan[name])) for name in ('a', 'b')] == [None, 1]


def test_a_breakout_is_an_edge_to_each_device(plan):
    plan.device('root', root=True)
    plan.devices_of('a b')
    ports = [plan.port('a'), plan.port('b')]
    cable = plan.cable([plan.port('root')], ports)

    assert reach(plan, cable) == {'a': DOWN, 'b': DOWN}
    assert reach(plan, ports[0]) == {'a': DOWN}


def test_a_part_without_a_root_has_no_rule_of_reach_and_is_listed(plan):
    plan.device('root', root=True)
    plan.devices_of('a x y z')
    plan.links('root-a x-y y-z')
    plan.device('alone')

    assert reach(plan, plan['y']) == {}
    assert current_network().parts_without_root() == (tuple(ref(plan[name]) for name in 'xyz'),)


def test_the_first_pattern_that_matches_in_a_part_names_its_roots(plan):
    plan.device('fw', role='edge-firewall')
    plan.device('c1', role='core')
    plan.device('c2', role='core-switch')
    plan.devices_of('a b')
    plan.links('fw-a c1-b b-c2')

    network = current_network()

    assert [network.is_root(ref(plan[name])) for name in ('fw', 'c1', 'c2', 'a', 'b')] == [True] * 3 + [False] * 2


def test_a_tag_goes_before_the_roles_of_its_part(plan):
    plan.device('core', role='core')
    plan.device('tagged', root=True)
    plan.links('core-tagged')

    assert current_network().hops(ref(plan['core'])) == 1


def test_a_root_is_never_cut_off(plan):
    plan.devices_of('root1 root2', root=True)
    plan.links('root1-root2')

    assert reach(plan, plan['root2']) == {}


def test_a_blade_with_a_link_has_its_own_reach_and_one_without_that_of_its_chassis(plan):
    plan.device('root', root=True)
    plan.device('holder', device_type=plan.holder_type)
    plan.blade('linked', 'holder')
    plan.blade('managed', 'holder')
    plan.blade('bare', 'holder')
    link = plan.link('root', 'holder')
    plan.link('root', 'linked')
    plan.link('root', 'managed', b_fields={'mgmt_only': True})

    assert reach(plan, link) == {'holder': DOWN, 'managed': DOWN, 'bare': DOWN}
    assert current_network().reach(bare_of(link))[ref(plan['bare'])].lost


@pytest.mark.parametrize(
    'change',
    [
        lambda plan, link: type(plan['mid']).objects.filter(pk=plan['mid'].pk).update(status='offline'),
        lambda plan, link: Interface.objects.filter(device=plan['mid']).update(enabled=False),
    ],
    ids=['device', 'interface'],
)
def test_what_is_not_in_operation_is_no_part_of_the_network(plan, change):
    plan.device('root', root=True)
    plan.devices_of('mid end')
    links = plan.links('root-mid mid-end')
    assert current_network().hops(ref(plan['end'])) == 2

    change(plan, links)

    assert current_network().hops(ref(plan['end'])) is None
    assert reach(plan, plan['root']) == {}


def test_a_circuit_that_is_not_active_is_no_way(plan):
    plan.device('root', root=True)
    plan.device('a')
    circuit = plan.circuit('C-1', status='provisioning')
    for side, name in (('A', 'root'), ('Z', 'a')):
        plan.cable([plan.port(name)], [plan.side(circuit, side)])

    assert current_network().hops(ref(plan['a'])) is None


def test_a_way_through_a_panel_of_a_device_that_is_offline_is_none(plan):
    plan.device('root', root=True)
    plan.device('a')
    rear, [front] = plan.panel('p')
    plan.cable([plan.port('root')], [rear])
    plan.cable([front], [plan.port('a')])
    assert current_network().hops(ref(plan['a'])) == 1

    plan['p'].status = 'offline'
    plan['p'].save()

    assert current_network().hops(ref(plan['a'])) is None


def test_devices_without_the_rule_are_not_told_but_still_pass_traffic_on(plan, settings):
    plan.device('root', root=True)
    plan.devices_of('mid end', role='switch')
    plan.device('lab', role='lab-switch')
    plan.links('root-mid mid-end root-lab')

    assert reach(plan, plan['root'], without=[plan['mid']]) == {'end': DOWN, 'lab': DOWN}

    settings.PLUGINS_CONFIG = {
        **settings.PLUGINS_CONFIG,
        'netbox_slm': {**settings.PLUGINS_CONFIG['netbox_slm'], 'network_skipped_roles': ['lab*']},
    }
    assert reach(plan, plan['root']) == {'end': DOWN, 'mid': DOWN}


def test_a_termination_at_a_circuit_of_which_only_one_end_is_recorded_is_an_edge(plan):
    plan.device('a')
    circuit = plan.circuit('C-1')
    plan.cable([plan.port('a')], [plan.side(circuit, 'A')])

    assert current_network().parts_without_root() == ((ref(circuit), ref(plan['a'])),)
    assert CircuitTermination.objects.count() == 1


def test_a_network_at_rest_is_without_what_is_down_by_other_needs(plan):
    plan.device('root', root=True)
    plan.devices_of('core', role='core')
    plan.devices_of('mid end')
    links = plan.links('root-mid mid-end end-core')
    network = current_network()

    dark = network.resting([ref(plan['root'])])

    assert [dark.hops(ref(plan[name])) for name in ('root', 'mid', 'end', 'core')] == [None, 2, 1, 0]
    assert network.resting([ref(links['mid-end'])]).hops(ref(plan['end'])) == 1
    assert network.resting([ref(plan['mid'])]).parts_without_root() == ()
    assert network.resting([]) is network
    assert [network.hops(ref(plan[name])) for name in ('root', 'mid', 'end', 'core')] == [0, 1, 2, 3]
