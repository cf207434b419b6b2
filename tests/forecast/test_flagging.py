"""Flags appear with the change, and go stale and are computed again when what they rest on changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dcim.models import Device
from extras.models import Tag

from netbox_slm.analysis.flags import compute_flags, settle
from netbox_slm.models import Change, MaintenanceWindow, PlannedEffect, Release, SLAImpact
from netbox_slm.tasks import recompute_flags
from tests.builders import at, make_component, make_incident, make_service
from tests.forecast.base import Company, make_change

pytestmark = pytest.mark.django_db(transaction=True)


def soon():
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    return start, start + timedelta(hours=2)


def states(change):
    return {flag.service.name: flag.worst_state for flag in change.impacts.current() if flag.service}


def is_stale(change):
    change.refresh_from_db()
    return change.flags_stale_since is not None


def test_the_flag_appears_when_the_effect_is_planned_and_moves_with_it():
    company = Company()
    change = make_change(company.first, window=soon())

    assert states(change) == {'Payroll': 'at_risk', 'Mail': 'down'}
    PlannedEffect.objects.create(change=change, object=company.second)
    assert states(change) == {'Payroll': 'down', 'Mail': 'down'}
    change.planned_effects.all().delete()
    assert states(change) == {}
    assert not is_stale(change)


def test_a_release_is_flagged_with_its_changes():
    company = Company()
    window = soon()
    release = Release.objects.create(name='Night', planned_start=window[0], planned_end=window[1])
    make_change(company.first, window=window, release=release)
    make_change(company.second, window=window, release=release)

    assert states(release)['Payroll'] == 'down'


@pytest.mark.parametrize(
    'what',
    [
        lambda company: make_incident(on=[company.second], name='Fan'),
        lambda company: make_component(make_service('New'), company.first),
        lambda company: company.sla.save(),
        lambda company: MaintenanceWindow.objects.create(name='W', starts_at=soon()[0], ends_at=soon()[1]),
        lambda company: Device.objects.filter(pk=company.second.pk).first().save(),
        lambda company: company.second.delete(),
    ],
)
def test_what_a_flag_rests_on_makes_it_stale(what):
    company = Company()
    change = make_change(company.first, window=soon())
    assert not is_stale(change)

    what(company)

    assert is_stale(change)
    recompute_flags()
    assert not is_stale(change)


def test_other_work_touches_a_flag_only_once_it_is_approved():
    company = Company()
    window = soon()
    change = make_change(company.first, window=window)
    other = make_change(company.second, window=window, type='standard', name='Other')
    assert not is_stale(change)

    other.status = 'scheduled'
    other.save()

    assert is_stale(change)
    recompute_flags()
    assert states(change)['Payroll'] == 'down'


def test_what_no_signal_told_of_is_found_on_schedule():
    company = Company()
    change = make_change(company.second, window=soon())
    Device.objects.filter(pk=company.first.pk).update(status='offline')

    assert states(change) == {'Payroll': 'at_risk'}
    recompute_flags(scheduled=True)
    assert states(change) == {'Payroll': 'down'}


def test_a_tag_is_no_reason_to_compute_anything():
    company = Company()
    change = make_change(company.first, window=soon())

    Tag.objects.create(name='Blue', slug='blue')

    assert not is_stale(change)


def test_after_the_work_the_actual_downtime_stands_beside_the_forecast():
    company = Company()
    now = timezone.now().replace(microsecond=0)
    window = now - timedelta(hours=3), now - timedelta(hours=1)
    change = make_change(company.first, window=window, type='standard')
    incident = make_incident(on=[company.first], reported_at=window[0], resolved_at=window[0] + timedelta(minutes=40))
    make_incident(on=[company.first], reported_at=window[0] - timedelta(hours=9), resolved_at=window[0])
    change.caused_incidents.create(incident=incident)
    Change.objects.filter(pk=change.pk).update(status='done', actual_start=window[0], actual_end=window[1])
    change.refresh_from_db()

    assert settle(change, now) > 0
    flags = SLAImpact.objects.filter(change=change, is_current=True, service=company.mail)
    assert sum(flag.actual_us for flag in flags) == 40 * 60_000_000
    assert max(flag.counted_us for flag in flags) == 2 * 3_600_000_000

    change.caused_incidents.all().delete()
    settle(change, now)
    assert sum(flag.actual_us for flag in flags.all()) == 0


def test_work_that_ran_in_another_month_than_planned_has_its_downtime_beside_its_forecast():
    company = Company()
    ran = at('2026-11-28 20:00'), at('2026-11-28 22:00')
    change = make_change(company.first, window=(at('2026-12-04 20:00'), at('2026-12-04 22:00')), type='standard')
    compute_flags(change, at('2026-11-20'))
    incident = make_incident(on=[company.first], reported_at=ran[0], resolved_at=ran[1])
    change.caused_incidents.create(incident=incident)
    Change.objects.filter(pk=change.pk).update(status='done', actual_start=ran[0], actual_end=ran[1])
    change.refresh_from_db()

    settle(change, at('2026-11-29'))

    flag = change.impacts.current().get(service=company.mail)
    assert (flag.period, flag.actual_us) == ('2026-12', 2 * 3_600_000_000)
