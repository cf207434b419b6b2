"""NetBox's demonstration data as template databases: migrated to this NetBox once, then to our migrations.

The first takes minutes and is kept in the cache folder as a dump, by the file's digest and NetBox's version. The
overlay is laid on that, by the digest of its files. Our migrations take seconds on top of either, by their state. Each
result is a database of the cluster with a name of its own.
"""

import gzip
import shutil
import subprocess
import tempfile
from pathlib import Path

from devtools import places, templates
from devtools.postgres import Cluster
from devtools.services import netbox_env
from devtools.steps import locked, say, step

FILE = 'netbox-demo-v4.1.sql.gz'
OVERLAY = Path(__file__).parent / 'overlay'
LAY = 'import django; django.setup(); from tests.graph.oracle import overlay; overlay.build()'


def clone(name, folder, *, overlay=False):
    """A new database of this name with the demonstration data in `folder`, and the overlay where asked for."""
    cluster = Cluster()
    with locked('demo-templates'):
        base = f'demo_{places.short_hash(places.NETBOX_VERSION, folder / FILE)}'
        _ensure_plain(cluster, base, folder / FILE)
        if overlay:
            base = _with_overlay(cluster, base)
        template = _with_our_migrations(cluster, base)
        cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cluster.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    """Drop it, whoever uses it."""
    Cluster().sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _with_overlay(cluster, base):
    kind = f'{base}_overlay_'
    name = kind + places.short_hash(*sorted(OVERLAY.glob('*.py')))
    if name not in cluster.databases():
        _drop_older(cluster, kind)
        with step('Laying the overlay on the demonstration data'):
            _make(cluster, name, base, _lay)
    return name


def _with_our_migrations(cluster, base):
    name = f'{base}_{places.plugin_template()}'
    if name not in cluster.databases():
        _drop_older(cluster, f'{base}_slm_')
        with step('Adding our migrations to the demonstration data'):
            _make(cluster, name, base, lambda made: templates.migrate(netbox_env(made)))
    return name


def _drop_older(cluster, kind):
    for name in cluster.databases():
        if name.startswith(kind):
            cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _lay(name):
    env = netbox_env(name, SLM_WITHOUT_PLUGIN='1')
    subprocess.run([places.PYTHON, '-c', LAY], env=env, cwd=places.ROOT, check=True)


def _ensure_plain(cluster, name, file):
    """Load the migrated dump of the cache; make it first, once per NetBox version."""
    if name in cluster.databases():
        return
    dump = places.CACHE / f'{name.replace("_", "-")}-{places.NETBOX_VERSION}-pg{cluster.major}.dump'
    with locked(dump.stem, shared_cache=True):
        if dump.exists():
            with step('Loading the migrated demonstration data from the cache'):
                _make(cluster, name, 'template0', lambda made: _restore(cluster, made, dump))
            return
        say(f'Migrating the demonstration data to NetBox {places.NETBOX_VERSION}: five minutes or so, once')
        _make(cluster, name, 'template0', lambda made: _load_and_migrate(cluster, made, file))
        partial = dump.with_suffix('.partial')
        cluster.tool('pg_dump', '-Fc', '-f', str(partial), '-d', name, cause='The demonstration data was not saved.')
        partial.replace(dump)


def _load_and_migrate(cluster, name, file):
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / 'demo.sql'
        with gzip.open(file) as packed, plain.open('wb') as unpacked:
            shutil.copyfileobj(packed, unpacked)
        arguments = ('-q', '-X', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', name, '-f', str(plain))
        cluster.tool('psql', *arguments, cause='The demonstration data could not be loaded.')
    templates.migrate(netbox_env(name, SLM_WITHOUT_PLUGIN='1'))


def _restore(cluster, name, dump):
    arguments = ('--no-owner', '-j', '2', '-d', name, str(dump))
    cluster.tool('pg_restore', *arguments, cause=f'{dump} could not be loaded.', hint=f'rm {dump}')


def _make(cluster, name, template, fill):
    """Fill a database of another name, so that one that was cut off is never taken for whole."""
    temporary = f'{name}_new'
    cluster.sql(f'DROP DATABASE IF EXISTS "{temporary}" WITH (FORCE)')
    cluster.sql(f'CREATE DATABASE "{temporary}" TEMPLATE "{template}"')
    fill(temporary)
    cluster.sql(f'ALTER DATABASE "{temporary}" RENAME TO "{name}"')
