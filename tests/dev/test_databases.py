"""The demo's database follows the migrations: kept, migrated, or made anew where an applied one was edited."""

import json
import os

import pytest

from devtools import services, templates
from devtools.places import NETBOX_VERSION, branching_template, migration_digests, plugin_template
from devtools.postgres import Cluster
from devtools.steps import StepError


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """This run's real cluster, with a demo database of the test's own."""
    name = f'{os.environ["SLM_TEST_DB"]}_demo_{os.getpid()}'
    monkeypatch.setattr(templates, 'DEMO_DATABASE', name)
    monkeypatch.setattr(templates, '_APPLIED', tmp_path / 'applied.json')
    monkeypatch.setattr(services, 'RUNNING_DEMO', tmp_path / 'demo.json')
    cluster = Cluster()
    yield cluster
    cluster.drop(name)


def has_mark(cluster):
    return cluster.sql("SELECT to_regclass('public.mark') IS NOT NULL", templates.DEMO_DATABASE) == ['t']


def test_the_template_with_the_branching_plugins_goes_with_ours():
    assert branching_template().startswith(f'{plugin_template()}_branching_')


def test_it_is_made_from_the_template_and_then_kept(cluster):
    templates.ensure_demo_database(cluster)
    tables = cluster.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'netbox_slm_%'", templates.DEMO_DATABASE)
    assert int(tables[0]) > 10
    cluster.sql('CREATE TABLE mark ()', templates.DEMO_DATABASE)

    templates.ensure_demo_database(cluster)

    assert has_mark(cluster)


def test_it_is_made_anew_where_an_applied_migration_was_edited(cluster):
    templates.ensure_demo_database(cluster)
    cluster.sql('CREATE TABLE mark ()', templates.DEMO_DATABASE)
    edited = {'netbox': NETBOX_VERSION, **migration_digests(), '0001_service_level_management': 'other'}
    templates._APPLIED.write_text(json.dumps(edited))

    templates.ensure_demo_database(cluster)

    assert not has_mark(cluster)


def test_it_is_not_taken_from_under_a_running_demo(cluster, capsys):
    templates.ensure_demo_database(cluster)
    cluster.sql('CREATE TABLE mark ()', templates.DEMO_DATABASE)
    templates._APPLIED.unlink()
    running = {'pid': os.getppid(), 'address': 'http://127.0.0.1:8000'}
    services.RUNNING_DEMO.write_text(json.dumps(running))

    templates.ensure_demo_database(cluster)

    assert has_mark(cluster)
    assert 'The demo at http://127.0.0.1:8000 runs on older migrations' in capsys.readouterr().out


def test_a_second_demo_and_a_reset_are_refused_while_one_runs(cluster):
    services.RUNNING_DEMO.write_text(json.dumps({'pid': os.getppid(), 'address': 'http://127.0.0.1:8000'}))

    with pytest.raises(
        StepError, match=r'A second demo is not possible while the demo runs at http://127\.0\.0\.1:8000'
    ):
        services.refuse_while_it_runs('A second demo')
