"""The steps of changes and releases: who may take which, what is refused, what is recorded."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from netbox_slm.analysis.changes import steps_of, transition
from netbox_slm.models import Change, PlannedEffect
from tests.builders import make_device
from tests.changes.base import END, START, Team, make_assessed, make_change, make_release


def errors_of(call, *args):
    """The errors of a refused call, by field, as texts."""
    try:
        with transaction.atomic():
            call(*args)
    except ValidationError as error:
        return {field: ' '.join(messages) for field, messages in error.message_dict.items()}
    raise AssertionError('It was not refused.')


class StepsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def take(self, record, to, user=None):
        return transition(record, to, user or self.team.engineer, self.now)

    def test_a_change_goes_through_all_its_steps_and_each_is_recorded(self):
        change = make_change(requester=self.team.engineer)

        change = self.take(change, 'assessed')
        Change.objects.filter(pk=change.pk).update(flags_computed_at=self.now)
        change = self.take(change, 'slm_review', self.team.manager)
        change = self.take(change, 'approved', self.team.director)
        change = self.take(change, 'scheduled')
        change = self.take(change, 'in_progress')
        change = self.take(change, 'done')

        assert change.submitted_by == self.team.engineer
        assert change.approver == self.team.director
        assert change.submitted_at
        assert change.approved_at
        assert change.actual_start <= change.actual_end

    def test_steps_are_in_the_change_log(self):
        change = self.take(make_change(), 'assessed')

        assert change._prechange_snapshot['status'] == 'draft'

    def test_a_step_that_skips_the_approval_is_refused(self):
        for to in ('approved', 'scheduled', 'in_progress', 'done'):
            assert 'cannot become' in errors_of(self.take, make_change(), to, self.team.director)['status']

    def test_the_end_is_the_end(self):
        change = make_change(status='done', actual_start=self.now, actual_end=self.now)

        assert 'is the end' in errors_of(self.take, change, 'draft')['status']

    def test_what_is_not_planned_is_not_submitted(self):
        change = make_change(planned_start=None, planned_end=None)

        assert set(errors_of(self.take, change, 'assessed')) == {'planned_start', 'planned_end'}

    def test_a_change_without_flags_is_not_approved(self):
        change = make_assessed(flags_computed_at=None)

        assert 'not been computed' in errors_of(self.take, change, 'approved', self.team.director)['status']

    def test_the_requester_does_not_approve(self):
        change = make_assessed(requester=self.team.director)

        assert 'does not approve' in errors_of(self.take, change, 'approved', self.team.director)['status']

    def test_whoever_submitted_does_not_approve(self):
        change = make_assessed(requester=self.team.engineer, submitted_by=self.team.director)

        assert 'does not approve' in errors_of(self.take, change, 'approved', self.team.director)['status']

    def test_the_database_keeps_requester_and_approver_apart(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            make_change(status='approved', requester=self.team.director, approver=self.team.director)

    def test_the_database_keeps_an_approver_with_each_approval(self):
        change = make_change()

        with self.assertRaises(IntegrityError), transaction.atomic():
            Change.objects.filter(pk=change.pk).update(status='approved')

    def test_only_who_has_the_right_takes_a_step(self):
        for to, user in (
            ('approved', self.team.engineer),
            ('approved', self.team.manager),
            ('slm_review', self.team.engineer),
            ('slm_review', self.team.seller),
        ):
            assert 'may not take it' in errors_of(self.take, make_assessed(), to, user)['status'], (to, user)

    def test_a_standard_change_is_approved_beforehand(self):
        change = make_change(type='standard', requester=self.team.engineer)

        change = self.take(change, 'scheduled')

        assert change.approver is None
        assert change.approved_at
        assert next(step.to for step in steps_of(change, self.team.engineer)) == 'in_progress'

    def test_a_standard_change_is_not_major(self):
        change = Change(name='Big', type='standard', significance='major')

        assert 'not approved beforehand' in errors_of(change.full_clean)['type']

    def test_taking_it_back_to_a_draft_withdraws_the_approval(self):
        change = make_change(status='approved')

        change = self.take(change, 'draft')

        assert (change.approver, change.approved_at) == (None, None)

    def test_what_was_approved_stays_as_it_was(self):
        for field, value in (
            ('type', 'emergency'),
            ('significance', 'major'),
            ('planned_start', START + timedelta(minutes=1)),
            ('planned_end', END + timedelta(hours=1)),
        ):
            change = make_change(status='approved')
            setattr(change, field, value)
            assert 'was approved with' in errors_of(change.full_clean)[field], field

    def test_planned_effects_of_what_was_approved_stay_as_they_were(self):
        change = make_change(on=[make_device()])
        effect = change.planned_effects.get()
        Change.objects.filter(pk=change.pk).update(status='approved', approver=self.team.director, approved_at=self.now)
        effect = PlannedEffect.objects.get(pk=effect.pk)
        effect.effect = 'degraded'
        new = PlannedEffect(change=effect.change, object=make_device())

        assert 'was approved with' in errors_of(effect.full_clean)['change']
        assert 'was approved with' in errors_of(new.full_clean)['change']

    def test_moving_the_window_makes_the_flags_stale(self):
        change = make_assessed()

        change.planned_end += timedelta(hours=1)
        change.save()

        assert change.flags_stale_since

    def test_a_new_record_is_a_draft(self):
        for status in ('approved', 'done', 'scheduled'):
            change = Change(name='New', status=status, planned_start=START, planned_end=END)
            assert 'is a draft' in errors_of(change.full_clean)['status']

    def test_a_status_of_ones_own_stands_before_the_approval(self):
        change = make_change(status='waiting', flags_computed_at=self.now)

        steps = [step.to for step in steps_of(change, self.team.director)]

        assert 'approved' in steps
        assert 'scheduled' not in steps

    def test_a_step_that_is_only_forbidden_to_me_is_told_apart_from_one_that_is_blocked(self):
        change = make_assessed()

        steps = {step.to: step for step in steps_of(change, self.team.engineer)}

        assert steps['approved'].is_others
        assert steps['draft'].is_open

    def test_work_does_not_run_in_the_future(self):
        change = make_change(status='in_progress', actual_start=timezone.now() + timedelta(hours=1))

        assert 'future' in errors_of(change.full_clean)['actual_start']

    def test_the_requester_is_fixed_once_it_is_submitted(self):
        change = make_assessed(requester=self.team.engineer)
        change.requester = self.team.manager

        assert 'with its requester' in errors_of(change.full_clean)['requester']


class ReleaseStepsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.now = timezone.now()

    def test_a_release_begins_when_its_changes_are_approved(self):
        release = make_release(status='approved')
        draft = make_change(release=release)
        make_change(release=release, status='cancelled')

        refused = errors_of(transition, release, 'in_progress', self.team.engineer, self.now)
        Change.objects.filter(pk=draft.pk).update(status='approved', approver=self.team.director, approved_at=self.now)
        release = transition(release, 'in_progress', self.team.engineer, self.now)

        assert refused == {'status': '1 of its changes is not approved: approve it or cancel it.'}
        assert release.status == 'in_progress'

    def test_a_release_ends_when_its_changes_have_ended(self):
        release = make_release(status='in_progress', actual_start=self.now)
        make_change(release=release, status='in_progress', actual_start=self.now)

        assert 'has not ended' in errors_of(transition, release, 'done', self.team.engineer, self.now)['status']
