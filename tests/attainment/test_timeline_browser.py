"""In a browser: a drag over the timeline zooms, and a form says what it touches while it is filled in."""

import re

import pytest

from netbox_slm import models
from netbox_slm.models import Attainment
from tests.analysis.figures import compute, promise
from tests.builders import make_component, make_device, make_incident, make_service

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def figure(live_netbox):
    service, switch = make_service('Payroll'), make_device('SW-1')
    make_component(service, switch)
    make_incident(on=[switch], name='Fan', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    promise([service], target_percent='99')
    compute()
    compute(close=True)
    return Attainment.objects.get(period='2026-03')


def test_a_drag_over_the_timeline_leads_to_that_part(browser_page, figure):
    browser_page.goto(figure.get_absolute_url())
    timeline = browser_page.locator('[data-slm-timeline]')
    timeline.scroll_into_view_if_needed()
    box = timeline.bounding_box()
    y = box['y'] + box['height'] / 2

    browser_page.mouse.move(box['x'] + box['width'] * 0.3, y)
    browser_page.mouse.down()
    browser_page.mouse.move(box['x'] + box['width'] * 0.5, y, steps=4)
    browser_page.mouse.up()
    browser_page.wait_for_url(re.compile(r'from=2026-03-0\d.*&to=2026-03-1\d.*#timeline'))

    assert browser_page.get_by_role('link', name='Whole period').is_visible()


def test_a_form_says_what_it_touches_as_it_is_filled_in(browser_page, figure):
    fan = models.Incident.objects.get()
    browser_page.goto(f'/plugins/service-levels/incidents/{fan.pk}/edit/')

    touched = browser_page.get_by_text('1 final period (2026-03)')
    touched.wait_for()

    assert touched.is_visible()
