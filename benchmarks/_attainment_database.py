"""The made-up year in a database of its own, written by COPY and kept for the next run."""

import json
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from tenancy.models import Tenant

from netbox_slm.engine.clock import service_clocks
from netbox_slm.engine.instants import from_us
from netbox_slm.engine.structure import DEFAULT_WEIGHT, DOWN, GROUP, HARD, REQUIRED
from netbox_slm.models import (
    SLA,
    AffectedCI,
    CalendarWindow,
    Incident,
    MaintenanceWindow,
    RedundancyGroup,
    Service,
    ServiceCalendar,
    ServiceComponent,
    ServiceDependency,
    ServiceLevelTarget,
)

from ._attainment_world import YEAR, ZONES, make_world

SERVICES_PER_SLA = 10
_NOW = datetime(YEAR, 1, 1, tzinfo=UTC)


@contextmanager
def world_database(incidents, log):
    """Connected to the database of a world of this size, which is made where it is missing."""
    fresh = settings.DATABASES['default']['NAME']
    name = f'bench_attainment_{incidents}_{_migration_mark()}'
    connection.close()
    _ensure(name, fresh, incidents, log)
    _connect(name)
    try:
        yield name
    finally:
        _connect(fresh)


def _migration_mark():
    """The state of the schema: another one makes the world anew."""
    from devtools.places import plugin_template

    return plugin_template().rpartition('_')[2]


def _connect(name):
    connection.close()
    connection.settings_dict['NAME'] = name


def _ensure(name, fresh, incidents, log):
    _connect('postgres')
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT datname FROM pg_database WHERE datname LIKE %s', [f'bench\\_attainment\\_{incidents}\\_%']
        )
        known = [row[0] for row in cursor.fetchall()]
        if name in known:
            return
        for old in known:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        began = time.monotonic()
        partial = f'{name}_partial'
        cursor.execute(f'DROP DATABASE IF EXISTS "{partial}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{partial}" TEMPLATE "{fresh}"')
    _connect(partial)
    fill(make_world(incidents))
    _connect('postgres')
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{partial}" RENAME TO "{name}"')
    log(f'made the world of {incidents} incidents in {time.monotonic() - began:.0f} s')


def fill(world):
    """Write a world: 10 services to an SLA, each with one availability target, all of a zone."""
    sla_of = np.arange(world.services) // SERVICES_PER_SLA
    _shared(world)
    _copy(Device, world.cis, id=_ids(world.cis), name=[f'CI {n}' for n in range(world.cis)], site_id=1,
          device_type_id=1, role_id=1, status='active')  # fmt: skip
    _copy(Service, world.services, id=_ids(world.services), name=[f'Service {n}' for n in range(world.services)])
    _write_structure(world)
    _write_agreements(world, sla_of)
    _write_incidents(world)
    _write_exclusions(world)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith('netbox_slm_') or table == 'dcim_device':
                cursor.execute(f'ANALYZE {table}')


def _shared(world):
    Tenant.objects.bulk_create(Tenant(pk=n, name=f'Customer {n}', slug=f'customer-{n}') for n in range(1, 101))
    Site.objects.create(pk=1, name='Site', slug='site')
    maker = Manufacturer.objects.create(pk=1, name='Maker', slug='maker')
    DeviceType.objects.create(pk=1, model='Box', slug='box', manufacturer=maker, u_height=0)
    DeviceRole.objects.create(pk=1, name='Node', slug='node')
    for number, calendar in enumerate(world.calendars, start=1):
        ServiceCalendar.objects.bulk_create(
            [ServiceCalendar(pk=number, name=f'Office {ZONES[number - 1]}', time_zone=calendar.zone)]
        )
        CalendarWindow.objects.bulk_create(
            CalendarWindow(calendar_id=number, weekday=day, start_seconds=8 * 3600, end_seconds=18 * 3600)
            for day in range(5)
        )


def _write_structure(world):
    device = ContentType.objects.get_for_model(Device).pk
    needs = world.needs
    groups = np.flatnonzero(np.append(True, needs.group[1:] != needs.group[:-1]) & (needs.kind == GROUP))
    _copy(RedundancyGroup, groups.size, id=_ids(groups.size), service_id=needs.parent[groups] + 1,
          name=[f'Group {n}' for n in range(groups.size)], min_available=2)  # fmt: skip
    # A CI is a component of a service once
    links = np.flatnonzero((needs.kind == REQUIRED) | (needs.kind == GROUP))
    _pairs, first = np.unique(np.stack((needs.parent[links], needs.child[links])), axis=1, return_index=True)
    links = links[np.sort(first)]
    group = [None if number < 0 else number + 1 for number in needs.group[links].tolist()]
    _copy(ServiceComponent, links.size, id=_ids(links.size), service_id=needs.parent[links] + 1, object_type_id=device,
          object_id=needs.child[links] - world.services + 1, redundancy_group_id=group)  # fmt: skip
    hard = np.flatnonzero(needs.kind == HARD)
    _copy(ServiceDependency, hard.size, id=_ids(hard.size), service_id=needs.parent[hard] + 1,
          depends_on_id=needs.child[hard] + 1, kind='hard')  # fmt: skip


