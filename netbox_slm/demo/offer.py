"""What the demo company offers and promises: catalogue, service hours, levels, agreements. Data only."""

from dataclasses import dataclass

H = 3600
DAY = 24 * H


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue entry: category by path, hours and level that it offers by default."""

    name: str
    reference: str
    category: str
    calendar: str
    level: str
    outcome: str
    price: str = ''
    status: str = 'active'


@dataclass(frozen=True, slots=True)
class Level:
    """A level: availability and share of incidents in time, in percent; limits in seconds of service time."""

    availability: str
    in_time: str
    response: dict
    resolution: dict


@dataclass(frozen=True, slots=True)
class Agreement:
    """An SLA, OLA or underpinning contract. `services` none: all of the customer. party: customer or provider slug."""

    name: str
    kind: str
    party: str | None
    calendar: str
    level: str
    services: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    combination: str = 'each'
    degraded_weight: str = '0'
    metrics: tuple[str, ...] = ('availability', 'response', 'resolution')


# Name -> time zone, windows ('0-4' are Monday to Friday), country and subdivision of its holidays.
CALENDARS = {
    'Always (24x7)': ('UTC', (), '', ''),
    'Office hours Germany': ('Europe/Berlin', (('0-4', '08:00', '18:00'),), 'DE', 'HH'),
    'Extended hours Germany': ('Europe/Berlin', (('0-5', '06:00', '22:00'),), 'DE', ''),
    'Office hours New York': ('America/New_York', (('0-4', '08:00', '18:00'),), 'US', 'NY'),
    'Office hours Shanghai': ('Asia/Shanghai', (('0-4', '09:00', '18:00'),), 'CN', ''),
}
# Calendar, name, first and last day (month, day), hours: every year.
EXCEPTIONS = (
    ('Office hours Germany', 'Between the years', (12, 27), (12, 30), '10:00-14:00'),
    ('Extended hours Germany', 'Christmas Eve and New Year', (12, 24), (12, 31), '06:00-14:00'),
    ('Office hours New York', 'Stock-taking', (12, 29), (12, 30), ''),
)

LEVELS = {
    'gold': Level(
        '99.95',
        '95',
        {'critical': H // 4, 'high': H // 2, 'medium': 2 * H, 'low': 8 * H},
        {'critical': 4 * H, 'high': 8 * H, 'medium': DAY, 'low': 5 * DAY},
    ),
    'silver': Level(
        '99.9',
        '90',
        {'critical': H // 2, 'high': H, 'medium': 4 * H, 'low': 8 * H},
        {'critical': 8 * H, 'high': 16 * H, 'medium': 40 * H, 'low': 80 * H},
    ),
    'bronze': Level(
        '99.5',
        '85',
        {'critical': H, 'high': 2 * H, 'medium': 4 * H, 'low': 10 * H},
        {'critical': 10 * H, 'high': 20 * H, 'medium': 50 * H, 'low': 100 * H},
    ),
}

CATEGORIES = {
    'Infrastructure': ('Data centre', 'Network', 'Platforms'),
    'Applications': ('Business applications', 'Web and media'),
    'Workplace': (),
}

ENTRIES = (
    Entry(
        'Rack space and power', 'DEMO-CAT-01', 'Data centre', 'Always (24x7)', 'gold', 'Equipment stands and has power.'
    ),
    Entry('Data centre network', 'DEMO-CAT-02', 'Network', 'Always (24x7)', 'gold', 'Systems reach each other.'),
    Entry(
        'Internet access', 'DEMO-CAT-03', 'Network', 'Always (24x7)', 'silver', 'Systems reach the internet.', '900.00'
    ),
    Entry(
        'Branch connection', 'DEMO-CAT-04', 'Network', 'Extended hours Germany', 'silver', 'A branch works.', '650.00'
    ),
    Entry(
        'Managed firewall', 'DEMO-CAT-05', 'Network', 'Always (24x7)', 'silver', 'Only wanted traffic passes.', '420.00'
    ),
    Entry('Virtual servers', 'DEMO-CAT-06', 'Platforms', 'Always (24x7)', 'silver', 'Servers run.', '85.00'),
    Entry('Storage and backup', 'DEMO-CAT-07', 'Platforms', 'Always (24x7)', 'silver', 'Data is kept and comes back.'),
    Entry(
        'Business application hosting',
        'DEMO-CAT-08',
        'Business applications',
        'Extended hours Germany',
        'silver',
        'Staff can work in their application.',
        '2400.00',
    ),
    Entry(
        'Critical application hosting',
        'DEMO-CAT-09',
        'Business applications',
        'Always (24x7)',
        'gold',
        'The application serves day and night.',
        '7800.00',
    ),
    Entry(
        'Web hosting', 'DEMO-CAT-10', 'Web and media', 'Always (24x7)', 'silver', 'Visitors reach the site.', '1200.00'
    ),
    Entry('File service', 'DEMO-CAT-11', 'Workplace', 'Office hours Germany', 'bronze', 'Staff share files.', '6.50'),
    Entry(
        'Directory and names',
        'DEMO-CAT-12',
        'Workplace',
        'Always (24x7)',
        'gold',
        'People and systems find each other.',
    ),
    Entry(
        'Fax gateway',
        'DEMO-CAT-13',
        'Workplace',
        'Office hours Germany',
        'bronze',
        'Letters leave by fax.',
        '',
        'retired',
    ),
)


_PLATFORM_SUPPORT = ('OLA Platform team', 'OLA Network team')
_LINE_SUPPORT = ('UC Baltic Fibre', 'UC Rhein Carrier')
_ALWAYS, _OFFICE, _EXTENDED = 'Always (24x7)', 'Office hours Germany', 'Extended hours Germany'

AGREEMENTS = (
    Agreement(
        'OLA Platform team',
        'ola',
        None,
        _ALWAYS,
        'gold',
        ('Virtualisation DC1', 'Virtualisation DC2', 'Storage DC1', 'Storage DC2', 'Backup'),
        metrics=('availability', 'response'),
    ),
    Agreement(
        'OLA Network team',
        'ola',
        None,
        _ALWAYS,
        'gold',
        ('Network DC1', 'Network DC2', 'Interconnect', 'Internet'),
        metrics=('availability', 'response'),
    ),
    Agreement(
        'UC Baltic Fibre',
        'underpinning',
        'baltic-fibre',
        _ALWAYS,
        'bronze',
        ('Internet', 'Interconnect'),
        metrics=('availability',),
    ),
    Agreement(
        'UC Rhein Carrier',
        'underpinning',
        'rhein-carrier',
        _ALWAYS,
        'bronze',
        ('Internet', 'Interconnect'),
        metrics=('availability',),
    ),
    Agreement('Nordwind SLA', 'sla', 'nordwind', _EXTENDED, 'silver', (), (*_PLATFORM_SUPPORT, *_LINE_SUPPORT)),
    Agreement(
        'Alster Bank SLA',
        'sla',
        'alster-bank',
        _ALWAYS,
        'gold',
        ('Core banking', 'Payment gateway'),
        _PLATFORM_SUPPORT,
        degraded_weight='0.5',
    ),
    Agreement(
        'Alster Bank network SLA', 'sla', 'alster-bank', _ALWAYS, 'silver', ('Alster firewall',), ('OLA Network team',)
    ),
    Agreement('Hansa Retail SLA', 'sla', 'hansa-retail', _ALWAYS, 'silver', (), _PLATFORM_SUPPORT),
    Agreement('Kontor SLA', 'sla', 'kontor', _OFFICE, 'bronze', (), (*_PLATFORM_SUPPORT, 'UC Baltic Fibre')),
    Agreement('Elbklinik SLA', 'sla', 'elbklinik', _ALWAYS, 'gold', (), (*_PLATFORM_SUPPORT, *_LINE_SUPPORT)),
    Agreement('Spree Media SLA', 'sla', 'spree-media', _ALWAYS, 'silver', (), _PLATFORM_SUPPORT, combination='pooled'),
    Agreement('Mainport SLA', 'sla', 'mainport', _ALWAYS, 'gold', (), (*_PLATFORM_SUPPORT, 'UC Rhein Carrier')),
    Agreement(
        'Liberty Parts SLA',
        'sla',
        'liberty-parts',
        'Office hours New York',
        'silver',
        (),
        ('OLA Platform team',),
        combination='mean',
    ),
    Agreement('Shenlan SLA', 'sla', 'shenlan', 'Office hours Shanghai', 'bronze', (), ('OLA Platform team',)),
    Agreement('Stadtwerke SLA', 'sla', 'stadtwerke', _ALWAYS, 'silver', (), _PLATFORM_SUPPORT),
)

# Version 1 of this agreement ended so many months ago, and promised that level.
EARLIER_VERSION = ('Hansa Retail SLA', 6, 'bronze')
