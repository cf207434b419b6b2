"""The configuration that ./dev writes, and the environment that chooses within it."""

import runpy

import pytest

from devtools import configuration


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The settings that a written configuration gives under an environment."""
    monkeypatch.setattr(configuration, 'LOCAL', tmp_path)
    monkeypatch.setattr(configuration, 'NETBOX_ROOT', tmp_path / 'netbox')

    def settings(**env):
        for name in ('SLM_DB_NAME', 'SLM_TEST_DB', 'SLM_REDIS_FIRST', 'SLM_PLUGIN_SETTINGS', 'PYTEST_XDIST_WORKER'):
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        configuration.write_configuration(pg_port=5499, valkey_port=6399)
        return runpy.run_path(str(tmp_path / 'netbox/conf/configuration.py'))

    return settings


def test_secrets_are_made_once_and_kept_from_others(written, tmp_path):
    first, second = written(), written()

    assert first['SECRET_KEY'] == second['SECRET_KEY']
    assert len(first['SECRET_KEY']) >= 50
    assert len(first['API_TOKEN_PEPPERS'][1]) >= 50
    assert (tmp_path / 'secrets.json').stat().st_mode & 0o077 == 0


def test_each_worker_has_valkey_numbers_of_its_own(written):
    numbers = set()
    for worker in ('gw0', 'gw1', 'gw2'):
        settings = written(SLM_REDIS_FIRST='64', PYTEST_XDIST_WORKER=worker)
        numbers |= {settings['REDIS']['tasks']['DATABASE'], settings['REDIS']['caching']['DATABASE']}
        numbers.add(settings['PLUGINS_CONFIG']['netbox_slm']['celery_database'])

    assert len(numbers) == 9
    assert min(numbers) >= 64


def test_another_process_is_led_to_the_database_of_a_test(written):
    assert written(SLM_DB_NAME='test_slm_1')['DATABASES']['default']['NAME'] == 'test_slm_1'
    assert written()['DATABASES']['default']['NAME'] == 'netbox'


def test_settings_of_the_plugin_come_from_the_environment(written):
    settings = written(SLM_PLUGIN_SETTINGS='{"grace_days": 9}')

    assert settings['PLUGINS_CONFIG']['netbox_slm'] == {'celery_database': 2, 'grace_days': 9}


def test_nothing_is_reported_to_others(written):
    settings = written()

    assert settings['ISOLATED_DEPLOYMENT'] is True
    assert settings['CENSUS_REPORTING_ENABLED'] is False
