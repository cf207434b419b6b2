"""The gate: what goes beyond an SLA is not approved without its customer, whichever door is tried (process §7.1)."""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from users.models import Token

from netbox_slm.analysis.changes import transition
from netbox_slm.models import Change, MaintenanceWindow, Release
from tests.changes.base import (
    END,
    START,
    Team,
    flagged,
    make_agreement,
    make_assessed,
    make_change,
    make_flagged,
    make_promise,
)
from tests.changes.test_changes_steps import errors_of


class GateTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def approve(self, record):
        return transition(record, 'approved', self.team.director, self.now)

    def refusal(self, record):
        return errors_of(self.approve, record)['status']

    def test_a_major_change_that_breaks_an_sla_needs_a_written_agreement(self):
        change, sla, _device = make_flagged()

        refused = self.refusal(change)
        make_agreement(change, sla)

        assert 'written agreement' in refused
        assert 'Acme gold' in refused
        assert self.approve(change).status == 'approved'

    def test_a_verbal_agreement_is_not_enough_for_a_major_change_until_it_is_written(self):
        change, sla, _device = make_flagged()
        agreement = make_agreement(change, sla, form='verbal')

        refused = self.refusal(change)
        agreement.written_at = timezone.now()
        agreement.save()

        assert 'only verbal' in refused
        assert self.approve(change).status == 'approved'

    def test_a_verbal_agreement_is_enough_for_an_emergency_and_falls_due_in_writing(self):
        change, sla, _device = make_flagged(type='emergency', significance='minor')

        refused = self.refusal(change)
        agreement = make_agreement(change, sla, form='verbal')

        assert 'verbal is enough' in refused
        assert self.approve(change).status == 'approved'
        assert agreement.written_due_on == timezone.localdate(agreement.agreed_at) + timedelta(days=5)

    def test_service_time_lost_outside_agreed_windows_is_beyond_the_sla_without_a_breach(self):
        _sla, device = make_promise()
        change = flagged(make_assessed(significance='major', on=[device], planned_end=START + timedelta(minutes=30)))

        assert not change.impacts.current().get().is_breach
        assert 'not recorded' in self.refusal(change)

    def test_downtime_inside_the_budget_and_the_agreed_windows_needs_no_agreement(self):
        sla, device = make_promise()
        change = make_assessed(significance='major', on=[device], planned_end=START + timedelta(minutes=30))
        agreed = MaintenanceWindow.objects.create(name='Night', status='agreed', starts_at=START, ends_at=END)
        agreed.slas.add(sla)

        assert flagged(change).impacts.current().exists()
        assert self.approve(change).status == 'approved'

    def test_a_minor_normal_change_needs_no_agreement(self):
        change, _sla, _device = make_flagged(significance='minor')

        assert self.approve(change).status == 'approved'

    def test_a_standard_change_that_goes_beyond_an_sla_is_not_approved_beforehand(self):
        _sla, device = make_promise()
        change = flagged(make_change(type='standard', on=[device]))

        assert (
            'not approved beforehand'
            in errors_of(transition, change, 'scheduled', self.team.engineer, self.now)['type']
        )

    def test_former_flags_do_not_count(self):
        change, _sla, device = make_flagged()
        device.delete()
        flagged(change)

        assert self.approve(change).status == 'approved'

    def test_an_internal_agreement_has_no_customer_to_ask(self):
        _ola, device = make_promise(kind='ola')
        change = flagged(make_assessed(significance='major', on=[device]))

        assert change.impacts.current().beyond().exists()
        assert self.approve(change).status == 'approved'

    def test_each_customer_is_asked(self):
        change, sla, _device = make_flagged()
        other, device = make_promise('Umbrella silver')
        change.planned_effects.create(object=device)
        flagged(change)
        make_agreement(change, sla)

        refused = self.refusal(change)
        make_agreement(change, tenant=other.tenant)

        assert 'Umbrella silver' in refused
        assert 'Acme gold' not in refused
        assert self.approve(change).status == 'approved'

    def test_an_agreement_is_about_the_time_that_was_planned(self):
        change, sla, _device = make_flagged()
        make_agreement(change, sla)
        Change.objects.filter(pk=change.pk).update(planned_end=START + timedelta(hours=9))

        assert 'for another time' in self.refusal(change)

    def test_an_agreement_to_another_change_does_not_count(self):
        change, sla, _device = make_flagged()
        make_agreement(make_change(), sla)

        assert 'not recorded' in self.refusal(change)

    def test_a_release_passes_the_same_gate(self):
        release = make_assessed(model=Release, significance='major')
        sla, device = make_promise()
        make_change(release=release, on=[device])
        flagged(release)

        refused = self.refusal(release)
        make_agreement(release, sla)

        assert 'not recorded' in refused
        assert self.approve(release).status == 'approved'

    def test_a_minor_release_passes_it_where_a_change_in_it_is_major(self):
        release = make_assessed(model=Release)
        _sla, device = make_promise()
        make_change(release=release, on=[device])
        member = make_change(release=release, significance='major')
        flagged(release)

        refused = self.refusal(release)
        Change.objects.filter(pk=member.pk).update(status='cancelled')

        assert 'not recorded' in refused
        assert self.approve(release).status == 'approved'

    def test_whoever_may_not_view_the_sla_is_not_told_its_name(self):
        self.client.force_login(self.limited_director())
        change, _sla, _device = make_flagged()

        answer = self.client.post(self.url(change, 'step'), {'to': 'approved'}, follow=True)

        self.assertContains(answer, 'is not recorded')
        self.assertNotContains(answer, 'Acme gold')

    def limited_director(self):
        """A director who may do everything with changes and view no SLA."""
        from django.contrib.auth import get_user_model

        from netbox_slm.models import SLAImpact
        from tests.agreements.base import permit

        user = get_user_model().objects.create_user('limited')
        permit(user, Change, 'view', 'change', 'approve')
        permit(user, SLAImpact, 'view')
        return user

    def url(self, record, name):
        return reverse(f'plugins:netbox_slm:{record._meta.model_name}_{name}', args=[record.pk])


