"""Reporting an incident quickly: the form filled in from the query string, and CSV rows that name what is affected."""

from urllib.parse import urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import ObjectChange, ObjectType
from dcim.models import Device
from users.models import ObjectPermission, User

from netbox_slm.models import AffectedCI, AffectedService, Incident, Service
from tests.builders import at, make_device, make_incident, make_service, make_tenant
from tests.operations.base import ago

pytestmark = pytest.mark.django_db

ADD = 'plugins:netbox_slm:incident_add'
IMPORT = 'plugins:netbox_slm:incident_bulk_import'


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser(username='admin')
    client.force_login(user)
    return user


def allow(user, actions, *models, constraints=None):
    name = f'{user.username} {actions} {models[0].__name__}'
    permission = ObjectPermission.objects.create(name=name, actions=actions, constraints=constraints)
    permission.users.add(user)
    permission.object_types.add(*(ObjectType.objects.get_for_model(model) for model in models))


def device_type():
    return ContentType.objects.get_for_model(Device).pk


def report(client, **fields):
    defaults = {'name': 'Down', 'status': 'new', 'priority': 'high', 'effect': 'down', 'reported_at': ago(1)}
    return client.post(reverse(ADD), {**defaults, **fields})


def upload(client, *lines, **options):
    data = {'data': '\n'.join(lines), 'format': 'csv', 'csv_delimiter': 'auto', **options}
    return client.post(reverse(IMPORT), data)


def test_the_form_comes_filled_in_with_this_object_now_down(client, admin):
    device, service = make_device('SW-77'), make_service('Payroll')
    query = urlencode({'object_content_type': device_type(), 'object_object_id': device.pk, 'service': service.pk})

    form = client.get(f'{reverse(ADD)}?{query}').context['form']

    assert form.initial['name'] == 'SW-77, Payroll: down'
    assert form['effect'].value() == 'down'
    assert form['reported_at'].value() is not None
    html = ' '.join(f'{form["object"]} {form["service"]}'.split())
    assert f'<option value="{device.pk}" selected' in html
    assert f'<option value="{service.pk}" selected' in html


def test_the_suggested_title_names_nothing_the_user_may_not_view(client):
    user = User.objects.create_user(username='reporter')
    allow(user, ['add', 'view'], Incident, AffectedCI, AffectedService)
    device, service = make_device('Hidden-1'), make_service('Hidden-2')
    client.force_login(user)
    query = urlencode({'object_content_type': device_type(), 'object_object_id': device.pk, 'service': service.pk})

    response = client.get(f'{reverse(ADD)}?{query}')

    assert response.status_code == 200
    assert b'Hidden-' not in response.content


def test_one_submit_writes_incident_object_and_services_and_logs_each(client, admin):
    device, services = make_device(), [make_service(), make_service()]

    response = report(
        client,
        object_content_type=device_type(),
        object_object_id=device.pk,
        service=[service.pk for service in services],
    )

    assert response.status_code == 302, response.context['form'].errors
    incident = Incident.objects.get()
    assert [row.object for row in incident.affected_cis.all()] == [device]
    assert [row.service for row in incident.affected_services.all()] == services
    logged = ObjectChange.objects.filter(request_id=response['X-Request-ID'], action='create')
    assert sorted(logged.values_list('changed_object_type__model', flat=True)) == [
        'affectedci',
        'affectedservice',
        'affectedservice',
        'incident',
    ]


def test_an_incident_that_names_nothing_is_taken(client, admin):
    assert report(client).status_code == 302
    assert Incident.objects.count() == 1


def test_a_refused_form_writes_nothing(client, admin):
    response = report(
        client,
        resolved_at=ago(2),
        status='resolved',
        object_content_type=device_type(),
        object_object_id=make_device().pk,
    )

    assert 'resolved_at' in response.context['form'].errors
    assert not Incident.objects.exists()
    assert not AffectedCI.objects.exists()


def test_editing_does_not_ask_for_objects_again(client, admin):
    incident = make_incident(on=[make_device()], reported_at=ago(5))

    form = client.get(reverse('plugins:netbox_slm:incident_edit', args=[incident.pk])).context['form']

    assert not {'object', 'service'} & form.fields.keys()


def test_who_may_not_add_links_is_not_asked_for_them(client):
    user = User.objects.create_user(username='reporter')
    allow(user, ['add', 'view'], Incident)
    client.force_login(user)

    form = client.get(reverse(ADD)).context['form']

    assert not {'object', 'service'} & form.fields.keys()


