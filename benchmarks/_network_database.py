"""A made-up network with all that stands on it, in a database of its own, written by SQL and kept for the next run.

Each site has 5,000 devices in 100 racks: 2 distribution, 50 aggregation and 198 access switches, 4,650 servers, each
linked to two of the next kind (access switches to three), and 100 PDUs; 20 core routers link all sites and each other.
Every device has a management interface beside. What else there is: `_network_load.py`.
"""

import time
from contextlib import contextmanager

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from dcim.models import (
    Cable,
    CablePath,
    CableTermination,
    Device,
    DeviceRole,
    DeviceType,
    Interface,
    Manufacturer,
    Rack,
    Site,
)

from . import _network_load as load
from ._network_rows import copies, execute, path_rows

__all__ = ('FIRST', 'PER_SITE', 'RACKS', 'network_database')

FIRST, PER_SITE, RACKS = 1000, 5000, 100
_ROLES = ('core-router', 'distribution', 'aggregation', 'access', 'server', 'pdu')
_LINKS = """CREATE TABLE made_link AS SELECT row_number() OVER () + 1000 AS id, a, b FROM (
    SELECT %(first)s + s * 5000 + j AS a, %(first)s + s * 5000 + k AS b
        FROM generate_series(0, %(last)s) s, generate_series(2, 51) j, generate_series(0, 1) k
    UNION ALL SELECT %(first)s + s * 5000 + j, %(first)s + s * 5000 + 2 + (j + k * 7) %% 50
        FROM generate_series(0, %(last)s) s, generate_series(52, 249) j, generate_series(0, 2) k
    UNION ALL SELECT %(first)s + s * 5000 + j, %(first)s + s * 5000 + 52 + (j + k * 99) %% 198
        FROM generate_series(0, %(last)s) s, generate_series(250, 4899) j, generate_series(0, 1) k
    UNION ALL SELECT %(first)s + s * 5000 + j, 100 + (s + k * 5 + j) %% 20
        FROM generate_series(0, %(last)s) s, generate_series(0, 1) j, generate_series(0, 1) k
    UNION ALL SELECT 100 + i, 100 + j FROM generate_series(0, 19) i, generate_series(0, 19) j WHERE i < j) made"""


@contextmanager
def network_database(sites, log):
    """Connected to the database of a network of this size, which is made where it is missing."""
    from devtools.places import plugin_template

    fresh = settings.DATABASES['default']['NAME']
    name = f'bench_impact_{sites}_{plugin_template().rpartition("_")[2]}'
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


def _ensure(name, fresh, sites, log):
    _connect('postgres')
    with connection.cursor() as cursor:
        cursor.execute('SELECT datname FROM pg_database WHERE datname LIKE %s', [f'bench\\_impact\\_{sites}\\_%'])
        known = {row[0] for row in cursor.fetchall()}
    if name in known:
        return
    for old in known:
        execute(f'DROP DATABASE "{old}" WITH (FORCE)')
    began = time.monotonic()
    execute(f'CREATE DATABASE "{name}_partial" TEMPLATE "{fresh}"')
    _connect(f'{name}_partial')
    _fill(sites, log)
    _connect('postgres')
    execute(f'ALTER DATABASE "{name}_partial" RENAME TO "{name}"')
    log(f'made {sites} sites in {time.monotonic() - began:.0f} s')


def _fill(sites, log):
    steps = {
        'sites, racks, devices': _devices,
        'links': _links,
        'cable paths': _paths,
        'power': load.power,
        'virtual machines': load.machines,
        'services': load.services,
        'agreements': load.agreements,
        'statistics': lambda _sites: execute('ANALYZE'),
    }
    began = time.monotonic()
    for done, (name, step) in enumerate(steps.items()):
        log(f'[{"#" * done * 3:{len(steps) * 3}}] {name:24} {time.monotonic() - began:4.0f} s')
        step(sites)