class DoorsTest(TestCase):
    """The gate at every door: page, REST, bulk edit and import."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()

    def setUp(self):
        self.change, self.sla, self.device = make_flagged(requester=self.team.engineer)
        self.client.force_login(self.team.director)
        token = Token(user=self.team.director)
        token.save()
        self.api = APIClient()
        self.api.credentials(HTTP_AUTHORIZATION=f'Bearer nbt_{token.key}.{token.token}')
        self.api_url = reverse('plugins-api:netbox_slm-api:change-detail', args=[self.change.pk])

    def status(self):
        return Change.objects.get(pk=self.change.pk).status

    def test_the_page_says_what_is_missing_and_where_to_record_it(self):
        page = self.client.get(self.change.get_absolute_url())

        self.assertContains(page, 'the written agreement of')
        self.assertContains(page, f'{reverse("plugins:netbox_slm:customeragreement_add")}?change={self.change.pk}')

    def test_a_button_is_no_way_around(self):
        answer = self.client.post(
            reverse('plugins:netbox_slm:change_step', args=[self.change.pk]), {'to': 'approved'}, follow=True
        )

        self.assertContains(answer, 'is not recorded')
        assert self.status() == 'assessed'

    def test_rest_is_no_way_around(self):
        step = self.api.post(f'{self.api_url}transition/', {'status': 'approved'}, format='json')
        patch = self.api.patch(self.api_url, {'status': 'approved'}, format='json')

        for answer in (step, patch):
            assert answer.status_code == 400, answer.content
            assert 'is not recorded' in str(answer.json()['status'])
        assert self.status() == 'assessed'

    def test_what_is_approved_does_not_change_at_the_same_time(self):
        harmless = make_assessed(requester=self.team.engineer)
        url = reverse('plugins-api:netbox_slm-api:change-detail', args=[harmless.pk])

        moved = self.api.patch(url, {'status': 'approved', 'planned_start': '2027-03-06T23:00:00Z'}, format='json')
        lighter = self.api.patch(self.api_url, {'status': 'approved', 'significance': 'minor'}, format='json')

        assert moved.status_code == 400
        assert 'approved as it stands' in str(moved.json()['planned_start'])
        assert lighter.status_code == 400
        assert 'approved as it stands' in str(lighter.json()['significance'])
        assert self.status() == Change.objects.get(pk=harmless.pk).status == 'assessed'

    def test_a_list_of_changes_by_rest_is_no_way_around(self):
        url = reverse('plugins-api:netbox_slm-api:change-list')

        answer = self.api.patch(url, [{'id': self.change.pk, 'status': 'approved'}], format='json')

        assert answer.status_code == 400
        assert self.status() == 'assessed'

    def test_bulk_edit_is_no_way_around_and_changes_none(self):
        other = make_assessed(requester=self.team.engineer)

        answer = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'),
            {'pk': [other.pk, self.change.pk], 'status': 'approved', '_apply': '1'},
            follow=True,
        )

        self.assertContains(answer, 'is not recorded')
        assert self.status() == 'assessed'
        assert Change.objects.get(pk=other.pk).status == 'assessed'

    def test_an_import_is_no_way_around(self):
        answer = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_import'),
            {
                'data': f'id,status\n{self.change.pk},approved',
                'format': 'csv',
                'csv_delimiter': ',',
                'import_method': 'direct',
            },
        )

        self.assertContains(answer, 'is not recorded')
        assert self.status() == 'assessed'

    def test_with_the_agreement_every_door_opens_and_names_the_approver(self):
        make_agreement(self.change, self.sla)

        answer = self.api.patch(self.api_url, {'status': 'approved'}, format='json')

        assert answer.status_code == 200, answer.content
        assert answer.json()['approver']['username'] == 'director'

    def test_bulk_edit_with_agreements_approves_and_names_the_approver(self):
        make_agreement(self.change, self.sla)

        self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'),
            {'pk': [self.change.pk], 'status': 'approved', '_apply': '1'},
        )

        change = Change.objects.get(pk=self.change.pk)
        assert (change.status, change.approver) == ('approved', self.team.director)

    def test_nobody_can_name_another_approver(self):
        make_agreement(self.change, self.sla)
        Change.objects.filter(pk=self.change.pk).update(requester=self.team.director)

        answer = self.api.patch(self.api_url, {'status': 'approved', 'approver': self.team.manager.pk}, format='json')

        assert answer.status_code == 400
        assert 'does not approve' in str(answer.json()['status'])

    def test_rest_lists_the_steps_and_what_blocks_each(self):
        steps = {step['status']: step for step in self.api.get(f'{self.api_url}steps/').json()}

        assert not steps['approved']['is_open']
        assert [blocker['kind'] for blocker in steps['approved']['blockers']] == ['agreement']
        assert steps['slm_review']['is_open']

    def test_who_may_not_view_a_change_cannot_take_its_steps(self):
        from django.contrib.auth import get_user_model

        from tests.agreements.base import permit

        stranger = get_user_model().objects.create_user('stranger')
        permit(stranger, Change, 'view', 'approve', name='nothing')
        self.client.force_login(stranger)

        answer = self.client.post(reverse('plugins:netbox_slm:change_step', args=[self.change.pk]), {'to': 'approved'})

        assert answer.status_code == 404
        assert self.status() == 'assessed'
