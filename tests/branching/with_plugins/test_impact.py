"""What applying a real branch takes down, leaves worse and endangers; who may see what; REST."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from netbox_branching.models import Branch
from netbox_branching.utilities import activate_branch

from dcim import models as dcim
from users.models import ObjectPermission
from virtualization.models import VirtualMachine

from netbox_slm.analysis import branches as words
from netbox_slm.analysis.branches import branch_seen_by
from netbox_slm.engine.structure import AT_RISK, DOWN
from netbox_slm.integrations import branching
from netbox_slm.models import SLA, RedundancyGroup, Service, ServiceComponent
from tests.builders import make_component, make_device, make_service, make_site, make_sla, make_target, make_tenant
from tests.changes.base import make_agreement, make_change, make_flag
from tests.graph.things import cable, interface, make_cluster, make_feed, make_port, make_rack, make_vm, ref


def judged(branch, **window):
    return branching.judge(branch, timezone.now(), **window)


class World:
    """Services that each stand on one thing that the branch changes, and what it changes of each."""

    def __init__(self):
        self.services = {}
        self.site = make_site()
        racks = [make_rack(self.site), make_rack(self.site)]
        hosts = [make_device(site=self.site) for _number in range(2)]
        clusters = [make_cluster(), make_cluster()]
        self.deleted = make_device('Deleted', site=self.site)
        self.offline = make_device('Offline', site=self.site)
        self.moved = make_device('Moved', site=self.site, rack=racks[0])
        self.host = make_device('Host', site=self.site, cluster=clusters[0])
        self.vm = make_vm('VM', device=hosts[0], cluster=clusters[0], site=self.site)
        self.untouched = make_device('Untouched', site=self.site)
        self.described = make_device('Described', site=self.site)
        self.disabled = interface(self.untouched, 'disabled')
        self.unplugged = make_device('Unplugged', site=self.site)
        self.half = make_device('Half', site=self.site)
        self.feeds = [make_feed(self.site), make_feed(self.site), make_feed(self.site)]
        self.port = make_port(self.unplugged, self.feeds[0])
        self.ports = [make_port(self.half, feed) for feed in self.feeds[1:]]
        self.racks, self.hosts, self.clusters = racks, hosts, clusters
        for device in hosts:
            device.cluster = clusters[0]
            device.save()
        for name in ('deleted', 'offline', 'moved', 'host', 'vm', 'described', 'disabled', 'unplugged', 'half'):
            self.services[name] = make_service(f'On {name}', tenant=make_tenant())
            make_component(self.services[name], getattr(self, name))
        self.redundant = make_service('Redundant')
        group = RedundancyGroup.objects.create(service=self.redundant, name='Both', min_available=1)
        make_component(self.redundant, self.offline, redundancy_group=group)
        self.member = make_component(self.redundant, self.untouched, redundancy_group=group)
        self.reduced = make_service('Reduced')
        group = RedundancyGroup.objects.create(service=self.reduced, name='Both', min_available=1)
        self.members = [
            make_component(self.reduced, obj, redundancy_group=group) for obj in (self.untouched, self.described)
        ]
        self.sla = make_sla('Gold', services=[self.services['deleted']], tenant=self.services['deleted'].tenant)
        make_target(self.sla, target_percent='99.99')
        self.easy = make_sla('Easy', services=[self.services['moved']])
        make_target(self.easy, target_percent='90')

    def apply(self, branch, change, delete):
        delete(branch, self.deleted, self.port.cable, self.ports[0].cable, self.members[0])
        change(branch, self.offline, status='offline')
        change(branch, self.moved, rack=self.racks[1])
        change(branch, self.host, cluster=None)
        change(branch, self.vm, device=self.hosts[1])
        change(branch, self.described, description='Another word', comments='And more')
        change(branch, self.disabled, enabled=False)


@pytest.fixture(scope='module')
def world(database):
    return World()


@pytest.fixture(scope='module')
def branch(world, make_branch, change, delete):
    branch = make_branch('Rebuild Berlin')
    world.apply(branch, change, delete)
    return branch


@pytest.fixture(scope='module')
def found(branch):
    return judged(branch)


def test_each_change_counts_as_what_it_is(found, world):
    outages = found[0].outages

    assert {
        name: outages.get(ref(getattr(world, name)))
        for name in ('deleted', 'offline', 'moved', 'host', 'vm', 'described', 'disabled', 'untouched')
    } == {
        'deleted': words.DELETED,
        'offline': words.NOT_IN_OPERATION,
        'moved': words.MOVED,
        'host': words.TAKEN_OUT,
        'vm': words.MOVED,
        'described': None,
        'disabled': words.NOT_IN_OPERATION,
        'untouched': None,
    }
    assert outages[ref(world.port.cable)] == words.DELETED


def test_services_on_it_are_down_and_others_are_not(found, world):
    services = found[0].analysis.services

    down = {name for name, service in world.services.items() if services.get(service.pk) == DOWN}
    assert down == {'deleted', 'offline', 'moved', 'host', 'vm', 'disabled', 'unplugged'}
    assert services[world.services['half'].pk] == AT_RISK
    assert services[world.redundant.pk] == AT_RISK
    assert world.services['described'].pk not in services


def test_what_an_outage_reaches_has_its_way_as_the_reason(found, world):
    service = ref(world.services['offline'])

    steps = found[0].analysis.impact.reasons([service])[service].steps
    assert [step.ref for step in steps] == [ref(world.offline), service]


def test_what_loses_its_power_or_its_reserve_is_left_worse(found, world):
    lasting = found[0].lasting

    assert (lasting[ref(world.unplugged)].state, lasting[ref(world.unplugged)].why) == (DOWN, words.NOTHING_LEFT)
    assert (lasting[ref(world.half)].state, lasting[ref(world.half)].why) == (AT_RISK, words.REDUNDANCY)
    assert lasting[ref(world.services['offline'])].why == words.WORSE
    assert lasting[ref(world.services['deleted'])].why == words.NOTHING_LEFT
    assert (lasting[ref(world.reduced)].state, lasting[ref(world.reduced)].why) == (AT_RISK, words.REDUNDANCY)
    assert ref(world.moved) not in lasting
    assert ref(world.offline) not in lasting
    assert ref(world.services['vm']) not in lasting
    assert ref(world.deleted) not in lasting


def test_an_hour_breaks_a_narrow_promise_and_not_a_wide_one(found, world):
    endangered = {each.sla_id: each.why for each in found[1].endangered}

    assert endangered[world.sla.pk] == words.BREACH
    assert world.easy.pk not in endangered
    forecast = next(each for each in found[0].forecasts if each.sla_id == world.easy.pk)
    assert forecast.counted_us == 3_600_000_000


def test_the_window_may_be_another(branch, world):
    start = timezone.now() + timedelta(days=1)
    impact, _danger = judged(branch, starts_at=start, ends_at=start + timedelta(minutes=10))

    forecast = next(each for each in impact.forecasts if each.sla_id == world.easy.pk)
    assert forecast.counted_us == 600_000_000


def test_a_branch_activated_by_whoever_asks_changes_nothing(branch, found):
    with activate_branch(branch):
        again = judged(branch)

    assert again[0].outages == found[0].outages
    assert again[0].lasting == found[0].lasting
    assert again[0].analysis.services == found[0].analysis.services
    assert again[1].endangered == found[1].endangered


def test_who_may_not_see_something_reads_a_number_and_no_name(found, world):
    user = get_user_model().objects.create_user('sees-one')
    grant(user, dcim.Device, {'pk': world.moved.pk})

    shown = branch_seen_by(*found, user)

    assert [cause.name.display for cause in shown.outages] == ['Moved']
    assert shown.hidden_outages == len(found[0].outages) - 1
    assert not shown.dangers
    assert shown.hidden_dangers == len(found[1].endangered)
    assert not shown.seen.services


def grant(user, model, constraints=None):
    permission = ObjectPermission.objects.create(name=model.__name__, actions=['view'], constraints=constraints)
    permission.object_types.set([ContentType.objects.get_for_model(model)])
    permission.users.add(user)


def test_the_cost_does_not_grow_with_what_is_changed(make_branch, change):
    service = make_service()
    site = make_site()
    devices = [make_device(site=site) for _number in range(12)]
    for device in devices:
        make_component(service, device)
    branch = make_branch('Grows')

    def queries():
        with (
            CaptureQueriesContext(connection) as main,
            CaptureQueriesContext(connections[branch.connection_name]) as own,
        ):
            branch_seen_by(*judged(branch), None)
        return len(main) + len(own)

    change(branch, devices[0], status='offline')
    change(branch, devices[1], status='offline')
    queries()  # content types
    few = queries()
    for device in devices[2:]:
        change(branch, device, status='offline')

    assert queries() <= few + 2

    for number in range(4):  # covering, with planned effects on something else, and on nothing
        for on in ([devices[number]], [make_device(site=site)], []):
            soon = {
                'planned_start': timezone.now() + timedelta(days=1),
                'planned_end': timezone.now() + timedelta(days=2),
            }
            change = make_change(on=on, significance='major', status='approved', **soon)
            make_flag(change)
            make_agreement(
                change, sla=change.impacts.get().sla, window_start=change.planned_start, window_end=change.planned_end
            )
        if number == 0:
            few = queries()
    assert len(judged(branch)[0].covering) == 4
    assert queries() <= few


def test_a_switch_whose_last_way_out_is_taken_is_cut_off(world, make_branch, delete):
    role = dcim.DeviceRole.objects.get_or_create(slug='core', defaults={'name': 'Core'})[0]
    core, access = make_device('Core', site=world.site), make_device('Access', site=world.site)
    core.role = role
    core.save()
    wire = cable(interface(core), interface(access))
    service = make_service('On access')
    make_component(service, access)
    branch = make_branch('Cuts off')
    delete(branch, wire)

    impact, danger = judged(branch)

    assert (impact.lasting[ref(access)].state, impact.lasting[ref(access)].why) == (DOWN, words.CUT_OFF)
    assert impact.analysis.services[service.pk] == DOWN
    assert not danger.endangered

    sla = make_sla('Of access', services=[service])
    assert {each.sla_id: each.why for each in judged(branch)[1].endangered} == {sla.pk: words.LASTING}


def detail(name):
    return reverse('plugins-api:netbox_slm-api:branchimpact-detail', args=[name])


def test_rest_answers_as_a_what_if_does_and_says_what_the_branch_does(api, branch, world):
    answer = api.get(detail(branch.pk)).json()
    what_if = api.post(
        reverse('plugins-api:netbox_slm-api:impactanalysis-list'),
        {'objects': [{'type': 'dcim.device', 'id': world.moved.pk}]},
        format='json',
    ).json()

    assert what_if.keys() <= answer.keys()
    outages = {cause['display']: cause['why'] for cause in answer['outages']}
    assert outages['Moved'] == 'moved'
    assert outages['Deleted'] == 'deleted'
    assert answer['is_blocked'] is True
    assert [found['sla']['name'] for found in answer['endangered'] if found['why'] == 'breach'] == ['Gold']
    assert answer['sentence'].startswith('Applying this branch: 7 services are down, ')
    assert any(budget['is_breach'] for budget in answer['budgets'])
    assert api.get(detail('Rebuild Berlin')).json()['outages'] == answer['outages']


def test_rest_says_what_is_wrong_with_a_question(api, branch):
    new = Branch(name='Not ready yet')
    new.save(provision=False)

    assert api.get(detail('No such branch')).status_code == 404
    assert 'can be told while it is ready' in api.get(detail(new.pk)).json()['branch']
    window = {'start': '2027-01-02T00:00:00Z', 'end': '2027-01-01T00:00:00Z'}
    assert 'give a later end' in str(api.get(detail(branch.pk), window).json()['end'])
    assert Client().get(detail(branch.pk)).status_code == 403


@pytest.mark.parametrize(
    ('window', 'field', 'word'),
    [
        ({'start': '9999-12-31T23:30:00Z'}, 'start', 'too far away'),
        ({'start': '2027-01-02T00:00:00'}, 'start', 'no time zone'),
        ({'start': '2027-01-02T00:00:00Z', 'end': '2200-01-02T00:00:00Z'}, 'end', 'too far away'),
        ({'end': '2027-01-02T00:00:00Z'}, 'start', 'A window has a start'),
    ],
)
def test_rest_refuses_a_moment_that_is_none(api, branch, window, field, word):
    response = api.get(detail(branch.pk), window)

    assert response.status_code == 400
    assert word in str(response.json()[field])


@pytest.mark.parametrize('field', ['start', 'end'])
def test_the_tab_refuses_a_moment_that_is_too_far_away(api, branch, field):
    window = {'start': '2027-01-02 00:00:00', field: '9999-12-31 23:30:00'}

    response = api.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk]), window)

    assert response.status_code == 200
    assert 'too far away' in response.content.decode()


@pytest.mark.parametrize('digits', [25, 5000])
def test_a_very_long_number_is_no_branch(api, database, digits):
    assert api.get(detail('9' * digits)).status_code == 404


def test_budgets_of_services_that_may_not_be_seen_are_a_number(api, make_branch, change):
    seen, hidden = make_service('Seen'), make_service('Not seen')
    device = make_device('Both')
    for service in (seen, hidden):
        make_component(service, device)
    sla = make_sla('Of both', services=[seen, hidden])
    make_target(sla, target_percent='90')
    make_target(sla, target_percent='99.99').services.set([hidden])
    branch = make_branch('Takes both')
    change(branch, device, status='offline')
    user = get_user_model().objects.create_user('sees-one-service')
    for model, constraints in ((Branch, None), (SLA, None), (Service, {'pk': seen.pk})):
        grant(user, model, constraints)
    client = Client()
    client.force_login(user)

    impact, danger = judged(branch)
    shown = branch_seen_by(impact, danger, user)
    answer = client.get(detail(branch.pk)).json()
    page = client.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])).content.decode()

    assert {each.service_id for each in impact.forecasts if each.is_breach} == {hidden.pk}
    assert {each.service_id for each in shown.budgets} <= {seen.pk, None}
    assert shown.hidden_budgets == len(impact.forecasts) - len(shown.budgets) > 0
    assert {budget['service_id'] for budget in answer['budgets']} == {each.service_id for each in shown.budgets}
    assert answer['hidden_budgets'] == shown.hidden_budgets
    assert 'Of both' in page
    assert 'Breaks the promise' not in page
    assert (
        'Breaks the promise'
        in api.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])).content.decode()
    )


def test_a_covering_change_is_named_as_any_object_is(api, make_branch, change):
    device = make_device()
    branch = make_branch('Is covered')
    change(branch, device, status='offline')
    window = {'planned_start': timezone.now(), 'planned_end': timezone.now() + timedelta(days=1)}
    work = make_change('Covers it', on=[device], status='approved', **window)

    assert api.get(detail(branch.pk)).json()['covering'] == [
        {'type': 'netbox_slm.change', 'id': work.pk, 'display': str(work), 'url': work.get_absolute_url()}
    ]


def test_the_schema_of_rest_has_it():
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
        said = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    GENERATOR_STATS.reset()

    assert [text for text in said if 'netbox_slm' in text or 'service-levels' in text] == []
    (path,) = [path for path in schema['paths'] if '/service-levels/branch-impacts/' in path]
    assert {'id', 'start', 'end'} <= {found['name'] for found in schema['paths'][path]['get']['parameters']}


def test_rest_shows_no_branch_that_may_not_be_seen(branch):
    client = Client()
    client.force_login(get_user_model().objects.create_user('sees-nothing'))

    assert client.get(detail(branch.pk)).status_code == 404


def test_the_tab_says_it_in_a_sentence_first(branch, world, admin):
    client = Client()
    client.force_login(admin)

    page = client.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])).content.decode()

    assert 'Applying this branch: 7 services are down' in page
    assert page.index('Applying this branch') < page.index('SLAs endangered') < page.index('Left worse after the merge')
    assert 'put out of operation' in page
    assert 'Gold' in page
    assert 'Plan a change for it' in page
    assert (
        reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])
        in client.get(branch.get_absolute_url()).content.decode()
    )
    assert VirtualMachine.objects.get(pk=world.vm.pk).device == world.hosts[0]
    assert Service.objects.filter(pk=world.services['deleted'].pk).exists()
    assert ServiceComponent.objects.filter(pk=world.member.pk).exists()
    assert SLA.objects.filter(pk=world.sla.pk).exists()


def test_the_tab_of_a_branch_that_is_not_ready_says_when_there_is_an_answer(admin):
    client = Client()
    client.force_login(admin)
    new = Branch(name='Still new')
    new.save(provision=False)

    page = client.get(reverse('plugins:netbox_branching:branch_slm_impact', args=[new.pk])).content.decode()

    assert 'can be told while it is ready' in page
