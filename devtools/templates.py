"""Template databases: NetBox migrated once per version and kept in the cache, then with our migrations on top."""

import json
import subprocess
import time

from .places import (
    CACHE,
    LOCAL,
    NETBOX,
    NETBOX_TEMPLATE,
    NETBOX_VERSION,
    branching_template,
    migration_digests,
    netbox_dump,
    plugin_template,
)
from .services import netbox_env, running_demo, users
from .steps import StepError, is_alive, is_terminal, locked, say, step, tail

DEMO_DATABASE = 'netbox'
_APPLIED = LOCAL / 'applied.json'


def ensure_templates(cluster):
    """Make both templates where they are missing; returns the name of the one with the plugin."""
    wanted = plugin_template()
    with locked('templates'):
        names = cluster.databases()
        if len(users()) < 2:
            # Nobody else may be about to clone one of these.
            _drop_left_over(cluster, names, wanted)
        if wanted in names:
            return wanted
        if NETBOX_TEMPLATE not in names:
            _ensure_netbox_template(cluster)
        with step('Adding our migrations (some 20 s)'):
            _build(cluster, wanted, NETBOX_TEMPLATE)
    return wanted


def ensure_branching_template(cluster):
    """Make the template with netbox-branching and netbox-change-control where it is missing; returns its name."""
    template, wanted = ensure_templates(cluster), branching_template()
    with locked('templates'):
        if wanted not in cluster.databases():
            with step('Adding the migrations of the branching plugins (some 20 s)'):
                _build(cluster, wanted, template, SLM_BRANCHING='1')
    return wanted


def ensure_demo_database(cluster):
    """Make or migrate the database of `demo`, `manage` and `shell`; its data is disposable.

    Where a migration that it has applied was edited since, migrating cannot bring it up to date: it is made anew.
    """
    template = ensure_templates(cluster)
    now = {'netbox': NETBOX_VERSION, **migration_digests()}
    with locked('demo-database'):
        exists = DEMO_DATABASE in cluster.databases()
        applied = json.loads(_APPLIED.read_text()) if exists and _APPLIED.exists() else {}
        if exists and applied == now:
            return
        if exists and (running := running_demo()):
            say(f'The demo at {running["address"]} runs on older migrations: left as it is until that is stopped.')
            return
        if exists and applied and applied.items() <= now.items():
            with step('Migrating the demo database'):
                migrate(netbox_env(DEMO_DATABASE))
        else:
            if exists:
                say('Applied migrations were edited, or NetBox is another version: making the demo database anew.')
                cluster.sql(f'DROP DATABASE {DEMO_DATABASE} WITH (FORCE)')
            cluster.sql(f'CREATE DATABASE {DEMO_DATABASE} TEMPLATE {template}')
        _APPLIED.write_text(json.dumps(now))


def _ensure_netbox_template(cluster):
    """Load the dump of the cache; make it first, once per NetBox version."""
    dump = netbox_dump(cluster.major)
    with locked(dump.stem, shared_cache=True):
        if dump.exists():
            with step('Loading the migrated NetBox from the cache'):
                _load(cluster, dump)
            return
        say(f'Migrating NetBox {NETBOX_VERSION}: five minutes or so of one core, once; the result is kept in {CACHE}')
        _build(cluster, NETBOX_TEMPLATE, 'template0', SLM_WITHOUT_PLUGIN='1')
        partial = dump.with_suffix('.partial')
        cluster.tool(
            'pg_dump', '-Fc', '-f', str(partial), '-d', NETBOX_TEMPLATE, cause='The template could not be saved.'
        )
        partial.replace(dump)


def _load(cluster, dump):
    temporary = f'{NETBOX_TEMPLATE}_new'
    cluster.sql(f'DROP DATABASE IF EXISTS {temporary}')
    cluster.sql(f'CREATE DATABASE {temporary} TEMPLATE template0')
    cluster.tool(
        'pg_restore',
        *('--no-owner', '-j', '2', '-d', temporary, str(dump)),
        cause=f'{dump} could not be loaded.',
        hint=f'Delete it and run again: rm {dump}',
    )
    cluster.sql(f'ALTER DATABASE {temporary} RENAME TO {NETBOX_TEMPLATE}')


def _build(cluster, name, template, **variables):
    """Migrate in a database of another name, so that a template that was cut off is never taken for whole."""
    temporary = f'{name}_new'
    cluster.sql(f'DROP DATABASE IF EXISTS {temporary}')
    cluster.sql(f'CREATE DATABASE {temporary} TEMPLATE {template}')
    migrate({**netbox_env(database=temporary), 'SLM_BRANCHING': '', **variables})
    cluster.sql(f'ALTER DATABASE {temporary} RENAME TO {name}')


def migrate(env):
    """Run `netbox migrate` with a counter of the migrations. Raises StepError with its last lines."""
    process = subprocess.Popen(
        [NETBOX, 'migrate', '--no-input'], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        lines = _count_migrations(process.stdout)
    except BaseException:
        process.terminate()
        raise
    finally:
        code = process.wait()
    if code:
        raise StepError(
            f'netbox migrate failed.\n{tail("".join(lines))}',
            'Mend what the last line names; where only the data is at fault, ./dev reset begins with empty databases.',
        )


def _count_migrations(output):
    lines, applied, begin = [], 0, time.monotonic()
    for line in output:
        lines.append(line)
        if 'Applying' in line:
            applied += 1
            if is_terminal():
                print(f'\r  {applied} migrations, {time.monotonic() - begin:.0f} s', end='', flush=True)
            elif applied % 25 == 0:
                say(f'  {applied} migrations, {time.monotonic() - begin:.0f} s')
    if applied and is_terminal():
        print()
    return lines


def _drop_left_over(cluster, names, wanted):
    """Older plugin templates, and test databases whose run is gone."""
    for name in names:
        parts = name.split('_')
        is_old = name.startswith('slm_') and name != wanted and not name.startswith(f'{wanted}_')
        is_orphan = name.startswith('test_slm_') and parts[2].isdigit() and not is_alive(int(parts[2]))
        if is_old or is_orphan:
            cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
