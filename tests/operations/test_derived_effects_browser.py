"""An incident is reported in the browser; its page says what it takes down and why, and there it is decided."""

import pytest
from django.contrib.contenttypes.models import ContentType

from dcim.models import Device, PowerPort, Rack

from netbox_slm import models
from tests.builders import make_component, make_device, make_service, make_site

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_an_incident_takes_down_is_shown_and_confirmed(browser_page):
    rack = Rack.objects.create(site=make_site('Berlin'), name='R1')
    for number in range(1, 3):
        make_component(make_service(f'Payroll {number}'), make_device(f'SRV-{number}', site=rack.site, rack=rack))
    page = browser_page
    rack_type = ContentType.objects.get_for_model(Rack)
    page.goto(f'/plugins/service-levels/incidents/add/?object_content_type={rack_type.pk}&object_object_id={rack.pk}')
    page.fill('#id_name', 'Smoke in R1')
    page.click('button[name=_create]')
    page.wait_for_selector('text=Effects through the infrastructure')

    assert page.locator('text=R1 is down').count() == 2
    assert page.locator('text=SRV-1 needs it (rack)').count() == 1
    row = page.locator('tr', has_text='SRV-1 needs it')
    row.locator('button', has_text='Confirm').click()
    page.wait_for_selector('text=1 effect is decided.')
    page.click('text=Reject all that are not decided')
    page.wait_for_selector('tr:has-text("SRV-2 needs it") >> text=Rejected')

    decisions = models.DerivedEffect.objects.values_list('object_id', 'decision')
    names = {device.pk: device.name for device in Device.objects.all()}
    assert {(names[pk], decision) for pk, decision in decisions} == {('SRV-1', 'confirmed'), ('SRV-2', 'rejected')}


def test_a_need_of_a_group_is_entered(browser_page):
    server = make_device('SRV-1')
    port = PowerPort.objects.create(device=server, name='PSU 1')
    group = models.CIDependencyGroup.objects.create(dependent=server, name='Feeds')
    other = models.CIDependencyGroup.objects.create(dependent=make_device('SRV-2'), name='Other feeds')
    device_type, port_type = (ContentType.objects.get_for_model(model).pk for model in (Device, PowerPort))
    page = browser_page
    page.goto(
        '/plugins/service-levels/ci-dependencies/add/'
        f'?dependent_content_type={device_type}&dependent_object_id={server.pk}'
        f'&needed_content_type={port_type}&needed_object_id={port.pk}'
    )
    page.evaluate("document.querySelector('#id_kind').tomselect.setValue('group')")
    page.evaluate("document.querySelector('#id_replaces').tomselect.setValue('power')")
    page.click('#id_group-ts-control')
    page.wait_for_selector(f'#id_group-ts-dropdown >> text={group.name}')
    assert page.locator(f'#id_group-ts-dropdown >> text={other.name}').count() == 0
    page.locator(f'#id_group-ts-dropdown >> text={group.name}').first.click()
    page.click('button[name=_create]')
    page.wait_for_url('**/ci-dependencies/*/')

    need = models.CIDependency.objects.get()
    assert (need.dependent, need.needed, need.group, need.replaces) == (server, port, group, 'power')
