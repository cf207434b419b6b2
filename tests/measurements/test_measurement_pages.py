"""The pages, REST, GraphQL and filters of measurements, by NetBox's own cases, and what a reader may not see."""

from decimal import Decimal

from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from utilities.testing import APIViewTestCases, ChangeLoggedFilterSetTestMixin, ViewTestCases, create_tags

from netbox_slm import filtersets, models
from tests.agreements.base import make_user, permit
from tests.builders import at, make_measured, make_measurement, make_service, make_sla, make_target, make_tenant
from tests.cases import PluginAPI, PluginViews, of_plugin


class MeasurementViews(
    PluginViews,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.GetObjectChangelogViewTestCase,
    ViewTestCases.CreateObjectViewTestCase,
    ViewTestCases.EditObjectViewTestCase,
    ViewTestCases.DeleteObjectViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
    ViewTestCases.BulkImportObjectsViewTestCase,
    ViewTestCases.BulkEditObjectsViewTestCase,
    ViewTestCases.BulkDeleteObjectsViewTestCase,
):
    model = models.Measurement
    user_permissions = ('netbox_slm.view_serviceleveltarget', 'netbox_slm.view_service', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        tenant = make_tenant('Acme')
        payroll = make_service('Payroll', tenant=tenant, reference='S-1')
        target = make_measured(make_sla('Gold', services=[payroll]), name='Rating')
        make_measured(make_sla('Silver', services=[payroll]), name='Rating')
        one, two, three = (make_measurement(target, source=f'survey {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'target': target.pk,
            'service': payroll.pk,
            'value': Decimal('4.250000'),
            'measured_at': at('2026-03-02 08:00'),
            'source': 'poll',
            'note': 'Every quarter',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'target,service,measure,value,measured_at,source,note',
                'Gold:Rating,,,4.3,2026-03-31T12:00:00Z,survey,Spring',
                'Silver:1:Rating,Payroll,,4,2026-03-31T12:00:00Z,survey,',
            ),
            'of a service': (
                'service.reference,measure,value,measured_at,source',
                'S-1,response time,180,2026-03-01T10:00:00Z,probe',
            ),
        }
        cls.csv_update_data = (
            'id,value',
            f'{one.pk},1.500000',
            f'{two.pk},1.500000',
            f'{three.pk},1.500000',
        )
        cls.bulk_edit_data = {'note': 'Same for all'}


class MeasurementAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Measurement
    brief_fields = ['display', 'id', 'measure', 'measured_at', 'source', 'url', 'value']
    bulk_update_data = {'note': 'Same for all'}
    user_permissions = ('netbox_slm.view_serviceleveltarget', 'netbox_slm.view_service', 'netbox_slm.view_sla')

    @classmethod
    def setUpTestData(cls):
        service = make_service()
        target = make_measured(make_sla(services=[service]))
        for n in range(3):
            make_measurement(target, source=f'survey {n}')
        at_noon = {'measured_at': at('2026-03-02 12:00'), 'source': 'probe'}
        cls.create_data = [
            {'target': target.pk, 'value': Decimal('4.500000'), **at_noon},
            {'target': target.pk, 'service': service.pk, 'value': Decimal('3.000000'), **at_noon},
            {'service': service.pk, 'measure': 'ping', 'value': Decimal('12.000000'), **at_noon},
        ]

    def test_a_list_is_stored_as_a_whole_or_not_at_all(self):
        self.add_permissions('netbox_slm.add_measurement')
        row = {'service': make_service().pk, 'measure': 'ping', 'value': 1, 'source': 'probe'}
        rows = [{**row, 'measured_at': f'2026-03-02T12:0{n}:00Z'} for n in (0, 1, 0)]
        before = models.Measurement.objects.count()

        refused = self.client.post(self._get_list_url(), rows, format='json', **self.header)
        stored = self.client.post(self._get_list_url(), rows[:2], format='json', **self.header)
        again = self.client.post(self._get_list_url(), rows[:2], format='json', **self.header)

        assert refused.status_code == 400
        assert stored.status_code == 201
        assert again.status_code == 400
        assert 'already measured it' in str(again.json())
        assert models.Measurement.objects.count() == before + 2


@of_plugin
class MeasurementFilters(ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.Measurement.objects.all()
    filterset = filtersets.MeasurementFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.payroll = make_service('Payroll')
        cls.sla = make_sla('Gold', services=[cls.payroll])
        cls.target = make_measured(cls.sla, metric='cost', name='Bill')
        make_measurement(cls.target, source='ledger', value=10)
        make_measurement(service=cls.payroll, measure='ping', source='probe', value=20, note='slow')
        make_measurement(source='survey', measured_at=at('2026-04-01'))

    def found(self, **params):
        filterset = self.filterset(params, self.queryset)
        assert filterset.is_valid(), filterset.errors
        return sorted(filterset.qs.values_list('source', flat=True))

    def test_measurements_are_found_by_target_service_metric_and_text(self):
        assert self.found(target_id=[self.target.pk]) == ['ledger']
        assert self.found(sla_id=[self.sla.pk]) == ['ledger']
        assert self.found(service_id=[self.payroll.pk]) == ['probe']
        assert self.found(service=['Payroll']) == ['probe']
        assert self.found(metric=['cost']) == ['ledger']
        assert self.found(measure=['ping']) == ['probe']
        assert self.found(value__gt=[15]) == ['probe']
        assert self.found(measured_at__gte=['2026-03-15T00:00:00Z']) == ['survey']
        assert self.found(q='slow') == ['probe']
        assert self.found(q='bill') == ['ledger']


class MeasurementsAreShown(TestCase):
    def setUp(self):
        self.service = make_service('Payroll')
        self.target = make_measured(make_sla('Gold', services=[self.service]), name='Rating', unit='points')
        self.measurement = make_measurement(self.target, service=self.service, value='4.25', source='survey')
        self.client.force_login(get_user_model().objects.create_superuser(username='boss'))

    def test_the_page_of_a_measured_target_lists_them(self):
        page = self.client.get(self.target.get_absolute_url()).content.decode()
        url = f'{reverse("plugins:netbox_slm:measurement_list")}?target_id={self.target.pk}'

        assert f'target_id={self.target.pk}' in page
        assert '4.25 points' in self.client.get(url).content.decode()

    def test_the_page_of_a_computed_target_does_not(self):
        page = self.client.get(make_target().get_absolute_url()).content.decode()

        assert 'Add a measurement' not in page

    def test_a_reader_sees_neither_a_hidden_target_nor_its_service(self):
        reader = make_user('reader')
        permit(reader, models.Measurement, 'view')
        self.client.force_login(reader)

        page = self.client.get(self.measurement.get_absolute_url()).content.decode()
        table = self.client.get(reverse('plugins:netbox_slm:measurement_list')).content.decode()
        answer = self.client.get(f'/api/plugins/service-levels/measurements/{self.measurement.pk}/').json()

        assert 'Rating' not in page + table
        assert 'Payroll' not in page + table
        assert answer['target'] is None
        assert answer['service'] is None
        assert 'Rating' not in answer['display']
