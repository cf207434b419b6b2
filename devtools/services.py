"""PostgreSQL and Valkey for as long as a command of this checkout needs them."""

import json
import os
from contextlib import contextmanager

from .configuration import write_configuration
from .places import LOCAL, NETBOX_ROOT, ROOT, VENV
from .postgres import Cluster
from .steps import StepError, is_alive, locked
from .valkey import Valkey

# Variables of a person's shell that would lead NetBox to other settings than ours.
_MISLEADING = ('NETBOX_CONFIGURATION', 'VIRTUAL_ENV', 'PYTHONHOME', 'PYTHONDONTWRITEBYTECODE')
USERS = LOCAL / 'users'
RUNNING_DEMO = LOCAL / 'demo.json'
NUMBERS_PER_USER = 64
SLOTS = 16


@contextmanager
def services():
    """Servers that run inside the block: (cluster, first Valkey number of ours).

    They are shared by all commands of this checkout; the last one to leave stops them.
    """
    cluster, valkey = Cluster(), Valkey()
    try:
        with locked('services'):
            slot = _enter()
            cluster.start()
            valkey.start(SLOTS * NUMBERS_PER_USER)
            write_configuration(cluster.port, valkey.port)
        yield cluster, slot * NUMBERS_PER_USER
    finally:
        with locked('services'):
            (USERS / str(os.getpid())).unlink(missing_ok=True)
            if not users():
                valkey.stop()
                cluster.stop()


def users():
    """Slot by process number of the commands that use the servers now."""
    USERS.mkdir(parents=True, exist_ok=True)
    found = {}
    for file in USERS.iterdir():
        if is_alive(int(file.name)):
            found[int(file.name)] = int(file.read_text() or 0)
        else:
            file.unlink()
    return found


def _enter():
    # Slot 0 is the demo's, which `manage` and `shell` share with it.
    free = sorted(set(range(1, SLOTS)) - set(users().values()))
    if not free:
        raise StepError(
            f'{SLOTS - 1} commands use the servers of this checkout already.', 'Wait for one of them to end.'
        )
    slot = free[0]
    (USERS / str(os.getpid())).write_text(str(slot))
    return slot


def running_demo():
    """Process number and address of the demo of this checkout; None where none runs."""
    if not RUNNING_DEMO.exists():
        return None
    running = json.loads(RUNNING_DEMO.read_text())
    return running if is_alive(running['pid']) else None


def refuse_while_it_runs(what):
    """Raise StepError while the demo of this checkout runs, and name its address."""
    if running := running_demo():
        raise StepError(
            f'{what} is not possible while the demo runs at {running["address"]} (process {running["pid"]}).',
            'Use that one, or stop it with Ctrl-C where it was started.',
        )


def netbox_env(database='netbox', first_number=0, **more):
    """Environment of every NetBox process that we start."""
    inherited = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {
        **inherited,
        'NETBOX_ROOT': str(NETBOX_ROOT),
        'DJANGO_SETTINGS_MODULE': 'netbox.settings',
        'PYTHONPATH': str(ROOT),
        # Compiled code makes each start of NetBox some ten seconds faster, and lies in nobody's way here.
        'PYTHONPYCACHEPREFIX': str(LOCAL / 'pycache'),
        'PATH': f'{VENV / "bin"}:{os.environ.get("PATH", "")}',
        # Celery would load all pages of NetBox to check them before each start; `manage check` and the tests do that.
        'CELERY_SKIP_CHECKS': '1',
        'SLM_DB_NAME': database,
        'SLM_REDIS_FIRST': str(first_number),
        **more,
    }
