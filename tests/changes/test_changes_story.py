"""The whole process by pages, as the people who take part: drafted, flagged, refused, agreed, approved, run, chased."""

from datetime import datetime, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from extras.models import Notification

from netbox_slm.analysis.better_times import better_times, move_to
from netbox_slm.analysis.changes import transition
from netbox_slm.models import Change, CustomerAgreement, PlannedEffect, Release, SLAImpact
from netbox_slm.tasks import follow_up_changes
from tests.builders import (
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_sla,
    make_target,
    make_tenant,
)
from tests.changes.base import Team, make_change, tell_of_chasing
from tests.changes.test_changes_steps import errors_of


class StoryTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now().replace(second=0, microsecond=0)
        acme = make_tenant('Acme')
        cls.device = make_device('SW-1')
        service = make_service('Payroll', tenant=acme)
        make_component(service, cls.device)
        cls.sla = make_sla('Acme gold', services=[service], tenant=acme)
        make_target(cls.sla, name='Availability', target_percent='99.9')

    def go(self, record, to, user):
        self.client.force_login(user)
        url = reverse(f'plugins:netbox_slm:{record._meta.model_name}_step', args=[record.pk])
        return self.client.post(url, {'to': to}, follow=True)

    def draft(self, hours=4, **fields):
        start = self.now + timedelta(days=1)
        self.client.force_login(self.team.engineer)
        self.client.post(
            reverse('plugins:netbox_slm:change_add'),
            {
                'name': 'Upgrade SW-1',
                'type': 'emergency',
                'significance': 'major',
                'planned_start': f'{timezone.localtime(start):%Y-%m-%d %H:%M:%S}',
                'planned_end': f'{timezone.localtime(start + timedelta(hours=hours)):%Y-%m-%d %H:%M:%S}',
                **fields,
            },
        )
        change = Change.objects.get()
        PlannedEffect.objects.create(change=change, object=self.device)
        return change

    def test_an_emergency_change_from_draft_to_chased_agreement(self):
        change = self.draft()
        assert change.requester == self.team.engineer

        flagged = self.go(change, 'assessed', self.team.engineer)
        self.assertContains(flagged, 'It takes 1 service of 1 customer down.')
        self.assertContains(flagged, 'It breaks Acme gold.')
        assert SLAImpact.objects.current().get(change=change).is_breach

        refused = self.go(change, 'approved', self.team.director)
        self.assertContains(refused, 'verbal is enough')

        self.client.force_login(self.team.manager)
        self.client.post(
            reverse('plugins:netbox_slm:customeragreement_add'),
            {
                'change': change.pk,
                'sla': self.sla.pk,
                'form': 'verbal',
                'agreed_by': 'Ms Weber',
                'agreed_at': f'{timezone.localtime(self.now):%Y-%m-%d %H:%M:%S}',
            },
        )
        self.assertContains(self.go(change, 'approved', self.team.director), 'It now is Approved.')
        for to in ('scheduled', 'in_progress'):
            self.assertContains(self.go(change, to, self.team.engineer), 'It now is')
        make_incident(on=[self.device], name='SW-1 does not boot', reported_at=timezone.now())
        self.assertContains(self.go(change, 'done', self.team.engineer), 'It ran from')

        change.refresh_from_db()
        assert (change.status, change.approver) == ('done', self.team.director)
        assert change.caused_incidents.get().decision == 'proposed'
        assert SLAImpact.objects.current().get(change=change).actual_us is not None

        CustomerAgreement.objects.update(written_due_on=timezone.localdate() - timedelta(days=1))
        tell_of_chasing(self.team.manager)
        assert follow_up_changes()['chased'] == 1
        assert Notification.objects.get().user == self.team.manager

    def test_the_engineer_cannot_approve_even_as_a_director(self):
        change = self.draft(type='normal', significance='minor')
        self.go(change, 'assessed', self.team.engineer)
        self.team.engineer.groups.add(*self.team.director.groups.all())

        self.assertContains(self.go(change, 'approved', self.team.engineer), 'does not approve')

    def test_submitting_by_rest_or_bulk_edit_computes_the_flags_too(self):
        change = self.draft()

        self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'), {'pk': [change.pk], 'status': 'assessed', '_apply': '1'}
        )

        assert SLAImpact.objects.current().get(change=change).is_breach

    def test_flags_are_computed_anew_by_a_button(self):
        change = self.draft()
        self.go(change, 'assessed', self.team.engineer)
        Change.objects.update(flags_stale_since=self.now)
        url = reverse('plugins:netbox_slm:change_compute_flags', args=[change.pk])
        self.assertContains(self.client.get(change.get_absolute_url()), url)

        self.client.post(url)

        change.refresh_from_db()
        assert change.flags_stale_since is None

    def test_without_a_planned_time_nothing_is_computed(self):
        change = make_change(planned_start=None, planned_end=None)
        self.client.force_login(self.team.manager)

        answer = self.client.post(
            reverse('plugins-api:netbox_slm-api:change-detail', args=[change.pk]) + 'compute-flags/'
        )

        assert answer.status_code == 400
        assert 'planned_start' in answer.json()


class BetterTimesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now().replace(minute=0, second=0, microsecond=0)
        cls.device = make_device('SW-1')
        service = make_service('Payroll')
        make_component(service, cls.device)
        weekdays = [(day, 8 * 3600, 18 * 3600) for day in range(5)]
        sla = make_sla('Acme gold', services=[service], calendar=make_calendar('Office hours', windows=weekdays))
        make_target(sla, target_percent='99.9')

    def planned(self, **fields):
        """Two hours from 10:00 of the Monday after next, in the middle of the service hours."""
        monday = (self.now + timedelta(days=14 - self.now.weekday())).replace(hour=10)
        return make_change(on=[self.device], planned_start=monday, planned_end=monday + timedelta(hours=2), **fields)

    def test_a_time_outside_the_service_hours_touches_nothing(self):
        change = self.planned()

        times = better_times(change, self.now)

        assert times
        for time in times:
            assert (time.outside_us, time.touched, time.over) == (0, 0, 0)
            assert time.ends_at - time.starts_at == timedelta(hours=2)
            assert time.starts_at > self.now

    def test_the_page_offers_it_and_moves_the_work_there(self):
        change = self.planned()
        self.client.force_login(self.team.engineer)
        url = reverse('plugins:netbox_slm:change_times', args=[change.pk])
        (best, *_rest) = better_times(change, self.now)

        offered = self.client.get(url)
        self.client.post(url, {'start': best.starts_at.isoformat()})

        self.assertContains(offered, 'takes no service time outside agreed windows')
        change.refresh_from_db()
        assert (change.planned_start, change.planned_end) == (best.starts_at, best.ends_at)

    def test_rest_tells_the_same_times_for_so_many_days(self):
        change = self.planned()
        url = reverse('plugins-api:netbox_slm-api:change-detail', args=[change.pk]) + 'better-times/'
        self.client.force_login(self.team.engineer)

        answer = self.client.get(url).json()

        assert {time['kind'] for time in answer} <= {'best', 'latest'}
        assert answer[0]['kind'] == 'best'
        assert datetime.fromisoformat(answer[0]['end']) - datetime.fromisoformat(answer[0]['start']) == timedelta(
            hours=2
        )
        assert (answer[0]['outside_us'], answer[0]['touched'], answer[0]['over']) == (0, 0, 0)
        for days in ('0', '91', 'many'):
            refused = self.client.get(url, {'days': days})
            assert refused.status_code == 400
            assert list(refused.json()) == ['days']
        release = Release.objects.create(name='Night')
        assert self.client.get(url.replace(f'changes/{change.pk}', f'releases/{release.pk}')).json() == []
        self.client.logout()
        assert self.client.get(url).status_code in (401, 403)

    def test_what_was_approved_is_not_moved(self):
        change = self.planned(status='approved')
        later = change.planned_start + timedelta(days=1)

        refused = errors_of(move_to, change, later.isoformat(), self.team.engineer)

        assert 'was approved with' in ' '.join(refused.values())

    def test_nonsense_is_no_time(self):
        for text in ('', 'tomorrow', '2027-13-45T00:00:00Z', '2027-03-01T00:00:00'):
            assert 'no time' in errors_of(move_to, self.planned(), text, self.team.engineer)['planned_start']

    def test_work_that_touches_nothing_has_no_better_time(self):
        assert better_times(make_change(on=[make_device()]), self.now) == []

    def test_work_that_is_over_has_no_better_time(self):
        change = self.planned()
        assert better_times(change, self.now)

        change.status = 'cancelled'
        assert better_times(change, self.now) == []

    def test_whoever_may_only_view_it_moves_nothing(self):
        change = self.planned()
        self.client.force_login(self.team.seller)

        answer = self.client.post(
            reverse('plugins:netbox_slm:change_times', args=[change.pk]), {'start': '2027-03-01T00:00:00Z'}
        )

        assert answer.status_code == 403

    def test_submitting_work_that_moved_flags_the_new_time(self):
        change = transition(self.planned(), 'assessed', self.team.engineer, self.now)
        (best, *_rest) = better_times(change, self.now)
        assert change.impacts.current().get().outside_us

        change = move_to(change, best.starts_at.isoformat(), self.team.engineer)

        assert change.flags_stale_since or not change.impacts.current().beyond().exists()
