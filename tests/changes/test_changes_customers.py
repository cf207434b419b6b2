"""What customers say: agreements with their rules, written ones that are chased, acknowledgements."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from extras.models import Notification

from netbox_slm import filtersets
from netbox_slm.analysis.chasing import chase_written_agreements, due_agreements
from netbox_slm.models import Acknowledgement, CustomerAgreement
from netbox_slm.tasks import follow_up_changes
from tests.builders import make_sla, make_tenant
from tests.changes.base import Team, make_agreement, make_change, make_release, tell_of_chasing
from tests.changes.test_changes_steps import errors_of


class AgreementRulesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.change, cls.sla = make_change(), make_sla()

    def agreement(self, **fields):
        fields = {'change': self.change, 'sla': self.sla, 'form': 'written', 'agreed_by': 'Ms Weber'} | fields
        return CustomerAgreement(**fields)

    def refusal(self, **fields):
        return errors_of(self.agreement(**fields).full_clean)

    def test_it_is_about_one_change_or_one_release(self):
        assert 'release' in self.refusal(release=make_release())
        assert 'change' in self.refusal(change=None)
        with self.assertRaises(IntegrityError), transaction.atomic():
            make_agreement(self.change, self.sla, release=make_release())

    def test_it_names_an_sla_or_a_customer_and_they_fit_together(self):
        assert 'sla' in self.refusal(sla=None)
        assert 'not the customer' in self.refusal(tenant=make_tenant())['tenant']
        self.agreement(sla=None, tenant=self.sla.tenant).full_clean()

    def test_it_names_who_agreed(self):
        assert 'agreed_by' in self.refusal(agreed_by='')
        with self.assertRaises(IntegrityError), transaction.atomic():
            make_agreement(self.change, self.sla, agreed_by='')

    def test_it_does_not_happen_in_the_future(self):
        assert 'future' in self.refusal(agreed_at=timezone.now() + timedelta(hours=1))['agreed_at']

    def test_only_a_verbal_one_falls_due(self):
        assert 'does not fall due' in self.refusal(written_due_on=timezone.localdate())['written_due_on']
        with self.assertRaises(IntegrityError), transaction.atomic():
            make_agreement(self.change, self.sla, written_due_on=timezone.localdate())

    def test_it_is_written_after_it_was_given(self):
        now = timezone.now()

        refused = self.refusal(form='verbal', agreed_at=now, written_at=now - timedelta(hours=1))

        assert 'before the verbal agreement' in refused['written_at']

    def test_it_needs_a_time_to_agree_to(self):
        change = make_change(planned_start=None, planned_end=None)

        assert 'plan the window' in self.refusal(change=change)['change']

    def test_it_keeps_the_window_that_was_agreed_to_and_who_recorded_it(self):
        team = Team()
        self.client.force_login(team.seller)

        self.client.post(
            reverse('plugins:netbox_slm:customeragreement_add'),
            {
                'change': self.change.pk,
                'sla': self.sla.pk,
                'form': 'written',
                'agreed_by': 'Ms Weber',
                'agreed_at': '2026-03-01 10:00:00',
            },
        )

        agreement = CustomerAgreement.objects.get()
        assert agreement.recorded_by == team.seller
        assert (agreement.window_start, agreement.window_end) == (self.change.planned_start, self.change.planned_end)


class ChasingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def verbal(self, days=-1, record=None, **fields):
        return make_agreement(
            record or make_change(),
            form='verbal',
            written_due_on=timezone.localdate(self.now) + timedelta(days=days),
            **fields,
        )

    def test_what_is_due_is_told_to_whom_an_event_rule_names(self):
        tell_of_chasing(self.team.manager)
        agreement = self.verbal()

        told = chase_written_agreements(self.now)

        notification = Notification.objects.get()
        assert told == 1
        assert (notification.object, notification.user) == (agreement, self.team.manager)
        assert notification.event.text == 'Written agreement due'

    def test_it_is_told_once_a_day_until_it_is_written(self):
        agreement = self.verbal()

        first, second = chase_written_agreements(self.now), chase_written_agreements(self.now + timedelta(minutes=1))
        tomorrow = chase_written_agreements(self.now + timedelta(days=1))
        agreement.written_at = timezone.now()
        agreement.save()

        assert (first, second, tomorrow) == (1, 0, 1)
        assert chase_written_agreements(self.now + timedelta(days=2)) == 0

    def test_what_is_not_due_yet_is_left_alone(self):
        self.verbal(days=1)

        assert chase_written_agreements(self.now) == 0

    def test_it_is_due_on_its_day(self):
        agreement = self.verbal(days=0)

        assert list(due_agreements(self.now)) == [agreement]

    def test_cancelled_work_needs_no_written_agreement(self):
        self.verbal(record=make_change(status='cancelled'))
        self.verbal(record=make_release(status='cancelled'))

        assert chase_written_agreements(self.now) == 0

    def test_a_written_one_is_never_chased(self):
        make_agreement(make_change())

        assert chase_written_agreements(self.now + timedelta(days=99)) == 0

    def test_the_task_of_beat_chases(self):
        self.verbal()

        assert follow_up_changes()['chased'] == 1

    def test_the_list_of_what_is_not_written_yet(self):
        waiting = self.verbal()
        make_agreement(make_change())
        self.verbal(record=make_change(status='cancelled'))

        found = filtersets.CustomerAgreementFilterSet({'awaits_writing': True}, CustomerAgreement.objects.all())

        assert list(found.qs) == [waiting]

    def test_the_days_until_it_is_due_are_a_setting(self):
        from django.conf import settings

        plugins = {**settings.PLUGINS_CONFIG, 'netbox_slm': {**settings.PLUGINS_CONFIG['netbox_slm']}}
        plugins['netbox_slm']['written_agreement_days'] = 14
        with override_settings(PLUGINS_CONFIG=plugins):
            agreement = make_agreement(make_change(), form='verbal')

        assert agreement.written_due_on == timezone.localdate(agreement.agreed_at) + timedelta(days=14)


class AcknowledgementRulesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.release, cls.tenant = make_release(), make_tenant()

    def test_it_names_who_gave_it(self):
        now = timezone.now()
        fields = {'release': self.release, 'tenant': self.tenant, 'told_at': now, 'acknowledged_at': now}

        assert 'acknowledged_by' in errors_of(Acknowledgement(**fields).full_clean)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Acknowledgement.objects.create(**fields)

    def test_it_follows_what_was_told(self):
        now = timezone.now()
        fields = {
            'release': self.release,
            'tenant': self.tenant,
            'told_at': now,
            'acknowledged_at': now - timedelta(hours=1),
            'acknowledged_by': 'Ms Weber',
        }

        assert 'before the customer was told' in errors_of(Acknowledgement(**fields).full_clean)['acknowledged_at']
        with self.assertRaises(IntegrityError), transaction.atomic():
            Acknowledgement.objects.create(**fields)

    def test_without_an_answer_it_is_open(self):
        waiting = Acknowledgement.objects.create(release=self.release, tenant=self.tenant)
        now = timezone.now()
        Acknowledgement.objects.create(
            release=self.release, tenant=self.tenant, told_at=now, acknowledged_at=now, acknowledged_by='Ms Weber'
        )

        found = filtersets.AcknowledgementFilterSet({'open': True}, Acknowledgement.objects.all())

        assert list(found.qs) == [waiting]
