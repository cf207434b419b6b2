"""In a browser: pages that edit or delete many say what they touch; an SLA loads its forecast after the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netbox_slm import models
from tests.analysis.figures import compute, promise
from tests.builders import make_component, make_device, make_incident, make_service
from tests.forecast.base import Company, make_change

pytestmark = pytest.mark.django_db(transaction=True)

LIST = '/plugins/service-levels/incidents/'


@pytest.fixture
def fan(live_netbox):
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    fan = make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    promise([service], target_percent='99')
    compute()
    compute(close=True)
    return fan


def test_pages_about_many_say_what_they_touch(browser_page, fan):
    for button in ('Edit Selected', 'Delete Selected'):
        browser_page.goto(LIST)
        browser_page.locator(f'input[name=pk][value="{fan.pk}"]').check()
        browser_page.get_by_role('button', name=button).click()
        touched = browser_page.get_by_text('1 final period (2026-03)')
        touched.wait_for()

        assert touched.is_visible()


def test_a_bulk_edit_says_it_anew_when_a_field_changes(browser_page, fan):
    component = make_component(models.Service.objects.get(), make_device(), since='2026-04-10 00:00Z')
    browser_page.goto('/plugins/service-levels/components/')
    browser_page.locator(f'input[name=pk][value="{component.pk}"]').check()
    browser_page.get_by_role('button', name='Edit Selected').click()
    browser_page.wait_for_load_state('networkidle')
    touched = browser_page.get_by_text('1 final period (2026-03)')
    assert not touched.is_visible()

    browser_page.fill('#id_since', '2026-03-05 12:00:00')
    browser_page.locator('#id_since').dispatch_event('change')
    touched.wait_for()

    assert touched.is_visible()


def test_the_window_that_deletes_one_says_it_too(browser_page, fan):
    browser_page.goto(fan.get_absolute_url())
    browser_page.locator('[hx-get*="/delete/"]').first.click()
    touched = browser_page.locator('#htmx-modal-content').get_by_text('This deletion touches 1 final period (2026-03).')
    touched.wait_for()

    assert touched.is_visible()
    assert browser_page.locator('#htmx-modal-content').get_by_role('button', name='Delete').is_visible()


def test_the_forecast_of_a_target_comes_after_the_page(browser_page):
    company, now = Company(), timezone.now()
    make_change(
        company.first,
        window=(now + timedelta(minutes=1), now + timedelta(minutes=61)),
        type='standard',
        status='approved',
    )
    compute(f'{now:%Y-%m}', now=now)

    browser_page.goto(company.sla.get_absolute_url())
    cell = browser_page.locator(f'#slm-forecast-{company.target.pk}')
    cell.get_by_text('of planned work').wait_for()

    assert 'Missed' in cell.inner_text()
    assert '99.8' in cell.inner_text()
