"""The record of what changed in the network: a private table, and triggers on NetBox's tables that fill it.

Triggers see every change, whoever makes it: a form, a bulk update, another program with raw SQL. The table holds the
kind and id of what changed and the transaction that did it; `graph/network/changes.py` reads it. Columns are compared
inside functions and not in a WHEN, which would keep NetBox's own migrations from altering them.
"""

from typing import NamedTuple

__all__ = ('TABLE', 'TRIGGER_OF_PATHS', 'WATCHED', 'install', 'remove')

TABLE = 'netbox_slm_networkchange'
_PREFIX = 'netbox_slm_network'
_MANY = 5000  # inserted or deleted by one statement: the network is built anew, so their ids are of no use


# where the tables of a schema are watched, this trigger stands on dcim_cablepath
TRIGGER_OF_PATHS = f'{_PREFIX}_00_update'


class Watch(NamedTuple):
    """On which table, which kind of change is noted with the id in which column.

    columns: an update counts when one of these changes; () none does. inserts, deletes: '' for no, 'all', or a
    condition on the row `r`.
    """

    table: str
    kind: str
    id_column: str
    columns: tuple[str, ...] = ()
    inserts: str = ''
    deletes: str = ''


_IS_DEVICE = "r.content_type_id = (SELECT id FROM django_content_type WHERE app_label = 'dcim' AND model = 'device')"

WATCHED = (
    Watch('dcim_cablepath', 'path', 'id', ('path', '_nodes'), 'all', 'all'),
    Watch('dcim_cable', 'cable', 'id', ('status', 'profile')),
    Watch('dcim_portmapping', 'front_port', 'front_port_id', ('front_port_id', 'rear_port_id'), 'all', 'all'),
    Watch(
        'dcim_interface', 'interface', 'id', ('device_id', 'module_id', 'lag_id', 'parent_id', 'enabled', 'mgmt_only')
    ),
    Watch('dcim_frontport', 'front_port', 'id', ('device_id', 'module_id')),
    Watch('dcim_rearport', 'rear_port', 'id', ('device_id', 'module_id')),
    Watch('dcim_device', 'device', 'id', ('role_id', 'site_id', 'cluster_id')),
    Watch('dcim_device', 'operation', 'id', ('status',), "r.status <> 'active'"),
    Watch(
        'dcim_device',
        'chassis',
        'virtual_chassis_id',
        ('virtual_chassis_id',),
        'r.virtual_chassis_id IS NOT NULL',
        'r.virtual_chassis_id IS NOT NULL',
    ),
    Watch('dcim_devicebay', 'bay', 'installed_device_id', ('installed_device_id', 'device_id'), 'all', 'all'),
    Watch('dcim_module', 'operation', 'device_id', ('status', 'module_bay_id', 'device_id'), "r.status <> 'active'"),
    Watch('dcim_modulebay', 'operation', 'device_id', ('module_id',)),
    Watch('dcim_devicerole', 'rules', 'id', ('slug',)),
    Watch('dcim_site', 'rules', 'id', ('slug',)),
    Watch('extras_tag', 'rules', 'id', ('slug',)),
    Watch(
        'extras_taggeditem', 'device', 'object_id', ('object_id', 'content_type_id', 'tag_id'), _IS_DEVICE, _IS_DEVICE
    ),
    Watch(
        'virtualization_virtualmachine',
        'device',
        'device_id',
        ('device_id',),
        'r.device_id IS NOT NULL',
        'r.device_id IS NOT NULL',
    ),
    Watch('circuits_circuit', 'circuit', 'id', ('status',), "r.status <> 'active'"),
    Watch('circuits_circuittermination', 'termination', 'id', ('circuit_id', '_provider_network_id'), 'all', 'all'),
    Watch('wireless_wirelesslink', 'wireless', 'id', ('status', 'interface_a_id', 'interface_b_id'), 'all', 'all'),
    Watch('dcim_devicerole', 'slugs', 'id', inserts='all'),
    Watch('dcim_site', 'slugs', 'id', inserts='all'),
    # power: nothing to the network itself, but what has none is down at rest (`graph/rest.py`)
    Watch(
        'dcim_poweroutlet',
        'supply',
        'id',
        ('status', 'power_port_id', 'device_id', 'module_id'),
        "r.status <> 'enabled'",
    ),
    Watch('dcim_powerfeed', 'supply', 'id', ('status',), "r.status <> 'active'"),
    Watch(
        'dcim_powerport',
        'supply',
        'id',
        ('mark_connected', 'device_id', 'module_id'),
        'r.mark_connected',
        'r.mark_connected',
    ),
)

_TABLE_SQL = f"""
CREATE TABLE {TABLE} (
    id bigserial PRIMARY KEY,
    kind varchar(20) NOT NULL,
    object_id bigint,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX {TABLE}_xid ON {TABLE} (xid);
"""

