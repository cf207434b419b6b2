"""What a release introduces: proposed, confirmed, merged into services and SLAs when it is done (process §7.3)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from netbox_slm.analysis.changes import transition
from netbox_slm.analysis.release_elements import confirm_element, covering_slas, decline_element
from netbox_slm.models import Release, ReleaseEffect, ReleaseElement, ServiceComponent
from tests.agreements.base import make_user, permit
from tests.builders import make_component, make_device, make_service, make_sla, make_tenant
from tests.changes.base import Team, make_release
from tests.changes.test_changes_steps import errors_of


class ElementsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()
        cls.acme = make_tenant('Acme')
        cls.service = make_service('Payroll', tenant=cls.acme)
        cls.sla = make_sla('Acme gold', services=[cls.service], tenant=cls.acme)
        cls.device = make_device('SRV-9')

    def running(self):
        return make_release(status='in_progress', actual_start=self.now)

    def element(self, release=None, **fields):
        fields = {'service': self.service, 'object': self.device} | fields
        return ReleaseElement.objects.create(release=release or self.running(), **fields)

    def finish(self, release):
        return transition(release, 'done', self.team.engineer, timezone.now())

    def test_a_confirmed_component_joins_the_service_when_the_release_is_done(self):
        group = self.service.redundancy_groups.create(name='Servers')
        element = self.element(redundancy_group=group)

        confirm_element(element, self.team.manager, self.now)
        before = self.service.components.count()
        release = self.finish(element.release)

        component = self.service.components.get()
        element.refresh_from_db()
        assert before == 0
        assert (component.object, component.redundancy_group) == (self.device, group)
        assert component.since == release.actual_end
        assert element.decided_by == self.team.manager
        assert element.merged_at

    def test_what_is_only_proposed_or_declined_takes_no_effect(self):
        release = self.running()
        self.element(release)
        declined = self.element(release, object=make_device())

        decline_element(declined, self.team.manager, self.now)
        self.finish(release)

        assert not self.service.components.exists()

    def test_what_is_confirmed_after_the_release_is_done_takes_effect_at_once(self):
        element = self.element(make_release(status='done', actual_start=self.now, actual_end=self.now))

        confirm_element(element, self.team.manager, self.now)

        assert self.service.components.get().object == self.device

    def test_what_is_a_component_already_stays_as_it_is(self):
        component = make_component(self.service, self.device)
        element = self.element()

        confirm_element(element, self.team.manager, self.now)
        self.finish(element.release)

        assert list(ServiceComponent.objects.all()) == [component]

    def test_a_new_service_is_proposed_to_the_active_slas_of_its_customer(self):
        mail = make_service('Mail', tenant=self.acme)
        make_sla('Acme draft', tenant=self.acme, status='draft')
        make_sla('Others')
        element = self.element(service=mail, object=None)

        assert list(covering_slas(element)) == [self.sla]

    def test_a_confirmed_new_service_joins_its_slas_when_the_release_is_done(self):
        mail = make_service('Mail', tenant=self.acme)
        element = self.element(service=mail, object=None)

        confirm_element(element, self.team.manager, self.now)
        assert mail not in self.sla.services.all()
        self.finish(element.release)

        assert mail in self.sla.services.all()
        assert self.service in self.sla.services.all()

    def test_a_new_service_that_no_sla_would_cover_is_not_confirmed(self):
        element = self.element(service=make_service('Orphan'), object=None)

        refused = errors_of(confirm_element, element, self.team.manager, self.now)

        assert 'choose the SLAs' in refused['slas']
        element.refresh_from_db()
        assert element.state == 'proposed'

    def test_a_decision_is_taken_once(self):
        element = self.element()
        decline_element(element, self.team.manager, self.now)

        assert 'already decided' in errors_of(confirm_element, element, self.team.manager, self.now)['state']

    def test_what_took_effect_is_kept_as_a_record(self):
        element = self.element()
        confirm_element(element, self.team.manager, self.now)
        self.finish(element.release)
        element.refresh_from_db()
        element.service = make_service('Other')

        with self.assertRaisesMessage(ValidationError, 'kept as a record'):
            element.full_clean()

    def test_a_group_of_another_service_is_refused(self):
        element = self.element()
        element.redundancy_group = make_service('Other').redundancy_groups.create(name='Foreign')

        assert 'another service' in errors_of(element.full_clean)['redundancy_group']

    def test_a_service_that_is_new_joins_no_group(self):
        element = ReleaseElement(
            release=self.running(),
            service=self.service,
            redundancy_group=self.service.redundancy_groups.create(name='Servers'),
        )

        assert 'Only a CI' in errors_of(element.full_clean)['redundancy_group']
        with self.assertRaises(IntegrityError), transaction.atomic():
            element.save()

    def test_nothing_is_introduced_twice(self):
        element = self.element()
        twin = ReleaseElement(release=element.release, service=self.service, object=self.device)

        assert 'already introduces' in errors_of(twin.full_clean)['object_id']
        with self.assertRaises(IntegrityError), transaction.atomic():
            twin.save()

    def test_the_element_vanishes_with_its_object(self):
        element = self.element()

        self.device.delete()

        assert not ReleaseElement.objects.filter(pk=element.pk).exists()

    def test_an_effect_is_on_a_service_or_an_sla(self):
        effect = ReleaseEffect(release=self.running(), direction='positive', text='Faster')

        assert 'Name the service' in errors_of(effect.full_clean)['service']
        with self.assertRaises(IntegrityError), transaction.atomic():
            effect.save()

    def test_every_door_that_ends_a_release_brings_it_into_effect(self):
        element = self.element()
        confirm_element(element, self.team.manager, self.now)
        self.client.force_login(self.team.director)

        self.client.post(
            reverse('plugins:netbox_slm:release_bulk_edit'),
            {'pk': [element.release.pk], 'status': 'done', '_apply': '1'},
        )

        assert Release.objects.get().status == 'done'
        assert self.service.components.get().object == self.device

    def test_the_buttons_of_the_page_decide(self):
        element = self.element()
        self.client.force_login(self.team.manager)
        page = self.client.get(element.get_absolute_url())

        self.client.post(reverse('plugins:netbox_slm:releaseelement_confirm', args=[element.pk]))

        self.assertContains(page, reverse('plugins:netbox_slm:releaseelement_confirm', args=[element.pk]))
        self.assertContains(page, 'Acme gold')
        element.refresh_from_db()
        assert (element.state, element.decided_by) == ('confirmed', self.team.manager)

    def test_who_may_only_change_an_element_does_not_confirm_it(self):
        element = self.element()
        self.client.force_login(self.team.engineer)

        answer = self.client.post(reverse('plugins:netbox_slm:releaseelement_confirm', args=[element.pk]))

        assert answer.status_code == 403
        element.refresh_from_db()
        assert element.state == 'proposed'

    def test_rest_has_no_other_way_to_confirm(self):
        user = make_user('writer')
        for model in (Release, ReleaseElement, type(self.service)):
            permit(user, model, 'view', 'change')
        element = self.element()
        self.client.force_login(user)
        url = reverse('plugins-api:netbox_slm-api:releaseelement-detail', args=[element.pk])

        self.client.patch(url, {'state': 'confirmed'}, content_type='application/json')
        refused = self.client.post(f'{url}confirm/', content_type='application/json')

        assert refused.status_code == 403
        element.refresh_from_db()
        assert element.state == 'proposed'
