"""What changes in main while a branch is open: no doing of the branch, and a reason to sync it first."""

import pytest
from django.urls import reverse
from django.utils import timezone
from netbox_branching.models import Branch
from netbox_change_control.checks import run_checks
from netbox_change_control.models import ChangeRequest

from dcim import models as dcim

from netbox_slm.analysis import branches as words
from netbox_slm.engine.structure import DOWN
from netbox_slm.integrations import branching
from netbox_slm.integrations.branching import endangers_no_promise
from tests.builders import make_component, make_device, make_service, make_site, make_sla, make_tenant
from tests.graph.things import cable, interface, make_rack, ref


def judged(branch):
    return branching.judge(branch, timezone.now())


def test_what_main_changes_is_no_doing_of_the_branch(make_branch, change):
    site = make_site()
    racks = [make_rack(site), make_rack(site)]
    started, moved, stopped = (make_device(site=site, rack=racks[0]) for _number in range(3))
    type(started).objects.filter(pk=started.pk).update(status='offline')
    branch = make_branch('Only words')
    change(branch, started, description='Another word')
    change(branch, moved, comments='Another word')
    change(branch, stopped, status='offline')

    change(None, started, status='active')
    change(None, moved, rack=racks[1])
    change(None, stopped, description='Another word')

    assert judged(branch)[0].outages == {ref(stopped): words.NOT_IN_OPERATION}


class Pair:
    """A switch with two ways out, of which main takes one and the branch the other."""

    def __init__(self, make_branch, delete):
        role = dcim.DeviceRole.objects.get_or_create(slug='core', defaults={'name': 'Core'})[0]
        site = make_site()
        core, self.access = make_device('Core of two', site=site), make_device('Access of two', site=site)
        core.role = role
        core.save()
        wires = [cable(interface(core), interface(self.access)) for _number in range(2)]
        service = make_service('On access of two')
        make_component(service, self.access)
        self.sla = make_sla('Of access of two', services=[service])
        self.branch = make_branch('Drops uplink B')
        delete(self.branch, wires[1])
        delete(None, wires[0])


@pytest.fixture(scope='module')
def pair(make_branch, delete):
    return Pair(make_branch, delete)


def detail(branch):
    return reverse('plugins-api:netbox_slm-api:branchimpact-detail', args=[branch.pk])


def test_a_branch_that_does_not_know_main_is_to_be_synced_first(pair, api, admin):
    request = ChangeRequest.objects.create(title='Drop uplink B', branch=pair.branch, requester=admin)
    answer = api.get(detail(pair.branch)).json()
    page = api.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[pair.branch.pk])).content.decode()

    assert answer['is_synced'] is False
    assert answer['is_blocked'] is True
    assert 'sync it first' in answer['sentence']
    assert 'sync it first' in page
    assert not endangers_no_promise(pair.branch)
    assert 'sync it first' in endangers_no_promise(pair.branch).message
    check = request.checks.get(name='sla-impact')
    assert (check.status, 'sync it first' in check.summary) == ('failure', True)

    pair.branch.sync(user=admin)
    branch = Branch.objects.get(pk=pair.branch.pk)
    impact, danger = judged(branch)
    answer = api.get(detail(branch)).json()
    run_checks(ChangeRequest.objects.get(pk=request.pk))

    assert answer['is_synced'] is True
    assert 'sync it first' not in answer['sentence']
    assert (impact.lasting[ref(pair.access)].state, impact.lasting[ref(pair.access)].why) == (DOWN, words.CUT_OFF)
    assert [(each.sla_id, each.why) for each in danger.endangered] == [(pair.sla.pk, words.LASTING)]
    assert 'endangers 1 SLA' in request.checks.get(name='sla-impact').summary


def test_words_in_main_and_a_branch_of_words_need_no_sync(make_branch, change, work_in):
    device, other = make_device(), make_device()
    takes_out, words_only = make_branch('Takes one out'), make_branch('Words')
    change(takes_out, device, status='offline')
    change(words_only, device, description='Another word')
    with work_in(None):
        make_tenant('New meanwhile')
    change(None, other, description='A word in main')

    assert judged(takes_out)[0].diff.is_synced
    assert endangers_no_promise(takes_out)

    change(None, other, status='offline')

    assert not judged(takes_out)[0].diff.is_synced
    assert 'sync it first' in endangers_no_promise(takes_out).message
    assert not judged(words_only)[0].diff.is_synced
    assert endangers_no_promise(words_only)
