"""A figure explains itself: a sentence, a sum that adds up, its lines; and tells nobody what he may not see."""

import pytest
from django.urls import reverse

from core.models import ObjectType
from dcim.models import Device
from users.models import ObjectPermission

from netbox_slm import models
from netbox_slm.models import Attainment
from netbox_slm.ui.attainment import sentence_of, sum_of
from tests.analysis.figures import HOUR, WEEKDAYS, compute, promise
from tests.builders import (
    at,
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_sla,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    """Payroll on SW-1 and SW-2, each down once in March, with maintenance agreed."""
    service = make_service('Payroll')
    for name in ('SW-1', 'SW-2'):
        switch = make_device(name)
        make_component(service, switch)
        day = 2 if name == 'SW-1' else 3
        make_incident(
            on=[switch],
            name=f'{name} broke',
            reported_at=f'2026-03-0{day} 10:00',
            resolved_at=f'2026-03-0{day} 12:00',
        )
    target = promise(
        [service], target_percent='99', sla_fields={'name': 'Gold', 'calendar': make_calendar('Office', WEEKDAYS)}
    )
    window = models.MaintenanceWindow.objects.create(
        name='Spring work', status='agreed', starts_at=at('2026-03-10 08:00'), ends_at=at('2026-03-10 09:00')
    )
    window.slas.add(target.sla)
    compute()
    return Attainment.objects.get()


def allow(user, model, **constraints):
    permission = ObjectPermission.objects.create(
        name=f'view {model.__name__} {constraints}', actions=['view'], constraints=constraints or None
    )
    permission.object_types.add(ObjectType.objects.get_for_model(model))
    permission.users.add(user)


@pytest.fixture
def reader(client, django_user_model):
    """Logged in, and may view figures only until a test allows more."""
    user = django_user_model.objects.create_user(username='reader')
    allow(user, Attainment)
    client.force_login(user)
    return user


def page(client, figure):
    response = client.get(figure.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_opens_with_the_verdict_and_what_was_left(admin_client, figure):
    assert [str(sentence) for sentence in sentence_of(figure)] == [
        'Payroll missed its promise: 98.1 % of 99 %.',
        '1 h 48 min more than the budget was lost.',
    ]

    text = page(admin_client, figure)

    assert 'Payroll missed its promise: 98.1 % of 99 %.' in text


@pytest.mark.parametrize(
    ('now', 'sentence'),
    [
        ('2026-03-01 06:00', 'There is nothing to measure yet for Payroll.'),
        ('2026-03-02 09:00', 'Payroll keeps its promise so far: 100.0 % of 99 %.'),
        ('2026-03-02 11:30', 'Payroll is at risk: 57.1 % of 99 %.'),
        ('2026-03-04 11:30', 'Payroll has missed its promise: 82.9 % of 99 %.'),
    ],
)
def test_the_sentence_of_a_running_period_says_so_far(figure, now, sentence):
    Attainment.objects.all().delete()
    compute(now=at(now))

    assert str(sentence_of(Attainment.objects.get())[0]) == sentence


def test_a_figure_that_is_not_computed_yet_says_so(admin_client, figure):
    Attainment.objects.update(computed_at=None)

    assert 'This figure is still to be computed.' in page(admin_client, figure)


def test_each_line_of_the_sum_follows_from_those_above(figure):
    lines = {str(line.label): str(line.amount) for line in sum_of(figure)}

    assert '31 d' in lines['Hours of the period']
    assert '9 d 4 h' in lines['Agreed hours']
    assert '1 h' in lines['Excluded']
    assert '9 d 3 h' in lines['Measured hours']
    assert '4 h' in lines['Downtime']
    assert '8 d 23 h' in lines['Up']
    assert lines['Availability'] == '98.1 %'
    assert '−1 h 48 min' in lines['Left']


def test_the_sum_is_by_what_the_agreement_said_when_the_figure_was_computed(figure):
    before = [(str(line.label), str(line.amount)) for line in sum_of(figure)]
    models.SLA.objects.update(excluded_counts_as_up=True)

    assert [(str(line.label), str(line.amount)) for line in sum_of(Attainment.objects.get())] == before


def test_the_sum_of_counted_incidents_is_in_numbers(figure):
    target = make_target(figure.target.sla, metric='resolution', limit_seconds=5400, target_percent='50')
    compute()

    lines = {str(line.label): line.amount for line in sum_of(Attainment.objects.get(target=target))}

    assert (lines['Within the limit'], lines['Beyond the limit']) == (0, 2)
    assert lines['Share within the limit'] == '0.0 %'


def test_the_page_lists_what_cost_how_much_and_why(admin_client, figure):
    text = page(admin_client, figure)

    for name in ('SW-1 broke', 'SW-2 broke', 'SW-1', 'Spring work', '2 h'):
        assert name in text
    counted = sum(line.counted_us for line in figure.contributions.filter(kind='downtime'))
    assert counted == figure.downtime_us == 4 * HOUR


def test_excluded_time_says_why_and_who_approved_it(admin_client, admin_user, figure):
    models.MaintenanceWindow.objects.update(reason='New firmware', agreed_with='Ms Weber')
    models.Incident.objects.filter(name='SW-1 broke').update(
        excused=True, excuse_reason='The customer cut the power', excused_by=admin_user
    )
    compute()

    text = page(admin_client, figure)

    assert 'New firmware (approved by Ms Weber)' in text
    assert f'The customer cut the power (approved by {admin_user})' in text


def test_hidden_names_are_nowhere_and_their_number_is_said(client, reader, figure):
    text = page(client, figure)

    for name in ('SW-1', 'SW-2', 'Spring work', 'Gold', 'Payroll', 'Office'):
        assert name not in text
    assert '3 more that you may not see: ' in text


def test_what_one_may_see_is_shown_and_the_rest_counted(client, reader, figure):
    allow(reader, models.Incident, name='SW-1 broke')
    allow(reader, Device, name='SW-1')
    allow(reader, models.Service)

    text = page(client, figure)

    assert 'SW-1 broke' in text
    assert 'Payroll' in text
    assert 'SW-2' not in text
    assert '2 more that you may not see: ' in text


def test_a_ci_that_one_may_not_see_is_hidden_in_a_line_that_one_may(client, reader, figure):
    incident = models.Incident.objects.get(name='SW-1 broke')
    models.Incident.objects.filter(pk=incident.pk).update(name='Power lost')
    allow(reader, models.Incident)

    text = page(client, figure)

    assert 'Power lost' in text
    assert 'SW-1<' not in text
    assert 'Hidden' in text


def test_the_lines_come_through_rest_with_the_rest_counted(client, reader, figure):
    allow(reader, models.Incident, name='SW-1 broke')
    allow(reader, Device, name='SW-1')
    url = reverse('plugins-api:netbox_slm-api:attainment-contributions', args=[figure.pk])

    answer = client.get(url, headers={'accept': 'application/json'}).json()

    (line,) = answer['results']
    assert answer['count'] == 1
    assert (line['incident']['name'], line['object_type'], line['object']['name']) == (
        'SW-1 broke',
        'dcim.device',
        'SW-1',
    )
    assert [step['object'] and step['object']['display'] for step in line['path']] == ['SW-1', None]
    assert (line['kind']['value'], line['counted_us'], line['rule']['value']) == ('downtime', 2 * HOUR, 'required')
    assert answer['hidden'] == {'count': 2, 'counted_us': 3 * HOUR, 'uncounted_us': 0}


def test_promise_and_service_that_one_may_not_see_are_null_in_rest_and_graphql(client, reader, figure):
    answer = client.get(
        reverse('plugins-api:netbox_slm-api:attainment-detail', args=[figure.pk]),
        headers={'accept': 'application/json'},
    ).json()

    assert (answer['target'], answer['sla'], answer['service']) == (None, None, None)
    assert 'Payroll' not in answer['display']
    query = '{attainment_list {display target {name} service {name}}}'
    answer = client.post(reverse('graphql'), {'query': query}, content_type='application/json').json()
    assert answer['data']['attainment_list'] == [
        {'display': '… – … – 2026-03', 'target': None, 'service': None},
    ]


def test_the_agreement_of_a_target_that_one_may_see_stays_hidden(client, reader, figure):
    allow(reader, models.ServiceLevelTarget)

    answer = client.get(
        reverse('plugins-api:netbox_slm-api:attainment-detail', args=[figure.pk]),
        headers={'accept': 'application/json'},
    ).json()
    query = '{attainment_list {display target {name}}}'
    graph = client.post(reverse('graphql'), {'query': query}, content_type='application/json').json()

    assert answer['target']['name'] == figure.target.name
    assert answer['sla'] is None
    assert 'Gold' not in str(answer)
    assert figure.target.name in graph['data']['attainment_list'][0]['display']
    assert 'Gold' not in str(graph)
    assert 'Gold' not in page(client, figure)


def test_a_page_costs_the_same_queries_however_many_lines(admin_client, figure, queries_for):
    url = figure.get_absolute_url()
    queries_for(url, admin_client)  # warms the content types
    before = queries_for(url, admin_client)
    for day in range(4, 14):
        make_incident(
            on=[Device.objects.get(name='SW-1')],
            reported_at=f'2026-03-{day:02} 10:00',
            resolved_at=f'2026-03-{day:02} 11:00',
        )
    compute()

    assert queries_for(url, admin_client) == before


def test_the_list_shows_the_worst_running_figures_first(admin_client, figure):
    good, old = make_service('Mail'), make_service('Fax')
    make_target(make_sla(services=[good, old]))
    compute()
    Attainment.objects.filter(service=old).update(is_final=True, status='missed')

    rows = [row.service.name for row in Attainment.objects.worst_first()]

    assert rows == ['Payroll', 'Mail', 'Fax']
    assert admin_client.get(reverse('plugins:netbox_slm:attainment_list')).status_code == 200
