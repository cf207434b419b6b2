"""Records of the process in a branch: steps of a change and incidents are written there, in one transaction."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from netbox_branching.utilities import activate_branch

from netbox_slm.analysis.changes import transition
from netbox_slm.analysis.derived_effects import record_derived_effects
from netbox_slm.analysis.incidents import resolve_incident
from netbox_slm.models import Change, Incident, PlannedEffect
from tests.builders import make_component, make_device, make_incident, make_service, make_sla, make_target
from tests.graph.things import make_rack

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(scope='module')
def device(database):
    rack = make_rack()
    device = make_device('REC-1', site=rack.site, rack=rack)
    service = make_service('Records')
    make_component(service, device)
    make_target(make_sla('Records SLA', services=[service]), target_percent='99.9')
    return device


@pytest.fixture(scope='module')
def branch(device, make_branch):
    return make_branch('Records')


def test_a_change_takes_its_steps_in_a_branch(branch, device, work_in, admin):
    engineer = get_user_model().objects.create_superuser('records-engineer')
    with work_in(branch):
        change = Change.objects.create(
            name='In a branch', requester=engineer, type='normal', significance='minor',
            planned_start=NOW + timedelta(days=1), planned_end=NOW + timedelta(days=1, hours=1),
        )  # fmt: skip
        PlannedEffect.objects.create(change=change, object=device)
        for status, user in (('assessed', engineer), ('slm_review', engineer), ('approved', admin)):
            change = transition(change, status, user, NOW)

    with activate_branch(branch):
        stored = Change.objects.get(name='In a branch')
        assert (stored.status, stored.approver) == ('approved', admin)
        assert stored.impacts.current().exists()
    assert not Change.objects.filter(name='In a branch').exists()


def test_what_an_incident_reaches_is_kept_in_a_branch(branch, device, work_in):
    with work_in(branch):
        incident = make_incident(on=[device.rack], name='In a branch', reported_at=NOW - timedelta(hours=1))
        record_derived_effects([incident.pk], NOW)
        resolve_incident(incident, NOW)

    with activate_branch(branch):
        stored = Incident.objects.get(name='In a branch')
        assert [effect.object for effect in stored.derived_effects.all()] == [device]
        assert stored.resolved_at == NOW
    assert not Incident.objects.filter(name='In a branch').exists()
