"""Shortest reasons, against their definition evaluated object by object (graph.md §5)."""

from collections import deque
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given, settings

from netbox_slm.engine.structure import AT_RISK, DEGRADED, DOWN, GROUP, SOFT, UP
from netbox_slm.engine.structure.moment import states_now
from netbox_slm.graph import Member, impact
from netbox_slm.graph.apart import LostReach
from netbox_slm.graph.reasons import FAR, Distances
from tests.builders import make_device
from tests.engine.test_moment import FILTERED, FILTERED_GROUPS, NODES, OWN, standing_of
from tests.graph.things import breaks, make_cluster, make_feed, make_pdu, make_port, make_vm, ref


def imposed(need, states, target=None):
    """What a need imposes; with a target also whether each of its members takes part."""
    kind, children, minimum, least = need
    if kind != GROUP:
        state = states[children[0]] if states[children[0]] >= least else UP
        return min(state, DEGRADED) if kind == SOFT and state >= DEGRADED else UP if kind == SOFT else state
    nth = sorted(states[child] for child in children)[min(minimum, len(children)) - 1]
    value = AT_RISK if nth == UP and any(states[child] == DOWN for child in children) else nth
    return value if value >= least else UP


def evaluated(needs, own, kept_up=None):
    states = [UP if node == kept_up else own[node] for node in range(NODES)]
    changed = True
    while changed:
        changed = False
        for node in range(NODES):
            if node == kept_up:
                continue
            worst = max([states[node], *(imposed(need, states) for need in needs[node])])
            changed |= worst != states[node]
            states[node] = worst
    return states


def out_from(need, states, target):
    """From which state on a member of the need counts as out."""
    kind, children, minimum, _least = need
    if kind != GROUP:
        return None
    up = sum(states[child] == UP for child in children)
    return DOWN if target == AT_RISK and up >= min(minimum, len(children)) else target


def distances(needs, before, after):
    was, now = evaluated(needs, before), evaluated(needs, after)
    worse = [now[node] > was[node] for node in range(NODES)]
    found = {
        node: 0 for node in range(NODES) if worse[node] and after[node] > before[node] and after[node] >= now[node]
    }
    waiting = deque(sorted(found))
    while waiting:
        child = waiting.popleft()
        for node in range(NODES):
            if not worse[node] or node in found:
                continue
            without = evaluated(needs, after, kept_up=node)
            for need in needs[node]:
                if child not in need[1] or imposed(need, now) < now[node] or imposed(need, without) < now[node]:
                    continue
                least = out_from(need, now, now[node])
                if least is None or without[child] >= least:
                    found.setdefault(node, found[child] + 1)
                    waiting.append(node)
                    break
    return {node: found.get(node) for node in range(NODES) if worse[node]}


@settings(max_examples=600, deadline=None)
@given(FILTERED, FILTERED_GROUPS, OWN, OWN)
# A device on two supplies: one is named, the other falls with the device, which falls by a longer way
@example(
    [(1, 0, 0, DEGRADED), (2, 0, 0, DEGRADED), (1, 3, 0, UP), (0, 4, 0, UP), (4, 5, 0, UP), (5, 6, 0, UP)],
    [(0, {1, 2}, 1, UP)],
    [UP] * NODES,
    [UP, UP, UP, DOWN, UP, UP, DOWN],
)
def test_distances_are_those_of_the_shortest_chain(alone, groups, own, more):
    standing = standing_of(alone, groups)
    before, after = np.array(own), np.maximum(own, more)
    needs = [[] for _node in range(NODES)]
    for parent, child, kind, least in alone:
        needs[parent].append((kind, (child,), 1, least))
    for parent, members, minimum, least in groups:
        needs[parent].append((GROUP, tuple(sorted(members)), minimum, least))
    structure = SimpleNamespace(
        standing=standing,
        length=np.ones(standing.parent.size, dtype=np.int64),
        fact=np.zeros(standing.parent.size, dtype=np.int64),
        reach_of=np.full(NODES, -1),
    )
    states = states_now(standing, before), states_now(standing, after)
    given_states = SimpleNamespace(
        structure=structure, own_before=before, own_after=after, before=states[0], after=states[1]
    )
    none, never = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)

    found = Distances(given_states, LostReach(none, none, never, never))

    expected = distances(needs, own, after.tolist())
    assert {node: None if d == FAR else int(d) for node, d in enumerate(found.distance) if node in expected} == expected
    assert all(distance is not None for distance in expected.values())


