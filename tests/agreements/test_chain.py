"""The chain check: every kind of gap between what is promised and what supports it, and what a reader sees of it."""

from datetime import date
from fractions import Fraction

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st

from circuits.models import Circuit, CircuitType

from netbox_slm import models
from netbox_slm.analysis.chain import check_chain
from netbox_slm.engine.errors import StructureError
from netbox_slm.engine.objectives.promised import all_up, enough_up
from tests.agreements.base import make_user, permit
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_provider,
    make_service,
    make_sla,
    make_target,
)

NOW = at('2026-03-10 12:00')
OFFICE = [(day, 8 * 3600, 18 * 3600) for day in range(5)]
SHARES = st.lists(st.fractions(0, 1, max_denominator=50), min_size=1, max_size=5)


@given(SHARES, st.data())
def test_enough_up_is_the_sum_over_every_way_to_be_up(shares, data):
    needed = data.draw(st.integers(1, len(shares)))
    expected = Fraction(0)
    for pattern in range(2 ** len(shares)):
        ups = [bool(pattern >> place & 1) for place in range(len(shares))]
        if sum(ups) >= needed:
            expected += all_up([share if up else 1 - share for share, up in zip(shares, ups, strict=True)])

    assert enough_up(shares, needed) == expected


@pytest.mark.parametrize('needed', [0, 3])
def test_more_than_there_are_or_none_cannot_be_needed(needed):
    with pytest.raises(StructureError):
        enough_up([Fraction(1, 2)] * 2, needed)


@pytest.fixture
def payroll(db):
    return make_service('Payroll')


def promised(service, percent='99.9', **fields):
    """An SLA of ours that promises availability of a service."""
    sla = make_sla('Gold', services=[service] if service else [], **fields)
    make_target(sla, name='Up', target_percent=percent)
    return sla


def support(sla, name, percent=None, services=(), provider=None, **fields):
    """An agreement that supports it."""
    kind = 'underpinning' if provider else 'ola'
    other = make_sla(name, kind=kind, provider=provider, services=services, **fields)
    if percent:
        make_target(other, target_percent=percent)
    sla.supporting.add(other)
    return other


def circuit(cid, provider):
    kind, _created = CircuitType.objects.get_or_create(name='Line', slug='line')
    return Circuit.objects.create(cid=cid, provider=provider, type=kind)


def gaps(sla, *kinds):
    return [gap for gap in check_chain(sla, NOW).gaps if not kinds or gap.kind in kinds]


def texts(sla, *kinds):
    return [gap.sentence for gap in gaps(sla, *kinds)]


def test_what_is_promised_as_well_is_covered(payroll):
    sla = promised(payroll, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    support(sla, 'Night shift', '99.9', starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))

    assert check_chain(sla, NOW).is_covered


def test_without_any_support_nothing_is_promised_to_you(payroll):
    assert [gap.kind for gap in gaps(promised(payroll))] == ['nothing']


def test_an_underpinning_contract_rests_on_nothing(payroll):
    sla = make_sla('Lines', kind='underpinning', provider=make_provider(), services=[payroll])
    make_target(sla)

    assert check_chain(sla, NOW).is_covered


def test_without_a_service_nobody_can_say_whether_it_is_covered(db):
    sla = promised(None)
    support(sla, 'Night shift', '99.99')

    assert [gap.kind for gap in gaps(sla)] == ['nothing']


def test_without_a_target_nothing_is_promised_that_could_be_covered(payroll):
    sla = make_sla('Gold', services=[payroll])
    check = check_chain(sla, NOW)

    assert (check.is_covered, check.has_promises) == (True, False)


def test_a_supplier_that_promises_less_does_not_cover(payroll):
    sla = promised(payroll, '99.9')
    support(sla, 'Night shift', '99.5')

    assert texts(sla) == ['Night shift promises 99.5 %, you promise 99.9 %: not covered.']


def test_several_that_promise_enough_alone_may_not_do_so_together(payroll):
    sla = promised(payroll, '99.9')
    support(sla, 'Night shift', '99.95')
    support(sla, 'Platform', '99.9')

    assert texts(sla) == [
        'What Payroll rests on leaves 99.85 % together, if outages do not coincide, and you promise 99.9 %: not '
        'covered.'
    ]
    assert 'independent' in check_chain(sla, NOW).assumes


def test_an_agreement_is_compared_for_what_the_service_needs(payroll):
    database, mail = make_service('Database'), make_service('Mail')
    models.ServiceDependency.objects.create(service=payroll, depends_on=database)
    models.ServiceDependency.objects.create(service=payroll, depends_on=mail, kind='soft')
    sla = promised(payroll, '99.9')
    support(sla, 'Database team', '99', services=[database])
    support(sla, 'Mail team', '90', services=[mail])

    assert texts(sla, 'availability') == ['Database team promises 99 %, you promise 99.9 %: not covered.']


