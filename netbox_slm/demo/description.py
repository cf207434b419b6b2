"""What the demo company is: its sites, equipment, customers. Data only; `offer` describes what it sells."""

from dataclasses import dataclass

SEED = 'nordlicht'
TAG = 'slm-demo'
MAIL_DOMAIN = 'slm-demo.example'
COMPANY = 'Nordlicht IT Services'
MONTHS = 15


@dataclass(frozen=True, slots=True)
class DataCentre:
    """A site of ours; `code` begins the name of everything in it."""

    code: str
    name: str
    slug: str
    time_zone: str
    address: str


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """A type of device: interfaces as (name pattern, first, last, type), power supplies, outlets."""

    key: str
    model: str
    role: str
    interfaces: tuple[tuple[str, int, int, str], ...] = ()
    supplies: int = 2
    outlets: int = 0
    u_height: int = 1


@dataclass(frozen=True, slots=True)
class Customer:
    """A tenant. With `branches` (site names) it has offices of its own that we connect."""

    name: str
    slug: str
    group: str
    contact: str
    branches: tuple[str, ...] = ()


DATA_CENTRES = (
    DataCentre('DC1', 'Nordlicht DC1 Hamburg', 'nordlicht-dc1', 'Europe/Berlin', 'Speicherkai 1, Hamburg'),
    DataCentre('DC2', 'Nordlicht DC2 Frankfurt', 'nordlicht-dc2', 'Europe/Berlin', 'Mainufer 20, Frankfurt'),
)

MANUFACTURER = ('Polarwerk', 'polarwerk')
_10G, _25G, _100G, _1G = '10gbase-x-sfpp', '25gbase-x-sfp28', '100gbase-x-qsfp28', '1000base-t'

DEVICE_KINDS = (
    DeviceKind('CORE', 'PW Core 16', 'core-switch', (('Eth1/{}', 1, 16, _100G),)),
    DeviceKind('ACC', 'PW Access 12', 'access-switch', (('Eth1/{}', 1, 12, _25G), ('Uplink{}', 1, 2, _100G))),
    DeviceKind('FW', 'PW Wall 6', 'firewall', (('port{}', 1, 6, _100G),)),
    DeviceKind('EDGE', 'PW Edge 10', 'edge-router', (('xe-0/0/{}', 0, 9, _10G),)),
    DeviceKind('STO', 'PW Vault', 'storage', (('e{}', 1, 2, _25G),), u_height=2),
    DeviceKind('HV', 'PW Host 2U', 'hypervisor', (('ens{}', 1, 2, _25G),), u_height=2),
    DeviceKind('PDU', 'PW Strip 8', 'pdu', supplies=1, outlets=8, u_height=0),
    DeviceKind('CPE', 'PW Branch 4', 'branch-router', (('ge{}', 0, 3, _1G),), supplies=1),
)

DEVICE_ROLES = {
    'core-switch': ('Core switch', '2196f3'),
    'access-switch': ('Access switch', '00bcd4'),
    'firewall': ('Firewall', 'f44336'),
    'edge-router': ('Edge router', '9c27b0'),
    'storage': ('Storage array', '795548'),
    'hypervisor': ('Hypervisor', '4caf50'),
    'pdu': ('Power strip', '9e9e9e'),
    'branch-router': ('Branch router', 'ff9800'),
}

# Row and rack -> devices in it, by kind and number; PDU A and B come to every rack.
RACKS = {
    ('Row A', 'A1'): ('CORE-1', 'ACC-1', 'FW-1', 'EDGE-1', 'STO-1'),
    ('Row A', 'A2'): ('CORE-2', 'ACC-2', 'FW-2', 'EDGE-2', 'STO-2'),
    ('Row B', 'B1'): ('ACC-3', 'HV-1', 'HV-2', 'HV-3'),
    ('Row B', 'B2'): ('ACC-4', 'HV-4', 'HV-5', 'HV-6'),
}

# Cables inside a data centre: (device, interface, device, interface).
LINKS = (
    *(
        (f'ACC-{access}', f'Uplink{core}', f'CORE-{core}', f'Eth1/{access}')
        for access in (1, 2, 3, 4)
        for core in (1, 2)
    ),
    *(
        (f'HV-{host}', f'ens{side}', f'ACC-{2 + side}', f'Eth1/{host}')
        for host in (1, 2, 3, 4, 5, 6)
        for side in (1, 2)
    ),
    *((f'STO-{array}', f'e{side}', f'ACC-{side}', f'Eth1/{array}') for array in (1, 2) for side in (1, 2)),
    *((f'FW-{wall}', f'port{core}', f'CORE-{core}', f'Eth1/{4 + wall}') for wall in (1, 2) for core in (1, 2)),
    *((f'FW-{wall}', f'port{2 + edge}', f'EDGE-{edge}', f'xe-0/0/{wall - 1}') for wall in (1, 2) for edge in (1, 2)),
    ('CORE-1', 'Eth1/16', 'CORE-2', 'Eth1/16'),
)

