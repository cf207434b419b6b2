"""Measurements become figures, as the target says; a new one marks the figures that it can change, and no others."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from netbox_slm import models
from netbox_slm.models import Attainment
from tests.analysis.figures import compute, figure_of
from tests.builders import at, make_measured, make_measurement, make_service, make_sla

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    return make_service('Payroll'), make_service('Mail')


@pytest.fixture
def sla(services):
    return make_sla('Gold', services=services)


def measure(target=None, values=(), **fields):
    for number, value in enumerate(values):
        make_measurement(target, value=value, measured_at=at(f'2026-03-{number + 1:02d} 10:00'), **fields)


RATINGS = (3, 5, Decimal('4.5'), 1)
AGGREGATIONS = [
    ({'aggregation': 'mean'}, '3.375'),
    ({'aggregation': 'min'}, '1'),
    ({'aggregation': 'max'}, '5'),
    ({'aggregation': 'last'}, '1'),
    ({'aggregation': 'sum'}, '13.5'),
    ({'aggregation': 'percentile', 'percentile': 50}, '3'),
    ({'aggregation': 'percentile', 'percentile': 75}, '4.5'),
]


@pytest.mark.parametrize(('fields', 'value'), AGGREGATIONS)
def test_the_measurements_of_a_period_become_one_value(sla, services, fields, value):
    target = make_measured(sla, **fields)
    measure(target, RATINGS)
    make_measurement(target, value=99, measured_at=at('2026-04-01'))

    assert figure_of(target, services[0]).value == Decimal(value)


JUDGED = [
    ('at_least', 4, 'met'),
    ('at_least', '3.999999', 'missed'),
    ('at_most', 4, 'met'),
    ('at_most', '4.000001', 'missed'),
]


@pytest.mark.parametrize(('direction', 'value', 'status'), JUDGED)
def test_a_value_on_the_target_keeps_it(sla, services, direction, value, status):
    target = make_measured(sla, direction=direction, target_value=4, warning_percent=100)
    measure(target, [value])

    found = figure_of(target, services[0])

    assert found.status in ({status, 'at_risk'} if status == 'met' else {status})


def test_without_a_measurement_there_is_no_data(sla, services):
    assert figure_of(make_measured(sla), services[0]).status == 'no_data'


def test_a_measurement_of_one_service_is_not_for_another(sla, services):
    target = make_measured(sla)
    measure(target, [5], service=services[0])

    assert figure_of(target, services[0]).value == 5
    assert figure_of(target, services[1]).status == 'no_data'


def test_a_target_counts_what_its_services_have_under_its_measure(sla, services):
    target, other = make_measured(sla, measure='survey'), make_measured(sla, measure='probe')
    measure(values=[2, 4], service=services[0], measure='survey')

    assert figure_of(target, services[0]).value == 3
    assert figure_of(other, services[0]).status == 'no_data'


def test_the_explanation_lists_the_measurements_that_count(sla, services, client):
    target = make_measured(sla)
    measure(target, [3, 5])
    make_measurement(target, value=1, measured_at=at('2026-02-28'))
    found = figure_of(target, services[0])
    client.force_login(get_user_model().objects.create_superuser(username='boss'))

    page = client.get(found.get_absolute_url(), headers={'HX-Request': 'true'}).content.decode()

    lines = found.contributions.filter(kind='measurement')
    assert [line.value for line in lines] == [3, 5]
    assert all(line.object.target == target for line in lines)
    for line in lines:
        assert line.object.get_absolute_url() in page


def stale(change, capture):
    compute()
    connection.run_on_commit.clear()
    with capture(execute=True):
        change()
    rows = Attainment.objects.filter(period='2026-03', stale_since__isnull=False)
    return {(row.target, row.service) for row in rows.select_related('target', 'service')}


def test_a_change_of_a_measurement_marks_the_figures_it_counts_for(sla, services, django_capture_on_commit_callbacks):
    payroll, mail = services
    direct, surveyed = make_measured(sla), make_measured(sla, measure='survey')
    make_measured(make_sla(services=[payroll]), measure='probe')
    of_target = make_measurement(direct)
    of_service = make_measurement(service=payroll, measure='survey')

    def change(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    def marked(action):
        return stale(action, django_capture_on_commit_callbacks)

    assert marked(lambda: change(of_target, value=1)) == {(direct, payroll), (direct, mail)}
    assert marked(lambda: change(of_service, value=1)) == {(surveyed, payroll)}
    assert marked(lambda: change(of_service, service=mail)) == {(surveyed, payroll), (surveyed, mail)}
    assert marked(lambda: models.Measurement.objects.get(pk=of_service.pk).delete()) == {(surveyed, mail)}
    assert marked(lambda: make_measurement(direct, value=2, source='second')) == {(direct, payroll), (direct, mail)}
