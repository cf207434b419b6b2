"""The roles of the process as NetBox groups with object permissions; nothing is wired to a user name.

`set_up_roles()` creates or updates them, `set_up_customer()` a read-only group for one customer. docs/roles.md holds
the same table; a test compares both.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from users.models import Group, ObjectPermission

from . import linkable
from .graph.kinds import types_of_needs

__all__ = (
    'CUSTOMER_GRANTS',
    'ROLES',
    'Role',
    'SetupStep',
    'remove_customer',
    'rights_of',
    'set_up_customer',
    'set_up_roles',
)

PREFIX = 'Service levels'

_VIEW = ('view',)
_WRITE = ('view', 'add', 'change')
_ALL = ('view', 'add', 'change', 'delete')

_CATALOG = ('catalogcategory', 'catalogentry')
_STRUCTURE = (
    'service',
    'servicecomponent',
    'redundancygroup',
    'servicedependency',
    'cidependency',
    'cidependencygroup',
)
_HOURS = ('servicecalendar', 'calendarwindow', 'calendarexception')
_OPERATIONS = ('incident', 'affectedci', 'affectedservice', 'hold')
_CHANGES = (
    'plannedeffect',
    'causedincident',
    'releaseelement',
    'releaseeffect',
    'customeragreement',
    'acknowledgement',
    'freezewindow',
    'slaimpact',
)
_WITH_CUSTOMERS = ('customeragreement', 'acknowledgement')
_BESIDE = (
    'tenancy.tenantgroup',
    'tenancy.contactgroup',
    'tenancy.contactrole',
    'tenancy.contact',
    'tenancy.contactassignment',
    'extras.tag',
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the process (process §3): its rights as (models, actions); a bare model name is one of ours."""

    name: str
    description: str
    grants: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


ROLES = (
    Role(
        'Operations director',
        '运营业务部总监: owns the service catalogue, drafts SLAs, approves their targets, monitors attainment',
        (
            (
                (*_CATALOG, *_STRUCTURE, *_HOURS, 'sla', 'serviceleveltarget', 'servicecredittier', 'measurement'),
                _ALL,
            ),
            (('maintenancewindow',), _ALL),
            (('contract', 'affectedci', 'affectedservice', 'hold'), _WRITE),
            (('incident',), (*_WRITE, 'excuse')),
            (('attainment',), ('view', 'compute', 'reopen')),
            (('attainmentrevision',), _VIEW),
            (('derivedeffect',), _VIEW),
            (('change', 'release'), (*_WRITE, 'assess', 'approve', 'carry_out')),
            (('plannedeffect', 'causedincident', 'releaseeffect', 'customeragreement', 'acknowledgement'), _WRITE),
            (('releaseelement',), (*_WRITE, 'confirm')),
            (('freezewindow',), _ALL),
            (('slaimpact',), _VIEW),
            (('extras.journalentry',), ('view', 'add')),
        ),
    ),
    Role(
        'Operations project manager',
        '运维项目经理: executes SLAs, proposes targets, arranges resources and maintenance, reviews execution',
        (
            ((*_CATALOG, *_HOURS, 'contract'), _VIEW),
            (('service', 'sla', 'serviceleveltarget', 'servicecredittier', 'incident'), _WRITE),
            (
                (
                    'servicecomponent',
                    'redundancygroup',
                    'servicedependency',
                    'cidependency',
                    'cidependencygroup',
                    'maintenancewindow',
                    'affectedci',
                    'affectedservice',
                    'hold',
                    'measurement',
                ),
                _ALL,
            ),
            (('attainment',), ('view', 'compute')),
            (('attainmentrevision',), _VIEW),
            (('derivedeffect',), _VIEW),
            (('change', 'release'), (*_WRITE, 'assess', 'carry_out')),
            (('plannedeffect', 'causedincident', 'releaseeffect', 'freezewindow'), _ALL),
            (('releaseelement',), (*_ALL, 'confirm')),
            (('customeragreement', 'acknowledgement'), _WRITE),
            (('slaimpact',), _VIEW),
            (('extras.journalentry',), ('view', 'add')),
        ),
    ),
    Role(
        'Sales manager',
        '销售经理: records and decides requirements, negotiates, signs the SLA with the customer',
        (
            ((*_CATALOG, *_STRUCTURE, *_HOURS, 'serviceleveltarget', 'maintenancewindow', *_OPERATIONS), _VIEW),
            (('contract',), _WRITE),
            (('sla',), ('view', 'change')),
            (('servicecredittier', 'measurement'), _VIEW),
            (('attainment', 'attainmentrevision', 'derivedeffect'), _VIEW),
            (('change', 'release', *(model for model in _CHANGES if model not in _WITH_CUSTOMERS)), _VIEW),
            (_WITH_CUSTOMERS, _WRITE),
            (('extras.journalentry',), ('view', 'add')),
        ),
    ),
    Role(
        'Service team member',
        '服务团队成员: works incidents, rates how well catalogue items meet a requirement',
        (
            ((*_CATALOG, *_STRUCTURE, *_HOURS, 'sla', 'serviceleveltarget', 'maintenancewindow'), _VIEW),
            (('incident', 'measurement'), _WRITE),
            (('servicecredittier',), _VIEW),
            (('affectedci', 'affectedservice', 'hold'), _ALL),
            (('attainment', 'attainmentrevision', 'derivedeffect'), _VIEW),
            (('change', 'release'), (*_WRITE, 'carry_out')),
            (('plannedeffect', 'releaseelement', 'releaseeffect'), _ALL),
            (('causedincident',), _WRITE),
            (('customeragreement', 'acknowledgement', 'freezewindow', 'slaimpact'), _VIEW),
            (('extras.journalentry',), ('view', 'add')),
        ),
    ),
)