def test_services_that_need_each_other_are_checked_once(payroll):
    database = make_service('Database')
    models.ServiceDependency.objects.create(service=payroll, depends_on=database)
    models.ServiceDependency.objects.create(service=database, depends_on=payroll)
    sla = promised(payroll, '99.9')
    support(sla, 'Team', '99.9', services=[database])

    assert check_chain(sla, NOW).is_covered


def test_a_service_that_no_agreement_is_about_has_nothing_promised(payroll):
    mail = make_service('Mail')
    sla = promised(payroll)
    sla.services.add(mail)
    support(sla, 'Payroll team', '99.9', services=[payroll])

    assert texts(sla) == ['No supporting agreement is about Mail or what it needs, for which you promise Up.']


def test_an_agreement_without_the_metric_promises_nothing_on_it(payroll):
    sla = promised(payroll)
    support(sla, 'Night shift')

    assert texts(sla) == ['Night shift promises nothing on Availability, and you promise Up.']


class TestRedundancy:
    @pytest.fixture
    def lines(self, payroll):
        """Two lines of two suppliers, one of which is enough."""
        group = models.RedundancyGroup.objects.create(service=payroll, name='Uplinks', min_available=1)
        suppliers = make_provider('Telco'), make_provider('Cable')
        for number, supplier in enumerate(suppliers):
            make_component(payroll, circuit(f'L-{number}', supplier), redundancy_group=group)
        return group, suppliers

    def test_two_lines_promise_more_together_than_each_alone(self, payroll, lines):
        _group, (telco, cable) = lines
        sla = promised(payroll, '99.97')
        support(sla, 'Telco contract', '99', provider=telco)
        support(sla, 'Cable contract', '98', provider=cable)

        assert check_chain(sla, NOW).is_covered

    def test_and_the_sum_says_when_that_is_not_enough(self, payroll, lines):
        _group, (telco, cable) = lines
        sla = promised(payroll, '99.99')
        support(sla, 'Telco contract', '99', provider=telco)
        support(sla, 'Cable contract', '98', provider=cable)

        assert texts(sla, 'availability') == [
            'The group Uplinks of Payroll needs 1 of 2 and is up 99.98 % of the time by what its members promise, if '
            'their outages do not coincide; you promise 99.99 %: not covered.'
        ]

    def test_where_both_are_needed_each_counts(self, payroll, lines):
        group, (telco, cable) = lines
        group.min_available = 2
        group.save()
        sla = promised(payroll, '98')
        support(sla, 'Telco contract', '99', provider=telco)
        support(sla, 'Cable contract', '98', provider=cable)

        assert '97.02 %' in texts(sla, 'availability')[0]

    def test_a_member_of_our_own_is_taken_as_up(self, payroll, lines):
        group, (telco, cable) = lines
        make_component(payroll, make_device(), redundancy_group=group)
        sla = promised(payroll, '99.99')
        support(sla, 'Telco contract', '90', provider=telco)
        support(sla, 'Cable contract', '90', provider=cable)

        assert check_chain(sla, NOW).is_covered

    def test_a_supplier_who_is_needed_beside_the_group_counts_alone_too(self, payroll, lines):
        _group, (telco, cable) = lines
        make_component(payroll, circuit('L-9', telco))
        sla = promised(payroll, '99.9')
        support(sla, 'Telco contract', '99', provider=telco)
        support(sla, 'Cable contract', '99', provider=cable)

        assert 'Telco contract promises 99 %, you promise 99.9 %: not covered.' in texts(sla)

    def test_a_supplier_without_an_agreement_is_named(self, payroll, lines):
        _group, (telco, _cable) = lines
        sla = promised(payroll, '90')
        support(sla, 'Telco contract', '99', provider=telco)

        assert texts(sla) == [
            'Payroll stands on L-1 of Cable, and no underpinning contract with this supplier supports the agreement.'
        ]


class TestTermAndSigning:
    def test_an_agreement_that_ends_earlier_does_not_cover_the_rest(self, payroll):
        sla = promised(payroll, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        support(sla, 'Night shift', '99.9', starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))

        assert texts(sla) == [
            'Night shift begins on 2026-02-01, and you promise from 2026-01-01 on: not covered before.',
            'Night shift ends on 2026-06-30, and you promise until 2026-12-31: not covered after.',
        ]

    def test_an_agreement_with_an_end_does_not_cover_one_without(self, payroll):
        sla = promised(payroll)
        support(sla, 'Night shift', '99.9', ends_on=date(2026, 6, 30))

        assert [gap.kind for gap in gaps(sla)] == ['term']

    @pytest.mark.parametrize('status', ['draft', 'negotiation', 'expired', 'terminated'])
    def test_an_agreement_that_does_not_bind_promises_nothing(self, payroll, status):
        sla = promised(payroll)
        support(sla, 'Night shift', '99.9', status=status)

        assert [gap.kind for gap in gaps(sla)] == ['unsigned']


