"""What stands on the made-up network: power, virtual machines, services and agreements, by SQL.

For each site of 5,000 devices: 2 panels with 50 feeds each; one PDU on each feed, two in each of 50 racks; 10 devices
of such a rack have a power port on both. 100 clusters of 8 servers with 20 virtual machines each, two of which name
their host. 2,500 services: of a virtual machine or of a server, one in ten also of two virtual machines of which it
needs one; 40 of 100 need another service, 20 softly. One in five is in one of 50 agreements of 100 customers.
"""

from django.contrib.contenttypes.models import ContentType

from dcim.models import (
    Cable,
    CablePath,
    CableTermination,
    Device,
    PowerFeed,
    PowerOutlet,
    PowerPanel,
    PowerPort,
)
from tenancy.models import Tenant
from virtualization.models import Cluster, ClusterType, VirtualMachine

from netbox_slm.models import (
    SLA,
    RedundancyGroup,
    Service,
    ServiceCalendar,
    ServiceComponent,
    ServiceDependency,
)

from ._network_rows import copies, execute, path_rows

__all__ = ('agreements', 'machines', 'power', 'services')

_SITES = 'generate_series(0, %(last)s) s'
_PDU_CABLES = 6_000_000  # numbers of the cables of PDUs, and of devices, are from here on
_CABLES = 7_000_000


def power(sites):
    """Panels, feeds, PDUs with an outlet for each device on them, and the cables between."""
    panel = PowerPanel.objects.create(pk=1, site_id=1, name='P')
    feed = PowerFeed.objects.create(pk=1, power_panel=panel, name='F')
    port = PowerPort.objects.create(pk=1, device_id=1, name='PSU')
    outlet = PowerOutlet.objects.create(pk=1, device_id=2, power_port=None, name='O')
    last = {'last': sites - 1}
    execute(f'CREATE TABLE made_panel AS SELECT 10 + s * 2 + f AS id, s + 1 AS site, f FROM {_SITES}, '
            'generate_series(0, 1) f', last)  # fmt: skip
    copies(PowerPanel, panel.pk, 'made_panel', id='g.id', site_id='g.site', name="'P' || g.f")
    # A feed and its PDU; r: rack, f: A or B
    execute(
        f'CREATE TABLE made_feed AS SELECT 100 + s * 100 + f * 50 + r AS id, 10 + s * 2 + f AS panel, '
        f'100 + s * 100 + r AS rack, 5900 + s * 5000 + f * 50 + r AS pdu, '
        f'{_PDU_CABLES} + s * 100 + f * 50 + r AS cable '
        f'FROM {_SITES}, generate_series(0, 1) f, generate_series(0, 49) r',
        last,
    )
    copies(Cable, 1, 'made_feed', id='g.cable')
    copies(PowerFeed, feed.pk, 'made_feed', id='g.id', power_panel_id='g.panel', rack_id='g.rack', name="'F' || g.id",
           cable_id='g.cable', cable_end="'B'")  # fmt: skip
    cabled = {'cable_id': 'g.cable', 'cable_end': "'A'"}
    copies(PowerPort, port.pk, 'made_feed', id='1000000 + g.id', device_id='g.pdu', name="'IN'", **cabled)
    # A device on a PDU: j counts the devices of a rack
    execute(
        f'CREATE TABLE made_supply AS SELECT ((s * 50 + r) * 10 + j) * 2 + f + 10 AS id, '
        f'1000 + s * 5000 + j * 100 + r AS device, 5900 + s * 5000 + f * 50 + r AS pdu, '
        f'1000100 + s * 100 + f * 50 + r AS inlet, {_CABLES} + ((s * 50 + r) * 10 + j) * 2 + f AS cable, f, j '
        f'FROM {_SITES}, generate_series(0, 1) f, generate_series(0, 49) r, generate_series(0, 9) j',
        last,
    )
    copies(Cable, 1, 'made_supply', id='g.cable')
    copies(PowerPort, port.pk, 'made_supply', id='g.id', device_id='g.device', name="'PSU' || g.f", **cabled)
    copies(PowerOutlet, outlet.pk, 'made_supply', id='g.id', device_id='g.pdu', power_port_id='g.inlet',
           name="'O' || g.j", cable_id='g.cable', cable_end="'B'")  # fmt: skip
    _power_cables('made_feed', '1000000 + g.id', 'g.id', PowerFeed)
    _power_cables('made_supply', 'g.id', 'g.id', PowerOutlet)


def _power_cables(source, port, supply, kind):
    """Ends and paths both ways of the cables from power ports to what supplies them."""
    types = {model: ContentType.objects.get_for_model(model).pk for model in (PowerPort, kind, Cable)}
    end = CableTermination.objects.order_by('pk').first().pk
    path = CablePath.objects.order_by('pk').first().pk
    sides = ((PowerPort, port, 'A', 0), (kind, supply, 'B', 1))
    for (model, number, side, place), (other, far, _side, _place) in zip(sides, sides[::-1], strict=True):
        copies(CableTermination, end, source, id=f'g.cable * 2 + {place}', cable_id='g.cable', cable_end=f"'{side}'",
               termination_type_id=str(types[model]), termination_id=number, _device_id='NULL',
               _site_id='NULL')  # fmt: skip
        nodes = f"'{types[model]}:' || {number}", f"'{types[Cable]}:' || g.cable", f"'{types[other]}:' || {far}"
        copies(CablePath, path, source, id=f'g.cable * 2 + {place}', **path_rows(nodes))


