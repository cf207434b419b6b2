"""The process in a browser, as three people: drafted and flagged, refused, agreed verbally, approved, run, compared."""

import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from netbox_slm.models import Change, CustomerAgreement, PlannedEffect, ServiceCreditTier
from netbox_slm.tasks import follow_up_changes
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_target, make_tenant
from tests.changes.base import Team, tell_of_chasing

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
def device():
    """The only switch of a service that is promised to Acme with 99.9 % a month."""
    acme = make_tenant('Acme')
    device, service = make_device('SW-1'), make_service('Payroll', tenant=acme)
    make_component(service, device)
    sla = make_sla('Acme gold: payroll around the clock', services=[service], tenant=acme, fee=1000, currency='EUR')
    target = make_target(sla, name='Availability', target_percent='99.9')
    ServiceCreditTier.objects.create(target=target, threshold='99.9', credit_percent=10)
    return device


@pytest.fixture
def change(team, device):
    """An emergency change of tomorrow that takes the switch down for four hours."""
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


def local(at):
    return f'{timezone.localtime(at):%Y-%m-%d %H:%M:%S}'


def draft(page, device):
    """The engineer records the change and what it does."""
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    page.goto('/plugins/service-levels/changes/add/')
    page.fill('#id_name', 'Upgrade SW-1')
    page.fill('#id_reference', 'CHG-1')
    page.select_option('#id_type', 'emergency', force=True)
    page.select_option('#id_significance', 'major', force=True)
    for name, at in (('planned_start', start), ('planned_end', start + timedelta(hours=4))):
        page.evaluate('([id, text]) => { document.getElementById(id).value = text }', [f'id_{name}', local(at)])
    page.click('button[name=_create]')
    page.wait_for_selector('h1:has-text("CHG-1")')
    change = Change.objects.get()
    kind = ContentType.objects.get_for_model(device)
    page.goto(
        f'/plugins/service-levels/planned-effects/add/?change={change.pk}&object_content_type={kind.pk}'
        f'&object_object_id={device.pk}&return_url={change.get_absolute_url()}'
    )
    page.click('button[name=_create]')
    page.wait_for_url(f'**{change.get_absolute_url()}')
    return change


def is_scrolled(page, selector):
    """Whether something is wider than the place that it has."""
    return page.eval_on_selector(selector, 'element => element.scrollWidth > element.clientWidth + 1')


def test_three_people_take_an_emergency_change_from_draft_to_the_agreement_that_is_chased(
    live_netbox, browser, team, device
):
    with acting(browser, live_netbox.url, team.engineer) as page:
        change = draft(page, device)
        path = change.get_absolute_url()
        page.click('button:has-text("Submit")')
        page.wait_for_selector('text=It breaks Acme gold')
        assert not is_scrolled(page, '.card:has(#flags) .table-responsive')
        photograph(page, 'change_flagged')
        assert not page.is_visible('a:has-text("Record it")')  # that is the project manager's
        assert not page.is_visible('button:has-text("Approve")')

    with acting(browser, live_netbox.url, team.director) as page:
        page.goto(path)
        assert not page.is_visible('button:has-text("Approve")')
        assert page.is_visible('text=verbal is enough')
        photograph(page, 'change_refused')

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

    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(path)
        page.click('button:has-text("Schedule")')
        page.wait_for_selector('text=It now is Scheduled.')
        page.click('button:has-text("Begin")')
        page.wait_for_selector('text=It has been running since')

    started = timezone.now() - timedelta(hours=6)
    Change.objects.update(actual_start=started)
    make_incident(on=[device], name='SW-1 does not boot', reported_at=started, resolved_at=timezone.now())
    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(path)
        page.click('button:has-text("Done")')
        page.wait_for_selector('text=It ran from')
        page.wait_for_selector('text=SW-1 does not boot')

    with acting(browser, live_netbox.url, team.manager) as page:
        page.goto(change.caused_incidents.get().get_absolute_url())
        photograph(page, 'caused_incident')
        page.click('button:has-text("It caused it")')
        page.goto(path)
        assert page.is_visible('th:has-text("Actual")')
        row = page.inner_text('.card:has(#flags) tbody tr:first-child')
        assert '4 h that count' in row
        assert row.rstrip().endswith('6 h')
        assert not is_scrolled(page, '.card:has(#flags) .table-responsive')
        photograph(page, 'change_done')

        written_agreement_is_chased(page, team)


def written_agreement_is_chased(page, team):
    """It fell due yesterday: the project manager is told, and records it."""
    tell_of_chasing(team.manager)
    CustomerAgreement.objects.update(written_due_on=timezone.localdate() - timedelta(days=1))
    assert follow_up_changes()['chased'] == 1
    agreement = CustomerAgreement.objects.get()
    waiting = '/plugins/service-levels/customer-agreements/?awaits_writing=true'
    row = f'table a[href="{agreement.get_absolute_url()}"]'

    page.reload()
    page.click('[aria-label=Notifications]:visible')
    page.wait_for_selector(f'.notifications:visible >> text={agreement}')
    photograph(page, 'notifications')
    page.goto(waiting)
    photograph(page, 'agreements_waiting')
    assert page.is_visible(row)
    page.goto(f'{agreement.get_absolute_url()}edit/')
    page.evaluate('text => { document.getElementById("id_written_at").value = text }', local(timezone.now()))
    page.click('button[name=_update]')
    page.wait_for_url(f'**{agreement.get_absolute_url()}')
    photograph(page, 'agreement_written')
    page.goto(waiting)
    assert not page.is_visible(row)


def test_a_better_time_is_found_and_used_and_the_calendar_shows_it(live_netbox, browser, team, change):
    with acting(browser, live_netbox.url, team.engineer) as page:
        page.goto(change.get_absolute_url())
        page.click('button:has-text("Submit")')
        page.wait_for_selector('text=It breaks Acme gold')
        page.click('button:has-text("Find a better time")')
        page.wait_for_selector('#better-times [role=status]')
        photograph(page, 'better_times')

        page.goto(f'/plugins/service-levels/planned-work/?month={change.planned_start:%Y-%m}')
        assert page.is_visible('table a:has-text("Upgrade SW-1")')
        page.click('button:has-text("Make an address")')
        page.wait_for_selector('#feed-address')
        photograph(page, 'work_calendar')
        address = page.input_value('#feed-address')
        feed = page.request.get(address)
        assert feed.text().startswith('BEGIN:VCALENDAR')
        assert 'Upgrade SW-1' in feed.text()
        page.click('button:has-text("Take the address back")')
        page.wait_for_selector('text=no longer opens anything')
        assert page.request.get(address).status == 403

        page.goto('/plugins/service-levels/changes/')
        photograph(page, 'change_list')
        assert page.is_visible('text=Breach')
