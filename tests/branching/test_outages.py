"""Which changes of a branch count as an outage of what (docs/branching.md)."""

import pytest

from netbox_slm.analysis.branches import DELETED, MOVED, NOT_IN_OPERATION, RECABLED, TAKEN_OUT, BranchChange
from netbox_slm.analysis.branches.outages import outages_of
from netbox_slm.graph import Need, Ref

DEVICE, RACK, OTHER_RACK = Ref('dcim.device', 1), Ref('dcim.rack', 1), Ref('dcim.rack', 2)


def outages(ref, action='update', before=None, after=None, needs=(), needs_after=()):
    change = BranchChange(ref, action, before or {}, after or {})
    return outages_of([change], {ref: list(needs)}, {ref: list(needs_after)})


@pytest.mark.parametrize(
    ('label', 'before', 'after', 'expected'),
    [
        ('dcim.device', {'status': 'active'}, {'status': 'offline'}, NOT_IN_OPERATION),
        ('dcim.powerfeed', {'status': 'active'}, {'status': 'failed'}, NOT_IN_OPERATION),
        ('circuits.circuit', {'status': 'active'}, {'status': 'decommissioned'}, NOT_IN_OPERATION),
        ('dcim.interface', {'enabled': True}, {'enabled': False}, NOT_IN_OPERATION),
        ('dcim.cable', {'status': 'connected'}, {'status': 'planned'}, NOT_IN_OPERATION),
        ('dcim.device', {'status': 'planned'}, {'status': 'active'}, None),
        ('dcim.device', {'status': 'offline'}, {'status': 'failed'}, None),
        ('dcim.device', {'name': 'SW-1'}, {'name': 'SW-9'}, None),
        ('dcim.device', {'cluster': 1}, {'cluster': 2}, TAKEN_OUT),
        ('dcim.device', {'virtual_chassis': 1}, {'virtual_chassis': None}, TAKEN_OUT),
        ('dcim.device', {'cluster': None}, {'cluster': 2}, None),
        ('dcim.interface', {'lag': 5}, {'lag': None}, TAKEN_OUT),
    ],
)
def test_an_update_counts_by_what_it_takes_from_the_object(label, before, after, expected):
    ref = Ref(label, 1)

    assert outages(ref, before=before, after=after) == ({ref: expected} if expected else {})


def test_what_is_deleted_is_down_and_what_is_created_is_not():
    assert outages(DEVICE, 'delete', {'status': 'offline'}) == {DEVICE: DELETED}
    assert outages(DEVICE, 'create', after={'status': 'planned'}) == {}


def test_parts_of_what_is_deleted_are_not_named_beside_it():
    parts = [Ref('dcim.interface', 4), Ref('dcim.interface', 5)]
    changes = [
        BranchChange(DEVICE, 'delete', {'status': 'active'}, {}),
        *(BranchChange(part, 'delete', {'device': pk}, {}) for part, pk in zip(parts, (1, 2), strict=True)),
    ]

    assert outages_of(changes, {}, {}) == {DEVICE: DELETED, parts[1]: DELETED}


def test_what_only_orders_others_is_never_out():
    assert outages(Ref('dcim.region', 1), 'delete', {'name': 'North'}) == {}
    assert outages(Ref('extras.tag', 1), 'delete', {'name': 'x'}) == {}


def test_what_stands_on_something_else_is_moved():
    here, there = Need(DEVICE, (RACK,), 'rack'), Need(DEVICE, (OTHER_RACK,), 'rack')

    rows = {'before': {'rack': 1}, 'after': {'rack': 2}}

    assert outages(DEVICE, **rows, needs=[here], needs_after=[there]) == {DEVICE: MOVED}
    assert outages(DEVICE, **rows, needs=[here], needs_after=[]) == {DEVICE: MOVED}
    assert outages(DEVICE, **rows, needs=[], needs_after=[there]) == {}


def test_what_the_branch_only_describes_is_not_moved_by_it():
    here, there = Need(DEVICE, (RACK,), 'rack'), Need(DEVICE, (OTHER_RACK,), 'rack')
    rows = {'before': {'rack': 2, 'description': ''}, 'after': {'rack': 2, 'description': 'x'}}

    assert outages(DEVICE, **rows, needs=[there], needs_after=[here]) == {}


def test_another_region_or_agreed_need_moves_nothing():
    site, region = Ref('dcim.site', 1), Ref('dcim.region', 1)
    agreed = Need(DEVICE, (RACK,), 'needed', provider='explicit')

    assert outages(site, before={'region': 1}, needs=[Need(site, (region,), 'region')]) == {}
    assert outages(DEVICE, before={'site': 1}, needs=[agreed]) == {}


def test_a_group_is_moved_when_no_member_is_the_same():
    def group(*ids):
        return Need(DEVICE, tuple(Ref('dcim.powerport', pk) for pk in ids), 'power port', 'group', 1, 'power')

    rows = {'before': {'site': 1}, 'after': {'site': 2}}
    assert outages(DEVICE, **rows, needs=[group(1, 2)], needs_after=[group(3)]) == {DEVICE: MOVED}
    assert outages(DEVICE, **rows, needs=[group(1, 2)], needs_after=[group(2)]) == {}


@pytest.mark.parametrize(
    ('action', 'before', 'after'),
    [('create', {}, {'cable': 7}), ('delete', {'cable': 7}, {}), ('update', {'cable': 7}, {'cable': 7})],
)
def test_another_end_of_a_cable_takes_the_cable_down(action, before, after):
    assert outages(Ref('dcim.cabletermination', 1), action, before, after) == {Ref('dcim.cable', 7): RECABLED}


def test_a_blade_that_is_pulled_is_moved():
    bay = Ref('dcim.devicebay', 1)

    assert outages(bay, before={'installed_device': 1}, after={'installed_device': None}) == {DEVICE: MOVED}


def test_the_gravest_of_several_reasons_is_said():
    here = Need(DEVICE, (RACK,), 'rack')
    found = outages(DEVICE, before={'status': 'active'}, after={'status': 'offline'}, needs=[here])

    assert found == {DEVICE: NOT_IN_OPERATION}
