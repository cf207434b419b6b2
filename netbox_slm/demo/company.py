"""The whole demo company: `build_demo()` makes what is missing, `remove_demo()` takes away what it made."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models as db
from django.db import transaction
from django.utils.translation import gettext as _

from extras.models import Tag, TaggedItem
from netbox.context import query_cache
from tenancy.models import Tenant

from .. import models
from ..roles import remove_customer
from . import business, connections, description, infrastructure, maintenance, offer, people, promises, work
from .happenings import month_starts
from .incidents import build_incidents
from .store import Store

__all__ = ('DemoResult', 'build_demo', 'remove_demo')

# What points at others comes before what it points at.
_REMOVAL_ORDER = (
    'netbox_slm.change',
    'netbox_slm.release',
    'netbox_slm.freezewindow',
    'netbox_slm.incident',
    'netbox_slm.maintenancewindow',
    'netbox_slm.measurement',
    'netbox_slm.servicecredittier',
    'netbox_slm.serviceleveltarget',
    'netbox_slm.sla',
    'netbox_slm.contract',
    'netbox_slm.servicecomponent',
    'netbox_slm.redundancygroup',
    'netbox_slm.servicedependency',
    'netbox_slm.service',
    'netbox_slm.catalogentry',
    'netbox_slm.catalogcategory',
    'netbox_slm.servicecalendar',
    'dcim.cable',
    'circuits.circuittermination',
    'circuits.circuit',
    'circuits.circuittype',
    'circuits.providernetwork',
    'circuits.provider',
    'ipam.ipaddress',
    'ipam.prefix',
    'virtualization.vminterface',
    'virtualization.virtualmachine',
    'dcim.virtualchassis',
    'dcim.device',
    'virtualization.cluster',
    'virtualization.clustergroup',
    'virtualization.clustertype',
    'dcim.devicetype',
    'dcim.devicerole',
    'dcim.manufacturer',
    'dcim.powerfeed',
    'dcim.powerpanel',
    'dcim.rack',
    'dcim.location',
    'dcim.site',
    'tenancy.contactassignment',
    'tenancy.contact',
    'tenancy.contactrole',
    'tenancy.tenant',
    'tenancy.tenantgroup',
)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """made: how many objects by model. new_incidents: those of this run. changed_incidents: old ones to which
    something has happened since.
    """

    made: dict[type[db.Model], int]
    new_incidents: list[models.Incident]
    changed_incidents: list[models.Incident]
    months: list[datetime]


def build_demo(now: datetime, with_logins: bool = False, progress: Callable[[str], None] = print) -> DemoResult:
    """Make what is missing of the demo company, with its incidents up to `now` (aware). Repeatable; all or nothing.

    progress: is told each step before it begins. Raises DemoConflictError where an object that is not the demo's has
    the name of one that it needs.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    months = month_starts(now.date())
    with transaction.atomic(), _cached_queries():
        store = Store()
        progress(_('customers and users'))
        tenants = people.build_tenants(store)
        people.build_contacts(store, tenants)
        users = people.build_users(tenants, with_logins)
        progress(_('data centres, power and network'))
        built = infrastructure.build_infrastructure(store)
        progress(_('circuits, clusters and virtual machines'))
        circuits = connections.build_circuits(store, built, tenants)
        machines = connections.build_machines(store, built, tenants)
        objects = {**built.devices, **built.feeds, **circuits, **machines}
        progress(_('catalog, services and agreements'))
        calendars = business.build_calendars(store)
        entries = business.build_catalog(store, calendars, now.date())
        services = business.build_services(store, entries, tenants, objects, months[0])
        slas = business.build_agreements(store, calendars, tenants, services, months[0])
        levels = {plan.name: plan.level for plan in offer.AGREEMENTS}
        promises.build_extras(store, slas, levels, months, now)
        maintenance.build_maintenance(store, slas, services, months[0], now)
        progress(_('incidents of {months} months').format(months=len(months)))
        made, changed = build_incidents(store, objects, services, tenants, users['demo-director'], now)
        work.build_work(store, objects, tenants, users, now)
        store.flush()
    return DemoResult(dict(store.counts), made, changed, months)


@contextmanager
def _cached_queries():
    """NetBox asks for the custom fields of a model each time it makes an object; once is enough, as in a request."""
    token = query_cache.set(defaultdict(dict))
    try:
        yield
    finally:
        query_cache.reset(token)


def remove_demo(progress: Callable[[str], None] = print) -> int:
    """Remove everything that carries the demo's tag, its users, and the tag. Returns how many objects there were.

    What hangs on such an object goes with it, where NetBox deletes it along; something of others that stands in the
    way stops the removal as a whole (ProtectedError).
    """
    with transaction.atomic(), _cached_queries():
        removed = people.demo_users().count()
        for tenant in _tagged(Tenant):
            remove_customer(tenant)
        _tagged(models.SLA).update(previous_version=None)
        _release_work()
        for label in _REMOVAL_ORDER:
            model = apps.get_model(label)
            rows = _tagged(model)
            if count := rows.count():
                progress(f'{model._meta.verbose_name_plural}: {count}')
                removed += count
                rows.delete()
        people.demo_users().delete()
        Tag.objects.filter(slug=description.TAG).delete()
    return removed


def _release_work():
    """Approved work, and work that a customer agreed to, is kept; the demo's never was."""
    for model, name in ((models.Change, 'change'), (models.Release, 'release')):
        _tagged(model).update(status='draft')
        models.CustomerAgreement.objects.filter(**{f'{name}__in': _tagged(model)}).delete()


def _tagged(model):
    items = TaggedItem.objects.filter(tag__slug=description.TAG, content_type=ContentType.objects.get_for_model(model))
    return model._default_manager.filter(pk__in=items.values('object_id'))
