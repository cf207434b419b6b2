"""The demo company: loaded, loaded again, loaded later, refused, removed."""

from datetime import timedelta
from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models as db
from django.test import TestCase

from dcim.models import Cable, CablePath, Device, PowerPort, Site
from extras.models import TaggedItem
from tenancy.models import Tenant
from users.models import User

from netbox_slm import models
from netbox_slm.analysis.states import states_now
from netbox_slm.demo.company import build_demo, remove_demo
from netbox_slm.demo.description import DEMO_PASSWORD
from netbox_slm.demo.figures import compute_figures
from netbox_slm.demo.store import DemoConflictError

from ..builders import at, make_tenant

NOW = at('2026-10-20 12:00')
APPS = ('netbox_slm', 'dcim', 'circuits', 'virtualization', 'ipam', 'tenancy', 'users', 'extras')


def _quiet(_text):
    """No progress."""


def rows():
    """Every row of the domain, by model: what a second run must not change."""
    found = {}
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.managed and not model._meta.proxy:
                names = [field.attname for field in model._meta.concrete_fields if field.attname != 'last_login']
                found[model._meta.label] = sorted(model._default_manager.values_list(*names), key=str)
    return found


class DemoTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.stranger = make_tenant('Somebody')
        cls.before = rows()
        compute_figures(build_demo(NOW, progress=_quiet), NOW, progress=_quiet)

    def test_a_second_run_finds_everything_again(self):
        loaded = rows()

        again = build_demo(NOW, progress=_quiet)
        figures = compute_figures(again, NOW, progress=_quiet)

        assert sum(again.made.values()) == 0
        assert again.new_incidents == again.changed_incidents == []
        assert figures.computed == 0
        assert rows() == loaded

    def test_a_later_run_adds_what_has_happened_since_and_changes_nothing_that_is_over(self):
        finished = list(models.Incident.objects.filter(status='closed').order_by('pk').values())
        count = models.Incident.objects.count()

        later = build_demo(NOW + timedelta(days=2), progress=_quiet)

        added = models.Incident.objects.count() - count
        assert 3 <= added <= 12
        assert later.made[models.Incident] == added
        assert {model._meta.label for model in later.made} <= {
            f'netbox_slm.{name}' for name in ('Incident', 'AffectedCI', 'AffectedService', 'Hold')
        }
        assert list(models.Incident.objects.filter(pk__in=[row['id'] for row in finished]).order_by('pk').values()) == (
            finished
        )
        line = models.Incident.objects.get(reference='DEMO-20261020-1')
        assert line.restored_at == line.occurred_at + timedelta(hours=9)
        assert not models.Hold.objects.filter(
            ends_at__isnull=True, incident__in=models.Incident.objects.filter(resolved_at__isnull=False)
        ).exists()

    def test_it_is_as_large_as_it_says(self):
        assert Site.objects.filter(facility__in=('DC1', 'DC2')).count() == 2
        assert models.CatalogEntry.objects.filter(status='active').count() == 12
        assert 30 <= models.Service.objects.count() <= 36
        assert models.Service.objects.values('tenant').exclude(tenant=None).distinct().count() == 10
        assert models.SLA.objects.filter(kind='ola').count() == 2
        assert models.SLA.objects.filter(kind='underpinning').count() == 2
        assert models.ServiceDependency.objects.count() > 40
        assert models.Incident.objects.count() > 300
        first = models.Incident.objects.order_by('occurred_at').first()
        assert first.occurred_at < at('2025-08-10')

    def test_every_cable_path_is_complete_and_every_machine_has_two_supplies_on_two_feeds(self):
        assert Cable.objects.count() > 150
        assert CablePath.objects.exists()
        assert not CablePath.objects.filter(is_complete=False).exists()
        assert not CablePath.objects.filter(is_active=False).exists()
        for device in Device.objects.filter(role__slug='hypervisor'):
            strips = {
                port.link_peers[0].device.name for port in PowerPort.objects.filter(device=device) if port.link_peers
            }
            assert len(strips) == 2, device

    def test_every_object_obeys_the_rules(self):
        computed = (models.Attainment, models.AttainmentContribution)
        for model in set(apps.get_app_config('netbox_slm').get_models()) - set(computed):
            for obj in model._default_manager.all():
                obj.full_clean()

    def test_promises_are_kept_at_risk_and_broken_in_the_last_and_in_the_running_month(self):
        for period, is_final in (('2026-09', True), ('2026-10', False)):
            figures = models.Attainment.objects.filter(
                period=period, target__metric='availability', target__sla__kind='sla'
            )
            statuses = set(figures.values_list('status', flat=True))
            assert statuses >= {'met', 'at_risk', 'missed'}, (period, statuses)
            assert set(figures.values_list('is_final', flat=True)) == {is_final}
            assert not figures.filter(computed_at__isnull=True).exists()

    def test_there_are_figures_of_fifteen_months_and_some_without_data(self):
        figures = models.Attainment.objects.all()

        assert figures.values('period').distinct().count() == 15
        assert figures.filter(status='no_data').exists()
        assert figures.filter(target__metric='response', status='missed').exists()
        assert figures.filter(target__metric='resolution', status='met').exists()

    def test_each_state_can_be_seen_now(self):
        found = states_now(list(models.Service.objects.values_list('pk', flat=True)), NOW)

        assert {state.state for state in found.by_service.values()} == {'up', 'at_risk', 'degraded', 'down'}

    def test_planned_work_is_flagged(self):
        release = models.Release.objects.get(reference='DEMO-REL-001')
        exchange = models.Change.objects.get(reference='DEMO-CHG-003')

        assert release.impacts.filter(is_current=True, worst_state='down', is_breach=True).exists()
        assert set(exchange.impacts.values_list('worst_state', flat=True)) <= {'at_risk'}
        assert exchange.flags_computed_at is not None

    def test_work_that_is_over_shows_its_forecast_beside_what_came_of_it(self):
        done = models.Change.objects.get(reference='DEMO-CHG-005')
        flags = done.impacts.current()

        assert done.flags_computed_at == done.submitted_at < done.planned_start
        assert set(flags.values_list('worst_state', 'counted_us')) == {('down', 30 * 60_000_000)}
        assert done.caused_incidents.get().decision == 'confirmed'
        assert {flag.actual_us > flag.counted_us for flag in flags} == {True}
        lost = models.Change.objects.get(reference='DEMO-CHG-004').impacts.current()
        assert set(lost.values_list('worst_state', 'actual_us')) == {('at_risk', 0)}

    def test_incidents_reach_what_stands_on_their_objects(self):
        effects = models.DerivedEffect.objects.all()

        assert effects.exists()
        assert (
            not effects.exclude(computed_at=db.F('incident__reported_at'))
            .exclude(incident__reference__startswith='DEMO-CHG')
            .exists()
        )
        assert effects.filter(effect='down').exists()

    def test_something_is_open_now(self):
        open_now = models.Incident.objects.filter(
            resolved_at__isnull=True, status__in=('new', 'in_progress', 'on_hold')
        )

        assert {incident.effect for incident in open_now} == {'down', 'degraded', 'none'}
        assert models.Hold.objects.filter(ends_at__isnull=True).count() == 1

    def test_nothing_lies_in_the_future(self):
        for name in ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at'):
            assert not models.Incident.objects.filter(**{f'{name}__gt': NOW}).exists(), name

    def test_there_is_a_user_per_role_but_nobody_can_log_in_unless_asked_for(self):
        users = User.objects.filter(username__startswith='demo-')
        assert users.count() == 5
        assert not any(user.has_usable_password() for user in users)

        with self.settings(PASSWORD_HASHERS=['django.contrib.auth.hashers.MD5PasswordHasher']):
            build_demo(NOW, with_logins=True, progress=_quiet)

            assert all(user.check_password(DEMO_PASSWORD) for user in users.all())
        assert not users.filter(is_superuser=True).exists()

    def test_the_customer_sees_only_its_own(self):
        viewer = User.objects.get(username='demo-customer')

        seen = models.Service.objects.restrict(viewer, 'view')

        assert {service.tenant.slug for service in seen} == {'elbklinik'}
        assert seen.count() == 3

    def test_removal_takes_what_it_made_and_nothing_else(self):
        build_demo(NOW + timedelta(days=1), progress=_quiet)

        with self.captureOnCommitCallbacks(execute=True):
            remove_demo(progress=_quiet)

        left = rows()
        kept = ('users.Group', 'users.ObjectPermission')
        changed = {label for label in left if left[label] != self.before[label]}
        assert {label for label in changed if not label.startswith(kept)} == set()
        assert Tenant.objects.get() == self.stranger
        assert not TaggedItem.objects.exists()


class ConflictTest(TestCase):
    def test_what_somebody_else_made_is_not_taken_over(self):
        Tenant.objects.create(name='Alster Bank', slug='alster-bank')

        with self.assertRaisesMessage(DemoConflictError, 'The tenant Alster Bank exists already'):
            build_demo(NOW, progress=_quiet)

        assert Tenant.objects.count() == 1
        assert not TaggedItem.objects.exists()

    def test_the_command_names_the_conflict_without_a_traceback(self):
        User.objects.create_user('demo-sales')

        with self.assertRaisesMessage(CommandError, 'demo-sales exists already'):
            call_command('slm_demo', '--date', '2026-10-20', stdout=StringIO())

    def test_the_command_refuses_what_is_no_date(self):
        with self.assertRaisesMessage(CommandError, 'tomorrow is no date: write it as 2026-11-30.'):
            call_command('slm_demo', '--date', 'tomorrow', stdout=StringIO())
