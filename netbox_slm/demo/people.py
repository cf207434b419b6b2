"""Customers with their contacts, and users in the roles of the process."""

from core.models import ObjectType
from tenancy.models import Contact, ContactAssignment, ContactRole, Tenant, TenantGroup
from users.models import Group, User

from ..roles import set_up_customer, set_up_roles
from . import description as what
from .store import DemoConflictError

__all__ = ('build_contacts', 'build_tenants', 'build_users', 'demo_users')


def build_tenants(store) -> dict[str, Tenant]:
    """The customers, by slug. Repeatable."""
    tenants = {}
    for customer in what.CUSTOMERS:
        slug = customer.group.lower().replace(' ', '-')
        group = store.put(TenantGroup, {'slug': slug}, name=customer.group)
        tenants[customer.slug] = store.put(Tenant, {'slug': customer.slug}, name=customer.name, group=group)
    return tenants


def build_contacts(store, tenants) -> None:
    """A representative for every customer. Repeatable."""
    role = store.put(ContactRole, {'slug': 'customer-representative'}, name='Customer representative')
    tenant_type = ObjectType.objects.get_for_model(Tenant)
    for customer in what.CUSTOMERS:
        contact = store.put(
            Contact,
            {'name': customer.contact, 'email': f'{customer.slug}@{what.MAIL_DOMAIN}'},
            title='Service owner',
        )
        store.put(
            ContactAssignment,
            {
                'object_type': tenant_type,
                'object_id': tenants[customer.slug].pk,
                'contact': contact,
                'role': role,
            },
            priority='primary',
        )


def build_users(tenants, with_logins=False) -> dict[str, User]:
    """One user per role, and one of a customer, by name. Without `with_logins` none of them can log in. Repeatable.

    Raises DemoConflictError where somebody else has one of the names.
    """
    set_up_roles()
    users = {}
    for username, first, last, role, customer in what.PEOPLE:
        email = f'{username}@{what.MAIL_DOMAIN}'
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User(username=username, first_name=first, last_name=last, email=email)
            user.set_unusable_password()
            user.save()
        elif user.email != email:
            raise DemoConflictError(user)
        if with_logins and not user.check_password(what.DEMO_PASSWORD):
            user.set_password(what.DEMO_PASSWORD)
            user.save()
        if customer:
            set_up_customer(tenants[customer])
            role = f'Customer {customer}'
        user.groups.add(Group.objects.get(name=role))
        users[username] = user
    return users


def demo_users():
    """The users of the demo: by their names and its mail domain, so that nobody else's account is meant."""
    names = [person[0] for person in what.PEOPLE]
    return User.objects.filter(username__in=names, email__endswith=f'@{what.MAIL_DOMAIN}')
