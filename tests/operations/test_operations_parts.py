"""The lists of an incident, written with it through the API: all or nothing, errors by list, index and field."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from core.models import ObjectChange, ObjectType
from dcim.models import Device
from users.models import ObjectPermission, User
from utilities.testing import TestCase

from netbox_slm.models import AffectedCI, AffectedService, Hold, Incident
from tests.builders import make_device, make_incident, make_service
from tests.operations.base import ago

LIST = 'plugins-api:netbox_slm-api:incident-list'
DETAIL = 'plugins-api:netbox_slm-api:incident-detail'


def device_row(device, **fields):
    return {'object_type': 'dcim.device', 'object_id': device.pk, **fields}


class PartsTestCase(TestCase):
    def setUp(self):
        self.admin = User.objects.create_superuser(username='admin')
        self.client = APIClient()
        self.client.force_login(self.admin)

    def post(self, data):
        return self.client.post(reverse(LIST), data, format='json')

    def patch(self, incident, data):
        return self.client.patch(reverse(DETAIL, args=[incident.pk]), data, format='json')

    def get(self, incident):
        return self.client.get(reverse(DETAIL, args=[incident.pk])).json()

    def test_one_post_writes_an_incident_with_all_that_belongs_to_it(self):
        device, service, two_hours_ago = make_device(), make_service(), ago(2)

        response = self.post(
            {
                'name': 'Down',
                'reported_at': ago(5).isoformat(),
                'resolved_at': ago(1).isoformat(),
                'affected_cis': [device_row(device)],
                'affected_services': [
                    {'service': {'name': service.name}, 'effect': 'degraded', 'ends_at': two_hours_ago.isoformat()}
                ],
                'holds': [{'starts_at': ago(4).isoformat(), 'ends_at': ago(3).isoformat(), 'reason': 'No answer'}],
            }
        )

        self.assertEqual(response.status_code, 201, response.content)
        self.assertEqual(response.json()['status']['value'], 'resolved')
        self.assertEqual(response.json()['affected_cis'][0]['object']['name'], device.name)
        incident = Incident.objects.get()
        self.assertEqual([row.object for row in incident.affected_cis.all()], [device])
        row = incident.affected_services.get()
        self.assertEqual((row.service, row.effect, row.ends_at), (service, 'degraded', two_hours_ago))
        self.assertEqual(incident.holds.get().reason, 'No answer')

    def test_a_list_that_is_given_replaces_what_was_there_and_an_absent_one_stays(self):
        kept, dropped, added, service = make_device(), make_device(), make_device(), make_service()
        incident = make_incident(on=[kept, dropped], services=[service], reported_at=ago(5))
        kept_row = incident.affected_cis.get(object_id=kept.pk)

        response = self.patch(incident, {'affected_cis': [device_row(kept, effect='degraded'), device_row(added)]})

        self.assertEqual(response.status_code, 200, response.content)
        rows = {row.object_id: row for row in incident.affected_cis.all()}
        self.assertEqual(set(rows), {kept.pk, added.pk})
        self.assertEqual((rows[kept.pk].pk, rows[kept.pk].effect), (kept_row.pk, 'degraded'))
        self.assertEqual(incident.affected_services.get().service, service)

    def test_each_row_has_its_entry_in_the_change_log_and_an_unchanged_one_has_none(self):
        kept, changed, dropped, added = (make_device() for _number in range(4))
        incident = make_incident(on=[kept, changed, dropped], reported_at=ago(5))

        self.patch(
            incident, {'affected_cis': [device_row(kept), device_row(changed, effect='none'), device_row(added)]}
        )

        changes = ObjectChange.objects.filter(changed_object_type=ContentType.objects.get_for_model(AffectedCI))
        self.assertEqual(sorted(changes.values_list('action', flat=True)), ['create', 'delete', 'update'])
        self.assertEqual({change.related_object for change in changes}, {incident})
        update = changes.get(action='update')
        self.assertEqual((update.prechange_data['effect'], update.postchange_data['effect']), ('', 'none'))

    def test_an_empty_list_takes_all_away(self):
        incident = make_incident(on=[make_device()], services=[make_service()], reported_at=ago(5))

        self.patch(incident, {'affected_cis': [], 'affected_services': []})

        self.assertFalse(AffectedCI.objects.exists() or AffectedService.objects.exists())

    def test_errors_name_list_index_and_field_and_nothing_is_written(self):
        device = make_device()

        response = self.post(
            {
                'name': 'Down',
                'reported_at': ago(5).isoformat(),
                'affected_cis': [device_row(device), device_row(device), device_row(device) | {'object_id': 0}],
                'holds': [
                    {'starts_at': ago(4).isoformat(), 'reason': 'Good'},
                    {'starts_at': ago(9).isoformat(), 'reason': 'Before the report'},
                    {'starts_at': ago(3).isoformat(), 'ends_at': ago(4).isoformat(), 'reason': 'Backwards'},
                ],
            }
        )

        self.assertEqual(response.status_code, 400)
        errors = response.json()
        self.assertEqual(set(errors['affected_cis']), {'1', '2'})
        self.assertIn('object_id', errors['affected_cis']['1'])
        self.assertEqual(set(errors['holds']), {'1', '2'})
        self.assertIn('starts_at', errors['holds']['1'])
        self.assertIn('ends_at', errors['holds']['2'])
        self.assertFalse(Incident.objects.exists())

    def test_a_type_that_cannot_be_affected_is_refused(self):
        response = self.post(
            {'name': 'Down', 'affected_cis': [{'object_type': 'users.user', 'object_id': self.admin.pk}]}
        )

        self.assertEqual(response.status_code, 400)
        self.assertIn('object_type', response.json()['affected_cis']['0'])

    def test_holds_are_judged_by_the_times_of_the_same_request(self):
        incident = make_incident(reported_at=ago(5))
        hold = {'starts_at': ago(4).isoformat(), 'reason': 'No answer'}

        refused = self.patch(incident, {'status': 'resolved', 'resolved_at': ago(2).isoformat(), 'holds': [hold]})
        taken = self.patch(
            incident,
            {
                'status': 'resolved',
                'resolved_at': ago(2).isoformat(),
                'holds': [{**hold, 'ends_at': ago(3).isoformat()}],
            },
        )

        self.assertIn('ends_at', refused.json()['holds']['0'])
        self.assertEqual(taken.status_code, 200, taken.content)

    def test_a_bulk_post_is_all_or_nothing_and_says_which_row_failed(self):
        device = make_device()

        response = self.post(
            [
                {'name': 'Good', 'affected_cis': [device_row(device)]},
                {'name': 'Bad', 'affected_cis': [device_row(device) | {'object_id': 0}]},
            ]
        )

        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json()['errors'][0]['index'], 1)
        self.assertIn('affected_cis', response.json()['errors'][0]['errors'])
        self.assertFalse(Incident.objects.exists())

    def _queries_of_a_bulk_post(self, number):
        device, service = make_device(), make_service()
        data = [
            {
                'name': f'Incident {index}',
                'affected_cis': [device_row(device)],
                'affected_services': [{'service': service.pk}],
            }
            for index in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.post(data).status_code, 201)
        return len(queries)

    def test_a_bulk_post_costs_the_same_for_each_incident(self):
        self._queries_of_a_bulk_post(1)
        few, more, most = (self._queries_of_a_bulk_post(number) for number in (2, 4, 8))

        self.assertEqual((more - few) * 2, most - more)
        self.assertLess((more - few) / 2, 80)

    def test_a_list_costs_the_same_for_any_number_of_incidents(self):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                response = self.client.get(reverse(LIST) + '?limit=100')
            self.assertEqual(response.status_code, 200)
            return len(captured)

        def add(number):
            for _index in range(number):
                incident = make_incident(
                    on=[make_device(), make_device()], services=[make_service()], reported_at=ago(5)
                )
                Hold.objects.create(incident=incident, starts_at=ago(4), reason='No answer')

        add(2)
        queries()
        before = queries()
        add(5)

        self.assertEqual(queries(), before)


class HiddenPartsTestCase(TestCase):
    """A user who may see one device of two, and the incident that names both."""

    def setUp(self):
        self.seen, self.hidden = make_device('Seen-1'), make_device('Hidden-2')
        self.service = make_service('Hidden-service')
        self.incident = make_incident(on=[self.seen, self.hidden], services=[self.service], reported_at=ago(5))
        self.user = User.objects.create_user(username='partly')
        self.allow(['view', 'add', 'change'], Incident)
        self.allow(['view', 'add', 'change', 'delete'], AffectedCI, AffectedService)
        self.allow(['view'], Device, constraints={'name': 'Seen-1'})
        self.client = APIClient()
        self.client.force_login(self.user)
        self.url = reverse(DETAIL, args=[self.incident.pk])

    def allow(self, actions, *models, constraints=None):
        permission = ObjectPermission.objects.create(
            name=f'{models[0].__name__} {actions}', actions=actions, constraints=constraints
        )
        permission.users.add(self.user)
        permission.object_types.add(*(ObjectType.objects.get_for_model(model) for model in models))

    def test_hidden_objects_are_counted_but_not_named(self):
        response = self.client.get(self.url)

        self.assertEqual([row['object_id'] for row in response.json()['affected_cis']], [self.seen.pk])
        self.assertEqual(response.json()['affected_services'], [])
        self.assertEqual(response.json()['hidden_count'], 2)
        self.assertNotIn(b'Hidden', response.content)

    def test_sending_back_what_one_sees_takes_nothing_hidden_away(self):
        shown = self.client.get(self.url).json()
        rows = [{key: row[key] for key in ('object_type', 'object_id')} for row in shown['affected_cis']]

        response = self.client.patch(self.url, {'affected_cis': rows, 'affected_services': []}, format='json')

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(self.incident.affected_cis.count(), 2)
        self.assertEqual(self.incident.affected_services.count(), 1)

    def test_the_count_of_hidden_entries_comes_without_the_lists_too(self):
        response = self.client.get(self.url + '?fields=id,hidden_count')

        self.assertEqual(response.json(), {'id': self.incident.pk, 'hidden_count': 2})

    def test_the_links_endpoint_hides_name_and_id_of_what_is_hidden(self):
        response = self.client.get(reverse('plugins-api:netbox_slm-api:affectedci-list'))

        by_id = {row['object_id']: row for row in response.json()['results']}
        self.assertEqual(set(by_id), {self.seen.pk, None})
        self.assertIsNone(by_id[None]['object'])
        self.assertNotIn(b'Hidden', response.content)

    def test_graphql_hides_them_too(self):
        query = (
            '{ affected_ci_list { display object_id incident { name } } '
            'affected_service_list { display service { name } } }'
        )

        response = self.client.post(reverse('graphql'), {'query': query}, format='json')

        self.assertNotIn('errors', response.json(), response.content)
        rows = response.json()['data']['affected_ci_list']
        self.assertEqual(
            {None if row['object_id'] is None else int(row['object_id']) for row in rows}, {self.seen.pk, None}
        )
        self.assertNotIn(b'Hidden', response.content)

    def test_rows_need_their_own_permission(self):
        ObjectPermission.objects.filter(object_types__model='affectedci').delete()

        response = self.client.patch(
            self.url,
            {'name': 'Other', 'affected_cis': [device_row(self.seen), device_row(make_device())]},
            format='json',
        )

        self.assertEqual(response.status_code, 403)
        self.incident.refresh_from_db()
        self.assertNotEqual(self.incident.name, 'Other')
        self.assertEqual(self.incident.affected_cis.count(), 2)
