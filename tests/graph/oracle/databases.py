"""NetBox's demonstration data as a template database: migrated to this NetBox once, then to our migrations.

The first takes minutes and is kept in the cache folder as a dump, by the file's digest and NetBox's version; the second
takes seconds and is kept in the cluster, by the state of our migrations. Each has a name of its own.
"""

import gzip
import shutil
import tempfile
from pathlib import Path

from devtools import places, templates
from devtools.postgres import Cluster
from devtools.services import netbox_env
from devtools.steps import locked, say, step

FILE = 'netbox-demo-v4.1.sql.gz'


def demo_template(folder):
    """Name of the template database with the demonstration data; made where it is missing."""
    cluster = Cluster()
    digest = places.short_hash(places.NETBOX_VERSION, folder / FILE)
    plain, wanted = f'demo_{digest}', f'demo_{digest}_{places.plugin_template()}'
    with locked('demo-templates'):
        names = cluster.databases()
        if wanted in names:
            return wanted
        if plain not in names:
            _ensure_plain(cluster, plain, folder / FILE)
        for name in names:
            if name.startswith('demo_') and name != plain:
                cluster.drop(name)
        with step('Adding our migrations to the demonstration data'):
            _migrated(cluster, wanted, plain)
    return wanted


def clone(name, template):
    """A new database of this name, like the template."""
    cluster = Cluster()
    cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cluster.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    """Drop it, whoever uses it."""
    Cluster().sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _ensure_plain(cluster, name, file):
    """Load the migrated dump of the cache; make it first, once per NetBox version."""
    dump = places.CACHE / f'{name.replace("_", "-")}-{places.NETBOX_VERSION}-pg{cluster.major}.dump'
    with locked(dump.stem, shared_cache=True):
        if dump.exists():
            with step('Loading the migrated demonstration data from the cache'):
                _restored(cluster, name, dump)
            return
        say(f'Migrating the demonstration data to NetBox {places.NETBOX_VERSION}: five minutes or so, once')
        loaded = f'{name}_loaded'
        cluster.sql(f'DROP DATABASE IF EXISTS "{loaded}"')
        cluster.sql(f'CREATE DATABASE "{loaded}" TEMPLATE template0')
        _load(cluster, loaded, file)
        _migrated(cluster, name, loaded, SLM_WITHOUT_PLUGIN='1')
        cluster.sql(f'DROP DATABASE "{loaded}"')
        partial = dump.with_suffix('.partial')
        cluster.tool('pg_dump', '-Fc', '-f', str(partial), '-d', name, cause='The demonstration data was not saved.')
        partial.replace(dump)


def _load(cluster, name, file):
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / 'demo.sql'
        with gzip.open(file) as packed, plain.open('wb') as unpacked:
            shutil.copyfileobj(packed, unpacked)
        arguments = ('-q', '-X', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', name, '-f', str(plain))
        cluster.tool('psql', *arguments, cause='The demonstration data could not be loaded.')


def _restored(cluster, name, dump):
    temporary = f'{name}_new'
    cluster.sql(f'DROP DATABASE IF EXISTS "{temporary}"')
    cluster.sql(f'CREATE DATABASE "{temporary}" TEMPLATE template0')
    arguments = ('--no-owner', '-j', '2', '-d', temporary, str(dump))
    cluster.tool('pg_restore', *arguments, cause=f'{dump} could not be loaded.', hint=f'rm {dump}')
    cluster.sql(f'ALTER DATABASE "{temporary}" RENAME TO "{name}"')


def _migrated(cluster, name, template, **env):
    """Migrate in a database of another name, so that one that was cut off is never taken for whole."""
    temporary = f'{name}_new'
    cluster.sql(f'DROP DATABASE IF EXISTS "{temporary}"')
    cluster.sql(f'CREATE DATABASE "{temporary}" TEMPLATE "{template}"')
    templates.migrate(netbox_env(database=temporary, **env))
    cluster.sql(f'ALTER DATABASE "{temporary}" RENAME TO "{name}"')
