"""The compiled network is never behind: whoever changes a fact, the next answer knows it; what is undone is gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from circuits.models import Circuit, CircuitTermination
from dcim.models import Cable, CablePath, Device, DeviceBay, DeviceRole, Interface, Module, ModuleBay, ModuleType, Site
from extras.models import Tag
from virtualization.models import VirtualMachine
from wireless.models import WirelessLink

from netbox_slm.graph.network import build_network, current_network, forget_networks
from netbox_slm.graph.network import current as current_module
from netbox_slm.graph.network.changes import forget_old_changes
from netbox_slm.watched import TABLE
from tests.graph.network.networks import Plan, ref


@pytest.fixture
def elsewhere():
    """Runs a function in another thread, which has a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *arguments: pool.submit(function, *arguments).result()
        pool.submit(lambda: connection.close()).result()


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def content(network):
    """All that a network says, in an order that does not depend on how it came about."""
    facts, shape = network.facts, network.shape
    rows, alive = facts.rows, facts.alive
    columns = (rows.a, rows.b, rows.left, rows.right, rows.joins, rows.out, rows.source)
    places = np.flatnonzero(alive).tolist()
    edges = sorted(
        (*(int(column[row]) for column in columns), rows.parts[rows.start[row] :][: rows.count[row]].tolist())
        for row in places
    )
    connected = np.flatnonzero(np.bincount(shape.topology.u[shape.topology.live], minlength=len(facts.nodes)))
    connected = set(connected.tolist()) | set(shape.topology.v[shape.topology.live].tolist())
    nodes = sorted(
        (
            int(facts.nodes.key[node]),
            int(shape.topology.hops[node]),
            bool(shape.topology.root[node]),
            bool(shape.topology.passes[node]),
            int(facts.nodes.key[shape.part == shape.part[node]].min()),
            bool(facts.nodes.skipped[node]),
        )
        for node in connected
    )
    halves = sorted(
        (int(facts.nodes.key[near]), int(facts.nodes.key[far]))
        for near in connected
        for far in shape.topology.around(np.array([near], np.int32)).neighbour.tolist()
    )
    return edges, nodes, halves, network.blades, network.parts_without_root()


def assert_current():
    """What is kept and caught up is what would be read anew."""
    assert content(current_network()) == content(build_network())


@pytest.fixture
def plan(db):
    plan = Plan()
    plan.devices_of('core1 core2', role='core')
    plan.devices_of('d1 d2 a1 a2 a3')
    plan.links('core1-core2 core1-d1 core2-d2 d1-d2 d1-a1 d2-a1 d1-a2 d2-a3')
    plan.circuit('C-1')
    return plan


def holder_of(plan):
    return plan.device('holder', device_type=plan.holder_type)


def lag_of(plan, name):
    lag = Interface.objects.create(device=plan[name], name='ae0', type='lag')
    plan[name].interfaces.exclude(pk=lag.pk).update(lag=lag)
    return lag


def module_of(plan, name):
    bay = ModuleBay.objects.create(device=plan[name], name='slot')
    kind = ModuleType.objects.create(manufacturer=plan.type.manufacturer, model='card')
    module = Module.objects.create(device=plan[name], module_bay=bay, module_type=kind)
    plan[name].interfaces.update(module=module)
    return module


def wired_circuit(plan):
    circuit = Circuit.objects.get()
    for side, name in (('A', 'a1'), ('Z', 'a3')):
        plan.cable([plan.port(name)], [plan.side(circuit, side)])
    return circuit


def panel_between(plan, left, right):
    rear, [front] = plan.panel('p')
    plan.cable([plan.port(left)], [rear])
    plan.cable([front], [plan.port(right)])
    current_network()


def bay_of(plan):
    plan.blade('blade', 'core1')
    return DeviceBay.objects.get()


