"""An approval holds for what was approved: judged on flags of that moment, and asked for again where that changes."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from users.models import Token

from netbox_slm.analysis.changes import steps_of, transition
from netbox_slm.models import Change, CustomerAgreement, PlannedEffect, Release
from tests.agreements.base import make_user, permit
from tests.builders import make_device, make_incident, make_sla
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
    make_release,
)
from tests.changes.test_changes_steps import errors_of


def api_of(user):
    token = Token(user=user)
    token.save()
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f'Bearer nbt_{token.key}.{token.token}')
    return api


def refusal_of(record, to, user):
    """As `errors_of()` of a step; what the refusal leaves behind stays."""
    try:
        transition(record, to, user, timezone.now())
    except ValidationError as error:
        return {field: ' '.join(messages) for field, messages in error.message_dict.items()}
    raise AssertionError('It was not refused.')


def stored(record):
    return type(record).objects.get(pk=record.pk)


class PairTest(TestCase):
    """Both halves of a redundant pair, approved by one request: the second is judged with the first."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.sla, *switches = make_promise('Acme gold', redundant=True)
        fields = {'significance': 'major', 'requester': cls.team.engineer}
        cls.pair = [flagged(make_assessed(on=[switch], **fields)) for switch in switches]

    def setUp(self):
        self.client.force_login(self.team.director)
        self.api = api_of(self.team.director)

    def statuses(self):
        return [stored(change).status for change in self.pair]

    def test_neither_half_alone_goes_beyond_the_sla(self):
        for change in self.pair:
            assert not change.impacts.current().beyond().exists()

    def test_bulk_edit_approves_neither(self):
        answer = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'),
            {'pk': [change.pk for change in self.pair], 'status': 'approved', '_apply': '1'},
            follow=True,
        )

        self.assertContains(answer, 'Acme gold')
        assert self.statuses() == ['assessed', 'assessed']

    def test_a_list_by_rest_approves_neither(self):
        url = reverse('plugins-api:netbox_slm-api:change-list')

        answer = self.api.patch(url, [{'id': change.pk, 'status': 'approved'} for change in self.pair], format='json')

        assert answer.status_code == 400, answer.content
        assert 'Acme gold' in answer.content.decode()
        assert self.statuses() == ['assessed', 'assessed']

    def test_an_import_approves_neither(self):
        rows = '\n'.join(f'{change.pk},approved' for change in self.pair)

        answer = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_import'),
            {'data': f'id,status\n{rows}', 'format': 'csv', 'csv_delimiter': ',', 'import_method': 'direct'},
        )

        self.assertContains(answer, 'Acme gold')
        assert self.statuses() == ['assessed', 'assessed']

    def test_one_after_the_other_the_second_needs_the_agreement(self):
        first, second = self.pair
        transition(first, 'approved', self.team.director, timezone.now())

        refused = refusal_of(second, 'approved', self.team.director)['status']
        make_agreement(second, self.sla)
        approved = transition(second, 'approved', self.team.director, timezone.now())

        assert 'Acme gold' in refused
        assert second.impacts.current().beyond().exists()
        assert approved.status == 'approved'

    def test_even_agreed_to_both_are_not_approved_at_once_as_nobody_saw_what_they_do_together(self):
        for change in self.pair:
            make_agreement(change, self.sla)

        answer = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'),
            {'pk': [change.pk for change in self.pair], 'status': 'approved', '_apply': '1'},
            follow=True,
        )

        self.assertContains(answer, 'than its flags said')
        assert self.statuses() == ['assessed', 'assessed']


