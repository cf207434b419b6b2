"""The page and tab of an impact, what can be taken away from it, and Grafana's node graph."""

import csv
import html
import io
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from core.models import ObjectChange
from dcim.models import Device
from tenancy.models import Tenant
from users.models import ObjectPermission

from netbox_slm.models import SLA, Change, PlannedEffect, Service
from tests.builders import make_incident, make_target
from tests.impact.test_impact_api import world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser('admin'))
    return client


def reader(*grants):
    user = get_user_model().objects.create_user('reader')
    for model, constraints in grants:
        permission = ObjectPermission.objects.create(name=model.__name__, actions=['view'], constraints=constraints)
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    client = Client()
    client.force_login(user)
    return client


def ask(client, *objects, **more):
    named = [f'{obj._meta.label_lower}:{obj.pk}' for obj in objects]
    response = client.get(reverse('plugins:netbox_slm:impact'), {'named': named, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_the_empty_page_says_what_to_do(admin):
    assert 'Choose what fails' in ask(admin)


def test_the_answer_comes_first_with_services_slas_and_infrastructure(admin, world):  # noqa: F811
    page = ask(admin, world['first'], world['second'])

    assert '2 services are down. It concerns 1 customer.' in page
    assert 'Payroll needs 1 of 2' in page
    assert 'ACME 2026' in page
    assert page.index('2 services are down') < page.index('id="impact-form"')


def test_with_a_window_the_budget_before_and_after_is_said(admin, world):  # noqa: F811
    make_target(world['sla'], target_percent='99.9')

    page = ask(admin, world['first'], world['second'], start='2026-12-04 20:00', end='2026-12-04 22:00')

    assert 'Breaks the promise' in page
    assert re.search(r'Budget .*44 min.* → ', page, re.DOTALL)


def test_the_budget_of_a_service_that_may_not_be_seen_is_not_said(admin, world):  # noqa: F811
    make_target(world['sla'], target_percent='99.9')
    hidden = world['sla'].services.first()
    window = {'start': '2026-12-04 20:00', 'end': '2026-12-04 22:00'}

    page = ask(reader((SLA, None), (Device, None)), world['first'], world['second'], **window)

    assert hidden.name not in page
    assert 'ACME 2026' in page
    assert 'Breaks the promise' not in page


def test_a_window_that_ends_before_it_begins_is_refused(admin, world):  # noqa: F811
    page = ask(admin, world['first'], start='2026-12-04 20:00', end='2026-12-04 19:00')

    assert 'give a later end' in page
    assert 'Payroll needs' not in page


@pytest.mark.parametrize('field', ['start', 'end'])
def test_a_window_that_is_too_far_away_is_refused(admin, world, field):  # noqa: F811
    page = ask(admin, world['first'], **{'start': '2026-12-04 20:00', field: '9999-12-31 23:30'})

    assert 'too far away' in page
    assert 'Payroll needs' not in page


def test_an_object_chosen_in_the_form_is_added_to_the_address(admin, world):  # noqa: F811
    content_type = ContentType.objects.get_for_model(Device)

    response = admin.get(
        reverse('plugins:netbox_slm:impact'),
        {
            'named': f'dcim.device:{world["first"].pk}',
            'object_content_type': content_type.pk,
            'object_object_id': world['second'].pk,
            'effect': 'degraded',
        },
    )

    assert response.status_code == 302
    assert response.url.count('named=') == 2
    assert 'effect=degraded' in response.url
    assert 'object_object_id' not in response.url


def test_every_linkable_object_has_the_tab(admin, world):  # noqa: F811
    page = admin.get(f'{world["site"].get_absolute_url()}impact/').content.decode()

    assert '2 services are down' in page


def test_what_was_out_already_is_named(admin, world):  # noqa: F811
    make_incident(on=[world['second']], name='Fan broken', reported_at='2026-03-02 10:00')

    assert 'Fan broken' in ask(admin, world['first'])
    assert 'Fan broken' not in ask(admin, world['first'], alone='on')


def test_the_answer_can_be_taken_away(admin, world):  # noqa: F811
    world['payroll'].name = '=cmd|"x"'
    world['payroll'].save()

    rows = list(csv.reader(io.StringIO(ask(admin, world['first'], world['second'], export='csv'))))
    chart = ask(admin, world['first'], world['second'], export='mermaid')
    dot = ask(admin, world['first'], world['second'], export='dot')

    assert rows[0] == ['Type', 'ID', 'Object', 'State', 'Before', 'Distance', 'Reason']
    assert {row[2] for row in rows[1:]} == {'SW-1', 'SW-2', '\'=cmd|"x"', 'Portal'}
    assert chart.startswith('flowchart LR')
    assert '#124;#quot;x#quot;' in chart
    assert chart.count('-->') == 2
    assert dot.startswith('digraph impact {')
    assert '=cmd|\\"x\\"' in dot


def test_nothing_hidden_is_in_page_export_or_graph(world):  # noqa: F811
    client = reader((Device, {'name': 'SW-1'}), (Service, {'name': 'Portal'}))
    address = reverse('plugins-api:netbox_slm-api:node_graph_data')

    answers = [ask(client, world['first'], world['second'], export=kind) for kind in ('', 'csv', 'mermaid', 'dot')]
    answers.append(client.get(address, {'named': f'dcim.device:{world["first"].pk}'}).content.decode())

    for text in answers:
        for secret in ('SW-2', 'Payroll', 'ACME', f':{world["second"].pk}"'):
            assert secret not in text


def test_a_customer_that_may_not_be_seen_is_not_named(world):  # noqa: F811
    client = reader((Device, None), (Service, None), (SLA, None), (Tenant, {'name': 'Another'}))

    page = ask(client, world['first'], world['second'])

    assert 'ACME 2026' in page
    assert 'Acme' not in page


def test_grafana_gets_nodes_and_edges(admin, world):  # noqa: F811
    address = reverse('plugins-api:netbox_slm-api:node_graph_data')
    fields = admin.get(reverse('plugins-api:netbox_slm-api:node_graph_fields')).json()

    data = admin.get(address, {'named': f'dcim.device:{world["first"].pk},dcim.device:{world["second"].pk}'}).json()

    assert {node['title']: node['mainstat'] for node in data['nodes']}['Portal'] == 'down'
    ids = {node['id'] for node in data['nodes']}
    assert {edge['source'] for edge in data['edges']} | {edge['target'] for edge in data['edges']} <= ids
    assert {field['field_name'] for field in fields['nodes_fields']} >= set(data['nodes'][0])
    assert {field['field_name'] for field in fields['edges_fields']} == set(data['edges'][0])
    assert admin.get(address).status_code == 400
    assert admin.get(address, {'named': f'dcim.device:{world["first"].pk}', 'effect': 'odd'}).status_code == 400
    wrong = admin.get(address, {'named': f'dcim.device:{world["first"].pk},dcim.device:999999'})
    assert wrong.status_code == 400
    assert 'dcim.device:999999' in wrong.json()['named'][0]


def test_states_in_what_is_taken_away_are_words(admin, world):  # noqa: F811
    """pages.md, rule 9: no enum value."""
    address = reverse('plugins-api:netbox_slm-api:node_graph_data')

    data = admin.get(address, {'named': f'dcim.device:{world["first"].pk}'}).json()
    texts = [ask(admin, world['first'], export=kind) for kind in ('mermaid', 'dot')]

    assert {node['title']: node['mainstat'] for node in data['nodes']}['Payroll'] == 'at risk'
    assert all('service at risk' in text for text in texts)


def test_nobody_is_answered_without_a_login(client, world):  # noqa: F811
    for address in (
        reverse('plugins:netbox_slm:impact'),
        reverse('plugins-api:netbox_slm-api:node_graph_data'),
        reverse('plugins-api:netbox_slm-api:node_graph_health'),
    ):
        assert client.get(address, {'named': f'dcim.device:{world["first"].pk}'}).status_code in (302, 401, 403)


def test_a_what_if_becomes_a_change_with_its_planned_effects(admin, world):  # noqa: F811
    objects = [world['first'], world['second']]
    page = ask(admin, *objects, effect='degraded', start='2026-12-04 20:00', end='2026-12-04 22:00')
    address = html.unescape(re.search(r'href="([^"]*/changes/add/\?[^"]*)"', page).group(1))

    form = admin.get(address).context['form']
    assert form['named'].value() == [f'dcim.device:{obj.pk}' for obj in objects]
    assert [label for _text, label in form.fields['named'].choices] == [f'{obj} (device)' for obj in objects]
    assert form['effect'].value() == 'degraded'
    window = {'planned_start': '2026-12-04 20:00:00', 'planned_end': '2026-12-04 22:00:00'}
    assert {name: form[name].value() for name in window} == window

    data = {name: form[name].value() for name in ('type', 'significance', 'effect')} | window
    response = admin.post(address, {**data, 'name': 'Move them', 'named': form['named'].value()})

    change = Change.objects.get(name='Move them')
    assert response.url == change.get_absolute_url()
    effects = change.planned_effects.order_by('pk')
    assert [(effect.object, effect.effect) for effect in effects] == [(obj, 'degraded') for obj in objects]
    assert ObjectChange.objects.filter(changed_object_type__model='plannedeffect', action='create').count() == 2


def test_the_form_of_a_change_names_nothing_that_may_not_be_seen_or_cannot_be_linked(world):  # noqa: F811
    client = reader((SLA, None), (Device, {'name': world['first'].name}))
    user = get_user_model().objects.get(username='reader')
    for model in (Change, PlannedEffect):
        permission = ObjectPermission.objects.create(name=f'add {model.__name__}', actions=['add'])
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    named = [f'dcim.device:{world[name].pk}' for name in ('first', 'second')]
    query = urlencode([('named', text) for text in (*named, 'extras.tag:1', 'nothing.here:3', 'x')])
    address = f'{reverse("plugins:netbox_slm:change_add")}?{query}'

    assert client.get(address).context['form']['named'].value() == named[:1]

    data = {'name': 'Hidden', 'type': 'normal', 'significance': 'minor', 'effect': 'down'}
    for refused in (named[1:], named, ['extras.tag:1']):
        response = client.post(address, {**data, 'named': refused})

        assert list(response.context['form'].errors) == ['named']
        assert not Change.objects.exists()


def test_who_may_not_add_a_planned_effect_saves_nothing(world):  # noqa: F811
    client = reader((Device, None))
    user = get_user_model().objects.get(username='reader')
    for model, constraints in ((Change, None), (PlannedEffect, {'effect': 'none'})):
        permission = ObjectPermission.objects.create(
            name=f'add {model.__name__}', actions=['add', 'view'], constraints=constraints
        )
        permission.object_types.set([ContentType.objects.get_for_model(model)])
        permission.users.add(user)
    data = {'name': 'Refused', 'type': 'normal', 'significance': 'minor', 'named': f'dcim.device:{world["first"].pk}'}

    response = client.post(reverse('plugins:netbox_slm:change_add'), {**data, 'effect': 'down'}, follow=True)

    assert 'You may not add these planned effects' in response.content.decode()
    assert not Change.objects.filter(name='Refused').exists()

    response = client.post(reverse('plugins:netbox_slm:change_add'), {**data, 'effect': 'none'})
    assert Change.objects.get(name='Refused').planned_effects.get().effect == 'none'


def test_who_may_not_plan_is_offered_no_change(world):  # noqa: F811
    assert 'changes/add' not in ask(reader((Device, None)), world['first'])
