"""What the pages show: the answer first, flags, steps, tabs, the calendar and its feed; and what they hide."""

from datetime import timedelta

from dateutil.parser import parse
from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from netbox_slm.analysis.calendar_feed import renew_token, token_of, user_of
from netbox_slm.analysis.work_calendar import entries_between
from netbox_slm.models import Change, FreezeWindow, MaintenanceWindow, Release, SLAImpact
from tests.agreements.base import make_user, permit
from tests.builders import at, make_component, make_device, make_incident, make_service, make_sla, make_tenant
from tests.changes.base import (
    HOUR_US,
    MINUTE_US,
    Team,
    make_assessed,
    make_change,
    make_flag,
    make_flagged,
    make_release,
)
from tests.graph.things import make_port


class ChangePageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()

    def page(self, record, user=None):
        self.client.force_login(user or self.team.manager)
        return self.client.get(record.get_absolute_url())

    def test_the_answer_comes_first(self):
        acme = make_tenant('Acme')
        sla = make_sla('Acme gold', tenant=acme)
        change = make_assessed(significance='major')
        make_flag(change, sla, service=make_service('Payroll'), counted_us=90 * MINUTE_US)
        make_flag(change, sla, service=make_service('Mail'), is_breach=False, worst_state='degraded')

        page = self.page(change)

        self.assertContains(page, 'It takes 1 service of 1 customer down.')
        self.assertContains(page, 'It degrades 1 service.')
        self.assertContains(page, 'It breaks Acme gold.')
        self.assertContains(page, 'It is planned from')

    def test_a_draft_says_when_its_flags_come(self):
        self.assertContains(self.page(make_change()), 'is computed when it is submitted')

    def test_flags_show_the_worst_of_each_sla_with_its_budget_and_forecast(self):
        sla = make_sla('Acme gold')
        change = make_assessed()
        make_flag(
            change,
            sla,
            service=make_service('Payroll'),
            counted_us=HOUR_US,
            budget_us=2 * HOUR_US,
            budget_before_us=HOUR_US,
            budget_after_us=0,
            target_percent='99.9',
            forecast_percent='99.899999',
            tier='Below 99.9 %',
            credit_amount='250.00',
            currency='EUR',
        )
        make_flag(change, sla, service=make_service('Mail'), is_breach=False, worst_state='at_risk')

        page = self.page(change)

        self.assertContains(page, 'Breach')
        self.assertContains(page, '99.89\xa0% of 99.9\xa0%')
        self.assertContains(page, 'Below 99.9 %')
        self.assertContains(page, 'Budget of 2 h: 1 h consumed, 1 h planned, 0 min left.')
        self.assertContains(page, '1 more')

    def test_stale_flags_are_marked(self):
        change = make_assessed(flags_stale_since=timezone.now())

        self.assertContains(self.page(change), 'This is stale')

    def test_a_reason_names_only_what_may_be_seen(self):
        device = make_device('SW-SECRET')
        change = make_assessed()
        make_flag(change, reason=[{'type': 'dcim.device', 'id': device.pk, 'relation': 'required'}])
        reader = make_user('reader', (Change, SLAImpact, type(make_sla())))

        page = self.page(change, reader)

        self.assertContains(page, 'something that you may not see')
        self.assertNotContains(page, 'SW-SECRET')
        self.assertContains(self.page(change), 'SW-SECRET')

    def test_collisions_are_named_that_which_makes_it_worse_first(self):
        change, other = make_assessed(), make_change('Upgrade SW-2')
        incident = make_incident(name='Fan broken', reported_at='2026-03-01 10:00')
        make_flag(
            change,
            collisions=[
                {'kind': 'incident', 'type': 'netbox_slm.incident', 'id': incident.pk, 'is_worse': False},
                {'kind': 'change', 'type': 'netbox_slm.change', 'id': other.pk, 'is_worse': True},
            ],
        )

        text = self.page(change).content.decode()

        assert text.index('Upgrade SW-2') < text.index('Fan broken')
        assert 'Together they do more than each alone.' in text

    def test_a_component_that_collides_is_named_with_its_device(self):
        device = make_device('SW-9')
        port = make_port(device)
        change = make_assessed()
        make_flag(change, collisions=[{'kind': 'redundancy', 'type': 'dcim.powerport', 'id': port.pk}])
        reader = make_user('reader', (Change, SLAImpact, type(make_sla()), type(port)))

        self.assertRegex(self.page(change).content.decode(), rf'>{port}</a> of <a [^>]*>SW-9</a>')
        self.assertNotContains(self.page(change, reader), 'SW-9')
        self.assertContains(self.page(change, reader), str(port))

    def test_an_sla_that_may_not_be_seen_is_only_counted(self):
        change = make_assessed()
        make_flag(change, make_sla('Secret SLA'))
        reader = make_user('reader', (Change,))

        page = self.page(change, reader)

        self.assertContains(page, '1 more SLA that you may not see')
        self.assertContains(page, 'It breaks 1 SLA.')
        self.assertNotContains(page, 'Secret SLA')

    def test_forecast_and_what_came_of_it_stand_side_by_side(self):
        now = timezone.now()
        change = make_assessed(status='done', actual_start=now, actual_end=now)
        make_flag(change, counted_us=HOUR_US, actual_us=3 * HOUR_US)

        self.assertContains(self.page(change), '3 h')

    def test_the_next_step_is_a_button_and_a_right_that_is_missing_is_said(self):
        change = make_assessed()

        for_manager, for_engineer = self.page(change), self.page(change, self.team.engineer)

        self.assertContains(for_manager, 'To SLM review')
        self.assertContains(for_engineer, 'needs the permission')

    def test_the_list_shows_the_worst_flag(self):
        change, _sla, _device = make_flagged()
        self.client.force_login(self.team.manager)

        page = self.client.get(reverse('plugins:netbox_slm:change_list'))

        self.assertContains(page, change.name)
        self.assertContains(page, 'Breach')

    def test_queries_of_the_page_do_not_grow_with_the_flags(self):
        change = make_assessed()
        device = make_device()
        reason = [{'type': 'dcim.device', 'id': device.pk, 'relation': 'required'}]

        def queries(flags):
            for _number in range(flags):
                make_flag(change, service=make_service(), reason=reason)
            self.page(change)
            with self.assertNumQueries(self.counted(change)):
                self.page(change)
            return self.counted(change)

        assert queries(2) == queries(10)

    def counted(self, change):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            self.page(change)
        return len(found)


class TabsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.service, cls.device = make_service('Payroll'), make_device()
        make_component(cls.service, cls.device)
        cls.sla = make_sla('Acme gold', services=[cls.service])
        cls.by_effect = make_change('Touches a component', on=[cls.device])
        cls.by_flag = make_change('Is flagged')
        make_flag(cls.by_flag, cls.sla, service=cls.service)
        cls.elsewhere = make_change('Far away', on=[make_device()])
        cls.release = make_release('Brings a change')
        Change.objects.filter(pk=cls.by_effect.pk).update(release=cls.release)

    def setUp(self):
        self.client.force_login(self.team.manager)

    def test_a_service_and_an_sla_list_what_touches_them(self):
        for owner in (self.service, self.sla):
            page = self.client.get(f'{owner.get_absolute_url()}planned-work/')
            self.assertContains(page, 'Touches a component')
            self.assertContains(page, 'Is flagged')
            self.assertNotContains(page, 'Far away')
            self.assertContains(self.client.get(f'{owner.get_absolute_url()}releases/'), 'Brings a change')

    def test_the_page_of_the_service_has_the_tab_with_their_number(self):
        page = self.client.get(self.service.get_absolute_url())

        self.assertContains(page, 'Planned work')

    def test_whoever_may_not_see_a_change_does_not_count_it(self):
        reader = make_user('reader', (type(self.service),))
        permit(reader, Change, 'view', name='Is flagged')
        self.client.force_login(reader)

        page = self.client.get(f'{self.service.get_absolute_url()}planned-work/')

        self.assertContains(page, 'Is flagged')
        self.assertNotContains(page, 'Touches a component')

    def test_changes_can_be_found_by_what_they_touch(self):
        from netbox_slm.filtersets import ChangeFilterSet, ReleaseFilterSet

        def found(filterset, model, **params):
            return set(filterset(params, model.objects.all()).qs)

        assert found(ChangeFilterSet, Change, service=['Payroll']) == {self.by_effect, self.by_flag}
        assert found(ChangeFilterSet, Change, sla_id=[self.sla.pk]) == {self.by_effect, self.by_flag}
        assert found(ChangeFilterSet, Change, beyond=True) == {self.by_flag}
        assert found(ChangeFilterSet, Change, device_id=[self.device.pk]) == {self.by_effect}
        assert found(ReleaseFilterSet, Release, service_id=[self.service.pk]) == {self.release}


class CalendarTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.team = Team()
        cls.change = make_change('Upgrade SW-1, then SW-2; twice')
        make_release('Spring release')
        make_change('Cancelled work', status='cancelled')
        FreezeWindow.objects.create(name='Year end', starts_at=at('2027-03-01'), ends_at=at('2027-03-04'))
        MaintenanceWindow.objects.create(
            name='Patch night',
            status='agreed',
            starts_at=at('2027-01-03 02:00'),
            ends_at=at('2027-01-03 04:00'),
            recurrence='FREQ=WEEKLY;BYDAY=SU',
        )
        cls.url = reverse('plugins:netbox_slm:work_calendar')

    def test_a_month_shows_work_freezes_and_agreed_maintenance(self):
        self.client.force_login(self.team.manager)

        page = self.client.get(self.url, {'month': '2027-03'})

        for name in ('Upgrade SW-1', 'Spring release', 'Year end', 'Patch night'):
            self.assertContains(page, name)
        self.assertNotContains(page, 'Cancelled work')

    def test_another_month_shows_none_of_it(self):
        self.client.force_login(self.team.manager)

        page = self.client.get(self.url, {'month': '2027-06'})

        self.assertNotContains(page, 'Upgrade SW-1')
        self.assertContains(page, 'Patch night')

    def test_work_that_runs_longer_than_planned_lasts_until_now(self):
        now = timezone.now()
        begun = now - timedelta(days=50)
        long = make_change(
            'Long night',
            type='standard',
            status='in_progress',
            planned_start=begun,
            planned_end=begun + timedelta(hours=4),
            actual_start=begun,
        )

        (entry,) = entries_between(now - timedelta(hours=1), now + timedelta(hours=1), self.team.manager, ['change'])

        assert (entry.obj, entry.starts_at) == (long, long.planned_start)
        assert now <= entry.ends_at <= timezone.now()

    def test_only_the_chosen_kinds_are_shown(self):
        self.client.force_login(self.team.manager)

        page = self.client.get(self.url, {'month': '2027-03', 'kind': 'freeze'})

        self.assertContains(page, 'Year end')
        self.assertNotContains(page, 'Upgrade SW-1')

    def test_a_month_that_is_none_is_the_present_one(self):
        self.client.force_login(self.team.manager)

        assert self.client.get(self.url, {'month': 'nonsense'}).status_code == 200

    def test_everyone_sees_only_what_they_may_view(self):
        self.client.force_login(make_user('reader', (FreezeWindow,)))

        page = self.client.get(self.url, {'month': '2027-03'})

        self.assertContains(page, 'Year end')
        self.assertNotContains(page, 'Upgrade SW-1')

    def test_nobody_sees_it_without_logging_in(self):
        assert self.client.get(self.url).status_code == 302
        assert self.client.get(reverse('plugins:netbox_slm:work_calendar_feed')).status_code == 403


class FeedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.now = timezone.now().replace(microsecond=0)
        cls.reader = make_user('reader', (Change,))
        cls.change = make_change(
            'Upgrade SW-1, then SW-2; twice',
            planned_start=cls.now + timedelta(days=1),
            planned_end=cls.now + timedelta(days=1, hours=2),
            description='A description that is so long that its line has to be folded into several, 世界' * 2,
        )
        make_release('Hidden release', planned_start=cls.now, planned_end=cls.now + timedelta(hours=1))

    def feed(self, token):
        return self.client.get(reverse('plugins:netbox_slm:work_calendar_feed'), {'token': token})

    def test_the_address_shows_what_its_owner_may_view_and_needs_no_login(self):
        answer = self.feed(renew_token(self.reader))

        text = answer.content.decode()
        unfolded = text.replace('\r\n ', '')
        assert answer['Content-Type'] == 'text/calendar; charset=utf-8'
        assert 'SUMMARY:Change: Upgrade SW-1\\, then SW-2\\; twice (Draft)' in unfolded
        assert 'Hidden release' not in unfolded
        assert f'URL:http://testserver{self.change.get_absolute_url()}' in unfolded
        start = next(line for line in unfolded.split('\r\n') if line.startswith('DTSTART:')).partition(':')[2]
        assert parse(start) == self.change.planned_start

    def test_lines_are_folded_at_75_octets_and_end_with_crlf(self):
        text = self.feed(renew_token(self.reader)).content

        lines = text.split(b'\r\n')
        assert lines[-1] == b''
        assert max(len(line) for line in lines) <= 75
        assert b'\n' not in text.replace(b'\r\n', b'')
        for line in lines:
            line.decode()  # no character is torn apart

    def test_a_new_address_makes_the_former_one_worthless(self):
        former = renew_token(self.reader)

        present = renew_token(self.reader)

        assert self.feed(former).status_code == 403
        assert self.feed(present).status_code == 200

    def test_a_forged_or_foreign_token_opens_nothing(self):
        other = get_user_model().objects.create_user('other')
        token = renew_token(self.reader)
        body, _colon, signature = token.rpartition(':')

        for forged in ('', 'x', f'{body}x:{signature}', token[:-1]):
            assert self.feed(forged).status_code == 403, forged
        assert token_of(other) is None

    def test_the_address_of_an_inactive_user_opens_nothing(self):
        token = renew_token(self.reader)
        self.reader.is_active = False
        self.reader.save()

        assert user_of(token) is None
        assert self.feed(token).status_code == 403

    def test_rights_that_are_taken_away_are_gone_from_the_feed(self):
        token = renew_token(self.reader)
        self.reader.object_permissions.all().delete()

        assert 'Upgrade' not in self.feed(token).content.decode()

    def test_the_page_makes_and_takes_back_the_address(self):
        url = reverse('plugins:netbox_slm:work_calendar')
        self.client.force_login(self.reader)

        self.client.post(url, {'feed': 'renew'})
        made = self.client.get(url)
        token = token_of(get_user_model().objects.get(pk=self.reader.pk))
        self.client.post(url, {'feed': 'revoke'})

        self.assertContains(made, 'calendar.ics?token=')
        assert self.feed(token).status_code == 403

    def test_times_of_the_work_that_ran_replace_the_planned_ones(self):
        Change.objects.filter(pk=self.change.pk).update(
            actual_start=self.now - timedelta(hours=3), actual_end=self.now - timedelta(hours=1)
        )

        text = self.feed(renew_token(self.reader)).content.decode()

        assert f'DTEND:{self.now - timedelta(hours=1):%Y%m%dT%H%M%SZ}' in text


class FlagPageTest(TestCase):
    def test_a_breach_is_marked_as_one_with_its_budget_and_forecast(self):
        Team()
        flag = make_flag(
            make_change(),
            counted_us=HOUR_US,
            budget_us=HOUR_US,
            budget_before_us=HOUR_US,
            budget_after_us=0,
            target_percent='99.9',
            forecast_percent='99.5',
        )
        self.client.force_login(get_user_model().objects.get(username='manager'))

        page = self.client.get(flag.get_absolute_url())

        self.assertContains(page, 'slm-missed')
        self.assertContains(page, 'Budget of 1 h: 0 min consumed, 1 h planned, 0 min left.')
        self.assertContains(page, '99.50\xa0% of 99.9\xa0%')
