"""What a change does to each SLA: states, downtime that counts, budgets, credits, collisions; stored and repeated."""

from datetime import timedelta
from decimal import Decimal

import pytest

from circuits.models import Circuit, CircuitTermination, CircuitType
from dcim.models import Region
from extras.models import Tag

from netbox_slm.analysis.flags import compute_flags, recompute_stale, touch, windows_for
from netbox_slm.models import (
    Change,
    FreezeWindow,
    MaintenanceWindow,
    Release,
    ServiceCreditTier,
    SLAImpact,
)
from tests.builders import at, make_calendar, make_component, make_device, make_incident, make_provider, make_target
from tests.forecast.base import FRIDAY, NOW, SATURDAY, Company, flags_by_service, make_change
from tests.graph.things import cable, interface, make_feed, make_port

pytestmark = pytest.mark.django_db

HOUR_US = 3_600_000_000
BUDGET_US = 31 * 24 * HOUR_US // 1000


def flags_of(record, now=NOW):
    return flags_by_service(compute_flags(record, now).flags)


def test_a_redundant_pair_in_one_window_is_an_outage_and_one_of_it_is_at_risk():
    company = Company()

    both = flags_of(make_change(company.first, company.second))
    one = flags_of(make_change(company.second))

    assert both['Payroll'].worst_state == 'down'
    assert both['Payroll'].counted_us == 2 * HOUR_US
    assert one['Payroll'].worst_state == 'at_risk'
    assert one['Payroll'].counted_us == 0
    assert not one['Payroll'].is_breach
    assert 'Mail' not in one


def test_a_release_over_a_pair_is_an_outage_in_one_window_and_at_risk_in_two():
    company = Company()
    together, apart = Release.objects.create(name='One night'), Release.objects.create(name='Two nights')
    for release, windows in ((together, (FRIDAY, FRIDAY)), (apart, (FRIDAY, SATURDAY))):
        for device, window in zip((company.first, company.second), windows, strict=True):
            make_change(device, window=window, release=release)
        release.planned_start, release.planned_end = windows[0][0], windows[1][1]
        release.save()

    assert flags_of(together)['Payroll'].worst_state == 'down'
    assert {part['kind'] for part in flags_of(together)['Payroll'].collisions} == {'redundancy'}
    assert flags_of(apart)['Payroll'].worst_state == 'at_risk'
    assert flags_of(apart)['Payroll'].counted_us == 0


def test_a_partner_that_the_work_only_puts_at_risk_is_no_collision():
    """The second switch loses a way to the outside with the first, and still works."""
    company = Company()
    core = make_device('Core')
    core.tags.add(Tag.objects.create(name='root', slug='network-root'))
    for one, other in ((core, company.first), (core, company.second), (company.first, company.second)):
        cable(interface(one), interface(other))

    flag = flags_of(make_change(company.first))['Payroll']

    assert (flag.worst_state, flag.collisions) == ('at_risk', [])


def test_the_partner_under_an_open_incident_counts_as_down():
    company = Company()
    incident = make_incident(on=[company.first], name='Fan broken', reported_at='2026-12-01 07:00')

    flag = flags_of(make_change(company.second))['Payroll']

    assert flag.worst_state == 'down'
    assert flag.counted_us == 2 * HOUR_US
    assert flag.collisions == [{'kind': 'incident', 'type': 'netbox_slm.incident', 'id': incident.pk, 'is_worse': True}]


def test_other_approved_work_at_the_same_time_makes_it_worse_and_drafts_do_not():
    company = Company()
    other = make_change(company.first, name='Other', status='approved', type='standard')
    change = make_change(company.second)

    assert flags_of(change)['Payroll'].worst_state == 'down'
    assert [part['id'] for part in flags_of(change)['Payroll'].collisions] == [other.pk]

    Change.objects.filter(pk=other.pk).update(status='draft')
    assert flags_of(change)['Payroll'].worst_state == 'at_risk'


