"""The tab of a branch in a browser."""

import pytest
from django.test import Client
from django.utils import timezone
from netbox_change_control.models import ChangeRequest
from pytest_django.live_server_helper import LiveServer

from netbox_slm.models import RedundancyGroup
from tests.builders import make_component, make_device, make_service, make_sla, make_target, make_tenant
from tests.live import LiveNetBox

pytestmark = pytest.mark.browser


@pytest.fixture
def live_netbox(database):
    """As the one of all tests, whose server would want a transaction of its own."""
    Client().get('/login/')  # loads all addresses, which may take longer than a browser waits
    server = LiveServer('localhost')
    yield LiveNetBox(server.url)
    server.stop()


@pytest.fixture
def branch(make_branch, change, delete):
    tenant = make_tenant('Acme')
    first, second, third = make_device('SW-Nord'), make_device('SW-Sued'), make_device('SW-West')
    payroll, portal = make_service('Payroll', tenant=tenant), make_service('Portal', tenant=tenant)
    make_component(payroll, first)
    group = RedundancyGroup.objects.create(service=portal, name='Switches', min_available=1)
    make_component(portal, second, redundancy_group=group)
    make_component(portal, third, redundancy_group=group)
    make_target(make_sla('Acme 2026', services=[payroll, portal], tenant=tenant), target_percent='99.99')
    branch = make_branch('Replace switches')
    change(branch, first, status='decommissioning')
    change(branch, second, status='offline')
    delete(branch, first)
    return branch


def test_the_tab_is_reached_from_branch_and_request_and_asks_for_another_time(browser_page, branch, admin, tmp_path):
    page = browser_page
    page.goto(branch.get_absolute_url())
    page.get_by_role('link', name='Impact', exact=True).click()

    page.wait_for_selector('.slm-sentence')
    assert 'Applying this branch: 1 service is down, 1 service is at risk.' in page.inner_text('.slm-sentence')
    assert 'It endangers 1 SLA.' in page.inner_text('.slm-sentence')
    assert page.get_by_role('heading', name='Down while it is realised').is_visible()
    assert page.get_by_text('its promise is broken').is_visible()
    page.screenshot(path=str(tmp_path / 'tab.png'), full_page=True)

    request = ChangeRequest.objects.create(title='Replace them', branch=branch, requester=admin)
    page.goto(request.get_absolute_url())
    assert page.get_by_text('SLAs not endangered').first.is_visible()
    page.screenshot(path=str(tmp_path / 'request.png'), full_page=True)
    page.locator(f'a[href="{branch.get_absolute_url()}impact/"]').first.click()

    page.wait_for_selector('.slm-sentence')
    later = timezone.now().replace(microsecond=0, second=0)
    page.fill('#id_start', f'{later:%Y-%m-%d} 10:00')
    page.fill('#id_end', f'{later:%Y-%m-%d} 09:00')
    page.get_by_role('button', name='Ask').click()
    page.wait_for_selector('text=give a later end')
    assert page.is_visible('.slm-sentence')
