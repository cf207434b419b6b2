"""The rows of NetBox that make a need, read by hand-written SQL into plain dicts."""

import json
from collections import defaultdict

# Columns by type of object, beside its id; '' where only that there is one counts.
OBJECTS = {
    'dcim.region': 'parent_id',
    'dcim.sitegroup': 'parent_id',
    'dcim.site': 'region_id, group_id',
    'dcim.location': 'parent_id, site_id',
    'dcim.rackgroup': '',
    'dcim.rack': 'site_id, location_id, group_id',
    'dcim.device': 'site_id, location_id, rack_id, cluster_id, virtual_chassis_id, role_id, status',
    'dcim.module': 'device_id, module_bay_id, status',
    'dcim.interface': (
        'device_id, module_id, enabled, mgmt_only, lag_id, parent_id, channel_id, cable_id, cable_end, '
        'cable_connector, cable_positions'
    ),
    'dcim.frontport': 'device_id, module_id, positions, cable_id, cable_end, cable_connector, cable_positions',
    'dcim.rearport': 'device_id, module_id, positions, cable_id, cable_end, cable_connector, cable_positions',
    'dcim.consoleport': 'device_id, module_id',
    'dcim.consoleserverport': 'device_id, module_id',
    'dcim.powerport': 'device_id, module_id, mark_connected, cable_id, cable_end, cable_connector',
    'dcim.poweroutlet': 'device_id, module_id, power_port_id, status, cable_id, cable_end, cable_connector',
    'dcim.coolingintake': 'device_id, module_id',
    'dcim.coolingoutflow': 'device_id, module_id',
    'dcim.devicebay': 'device_id, installed_device_id',
    'dcim.modulebay': 'device_id, module_id',
    'dcim.inventoryitem': 'device_id, parent_id, status',
    'dcim.virtualdevicecontext': 'device_id, status',
    'dcim.virtualchassis': '',
    'dcim.powerpanel': 'site_id, location_id',
    'dcim.powerfeed': 'power_panel_id, status, cable_id, cable_end, cable_connector',
    'dcim.coolingsource': 'site_id, location_id, status',
    'dcim.coolingfeed': 'cooling_source_id, status',
    'dcim.cablebundle': '',
    'dcim.cable': 'bundle_id, status, profile',
    'circuits.provider': '',
    'circuits.provideraccount': 'provider_id',
    'circuits.providernetwork': 'provider_id',
    'circuits.circuit': 'provider_id, provider_account_id, status',
    'circuits.circuittermination': (
        'circuit_id, term_side, termination_type_id, termination_id, cable_id, cable_end, cable_connector, '
        'cable_positions'
    ),
    'circuits.circuitgroup': '',
    'circuits.virtualcircuit': 'provider_network_id, provider_account_id, status',
    'circuits.virtualcircuittermination': 'virtual_circuit_id, interface_id, role',
    'virtualization.clustergroup': '',
    'virtualization.cluster': 'group_id, scope_type_id, scope_id, status',
    'virtualization.virtualmachine': 'cluster_id, device_id, site_id, status',
    'virtualization.vminterface': 'virtual_machine_id, parent_id, enabled',
    'virtualization.virtualdisk': 'virtual_machine_id',
    'vpn.tunnel': 'status',
    'vpn.tunneltermination': 'tunnel_id, role, termination_type_id, termination_id, outside_ip_id',
    'vpn.l2vpn': 'status',
    'vpn.l2vpntermination': 'l2vpn_id, assigned_object_type_id, assigned_object_id',
    'wireless.wirelesslink': 'interface_a_id, interface_b_id, status',
    'ipam.fhrpgroup': '',
    'ipam.ipaddress': 'assigned_object_type_id, assigned_object_id, nat_inside_id',
    'ipam.service': 'parent_object_type_id, parent_object_id',
    'netbox_slm.service': '',
}
# Rows that join objects and are none themselves.
FACTS = {
    'dcim.devicerole': 'slug',
    'dcim.portmapping': 'front_port_id, front_port_position, rear_port_id, rear_port_position',
    'dcim.cablepath': 'path',
    'circuits.circuitgroupassignment': 'group_id, member_type_id, member_id',
    'ipam.fhrpgroupassignment': 'group_id, interface_type_id, interface_id',
    'netbox_slm.redundancygroup': 'service_id, min_available',
    'netbox_slm.servicecomponent': 'service_id, object_type_id, object_id, redundancy_group_id, since, until',
    'netbox_slm.servicedependency': 'service_id, depends_on_id, kind, since, until',
    'netbox_slm.cidependencygroup': 'min_available',
    'netbox_slm.cidependency': (
        'dependent_type_id, dependent_id, needed_type_id, needed_id, kind, replaces, group_id, since, until'
    ),
}
# Facts that hold in a span of time: only those that hold now count.
IN_TIME = ('netbox_slm.servicecomponent', 'netbox_slm.servicedependency', 'netbox_slm.cidependency')
NOW = '(since IS NULL OR since <= now()) AND (until IS NULL OR until > now())'
ADDRESSES = 'SELECT service_id, ipaddress_id FROM ipam_service_ipaddresses'
TAGGED = (
    'SELECT item.content_type_id, item.object_id, tag.slug '
    'FROM extras_taggeditem item JOIN extras_tag tag ON tag.id = item.tag_id'
)
SERVICES = tuple(label for label in (*OBJECTS, *FACTS) if label.startswith('netbox_slm.'))


class Rows:
    """Rows by type and id: `rows['dcim.device'][5]['status']`; `types` has the labels of content types."""

    def __init__(self, tables=None, *, types=None, addresses=(), tagged=()):
        self.tables = defaultdict(dict, tables or {})
        self.types = types or {}
        self.addresses, self.tagged = list(addresses), list(tagged)

    def __getitem__(self, label):
        return self.tables[label]

    def ref(self, type_id, object_id):
        """The object that a generic relation names; None where it names none."""
        return None if type_id is None or object_id is None else (self.types[type_id], object_id)

    def objects(self):
        """Every object: (type, id)."""
        return [(label, pk) for label in OBJECTS for pk in self.tables[label]]


def read_rows(connection, labels=(*OBJECTS, *FACTS)):
    """All rows of these types."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT id, app_label, model FROM django_content_type')
        types = {pk: f'{app}.{model}' for pk, app, model in cursor.fetchall()}
        tables = {label: _read(cursor, label) for label in labels}
        cursor.execute(ADDRESSES)
        addresses = cursor.fetchall()
        cursor.execute(TAGGED)
        tagged = [((types[type_id], pk), slug) for type_id, pk, slug in cursor.fetchall()]
    return Rows(tables, types=types, addresses=addresses, tagged=tagged)


def reread_services(connection, rows):
    """The same rows, with those of our services and explicit needs read anew."""
    fresh = read_rows(connection, SERVICES)
    return Rows({**rows.tables, **fresh.tables}, types=rows.types, addresses=rows.addresses, tagged=rows.tagged)


def _read(cursor, label):
    columns = {**OBJECTS, **FACTS}[label]
    condition = f'WHERE {NOW}' if label in IN_TIME else ''
    cursor.execute(f'SELECT id{columns and ", "}{columns} FROM {label.replace(".", "_")} {condition}')
    names = [column.name for column in cursor.description]
    rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    for row in rows.values():
        # Django has psycopg leave JSON as text.
        if isinstance(row.get('path'), str):
            row['path'] = json.loads(row['path'])
    return rows
