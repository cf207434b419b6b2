"""What of changes and releases somebody sees who may view only some of it, and what may not be taken away."""

from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from users.models import Group

from netbox_slm import roles
from netbox_slm.models import Acknowledgement, Change, CustomerAgreement, PlannedEffect, Release, ReleaseEffect
from tests.agreements.base import make_user, permit
from tests.builders import make_device, make_service, make_sla, make_tenant
from tests.changes.base import Team, make_agreement, make_assessed, make_change, make_flag, make_release


class CustomerTest(TestCase):
    """A group of a customer sees what concerns that customer, and no trace of the rest."""

    @classmethod
    def setUpTestData(cls):
        cls.acme, cls.other = make_tenant('Acme'), make_tenant('Umbrella')
        cls.mine, cls.foreign = make_assessed(name='Upgrade for Acme'), make_assessed(name='Upgrade for Umbrella')
        make_flag(cls.mine, make_sla('Acme gold', tenant=cls.acme))
        make_flag(cls.mine, make_sla('Umbrella silver', tenant=cls.other))
        make_flag(cls.foreign, make_sla('Umbrella bronze', tenant=cls.other))
        roles.set_up_customer(cls.acme)
        user = get_user_model().objects.create_user('acme')
        user.groups.add(Group.objects.get(name=f'Customer {cls.acme.slug}'))
        cls.user = user

    def setUp(self):
        self.client.force_login(self.user)

    def test_lists_and_pages(self):
        listed = self.client.get(reverse('plugins:netbox_slm:change_list'))
        page = self.client.get(self.mine.get_absolute_url())

        self.assertContains(listed, 'Upgrade for Acme')
        self.assertNotContains(listed, 'Umbrella')
        self.assertContains(page, 'Acme gold')
        self.assertContains(page, '1 more SLA that you may not see')
        self.assertNotContains(page, 'Umbrella')
        assert self.client.get(self.foreign.get_absolute_url()).status_code == 404

    def test_rest(self):
        changes = self.client.get(reverse('plugins-api:netbox_slm-api:change-list')).json()['results']
        flags = self.client.get(reverse('plugins-api:netbox_slm-api:slaimpact-list')).json()['results']

        assert [change['name'] for change in changes] == ['Upgrade for Acme']
        assert [flag['sla']['name'] for flag in flags] == ['Acme gold']

    def test_graphql(self):
        query = '{change_list {name impacts {sla {name}}} sla_impact_list {sla {name}}}'

        answer = self.client.post('/graphql/', {'query': query}, content_type='application/json')

        assert answer.json()['data'] == {
            'change_list': [{'name': 'Upgrade for Acme', 'impacts': [{'sla': {'name': 'Acme gold'}}]}],
            'sla_impact_list': [{'sla': {'name': 'Acme gold'}}],
        }

    def test_a_customer_takes_no_step(self):
        answer = self.client.post(
            reverse('plugins:netbox_slm:change_step', args=[self.mine.pk]), {'to': 'cancelled'}, follow=True
        )

        self.assertContains(answer, 'may not take it')
        assert Change.objects.get(pk=self.mine.pk).status == 'assessed'

    def test_nothing_is_written_by_rest(self):
        url = reverse('plugins-api:netbox_slm-api:change-detail', args=[self.mine.pk])

        assert self.client.patch(url, {'name': 'x'}, content_type='application/json').status_code == 403
        assert self.client.post(f'{url}compute-flags/').status_code == 403
        assert (
            self.client.post(f'{url}transition/', {'status': 'draft'}, content_type='application/json').status_code
            == 400
        )


class KeptTest(TestCase):
    """What an approval rests on stays, whichever door is tried."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.device = make_device()
        cls.change = make_change(status='approved')
        cls.effect = PlannedEffect.objects.create(change=cls.change, object=cls.device)
        cls.agreement = make_agreement(cls.change)

    def setUp(self):
        self.client.force_login(self.team.manager)

    def test_planned_effects_of_approved_work_are_not_deleted(self):
        one = self.client.post(
            reverse('plugins:netbox_slm:plannedeffect_delete', args=[self.effect.pk]), {'confirm': True}, follow=True
        )
        many = self.client.post(
            reverse('plugins:netbox_slm:plannedeffect_bulk_delete'),
            {'pk': [self.effect.pk], 'confirm': True, '_confirm': True},
            follow=True,
        )
        rest = self.client.delete(reverse('plugins-api:netbox_slm-api:plannedeffect-detail', args=[self.effect.pk]))

        self.assertContains(one, 'was approved with this')
        self.assertContains(many, 'was approved with this')
        assert rest.status_code == 400
        assert PlannedEffect.objects.filter(pk=self.effect.pk).exists()

    def test_agreements_to_approved_work_are_not_deleted(self):
        permit(self.team.manager, CustomerAgreement, 'delete')

        self.client.post(
            reverse('plugins:netbox_slm:customeragreement_delete', args=[self.agreement.pk]), {'confirm': True}
        )

        assert CustomerAgreement.objects.filter(pk=self.agreement.pk).exists()

    def test_they_go_with_the_work_or_with_the_object(self):
        work = make_change(on=[make_device()])
        self.device.delete()
        assert PlannedEffect.objects.get().change == work

        work.delete()
        assert not PlannedEffect.objects.exists()

    def test_before_the_approval_they_can_be_deleted(self):
        effect = PlannedEffect.objects.create(change=make_change(), object=self.device)

        effect.delete()

        assert not PlannedEffect.objects.filter(pk=effect.pk).exists()


class ConcernedTest(TestCase):
    """The page names the customers whom the work concerns, and who of them was told."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.acme, cls.other = make_tenant('Acme'), make_tenant('Umbrella')
        cls.release = make_release()
        make_flag(cls.release, make_sla(tenant=cls.acme))
        ReleaseEffect.objects.create(
            release=cls.release, service=make_service(tenant=cls.other), direction='negative', text='Slower'
        )

    def test_whoever_was_not_told_yet_is_named_with_a_link_to_record_it(self):
        self.client.force_login(self.team.manager)
        Acknowledgement.objects.create(release=self.release, tenant=self.acme)

        page = self.client.get(self.release.get_absolute_url())

        self.assertContains(page, 'Customers concerned')
        self.assertContains(page, 'no answer yet')
        self.assertContains(page, 'not told yet')
        self.assertContains(page, f'tenant={self.other.pk}')
        self.assertNotContains(page, f'tenant={self.acme.pk}"')

    def test_customers_that_may_not_be_seen_are_only_counted(self):
        self.client.force_login(make_user('reader', (Release,)))

        page = self.client.get(self.release.get_absolute_url())

        self.assertContains(page, '2 more that you may not see')
        self.assertNotContains(page, 'Umbrella')
