"""Places, devices, modules, components, chassis (graph.md §2)."""

import pytest

from dcim import models as dcim

from tests.builders import make_device, make_site
from tests.graph.things import AT_RISK, DEGRADED, DOWN, breaks, interface, make_feed, make_port, make_rack, ref, way

pytestmark = pytest.mark.django_db


def module_of(device, **fields):
    bay = dcim.ModuleBay.objects.create(device=device, name=f'Bay {dcim.ModuleBay.objects.count()}', **fields)
    kind, _created = dcim.ModuleType.objects.get_or_create(manufacturer=device.device_type.manufacturer, model='Card')
    return dcim.Module.objects.create(device=device, module_bay=bay, module_type=kind)


def test_a_region_takes_down_what_is_in_it():
    outer = dcim.Region.objects.create(name='Outer', slug='outer')
    inner = dcim.Region.objects.create(name='Inner', slug='inner', parent=outer)
    site = dcim.Site.objects.create(name='Here', slug='here', region=inner)
    hall = dcim.Location.objects.create(site=site, name='Hall', slug='hall')
    room = dcim.Location.objects.create(site=site, name='Room', slug='room', parent=hall)
    rack = make_rack(site, location=room)
    device = make_device(site=site, location=room, rack=rack)

    states = breaks(outer)

    assert {states[ref(obj)] for obj in (inner, site, hall, room, rack, device)} == {DOWN}
    assert way([outer], device) == ['region', 'region', 'site', 'device']
    assert way([hall], device) == ['location', 'location', 'device']


def test_a_site_group_and_a_rack_group_fail_only_when_named():
    site_group = dcim.SiteGroup.objects.create(name='Group', slug='group')
    rack_group = dcim.RackGroup.objects.create(name='Row', slug='row')
    site = dcim.Site.objects.create(name='Here', slug='here', group=site_group)
    rack = make_rack(site, group=rack_group)
    device = make_device(site=site, rack=rack)

    assert breaks(site_group)[ref(device)] == DOWN
    assert breaks(rack_group)[ref(device)] == DOWN
    assert ref(site_group) not in breaks(site)


def test_a_chassis_takes_its_blades_down():
    chassis, blade = make_device(), make_device()
    dcim.DeviceBay.objects.create(device=chassis, name='Slot', installed_device=blade)

    assert breaks(chassis)[ref(blade)] == DOWN
    assert ref(chassis) not in breaks(blade)


def test_a_module_takes_its_modules_and_components_down():
    device = make_device()
    outer = module_of(device)
    inner = module_of(device, module=outer)
    port = interface(device, module=inner)
    other = interface(device)

    states = breaks(outer)

    assert states[ref(inner)] == states[ref(port)] == DOWN
    assert ref(device) not in states
    assert ref(other) not in states


def test_degraded_passes_from_a_device_to_its_components():
    device = make_device()
    port = interface(device)

    assert breaks(device, state=DEGRADED)[ref(port)] == DEGRADED


def test_at_risk_passes_from_a_device_to_a_device_context_but_to_no_component():
    device = make_device()
    context = dcim.VirtualDeviceContext.objects.create(device=device, name='VDC', status='active')
    port = interface(device)
    feeds = [make_feed(), make_feed()]
    for feed in feeds:
        make_port(device, feed)

    states = breaks(feeds[0])

    assert states[ref(device)] == states[ref(context)] == AT_RISK
    assert ref(port) not in states


def test_an_inventory_item_needs_its_parent():
    device = make_device()
    parent = dcim.InventoryItem.objects.create(device=device, name='Board')
    child = dcim.InventoryItem.objects.create(device=device, name='Chip', parent=parent)

    assert breaks(parent)[ref(child)] == DOWN
    assert breaks(device)[ref(child)] == DOWN


def test_a_virtual_chassis_stands_while_a_member_does():
    chassis = dcim.VirtualChassis.objects.create(name='Stack')
    members = [make_device(virtual_chassis=chassis, vc_position=place) for place in (1, 2)]

    assert breaks(members[0])[ref(chassis)] == AT_RISK
    assert breaks(*members)[ref(chassis)] == DOWN
    assert breaks(chassis) == {}


def test_what_is_not_in_operation_is_down_already():
    site = make_site()
    device = make_device(site=site, status='offline')
    port = interface(device)

    states = breaks(site)

    assert ref(device) not in states
    assert ref(port) not in states


def test_the_statuses_that_are_not_in_operation_are_a_setting(plugin_settings):
    site = make_site()
    device = make_device(site=site, status='offline')
    plugin_settings(not_in_operation={'dcim.device': ['failed']})

    assert breaks(site)[ref(device)] == DOWN
