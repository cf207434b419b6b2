"""Rules of planned effects, and incidents that are proposed as caused by a change."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from netbox_slm.analysis.caused_incidents import decide_cause, propose_causes, propose_recent_causes
from netbox_slm.models import CausedIncident, Change, FreezeWindow, PlannedEffect
from tests.builders import make_device, make_incident
from tests.changes.base import END, START, Team, make_change
from tests.changes.test_changes_steps import errors_of


class PlannedEffectRulesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.change, cls.device = make_change(), make_device()

    def effect(self, **fields):
        return PlannedEffect(**({'change': self.change, 'object': self.device} | fields))

    def test_by_default_the_object_is_down_for_the_whole_window(self):
        effect = self.effect()

        assert effect.effect == 'down'
        assert (effect.starts_at, effect.ends_at) == (START, END)

    def test_an_outage_inside_the_window(self):
        effect = self.effect(offset_seconds=1800, outage_seconds=600)
        effect.full_clean()

        assert effect.starts_at == START + timedelta(minutes=30)
        assert effect.ends_at == START + timedelta(minutes=40)

    def test_an_outage_that_lasts_longer_than_the_window_is_refused(self):
        assert (
            'longer than the planned window' in errors_of(self.effect(outage_seconds=7201).full_clean)['outage_seconds']
        )
        assert 'is over by then' in errors_of(self.effect(offset_seconds=7200).full_clean)['offset_seconds']

    def test_each_object_is_named_once(self):
        self.effect().save()

        assert 'already names this object' in errors_of(self.effect().full_clean)['object_id']
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.effect().save()

    def test_objects_that_cannot_be_linked_are_refused(self):
        from django.contrib.contenttypes.models import ContentType

        content_type = ContentType.objects.get_for_model(Change)
        effect = PlannedEffect(change=self.change, object_type=content_type, object_id=self.change.pk)

        assert 'cannot be linked' in errors_of(effect.full_clean)['object_type']

    def test_an_object_that_is_not_there_is_refused(self):
        effect = self.effect()
        effect.object_id = 0

        assert 'There is no device' in errors_of(effect.full_clean)['object_id']

    def test_the_effect_vanishes_with_its_object(self):
        self.effect().save()

        self.device.delete()

        assert not PlannedEffect.objects.exists()

    def test_a_freeze_ends_after_it_begins(self):
        freeze = FreezeWindow(name='Year end', starts_at=END, ends_at=START)

        assert 'ends_at' in errors_of(freeze.full_clean)
        with self.assertRaises(IntegrityError), transaction.atomic():
            freeze.save()


class CausesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.now = timezone.now().replace(microsecond=0)
        cls.device = make_device()
        cls.change = make_change(
            on=[cls.device],
            status='done',
            actual_start=cls.now - timedelta(hours=30),
            actual_end=cls.now - timedelta(hours=28),
        )

    def incident(self, hours, on=None, **fields):
        at = self.now - timedelta(hours=hours)
        return make_incident(on=[on or self.device], name=f'{hours} h ago', reported_at=at, **fields)

    def test_incidents_during_and_soon_after_the_work_on_its_cis_are_proposed(self):
        during, after = self.incident(29), self.incident(5)
        self.incident(31), self.incident(3), self.incident(29, on=make_device()), self.incident(29, status='cancelled')

        found = propose_causes(self.change, self.now)

        assert {cause.incident for cause in found} == {during, after}
        assert {cause.decision for cause in found} == {'proposed'}

    def test_when_it_occurred_counts_rather_than_when_it_was_reported(self):
        incident = self.incident(2, occurred_at=self.now - timedelta(hours=29))

        assert [cause.incident for cause in propose_causes(self.change, self.now)] == [incident]

    def test_what_was_proposed_or_decided_is_not_proposed_again(self):
        self.incident(29)
        (cause,) = propose_causes(self.change, self.now)
        decide_cause(cause, False, Team().manager, self.now)

        assert propose_causes(self.change, self.now) == []
        assert CausedIncident.objects.get().decision == 'rejected'

    def test_work_that_never_ran_caused_nothing(self):
        planned = make_change(on=[self.device])
        self.incident(29)

        assert propose_causes(planned, self.now) == []

    def test_recent_changes_are_looked_at_by_themselves(self):
        self.incident(29)

        assert propose_recent_causes(self.now) == 1
        assert propose_recent_causes(self.now + timedelta(days=30)) == 0

    def test_a_decision_is_recorded_with_who_and_when_and_can_be_changed(self):
        team = Team()
        self.incident(29)
        (cause,) = propose_causes(self.change, self.now)
        self.client.force_login(team.manager)

        self.client.post(reverse('plugins:netbox_slm:causedincident_confirm', args=[cause.pk]))
        cause.refresh_from_db()
        confirmed = (cause.decision, cause.decided_by)
        self.client.post(reverse('plugins:netbox_slm:causedincident_reject', args=[cause.pk]))
        cause.refresh_from_db()

        assert confirmed == ('confirmed', team.manager)
        assert cause.decision == 'rejected'
