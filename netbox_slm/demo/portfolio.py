"""The services that the demo company runs, and what each stands on. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Components of a service. `needed` of them must work (a group); None: each is required.

    kind: 'vm' (made for the service on the cluster of `where`), or 'device', 'circuit', 'feed', 'cluster' by name.
    """

    kind: str
    names: tuple[str, ...]
    group: str = ''
    needed: int | None = None
    where: str = 'DC1'


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service; customer None is ourselves. `months`: how long it has run, None since before the first month."""

    name: str
    customer: str | None
    entry: str
    criticality: str
    parts: tuple[Part, ...]
    hard: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    months: int | None = None


def _pair(*names, where='DC1', kind='vm', group='Nodes', needed=1):
    return Part(kind, names, group, needed, where)


def _one(name, where='DC1', kind='vm'):
    return Part(kind, (name,), where=where)


_RACKS = ('A1', 'A2', 'B1', 'B2')


def _own(name, entry, parts, hard=()):
    return ServicePlan(name, None, entry, 'critical', parts, hard=hard)


def _platform(code):
    """The services of ours that every data centre has."""
    pairs = {
        'Core': ('CORE-1', 'CORE-2'),
        'Access of the hosts': ('ACC-3', 'ACC-4'),
        'Firewalls': ('FW-1', 'FW-2'),
        'Arrays': ('STO-1', 'STO-2'),
    }
    pair = {
        group: _pair(*(f'{code}-{name}' for name in names), kind='device', group=group)
        for group, names in pairs.items()
    }
    feeds = tuple(Part('feed', (f'{code}-{rack}-A', f'{code}-{rack}-B'), f'Rack {rack}', 1, code) for rack in _RACKS)
    hosts = Part('device', tuple(f'{code}-HV-{number}' for number in range(1, 7)), 'Hosts', 4, code)
    power, network, storage = f'Power {code}', f'Network {code}', f'Storage {code}'
    switches = (pair['Core'], pair['Access of the hosts'], pair['Firewalls'])
    return (
        _own(power, 'Rack space and power', feeds),
        _own(network, 'Data centre network', switches, (power,)),
        _own(storage, 'Storage and backup', (pair['Arrays'],), (power,)),
        _own(f'Virtualisation {code}', 'Virtual servers', (hosts,), (network, storage)),
    )


_V1, _V2, _NET, _AD, _BK = 'Virtualisation DC1', 'Virtualisation DC2', 'Internet', 'Directory', 'Backup'

SERVICES = (
    *_platform('DC1'),
    *_platform('DC2'),
    ServicePlan(
        'Interconnect',
        None,
        'Data centre network',
        'high',
        (_pair('BF-WAVE-001', 'RC-WAVE-001', kind='circuit', group='Waves'),),
    ),
    ServicePlan(
        _NET,
        None,
        'Internet access',
        'critical',
        (
            _pair('BF-INET-101', 'RC-INET-101', 'BF-INET-201', 'RC-INET-201', kind='circuit', group='Uplinks'),
            _pair('DC1-EDGE-1', 'DC1-EDGE-2', 'DC2-EDGE-1', 'DC2-EDGE-2', kind='device', group='Edge', needed=2),
        ),
    ),
    ServicePlan(
        _AD,
        None,
        'Directory and names',
        'high',
        (_pair('ns1'), _pair('ns2', where='DC2')),
        soft=('Interconnect',),
    ),
    ServicePlan(_BK, None, 'Storage and backup', 'medium', (_one('backup1', 'DC2'),), hard=(_V2,)),
    ServicePlan(
        'Nordwind ERP',
        'nordwind',
        'Business application hosting',
        'high',
        (_pair('nw-erp-app1', 'nw-erp-app2', group='Application'), _one('nw-erp-db1')),
        hard=(_V1,),
        soft=(_AD, _BK),
    ),
    ServicePlan(
        'Nordwind Bremen line',
        'nordwind',
        'Branch connection',
        'high',
        (
            _pair('BF-ETH-301', 'RC-ETH-302', kind='circuit', group='Lines'),
            _one('Nordwind Bremen router', kind='device'),
        ),
    ),
    ServicePlan(
        'Core banking',
        'alster-bank',
        'Critical application hosting',
        'critical',
        (
            _pair('ab-core-app1', 'ab-core-app2', 'ab-core-app3', group='Application', needed=2),
            _pair('ab-core-db1', 'ab-core-db2', group='Database'),
        ),
        hard=(_V1,),
        soft=(_BK,),
    ),
    ServicePlan(
        'Payment gateway',
        'alster-bank',
        'Critical application hosting',
        'critical',
        (_pair('ab-pay1', 'ab-pay2'),),
        hard=('Core banking', _NET),
    ),
    ServicePlan(
        'Alster firewall',
        'alster-bank',
        'Managed firewall',
        'high',
        (_pair('DC1-FW-1', 'DC1-FW-2', kind='device', group='Firewalls'),),
        hard=('Power DC1',),
    ),
    ServicePlan(
        'Web shop',
        'hansa-retail',
        'Web hosting',
        'critical',
        (
            _pair('hr-web1', 'hr-web2', 'hr-web3', 'hr-web4', group='Web', needed=2, where='DC2'),
            _pair('hr-db1', 'hr-db2', group='Database', where='DC2'),
        ),
        hard=(_V2, _NET),
        soft=('Core banking',),
    ),
    ServicePlan(
        'Warehouse system',
        'hansa-retail',
        'Business application hosting',
        'high',
        (_one('hr-wms1', 'DC2'), _one('hr-wms-db1', 'DC2')),
        hard=(_V2,),
        soft=(_AD,),
    ),
    ServicePlan(
        'Policy administration',
        'kontor',
        'Business application hosting',
        'high',
        (_pair('ko-pol1', 'ko-pol2', where='DC2'),),
        hard=(_V2,),
        soft=(_AD, _BK),
    ),
    ServicePlan('Kontor files', 'kontor', 'File service', 'medium', (_one('ko-file1', 'DC2'),), hard=(_V2,)),
    ServicePlan(
        'Kontor Hannover line',
        'kontor',
        'Branch connection',
        'medium',
        (_one('BF-ETH-306', kind='circuit'), _one('Kontor Hannover router', kind='device')),
    ),
    ServicePlan(
        'Patient records',
        'elbklinik',
        'Critical application hosting',
        'critical',
        (_pair('ek-his1', 'ek-his2', 'ek-his3', needed=2), _pair('ek-db1', 'ek-db2', group='Database')),
        hard=(_V1,),
        soft=(_AD, _BK),
    ),
    ServicePlan(
        'Imaging archive', 'elbklinik', 'Critical application hosting', 'high', (_one('ek-pacs1'),), hard=(_V1,)
    ),
    ServicePlan(
        'Elbklinik Harburg line',
        'elbklinik',
        'Branch connection',
        'critical',
        (
            _pair('BF-ETH-303', 'RC-ETH-304', kind='circuit', group='Lines'),
            _one('Elbklinik Harburg router', kind='device'),
        ),
        soft=(_NET,),
    ),
    ServicePlan(
        'Streaming origin',
        'spree-media',
        'Web hosting',
        'high',
        (_pair('sm-org1', 'sm-org2', 'sm-org3', group='Origin', needed=2, where='DC2'),),
        hard=(_V2, _NET),
    ),
    ServicePlan('Newsroom', 'spree-media', 'Web hosting', 'medium', (_one('sm-cms1', 'DC2'),), hard=(_V2,), months=7),
    ServicePlan(
        'Flight information',
        'mainport',
        'Critical application hosting',
        'critical',
        (_pair('mp-fids1', 'mp-fids2', where='DC2'), _one('RC-ETH-305', kind='circuit')),
        hard=(_V2,),
        soft=(_NET,),
    ),
    ServicePlan(
        'Baggage tracing', 'mainport', 'Business application hosting', 'high', (_one('mp-bag1', 'DC2'),), hard=(_V2,)
    ),
    ServicePlan(
        'Parts catalogue', 'liberty-parts', 'Web hosting', 'high', (_pair('lp-web1', 'lp-web2'),), hard=(_V1, _NET)
    ),
    ServicePlan('Order desk', 'liberty-parts', 'Business application hosting', 'high', (_one('lp-ord1'),), hard=(_V1,)),
    ServicePlan(
        'Trading portal',
        'shenlan',
        'Web hosting',
        'high',
        (_pair('sl-web1', 'sl-web2', where='DC2'), _one('sl-db1', 'DC2')),
        hard=(_V2, _NET),
    ),
    ServicePlan('Shenlan files', 'shenlan', 'File service', 'low', (_one('sl-file1', 'DC2'),), hard=(_V2,)),
    ServicePlan(
        'Metering platform',
        'stadtwerke',
        'Critical application hosting',
        'high',
        (_pair('sw-mdm1', 'sw-mdm2'), _one('sw-mdm-db1')),
        hard=(_V1,),
        soft=(_NET,),
    ),
    ServicePlan('Citizen portal', 'stadtwerke', 'Web hosting', 'medium', (_one('sw-web1'),), hard=(_V1, _NET)),
)
