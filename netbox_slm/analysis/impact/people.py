"""Whom to call about an agreement at stake: the contacts of the SLA and of its customer."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from tenancy.choices import ContactPriorityChoices
from tenancy.models import Contact, ContactAssignment, Tenant

from ...models import SLA

__all__ = ('SeenContact', 'contacts_of')

_FIRST = tuple(value for value, *_label in ContactPriorityChoices.CHOICES)


class SeenContact(NamedTuple):
    """A contact, and in which role."""

    contact: Contact
    role: str


def contacts_of(
    slas: Mapping[int, SLA], customers: Collection[int], user: Any | None
) -> dict[int, tuple[SeenContact, ...]]:
    """The contacts of each SLA, then of its customer, by priority; those that `user` (None: whoever may see all) may
    view. Nobody twice in one role. Customers: those that may be viewed. Two queries at most.
    """
    types = ContentType.objects.get_for_models(SLA, Tenant)
    of: dict[tuple[int, int], list[ContactAssignment]] = defaultdict(list)
    rows = ContactAssignment.objects.filter(object_type=types[SLA], object_id__in=slas)
    rows |= ContactAssignment.objects.filter(object_type=types[Tenant], object_id__in=customers)
    if user is not None:
        contacts = Contact.objects.restrict(user, 'view')
        rows = rows.restrict(user, 'view').filter(contact__in=contacts)
    for row in rows.select_related('contact', 'role').order_by('contact__name', 'pk'):
        of[row.object_type_id, row.object_id].append(row)
    found = {}
    for sla in slas.values():
        named = sorted(of[types[SLA].pk, sla.pk], key=_rank)
        if sla.tenant_id in customers:
            named += sorted(of[types[Tenant].pk, sla.tenant_id], key=_rank)
        found[sla.pk] = tuple(dict.fromkeys(SeenContact(row.contact, row.role.name) for row in named))
    return found


def _rank(row: ContactAssignment) -> int:
    return _FIRST.index(row.priority) if row.priority in _FIRST else len(_FIRST)
