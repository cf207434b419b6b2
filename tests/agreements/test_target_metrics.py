"""A target of every metric by form, import and REST: only its own fields, one rule for all doors, and in words."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from netbox_slm import models
from netbox_slm.choices import MetricChoices
from netbox_slm.forms import ServiceLevelTargetForm
from netbox_slm.wording import format_promise
from tests.builders import make_service, make_sla, make_target

pytestmark = pytest.mark.django_db
API = '/api/plugins/service-levels/targets/'


@pytest.fixture
def boss(client):
    client.force_login(get_user_model().objects.create_superuser(username='boss'))
    return client


@pytest.fixture
def sla():
    return make_sla('Gold', services=[make_service('Payroll')])


SHOWN = {
    'availability': {'target_percent'},
    'response': {'target_percent', 'limit_seconds', 'priority_limits', 'paused_by_holds'},
    'resolution': {'target_percent', 'limit_seconds', 'priority_limits', 'paused_by_holds'},
    'mttr': {'target_value'},
    'mtbf': {'target_value'},
    'longest_outage': {'target_value'},
    'outages': {'target_value'},
    'workload': {'target_value', 'workload_kind'},
    **{
        metric: {'target_value', 'unit', 'direction', 'aggregation', 'percentile', 'measure'}
        for metric in MetricChoices.MEASURED
    },
}


def test_every_metric_has_its_fields():
    assert set(SHOWN) == set(MetricChoices.values())


@pytest.mark.parametrize('metric', SHOWN)
def test_the_form_shows_the_fields_of_the_chosen_metric_only(boss, metric):
    url = f'{reverse("plugins:netbox_slm:serviceleveltarget_add")}?metric={metric}'
    page = boss.get(url, headers={'HX-Request': 'true'}).content.decode()
    every = set().union(*SHOWN.values())

    assert {name for name in every if f'name="{name}"' in page} == SHOWN[metric]


def post(client, sla, **fields):
    data = {'sla': sla.pk, 'name': 'New', 'combination': 'each', 'warning_percent': 75} | fields
    return client.post(reverse('plugins:netbox_slm:serviceleveltarget_add'), data)


FORMS = [
    ({'metric': 'mttr', 'target_value': '4h'}, 'At most 4 h'),
    ({'metric': 'mtbf', 'target_value': '30d'}, 'At least 30 d'),
    ({'metric': 'longest_outage', 'target_value': '0'}, 'At most 0 min'),
    ({'metric': 'longest_outage', 'target_value': '5400'}, 'At most 1 h 30 min'),
    ({'metric': 'outages', 'target_value': '3'}, 'At most 3'),
    ({'metric': 'workload', 'target_value': '40', 'workload_kind': 'changes'}, 'At most 40 Changes'),
    (
        {'metric': 'cost', 'target_value': '1200.5', 'unit': 'EUR', 'direction': 'at_most', 'aggregation': 'sum'},
        'At most 1200.5 EUR (Sum)',
    ),
    (
        {
            'metric': 'performance',
            'target_value': '200',
            'unit': 'ms',
            'direction': 'at_most',
            'aggregation': 'percentile',
            'percentile': '95',
        },
        'At most 200 ms (percentile 95)',
    ),
    (
        {'metric': 'satisfaction', 'target_value': '4.2', 'direction': 'at_least', 'aggregation': 'mean'},
        'At least 4.2 (Mean)',
    ),
    ({'metric': 'availability', 'target_percent': '99.95'}, '99.95 %'),
    (
        {'metric': 'resolution', 'target_percent': '95', 'limit_seconds': '8h', 'priority_limits': 'critical=1h'},
        '95 % within 1 h (Critical), 8 h (other priorities)',
    ),
]


@pytest.mark.parametrize(('fields', 'promise'), FORMS)
def test_a_target_is_made_by_form_and_said_in_words(boss, sla, fields, promise):
    response = post(boss, sla, **fields)

    assert response.status_code == 302, response.context['form'].errors
    assert format_promise(models.ServiceLevelTarget.objects.get()) == promise


@pytest.mark.parametrize(('fields', 'promise'), FORMS)
def test_the_form_of_a_stored_target_changes_nothing(boss, sla, fields, promise):
    post(boss, sla, **fields)
    stored = models.ServiceLevelTarget.objects.get()
    shown = ServiceLevelTargetForm(instance=stored)
    data = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}

    form = ServiceLevelTargetForm(data=data, instance=stored)

    assert form.is_valid(), form.errors
    assert format_promise(form.save()) == promise


def test_another_metric_empties_what_the_former_promised(boss, sla):
    stored = make_target(
        sla, name='Repair', metric='resolution', limit_seconds=60, priority_limits={'high': 30}, paused_by_holds=False
    )
    url = reverse('plugins:netbox_slm:serviceleveltarget_edit', args=[stored.pk])
    data = {'sla': sla.pk, 'name': 'Repair', 'combination': 'each', 'warning_percent': 75}

    response = boss.post(url, {**data, 'metric': 'mttr', 'target_value': '1h'})

    assert response.status_code == 302, response.context['form'].errors
    stored.refresh_from_db()
    assert (stored.target_percent, stored.target_value) == (None, 3600)
    assert (stored.limit_seconds, stored.priority_limits, stored.paused_by_holds) == (None, {}, None)


REFUSED = [
    ({'metric': 'mttr', 'target_value': 'soon'}, 'target_value'),
    ({'metric': 'mttr', 'target_value': 'NaN'}, 'target_value'),
    ({'metric': 'mttr'}, 'target_value'),
    ({'metric': 'outages', 'target_value': '1.5'}, 'target_value'),
    ({'metric': 'workload', 'target_value': '5'}, 'workload_kind'),
    ({'metric': 'cost', 'target_value': '5', 'direction': 'at_most'}, 'aggregation'),
    ({'metric': 'availability'}, 'target_percent'),
]


@pytest.mark.parametrize(('fields', 'field'), REFUSED)
def test_the_form_names_the_field_that_is_wrong(boss, sla, fields, field):
    response = post(boss, sla, **fields)

    assert list(response.context['form'].errors) == [field]
    assert not models.ServiceLevelTarget.objects.exists()


@pytest.mark.parametrize(('fields', 'field'), [row for row in REFUSED if row[0].get('target_value') != 'soon'])
def test_rest_refuses_the_same_with_the_same_field(boss, sla, fields, field):
    response = boss.post(API, {'sla': sla.pk, 'name': 'New', **fields}, content_type='application/json')

    assert response.status_code == 400
    assert list(response.json()) == [field]


def test_rest_makes_and_changes_a_target_of_any_metric(boss, sla):
    made = boss.post(
        API,
        {'sla': sla.pk, 'name': 'Fast', 'metric': 'mttr', 'target_value': '14400'},
        content_type='application/json',
    )
    url = f'{API}{made.json()["id"]}/'
    wrong = boss.patch(url, {'metric': 'availability'}, content_type='application/json')
    right = boss.patch(
        url,
        {'metric': 'availability', 'target_value': None, 'target_percent': '99.9'},
        content_type='application/json',
    )

    assert made.status_code == 201
    assert list(wrong.json()) == ['target_percent']
    assert right.status_code == 200
    assert right.json()['target_value'] is None


def test_an_import_takes_durations_as_text_and_names_the_line_and_the_field(boss, sla):
    url = reverse('plugins:netbox_slm:serviceleveltarget_bulk_import')
    rows = [
        'sla,name,metric,target_percent,target_value,unit,direction,aggregation,percentile,measure,workload_kind',
        'Gold,Restored,mttr,,4h,,,,,,',
        'Gold,Fast,performance,,200,ms,at_most,percentile,95,ping,',
        'Gold,Changes,workload,,40,,,,,,changes',
    ]
    data = {'format': 'csv', 'csv_delimiter': ',', 'import_method': 'direct'}

    refused = boss.post(url, {**data, 'data': '\n'.join([*rows, 'Gold,Odd,outages,,1.5,,,,,,'])})
    nothing = models.ServiceLevelTarget.objects.count()
    stored = boss.post(url, {**data, 'data': '\n'.join(rows)})

    assert 'target_value' in refused.content.decode()
    assert nothing == 0
    assert stored.status_code == 302
    assert {target.name: format_promise(target) for target in models.ServiceLevelTarget.objects.all()} == {
        'Restored': 'At most 4 h',
        'Fast': 'At most 200 ms (percentile 95)',
        'Changes': 'At most 40 Changes',
    }


def test_a_bulk_edit_holds_every_row_against_its_own_metric(boss, sla):
    up, restored = make_target(sla), make_target(sla, metric='mttr', target_value=60)
    url = reverse('plugins:netbox_slm:serviceleveltarget_bulk_edit')

    boss.post(url, {'pk': [up.pk, restored.pk], 'target_value': 120, '_apply': '1'})
    refused = models.ServiceLevelTarget.objects.get(pk=restored.pk).target_value
    boss.post(url, {'pk': [restored.pk], 'target_value': 120, '_apply': '1'})

    assert refused == 60
    assert models.ServiceLevelTarget.objects.get(pk=restored.pk).target_value == Decimal(120)


def test_lists_and_pages_stand_a_target_without_a_percentage(boss, sla):
    target = make_target(sla, name='Restored', metric='mttr', target_value=14_400)

    assert 'At most 4 h' in boss.get(reverse('plugins:netbox_slm:serviceleveltarget_list')).content.decode()
    assert 'At most 4 h' in boss.get(target.get_absolute_url()).content.decode()
    assert 'At most 4 h' in boss.get(sla.get_absolute_url()).content.decode()
    assert boss.get(sla.services.get().get_absolute_url()).status_code == 200