# The search path is fixed: a restore runs with an empty one, and a branch puts another schema before. netbox-branching
# copies the triggers to the tables of a branch: what happens there is nothing to the network of this schema.
_HEAD = 'RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$'
_SCHEMA_OF = '(SELECT relnamespace FROM pg_class WHERE oid = {})'
_ELSEWHERE = f"""IF {_SCHEMA_OF.format('TG_RELID')} <> {_SCHEMA_OF.format(f"'{TABLE}'::regclass")} THEN
    RETURN NULL; END IF;"""
_NOTE_ALL_SQL = f"""CREATE FUNCTION {_PREFIX}_note_all() {_HEAD}
BEGIN {_ELSEWHERE} INSERT INTO {TABLE} (kind) VALUES ('anew'); RETURN NULL; END $$"""


def install(apps, schema_editor) -> None:
    """Create the table, the functions and the triggers; for `migrations.RunPython`. Not in a branch."""
    if _is_branch(schema_editor):
        return
    for sql in (_TABLE_SQL, _NOTE_ALL_SQL):
        schema_editor.execute(sql, params=None)
    for number, watch in enumerate(WATCHED):
        for when, body in _bodies(watch).items():
            for sql in _trigger(watch.table, f'{_PREFIX}_{number:02d}_{when}', when, body):
                schema_editor.execute(sql, params=None)
    for table in sorted({watch.table for watch in WATCHED}):
        name = f'{_PREFIX}_truncate'
        timing = f'AFTER TRUNCATE ON {table} FOR EACH STATEMENT'
        schema_editor.execute(
            f'CREATE TRIGGER {name} {timing} EXECUTE FUNCTION {_PREFIX}_note_all(); {_always(table, name)}', params=None
        )


def remove(apps, schema_editor) -> None:
    """Take away what `install` made; not from a branch, whose search path leads to those of main."""
    if _is_branch(schema_editor):
        return
    names = [f'{_PREFIX}_{number:02d}_{when}' for number, watch in enumerate(WATCHED) for when in _bodies(watch)]
    for name in (*names, f'{_PREFIX}_note_all'):
        schema_editor.execute(f'DROP FUNCTION IF EXISTS {name}() CASCADE', params=None)
    schema_editor.execute(f'DROP TABLE IF EXISTS {TABLE}', params=None)


def _is_branch(schema_editor) -> bool:
    """Whether netbox-branching migrates one of its branches."""
    return schema_editor.connection.alias.startswith('schema_')


def _trigger(table: str, name: str, when: str, body: str) -> list[str]:
    """Updates go row by row; inserts and deletes a statement at a time, which bulk loads need."""
    transition = {'insert': 'REFERENCING NEW TABLE AS changed', 'delete': 'REFERENCING OLD TABLE AS changed'}.get(when)
    each = f'{transition} FOR EACH STATEMENT' if transition else 'FOR EACH ROW'
    return [
        f'CREATE FUNCTION {name}() {_HEAD} BEGIN {body} RETURN NULL; END $$',
        f'CREATE TRIGGER {name} AFTER {when.upper()} ON {table} {each} EXECUTE FUNCTION {name}()',
        _always(table, name),
    ]


def _always(table: str, name: str) -> str:
    """Also for what replication and bulk loaders write with `session_replication_role = replica`."""
    return f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}'


def _bodies(watch: Watch) -> dict[str, str]:
    """What each trigger of a watch does."""
    bodies = {}
    if watch.columns:
        before, after = (', '.join(f'{row}.{column}' for column in watch.columns) for row in ('OLD', 'NEW'))
        bodies['update'] = f"""
            IF ROW({before}) IS DISTINCT FROM ROW({after}) THEN
                {_ELSEWHERE}
                INSERT INTO {TABLE} (kind, object_id)
                    SELECT DISTINCT '{watch.kind}', ids.id
                    FROM (VALUES (OLD.{watch.id_column}), (NEW.{watch.id_column})) ids(id) WHERE ids.id IS NOT NULL;
            END IF;"""
    for when, condition in (('insert', watch.inserts), ('delete', watch.deletes)):
        if condition:
            where = f'r.{watch.id_column} IS NOT NULL' + ('' if condition == 'all' else f' AND {condition}')
            bodies[when] = f"""
                {_ELSEWHERE}
                IF (SELECT count(*) FROM (SELECT 1 FROM changed r WHERE {where} LIMIT {_MANY + 1}) f) > {_MANY} THEN
                    INSERT INTO {TABLE} (kind) VALUES ('anew');
                ELSE
                    INSERT INTO {TABLE} (kind, object_id)
                        SELECT DISTINCT '{watch.kind}', r.{watch.id_column} FROM changed r WHERE {where};
                END IF;"""
    return bodies