def test_a_link_beyond_the_users_permission_takes_the_incident_back(client):
    user = User.objects.create_user(username='reporter')
    allow(user, ['add', 'view'], Incident)
    allow(user, ['view'], Device, Service)
    allow(user, ['add'], AffectedService, constraints={'service__tenant__name': 'Acme'})
    mine, other = make_service(tenant=make_tenant('Acme')), make_service()
    client.force_login(user)

    assert report(client, service=[other.pk]).status_code == 200
    assert not Incident.objects.exists()
    assert report(client, service=[mine.pk]).status_code == 302
    assert AffectedService.objects.get().service == mine


def test_rows_of_a_monitor_load_with_what_they_affect(client, admin):
    service, device = make_service('Kaltura'), make_device('SW-1')

    response = upload(
        client,
        'name,service,object_type,object_name,reported_at,resolved_at',
        'Kaltura down,Kaltura,,,2025-10-29T16:46:12+00:00,2025-10-29T16:48:06+00:00',
        'Switch down,,dcim.device,SW-1,2025-10-30T10:00:00+00:00,',
        'Both,Kaltura,dcim.device,SW-1,2025-10-31T10:00:00+00:00,2025-10-31T11:00:00+00:00',
    )

    assert response.status_code == 302, response.context['form'].errors
    first, second, third = Incident.objects.order_by('reported_at')
    assert (first.status, first.effect, first.priority) == ('resolved', 'down', 'medium')
    assert first.reported_at == at('2025-10-29 16:46').replace(second=12)
    assert first.affected_services.get().service == service
    assert second.status == 'new'
    assert second.affected_cis.get().object == device
    assert (third.affected_cis.count(), third.affected_services.count()) == (1, 1)


@pytest.mark.parametrize(
    ('bad', 'said'),
    [
        ('Bad,No such service,,,2025-10-31T10:00:00+00:00', 'service'),
        ('Bad,,dcim.device,No such device,2025-10-31T10:00:00+00:00', 'object_name'),
        ('Bad,,,SW-1,2025-10-31T10:00:00+00:00', 'object_type'),
        ('Bad,,users.user,admin,2025-10-31T10:00:00+00:00', 'object_type'),
        ('Bad,Kaltura,,,', 'reported_at'),
    ],
)
def test_one_bad_row_takes_back_all_and_is_named(client, admin, bad, said):
    make_service('Kaltura')

    response = upload(
        client,
        'name,service,object_type,object_name,reported_at',
        'Good,Kaltura,,,2025-10-30T10:00:00+00:00',
        bad,
    )

    assert response.status_code == 200
    errors = ' '.join(response.context['form'].non_field_errors())
    assert 'Record 2' in errors
    assert said in errors
    assert not Incident.objects.exists()
    assert not AffectedService.objects.exists()


def test_an_import_by_id_updates_and_names_more_but_nothing_twice(client, admin):
    service, device = make_service('Kaltura'), make_device('SW-1')
    incident = make_incident(services=[service], reported_at='2025-10-30 10:00')

    response = upload(
        client,
        'id,priority,service,object_type,object_name',
        f'{incident.pk},low,Kaltura,dcim.device,SW-1',
    )

    assert response.status_code == 302, response.context['form'].errors
    incident.refresh_from_db()
    assert (incident.priority, incident.name) == ('low', incident.name)
    assert incident.affected_services.count() == 1
    assert incident.affected_cis.get().object == device


def test_yaml_imports_too(client, admin):
    make_service('Kaltura')

    response = client.post(
        reverse(IMPORT),
        {
            'format': 'yaml',
            'data': 'name: Kaltura down\nservice: Kaltura\nreported_at: "2025-10-29T16:46:12+00:00"\n',
            'csv_delimiter': 'auto',
        },
    )

    assert response.status_code == 302, response.context['form'].errors
    assert AffectedService.objects.get().incident.name == 'Kaltura down'


def test_excuses_are_imported_only_by_those_who_may(client):
    user = User.objects.create_user(username='importer')
    allow(user, ['add', 'view'], Incident)
    client.force_login(user)
    row = ('name,reported_at,excused,excuse_reason', 'Down,2025-10-29T16:46:12+00:00,true,Customer')

    refused = upload(client, *row)
    allow(user, ['excuse'], Incident)
    client.force_login(User.objects.get(pk=user.pk))
    taken = upload(client, *row)

    assert 'excused' in ' '.join(refused.context['form'].non_field_errors())
    assert taken.status_code == 302
    assert Incident.objects.get().excused_by == user