CHANGES = {
    'a cable is drawn': lambda plan: plan.link('a1', 'a2'),
    'a cable is taken away': lambda plan: Cable.objects.first().delete(),
    'a cable becomes planned': lambda plan: Cable.objects.update(status='planned'),
    'an interface is switched off': lambda plan: plan['d1'].interfaces.update(enabled=False),
    'an interface becomes management-only': lambda plan: plan['d1'].interfaces.update(mgmt_only=True),
    'interfaces join a lag': lambda plan: lag_of(plan, 'd1'),
    'a lag is switched off': lambda plan: Interface.objects.filter(pk=lag_of(plan, 'd1').pk).update(enabled=False),
    'an interface moves to another device': lambda plan: plan['d1'].interfaces.update(device=plan['a2']),
    'a device goes offline': lambda plan: Device.objects.filter(name='d1').update(status='offline'),
    'a device changes its role': lambda plan: Device.objects.filter(name='d1').update(
        role=DeviceRole.objects.create(name='S', slug='server')
    ),
    'a role changes its slug': lambda plan: DeviceRole.objects.filter(slug='switch').update(slug='border'),
    'a device is tagged': lambda plan: plan['a1'].tags.add(Tag.objects.create(name='n', slug='network-root')),
    'a tag changes its slug': lambda plan: (
        plan['a1'].tags.add(Tag.objects.create(name='n', slug='other')),
        Tag.objects.update(slug='network-root'),
    ),
    'a device hosts a virtual machine': lambda plan: VirtualMachine.objects.create(
        name='VM', device=plan['d1'], site=plan.site
    ),
    'a virtual chassis is formed': lambda plan: plan.chassis('stack', 'a1 a2 a3'),
    'a member leaves its chassis': lambda plan: (
        plan.chassis('stack', 'a1 a2 a3'),
        Device.objects.filter(name='a2').update(virtual_chassis=None),
    ),
    'a device is put in a bay': bay_of,
    'a device is taken out of its bay': lambda plan: (
        bay_of(plan),
        plan.link('blade', 'core1'),
        DeviceBay.objects.update(installed_device=None),
    ),
    'a module fails': lambda plan: Module.objects.filter(pk=module_of(plan, 'd2').pk).update(status='failed'),
    'a circuit is cabled': wired_circuit,
    'a circuit is decommissioned': lambda plan: Circuit.objects.filter(pk=wired_circuit(plan).pk).update(
        status='decommissioned'
    ),
    'a circuit ends in a provider network': lambda plan: (
        plan.cable([plan.port('a1')], [plan.side(Circuit.objects.get(), 'A')]),
        plan.side(Circuit.objects.get(), 'Z', at=plan.provider_network()),
    ),
    'a termination is deleted': lambda plan: (wired_circuit(plan), CircuitTermination.objects.first().delete()),
    'a wireless link is made': lambda plan: plan.wireless('a1', 'a2'),
    'a wireless link is planned': lambda plan: (
        plan.wireless('a1', 'a2'),
        WirelessLink.objects.update(status='planned'),
    ),
    'a device is deleted': lambda plan: Device.objects.get(name='d1').delete(),
    'a panel goes offline': lambda plan: (
        panel_between(plan, 'a1', 'a2'),
        Device.objects.filter(name='p').update(status='failed'),
    ),
    'a site changes its slug': lambda plan: Site.objects.update(slug='elsewhere'),
    'paths are deleted by raw SQL': lambda plan: execute(
        'UPDATE dcim_interface SET _path_id = NULL; DELETE FROM dcim_cablepath WHERE mod(id, 2) = 0'
    ),
    'a device is updated by raw SQL': lambda plan: execute(
        "UPDATE dcim_device SET status = 'failed' WHERE name = 'd2'"
    ),
}


@pytest.mark.parametrize('change', CHANGES.values(), ids=CHANGES.keys())
def test_the_next_answer_knows_that(plan, change):
    before = content(current_network())

    change(plan)

    assert_current()
    if change not in (CHANGES['a site changes its slug'], CHANGES['a wireless link is planned']):
        assert content(current_network()) != before


def test_many_changes_one_after_the_other_are_all_known(plan):
    current_network()
    for name in ('a circuit is cabled', 'interfaces join a lag', 'a device is put in a bay', 'a cable is taken away'):
        CHANGES[name](plan)
        assert_current()
    Device.objects.filter(name='d1').update(status='offline')
    assert_current()
    Device.objects.filter(name='d1').update(status='active')
    assert_current()


def test_what_was_rolled_back_is_forgotten(plan):
    before = content(current_network())
    with transaction.atomic():
        plan['d1'].interfaces.update(enabled=False)
        assert content(current_network()) != before
        transaction.set_rollback(True)

    assert content(current_network()) == before