class CurrentFlagsTest(TestCase):
    """An approval is judged on what the flags are at that moment."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def approve(self, record, to='approved', user=None):
        return transition(record, to, user or self.team.director, self.now)

    def test_flags_are_computed_in_the_same_step(self):
        sla, device = make_promise('Acme gold')
        change = make_assessed(significance='major', on=[device])

        refused = refusal_of(change, 'approved', self.team.director)['status']

        assert 'written agreement' in refused
        assert 'Acme gold' in refused
        assert change.impacts.current().get().sla == sla  # what it was refused by is there to be seen

    def test_stale_flags_are_computed_again_in_the_same_step(self):
        change = make_assessed(on=[make_device()], flags_stale_since=self.now)

        approved = self.approve(change)

        assert approved.status == 'approved'
        assert stored(change).flags_stale_since is None

    def test_what_grew_worse_since_it_was_shown_is_looked_at_first(self):
        sla, switch, partner = make_promise('Acme gold', redundant=True)
        change = flagged(make_assessed(on=[switch]))
        make_incident(on=[partner], reported_at=self.now - timedelta(hours=1))

        refused = refusal_of(change, 'approved', self.team.director)['status']

        assert 'worse' in refused
        assert 'Acme gold' in refused
        assert change.impacts.current().get(sla=sla).worst_state == 'down'
        assert self.approve(change).status == 'approved'  # a minor one, now that it was seen

    def test_a_standard_change_is_judged_on_flags_of_the_moment_too(self):
        _sla, device = make_promise('Acme gold')
        change = make_change(type='standard', on=[device])

        refused = refusal_of(change, 'scheduled', self.team.engineer)

        assert 'not approved beforehand' in refused['type']
        assert change.impacts.current().exists()

    def test_a_standard_change_that_touches_nothing_is_scheduled_with_flags(self):
        change = make_change(type='standard', on=[make_device()])

        self.approve(change, 'scheduled', self.team.engineer)

        assert stored(change).flags_computed_at

    def test_by_rest_too_and_what_it_was_refused_by_is_kept(self):
        _sla, device = make_promise('Acme gold')
        change = make_change(type='standard', on=[device])
        url = reverse('plugins-api:netbox_slm-api:change-detail', args=[change.pk])

        answer = api_of(self.team.engineer).patch(url, {'status': 'scheduled'}, format='json')

        assert answer.status_code == 400, answer.content
        assert 'not approved beforehand' in str(answer.json()['type'])
        assert change.impacts.current().exists()

    def test_saving_work_that_is_in_hand_does_not_take_away_that_its_flags_are_stale(self):
        change = make_assessed()
        in_hand = stored(change)
        Change.objects.filter(pk=change.pk).update(flags_stale_since=self.now)

        in_hand.description = 'Something else'
        in_hand.save()

        assert stored(change).flags_stale_since == self.now


class KeptReleaseTest(TestCase):
    """What an approved release consists of stays as it was approved."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def setUp(self):
        self.release = make_release('Core 2027-03', status='approved')
        self.member = make_change(release=None, on=[make_device()])
        Change.objects.filter(pk=self.member.pk).update(release=self.release)
        self.member.refresh_from_db()
        self.client.force_login(self.team.manager)

    def refused(self, change, **values):
        for name, value in values.items():
            setattr(change, name, value)
        return errors_of(change.full_clean)

    def test_no_change_joins_it(self):
        assert 'was approved' in self.refused(make_change(), release=self.release)['release']

    def test_none_is_recorded_in_it(self):
        new = Change(name='New', release=self.release)

        assert 'was approved' in errors_of(new.full_clean)['release']

    def test_none_leaves_it(self):
        assert 'was approved' in self.refused(self.member, release=None)['release']
        assert 'was approved' in self.refused(stored(self.member), release=make_release())['release']

    def test_none_leaves_it_by_bulk_edit_rest_or_import(self):
        api = api_of(self.team.manager)
        self.client.post(
            reverse('plugins:netbox_slm:change_bulk_edit'),
            {'pk': [self.member.pk], '_nullify': ['release'], '_apply': '1'},
        )
        url = reverse('plugins-api:netbox_slm-api:change-list')
        single = api.patch(f'{url}{self.member.pk}/', {'release': None}, format='json')
        several = api.patch(url, [{'id': self.member.pk, 'release': None}], format='json')
        self.client.post(
            reverse('plugins:netbox_slm:change_bulk_import'),
            {
                'data': f'id,release\n{self.member.pk},',
                'format': 'csv',
                'csv_delimiter': ',',
                'import_method': 'direct',
            },
        )

        assert single.status_code == several.status_code == 400
        assert 'Core 2027-03' in str(single.json()['release'])
        assert stored(self.member).release == self.release

    def test_what_its_changes_do_and_when_stays(self):
        for field, value in (
            ('planned_end', END + timedelta(hours=1)),
            ('planned_start', START - timedelta(hours=1)),
            ('significance', 'major'),
            ('type', 'emergency'),
        ):
            assert 'was approved' in self.refused(stored(self.member), **{field: value})[field], field

    def test_planned_effects_of_its_changes_are_neither_added_nor_changed_nor_deleted(self):
        effect = self.member.planned_effects.get()
        effect.outage_seconds = 60
        new = PlannedEffect(change=self.member, object=make_device())

        answer = self.client.post(
            reverse('plugins:netbox_slm:plannedeffect_delete', args=[effect.pk]), {'confirm': True}, follow=True
        )

        assert 'was approved' in errors_of(effect.full_clean)['change']
        assert 'was approved' in errors_of(new.full_clean)['change']
        self.assertContains(answer, 'was approved')
        assert self.member.planned_effects.count() == 1

    def test_a_change_of_it_may_be_cancelled_and_does_not_come_back(self):
        transition(self.member, 'cancelled', self.team.engineer, self.now)

        refused = errors_of(transition, self.member, 'draft', self.team.engineer, self.now)['status']
        steps = {step.to: step for step in steps_of(stored(self.member), self.team.engineer)}

        assert 'was approved' in refused
        assert not steps['draft'].is_open

    def test_back_in_a_draft_all_of_it_can_be_changed(self):
        transition(self.release, 'draft', self.team.director, self.now)
        member = stored(self.member)
        member.planned_end -= timedelta(minutes=30)

        member.full_clean()
        member.release = None
        member.full_clean()

    def test_what_it_says_beside_that_can_be_changed(self):
        self.member.name, self.member.plan = 'Better words', 'Copy, reload'

        self.member.full_clean()

    def test_a_release_that_may_not_be_viewed_is_not_named(self):
        user = make_user()
        permit(user, Change, 'view', 'change')
        url = reverse('plugins-api:netbox_slm-api:change-detail', args=[self.member.pk])

        answer = api_of(user).patch(url, {'planned_end': (END + timedelta(hours=1)).isoformat()}, format='json')

        assert answer.status_code == 400
        assert 'was approved' in str(answer.json()['planned_end'])
        assert 'Core 2027-03' not in answer.content.decode()

    def test_a_release_is_not_approved_while_a_change_is_planned_outside_its_time(self):
        release = make_assessed(model=Release)
        outside = make_change(release=release, planned_end=END + timedelta(hours=2))

        refused = errors_of(transition, release, 'approved', self.team.director, self.now)['status']
        outside.planned_end = END
        outside.save()

        assert '1 of its changes' in refused
        assert transition(release, 'approved', self.team.director, self.now).status == 'approved'


