"""What depends on a site, by a recursive CTE in PostgreSQL, without redundancy: the yardstick of `impact.py`."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

__all__ = ('walk_down',)

# kinds: s site, r rack, d device, i interface, p power port, o outlet, n panel, f feed, c cluster, v machine, x service
_WALK = """
WITH RECURSIVE touched(kind, id) AS (
    SELECT 's'::"char", %(site)s::bigint
    UNION
    SELECT next.kind, next.id FROM touched t CROSS JOIN LATERAL (
        SELECT 'r'::"char", id FROM dcim_rack WHERE t.kind = 's' AND site_id = t.id
        UNION ALL SELECT 'n', id FROM dcim_powerpanel WHERE t.kind = 's' AND site_id = t.id
        UNION ALL SELECT 'd', id FROM dcim_device WHERE t.kind = 's' AND site_id = t.id
        UNION ALL SELECT 'd', id FROM dcim_device WHERE t.kind = 'r' AND rack_id = t.id
        UNION ALL SELECT 'i', id FROM dcim_interface WHERE t.kind = 'd' AND device_id = t.id
        UNION ALL SELECT 'p', id FROM dcim_powerport WHERE t.kind = 'd' AND device_id = t.id
        UNION ALL SELECT 'o', id FROM dcim_poweroutlet WHERE t.kind = 'd' AND device_id = t.id
        UNION ALL SELECT 'c', cluster_id FROM dcim_device WHERE t.kind = 'd' AND id = t.id AND cluster_id IS NOT NULL
        UNION ALL SELECT 'v', id FROM virtualization_virtualmachine WHERE t.kind = 'd' AND device_id = t.id
        UNION ALL SELECT 'i', far.id FROM dcim_interface near JOIN dcim_interface far
            ON far.cable_id = near.cable_id AND far.id <> near.id WHERE t.kind = 'i' AND near.id = t.id
        UNION ALL SELECT 'd', there.id FROM dcim_interface near JOIN dcim_device here ON here.id = near.device_id
            JOIN dcim_interface far ON far.cable_id = near.cable_id AND far.id <> near.id
            JOIN dcim_device there ON there.id = far.device_id AND there.role_id > here.role_id
            WHERE t.kind = 'i' AND near.id = t.id
        UNION ALL SELECT 'o', id FROM dcim_poweroutlet WHERE t.kind = 'p' AND power_port_id = t.id
        UNION ALL SELECT 'd', device_id FROM dcim_powerport WHERE t.kind = 'p' AND id = t.id AND cable_id IS NOT NULL
        UNION ALL SELECT 'p', port.id FROM dcim_poweroutlet near JOIN dcim_powerport port
            ON port.cable_id = near.cable_id WHERE t.kind = 'o' AND near.id = t.id
        UNION ALL SELECT 'f', id FROM dcim_powerfeed WHERE t.kind = 'n' AND power_panel_id = t.id
        UNION ALL SELECT 'p', port.id FROM dcim_powerfeed near JOIN dcim_powerport port
            ON port.cable_id = near.cable_id WHERE t.kind = 'f' AND near.id = t.id
        UNION ALL SELECT 'v', id FROM virtualization_virtualmachine
            WHERE t.kind = 'c' AND cluster_id = t.id AND device_id IS NULL
        UNION ALL SELECT 'x', service_id FROM netbox_slm_servicecomponent
            WHERE t.kind = 'd' AND object_type_id = %(device)s AND object_id = t.id
        UNION ALL SELECT 'x', service_id FROM netbox_slm_servicecomponent
            WHERE t.kind = 'v' AND object_type_id = %(machine)s AND object_id = t.id
        UNION ALL SELECT 'x', service_id FROM netbox_slm_servicedependency WHERE t.kind = 'x' AND depends_on_id = t.id
    ) next(kind, id)
) SELECT count(*) FROM touched
"""


def walk_down(site_id):
    """How many objects depend on a site in any way."""
    types = {
        name: ContentType.objects.get_by_natural_key(app_label, model).pk
        for name, app_label, model in (
            ('device', 'dcim', 'device'),
            ('machine', 'virtualization', 'virtualmachine'),
        )
    }
    with connection.cursor() as cursor:
        cursor.execute(_WALK, {'site': site_id, **types})
        return cursor.fetchone()[0]