def machines(sites):
    """Clusters, their hosts and virtual machines."""
    kind = ClusterType.objects.create(name='Kind', slug='kind')
    cluster = Cluster.objects.create(pk=1, name='C', type=kind)
    machine = VirtualMachine.objects.create(pk=1, name='V', cluster=cluster)
    last = {'last': sites - 1}
    execute(f'CREATE TABLE made_cluster AS SELECT 100 + s * 100 + c AS id, s, c FROM {_SITES}, '
            'generate_series(0, 99) c', last)  # fmt: skip
    copies(Cluster, cluster.pk, 'made_cluster', id='g.id', name="'C' || g.id")
    execute('UPDATE dcim_device d SET cluster_id = g.id FROM made_cluster g '
            'WHERE d.id BETWEEN 1250 + g.s * 5000 + g.c * 8 AND 1257 + g.s * 5000 + g.c * 8')  # fmt: skip
    execute(
        f'CREATE TABLE made_machine AS SELECT 100 + s * 2000 + c * 20 + v AS id, 100 + s * 100 + c AS cluster, '
        's + 1 AS site, CASE WHEN v < 2 THEN 1250 + s * 5000 + c * 8 + v END AS host '
        f'FROM {_SITES}, generate_series(0, 99) c, generate_series(0, 19) v',
        last,
    )
    copies(VirtualMachine, machine.pk, 'made_machine', id='g.id', name="'V' || g.id", cluster_id='g.cluster',
           site_id='g.site', device_id='g.host')  # fmt: skip


def services(sites):
    """Services, their components, groups and dependencies."""
    tenants = Tenant.objects.bulk_create(Tenant(pk=n, name=f'T{n}', slug=f't{n}') for n in range(1, 101))
    service = Service.objects.create(pk=1, name='S', tenant=tenants[0])
    other = Service.objects.create(pk=2, name='Other', tenant=tenants[0])
    group = RedundancyGroup.objects.create(pk=1, service=service, name='G', min_available=1)
    machine, device = (ContentType.objects.get_for_model(model).pk for model in (VirtualMachine, Device))
    component = ServiceComponent.objects.create(pk=1, service=service, object_type_id=device, object_id=1)
    need = ServiceDependency.objects.create(pk=1, service=service, depends_on=other, kind='hard')
    execute(f'CREATE TABLE made_service AS SELECT 100 + s * 2500 + i AS id, s, i FROM {_SITES}, '
            'generate_series(0, 2499) i', {'last': sites - 1})  # fmt: skip
    copies(Service, service.pk, 'made_service', id='g.id', name="'S' || g.id", tenant_id='g.id % 100 + 1')
    execute('CREATE TABLE made_group AS SELECT * FROM made_service WHERE i % 10 = 0')
    copies(RedundancyGroup, group.pk, 'made_group', id='g.id', service_id='g.id')
    execute(
        'CREATE TABLE made_component AS '
        'SELECT id * 3 AS id, id AS service, NULL::bigint AS in_group, CASE WHEN i %% 2 = 0 THEN %(machine)s '
        'ELSE %(device)s END AS kind, CASE WHEN i %% 2 = 0 THEN 100 + s * 2000 + i %% 2000 '
        'ELSE 2050 + s * 5000 + i * 3 %% 3800 END AS object FROM made_service '
        'UNION ALL SELECT id * 3 + k, id, id, %(machine)s, 100 + s * 2000 + (i + k * 40) %% 2000 '
        'FROM made_group, generate_series(1, 2) k',
        {'machine': machine, 'device': device},
    )
    copies(ServiceComponent, component.pk, 'made_component', id='g.id', service_id='g.service',
           redundancy_group_id='g.in_group', object_type_id='g.kind', object_id='g.object')  # fmt: skip
    execute("CREATE TABLE made_need AS SELECT id, id - 1 AS other, CASE WHEN i % 5 = 3 THEN 'soft' ELSE 'hard' END "
            'AS kind FROM made_service WHERE i % 5 IN (1, 2, 3)')  # fmt: skip
    copies(ServiceDependency, need.pk, 'made_need', id='g.id', service_id='g.id', depends_on_id='g.other',
           kind='g.kind')  # fmt: skip


def agreements(sites):
    """Agreements of ten services each."""
    calendar = ServiceCalendar.objects.create(name='Always')
    SLA.objects.bulk_create(
        SLA(pk=n + 1, name=f'A{n}', status='active', tenant_id=n % 100 + 1, calendar=calendar)
        for n in range(sites * 50)
    )
    execute('INSERT INTO netbox_slm_sla_services (sla_id, service_id) '
            'SELECT s * 50 + i / 50 + 1, id FROM made_service WHERE i % 5 = 0')  # fmt: skip