def test_the_budget_before_and_after_and_the_forecast_are_exact():
    company = Company()
    make_incident(on=[company.first], reported_at='2026-12-01 00:00', resolved_at='2026-12-01 00:30')

    flag = flags_of(make_change(company.first, outage_seconds=600))['Mail']

    assert flag.period == '2026-12'
    assert flag.budget_us == BUDGET_US
    assert flag.budget_before_us == BUDGET_US - HOUR_US // 2
    assert flag.budget_after_us == BUDGET_US - HOUR_US // 2 - HOUR_US // 6
    assert flag.counted_us == HOUR_US // 6
    assert not flag.is_breach
    whole = 31 * 24 * 60
    assert flag.forecast_percent == Decimal(10**8 * (whole - 40) // whole).scaleb(-6)


def test_more_than_the_budget_is_a_breach_and_crosses_a_credit_tier():
    company = Company()
    company.sla.fee, company.sla.currency = Decimal(1000), 'EUR'
    company.sla.save()
    ServiceCreditTier.objects.create(target=company.target, threshold=Decimal('99.9'), credit_percent=Decimal(10))
    ServiceCreditTier.objects.create(target=company.target, threshold=Decimal('99.0'), credit_percent=Decimal(50))

    flag = flags_of(make_change(company.first))['Mail']

    assert flag.is_breach
    assert flag.is_beyond
    assert flag.budget_after_us == BUDGET_US - 2 * HOUR_US
    assert (flag.tier, flag.credit_amount, flag.currency) == ('99.9', Decimal(100), 'EUR')


def test_agreed_windows_and_time_outside_service_hours_cost_nothing():
    company = Company(calendar=make_calendar('Office', windows=[(4, 8 * 3600, 21 * 3600)]))  # Fridays until 21:00
    window = MaintenanceWindow.objects.create(
        name='Evening', status='agreed', starts_at=at('2026-12-04 20:00'), ends_at=at('2026-12-04 20:45')
    )
    window.slas.add(company.sla)

    flag = flags_of(make_change(company.first))['Mail']

    assert flag.counted_us == flag.outside_us == HOUR_US // 4
    assert flag.worst_state == 'down'


def test_what_an_sla_excuses_still_is_time_lost_outside_its_windows():
    company = Company(excused_outage_seconds=3 * 3600)

    flag = flags_of(make_change(company.first))['Mail']

    assert flag.counted_us == 0
    assert flag.outside_us == 2 * HOUR_US
    assert flag.is_beyond


def test_an_sla_without_an_availability_target_is_flagged_too():
    company = Company()
    company.target.delete()

    flag = flags_of(make_change(company.first))['Mail']

    assert flag.target is None
    assert flag.outside_us == 2 * HOUR_US


def test_degraded_work_degrades():
    company = Company(degraded_weight=Decimal('0.5'))

    flag = flags_of(make_change(company.first, effect='degraded'))['Mail']

    assert flag.worst_state == 'degraded'
    assert flag.counted_us == HOUR_US
    assert flag.outside_us == 0


def test_work_across_the_end_of_a_month_has_a_row_in_each():
    company = Company()
    change = make_change(company.first, window=(at('2026-12-31 23:00'), at('2027-01-01 02:00')))

    flags = compute_flags(change, NOW).flags

    amounts = {flag.period: flag.counted_us for flag in flags if flag.service == company.mail}
    assert amounts == {'2026-12': HOUR_US, '2027-01': 2 * HOUR_US}


def test_a_freeze_is_a_collision():
    company = Company()
    freeze = FreezeWindow.objects.create(
        name='Year end', starts_at=at('2026-12-04'), ends_at=at('2026-12-05'), reason='Closing'
    )
    elsewhere = FreezeWindow.objects.create(name='Other', starts_at=at('2026-12-04'), ends_at=at('2026-12-05'))
    elsewhere.sites.add(company.second.site)

    flag = flags_of(make_change(company.first))['Mail']

    assert [(part['kind'], part['id']) for part in flag.collisions] == [('freeze', freeze.pk)]


def test_computed_again_nothing_changes_and_a_difference_becomes_history():
    company = Company()
    change = make_change(company.first)
    first = compute_flags(change, NOW)
    again = compute_flags(change, NOW + timedelta(minutes=5))

    assert first.is_new
    assert not again.is_new
    assert [flag.pk for flag in first.flags] == [flag.pk for flag in again.flags]

    make_incident(on=[company.first], reported_at='2026-12-01 00:00', resolved_at='2026-12-01 00:30')
    later = compute_flags(change, NOW + timedelta(minutes=10))

    assert later.is_new
    assert SLAImpact.objects.filter(change=change, is_current=False).count() == len(first.flags)
    assert SLAImpact.objects.filter(change=change, is_current=False, superseded_at__isnull=True).count() == 0


def test_stale_flags_are_computed_again():
    company = Company()
    change = make_change(company.second)
    compute_flags(change, NOW)
    make_incident(on=[company.first], reported_at='2026-12-01 07:00')

    assert touch(NOW) == 1
    change.refresh_from_db()
    assert change.flags_stale_since == NOW
    assert recompute_stale(NOW) == 1

    change.refresh_from_db()
    assert change.flags_stale_since is None
    assert change.impacts.current().get(service=company.payroll).worst_state == 'down'


def test_work_without_a_window_is_refused_with_what_to_do():
    change = Change.objects.create(name='Some day')

    with pytest.raises(ValueError, match='planned start'):
        compute_flags(change, NOW)


def test_a_better_window_is_found_in_the_agreed_hours():
    company = Company()
    window = MaintenanceWindow.objects.create(
        name='Sundays', status='agreed', starts_at=at('2026-12-06 02:00'), ends_at=at('2026-12-06 06:00')
    )
    window.slas.add(company.sla)

    found = windows_for(make_change(company.first), NOW)

    assert found.planned.outside_us > 0
    assert (found.best.starts_at, found.best.ends_at) == (at('2026-12-06 02:00'), at('2026-12-06 04:00'))
    assert found.best.touched == 0
    assert found.latest.starts_at == at('2026-12-06 04:00')


def test_no_window_that_costs_something_stays_inside_a_promise_of_all_the_time():
    """It has no budget, and is broken by any counted downtime (semantics.md §4)."""
    company = Company()
    company.target.target_percent = '100'
    company.target.save()

    found = windows_for(make_change(company.first), NOW)

    assert (found.planned.touched, found.planned.over) == (1, 1)
    assert found.latest is None


@pytest.mark.parametrize('percents', [('90', '99.99'), ('99.99', '90')])
def test_of_several_budgets_of_an_agreement_the_smallest_counts(percents):
    company = Company()
    company.target.target_percent = percents[0]
    company.target.save()
    make_target(company.sla, target_percent=percents[1], name='Another')

    found = windows_for(make_change(company.first), NOW)

    assert (found.planned.touched, found.planned.over) == (1, 1)
    assert found.latest is None


def test_a_freeze_of_a_site_is_crossed_by_work_on_what_has_its_site_by_another_object():
    """A power feed stands where its panel does, a cable and a circuit where they end, a region holds its sites."""
    company = Company()
    site = company.first.site
    site.region = Region.objects.create(name='North', slug='north')
    site.save()
    feed, wire = make_feed(site), cable(interface(company.first), interface(make_device()))
    make_port(company.first, feed)
    kind = CircuitType.objects.create(name='Line', slug='line')
    circuit = Circuit.objects.create(cid='L1', provider=make_provider(), type=kind)
    CircuitTermination.objects.create(circuit=circuit, term_side='A', termination=site)
    for needed in (wire, circuit):
        make_component(company.mail, needed)
    freeze = FreezeWindow.objects.create(name='Year end', starts_at=FRIDAY[0], ends_at=SATURDAY[1])
    freeze.sites.add(site)

    for obj in (feed, wire, circuit, site.region):
        flag = flags_of(make_change(obj, name=str(obj)))['Mail']
        assert [part['kind'] for part in flag.collisions] == ['freeze'], obj


def test_a_window_in_a_freeze_is_not_proposed():
    company = Company()
    window = MaintenanceWindow.objects.create(
        name='Sundays', status='agreed', starts_at=at('2026-12-06 02:00'), ends_at=at('2026-12-06 06:00')
    )
    window.slas.add(company.sla)
    FreezeWindow.objects.create(name='Early', starts_at=at('2026-12-06 00:00'), ends_at=at('2026-12-06 03:30'))

    found = windows_for(make_change(company.first), NOW)

    assert found.best.starts_at == at('2026-12-06 03:30')


@pytest.fixture
def spent():
    """A company whose budget of November, some 3 hours and a half, is spent; that of December is whole."""
    company = Company()
    company.target.target_percent = '99.5'
    company.target.save()
    make_incident(
        on=[company.first],
        reported_at='2026-11-10 00:00',
        occurred_at='2026-11-10 00:00',
        resolved_at='2026-11-10 06:00',
    )
    return company


def test_another_period_has_a_budget_of_its_own(spent):
    soon = at('2026-11-29 08:00')
    change = make_change(spent.first, window=(at('2026-11-30 20:00'), at('2026-11-30 22:00')))

    found = windows_for(change, soon)

    assert found.planned.over == 1
    assert found.best.over == 0
    assert found.best.starts_at == at('2026-12-01 00:00')
    assert found.latest.over == 0


def test_a_period_whose_budget_is_spent_is_no_better_for_work_of_the_next(spent):
    soon = at('2026-11-29 08:00')

    found = windows_for(make_change(spent.first), soon)

    assert found.planned.over == 0
    assert found.best.starts_at == at('2026-12-01 00:00')


def test_rolling_days_are_judged_too_and_cost_no_endless_questions(django_assert_max_num_queries):
    company = Company(period='rolling', rolling_days=30)
    change = make_change(company.first)
    with django_assert_max_num_queries(400):
        found = windows_for(change, NOW)

    assert found.planned.touched == 1
