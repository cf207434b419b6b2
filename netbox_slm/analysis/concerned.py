"""The customers whom planned work concerns, and whether they were told of it (process §7.3)."""

from dataclasses import dataclass

from tenancy.models import Tenant

from ..models import Acknowledgement, Change, Release

__all__ = ('Concerned', 'Customers', 'customers_of')


@dataclass(frozen=True, slots=True)
class Concerned:
    """A customer, and the last time they were told; `told` is None where they were not."""

    tenant: Tenant
    told: Acknowledgement | None


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers that a reader may view, those not told yet first, and how many are hidden."""

    rows: tuple[Concerned, ...]
    hidden_count: int


def customers_of(record: Change | Release, user) -> Customers:
    """Whose SLAs or services a change or release touches: by its flags, its elements and its effects.

    Queries: at most seven.
    """
    ids = set(record.impacts.current().values_list('sla__tenant_id', flat=True))
    if isinstance(record, Release):
        ids |= set(record.elements.values_list('service__tenant_id', flat=True))
        for tenants in record.effects.values_list('service__tenant_id', 'sla__tenant_id'):
            ids |= set(tenants)
    ids |= set(record.acknowledgements.values_list('tenant_id', flat=True))
    ids.discard(None)
    told = {row.tenant_id: row for row in record.acknowledgements.restrict(user, 'view').order_by('told_at', 'pk')}
    rows = [
        Concerned(tenant, told.get(tenant.pk)) for tenant in Tenant.objects.restrict(user, 'view').filter(pk__in=ids)
    ]
    rows.sort(key=lambda row: (row.told is not None, row.told is not None and row.told.acknowledged_at is not None))
    return Customers(tuple(rows), len(ids) - len(rows))
