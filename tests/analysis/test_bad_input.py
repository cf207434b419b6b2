"""Facts that cannot be are refused with the field and the reason, alone and in bulk, and change nothing."""

import json

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from netbox_slm import models
from tests.analysis.figures import WEEKDAYS
from tests.builders import (
    make_calendar,
    make_component,
    make_device,
    make_incident,
    make_service,
    make_sla,
    make_target,
    make_tenant,
)

pytestmark = pytest.mark.django_db

HOUR = 3600


@pytest.fixture
def house():
    class House:
        calendar = make_calendar('Office', WEEKDAYS)
        service, tenant = make_service(), make_tenant()
        sla = make_sla(services=[service], tenant=tenant)
        target = make_target(sla)
        incident = make_incident(services=[service], reported_at='2026-03-02 10:00', resolved_at='2026-03-02 12:00')
        group = models.RedundancyGroup.objects.create(service=service, name='Pair', min_available=1)

    for _number in range(2):
        make_component(House.service, make_device(), redundancy_group=House.group)
    return House


def window(house, weekday, start, end):
    return {'calendar': house.calendar.pk, 'weekday': weekday, 'start_seconds': start, 'end_seconds': end}


def promise(house, **fields):
    return {'sla': house.sla.pk, 'name': 'Another', **fields}


# (kind of record, what is sent, the field that is refused)
NEW = {
    'windows that overlap': (
        'calendarwindow', lambda house: window(house, 0, 9 * HOUR, 10 * HOUR), 'start_seconds'
    ),
    'windows that overlap over midnight': (
        'calendarwindow', lambda house: window(house, 6, 20 * HOUR, 9 * HOUR), 'start_seconds'
    ),
    'an empty window': ('calendarwindow', lambda house: window(house, 6, 8 * HOUR, 8 * HOUR), 'end_seconds'),
    'an exception that ends before it starts': (
        'calendarexception',
        lambda house: {'calendar': house.calendar.pk, 'name': 'X', 'starts_on': '2026-03-02', 'ends_on': '2026-03-01'},
        'ends_on',
    ),
    'an unknown zone of a calendar': (
        'servicecalendar', lambda house: {'name': 'Nowhere', 'time_zone': 'Europe/Atlantis'}, 'time_zone'
    ),
    'an unknown zone of an agreement': (
        'sla',
        lambda house: {'name': 'Nowhere', 'tenant': house.tenant.pk, 'time_zone': 'Europe/Atlantis'},
        'time_zone',
    ),
    'an agreement that ends before it starts': (
        'sla',
        lambda house: {
            'name': 'Back', 'tenant': house.tenant.pk, 'starts_on': '2026-03-02', 'ends_on': '2026-03-01',
        },
        'ends_on',
    ),
    'maintenance that ends before it starts': (
        'maintenancewindow',
        lambda house: {'name': 'Back', 'starts_at': '2026-03-02T10:00:00Z', 'ends_at': '2026-03-02T09:00:00Z'},
        'ends_at',
    ),
    'availability of nothing': ('serviceleveltarget', lambda house: promise(house, target_percent=0), 'target_percent'),
    'availability above all': (
        'serviceleveltarget', lambda house: promise(house, target_percent='100.1'), 'target_percent'
    ),
    'a response without a limit': (
        'serviceleveltarget',
        lambda house: promise(house, metric='response', target_percent=90),
        'limit_seconds',
    ),
    'a limit of a priority that is none': (
        'serviceleveltarget',
        lambda house: promise(
            house, metric='response', target_percent=90, limit_seconds=60, priority_limits={'huge': 60}
        ),
        'priority_limits',
    ),
    'a time to restore of nothing': (
        'serviceleveltarget', lambda house: promise(house, metric='mttr', target_value=0), 'target_value'
    ),
    'half an outage': (
        'serviceleveltarget', lambda house: promise(house, metric='outages', target_value='1.5'), 'target_value'
    ),
    'less than no outage': (
        'serviceleveltarget', lambda house: promise(house, metric='outages', target_value=-1), 'target_value'
    ),
    'a measured value without a direction': (
        'serviceleveltarget',
        lambda house: promise(house, metric='cost', target_value=1, aggregation='sum'),
        'direction',
    ),
    'a percentile beyond all': (
        'serviceleveltarget',
        lambda house: promise(
            house, metric='cost', target_value=1, direction='at_most', aggregation='percentile', percentile=101
        ),
        'percentile',
    ),
    'a hold before its incident': (
        'hold',
        lambda house: {
            'incident': house.incident.pk, 'reason': 'Asked',
            'starts_at': '2026-03-02T09:00:00Z', 'ends_at': '2026-03-02T11:00:00Z',
        },
        'starts_at',
    ),
    'a hold after its incident': (
        'hold',
        lambda house: {
            'incident': house.incident.pk, 'reason': 'Asked',
            'starts_at': '2026-03-02T11:00:00Z', 'ends_at': '2026-03-02T13:00:00Z',
        },
        'ends_at',
    ),
    'a hold that ends before it starts': (
        'hold',
        lambda house: {
            'incident': house.incident.pk, 'reason': 'Asked',
            'starts_at': '2026-03-02T11:00:00Z', 'ends_at': '2026-03-02T10:30:00Z',
        },
        'ends_at',
    ),
    'an incident that is resolved in the future': (
        'incident',
        lambda house: {
            'name': 'Soon', 'reported_at': '2026-03-02T10:00:00Z', 'status': 'resolved',
            'resolved_at': (timezone.now() + timezone.timedelta(days=1)).isoformat(),
        },
        'resolved_at',
    ),
    'an incident that is resolved before it is reported': (
        'incident',
        lambda house: {
            'name': 'Back', 'reported_at': '2026-03-02T10:00:00Z', 'status': 'resolved',
            'resolved_at': '2026-03-02T09:00:00Z',
        },
        'resolved_at',
    ),
    'a measurement of the future': (
        'measurement',
        lambda house: {
            'service': house.service.pk, 'measure': 'latency', 'value': 1, 'source': 'probe',
            'measured_at': (timezone.now() + timezone.timedelta(days=1)).isoformat(),
        },
        'measured_at',
    ),
    'none of a group needed': (
        'redundancygroup',
        lambda house: {'service': house.service.pk, 'name': 'None', 'min_available': 0},
        'min_available',
    ),
    'an operation that ends before it begins': (
        'service',
        lambda house: {
            'name': 'Back', 'operational_from': '2026-03-02T10:00:00Z', 'operational_until': '2026-03-01T10:00:00Z',
        },
        'operational_until',
    ),
}  # fmt: skip