class AskedAgainTest(TestCase):
    """Agreements are looked at again when the work is scheduled and begun."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def take(self, record, to):
        return transition(record, to, self.team.engineer, self.now)

    def test_work_that_goes_beyond_an_sla_by_now_does_not_begin_without_its_customer(self):
        sla, switch, partner = make_promise('Acme gold', redundant=True)
        change = flagged(make_assessed(significance='major', on=[switch]))
        change = transition(change, 'approved', self.team.director, self.now)
        make_incident(on=[partner], reported_at=self.now - timedelta(hours=1))

        refused = [errors_of(self.take, change, to)['status'] for to in ('scheduled', 'in_progress')]
        make_agreement(change, sla)

        for message in refused:
            assert 'Acme gold' in message
        assert self.take(self.take(change, 'scheduled'), 'in_progress').status == 'in_progress'

    def test_a_standard_change_that_goes_beyond_an_sla_by_now_does_not_begin(self):
        _sla, switch, partner = make_promise('Acme gold', redundant=True)
        change = self.take(make_change(type='standard', on=[switch]), 'scheduled')
        make_incident(on=[partner], reported_at=self.now - timedelta(hours=1))

        assert 'not approved beforehand' in errors_of(self.take, change, 'in_progress')['type']


class AgreementTest(TestCase):
    """One agreement is about one piece of work and what it was given for."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()

    def setUp(self):
        self.change, self.sla, _device = make_flagged(requester=self.team.engineer)
        self.agreement = make_agreement(self.change, self.sla)

    def refused(self, **values):
        agreement = stored(self.agreement)
        for name, value in values.items():
            setattr(agreement, name, value)
        return errors_of(agreement.full_clean)

    def test_it_is_not_moved_to_other_work_or_another_agreement(self):
        other, other_sla = make_change(), make_sla()
        release = make_release()

        assert 'record a new one' in self.refused(change=other)['change']
        assert 'record a new one' in self.refused(change=None, release=release)['change']
        assert 'record a new one' in self.refused(sla=other_sla)['sla']
        assert 'record a new one' in self.refused(sla=None, tenant=self.sla.tenant)['sla']

    def test_not_by_rest_either(self):
        other = make_change()
        url = reverse('plugins-api:netbox_slm-api:customeragreement-detail', args=[self.agreement.pk])

        answer = api_of(self.team.manager).patch(url, {'change': other.pk}, format='json')

        assert answer.status_code == 400
        assert 'record a new one' in str(answer.json()['change'])

    def test_it_is_not_made_less_while_the_work_is_approved_with_it(self):
        transition(self.change, 'approved', self.team.director, timezone.now())

        assert 'was approved' in self.refused(form='verbal')['form']

    def test_the_proof_in_writing_is_not_taken_back_while_the_work_is_approved_with_it(self):
        CustomerAgreement.objects.filter(pk=self.agreement.pk).update(
            form='verbal', written_due_on=timezone.localdate(), written_at=timezone.now()
        )
        transition(self.change, 'approved', self.team.director, timezone.now())

        assert 'was approved' in self.refused(written_at=None)['written_at']

    def test_who_agreed_can_be_corrected(self):
        self.agreement.agreed_by = 'Ms Weber-Klein'

        self.agreement.full_clean()


