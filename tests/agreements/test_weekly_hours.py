"""The weekly hours of a calendar as one text: in the form, in imports, in REST, in a clone."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse
from rest_framework.test import APIClient

from core.models import ObjectChange
from users.models import Token

from netbox_slm import models
from netbox_slm.analysis.weekly_hours import replace_weekly_hours
from netbox_slm.hours import parse_week
from tests.agreements.base import make_user, permit
from tests.builders import make_calendar

pytestmark = pytest.mark.django_db

H = 3600
API = '/api/plugins/service-levels/calendars/'


@pytest.fixture
def user():
    user = make_user('planner')
    permit(user, models.ServiceCalendar, 'view', 'add', 'change')
    return user


@pytest.fixture
def pages(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def rest(user):
    token = Token(user=user)
    token.save()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f'Bearer nbt_{token.key}.{token.token}')
    return client


def rows(calendar):
    windows = calendar.windows.order_by('weekday', 'start_seconds')
    return list(windows.values_list('weekday', 'start_seconds', 'end_seconds'))


def form_data(**fields):
    return {'name': 'Office', 'time_zone': 'Europe/Berlin', **fields}


def test_a_calendar_is_created_with_its_week_in_one_form(pages):
    response = pages.post(
        reverse('plugins:netbox_slm:servicecalendar_add'),
        form_data(weekly_hours='Mon-Tue 08:00-12:00, 13:00-18:00; Sat 22:00-06:00'),
    )

    assert response.status_code == 302
    assert rows(models.ServiceCalendar.objects.get()) == [
        (0, 8 * H, 12 * H),
        (0, 13 * H, 18 * H),
        (1, 8 * H, 12 * H),
        (1, 13 * H, 18 * H),
        (5, 22 * H, 6 * H),
    ]


def test_every_window_that_the_form_changes_is_in_the_change_log(pages):
    calendar = make_calendar('Office', windows=[(0, 8 * H, 12 * H), (1, 8 * H, 12 * H), (2, 8 * H, 12 * H)])
    monday, tuesday, wednesday = calendar.windows.order_by('weekday')

    pages.post(
        reverse('plugins:netbox_slm:servicecalendar_edit', args=[calendar.pk]),
        form_data(weekly_hours='Mon 08:00-12:00; Tue 08:00-13:00; Fri 08:00-12:00'),
    )

    friday = calendar.windows.get(weekday=4)
    changes = ObjectChange.objects.filter(changed_object_type__model='calendarwindow')
    assert {(change.changed_object_id, change.action) for change in changes} == {
        (tuesday.pk, 'update'),
        (wednesday.pk, 'delete'),
        (friday.pk, 'create'),
    }
    assert {change.related_object_id for change in changes} == {calendar.pk}
    update = changes.get(action='update')
    assert (update.prechange_data['end_seconds'], update.postchange_data['end_seconds']) == (12 * H, 13 * H)
    assert calendar.windows.filter(pk=monday.pk).exists()


def test_the_form_shows_the_week_and_an_empty_week_is_around_the_clock(pages):
    calendar = make_calendar('Office', windows=[(day, 8 * H, 18 * H) for day in range(5)])
    path = reverse('plugins:netbox_slm:servicecalendar_edit', args=[calendar.pk])

    assert b'Mon-Fri 08:00-18:00</textarea>' in pages.get(path).content
    pages.post(path, form_data(weekly_hours=''))

    assert rows(calendar) == []


def test_a_wrong_week_is_refused_on_its_field_and_nothing_is_saved(pages):
    response = pages.post(
        reverse('plugins:netbox_slm:servicecalendar_add'),
        form_data(weekly_hours='Mon 22:00-06:00; Tue 05:00-12:00'),
    )

    assert response.status_code == 200
    assert list(response.context['form'].errors) == ['weekly_hours']
    assert 'Mon 22:00-06:00 overlaps Tue 05:00-12:00' in str(response.context['form'].errors['weekly_hours'])
    assert b'Mon 22:00-06:00; Tue 05:00-12:00' in response.content
    assert not models.ServiceCalendar.objects.exists()


def test_the_subdivisions_offered_are_those_of_the_chosen_country(pages):
    response = pages.get(reverse('plugins:netbox_slm:servicecalendar_add'), {'holiday_country': 'DE'})

    choices = dict(response.context['form'].fields['holiday_subdivision'].choices)
    assert choices['BY'] == 'Bayern (BY)'
    assert 'CA' not in choices


def test_a_clone_has_the_same_week(pages):
    calendar = make_calendar('Office', windows=[(day, 8 * H, 18 * H) for day in range(5)])

    response = pages.get(reverse('plugins:netbox_slm:servicecalendar_add'), calendar.clone())

    assert b'Mon-Fri 08:00-18:00</textarea>' in response.content


@pytest.mark.parametrize('format', ['csv', 'json', 'yaml'])
def test_an_import_creates_a_calendar_with_its_week(pages, format):
    week = 'Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00'
    data = {
        'csv': f'name,time_zone,weekly_hours\nOffice,Europe/Berlin,"{week}"\nPlant,UTC,\n',
        'json': json.dumps([{'name': 'Office', 'weekly_hours': week}, {'name': 'Plant'}]),
        'yaml': f'- name: Office\n  weekly_hours: "{week}"\n- name: Plant\n',
    }[format]

    response = pages.post(
        reverse('plugins:netbox_slm:servicecalendar_bulk_import'),
        {'data': data, 'format': format, 'csv_delimiter': 'auto'},
    )

    assert response.status_code == 302
    assert models.ServiceCalendar.objects.get(name='Office').weekly_hours == week
    assert models.ServiceCalendar.objects.get(name='Plant').weekly_hours == ''


def test_an_import_changes_the_week_only_where_it_has_that_column(pages):
    calendar = make_calendar('Office', windows=[(0, 8 * H, 12 * H)])
    path = reverse('plugins:netbox_slm:servicecalendar_bulk_import')

    for data in (f'id,description\n{calendar.pk},New', f'id,weekly_hours\n{calendar.pk},Tue 08:00-12:00'):
        response = pages.post(path, {'data': data, 'format': 'csv', 'csv_delimiter': ','})
        assert response.status_code == 302, response.content

    calendar.refresh_from_db()
    assert (calendar.description, calendar.weekly_hours) == ('New', 'Tue 08:00-12:00')


def test_rest_writes_and_reads_the_week(rest):
    made = rest.post(API, {'name': 'Office', 'weekly_hours': 'Mon-Fri 08:00-18:00'}, format='json')

    assert made.status_code == 201, made.data
    assert made.data['weekly_hours'] == 'Mon-Fri 08:00-18:00'
    assert [(window['weekday']['value'], window['start'], window['end']) for window in made.data['windows']] == [
        (day, '08:00', '18:00') for day in range(5)
    ]

    path = f'{API}{made.data["id"]}/'
    assert rest.patch(path, {'description': 'New'}, format='json').data['weekly_hours'] == 'Mon-Fri 08:00-18:00'
    assert rest.patch(path, {'weekly_hours': 'Sun 00:00-24:00'}, format='json').data['weekly_hours'] == (
        'Sun 00:00-24:00'
    )
    assert rest.patch(path, {'weekly_hours': ''}, format='json').data['windows'] == []


def test_rest_writes_many_calendars_at_once(rest):
    made = rest.post(API, [{'name': f'C{n}', 'weekly_hours': f'Mon 0{n}:00-12:00'} for n in range(3)], format='json')
    changed = rest.patch(
        API, [{'id': row['id'], 'weekly_hours': 'Tue 08:00-12:00'} for row in made.data], format='json'
    )

    assert made.status_code == 201
    assert [row['weekly_hours'] for row in changed.data] == ['Tue 08:00-12:00'] * 3


def test_rest_refuses_a_wrong_week_on_its_field(rest):
    response = rest.post(API, {'name': 'Office', 'weekly_hours': 'Fry 08:00-18:00'}, format='json')

    assert response.status_code == 400
    assert list(response.data) == ['weekly_hours']
    assert 'Fry is no day of the week' in str(response.data['weekly_hours'])


def test_the_cost_of_a_list_of_calendars_does_not_grow(rest, django_assert_max_num_queries):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert rest.get(API).status_code == 200
        return len(captured)

    for n in range(2):
        make_calendar(windows=[(n, 0, 3600)])
    queries()
    before = queries()
    for n in range(5):
        make_calendar(windows=[(n, 0, 3600), (n, 7200, 9000)])

    assert queries() == before


def test_a_replaced_week_keeps_what_stays():
    calendar = make_calendar(windows=[(0, 8 * H, 12 * H), (0, 12 * H, 18 * H), (3, 0, 24 * H)])
    kept = calendar.windows.get(weekday=3)

    replace_weekly_hours(calendar, parse_week('Mon 08:00-14:00, 14:00-18:00; Thu 00:00-24:00; Wed 22:00-24:00'))

    assert rows(calendar) == [(0, 8 * H, 14 * H), (0, 14 * H, 18 * H), (2, 22 * H, 24 * H), (3, 0, 24 * H)]
    assert calendar.windows.get(weekday=3) == kept


@override_settings(CUSTOM_VALIDATORS={'netbox_slm.calendarwindow': [{'start_seconds': {'min': 6 * H}}]})
def test_a_custom_validator_of_windows_holds_for_the_week_too(pages, rest):
    week = 'Mon 08:00-12:00; Tue 05:00-12:00'

    page = pages.post(reverse('plugins:netbox_slm:servicecalendar_add'), form_data(weekly_hours=week))
    response = rest.post(API, {'name': 'Office', 'weekly_hours': week}, format='json')

    assert page.status_code == 200
    assert 'Tuesday 05:00–12:00' in page.content.decode()
    assert response.status_code == 400
    assert 'Tuesday 05:00–12:00' in response.data['detail']
    assert not models.ServiceCalendar.objects.exists()


def test_a_window_is_written_in_rest_as_seconds_or_as_a_time(rest, user):
    permit(user, models.CalendarWindow, 'view', 'add', 'change')
    calendar = make_calendar()
    path = '/api/plugins/service-levels/calendar-windows/'
    base = {'calendar': calendar.pk, 'weekday': 0}

    as_time = rest.post(path, {**base, 'start': '08:00', 'end': '12:00'}, format='json')
    as_seconds = rest.post(path, {**base, 'start_seconds': 13 * H, 'end_seconds': 24 * H}, format='json')
    changed = rest.patch(f'{path}{as_time.data["id"]}/', {'end': '12:30'}, format='json')

    assert (as_time.data['start_seconds'], as_time.data['end_seconds']) == (8 * H, 12 * H)
    assert (as_seconds.data['start'], as_seconds.data['end']) == ('13:00', '24:00')
    assert changed.data['end_seconds'] == 45_000
    night = rest.post(path, {**base, 'weekday': 2, 'start': '22:00', 'end': '00:00'}, format='json')
    assert (night.data['end_seconds'], night.data['end']) == (24 * H, '24:00')
    for wrong, field in (
        ({'start': '25:00', 'end': '12:00'}, 'start'),
        ({'start': '08:00', 'start_seconds': 1, 'end': '12:00'}, 'start'),
        ({'end': '12:00'}, 'start_seconds'),
        ({'start': '08:00', 'end': '08:00'}, 'end_seconds'),
    ):
        response = rest.post(path, {**base, 'weekday': 1, **wrong}, format='json')
        assert (response.status_code, list(response.data)) == (400, [field]), response.data


@pytest.mark.parametrize(
    ('row', 'message'),
    [
        ('Nowhere,Mon,08:00,12:00', 'calendar: Object not found: Nowhere'),
        ('Office,Funday,08:00,12:00', 'weekday: Funday is no day of the week'),
        ('Office,Mon,25:00,12:00', 'start: 25:00 is no time of day'),
        ('Office,Mon,,12:00', 'start: Give a time of day as HH:MM.'),
        ('Office,Mon,09:00,10:00', 'overlaps Monday 08:00–12:00'),
    ],
)
def test_an_import_of_windows_says_what_is_wrong(pages, user, row, message):
    permit(user, models.CalendarWindow, 'add')
    make_calendar('Office', windows=[(0, 8 * H, 12 * H)])

    response = pages.post(
        reverse('plugins:netbox_slm:calendarwindow_bulk_import'),
        {'data': f'calendar,weekday,start,end\n{row}', 'format': 'csv', 'csv_delimiter': ','},
    )

    assert response.status_code == 200
    assert message in response.content.decode()
    assert models.CalendarWindow.objects.count() == 1


def test_a_window_of_the_form_that_ends_at_midnight_ends_with_the_day(client):
    calendar = make_calendar()
    client.force_login(get_user_model().objects.create_superuser('midnight'))
    data = {'calendar': calendar.pk, 'weekday': 0, 'start_seconds': '22:00', 'end_seconds': '00:00'}

    client.post(reverse('plugins:netbox_slm:calendarwindow_add'), data)

    assert [(window.start_seconds, window.end_seconds) for window in calendar.windows.all()] == [(22 * H, 24 * H)]
