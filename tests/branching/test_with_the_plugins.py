"""Runs the tests of `with_plugins/` in a NetBox that has netbox-branching and netbox-change-control beside this plugin.

Their settings are others (a dictionary of databases that knows schemas, a router), so that is a process and a database
of its own. `SLM_BRANCHING=1 ./dev test tests/branching/with_plugins` runs them alone.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.postgres import Cluster
from devtools.templates import ensure_branching_template

HERE = Path(__file__).resolve().parent
_NUMBERS_FURTHER = 32  # of Valkey; those before are the ordinary tests'


@pytest.mark.parametrize('package', ['netbox_branching', 'netbox_change_control'])
def test_the_package_is_there(package):
    if importlib.util.find_spec(package) is None:
        pytest.skip(f'needs the package {package}')


def test_all_of_with_plugins_passes():
    for package in ('netbox_branching', 'netbox_change_control'):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f'needs the package {package}')
    cluster = Cluster()
    name = f'{os.environ["SLM_TEST_DB"]}_branching'
    env = {key: value for key, value in os.environ.items() if not key.startswith('PYTEST_')}
    env |= {
        'SLM_BRANCHING': '1',
        'SLM_TEMPLATE': ensure_branching_template(cluster),
        'SLM_TEST_DB': name,
        'SLM_REDIS_FIRST': str(int(os.environ['SLM_REDIS_FIRST']) + _NUMBERS_FURTHER),
    }
    command = [sys.executable, '-m', 'pytest', '-q', '-ra', '-n0', str(HERE / 'with_plugins')]

    try:
        result = subprocess.run(command, env=env, cwd=HERE.parent.parent, capture_output=True, text=True, check=False)
    finally:
        cluster.drop(name)

    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-5_000:]
    assert ' passed' in result.stdout