def _write_agreements(world, sla_of):
    count = int(sla_of[-1]) + 1
    _copy(SLA, count, id=_ids(count), name=[f'SLA {n}' for n in range(count)], kind='sla', status='active',
          tenant_id=np.arange(count) % 100 + 1, calendar_id=np.arange(count) % len(ZONES) + 1,
          degraded_weight='0.5')  # fmt: skip
    _copy(ServiceLevelTarget, count, id=_ids(count), sla_id=_ids(count), name=['Availability'] * count,
          metric='availability', target_percent='99.9')  # fmt: skip
    through = SLA.services.through
    _copy(through, world.services, id=_ids(world.services), sla_id=sla_of + 1, service_id=_ids(world.services))


def _write_incidents(world):
    effects, count = world.effects, world.effects.node.size
    weight = [None if value == DEFAULT_WEIGHT else f'{value / 10_000:.4f}' for value in effects.weight.tolist()]
    is_down = effects.state == DOWN
    _copy(Incident, count, id=_ids(count), name=['Incident'] * count, status='resolved',
          reported_at=_times(effects.start_us), resolved_at=_times(effects.end_us),
          effect=np.where(is_down, 'down', 'degraded').tolist(),
          weight=[None if down else value for down, value in zip(is_down.tolist(), weight, strict=True)])  # fmt: skip
    device = ContentType.objects.get_for_model(Device).pk
    _copy(AffectedCI, count, id=_ids(count), incident_id=_ids(count), object_type_id=device,
          object_id=effects.node - world.services + 1)  # fmt: skip


def _write_exclusions(world):
    spans, count = world.excluded, world.excluded.owner.size
    _copy(MaintenanceWindow, count, id=_ids(count), name=[f'Work {n}' for n in range(count)], status='agreed',
          starts_at=_times(spans.start_us), ends_at=_times(spans.end_us))  # fmt: skip
    through = MaintenanceWindow.services.through
    _copy(through, count, id=_ids(count), maintenancewindow_id=_ids(count), service_id=spans.owner + 1)


def _ids(count):
    return np.arange(1, count + 1)


def _times(at_us):
    return [f'{text}+00' for text in np.datetime_as_string(at_us.astype('datetime64[us]')).tolist()]


def _copy(model, count, **given):
    """Rows of a model by COPY: one value for all, or one each; what is not given has its default."""
    columns = {}
    for field in model._meta.concrete_fields:
        if field.column in given:
            value = given.pop(field.column)
        elif field.primary_key:
            continue
        else:
            value = _default(field)
        columns[field.column] = value
    if given:
        raise ValueError(f'{model.__name__} has no column {", ".join(given)}.')
    series = [
        value.tolist() if isinstance(value, np.ndarray) else value if isinstance(value, list) else [value] * count
        for value in columns.values()
    ]
    names = ', '.join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY {model._meta.db_table} ({names}) FROM STDIN') as copy:
            for row in zip(*series, strict=True):
                copy.write_row(row)
        cursor.execute('SELECT setval(pg_get_serial_sequence(%s, %s), %s)', [model._meta.db_table, 'id', max(count, 1)])


def _default(field):
    if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return _NOW
    value = field.get_default()
    if isinstance(value, ZoneInfo):
        return str(value)
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return value


def write_hours(world):
    """The service hours of each calendar and month as multiranges, for the baseline; in temporary tables."""
    clocks = service_clocks(world.calendars)
    with connection.cursor() as cursor:
        cursor.execute('CREATE TEMP TABLE bench_hours (calendar_id int, month int, hours tstzmultirange)')
        with cursor.copy('COPY bench_hours FROM STDIN') as copy:
            for number, clock in enumerate(clocks, start=1):
                for month, (start_us, end_us) in enumerate(months_of(clock.calendar.zone), start=1):
                    opens, closes = clock.windows(start_us, end_us)
                    spans = ', '.join(
                        f'["{from_us(one)}","{from_us(other)}")' for one, other in zip(opens, closes, strict=True)
                    )
                    copy.write_row((number, month, f'{{{spans}}}'))
        cursor.execute('ANALYZE bench_hours')


def months_of(zone):
    """The months of the year in a zone."""
    from netbox_slm.engine.periods import period_on

    periods = [period_on('month', datetime(YEAR, month, 1, tzinfo=UTC).date(), zone) for month in range(1, 13)]
    return [(period.start_us, period.end_us) for period in periods]