class DeletionTest(TestCase):
    """What customers agreed to is not deleted with the work."""

    @classmethod
    def setUpTestData(cls):
        cls.admin = get_user_model().objects.create_superuser('admin')

    def setUp(self):
        self.client.force_login(self.admin)
        self.change, self.sla, _device = make_flagged()
        self.agreement = make_agreement(self.change, self.sla)

    def delete(self, record):
        url = reverse(f'plugins:netbox_slm:{record._meta.model_name}_delete', args=[record.pk])
        return self.client.post(url, {'confirm': True}, follow=True)

    def test_a_change_with_an_agreement_is_cancelled_and_not_deleted(self):
        answer = self.delete(self.change)

        self.assertContains(answer, 'cancel it')
        assert stored(self.change)

    def test_a_release_with_an_agreement_neither(self):
        release = make_release()
        make_agreement(release)

        self.assertContains(self.delete(release), 'cancel it')
        assert stored(release)

    def test_not_with_others_and_not_by_rest(self):
        other = make_change()
        pks = [self.change.pk, other.pk]
        api = api_of(self.admin)
        url = reverse('plugins-api:netbox_slm-api:change-list')

        listed = self.client.post(
            reverse('plugins:netbox_slm:change_bulk_delete'),
            {'pk': pks, 'confirm': True, '_confirm': True},
            follow=True,
        )
        single = api.delete(f'{url}{self.change.pk}/')
        several = api.delete(url, [{'id': pk} for pk in pks], format='json')

        self.assertContains(listed, 'cancel it')
        assert single.status_code >= 400
        assert several.status_code >= 400
        assert Change.objects.filter(pk__in=pks).count() == 2

    def test_without_the_agreement_it_is_deleted(self):
        self.delete(self.agreement)
        self.delete(self.change)

        assert not Change.objects.filter(pk=self.change.pk).exists()

    def test_a_change_of_an_approved_release_is_not_deleted_from_under_it(self):
        release = make_release(status='approved')
        member = make_change()
        Change.objects.filter(pk=member.pk).update(release=release)

        self.assertContains(self.delete(stored(member)), 'was approved')
        assert stored(member)

    def test_a_release_leaves_its_changes_behind(self):
        release = make_release()
        member = make_change(release=release)

        self.delete(release)

        assert stored(member).release is None


class BulkEditOfReleasesTest(TestCase):
    """A bulk edit of releases with changes in them holds to the rules of each."""

    @classmethod
    def setUpTestData(cls):
        cls.team = Team()

    def edit(self, user, releases, **values):
        self.client.force_login(user)
        return self.client.post(
            reverse('plugins:netbox_slm:release_bulk_edit'),
            {'pk': [release.pk for release in releases], **values, '_apply': '1'},
            follow=True,
        )

    def test_a_release_is_not_done_before_its_changes_and_then_none_is(self):
        now = timezone.now()
        empty, full = (make_release(status='in_progress', actual_start=now) for _number in range(2))
        make_change(release=full, status='in_progress', actual_start=now)

        answer = self.edit(self.team.manager, [empty, full], status='done')

        self.assertContains(answer, 'has not ended')
        assert {stored(release).status for release in (empty, full)} == {'in_progress'}

    def test_both_halves_of_a_pair_in_one_release_are_judged_together(self):
        _sla, *switches = make_promise('Acme gold', redundant=True)
        release = make_assessed(model=Release, significance='major', requester=self.team.engineer)
        for switch in switches:
            make_change(release=release, on=[switch])

        answer = self.edit(self.team.director, [release], status='approved')

        self.assertContains(answer, 'Acme gold')
        assert stored(release).status == 'assessed'

    def test_the_time_of_drafts_is_moved_and_their_flags_are_marked(self):
        release = make_release(flags_computed_at=timezone.now())
        make_change(release=release)

        self.edit(self.team.manager, [release], planned_end=f'{timezone.localtime(END):%Y-%m-%d} 23:30:00')

        assert stored(release).planned_end != END
        assert stored(release).flags_stale_since