PROVIDERS = (('Baltic Fibre', 'baltic-fibre'), ('Rhein Carrier', 'rhein-carrier'))
CIRCUIT_TYPES = {'internet': 'Internet access', 'wave': 'Wavelength', 'ethernet': 'Ethernet line'}

# Between the data centres, one of each provider: (circuit, provider, device that it ends on in both, interface).
INTERCONNECTS = (
    ('BF-WAVE-001', 'baltic-fibre', 'CORE-1', 'Eth1/15'),
    ('RC-WAVE-001', 'rhein-carrier', 'CORE-2', 'Eth1/15'),
)

# To the internet: (circuit, provider, data centre, device, interface).
UPLINKS = (
    ('BF-INET-101', 'baltic-fibre', 'DC1', 'EDGE-1', 'xe-0/0/9'),
    ('RC-INET-101', 'rhein-carrier', 'DC1', 'EDGE-2', 'xe-0/0/9'),
    ('BF-INET-201', 'baltic-fibre', 'DC2', 'EDGE-1', 'xe-0/0/9'),
    ('RC-INET-201', 'rhein-carrier', 'DC2', 'EDGE-2', 'xe-0/0/9'),
)

# To branches of customers: (circuit, provider, data centre, device, interface, branch, interface of its router).
BRANCH_LINES = (
    ('BF-ETH-301', 'baltic-fibre', 'DC1', 'EDGE-1', 'xe-0/0/3', 'Nordwind Bremen', 'ge0'),
    ('RC-ETH-302', 'rhein-carrier', 'DC1', 'EDGE-2', 'xe-0/0/3', 'Nordwind Bremen', 'ge1'),
    ('BF-ETH-303', 'baltic-fibre', 'DC1', 'EDGE-1', 'xe-0/0/4', 'Elbklinik Harburg', 'ge0'),
    ('RC-ETH-304', 'rhein-carrier', 'DC2', 'EDGE-2', 'xe-0/0/4', 'Elbklinik Harburg', 'ge1'),
    ('RC-ETH-305', 'rhein-carrier', 'DC2', 'EDGE-2', 'xe-0/0/5', 'Mainport Terminal 2', 'ge0'),
    ('BF-ETH-306', 'baltic-fibre', 'DC2', 'EDGE-1', 'xe-0/0/5', 'Kontor Hannover', 'ge0'),
)

CUSTOMERS = (
    Customer('Nordwind Logistics', 'nordwind', 'Trade and transport', 'Ida Brandt', ('Nordwind Bremen',)),
    Customer('Alster Bank', 'alster-bank', 'Finance', 'Jonas Petersen'),
    Customer('Hansa Retail', 'hansa-retail', 'Trade and transport', 'Clara Voss'),
    Customer('Kontor Insurance', 'kontor', 'Finance', 'Henrik Lohse', ('Kontor Hannover',)),
    Customer('Elbklinik Group', 'elbklinik', 'Health', 'Dr. Miriam Falk', ('Elbklinik Harburg',)),
    Customer('Spree Media', 'spree-media', 'Media', 'Tarek Aziz'),
    Customer('Mainport Airport', 'mainport', 'Trade and transport', 'Sven Adler', ('Mainport Terminal 2',)),
    Customer('Liberty Parts', 'liberty-parts', 'Trade and transport', 'Grace Miller'),
    Customer('Shenlan Trading', 'shenlan', 'Trade and transport', '陈晓兰'),
    Customer('Stadtwerke Tiefensee', 'stadtwerke', 'Public sector', 'Ute Hartwig'),
)

# Login, first and last name, role group (none: the customer that it belongs to).
PEOPLE = (
    ('demo-director', 'Frauke', 'Lindgren', 'Operations director', None),
    ('demo-manager', 'Mehmet', 'Yilmaz', 'Operations project manager', None),
    ('demo-sales', 'Sofia', 'Marques', 'Sales manager', None),
    ('demo-team', 'Lukas', 'Winter', 'Service team member', None),
    ('demo-customer', 'Miriam', 'Falk', None, 'elbklinik'),
)
DEMO_PASSWORD = 'slm-demo'
