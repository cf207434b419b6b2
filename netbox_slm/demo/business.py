"""What is sold, what runs, and what is promised: catalogue, services with all they stand on, hours, agreements."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType

from circuits.models import Provider

from .. import models
from ..hours import parse_clock
from . import offer, portfolio
from .description import MONTHS

__all__ = ('build_agreements', 'build_calendars', 'build_catalog', 'build_services')


def build_calendars(store) -> dict[str, models.ServiceCalendar]:
    """Service hours by name. Repeatable."""
    calendars = {}
    for name, (zone, windows, country, subdivision) in offer.CALENDARS.items():
        calendar = calendars[name] = store.put(
            models.ServiceCalendar,
            {'name': name},
            time_zone=ZoneInfo(zone),
            holiday_country=country,
            holiday_subdivision=subdivision,
        )
        for days, start, end in windows:
            first, last = (int(day) for day in days.split('-'))
            for weekday in range(first, last + 1):
                store.put(
                    models.CalendarWindow,
                    {'calendar': calendar, 'weekday': weekday, 'start_seconds': parse_clock(start)},
                    end_seconds=parse_clock(end),
                )
    for calendar, name, first, last, hours in offer.EXCEPTIONS:
        store.put(
            models.CalendarException,
            {'calendar': calendars[calendar], 'name': name, 'starts_on': date(2025, *first)},
            ends_on=date(2025, *last),
            yearly=True,
            hours=hours,
        )
    return calendars


def build_catalog(store, calendars, today) -> dict[str, models.CatalogEntry]:
    """Categories and entries, by name. Repeatable; the dates of the next reviews are those of the first run."""
    categories = {}
    for name, children in offer.CATEGORIES.items():
        slug = _slug(name)
        categories[name] = parent = store.put(models.CatalogCategory, {'slug': slug, 'parent': None}, name=name)
        for child in children:
            key = {'slug': _slug(child), 'parent': parent}
            categories[child] = store.put(models.CatalogCategory, key, name=child)
    entries = {}
    for number, entry in enumerate(offer.ENTRIES):
        level = offer.LEVELS[entry.level]
        entries[entry.name] = store.put(
            models.CatalogEntry,
            {'reference': entry.reference},
            name=entry.name,
            category=categories[entry.category],
            status=entry.status,
            outcome=entry.outcome,
            calendar=calendars[entry.calendar],
            availability_percent=Decimal(level.availability),
            response_seconds=level.response['medium'],
            resolution_seconds=level.resolution['medium'],
            price=Decimal(entry.price) if entry.price else None,
            currency='EUR' if entry.price else '',
            price_unit='per month' if entry.price else '',
            provider_duties='Run it, watch it, mend it within the agreed times.',
            customer_duties='Name a contact, report incidents at once, agree to maintenance in time.',
            emergency_handling='By telephone at any hour; the operations manager on duty leads.',
            next_review_on=today + timedelta(days=20 * number - 30),
        )
    return entries


def build_services(store, entries, tenants, objects, first_month) -> dict[str, models.Service]:
    """Services with components, groups and dependencies, by name. Repeatable.

    objects: what the parts name -> the object. first_month: aware start of the oldest month.
    """
    services = {}
    for number, plan in enumerate(portfolio.SERVICES, start=1):
        began = first_month if plan.months is None else _months_after(first_month, MONTHS - plan.months)
        service = services[plan.name] = store.put(
            models.Service,
            {'reference': f'DEMO-SVC-{number:03}'},
            name=plan.name,
            tenant=tenants.get(plan.customer),
            catalog_entry=entries[plan.entry],
            criticality=plan.criticality,
            status='active',
            operational_from=None if plan.months is None else began,
        )
        for part in plan.parts:
            _put_part(store, service, part, objects)
    for plan in portfolio.SERVICES:
        for kind, names in (('hard', plan.hard), ('soft', plan.soft)):
            for name in names:
                store.put(
                    models.ServiceDependency,
                    {'service': services[plan.name], 'depends_on': services[name]},
                    kind=kind,
                )
    return services


def _put_part(store, service, part, objects):
    group = None
    if part.needed is not None:
        group = store.put(models.RedundancyGroup, {'service': service, 'name': part.group}, min_available=part.needed)
    for name in part.names:
        obj = objects[name]
        store.put(
            models.ServiceComponent,
            {'service': service, 'object_type': ContentType.objects.get_for_model(obj), 'object_id': obj.pk},
            redundancy_group=group,
        )


def build_agreements(store, calendars, tenants, services, first_month) -> dict[str, models.SLA]:
    """Contracts, agreements and their targets, by name. Repeatable."""
    contracts = _build_contracts(store, tenants, first_month)
    slas = {}
    for plan in offer.AGREEMENTS:
        slas[plan.name] = _put_agreement(store, plan, calendars, tenants, services, contracts, first_month, slas)
    _put_earlier_version(store, slas, calendars, first_month)
    return slas


def _build_contracts(store, tenants, first_month):
    contracts = {}
    starts_on = first_month.date()
    ends_on = date(starts_on.year + 3, starts_on.month, 1) - timedelta(days=1)
    for number, (slug, tenant) in enumerate(tenants.items(), start=1):
        contracts[slug] = store.put(
            models.Contract,
            {'reference': f'DEMO-CON-{number:03}'},
            name=f'{tenant.name} service contract',
            kind='customer',
            tenant=tenant,
            status='active',
            starts_on=starts_on,
            ends_on=ends_on,
            notice_days=90,
            value=Decimal(24_000 + 6_000 * number),
            currency='EUR',
        )
    for provider in store.made_of(Provider).order_by('slug'):
        contracts[provider.slug] = store.put(
            models.Contract,
            {'reference': f'DEMO-SUP-{provider.slug}'},
            name=f'{provider.name} supply contract',
            kind='supplier',
            provider=provider,
            status='active',
            starts_on=starts_on,
            ends_on=ends_on,
            notice_days=180,
        )
    return contracts


def _put_agreement(store, plan, calendars, tenants, services, contracts, first_month, slas):
    supplier = Provider.objects.get(slug=plan.party) if plan.kind == 'underpinning' else None
    earlier_name, months_ago, _level = offer.EARLIER_VERSION
    has_earlier = plan.name == earlier_name
    starts = _months_after(first_month, MONTHS - months_ago) if has_earlier else first_month
    sla = store.put(
        models.SLA,
        {'name': plan.name, 'version': 2 if has_earlier else 1},
        kind=plan.kind,
        status='active',
        tenant=tenants.get(plan.party),
        provider=supplier,
        contract=contracts.get(plan.party),
        calendar=calendars[plan.calendar],
        time_zone=None if plan.calendar != 'Always (24x7)' else ZoneInfo('Europe/Berlin'),
        starts_on=starts.date(),
        degraded_weight=Decimal(plan.degraded_weight),
    )
    covered = [services[name] for name in plan.services] or _services_of(plan.party, plan.name, services)
    if not sla.services.exists():
        sla.services.set(covered)
        sla.supporting.set([slas[name] for name in plan.supporting])
    _put_targets(store, sla, plan, offer.LEVELS[plan.level])
    return sla


def _services_of(customer, agreement, services):
    """All services of a customer; a second agreement of that customer names its own."""
    named = {
        name
        for other in offer.AGREEMENTS
        if other.party == customer and other.name != agreement
        for name in other.services
    }
    return [services[plan.name] for plan in portfolio.SERVICES if plan.customer == customer and plan.name not in named]


def _put_targets(store, sla, plan, level):
    limits = {'response': level.response, 'resolution': level.resolution}
    for metric in plan.metrics:
        is_availability = metric == 'availability'
        store.put(
            models.ServiceLevelTarget,
            {'sla': sla, 'name': metric.capitalize()},
            metric=metric,
            target_percent=Decimal(level.availability if is_availability else level.in_time),
            priority_limits={} if is_availability else dict(limits[metric]),
            combination=plan.combination if is_availability or plan.combination != 'mean' else 'pooled',
        )


def _put_earlier_version(store, slas, calendars, first_month):
    """Version 1 of one agreement, with its old level, which ended when version 2 began."""
    name, months_ago, level = offer.EARLIER_VERSION
    current = slas[name]
    plan = next(plan for plan in offer.AGREEMENTS if plan.name == name)
    earlier = store.put(
        models.SLA,
        {'name': name, 'version': 1},
        kind=current.kind,
        status='expired',
        tenant=current.tenant,
        contract=current.contract,
        calendar=current.calendar,
        time_zone=current.time_zone,
        starts_on=first_month.date(),
        ends_on=_months_after(first_month, MONTHS - months_ago).date() - timedelta(days=1),
    )
    if not earlier.services.exists():
        earlier.services.set(current.services.all())
        earlier.supporting.set(current.supporting.all())
    _put_targets(store, earlier, plan, offer.LEVELS[level])
    if current.previous_version_id is None:
        current.previous_version = earlier
        current.save()


def _months_after(first_month: datetime, months: int) -> datetime:
    years, month = divmod(first_month.month - 1 + months, 12)
    return first_month.replace(year=first_month.year + years, month=month + 1)


def _slug(name):
    return name.lower().replace(' ', '-')
