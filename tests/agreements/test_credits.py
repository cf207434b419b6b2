"""What is owed for a missed figure: at the edge of every tier from both sides, to the last cent, and seen by whom."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netbox_slm import models
from netbox_slm.analysis.credits import Tier as CreditTier
from netbox_slm.analysis.credits import credit_of, credits_of
from tests.agreements.base import make_user, permit
from tests.analysis.figures import figure_of
from tests.builders import at, make_incident, make_service, make_sla, make_target

pytestmark = pytest.mark.django_db


def sla_with_ladder(fee=10_000, currency='EUR', tiers=(('99.9', 5), ('99.5', 10), ('99', 25)), **fields):
    sla = make_sla(services=[make_service()], fee=fee, currency=currency, **fields)
    for threshold, share in tiers:
        models.ServiceCreditTier.objects.create(sla=sla, threshold=threshold, credit_percent=share)
    return sla


def figure(target, percent=None, status='missed', **fields):
    values = {
        'period': '2026-03',
        'starts_at': at('2026-03-01'),
        'ends_at': at('2026-04-01'),
        'computed_at': at('2026-04-05'),
        'status': status,
        'is_final': True,
    } | fields
    if percent is not None:
        exact = Decimal(percent)
        values |= {
            'value_percent': exact,
            'numerator': int(exact * 10_000),
            'denominator': 1_000_000,
            'target_percent': target.target_percent,
        }
    values.setdefault('service', target.sla.services.first())
    return models.Attainment.objects.create(target=target, **values)


def boss():
    return get_user_model().objects.create_superuser(username='boss')


def owed(found):
    credit = credits_of([found], get_user_model().objects.filter(is_superuser=True).first() or boss()).get(found.pk)
    return None if credit is None else f'{credit.amount} {credit.currency}'


EDGES = [
    ('99.900000', 'met', None),
    ('99.899999', 'missed', '500.00 EUR'),
    ('99.500001', 'missed', '500.00 EUR'),
    ('99.500000', 'missed', '500.00 EUR'),
    ('99.499999', 'missed', '1000.00 EUR'),
    ('99.000000', 'missed', '1000.00 EUR'),
    ('98.999999', 'missed', '2500.00 EUR'),
    ('0.000000', 'missed', '2500.00 EUR'),
]


@pytest.mark.parametrize(('percent', 'status', 'amount'), EDGES)
def test_a_figure_earns_the_furthest_tier_that_it_crosses(percent, status, amount):
    target = make_target(sla_with_ladder())

    assert owed(figure(target, percent, status)) == amount


def test_nothing_is_owed_for_what_was_kept_or_not_measured():
    target = make_target(sla_with_ladder())

    assert owed(figure(target, '99.0', 'at_risk', service=None)) is None
    assert owed(figure(target, None, 'no_data', target_percent='99.9')) is None


def test_nothing_is_owed_between_the_target_and_the_first_tier():
    target = make_target(sla_with_ladder(tiers=[('99', 5)]))

    assert owed(figure(target, '99.5')) is None


def test_tiers_of_a_target_replace_those_of_its_agreement():
    target = make_target(sla_with_ladder())
    models.ServiceCreditTier.objects.create(target=target, threshold='99.9', amount='42', currency='USD')

    assert owed(figure(target, '98')) == '42.00 USD'


def test_tiers_of_an_agreement_are_for_availability_alone():
    target = make_target(sla_with_ladder(), metric='resolution', limit_seconds=60)

    assert owed(figure(target, '50')) is None


def test_where_less_is_better_the_greatest_tier_below_the_figure_counts():
    target = make_target(sla_with_ladder(), metric='mttr', target_value=3600)
    for threshold, amount in ((3600, 100), (7200, 300)):
        models.ServiceCreditTier.objects.create(target=target, threshold=threshold, amount=amount, currency='EUR')

    starts = count()

    def after(seconds, status='missed'):
        return owed(
            figure(
                target,
                status=status,
                unit='duration',
                more_is_better=False,
                target_value=3600,
                value=seconds,
                numerator=1,
                denominator=1,
                starts_at=at('2026-03-01') + timedelta(seconds=next(starts)),
            )
        )

    assert after('3600', 'met') is None
    assert after('3600.000001') == '100.00 EUR'
    assert after('7200') == '100.00 EUR'
    assert after('7200.000001') == '300.00 EUR'


AMOUNTS = [
    # fee, currency, share, cap, owed: a half goes to the even unit, a cap is never passed
    ('100.10', 'EUR', '2.5', None, '2.50'),  # 2.5025
    ('1.00', 'EUR', '12.5', None, '0.12'),  # 0.125
    ('3.00', 'EUR', '12.5', None, '0.38'),  # 0.375
    ('100.50', 'JPY', '1', None, '1'),  # 1.005
    ('250.00', 'JPY', '1', None, '2'),  # 2.5
    ('350.00', 'JPY', '1', None, '4'),  # 3.5
    ('1.00', 'KWD', '0.25', None, '0.002'),  # 0.0025
    ('1000.00', 'EUR', '10', '50', '50.00'),
    ('1000.00', 'EUR', '10', '100', '100.00'),
    ('1000.00', 'EUR', '10', '50.006', '50.00'),  # half a cent more would pass the cap
    ('999999999999.99', 'EUR', '100', None, '999999999999.99'),
    ('999999999999.99', 'EUR', '33.333333', None, '333333330000.00'),
]


@pytest.mark.parametrize(('fee', 'currency', 'share', 'cap', 'amount'), AMOUNTS)
def test_amounts_are_exact_and_rounded_half_to_even(fee, currency, share, cap, amount):
    target = make_target(sla_with_ladder(fee=fee, currency=currency, tiers=()))
    models.ServiceCreditTier.objects.create(sla=target.sla, threshold='99.9', credit_percent=share, cap=cap)

    assert owed(figure(target, '90')) == f'{amount} {currency}'


def test_a_month_that_was_computed_owes_its_tier():
    """Four hours of 744 are 99.46 %; a restoration of four hours is beyond a promise of three."""
    sla = sla_with_ladder()
    up, restored = make_target(sla), make_target(sla, metric='mttr', target_value=3 * 3600)
    models.ServiceCreditTier.objects.create(target=restored, threshold=3 * 3600, amount=75, currency='USD')
    make_incident(
        services=[sla.services.get()],
        reported_at='2026-03-02 10:00',
        restored_at='2026-03-02 14:00',
        resolved_at='2026-03-02 14:00',
    )

    assert owed(figure_of(up, sla.services.get())) == '1000.00 EUR'
    assert owed(figure_of(restored, sla.services.get())) == '75.00 USD'


def test_a_running_figure_owes_what_the_rest_of_the_period_cannot_save():
    """Half of the month is over and six hours are lost, so it ends with 99.19 % at best, and stands at 98.4 %."""
    target = make_target(sla_with_ladder())
    budget_us = 2_678_400_000  # 0.1 % of 31 days
    running = figure(
        target,
        '98.387096',
        computed_at=at('2026-03-16'),
        is_final=False,
        budget_us=budget_us,
        remaining_us=budget_us - 6 * 3600 * 1_000_000,
    )

    credit = credits_of([running], boss())[running.pk]

    assert (credit.amount, credit.is_final) == (Decimal('1000.00'), False)


def test_a_share_of_no_fee_is_nothing():
    tier = CreditTier(None, 99, 1, None, None, 'EUR', None)

    assert tier.owed() is None
    assert credit_of(figure(make_target(make_sla(services=[make_service()])), '90'), [tier]) is None


def test_many_figures_cost_as_few_queries_as_one():
    user = boss()
    targets = [make_target(sla_with_ladder()) for _number in range(5)]
    figures = [figure(target, '90') for target in targets]

    with CaptureQueriesContext(connection) as one:
        credits_of(figures[:1], user)
    with CaptureQueriesContext(connection) as all_of_them:
        found = credits_of(figures, user)
    kept = figure(targets[0], '100', 'met', starts_at=at('2026-03-02'))
    with CaptureQueriesContext(connection) as none:
        credits_of([kept], user)

    assert len(found) == 5
    assert len(all_of_them) == len(one) == 3
    assert not len(none)


class TestShown:
    @pytest.fixture
    def missed(self):
        return figure(make_target(sla_with_ladder()), '99.4')

    def test_the_page_the_list_rest_and_the_export_say_what_is_owed(self, client, missed):
        client.force_login(boss())
        api = f'/api/plugins/service-levels/attainments/{missed.pk}/'
        table = '/plugins/service-levels/attainments/'

        page = client.get(missed.get_absolute_url()).content.decode()
        credit = client.get(api).json()['credit']
        csv = client.get(f'{table}?export=table&include_columns=credit').content.decode()

        assert '1000.00 EUR' in page
        assert credit == {
            'amount': '1000.00', 'currency': 'EUR', 'tier': credit['tier'], 'is_final': True, 'period_cap': None,
        }  # fmt: skip
        assert models.ServiceCreditTier.objects.get(pk=credit['tier']).threshold == Decimal('99.5')
        assert '1000.00 EUR' in csv

    def test_who_may_not_view_the_tier_is_told_of_no_credit(self, client, missed):
        reader = make_user('reader', views=[models.Attainment, models.ServiceLevelTarget, models.SLA])
        client.force_login(reader)
        api = f'/api/plugins/service-levels/attainments/{missed.pk}/'

        hidden = client.get(api).json()['credit']
        page = client.get(missed.get_absolute_url()).content.decode()
        permit(reader, models.ServiceCreditTier, 'view')
        seen = client.get(api).json()['credit']

        assert hidden is None
        assert '1000.00' not in page
        assert seen['amount'] == '1000.00'

    def test_a_list_in_rest_costs_no_query_per_figure(self, client, missed, queries_for):
        client.force_login(boss())
        path = '/api/plugins/service-levels/attainments/'
        queries_for(path)
        before = queries_for(path)
        for _number in range(5):
            figure(make_target(sla_with_ladder()), '99.4')

        assert queries_for(path) == before