@pytest.mark.django_db
class TestSteps:
    def test_a_step_through_a_group_names_what_else_is_out_and_what_was_before(self):
        cluster = make_cluster()
        hosts = [make_device(cluster=cluster) for _number in range(3)]
        vm = make_vm(cluster=cluster)
        named, other, was_out = hosts

        answer = impact({ref(named): DOWN, ref(other): DOWN}, before={ref(was_out): DOWN})
        start, by_cluster, by_vm = answer.reasons([ref(vm)])[ref(vm)].steps

        assert (start.ref, start.relation, start.provider) == (ref(named), '', '')
        assert (by_cluster.ref, by_cluster.relation, by_cluster.provider) == (ref(cluster), 'host', 'cluster_hosts')
        assert by_cluster.group[:3] == (1, 0, 3)
        assert by_cluster.group.out == (
            Member(ref(named), False),
            Member(ref(other), False),
            Member(ref(was_out), True),
        )
        assert (by_vm.ref, by_vm.relation, by_vm.group) == (ref(vm), 'cluster', None)

    def test_a_group_that_lost_one_says_how_many_are_left(self):
        feeds, device = [make_feed(), make_feed()], make_device()
        ports = [make_port(device, feed) for feed in feeds]

        step = impact({ref(feeds[0]): DOWN}).reasons([ref(device)])[ref(device)].steps[-1]

        assert step.state == AT_RISK
        assert step.group == (1, 1, 2, (Member(ref(ports[0]), False),))

    def test_members_that_are_only_at_risk_are_left(self):
        """Each host has lost one of two supplies: the cluster is at risk by all of them, and none is out."""
        unit, _port, outlets = make_pdu(outlets=2)
        cluster = make_cluster()
        for outlet in outlets:
            host = make_device(cluster=cluster)
            make_port(host, outlet)
            make_port(host, make_feed())

        step = impact({ref(unit): DOWN}).reasons([ref(cluster)])[ref(cluster)].steps[-1]

        assert step.state == AT_RISK
        assert step.group == (1, 2, 2, ())

    def test_no_supply_is_explained_by_the_device_that_it_feeds(self):
        """PDU 1 is named, PDU 2 is far down a chain: the device is down by the longer way, not by port 2 of itself."""
        first, _port, (outlet,) = make_pdu()
        feed = make_feed()
        _second, _port, (last,) = make_pdu(make_pdu(feed)[2][0])
        device = make_device()
        make_port(device, outlet)
        make_port(device, last)

        answer = impact({ref(first): DOWN, ref(feed): DOWN}, components=True)

        # PDU 1 down, its outlet, the port; together with the other port, which is out by itself
        assert answer.touched[ref(device)].distance == 3
        assert answer.touched[ref(device)].state == DOWN

    def test_what_was_out_before_is_not_touched(self):
        cluster = make_cluster()
        hosts = [make_device(cluster=cluster), make_device(cluster=cluster)]

        assert ref(hosts[0]) not in breaks(hosts[0], hosts[1], before=[hosts[0]])
        answer = impact({ref(hosts[0]): DOWN, ref(hosts[1]): DOWN}, before={ref(hosts[0]): DOWN})
        assert ref(hosts[0]) not in answer.touched
        assert answer.touched[ref(cluster)][:2] == (DOWN, AT_RISK)

    def test_the_reason_is_the_same_each_time(self):
        device = make_device()
        for _number in range(2):
            make_port(device, make_feed())
        effects = {ref(feed): DOWN for feed in type(make_feed()).objects.all()}

        reasons = [impact(dict(pairs)).reasons([ref(device)]) for pairs in (effects.items(), reversed(effects.items()))]

        assert reasons[0] == reasons[1]

    def test_an_object_that_is_not_touched_has_no_reason(self):
        assert impact({ref(make_device()): DOWN}).reasons([ref(make_device())]) == {}
