"""Facts that cannot be are refused through every door: form, REST (`test_bad_input`), CSV; and they change nothing."""

import csv
import io
import json

import pytest
from django.apps import apps
from django.db import models as django_models
from django.urls import reverse

from netbox_slm import models
from tests.analysis.test_bad_input import HOUR, NEW, house, send, window
from tests.builders import at, make_calendar, make_incident, make_service

__all__ = ('house',)

pytestmark = pytest.mark.django_db

# By which column an import names what a record belongs to
_KEYS = {'calendar': 'name', 'sla': 'name', 'tenant': 'name', 'service': 'name', 'incident': 'id'}


def as_text(name, value):
    """A value of a case as people write it in forms and tables."""
    if name in ('start_seconds', 'end_seconds') and isinstance(value, int):
        return f'{value // HOUR:02d}:{value % HOUR // 60:02d}'
    if name == 'limit_seconds':
        return f'{value}s'
    if isinstance(value, dict):
        return ', '.join(f'{key}={seconds}s' for key, seconds in value.items())
    return str(value)


def add_page(model):
    return reverse(f'plugins:netbox_slm:{model}_add')


def filled_in(client, model, data):
    """What the form to add a record sends when somebody fills in `data`."""
    form = client.get(add_page(model)).context['form']
    sent = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        value = field.prepare_value(value)
        if value not in (None, '') and not isinstance(value, (bool, list, tuple)):
            sent[name] = value if isinstance(value, (str, int, float)) else str(value)
    return {**sent, **data}


def imported(client, model, row):
    """The page that answers to an import of one row."""
    table = io.StringIO()
    writer = csv.DictWriter(table, row)
    writer.writeheader()
    writer.writerow(row)
    return client.post(
        reverse(f'plugins:netbox_slm:{model}_bulk_import'),
        {'data': table.getvalue(), 'format': 'csv', 'csv_delimiter': ','},
    )


def row_of(model, data):
    """A case as a row of a table, which names things instead of counting them."""
    row = {}
    for name, value in data.items():
        field = model._meta.get_field(name)
        if isinstance(field, django_models.ForeignKey):
            key = _KEYS[name]
            found = field.related_model.objects.get(pk=value)
            row[name if key == 'name' else f'{name}.{key}'] = getattr(found, key)
        elif name in ('start_seconds', 'end_seconds'):
            row[name] = value
        else:
            row[name] = as_text(name, value)
    return row


def everything():
    return {
        model: list(model._default_manager.order_by('pk').values())
        for model in (
            models.CalendarWindow, models.CalendarException, models.ServiceCalendar, models.SLA,
            models.ServiceLevelTarget, models.MaintenanceWindow, models.Incident, models.Hold, models.Measurement,
            models.RedundancyGroup, models.Service,
        )
    }  # fmt: skip


@pytest.mark.parametrize('case', NEW)
def test_a_form_says_at_the_field_why_and_changes_nothing(admin_client, house, case):
    name, make, field = NEW[case]
    data = {key: as_text(key, value) for key, value in make(house).items()}
    before = everything()

    answer = admin_client.post(add_page(name), filled_in(admin_client, name, data))

    assert answer.status_code == 200
    errors = answer.context['form'].errors
    assert list(errors) == [field]
    assert errors[field][0]
    assert everything() == before


@pytest.mark.parametrize('case', NEW)
def test_an_import_names_record_and_field_and_changes_nothing(admin_client, house, case):
    name, make, field = NEW[case]
    before = everything()

    answer = imported(admin_client, name, row_of(apps.get_model('netbox_slm', name), make(house)))

    assert answer.status_code == 200
    said = [str(error) for error in answer.context['form'].non_field_errors()]
    assert said, answer.context['form'].errors
    assert all(error.startswith(f'Record 1 {field}: ') for error in said)
    assert everything() == before


# What one record is changed to: (kind of record, which one, values, the field that is refused, words of the reason)
EDITED = {
    'an incident resolved before one of its holds ends': (
        'incident', lambda house: held(house, '11:00', '11:30'), {'resolved_at': '2026-03-02T11:15:00Z'},
        'resolved_at', 'shorten that hold',
    ),
    'an incident resolved before one of its holds begins': (
        'incident', lambda house: held(house, '11:00', '11:30'), {'resolved_at': '2026-03-02T10:30:00Z'},
        'resolved_at', 'shorten that hold',
    ),
    'an incident resolved while a hold of it lasts': (
        'incident', lambda house: held(house, '11:00', None),
        {'resolved_at': '2026-03-02T12:00:00Z', 'status': 'resolved'}, 'resolved_at', 'end that hold',
    ),
    'an incident reported after one of its holds began': (
        'incident', lambda house: held(house, '11:00', '11:30'), {'reported_at': '2026-03-02T11:10:00Z'},
        'reported_at', 'move that hold',
    ),
    'more members needed than there are': (
        'redundancygroup', lambda house: house.group, {'min_available': 3}, 'min_available', 'add members',
    ),
    'a window moved onto another': (
        'calendarwindow', lambda house: house.calendar.windows.first(), {'weekday': 1}, 'start_seconds', '',
    ),
}  # fmt: skip


def held(house, start, end):
    """The incident of the house, or an open one, with a hold."""
    incident = house.incident if end else make_incident(services=[house.service], reported_at='2026-03-02 10:00')
    models.Hold.objects.create(
        incident=incident,
        reason='Asked',
        starts_at=at(f'2026-03-02 {start}'),
        ends_at=at(f'2026-03-02 {end}') if end else None,
    )
    return incident


