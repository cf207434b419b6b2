"""What tests can build on: a live NetBox, and a browser that is logged in."""

import pytest
import requests


def test_the_live_netbox_answers_its_api_and_serves_its_static_files(live_netbox):
    status = live_netbox.api().status()
    assert status['plugins']['netbox_slm']

    assert requests.get(f'{live_netbox.url}/static/netbox.css', timeout=30).status_code == 200
    assert requests.get(f'{live_netbox.url}/api/status/', timeout=30).status_code == 403


@pytest.mark.browser
def test_the_browser_is_logged_in(browser_page):
    browser_page.goto('/plugins/service-levels/services/')

    assert browser_page.locator('h2, h1').first.is_visible()
    assert 'admin' in browser_page.content()
