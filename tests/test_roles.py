"""The role groups, their repeatability, and the page that documents them."""

import re
from io import StringIO
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test import TestCase

from users.models import Group, ObjectPermission, User

from netbox_slm import models, roles

from .builders import make_service, make_tenant

PAGE = Path(__file__).parents[1] / 'docs' / 'roles.md'


def _rows(heading):
    """Cells of each row of the first table below a heading of the page, without its two head lines."""
    table = PAGE.read_text(encoding='utf-8').split(heading, 1)[1]
    lines = [line for line in table.splitlines() if line.startswith('|')]
    rows = [[cell.strip() for cell in line.strip('|').split('|')] for line in lines]
    width = len(rows[0])
    return [row for row in rows if len(row) == width][2:]


class RolesTest(TestCase):
    def test_every_role_of_the_process_becomes_a_group_with_its_rights(self):
        roles.set_up_roles()

        for role in roles.ROLES:
            group = Group.objects.get(name=role.name)
            granted = {
                (f'{object_type.app_label}.{object_type.model}', action)
                for permission in group.object_permissions.all()
                for object_type in permission.object_types.all()
                for action in permission.actions
            }
            wanted = {(label, action) for label, actions in roles.rights_of(role).items() for action in actions}
            assert granted == wanted, role.name

    def test_a_second_run_changes_nothing(self):
        roles.set_up_roles()
        before = list(ObjectPermission.objects.order_by('pk').values())

        steps = roles.set_up_roles()

        assert {step.action for step in steps} == {'unchanged'}
        assert list(ObjectPermission.objects.order_by('pk').values()) == before

    def test_a_second_run_repairs_what_was_changed_and_removes_what_is_no_longer_granted(self):
        roles.set_up_roles()
        group = Group.objects.get(name='Sales manager')
        permission = group.object_permissions.order_by('name').first()
        permission.object_types.clear()
        old = ObjectPermission.objects.create(name='Service levels: Sales manager: delete', actions=['delete'])
        own = ObjectPermission.objects.create(name='Our own', actions=['view'])
        group.object_permissions.add(old, own)

        steps = roles.set_up_roles()

        assert {(step.action, step.name) for step in steps if step.action != 'unchanged'} == {
            ('updated', permission.name),
            ('removed', old.name),
        }
        assert permission.object_types.exists()
        assert own in group.object_permissions.all()

    def test_a_description_that_somebody_wrote_stays(self):
        Group.objects.create(name='Sales manager', description='Ours')

        roles.set_up_roles()

        assert Group.objects.get(name='Sales manager').description == 'Ours'

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self):
        out = StringIO()

        call_command('slm_setup', '--dry-run', stdout=out)

        assert 'created: Operations director' in out.getvalue()
        assert not Group.objects.exists()
        assert not ObjectPermission.objects.exists()

    def test_the_command_refuses_a_customer_that_does_not_exist_and_creates_nothing(self):
        with self.assertRaisesMessage(CommandError, 'no tenant with the slug nobody'):
            call_command('slm_setup', '--customer', 'nobody', stdout=StringIO())

        assert not Group.objects.exists()

    def test_a_role_may_do_in_the_system_what_the_process_lets_it(self):
        roles.set_up_roles()
        user = User.objects.create_user('member')
        user.groups.add(Group.objects.get(name='Service team member'))

        assert user.has_perm('netbox_slm.change_incident')
        assert user.has_perm('dcim.view_device')
        assert not user.has_perm('netbox_slm.change_sla')
        assert not user.has_perm('netbox_slm.compute_attainment')

    def test_without_infrastructure_a_role_sees_no_device(self):
        roles.set_up_roles(with_infrastructure=False)
        user = User.objects.create_user('member')
        user.groups.add(Group.objects.get(name='Service team member'))

        assert user.has_perm('netbox_slm.view_service')
        assert not user.has_perm('dcim.view_device')


class CustomerGroupTest(TestCase):
    def test_a_customer_sees_its_own_services_only(self):
        own, other = make_tenant(), make_tenant()
        mine, _theirs, _internal = make_service(tenant=own), make_service(tenant=other), make_service()
        roles.set_up_customer(own)
        user = User.objects.create_user('viewer')
        user.groups.add(Group.objects.get(name=f'Customer {own.slug}'))

        assert list(models.Service.objects.restrict(user, 'view')) == [mine]
        assert not user.has_perm('netbox_slm.add_service')

    def test_every_constraint_can_be_evaluated(self):
        tenant = make_tenant()
        roles.set_up_customer(tenant)
        user = User.objects.create_user('viewer')
        user.groups.add(Group.objects.get(name=f'Customer {tenant.slug}'))

        for content_type in ContentType.objects.filter(object_permissions__isnull=False).distinct():
            rows = content_type.model_class().objects.restrict(user, 'view')
            assert rows.count() == (1 if content_type.model == 'tenant' else 0), content_type


class RolesPageTest(TestCase):
    def test_the_page_shows_the_rights_of_each_role(self):
        shown = {
            (row[0].strip('`'), role.name): cell
            for row in _rows('## Rights of each role')
            for role, cell in zip(roles.ROLES, row[1:], strict=True)
        }
        rights = {role.name: roles.rights_of(role, with_infrastructure=False) for role in roles.ROLES}
        labels = {label for by_label in rights.values() for label in by_label}

        assert shown == {
            (label, name): ', '.join(rights[name].get(label, ())) or '–' for label in labels for name in rights
        }

    def test_the_page_shows_the_constraints_of_a_customer(self):
        shown = {row[0].strip('`'): tuple(re.findall('`(.+?)`', row[1])) for row in _rows('## A customer who looks in')}

        assert shown == {
            model if '.' in model else f'netbox_slm.{model}': lookups
            for model, lookups in roles.CUSTOMER_GRANTS.items()
        }
