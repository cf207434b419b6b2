"""Figures that are no share read right wherever they are shown, cut towards the bad side."""

from decimal import Decimal

import pytest
from django.urls import reverse

from netbox_slm.models import Attainment
from netbox_slm.ui.attainment import sentence_of, sum_of
from netbox_slm.ui.components import figure_text
from netbox_slm.wording import attained_text, promised_text
from tests.analysis.figures import compute, figure_of, promise
from tests.builders import make_incident, make_measured, make_measurement, make_service, make_sla


def shown_as(unit, value, target_value, more_is_better=False):
    figure = Attainment(unit=unit, value=value, target_value=target_value, more_is_better=more_is_better)
    return attained_text(figure)


@pytest.mark.parametrize(
    ('value', 'target', 'text'),
    [
        ('7200', 7200, '2 h'),
        ('7200.000001', 7200, '2 h 1 min'),
        ('86400.000001', 86400, '1 d 1 h'),
        ('59.5', 60, '1 min'),
        ('60.000001', 60, '1 min 1 s'),
        ('0', 60, '0 min'),
    ],
)
def test_a_duration_that_is_too_long_never_reads_as_short_enough(value, target, text):
    assert shown_as('duration', Decimal(value), Decimal(target)) == text


@pytest.mark.parametrize(
    ('value', 'target', 'text'), [('7199.999999', 7200, '1 h 59 min'), ('7200', 7200, '2 h'), ('172801', 3600, '2 d')]
)
def test_a_duration_that_is_too_short_never_reads_as_long_enough(value, target, text):
    assert shown_as('duration', Decimal(value), Decimal(target), more_is_better=True) == text


@pytest.mark.parametrize(
    ('value', 'target', 'more', 'text'),
    [
        ('4.199999', '4.2', True, '4.19'),
        ('4.2', '4.2', True, '4.2'),
        ('4.200001', '4.2', False, '4.21'),
        ('-1.000001', '-1', True, '-1.1'),
        ('200.0004', '200', False, '200.1'),
    ],
)
def test_a_measured_value_is_cut_towards_the_bad_side(value, target, more, text):
    assert shown_as('value', Decimal(value), Decimal(target), more_is_better=more) == text


@pytest.fixture
def figures(db):
    """A figure of each kind for March, by metric."""
    service = make_service('Payroll')
    sla = make_sla('Gold', services=[service])
    value = {'target_percent': None}
    promises = {
        'mttr': promise([service], **value, metric='mttr', target_value=3600),
        'mtbf': promise([make_service('Mail')], **value, metric='mtbf', target_value=3600),
        'outages': promise([service], **value, metric='outages', target_value=2),
        'workload': promise([service], **value, metric='workload', target_value=5, workload_kind='incidents'),
        'performance': make_measured(sla, metric='performance', direction='at_most', target_value=200, unit='ms'),
    }  # fmt: skip
    make_measurement(promises['performance'], value='203.00001')
    make_incident(services=[service], name='SW broke', reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    compute()
    return {metric: Attainment.objects.get(target=target) for metric, target in promises.items()}


@pytest.mark.parametrize(
    ('metric', 'attained', 'promised', 'sentence'),
    [
        ('mttr', '2 h', 'at most 1 h', 'Payroll missed its promise: 2 h, at most 1 h promised.'),
        ('mtbf', 'no failure', 'at least 1 h', 'There was nothing to measure for Mail.'),
        ('outages', '1', 'at most 2', 'Payroll kept its promise: 1, at most 2 promised.'),
        ('workload', '1', 'at most 5', 'Payroll kept its promise: 1, at most 5 promised.'),
        ('performance', '203.1 ms', 'at most 200 ms', 'Payroll missed its promise: 203.1 ms, at most 200 ms promised.'),
    ],
)
def test_figures_are_said_in_their_unit(figures, metric, attained, promised, sentence):
    figure = figures[metric]

    assert (attained_text(figure), promised_text(figure)) == (attained, promised)
    if metric != 'mtbf':
        assert str(sentence_of(figure)[0]) == sentence


def test_no_failure_is_said_and_not_no_data(figures):
    assert figure_text(figures['mtbf']) == 'no failure, at least 1 h promised'
    assert [str(sentence) for sentence in sentence_of(figures['mtbf'])] == [
        'There was no failure of Mail: at least 1 h promised.'
    ]


def test_the_sum_says_how_the_value_comes_about(figures):
    lines = {str(line.label): str(line.amount) for line in sum_of(figures['mttr'])}

    assert lines['Outages that ended in the period'] == '1'
    assert lines['Mean time to restore'] == '2 h'
    assert lines['Promised'] == 'at most 1 h'
    measured = {str(line.label): str(line.amount) for line in sum_of(figures['performance'])}
    assert (measured['Measurements in the period'], measured['Performance']) == ('1', '203.1 ms')


@pytest.mark.parametrize('metric', ['mttr', 'mtbf', 'outages', 'workload', 'performance'])
def test_pages_and_lists_show_every_kind_of_figure(admin_client, figures, metric):
    figure = figures[metric]
    page = admin_client.get(figure.get_absolute_url()).content.decode()
    listed = admin_client.get(reverse('plugins:netbox_slm:attainment_list')).content.decode()

    for text in (page, listed):
        assert attained_text(figure) in text
        assert promised_text(figure) in text
    assert admin_client.get(figure.target.get_absolute_url()).status_code == 200
    assert admin_client.get(figure.service.get_absolute_url()).status_code == 200
    assert admin_client.get(figure.target.sla.get_absolute_url()).status_code == 200


def test_rest_and_graphql_have_the_value_and_its_text(admin_client, figures):
    figure = figures['performance']
    url = reverse('plugins-api:netbox_slm-api:attainment-detail', args=[figure.pk])
    answer = admin_client.get(url, headers={'accept': 'application/json'}).json()

    assert (answer['unit']['value'], Decimal(str(answer['value'])), answer['text']) == (
        'value', Decimal('203.00001'), '203.1 ms',
    )  # fmt: skip
    assert (answer['target_percent'], Decimal(answer['target_value']), answer['more_is_better']) == (None, 200, False)
    lines = admin_client.get(f'{url}contributions/', headers={'accept': 'application/json'}).json()
    assert [Decimal(str(line['value'])) for line in lines['results']] == [Decimal('203.00001')]
    query = f'{{attainment(id: {figure.pk}) {{value target_value unit target_percent}}}}'
    graph = admin_client.post(reverse('graphql'), {'query': query}, content_type='application/json').json()
    assert Decimal(str(graph['data']['attainment']['value'])) == Decimal('203.00001')


@pytest.mark.django_db
def test_a_percentage_just_missed_reads_as_missed():
    service = make_service()
    target = promise([service], target_percent='99.9')
    make_incident(services=[service], reported_at='2026-03-02', resolved_at='2026-03-02 00:44:41')

    figure = figure_of(target)

    assert (figure.status, figure_text(figure)) == ('missed', '99.89 % of 99.9 %')
