"""What the running period of a promise will come to with the planned work that is left of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from netbox_slm import models
from netbox_slm.analysis.outlook import outlooks_of
from tests.agreements.base import make_user, permit
from tests.analysis.figures import compute
from tests.builders import at, make_incident, make_target
from tests.forecast.base import FRIDAY, NOW, SATURDAY, Company, make_change

pytestmark = pytest.mark.django_db

HOUR = 3_600_000_000
MONTH = 31 * 24


@pytest.fixture
def boss(client, django_user_model):
    user = django_user_model.objects.create_superuser(username='boss')
    client.force_login(user)
    return user


@pytest.fixture
def company():
    return Company()


def only(company, user, now=NOW):
    (found,) = outlooks_of(company.sla, user, now)
    return found


def percent(hours_lost):
    return float(100 - Decimal(hours_lost) / MONTH * 100)


def test_without_planned_work_it_ends_with_what_was_lost_so_far(company, boss):
    compute('2026-12', now=NOW)
    assert only(company, boss).value_percent == 100

    make_incident(services=[company.mail], reported_at='2026-12-01 00:00', resolved_at='2026-12-01 00:30')
    compute('2026-12', now=NOW)
    found = only(company, boss)

    assert float(found.value_percent) == pytest.approx(percent('0.5'), abs=1e-6)
    assert (found.figure.service, found.is_missed, found.planned_us, found.changes) == (company.mail, False, 0, 0)


def test_approved_work_of_the_rest_of_the_period_is_added(company, boss):
    make_change(company.first, type='standard', status='approved')
    compute('2026-12', now=NOW)

    found = only(company, boss)

    assert (found.figure.service, found.planned_us, found.changes) == (company.mail, 2 * HOUR, 1)
    assert float(found.value_percent) == pytest.approx(percent(2), abs=1e-6)
    assert found.is_missed  # 99.73 % of 99.9 %


@pytest.mark.parametrize('status', ['draft', 'assessed', 'cancelled', 'done'])
def test_work_that_is_not_approved_or_is_over_is_not_added(company, boss, status):
    make_change(company.first, type='standard', status=status)
    compute('2026-12', now=NOW)

    assert (only(company, boss).value_percent, only(company, boss).changes) == (100, 0)


def test_two_pieces_of_work_at_once_cost_their_time_once(company, boss):
    make_change(company.first, type='standard', status='approved')
    make_change(company.first, name='Again', type='standard', status='scheduled')
    compute('2026-12', now=NOW)

    assert only(company, boss).planned_us == 2 * HOUR


def test_two_pieces_of_work_that_only_together_take_a_pair_down(company, boss):
    models.SLA.objects.get().services.remove(company.mail)
    for switch in (company.first, company.second):
        make_change(switch, type='standard', status='approved')
    compute('2026-12', now=NOW)

    assert only(company, boss).planned_us == 2 * HOUR


def test_work_beyond_the_period_is_left_out_and_what_runs_counts_from_now(company, boss):
    make_change(
        company.first, window=(at('2026-12-31 23:00'), at('2027-01-01 02:00')), type='standard', status='approved'
    )
    make_change(
        company.first, window=(at('2026-12-01 07:00'), at('2026-12-01 09:00')), type='standard', status='in_progress'
    )
    make_change(
        company.first, window=(at('2027-01-03 07:00'), at('2027-01-03 09:00')), type='standard', status='approved'
    )
    compute('2026-12', now=NOW)

    assert only(company, boss).planned_us == 2 * HOUR
    assert only(company, boss).changes == 2


def test_agreed_maintenance_costs_nothing(company, boss):
    window = models.MaintenanceWindow.objects.create(
        name='Friday', status='agreed', starts_at=FRIDAY[0], ends_at=FRIDAY[1]
    )
    window.slas.add(company.sla)
    make_change(company.first, type='standard', status='approved')
    compute('2026-12', now=NOW)

    assert (only(company, boss).value_percent, only(company, boss).planned_us) == (100, 0)


def test_a_promise_of_all_time_is_kept_as_long_as_nothing_was_lost(company, boss):
    models.ServiceLevelTarget.objects.update(target_percent=100)
    compute('2026-12', now=NOW)
    assert (only(company, boss).value_percent, only(company, boss).is_missed) == (100, False)

    make_change(company.first, type='standard', status='approved', window=SATURDAY)

    assert only(company, boss).is_missed


def test_metrics_that_planned_work_does_not_touch_have_none(company, boss):
    make_target(company.sla, name='Repair', metric='resolution', limit_seconds=3600, target_percent='90')
    compute('2026-12', now=NOW)

    assert [found.figure.target.name for found in outlooks_of(company.sla, boss, NOW)] == ['Availability']


def test_the_page_and_rest_tell_it(client, boss):
    company, now = Company(), timezone.now()
    make_change(
        company.first,
        window=(now + timedelta(minutes=1), now + timedelta(minutes=31)),
        type='standard',
        status='approved',
    )
    compute(f'{now:%Y-%m}', now=now)
    page = client.get(company.sla.get_absolute_url()).content.decode()
    path = f'/plugins/service-levels/slas/{company.sla.pk}/forecast/'
    assert f'hx-get="{path}"' in page
    assert f'id="slm-forecast-{company.target.pk}"' in page

    cells = client.get(path).content.decode()
    (row,) = client.get(f'/api{path}').json()

    assert f'id="slm-forecast-{company.target.pk}" hx-swap-oob="true"' in cells
    assert 'of planned work' in cells
    assert (row['target'], row['changes'], row['period']) == (company.target.pk, 1, f'{now:%Y-%m}')


def test_only_what_one_may_view_is_told(client, company):
    compute('2026-12', now=NOW)
    reader = make_user('reader', views=[models.SLA])
    client.force_login(reader)
    path = f'/plugins/service-levels/slas/{company.sla.pk}/forecast/'

    assert outlooks_of(company.sla, reader, NOW) == []
    assert 'slm-forecast' not in client.get(path).content.decode()
    permit(reader, models.ServiceLevelTarget, 'view')
    permit(reader, models.Attainment, 'view', service__name='Payroll')
    reader = type(reader).objects.get(pk=reader.pk)  # rights are kept with the user
    assert [found.figure.service.name for found in outlooks_of(company.sla, reader, NOW)] == ['Payroll']
    client.logout()
    assert client.get(path).status_code == 302