class TestHours:
    def test_an_agreement_in_office_hours_does_not_cover_the_clock_round(self, payroll):
        sla = promised(payroll, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))
        office = make_calendar('Office', windows=OFFICE)
        support(sla, 'Day shift', '99.9', calendar=office, starts_on=date(2026, 4, 1))

        # 30 days, of which 22 are workdays with 10 hours
        assert texts(sla) == [
            'Day shift works by Office, you promise 24x7: 20 d 20 h of your service hours in the coming year are not '
            'covered.'
        ]

    def test_the_same_hours_under_another_name_are_covered(self, payroll):
        sla = promised(payroll, calendar=make_calendar('Ours', windows=OFFICE))
        support(sla, 'Day shift', '99.9', calendar=make_calendar('Theirs', windows=OFFICE))

        assert check_chain(sla, NOW).is_covered

    def test_an_hour_of_another_zone_is_missed(self, payroll):
        sla = promised(payroll, calendar=make_calendar('Ours', windows=OFFICE, time_zone='Europe/Berlin'))
        support(sla, 'Day shift', '99.9', calendar=make_calendar('Theirs', windows=OFFICE, time_zone='Europe/London'))

        assert [gap.kind for gap in gaps(sla)] == ['hours']

    def test_round_the_clock_covers_all_hours(self, payroll):
        sla = promised(payroll, calendar=make_calendar('Ours', windows=OFFICE))
        support(sla, 'Always', '99.9')

        assert check_chain(sla, NOW).is_covered


class TestLimits:
    @pytest.fixture
    def sla(self, payroll):
        sla = make_sla('Gold', services=[payroll])
        make_target(
            sla,
            name='Reply',
            metric='response',
            target_percent='95',
            limit_seconds=8 * 3600,
            priority_limits={'critical': 3600},
        )
        return sla

    def replies(self, sla, percent='95', **fields):
        other = support(sla, 'Desk')
        make_target(other, metric='response', target_percent=percent, **fields)
        return texts(sla)

    def test_a_desk_that_is_as_fast_covers(self, sla):
        assert self.replies(sla, limit_seconds=3600) == []

    def test_a_priority_that_takes_longer_is_named(self, sla):
        assert self.replies(sla, limit_seconds=8 * 3600) == [
            'Desk takes up to 8 h for Response at priority Critical, you promise 1 h: not covered.'
        ]

    def test_a_priority_without_a_limit_is_named(self, sla):
        found = self.replies(sla, priority_limits={'critical': 1800, 'high': 3600, 'medium': 3600})

        assert found == ['Desk has no limit for Response at priority Low, you promise 8 h: not covered.']

    def test_a_lower_share_in_time_is_named(self, sla):
        assert self.replies(sla, '90', limit_seconds=3600) == [
            'Desk promises 90 % in time for Response, you promise 95 %: not covered.'
        ]

    def test_a_slower_restoration_is_named(self, payroll):
        sla = make_sla('Gold', services=[payroll])
        make_target(sla, metric='mttr', target_value=3600)
        other = support(sla, 'Lines')
        make_target(other, metric='mttr', target_value=7200)

        assert texts(sla) == [
            'Lines promises for Mean time to restore: At most 2 h; you promise: At most 1 h. Not covered.'
        ]


class TestShown:
    @pytest.fixture
    def sla(self, payroll):
        sla = promised(payroll)
        support(sla, 'Night shift', '99.5')
        return sla

    def test_page_and_rest_say_what_is_not_covered(self, client, sla):
        client.force_login(get_user_model().objects.create_superuser(username='boss'))

        page = client.get(sla.get_absolute_url()).content.decode()
        answer = client.get(f'/api/plugins/service-levels/slas/{sla.pk}/chain-check/').json()

        assert 'Night shift promises 99.5 %, you promise 99.9 %: not covered.' in page
        assert answer['is_covered'] is False
        assert [(gap['kind']['value'], gap['agreement']['name']) for gap in answer['gaps']] == [
            ('availability', 'Night shift')
        ]
        assert answer['hidden'] == 0

    def test_a_gap_of_a_hidden_agreement_is_counted_and_not_named(self, client, sla):
        reader = make_user('reader')
        permit(reader, models.SLA, 'view', name='Gold')
        client.force_login(reader)

        page = client.get(sla.get_absolute_url()).content.decode()
        answer = client.get(f'/api/plugins/service-levels/slas/{sla.pk}/chain-check/').json()

        assert 'Night shift' not in page
        assert (answer['gaps'], answer['hidden'], answer['is_covered']) == ([], 1, False)

    def test_nobody_is_answered_without_a_login(self, client, sla):
        assert client.get(f'/api/plugins/service-levels/slas/{sla.pk}/chain-check/').status_code in (401, 403)

    def test_many_services_cost_as_few_queries_as_one(self, client, sla, queries_for):
        client.force_login(get_user_model().objects.create_superuser(username='boss'))
        make_component(sla.services.get())
        path = f'/api/plugins/service-levels/slas/{sla.pk}/chain-check/'
        queries_for(path)
        before = queries_for(path)
        for _number in range(5):
            service = make_service()
            make_component(service)
            sla.services.add(service)

        assert queries_for(path) == before