def _devices(sites):
    Site.objects.bulk_create(Site(pk=n + 1, name=f'S{n}', slug=f's{n}') for n in range(sites))
    maker = Manufacturer.objects.create(name='Maker', slug='maker')
    kind = DeviceType.objects.create(model='Box', slug='box', manufacturer=maker, u_height=0)
    roles = [DeviceRole.objects.create(name=slug, slug=slug) for slug in _ROLES]
    for pk in (1, 2):
        Device.objects.create(pk=pk, name=f'D{pk}', site_id=1, role=roles[0], device_type=kind)
    rack = Rack.objects.create(pk=1, name='R', site_id=1)
    execute(
        'CREATE TABLE made_rack AS SELECT 100 + s * 100 + r AS id, s + 1 AS site, r '
        'FROM generate_series(0, %s) s, generate_series(0, 99) r',
        [sites - 1],
    )
    copies(Rack, rack.pk, 'made_rack', id='g.id', site_id='g.site', name="'R' || g.r")
    core, *others = (role.pk for role in roles)
    execute(
        'CREATE TABLE made_device AS SELECT 100 + i AS id, 1 AS site, %s AS role, NULL::int AS rack '
        'FROM generate_series(0, 19) i UNION ALL SELECT %s + s * 5000 + j, s + 1, CASE WHEN j < 2 THEN %s '
        'WHEN j < 52 THEN %s WHEN j < 250 THEN %s WHEN j < 4900 THEN %s ELSE %s END, '
        '100 + s * 100 + CASE WHEN j >= 4950 THEN j - 4950 ELSE j %% 100 END '
        'FROM generate_series(0, %s) s, generate_series(0, 4999) j',
        [core, FIRST, *others, sites - 1],
    )
    copies(
        Device, 1, 'made_device', id='g.id', site_id='g.site', role_id='g.role', rack_id='g.rack', name="'N' || g.id"
    )


def _links(sites):
    ends = [Interface.objects.create(device_id=pk, name='1', type='1000base-t') for pk in (1, 2)]
    Cable(pk=1, a_terminations=ends[:1], b_terminations=ends[1:]).save()
    execute(_LINKS, {'first': FIRST, 'last': sites - 1})
    execute(
        "CREATE TABLE made_end AS SELECT id * 2 AS id, a, id AS link, 'A' AS side FROM made_link "
        "UNION ALL SELECT id * 2 + 1, b, id, 'B' FROM made_link"
    )
    copies(Cable, 1, 'made_link', id='g.id')
    free = {'_path_id': 'NULL'}
    cabled = {'cable_id': 'g.link', 'cable_end': 'g.side', 'name': "'N' || g.id", '_name': "'N' || g.id"}
    copies(Interface, ends[0].pk, 'made_end', id='g.id', device_id='g.a', **free, **cabled)
    end = CableTermination.objects.order_by('pk').first().pk
    copies(
        CableTermination, end, 'made_end',
        id='g.id', cable_id='g.link', cable_end='g.side', termination_id='g.id', _device_id='g.a', _site_id='NULL',
    )  # fmt: skip
    management = {'name': "'mgmt'", '_name': "'mgmt'", 'mgmt_only': 'true', 'cable_id': 'NULL', 'cable_end': 'NULL'}
    copies(Interface, ends[0].pk, 'made_device', id='5000000 + g.id', device_id='g.id', **free, **management)


def _paths(_sites):
    interface, cable = (ContentType.objects.get_for_model(model).pk for model in (Interface, Cable))
    base = CablePath.objects.order_by('pk').first().pk
    for near, far in ((0, 1), (1, 0)):
        nodes = f"'{interface}:' || g.id * 2 + {near}", f"'{cable}:' || g.id", f"'{interface}:' || g.id * 2 + {far}"
        copies(CablePath, base, 'made_link', id=f'g.id * 2 + {near}', **path_rows(nodes))
