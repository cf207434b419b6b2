"""The process in a browser, as three people: drafted and flagged, refused, agreed verbally, approved, run, compared."""

import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from netbox_slm.models import Change, CustomerAgreement, PlannedEffect
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_target, make_tenant
from tests.changes.base import Team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@contextmanager
def acting(browser, url, user):
    """A page of the browser in which `user` is logged in."""
    user.set_password('secret')
    user.save()
    with browser.new_context(base_url=url, viewport={'width': 1400, 'height': 1000}) as context:
        page = context.new_page()
        page.goto('/login/')
        page.fill('#id_username', user.username)
        page.fill('#id_password', 'secret')
        page.click('button[type=submit]')
        page.wait_for_url(f'{url}/')
        yield page


def photograph(page, name):
    """Keep a picture of the page where SLM_PICTURES names a folder."""
    if folder := os.environ.get('SLM_PICTURES'):
        page.screenshot(path=Path(folder) / f'{name}.png', full_page=True)


@pytest.fixture
def team():
    return Team()


@pytest.fixture
def change(team):
    """An emergency change of tomorrow that takes down the only switch of a service for four hours."""
    acme = make_tenant('Acme')
    device, service = make_device('SW-1'), make_service('Payroll', tenant=acme)
    make_component(service, device)
    sla = make_sla('Acme gold', services=[service], tenant=acme)
    make_target(sla, name='Availability', target_percent='99.9')
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    change = Change.objects.create(
        name='Upgrade SW-1',
        reference='CHG-1',
        type='emergency',
        significance='major',
        requester=team.engineer,
        planned_start=start,
        planned_end=start + timedelta(hours=4),
    )
    PlannedEffect.objects.create(change=change, object=device)
    return change


def test_three_people_take_an_emergency_change_through_its_steps(live_netbox, browser, team, change):
    path = change.get_absolute_url()
    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(path)
        page.click('button:has-text("Submit")')
        page.wait_for_selector('text=It breaks Acme gold.')
        photograph(page, 'change_flagged')

    with acting(browser, live_netbox.url, team.director) as page:
        page.goto(path)
        assert not page.is_visible('button:has-text("Approve")')
        assert page.is_visible('text=verbal is enough')
        page.click('a:has-text("Record it")')
        assert page.input_value('input[name=agreed_by]') == ''

    with acting(browser, live_netbox.url, team.manager) as page:
        page.goto(path)
        page.click('a:has-text("Record it")')
        page.select_option('select[name=form]', 'verbal', force=True)
        page.fill('input[name=agreed_by]', 'Ms Weber')
        photograph(page, 'agreement_form')
        page.click('button[name=_create]')
        page.wait_for_url(f'{live_netbox.url}{path}')
        photograph(page, 'change_agreed')
    assert CustomerAgreement.objects.get().written_due_on

    with acting(browser, live_netbox.url, team.director) as page:
        page.goto(path)
        page.click('button:has-text("Approve")')
        page.wait_for_selector('text=It now is Approved.')
        page.click('button:has-text("Schedule")')
        page.click('button:has-text("Begin")')
        page.wait_for_selector('text=It has been running since')

    started = timezone.now() - timedelta(hours=6)
    Change.objects.update(actual_start=started)
    make_incident(
        on=[change.planned_effects.get().object],
        name='SW-1 does not boot',
        reported_at=started,
        resolved_at=timezone.now(),
    )
    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(path)
        page.click('button:has-text("Done")')
        page.wait_for_selector('text=It ran from')
        page.wait_for_selector('text=SW-1 does not boot')
        assert page.is_visible('th:has-text("Actual")')
        photograph(page, 'change_done')


def test_a_better_time_is_found_and_used_and_the_calendar_shows_it(live_netbox, browser, team, change):
    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(change.get_absolute_url())
        page.click('button:has-text("Submit")')
        page.wait_for_selector('text=It breaks Acme gold.')
        page.click('button:has-text("Find a better time")')
        page.wait_for_selector('#better-times [role=status]')
        photograph(page, 'better_times')

        page.goto(f'/plugins/service-levels/planned-work/?month={change.planned_start:%Y-%m}')
        assert page.is_visible('table a:has-text("Upgrade SW-1")')
        page.click('button:has-text("Make an address")')
        page.wait_for_selector('#feed-address')
        photograph(page, 'work_calendar')
        address = page.input_value('#feed-address')
        assert page.request.get(address).text().startswith('BEGIN:VCALENDAR')

        page.goto('/plugins/service-levels/changes/')
        photograph(page, 'change_list')
        assert page.is_visible('text=Breach')