@pytest.mark.parametrize('case', EDITED)
def test_an_edit_is_refused_through_every_door(admin_client, house, case):
    name, find, values, field, words = EDITED[case]
    record = find(house)
    before = everything()

    rest = send(admin_client, name, values, record.pk)
    assert (rest.status_code, list(rest.json())) == (400, [field])
    assert words in rest.json()[field][0]

    page = reverse(f'plugins:netbox_slm:{name}_edit', args=[record.pk])
    form = admin_client.get(page).context['form']
    stored = {key: form[key].value() for key in form.fields if form[key].value() not in (None, '', [], False)}
    answer = admin_client.post(page, {**stored, **values})
    assert answer.status_code == 200
    assert list(answer.context['form'].errors) == [field]
    assert words in answer.context['form'].errors[field][0]

    update = imported(admin_client, name, {'id': record.pk, **{key: as_text(key, values[key]) for key in values}})
    said = [str(error) for error in update.context['form'].non_field_errors()]
    assert said, update.context['form'].errors
    # A field that has no column in the table is named in the message
    assert all(error.startswith('Record 1 ') and f'{field}: ' in error and words in error for error in said), said

    assert everything() == before


def test_a_bulk_edit_that_ends_incidents_before_their_holds_is_refused_as_a_whole(admin_client, house):
    incident = held(house, '11:00', '11:30')
    other = make_incident(services=[house.service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
    before = everything()

    answer = admin_client.post(
        reverse('plugins:netbox_slm:incident_bulk_edit'),
        {'pk': [incident.pk, other.pk], 'resolved_at': '2026-03-02 11:15:00', '_apply': ''},
    )

    assert answer.status_code == 200
    assert 'shorten that hold' in str(answer.context['form'].non_field_errors())
    assert everything() == before


def test_holds_that_are_written_with_the_incident_are_judged_by_its_new_times(admin_client, house):
    incident = held(house, '11:00', '11:30')
    hold = {'starts_at': '2026-03-02T11:00:00Z', 'ends_at': '2026-03-02T11:10:00Z', 'reason': 'Asked'}
    early = {'resolved_at': '2026-03-02T11:15:00Z'}

    taken = send(admin_client, 'incident', {**early, 'holds': [hold]}, incident.pk)
    refused = send(admin_client, 'incident', {'resolved_at': '2026-03-02T11:05:00Z', 'holds': [hold]}, incident.pk)

    assert taken.status_code == 200, taken.json()
    assert incident.holds.get().ends_at == at('2026-03-02 11:10')
    assert refused.status_code == 400
    assert list(refused.json()) == ['holds']


OVERLAPPING = 'Mon 08:00-12:00, 11:00-15:00'


def test_a_calendar_whose_weekly_hours_overlap_is_refused_through_every_door(admin_client, house):
    """A calendar takes its whole week as text."""
    page = add_page('servicecalendar')
    data = {'name': 'Twice', 'time_zone': 'UTC', 'weekly_hours': OVERLAPPING}
    before = everything()

    form = admin_client.post(page, filled_in(admin_client, 'servicecalendar', data))
    rest = send(admin_client, 'servicecalendar', data)
    many = send(admin_client, 'servicecalendar', [{**data, 'name': 'Good', 'weekly_hours': 'Mon 08:00-12:00'}, data])
    update = send(admin_client, 'servicecalendar', {'weekly_hours': OVERLAPPING}, house.calendar.pk)
    table = imported(admin_client, 'servicecalendar', data)

    assert list(form.context['form'].errors) == ['weekly_hours']
    assert (rest.status_code, list(rest.json())) == (400, ['weekly_hours'])
    assert many.status_code == 400
    assert (update.status_code, list(update.json())) == (400, ['weekly_hours'])
    assert str(table.context['form'].non_field_errors()[0]).startswith('Record 1 weekly_hours: ')
    assert everything() == before


def test_a_bulk_edit_that_moves_windows_onto_each_other_is_refused_as_a_whole(admin_client, house):
    windows = list(house.calendar.windows.order_by('pk')[:2])
    before = everything()

    answer = admin_client.post(
        reverse('plugins:netbox_slm:calendarwindow_bulk_edit'),
        {'pk': [window.pk for window in windows], 'weekday': 5, '_apply': ''},
    )

    assert answer.status_code == 200
    assert answer.context['form'].non_field_errors()
    assert everything() == before


def test_windows_that_move_onto_each_other_in_one_request_are_refused_as_a_whole(admin_client, house):
    first, second = house.calendar.windows.order_by('pk')[:2]
    before = everything()

    answer = admin_client.patch(
        reverse('plugins-api:netbox_slm-api:calendarwindow-list'),
        json.dumps([{'id': first.pk, 'weekday': 5}, {'id': second.pk, 'weekday': 5}]),
        content_type='application/json',
    )

    assert answer.status_code == 400
    assert 'start_seconds' in str(answer.json())
    assert everything() == before


def test_windows_of_two_calendars_may_lie_at_the_same_time(admin_client, house):
    other = make_calendar('Other')

    answer = send(admin_client, 'calendarwindow', {**window(house, 0, 9 * HOUR, 10 * HOUR), 'calendar': other.pk})

    assert answer.status_code == 201


def test_one_bad_row_takes_back_the_whole_table(admin_client, house):
    make_service('Mail')
    before = everything()
    rows = 'service,name,min_available\nMail,Good,1\nMail,Bad,0\n'

    answer = admin_client.post(
        reverse('plugins:netbox_slm:redundancygroup_bulk_import'),
        {'data': rows, 'format': 'csv', 'csv_delimiter': ','},
    )

    assert 'Record 2 min_available: ' in str(answer.context['form'].non_field_errors())
    assert everything() == before
