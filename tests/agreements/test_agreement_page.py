"""The head of an agreement's page: where it stands, target by target, its trend, what is owed, and the next step."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model

from netbox_slm import models
from netbox_slm.analysis.target_standings import standings_of
from netbox_slm.ui.agreements import next_step_of
from netbox_slm.ui.components import trend_line
from tests.agreements.base import make_user, permit
from tests.builders import at, make_measured, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db
NOW = at('2026-06-10')


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser(username='boss')
    client.force_login(user)
    return user


@pytest.fixture
def services():
    return make_service('Payroll'), make_service('Mail')


@pytest.fixture
def sla(services):
    return make_sla('Gold', services=services, fee=1000, currency='EUR')


def figure(target, service, month, percent, status='met', **fields):
    return models.Attainment.objects.create(
        target=target,
        service=service,
        period=f'2026-{month:02d}',
        starts_at=at(f'2026-{month:02d}-01'),
        ends_at=at(f'2026-{month + 1:02d}-01'),
        status=status,
        target_percent=target.target_percent,
        value_percent=percent,
        numerator=None if percent is None else 1,
        denominator=None if percent is None else 1,
        computed_at=at(f'2026-{month + 1:02d}-02'),
        **fields,
    )


def test_the_worst_service_of_the_newest_period_is_where_a_target_stands(sla, services, boss):
    target = make_target(sla, name='Up')
    payroll, mail = services
    figure(target, payroll, 5, '99.99')
    figure(target, payroll, 6, '99.95')
    worst = figure(target, mail, 6, '99.5', 'missed')

    (standing,) = standings_of(sla, boss, NOW)

    assert standing.figure == worst
    assert standing.services == 2
    assert [(point.period, f'{point.value:.2f}') for point in standing.trend] == [
        ('2026-05', '99.99'),
        ('2026-06', '99.50'),
    ]


def test_the_trend_reaches_twelve_periods_back_and_no_further(sla, services, boss):
    target = make_target(sla)
    for month in range(1, 12):
        figure(target, services[0], month, '99.9')
        models.Attainment.objects.filter(period=f'2026-{month:02d}').update(
            starts_at=at(f'2025-{month:02d}-01'), ends_at=at(f'2025-{month + 1:02d}-01'), period=f'2025-{month:02d}'
        )
    for month in range(1, 7):
        figure(target, services[0], month, '99.9')
    figure(target, services[0], 7, '10', 'missed')  # still to come

    (standing,) = standings_of(sla, boss, NOW)

    assert len(standing.trend) == 12
    assert standing.trend[0].period == '2025-06'
    assert standing.trend[-1].period == '2026-06'


def test_what_is_owed_is_summed_over_the_services(sla, services, boss):
    target = make_target(sla)
    models.ServiceCreditTier.objects.create(sla=sla, threshold='99.9', credit_percent=5)
    for service in services:
        figure(target, service, 6, '99', 'missed')
    figure(target, services[0], 5, '99', 'missed')

    (standing,) = standings_of(sla, boss, NOW)

    assert [(currency, str(amount)) for currency, amount in standing.owed] == [('EUR', '100.00')]


def test_a_measured_target_trends_by_its_values(sla, services, boss):
    target = make_measured(sla, unit='points')
    for month, value in ((5, 5), (6, 3)):
        models.Attainment.objects.create(
            target=target,
            service=services[0],
            period=f'2026-{month:02d}',
            starts_at=at(f'2026-{month:02d}-01'),
            ends_at=at(f'2026-{month + 1:02d}-01'),
            status='missed' if value < 4 else 'met',
            unit='value',
            target_value=4,
            value=value,
            numerator=value,
            denominator=1,
        )

    (standing,) = standings_of(sla, boss, NOW)

    assert [(int(point.value), int(point.promised)) for point in standing.trend] == [(5, 4), (3, 4)]


def test_standings_cost_as_few_queries_for_many_targets_as_for_one(sla, services, boss, django_assert_max_num_queries):
    for number in range(4):
        target = make_target(sla, name=f'T{number}')
        for service in services:
            figure(target, service, 6, '99', 'missed')
    models.ServiceCreditTier.objects.create(sla=sla, threshold='99.9', credit_percent=5)

    with django_assert_max_num_queries(8):
        assert len(standings_of(sla, boss, NOW)) == 4


class TestTrend:
    def test_a_missed_period_carries_a_cross_and_a_gap_breaks_the_line(self):
        drawn = trend_line(
            [('a', 'met', 99.99), ('b', 'met', 99.9), ('c', 'no_data', None), ('d', 'missed', 98), ('e', 'met', 99.95)],
            99.9,
        )

        assert drawn.count('<polyline') == 2
        assert drawn.count('slm-trend-missed') == 1
        assert 'aria-label="a; b; c; d; e"' in drawn
        assert drawn.count('slm-trend-promised') == 1

    def test_a_higher_value_stands_higher_than_what_was_promised(self):
        drawn = trend_line([('a', 'met', 100), ('b', 'missed', 99)], 99.5)
        promised = int(re.search(r'y1="(\d+)"', drawn).group(1))
        (_x, first), (_x2, second) = (
            point.split(',') for point in re.search(r'points="([^"]+)"', drawn).group(1).split()
        )

        assert int(first) < promised < int(second)

    def test_one_figure_is_no_trend(self):
        assert trend_line([('a', 'met', 100)], 99.9) == ''
        assert trend_line([('a', 'met', 100), ('b', 'no_data', None)], 99.9) == ''

    def test_figures_that_never_change_are_drawn_flat(self):
        assert 'polyline' in trend_line([('a', 'met', 100), ('b', 'met', 100)], 100)


STEPS = [
    ({'status': 'draft'}, 'add what it promises'),
    ({'status': 'negotiation'}, 'signed by both sides'),
    ({'status': 'signed', 'starts_on': date(2026, 7, 1)}, 'Active on 2026-07-01'),
    ({'status': 'signed', 'starts_on': date(2026, 6, 1)}, 'figures are computed'),
    ({'status': 'active', 'ends_on': date(2026, 6, 9)}, 'its term ended'),
    ({'status': 'active', 'ends_on': date(2026, 8, 1)}, 'review it'),
    ({'status': 'active', 'ends_on': date(2027, 8, 1)}, None),
    ({'status': 'active'}, None),
    ({'status': 'terminated'}, None),
]


@pytest.mark.parametrize(('fields', 'words'), STEPS)
def test_an_agreement_has_one_next_step(services, fields, words):
    step = next_step_of(make_sla(services=services, **fields), date(2026, 6, 10))

    assert (step is None) if words is None else (words in step.text)


def test_a_draft_first_needs_services_then_targets_then_is_offered():
    sla = make_sla(status='draft')
    first = next_step_of(sla, date(2026, 6, 10)).text
    sla.services.add(make_service())
    make_target(sla)

    assert 'services' in first
    assert 'In negotiation' in next_step_of(sla, date(2026, 6, 10)).text


class TestPage:
    def test_it_shows_promise_figure_trend_budget_and_credit(self, client, boss, sla, services):
        target = make_target(sla, name='Up')
        models.ServiceCreditTier.objects.create(sla=sla, threshold='99.9', credit_percent=5)
        figure(target, services[0], 5, '99.95')
        figure(target, services[0], 6, '99', 'missed', budget_us=10_000_000, remaining_us=-5_000_000)

        page = client.get(sla.get_absolute_url()).content.decode()

        assert '99.00\N{NO-BREAK SPACE}% of 99.9\N{NO-BREAK SPACE}%' in page
        assert '2026-05: 99.95 % (Met); 2026-06: 99.00 % (Missed)' in page
        assert '5 s over' in page
        assert '50.00 EUR' in page

    def test_without_a_target_it_says_what_to_do(self, client, boss, sla):
        page = client.get(sla.get_absolute_url()).content.decode()

        assert 'Nothing is promised yet: add a target.' in page

    def test_a_reader_sees_neither_hidden_targets_nor_their_figures(self, client, sla, services):
        target = make_target(sla, name='Secret')
        figure(target, services[0], 6, '99.12345', 'missed')
        reader = make_user('reader', views=[models.SLA])
        client.force_login(reader)

        hidden = client.get(sla.get_absolute_url()).content.decode()
        permit(reader, models.ServiceLevelTarget, 'view')
        without_figures = client.get(sla.get_absolute_url()).content.decode()

        assert 'Secret' not in hidden
        assert '1 more that you may not see.' in hidden
        assert 'Secret' in without_figures
        assert '99.12' not in without_figures
        assert 'You may not change it.' not in hidden  # nothing is to be done

    def test_who_may_take_the_next_step_gets_a_link(self, client, services):
        sla = make_sla(services=services, status='draft')
        reader = make_user('reader', views=[models.SLA])
        client.force_login(reader)
        link = f'/slas/{sla.pk}/edit/">Do it now'

        before = client.get(sla.get_absolute_url()).content.decode()
        permit(reader, models.SLA, 'change')
        after = client.get(sla.get_absolute_url()).content.decode()

        assert 'You may not change it.' in before
        assert link not in before
        assert link in after
