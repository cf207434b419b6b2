"""Builders of test objects: each takes only what the test is about. Append here; keep each small."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from circuits.models import Provider
from dcim.models import Device, DeviceRole, DeviceType, Manufacturer, Site
from tenancy.models import Tenant

from netbox_slm import models

_numbers = count(1)


def at(text):
    """An aware UTC instant of '2026-03-01' or '2026-03-01 10:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_tenant(name=None):
    number = next(_numbers)
    return Tenant.objects.create(name=name or f'Customer {number}', slug=f'customer-{number}')


def make_provider(name=None):
    number = next(_numbers)
    return Provider.objects.create(name=name or f'Supplier {number}', slug=f'supplier-{number}')


def make_site(name=None):
    number = next(_numbers)
    return Site.objects.create(name=name or f'Site {number}', slug=f'site-{number}')


def make_device(name=None, **fields):
    number = next(_numbers)
    maker, _created = Manufacturer.objects.get_or_create(slug='maker', defaults={'name': 'Maker'})
    kind, _created = DeviceType.objects.get_or_create(
        slug='box', manufacturer=maker, defaults={'model': 'Box', 'u_height': 0}
    )
    role, _created = DeviceRole.objects.get_or_create(slug='node', defaults={'name': 'Node'})
    site = fields.pop('site', None) or make_site()
    return Device.objects.create(name=name or f'SW-{number}', site=site, device_type=kind, role=role, **fields)


def make_service(name=None, **fields):
    return models.Service.objects.create(name=name or f'Service {next(_numbers)}', **fields)


def make_component(service=None, obj=None, **fields):
    return models.ServiceComponent.objects.create(
        service=service or make_service(), object=obj or make_device(), **fields
    )


def make_sla(name=None, services=(), **fields):
    fields.setdefault('status', 'active')
    if fields.get('kind', 'sla') == 'sla' and 'tenant' not in fields:
        fields['tenant'] = make_tenant()
    sla = models.SLA.objects.create(name=name or f'SLA {next(_numbers)}', **fields)
    sla.services.set(services)
    return sla


def make_target(sla=None, **fields):
    fields.setdefault('name', f'Target {next(_numbers)}')
    if fields.get('metric', 'availability') in ('availability', 'response', 'resolution'):
        fields.setdefault('target_percent', '99.9')
    return models.ServiceLevelTarget.objects.create(sla=sla or make_sla(), **fields)


def make_measured(sla=None, **fields):
    """A target whose figures come from measurements."""
    fields = {'metric': 'satisfaction', 'direction': 'at_least', 'aggregation': 'mean', 'target_value': 4} | fields
    return make_target(sla, **fields)


def make_measurement(target=None, **fields):
    fields = {'value': 4, 'source': 'survey', 'measured_at': at('2026-03-01 10:00')} | fields
    if target is None and 'service' not in fields:
        target = make_measured()
    return models.Measurement.objects.create(target=target, **fields)


def make_calendar(name=None, windows=(), **fields):
    """A calendar; windows: (weekday, start_seconds, end_seconds)."""
    calendar = models.ServiceCalendar.objects.create(name=name or f'Calendar {next(_numbers)}', **fields)
    for weekday, start, end in windows:
        models.CalendarWindow.objects.create(calendar=calendar, weekday=weekday, start_seconds=start, end_seconds=end)
    return calendar


def make_incident(on=(), services=(), **fields):
    """An incident on CIs and services; `reported_at` and `resolved_at` as in `at()` texts or instants."""
    fields.setdefault('name', f'Incident {next(_numbers)}')
    for name in ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at'):
        if isinstance(fields.get(name), str):
            fields[name] = at(fields[name])
    if fields.get('resolved_at'):
        fields.setdefault('status', 'resolved')
    incident = models.Incident.objects.create(**fields)
    for obj in on:
        models.AffectedCI.objects.create(incident=incident, object=obj)
    for service in services:
        models.AffectedService.objects.create(incident=incident, service=service)
    return incident


@dataclass
class Everything:
    """One object of every model, all with the same name in them, and what they hang on."""

    tenant: Tenant
    device: Device
    objects: dict = field(default_factory=dict)

    @property
    def keys(self):
        """Primary key of the object of each model, by the model's name."""
        return {name: obj.pk for name, obj in self.objects.items()}


