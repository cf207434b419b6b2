"""Credits of final figures stay what they were, and an agreement owes no more than its most credit for a period."""

from decimal import Decimal

import pytest
from django.urls import reverse

from netbox_slm import models
from netbox_slm.analysis import finality
from netbox_slm.analysis.backtest import backtest
from netbox_slm.analysis.credits import credits_of
from netbox_slm.analysis.owed import owed_by_period
from tests.agreements.base import make_user, permit
from tests.analysis.figures import NOW, compute, promise
from tests.builders import make_incident, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, django_user_model):
    user = django_user_model.objects.create_superuser(username='boss')
    client.force_login(user)
    return user


@pytest.fixture
def sla():
    """Payroll and Mail, promised 99.9 %, each down for four hours of March: 10 % of 1000 EUR are owed for each."""
    services = [make_service('Payroll'), make_service('Mail')]
    target = promise(services, sla_fields={'name': 'Gold', 'fee': 1000, 'currency': 'EUR'})
    for threshold, share in (('99.9', 5), ('99.5', 10)):
        models.ServiceCreditTier.objects.create(sla=target.sla, threshold=threshold, credit_percent=share)
    for service in services:
        make_incident(services=[service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 14:00')
    return models.SLA.objects.get()


def march():
    return list(models.Attainment.objects.filter(period='2026-03').order_by('pk'))


def close():
    compute()
    compute(close=True)
    return march()


def owed(figures, user):
    return [f'{credit.amount} {credit.currency}' for _pk, credit in sorted(credits_of(figures, user).items())]


def test_a_closed_period_owes_what_it_owed_whatever_becomes_of_tiers_and_fee(sla, boss):
    figures = close()

    models.ServiceCreditTier.objects.update(credit_percent=50)
    assert owed(figures, boss) == ['100.00 EUR', '100.00 EUR']
    models.SLA.objects.update(fee=7)
    assert owed(figures, boss) == ['100.00 EUR', '100.00 EUR']
    models.ServiceCreditTier.objects.all().delete()
    assert owed(figures, boss) == ['100.00 EUR', '100.00 EUR']


def test_a_closed_period_that_owed_nothing_owes_nothing_by_a_later_tier(sla, boss):
    models.ServiceCreditTier.objects.all().delete()
    figures = close()
    models.ServiceCreditTier.objects.create(sla=sla, threshold='99.9', credit_percent=5)

    assert owed(figures, boss) == []


def test_a_period_that_is_not_closed_owes_by_the_tiers_as_they_are(sla, boss):
    compute()
    models.ServiceCreditTier.objects.update(credit_percent=50)

    assert owed(march(), boss) == ['500.00 EUR', '500.00 EUR']


def test_reopening_looks_it_up_anew_and_the_history_keeps_both(sla, boss, client):
    figures = close()
    models.ServiceCreditTier.objects.filter(threshold='99.5').update(credit_percent=20)

    finality.reopen(figures[:1], 'The tier was wrong', boss, NOW)
    assert owed(march(), boss) == ['200.00 EUR', '100.00 EUR']
    models.Attainment.objects.update(reopened_at=None)
    compute(close=True)

    url = f'{reverse("plugins-api:netbox_slm-api:attainmentrevision-list")}?attainment_id={figures[0].pk}'
    rows = client.get(url, headers={'accept': 'application/json'}).json()['results']
    told = [
        (row['cause']['value'], *((row[name] or {}).get('amount') for name in ('old_credit', 'new_credit')))
        for row in rows
    ]
    assert set(told) == {('closed', None, '100.00'), ('reopened', '100.00', None), ('closed', None, '200.00')}
    assert owed(march(), boss) == ['200.00 EUR', '100.00 EUR']
    page = client.get(f'{reverse("plugins:netbox_slm:attainmentrevision_list")}?attainment_id={figures[0].pk}')
    assert '100.00 EUR owed' in page.content.decode()
    assert '200.00 EUR owed' in page.content.decode()


def test_the_history_tells_no_credit_to_who_may_not_view_its_tier(sla, client):
    figures = close()
    reader = make_user('reader', views=[models.Attainment, models.AttainmentRevision, models.ServiceLevelTarget])
    client.force_login(reader)
    url = f'{reverse("plugins-api:netbox_slm-api:attainmentrevision-list")}?attainment_id={figures[0].pk}'
    page = f'{reverse("plugins:netbox_slm:attainmentrevision_list")}?attainment_id={figures[0].pk}'

    def told():
        (row,) = client.get(url, headers={'accept': 'application/json'}).json()['results']
        return row['new_credit'], 'EUR owed' in client.get(page).content.decode()

    assert told() == (None, False)
    assert owed(figures, reader) == []
    permit(reader, models.ServiceCreditTier, 'view')
    assert told()[0]['amount'] == '100.00'
    assert told()[1]


def test_of_a_tier_that_is_gone_only_who_may_view_every_tier_is_told(sla):
    figures = close()
    models.ServiceCreditTier.objects.all().delete()
    reader = make_user('reader', views=[models.Attainment])
    permit(reader, models.ServiceCreditTier, 'view', threshold=1)
    auditor = make_user('auditor', views=[models.Attainment, models.ServiceCreditTier])

    assert owed(figures, reader) == []
    assert owed(figures, auditor) == ['100.00 EUR', '100.00 EUR']


def test_all_credits_of_a_period_are_never_more_than_the_most_credit(sla, boss, client):
    models.SLA.objects.update(credit_cap_percent=15)
    compute()

    (found,) = owed_by_period(sla, boss)

    assert (found.period, found.figures, found.is_final, found.hidden) == ('2026-03', 2, False, 0)
    (total,) = found.owed
    assert (total.total, total.cap, total.amount) == (Decimal('200.00'), Decimal('150.00'), Decimal('150.00'))
    (row,) = client.get(f'/api/plugins/service-levels/slas/{sla.pk}/credits/').json()
    assert row['owed'] == [{'currency': 'EUR', 'total': '200.00', 'cap': '150.00', 'amount': '150.00'}]
    page = client.get(sla.get_absolute_url()).content.decode()
    assert (
        'All credits of 2026-03 together are 200.00 EUR, and this agreement owes at most 150.00 EUR: '
        '150.00 EUR are owed.' in page
    )
    figure = client.get(march()[0].get_absolute_url()).content.decode()
    assert 'All credits of the agreement for this period together are at most 150.00 EUR.' in figure


def test_the_most_credit_of_a_closed_period_stays_too(sla, boss):
    models.SLA.objects.update(credit_cap_percent=15)
    close()
    models.SLA.objects.update(credit_cap_percent=1)

    (found,) = owed_by_period(sla, boss)

    assert found.is_final
    assert [total.amount for total in found.owed] == [Decimal('150.00')]


def test_one_figure_alone_never_owes_more_than_the_most_credit(sla, boss):
    models.SLA.objects.update(credit_cap_percent=4)
    compute()

    assert owed(march(), boss) == ['40.00 EUR', '40.00 EUR']


def test_a_credit_in_another_currency_is_not_part_of_the_most_credit(sla, boss):
    models.SLA.objects.update(credit_cap_percent=15)
    models.ServiceCreditTier.objects.create(target=sla.targets.get(), threshold='99.9', amount=500, currency='USD')
    compute()

    (found,) = owed_by_period(sla, boss)

    assert [(total.currency, total.cap, total.amount) for total in found.owed] == [('USD', None, Decimal('1000.00'))]


def test_a_backtest_owes_no_more_for_a_period_either(sla):
    models.SLA.objects.update(credit_cap_percent=15)
    target = models.ServiceLevelTarget.objects.select_related('sla').get()

    found = backtest([(target, [service.pk for service in sla.services.all()])], NOW, periods=12)

    assert found.credits == {'EUR': Decimal('150.00')}


def test_what_a_reader_may_not_see_is_left_out_and_counted(sla):
    compute()
    reader = make_user('reader', views=[models.SLA, models.ServiceCreditTier])
    permit(reader, models.Attainment, 'view', service__name='Payroll')

    (found,) = owed_by_period(sla, reader)

    assert (found.figures, found.hidden) == (1, 1)
    assert [total.amount for total in found.owed] == [Decimal('100.00')]