def send(client, name, data, pk=None):
    url = (
        reverse(f'plugins-api:netbox_slm-api:{name}-list')
        if pk is None
        else reverse(f'plugins-api:netbox_slm-api:{name}-detail', args=[pk])
    )
    method = client.post if pk is None else client.patch
    return method(url, json.dumps(data), content_type='application/json')


@pytest.mark.parametrize('case', NEW)
def test_what_cannot_be_is_refused_by_field_alone_and_among_others(admin_client, house, case):
    name, make, field = NEW[case]
    model = apps.get_model('netbox_slm', name)
    before = model.objects.count()

    alone = send(admin_client, name, make(house))
    bulk = send(admin_client, name, [make(house)])

    assert (alone.status_code, list(alone.json())) == (400, [field])
    assert alone.json()[field][0]
    assert bulk.status_code == 400
    assert field in str(bulk.json())
    assert model.objects.count() == before


def test_more_members_cannot_be_needed_than_there_are(admin_client, house):
    answer = send(admin_client, 'redundancygroup', {'min_available': 3}, house.group.pk)

    assert (answer.status_code, list(answer.json())) == (400, ['min_available'])
    assert models.RedundancyGroup.objects.get().min_available == 1


def test_two_windows_of_one_request_do_not_overlap_either(admin_client, house):
    before = models.CalendarWindow.objects.count()

    answer = send(
        admin_client,
        'calendarwindow',
        [window(house, 5, 8 * HOUR, 12 * HOUR), window(house, 5, 11 * HOUR, 13 * HOUR)],
    )

    assert answer.status_code == 400
    assert models.CalendarWindow.objects.count() == before