def _planned_work(name, tenant, device, service, sla, incident):
    """A change and a release of one customer, and everything that belongs to them."""
    window = {'planned_start': at('2027-03-06 22:00'), 'planned_end': at('2027-03-07 00:00')}
    release = models.Release.objects.create(name=f'{name} release', tenant=tenant, **window)
    change = models.Change.objects.create(name=f'{name} change', tenant=tenant, release=release, **window)
    freeze = models.FreezeWindow.objects.create(
        name=f'{name} freeze', starts_at=at('2027-03-06'), ends_at=at('2027-03-08')
    )
    freeze.tenants.add(tenant)
    reason = [{'type': 'dcim.device', 'id': device.pk, 'relation': 'required'}]
    return {
        'change': change,
        'release': release,
        'plannedeffect': models.PlannedEffect.objects.create(change=change, object=device),
        'causedincident': models.CausedIncident.objects.create(change=change, incident=incident),
        'releaseelement': models.ReleaseElement.objects.create(release=release, service=service, object=device),
        'releaseeffect': models.ReleaseEffect.objects.create(
            release=release, service=service, direction='positive', text=f'{name} effect'
        ),
        'customeragreement': models.CustomerAgreement.objects.create(
            change=change, sla=sla, form='written', agreed_by=f'{name} person'
        ),
        'acknowledgement': models.Acknowledgement.objects.create(
            release=release, tenant=tenant, description=f'{name} note'
        ),
        'freezewindow': freeze,
        'slaimpact': models.SLAImpact.objects.create(
            change=change, sla=sla, service=service, computed_at=at('2026-03-02'), reason=reason
        ),
    }


def make_everything(name):
    """One object of every model of the plugin for one tenant; `name` is in every text that could leak."""
    tenant, device = make_tenant(f'{name} customer'), make_device(f'{name} device')
    category = models.CatalogCategory.objects.create(name=f'{name} category', slug=f'everything-{next(_numbers)}')
    calendar = make_calendar(f'{name} calendar', windows=[(0, 28_800, 64_800)])
    entry = models.CatalogEntry.objects.create(name=f'{name} entry', category=category, calendar=calendar)
    service = make_service(f'{name} service', tenant=tenant, catalog_entry=entry)
    other = make_service(f'{name} other service', tenant=tenant)
    group = models.RedundancyGroup.objects.create(service=service, name=f'{name} group')
    needs = models.CIDependencyGroup.objects.create(dependent=device, name=f'{name} needs')
    contract = models.Contract.objects.create(name=f'{name} contract', tenant=tenant)
    sla = make_sla(f'{name} SLA', services=[service], tenant=tenant, contract=contract, calendar=calendar)
    target = make_target(sla, name=f'{name} target')
    window = models.MaintenanceWindow.objects.create(
        name=f'{name} window', starts_at=at('2026-03-01 02:00'), ends_at=at('2026-03-01 04:00')
    )
    window.slas.add(sla)
    incident = make_incident(
        on=[device], services=[service], name=f'{name} incident', tenant=tenant, reported_at='2026-03-02 10:00'
    )
    attainment = models.Attainment.objects.create(
        target=target,
        service=service,
        period='2026-03',
        starts_at=at('2026-03-01'),
        ends_at=at('2026-04-01'),
        target_percent='99.9',
        computed_at=at('2026-03-02'),
    )
    return Everything(
        tenant,
        device,
        {
            'catalogcategory': category,
            'catalogentry': entry,
            'service': service,
            'servicecomponent': make_component(service, device, redundancy_group=group),
            'redundancygroup': group,
            'servicedependency': models.ServiceDependency.objects.create(service=service, depends_on=other),
            'cidependencygroup': needs,
            'cidependency': models.CIDependency.objects.create(
                dependent=device, needed=tenant, kind='group', group=needs, description=f'{name} need'
            ),
            'servicecalendar': calendar,
            'calendarwindow': calendar.windows.get(),
            'calendarexception': models.CalendarException.objects.create(
                calendar=calendar, name=f'{name} day', starts_on='2026-12-24', ends_on='2026-12-26'
            ),
            'contract': contract,
            'sla': sla,
            'serviceleveltarget': target,
            'servicecredittier': models.ServiceCreditTier.objects.create(
                target=target, threshold='99.9', amount=100, currency='EUR'
            ),
            'measurement': make_measurement(service=service, measure=f'{name} measure', source=f'{name} source'),
            'maintenancewindow': window,
            'incident': incident,
            'affectedci': incident.affected_cis.get(),
            'affectedservice': incident.affected_services.get(),
            'derivedeffect': models.DerivedEffect.objects.create(
                incident=incident, object=tenant, reason=[], computed_at=at('2026-03-02 10:00')
            ),
            'hold': models.Hold.objects.create(
                incident=incident, starts_at=at('2026-03-02 11:00'), reason=f'{name} reason'
            ),
            'attainment': attainment,
            **_planned_work(name, tenant, device, service, sla, incident),
            'attainmentrevision': models.AttainmentRevision.objects.create(
                attainment=attainment, at=at('2026-03-03'), cause='reopened', reason=f'{name} reason'
            ),
        },
    )
