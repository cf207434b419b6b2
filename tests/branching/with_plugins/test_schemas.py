"""Branches and main are read apart: provisioning, the compiled network, figures, merging, migrating."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from netbox_branching.models import Branch
from netbox_branching.utilities import activate_branch, supports_branching

from dcim.models import Cable
from utilities.exceptions import AbortRequest

from netbox_slm import models
from netbox_slm.checks import check_branch_settings
from netbox_slm.graph.network import build_network, current_network
from netbox_slm.graph.network import current as current_module
from netbox_slm.watched import TABLE
from tests.builders import at, make_component, make_device, make_service, make_sla, make_target
from tests.graph.network.networks import Plan, ref


def notes():
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*), coalesce(max(id), 0) FROM {TABLE}')
        return cursor.fetchone()


def tables_of(branch):
    with connection.cursor() as cursor:
        cursor.execute('SELECT tablename FROM pg_tables WHERE schemaname = %s', [branch.schema_name])
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture(scope='module')
def plan(database):
    plan = Plan()
    plan.devices_of('core1', role='core')
    plan.devices_of('d1 a1 a2')
    plan.cables = plan.links('core1-d1 d1-a1 d1-a2')
    return plan


@pytest.fixture(scope='module')
def branch(plan, make_branch):
    return make_branch('Without a1')


def test_what_is_planned_is_copied_to_a_branch_and_figures_are_not(branch):
    assert branch.ready
    tables = tables_of(branch)
    assert {'netbox_slm_service', 'netbox_slm_servicecomponent', 'netbox_slm_sla', 'netbox_slm_incident'} <= tables
    assert not {name for name in tables if 'attainment' in name or 'finalcredit' in name}
    assert TABLE not in tables
    assert not supports_branching(models.Attainment)
    assert supports_branching(models.Service)


def test_the_network_of_main_knows_nothing_of_a_branch(branch, plan, delete):
    a1, a2 = ref(plan.devices['a1']), ref(plan.devices['a2'])
    assert current_network().hops(a1) == 2
    before = notes()

    delete(branch, plan.cables['d1-a1'])

    assert notes() == before
    assert current_network().hops(a1) == 2
    with activate_branch(branch):
        assert current_network().hops(a1) is None
        assert current_network().hops(a2) == 2
    assert current_network().hops(a1) == 2
    assert not [alias for alias in current_module._committed if alias != 'default']


def test_merging_a_branch_brings_its_rows_into_the_network_of_main(branch, plan, admin):
    a1 = ref(plan.devices['a1'])
    kept = current_network()
    assert kept.hops(a1) == 2

    branch.merge_strategy = 'iterative'
    _mergeable(branch)
    branch.merge(user=admin)

    assert not Cable.objects.filter(pk=plan.cables['d1-a1'].pk).exists()
    assert current_network().hops(a1) is None
    assert build_network().hops(a1) is None
    assert kept.hops(a1) == 2


def _mergeable(branch):
    """Leave out what netbox-change-control wants: the tests of that are others."""
    branch.__dict__['can_merge'] = True


def test_what_figures_name_is_not_deleted_in_a_branch(make_branch, delete):
    service = make_service()
    sla = make_sla(services=[service])
    target = make_target(sla)
    figure = models.Attainment.objects.create(
        target=target, service=service, period='2026-03', starts_at=at('2026-03-01'), ends_at=at('2026-04-01')
    )
    device = make_device()
    component = make_component(service, device)
    branch = make_branch('Deletes much')

    with pytest.raises(AbortRequest, match='has figures, which are kept outside of branches'):
        delete(branch, service)
    with pytest.raises(AbortRequest, match='has figures'):
        delete(branch, sla)
    delete(branch, device)

    assert models.Attainment.objects.filter(pk=figure.pk).exists()
    assert models.ServiceComponent.objects.filter(pk=component.pk).exists()
    with activate_branch(branch):
        assert not models.ServiceComponent.objects.filter(pk=component.pk).exists()
        assert models.Attainment.objects.get(pk=figure.pk).period == '2026-03'


def test_models_that_would_be_deleted_out_of_main_are_named_by_the_check(settings):
    exempt = {'exempt_models': ['netbox_slm.ServiceComponent', 'netbox_slm.attainment', 'dcim.site']}
    settings.PLUGINS_CONFIG = settings.PLUGINS_CONFIG | {
        'netbox_branching': settings.PLUGINS_CONFIG['netbox_branching'] | exempt
    }

    (message,) = check_branch_settings(None)

    assert message.id == 'netbox_slm.W003'
    assert 'names netbox_slm.servicecomponent.' in message.msg


def test_a_branch_older_than_this_plugin_is_migrated(admin):
    """As where the plugin is installed while a branch is open: the one of the test before, without its tables."""
    branch = Branch.objects.get(name='Deletes much')
    before = notes()
    with connections[branch.connection_name].cursor() as cursor:
        for table in sorted(name for name in tables_of(branch) if name.startswith('netbox_slm_')):
            cursor.execute(f'DROP TABLE "{branch.schema_name}"."{table}" CASCADE')
        cursor.execute(f'DELETE FROM "{branch.schema_name}".django_migrations WHERE app = \'netbox_slm\'')
    branch = Branch.objects.get(pk=branch.pk)
    assert ('netbox_slm', '0001_service_level_management') in branch.pending_migrations

    branch.migrate(user=admin)

    assert Branch.objects.get(pk=branch.pk).ready
    assert 'netbox_slm_service' in tables_of(branch)
    assert TABLE not in tables_of(branch)
    assert notes() == before
    with activate_branch(branch):
        assert not models.Service.objects.exists()
        assert ContentType.objects.get_for_model(models.Service)