def test_an_answer_without_a_change_costs_one_query(plan, django_assert_num_queries):
    current_network()

    with django_assert_num_queries(1):
        network = current_network()
    assert network is current_network()


def test_other_rules_give_another_network(plan, settings):
    current_network()
    mine = {**settings.PLUGINS_CONFIG['netbox_slm'], 'network_root_roles': ['switch']}
    settings.PLUGINS_CONFIG = {**settings.PLUGINS_CONFIG, 'netbox_slm': mine}

    assert current_network().is_root(ref(plan['d1']))


@pytest.fixture
def committed(transactional_db):
    """A network that is committed and kept."""
    forget_networks()
    plan = Plan()
    plan.device('root', root=True)
    plan.devices_of('a b')
    plan.links('root-a a-b')
    current_network()
    yield plan
    forget_networks()


def hops(plan, *names):
    return [current_network().hops(ref(plan[name])) for name in names]


def test_a_change_by_another_connection_is_seen_when_it_is_committed(committed, elsewhere):
    elsewhere(execute, 'BEGIN')
    elsewhere(execute, "UPDATE dcim_cable SET status = 'planned'")
    assert hops(committed, 'a', 'b') == [1, 2]
    elsewhere(execute, 'COMMIT')

    assert hops(committed, 'a', 'b') == [None, None]


def test_changes_that_are_committed_in_another_order_than_they_were_noted_are_all_seen(committed, elsewhere):
    elsewhere(execute, 'BEGIN')
    elsewhere(execute, "UPDATE dcim_device SET status = 'offline' WHERE name = 'a'")
    committed.device('c')
    committed.link('c', 'root')
    assert hops(committed, 'a', 'b', 'c') == [1, 2, 1]
    elsewhere(execute, 'COMMIT')

    assert hops(committed, 'b', 'c') == [None, 1]


def test_uncommitted_changes_are_seen_by_their_own_transaction_only(committed, elsewhere):
    kept = current_network()
    with transaction.atomic():
        Cable.objects.update(status='planned')
        assert hops(committed, 'a') == [None]
        assert elsewhere(hops, committed, 'a') == [1]
        transaction.set_rollback(True)

    assert hops(committed, 'a') == [1]
    assert current_network() is kept


def test_a_transaction_sees_what_others_commit_meanwhile(committed, elsewhere):
    with transaction.atomic():
        committed.device('c')
        committed.link('c', 'b')
        assert hops(committed, 'c') == [3]
        elsewhere(execute, "UPDATE dcim_interface SET enabled = false WHERE name LIKE 'root%'")

        assert hops(committed, 'c') == [None]


def test_truncated_tables_are_noticed(committed):
    execute('TRUNCATE dcim_cablepath CASCADE')

    assert hops(committed, 'a') == [None]
    assert not CablePath.objects.exists()


def test_a_network_that_was_not_caught_up_for_long_is_built_anew(committed, monkeypatch):
    monkeypatch.setattr(current_module, 'TRUSTED', timedelta(0))
    kept = current_network()

    assert current_network() is not kept


def test_old_notes_are_forgotten_and_new_ones_kept(committed):
    execute(f"UPDATE {TABLE} SET noted_at = now() - interval '3 days' WHERE id = (SELECT min(id) FROM {TABLE})")

    assert forget_old_changes(timezone.now()) == 1
    assert forget_old_changes(timezone.now()) == 0


def test_where_nothing_is_watched_every_answer_is_read_anew(committed):
    execute('ALTER TABLE dcim_cablepath DISABLE TRIGGER ALL')
    execute('ALTER TABLE dcim_cablepath RENAME TO paths_of_main')
    try:
        execute('CREATE TABLE dcim_cablepath (LIKE paths_of_main INCLUDING ALL)')
        execute('INSERT INTO dcim_cablepath SELECT * FROM paths_of_main')
        assert hops(committed, 'b') == [2]
        execute('DELETE FROM dcim_cablepath')
        assert hops(committed, 'b') == [None]
    finally:
        execute('DROP TABLE dcim_cablepath')
        execute('ALTER TABLE paths_of_main RENAME TO dcim_cablepath')
        execute('ALTER TABLE dcim_cablepath ENABLE TRIGGER ALL')
