"""What the tests of changes and releases share: records in any state, flags, and users in the roles of the process."""

from datetime import timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.models import ObjectType
from extras.models import EventRule, NotificationGroup
from users.models import Group

from netbox_slm import roles
from netbox_slm.analysis.flags import compute_flags
from netbox_slm.choices import ChangeStatusChoices
from netbox_slm.models import Change, CustomerAgreement, PlannedEffect, Release, SLAImpact
from tests.builders import at, make_component, make_device, make_service, make_sla, make_target

START, END = at('2027-03-06 22:00'), at('2027-03-07 00:00')
MINUTE_US, HOUR_US = 60_000_000, 3_600_000_000

_numbers = count(1)


def user_in(role, name=None):
    """A user in one of the roles of the process; call `roles.set_up_roles()` before."""
    user = get_user_model().objects.create_user(name or f'{role.lower().replace(" ", "-")}-{next(_numbers)}')
    user.groups.add(Group.objects.get(name=role))
    return user


class Team:
    """An engineer, a project manager, a director and somebody of sales."""

    def __init__(self):
        roles.set_up_roles()
        self.engineer = user_in('Service team member', 'engineer')
        self.manager = user_in('Operations project manager', 'manager')
        self.director = user_in('Operations director', 'director')
        self.seller = user_in('Sales manager', 'seller')


def make_change(name=None, *, model=Change, on=(), **fields):
    """A change as stored, in any status; what the status needs is filled in. `on`: the CIs that it takes down."""
    number = next(_numbers)
    fields = {'planned_start': START, 'planned_end': END} | fields
    if fields.get('status') in ChangeStatusChoices.APPROVED and fields.get('type') != 'standard':
        fields.setdefault('approved_at', START - timedelta(days=1))
        if 'approver' not in fields:
            fields['approver'] = get_user_model().objects.create_user(f'approver-{number}')
    record = model.objects.create(name=name or f'Work {number}', **fields)
    for obj in on:
        PlannedEffect.objects.create(change=record, object=obj)
    return record


def make_release(name=None, **fields):
    return make_change(name, model=Release, **fields)


def make_assessed(**fields):
    """A submitted change with flags that are up to date."""
    return make_change(**({'status': 'assessed', 'flags_computed_at': timezone.now()} | fields))


def make_flag(record, sla=None, **fields):
    """A current flag; of a breach unless told otherwise."""
    fields = {'is_breach': True, 'computed_at': timezone.now(), 'worst_state': 'down'} | fields
    return SLAImpact.objects.create(**{record._meta.model_name: record}, sla=sla or make_sla(), **fields)


def make_agreement(record, sla=None, **fields):
    fields = {'form': 'written', 'agreed_by': 'Ms Weber'} | fields
    if 'tenant' not in fields:
        fields['sla'] = sla or make_sla()
    return CustomerAgreement.objects.create(**{record._meta.model_name: record}, **fields)


def make_promise(name=None, redundant=False, **fields):
    """An SLA of 99.9 % a month on a service that needs one switch, or one of two: the SLA and the switches."""
    sla = make_sla(name, **fields)
    service = make_service(tenant=sla.tenant)
    sla.services.add(service)
    make_target(sla)
    group = service.redundancy_groups.create(name='Switches', min_available=1) if redundant else None
    switches = [make_device() for _number in range(2 if redundant else 1)]
    for switch in switches:
        make_component(service, switch, redundancy_group=group)
    return sla, *switches


def flagged(record):
    """The same change or release with its flags computed."""
    compute_flags(record, timezone.now())
    return record


def make_flagged(**fields):
    """A major change of two hours that breaks an SLA: the change, the SLA, the device it works on."""
    sla, device = make_promise('Acme gold')
    change = flagged(make_assessed(**({'significance': 'major', 'on': [device]} | fields)))
    return change, sla, device


def tell_of_chasing(user):
    """An event rule that notifies the user of written agreements that are due."""
    group = NotificationGroup.objects.create(name='SLM')
    group.users.add(user)
    rule = EventRule.objects.create(
        name='Chase',
        event_types=['written_agreement_due'],
        action_type='notification',
        action_object_type=ContentType.objects.get_for_model(NotificationGroup),
        action_object_id=group.pk,
    )
    rule.object_types.add(ObjectType.objects.get_for_model(CustomerAgreement))
