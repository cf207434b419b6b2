"""Why a flag is what it is, and what collides with it: on its page, by REST and GraphQL, as far as it may be seen."""

import pytest
from django.urls import reverse

from dcim.models import Device, Rack

from netbox_slm import models
from netbox_slm.analysis.flags import compute_flags
from tests.agreements.base import make_user, permit
from tests.builders import make_component, make_device, make_incident, make_service, make_site, make_sla, make_target
from tests.changes.base import make_flag
from tests.forecast.base import FRIDAY, NOW, make_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def flagged():
    """Work on a rack: its server carries a service, and an open incident already holds the other half of a pair."""
    rack = Rack.objects.create(site=make_site('Berlin'), name='Rack-R1')
    server, partner = make_device('SRV-1', site=rack.site, rack=rack), make_device('SRV-2')
    payroll = make_service('Payroll')
    group = models.RedundancyGroup.objects.create(service=payroll, name='Servers', min_available=1)
    for device in (server, partner):
        make_component(payroll, device, redundancy_group=group)
    make_target(make_sla('Acme gold', services=[payroll]))
    incident = make_incident(on=[partner], name='Fan broken', occurred_at=NOW, reported_at=NOW)
    change = make_change(rack, window=FRIDAY, name='New floor')
    (flag,) = compute_flags(change, NOW).flags
    return rack, server, incident, flag


def reader(client, *models_to_view):
    user = make_user()
    for model in (models.SLAImpact, models.Change, models.SLA, *models_to_view):
        permit(user, model, 'view')
    client.force_login(user)
    return user


def rest(client, flag):
    return client.get(reverse('plugins-api:netbox_slm-api:slaimpact-detail', args=[flag.pk])).json()


def graphql(client, flag):
    query = f'{{sla_impact(id: {flag.pk}) {{reason collisions hidden_collisions}}}}'
    answer = client.post('/graphql/', {'query': query}, content_type='application/json').json()
    assert 'errors' not in answer, answer
    return answer['data']['sla_impact']


def test_the_reason_is_told_in_words_and_the_collision_by_name(client, flagged):
    _rack, server, incident, flag = flagged
    reader(client, Rack, Device, models.Service, models.Incident)

    data = rest(client, flag)
    asked = graphql(client, flag)

    assert [clause['text'] for clause in data['reason']] == [
        'Rack-R1 is down',
        'SRV-1 needs it (rack)',
        'Payroll needs 1 of 2 (group member), 0 are left; out before: SRV-2',
    ]
    assert data['reason'][1]['object_id'] == server.pk
    assert data['reason'] == asked['reason']
    assert data['collisions'] == [
        {
            'kind': 'incident',
            'is_worse': True,
            'object_type': 'netbox_slm.incident',
            'object_id': incident.pk,
            'display': 'Fan broken',
            'display_url': incident.get_absolute_url(),
        }
    ]
    assert [row['display'] for row in asked['collisions']] == ['Fan broken']
    assert (data['hidden_collisions'], asked['hidden_collisions']) == (0, 0)


def test_what_may_not_be_seen_is_only_counted(client, flagged):
    rack, server, incident, flag = flagged
    reader(client, models.Service)

    data, asked = rest(client, flag), graphql(client, flag)
    page = client.get(flag.get_absolute_url()).content.decode()

    assert data['reason'][0] == {'text': '2 objects that you may not see', 'object_type': None, 'object_id': None}
    assert asked['reason'][0] == data['reason'][0]
    assert (data['collisions'], data['hidden_collisions']) == ([], 1)
    assert (asked['collisions'], asked['hidden_collisions']) == ([], 1)
    for text in (str(data), str(asked), page):
        for hidden in (rack.name, server.name, 'SRV-2', incident.name):
            assert hidden not in text
    assert '2 objects that you may not see' in page
    assert '1 more that you may not see' in page


def test_the_page_of_a_flag_says_why_and_what_collides(client, flagged):
    rack, _server, incident, flag = flagged
    reader(client, Rack, Device, models.Service, models.Incident)

    page = client.get(flag.get_absolute_url()).content.decode()

    assert f'<a href="{rack.get_absolute_url()}">Rack-R1 is down</a>' in page
    assert f'<a href="{incident.get_absolute_url()}">Fan broken</a>' in page


def test_a_list_of_flags_costs_the_same_for_more_of_them(client, flagged, django_assert_max_num_queries):
    *_others, flag = flagged
    reader(client, Rack, Device, models.Service, models.Incident)
    url = reverse('plugins-api:netbox_slm-api:slaimpact-list')
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for number in range(5):
        make_flag(flag.change, make_sla(f'SLA {number}'), reason=flag.reason, collisions=flag.collisions)

    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(url).json()['count'] == 6


def test_the_reason_of_a_derived_effect_is_told_by_graphql(client):
    rack = Rack.objects.create(site=make_site('Berlin'), name='Rack-R1')
    server = make_device('SRV-1', site=rack.site, rack=rack)
    incident = make_incident(on=[rack])
    models.DerivedEffect.objects.create(
        incident=incident,
        object=server,
        computed_at=NOW,
        reason=[
            {'type': 'dcim.rack', 'id': rack.pk, 'relation': ''},
            {'type': 'dcim.device', 'id': server.pk, 'relation': 'rack'},
        ],
    )
    query = {'query': '{derived_effect_list {reason}}'}
    user = make_user()
    permit(user, models.DerivedEffect, 'view')
    client.force_login(user)

    hidden = client.post('/graphql/', query, content_type='application/json').json()['data']
    for model in (Rack, Device):
        permit(user, model, 'view')
    told = client.post('/graphql/', query, content_type='application/json').json()['data']

    assert hidden == {'derived_effect_list': [{'reason': []}]}
    assert [clause['text'] for clause in told['derived_effect_list'][0]['reason']] == [
        'Rack-R1 is down',
        'SRV-1 needs it (rack)',
    ]
