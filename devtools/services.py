"""PostgreSQL and Valkey for as long as a command of this checkout needs them."""

import os
from contextlib import contextmanager

from .configuration import write_configuration
from .places import LOCAL, NETBOX_ROOT, ROOT, VENV
from .postgres import Cluster
from .steps import is_alive, locked
from .valkey import Valkey

USERS = LOCAL / 'users'
NUMBERS_PER_USER = 32


@contextmanager
def services():
    """Servers that run inside the block: (cluster, first Valkey number of ours).

    They are shared by all commands of this checkout; the last one to leave stops them.
    """
    cluster, valkey = Cluster(), Valkey()
    with locked('services'):
        slot = _enter()
        cluster.start()
        valkey.start()
        write_configuration(cluster.port, valkey.port)
    try:
        yield cluster, slot * NUMBERS_PER_USER
    finally:
        with locked('services'):
            (USERS / str(os.getpid())).unlink(missing_ok=True)
            if not _users():
                valkey.stop()
                cluster.stop()


def _users():
    """Slot by process number of the commands that use the servers now."""
    USERS.mkdir(parents=True, exist_ok=True)
    users = {}
    for file in USERS.iterdir():
        if is_alive(int(file.name)):
            users[int(file.name)] = int(file.read_text() or 0)
        else:
            file.unlink()
    return users


def _enter():
    taken = set(_users().values())
    slot = next(number for number in range(1, 16) if number not in taken)
    (USERS / str(os.getpid())).write_text(str(slot))
    return slot


def netbox_env(database='netbox', first_number=0, **more):
    """Environment of every NetBox process that we start."""
    return {
        **os.environ,
        'NETBOX_ROOT': str(NETBOX_ROOT),
        'PYTHONPATH': str(ROOT),
        'PATH': f'{VENV / "bin"}:{os.environ.get("PATH", "")}',
        'SLM_DB_NAME': database,
        'SLM_REDIS_FIRST': str(first_number),
        **more,
    }
