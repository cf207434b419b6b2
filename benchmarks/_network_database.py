"""A made-up network in a database of its own, written by SQL and kept for the next run.

Each site has 5,000 devices: 2 distribution, 50 aggregation and 198 access switches and 4,750 servers, each linked to
two of the next kind; 20 core routers link all sites and each other. Every device has a management interface beside.
"""

import time
from contextlib import contextmanager

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from dcim.models import Cable, CablePath, Device, DeviceRole, DeviceType, Interface, Manufacturer, Site

__all__ = ('FIRST', 'PER_SITE', 'network_database')

FIRST, PER_SITE, CORES = 1000, 5000, 20
_ROLES = ('core-router', 'distribution', 'aggregation', 'access', 'server')
_LINKS = """CREATE TABLE made_link AS SELECT row_number() OVER () + 1000 AS id, a, b FROM (
    SELECT %(first)s + s * 5000 + j AS a, %(first)s + s * 5000 + k AS b
        FROM generate_series(0, %(last)s) s, generate_series(2, 51) j, generate_series(0, 1) k
    UNION ALL SELECT %(first)s + s * 5000 + j, %(first)s + s * 5000 + 2 + (j + k * 7) %% 50
        FROM generate_series(0, %(last)s) s, generate_series(52, 249) j, generate_series(0, 1) k
    UNION ALL SELECT %(first)s + s * 5000 + j, %(first)s + s * 5000 + 52 + (j + k * 99) %% 198
        FROM generate_series(0, %(last)s) s, generate_series(250, 4999) j, generate_series(0, 1) k
    UNION ALL SELECT %(first)s + s * 5000 + j, 100 + (s + k * 5 + j) %% 20
        FROM generate_series(0, %(last)s) s, generate_series(0, 1) j, generate_series(0, 1) k
    UNION ALL SELECT 100 + i, 100 + j FROM generate_series(0, 19) i, generate_series(0, 19) j WHERE i < j) made"""


@contextmanager
def network_database(sites, log):
    """Connected to the database of a network of this size, which is made where it is missing."""
    from devtools.places import plugin_template

    fresh = settings.DATABASES['default']['NAME']
    name = f'bench_network_{sites}_{plugin_template().rpartition("_")[2]}'
    _ensure(name, fresh, sites, log)
    _connect(name)
    try:
        yield
    finally:
        _connect(fresh)


def _connect(name):
    connection.close()
    connection.settings_dict['NAME'] = name
    ContentType.objects.clear_cache()


def _execute(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _ensure(name, fresh, sites, log):
    _connect('postgres')
    with connection.cursor() as cursor:
        cursor.execute('SELECT 1 FROM pg_database WHERE datname = %s', [name])
        if cursor.fetchone():
            return
    began = time.monotonic()
    _execute(f'DROP DATABASE IF EXISTS "{name}_partial" WITH (FORCE)')
    _execute(f'CREATE DATABASE "{name}_partial" TEMPLATE "{fresh}"')
    _connect(f'{name}_partial')
    _fill(sites)
    _connect('postgres')
    _execute(f'ALTER DATABASE "{name}_partial" RENAME TO "{name}"')
    log(f'made {sites} sites in {time.monotonic() - began:.0f} s')


def _fill(sites):
    Site.objects.bulk_create(Site(pk=n + 1, name=f'S{n}', slug=f's{n}') for n in range(sites))
    maker = Manufacturer.objects.create(name='Maker', slug='maker')
    kind = DeviceType.objects.create(model='Box', slug='box', manufacturer=maker, u_height=0)
    roles = [DeviceRole.objects.create(name=slug, slug=slug) for slug in _ROLES]
    first, second = (
        Device.objects.create(pk=pk, name=f'D{pk}', site_id=1, role=roles[0], device_type=kind) for pk in (1, 2)
    )
    ends = [Interface.objects.create(device=device, name='1', type='1000base-t') for device in (first, second)]
    Cable(a_terminations=ends[:1], b_terminations=ends[1:]).save()
    core, *others = (role.pk for role in roles)
    _execute(
        'CREATE TABLE made_device AS SELECT 100 + i AS id, 1 AS site, %s AS role FROM generate_series(0, 19) i '
        'UNION ALL SELECT %s + s * 5000 + j, s + 1, CASE WHEN j < 2 THEN %s WHEN j < 52 THEN %s WHEN j < 250 THEN %s '
        'ELSE %s END FROM generate_series(0, %s) s, generate_series(0, 4999) j',
        [core, FIRST, *others, sites - 1],
    )
    _execute(_LINKS, {'first': FIRST, 'last': sites - 1})
    _execute('CREATE TABLE made_end AS SELECT id * 2 AS id, a, id AS link FROM made_link '
             'UNION ALL SELECT id * 2 + 1, b, id FROM made_link')  # fmt: skip
    named = {'name': "'N' || g.id", '_name': "'N' || g.id"}
    _copies(Device, first.pk, 'made_device', id='g.id', site_id='g.site', role_id='g.role', name="'N' || g.id")
    _copies(Cable, Cable.objects.get().pk, 'made_link', id='g.id')
    no_path = {'_path_id': 'NULL', **named}
    _copies(Interface, ends[0].pk, 'made_end', id='g.id', device_id='g.a', cable_id='g.link', **no_path)
    no_path = {'_path_id': 'NULL', 'name': "'mgmt'", '_name': "'mgmt'"}
    management = {**no_path, 'mgmt_only': 'true', 'cable_id': 'NULL', 'cable_end': 'NULL'}
    _copies(Interface, ends[0].pk, 'made_device', id='5000000 + g.id', device_id='g.id', **management)
    _paths()
    _execute('ANALYZE')


def _paths():
    interface, cable = (ContentType.objects.get_for_model(model).pk for model in (Interface, Cable))
    base = CablePath.objects.first().pk
    for near, far in ((0, 1), (1, 0)):
        nodes = f"'{interface}:' || g.id * 2 + {near}", f"'{cable}:' || g.id", f"'{interface}:' || g.id * 2 + {far}"
        steps = ', '.join(f'jsonb_build_array({node})' for node in nodes)
        _copies(CablePath, base, 'made_link', id=f'g.id * 2 + {near}', path=f'jsonb_build_array({steps})',
                _nodes=f'ARRAY[{", ".join(nodes)}]::varchar[]')  # fmt: skip


def _copies(model, pk, source, **changed):
    """A copy of one row for each row `g` of a table, with these columns changed."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ', '.join(changed.get(column, f'b."{column}"') for column in columns)
    names = ', '.join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    _execute(f'INSERT INTO {table} ({names}) SELECT {values} FROM {table} b, {source} g WHERE b.id = {pk}')