# What a customer's own people may look at: model -> look-ups that lead to their tenant (any of them).
CUSTOMER_GRANTS = {
    'tenancy.tenant': ('id',),
    'catalogentry': ('services__tenant_id',),
    'service': ('tenant_id',),
    'servicecomponent': ('service__tenant_id',),
    'redundancygroup': ('service__tenant_id',),
    'sla': ('tenant_id',),
    'serviceleveltarget': ('sla__tenant_id',),
    'servicecredittier': ('sla__tenant_id', 'target__sla__tenant_id'),
    'measurement': ('target__sla__tenant_id', 'service__tenant_id'),
    'contract': ('tenant_id',),
    'servicecalendar': ('slas__tenant_id',),
    'calendarwindow': ('calendar__slas__tenant_id',),
    'calendarexception': ('calendar__slas__tenant_id',),
    'maintenancewindow': ('slas__tenant_id', 'services__tenant_id'),
    'incident': ('tenant_id', 'affected_services__service__tenant_id'),
    'affectedci': ('incident__tenant_id',),
    'affectedservice': ('service__tenant_id',),
    'hold': ('incident__tenant_id', 'incident__affected_services__service__tenant_id'),
    'attainment': ('target__sla__tenant_id',),
    'change': ('tenant_id', 'impacts__sla__tenant_id'),
    'release': ('tenant_id', 'impacts__sla__tenant_id'),
    'releaseeffect': ('sla__tenant_id', 'service__tenant_id'),
    'slaimpact': ('sla__tenant_id',),
    'customeragreement': ('tenant_id', 'sla__tenant_id'),
    'acknowledgement': ('tenant_id',),
    'dcim.device': ('tenant_id',),
    'virtualization.virtualmachine': ('tenant_id',),
    'circuits.circuit': ('tenant_id',),
}


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One thing that was done: 'created', 'updated', 'removed' or 'unchanged', and to what."""

    action: str
    name: str


def rights_of(role: Role, with_infrastructure: bool = True) -> dict[str, tuple[str, ...]]:
    """Actions by model label ('netbox_slm.sla') of a role; with the infrastructure that its services stand on."""
    rights = {_label(model): actions for models, actions in role.grants for model in models}
    if with_infrastructure:
        linked = [linkable_type.label for linkable_type in linkable.linkable_types()]
        for label in (*linked, *_on_the_way(), *_BESIDE):
            rights.setdefault(label, _VIEW)
    return rights


def _on_the_way() -> list[str]:
    """Types that a reason of an impact can lead through, and that have pages to look at."""
    found = []
    for label in sorted(types_of_needs()):
        # A provider may speak of a plugin that is not installed
        with suppress(LookupError):
            if not getattr(apps.get_model(label), '_netbox_private', False):
                found.append(label)
    return found


def set_up_roles(with_infrastructure: bool = True, dry_run: bool = False) -> list[SetupStep]:
    """Create or update the group and the permissions of every role; with `dry_run` only say what would be done.

    Repeatable. Users, other permissions of the groups and their descriptions are left alone.
    """
    with transaction.atomic():
        steps = []
        for role in ROLES:
            by_actions: dict[tuple[str, ...], list[str]] = {}
            for label, actions in rights_of(role, with_infrastructure).items():
                by_actions.setdefault(actions, []).append(label)
            prefix = f'{PREFIX}: {role.name}: '
            wanted = {
                f'{prefix}{", ".join(actions)}': (labels, actions, None) for actions, labels in by_actions.items()
            }
            steps += _set_up_group(role.name, role.description, prefix, wanted)
        transaction.set_rollback(dry_run)
    return steps


def set_up_customer(tenant, dry_run: bool = False) -> list[SetupStep]:
    """Create or update the read-only group of one customer: it sees what is its own and nothing else. Repeatable."""
    by_lookups: dict[tuple[str, ...], list[str]] = {}
    for model, lookups in CUSTOMER_GRANTS.items():
        by_lookups.setdefault(lookups, []).append(_label(model))
    prefix = _customer_prefix(tenant)
    wanted = {
        f'{prefix}{labels[0].partition(".")[2]}': (labels, _VIEW, [{lookup: tenant.pk} for lookup in lookups])
        for lookups, labels in by_lookups.items()
    }
    description = f'客户代表: sees the services, agreements and figures of {tenant.name}'[:200]
    with transaction.atomic():
        steps = _set_up_group(f'Customer {tenant.slug}', description, prefix, wanted)
        transaction.set_rollback(dry_run)
    return steps


def remove_customer(tenant) -> None:
    """Remove the group of a customer and its permissions, where there are any."""
    with transaction.atomic():
        permissions = ObjectPermission.objects.filter(name__startswith=_customer_prefix(tenant))
        Group.objects.filter(name=f'Customer {tenant.slug}', object_permissions__in=permissions).delete()
        permissions.delete()


def _customer_prefix(tenant):
    return f'{PREFIX}: customer {tenant.pk}: '


def _set_up_group(name, description, prefix, wanted):
    group, created = Group.objects.get_or_create(name=name, defaults={'description': description})
    steps = [SetupStep('created' if created else 'unchanged', name)]
    for permission_name, (labels, actions, constraints) in wanted.items():
        steps.append(_set_up_permission(group, permission_name, labels, actions, constraints))
    left_over = ObjectPermission.objects.filter(name__startswith=prefix).exclude(name__in=wanted)
    for permission in left_over:
        steps.append(SetupStep('removed', permission.name))
        permission.delete()
    return steps


def _set_up_permission(group, name, labels, actions, constraints):
    models = [apps.get_model(label) for label in labels]
    types = set(ContentType.objects.get_for_models(*models, for_concrete_models=False).values())
    permission, created = ObjectPermission.objects.get_or_create(
        name=name, defaults={'actions': list(actions), 'constraints': constraints}
    )
    is_same = (
        not created
        and permission.enabled
        and list(permission.actions) == list(actions)
        and permission.constraints == constraints
        and set(permission.object_types.all()) == types
        and group.object_permissions.filter(pk=permission.pk).exists()
    )
    if is_same:
        return SetupStep('unchanged', name)
    permission.enabled, permission.actions, permission.constraints = True, list(actions), constraints
    permission.save()
    permission.object_types.set(types)
    group.object_permissions.add(permission)
    return SetupStep('created' if created else 'updated', name)


def _label(model):
    return model if '.' in model else f'netbox_slm.{model}'
