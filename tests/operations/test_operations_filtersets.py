"""Filters of incidents and of what belongs to them."""

from datetime import timedelta

from django.test import TestCase

from users.models import User
from utilities.testing import ChangeLoggedFilterSetTestMixin

from netbox_slm import DEFAULT_LINKABLE_TYPES, filtersets
from netbox_slm.models import AffectedCI, AffectedService, Hold, Incident
from tests.builders import at, make_component, make_device, make_incident, make_service, make_site, make_tenant


class IncidentFilterSetTestCase(TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = Incident.objects.all()
    filterset = filtersets.IncidentFilterSet
    ignore_fields = ('contributions', 'affected_cis', 'affected_services', 'holds')

    @classmethod
    def setUpTestData(cls):
        cls.tenant, cls.device, cls.other_device = make_tenant('Acme'), make_device('SW-1'), make_device('SW-2')
        cls.service = make_service('Payroll')
        cls.user = User.objects.create_user(username='approver')
        cls.lasting = make_incident(
            on=[cls.device], name='Core switch', reference='INC-1', reported_at='2026-03-01 10:00', priority='high'
        )
        cls.ended = make_incident(
            services=[cls.service],
            name='Payroll slow',
            reported_at='2026-03-02 10:00',
            occurred_at='2026-03-02 09:00',
            resolved_at='2026-03-02 11:00',
            effect='degraded',
            tenant=cls.tenant,
        )
        cls.false_alarm = make_incident(
            on=[cls.other_device],
            name='Nothing',
            reported_at='2026-03-03 10:00',
            status='cancelled',
            effect='none',
            excused=True,
            excuse_reason='Test',
            excused_by=cls.user,
        )

    def found(self, **params):
        return set(self.filterset(params, self.queryset).qs)

    def test_search_looks_into_title_and_reference(self):
        self.assertEqual(self.found(q='payroll'), {self.ended})
        self.assertEqual(self.found(q='inc-1'), {self.lasting})

    def test_status_priority_effect_tenant_and_excuse(self):
        self.assertEqual(self.found(status=['new']), {self.lasting})
        self.assertEqual(self.found(priority=['high']), {self.lasting})
        self.assertEqual(self.found(effect=['degraded', 'none']), {self.ended, self.false_alarm})
        self.assertEqual(self.found(tenant_id=[self.tenant.pk]), {self.ended})
        self.assertEqual(self.found(excused=True), {self.false_alarm})
        self.assertEqual(self.found(excused_by=['approver']), {self.false_alarm})

    def test_open_ones_are_neither_resolved_nor_cancelled(self):
        self.assertEqual(self.found(open=True), {self.lasting})
        self.assertEqual(self.found(open=False), {self.ended, self.false_alarm})

    def test_a_service_is_found_named_outright_or_through_its_component(self):
        make_component(self.service, self.device)

        self.assertEqual(self.found(service_id=[self.service.pk]), {self.lasting, self.ended})
        self.assertEqual(self.found(service=['Payroll']), {self.lasting, self.ended})

    def test_a_component_counts_only_while_it_was_one(self):
        make_component(self.service, self.device, since=at('2026-01-01'), until=at('2026-02-01'))
        make_component(self.service, self.other_device, since=at('2026-03-04'))
        self.false_alarm.resolved_at = at('2026-03-03 12:00')
        self.false_alarm.save()

        self.assertEqual(self.found(service_id=[self.service.pk]), {self.ended})

    def test_an_object_is_a_type_and_an_id_of_one_row(self):
        site = make_site()
        AffectedCI.objects.create(incident=self.lasting, object=site)
        ids = {'object_type': ['dcim.device'], 'object_id': [self.device.pk]}

        self.assertEqual(self.found(**ids), {self.lasting})
        self.assertEqual(self.found(object_type=['dcim.site'], object_id=[site.pk]), {self.lasting})
        self.assertEqual(self.found(object_type=['dcim.site']), {self.lasting})
        self.assertEqual(self.found(object_type=['dcim.device']), {self.lasting, self.false_alarm})
        self.assertEqual(self.found(object_type=['dcim.site'], object_id=[site.pk + 10_000]), set())
        self.assertEqual(self.found(device_id=[self.other_device.pk]), {self.false_alarm})

    def test_time_ranges_ask_for_what_was_in_effect_then(self):
        # `lasting` has no end, so it is in effect whenever the range ends after its start
        during = {'active_after': '2026-03-02T09:30:00Z', 'active_before': '2026-03-02T09:45:00Z'}

        self.assertEqual(self.found(**during), {self.lasting, self.ended})
        self.assertEqual(self.found(active_before='2026-03-01T10:00:00Z'), set())
        self.assertNotIn(self.ended, self.found(active_after='2026-03-02T11:00:00Z'))
        self.assertEqual(self.found(reported_at__gte=['2026-03-02T00:00:00Z']), {self.ended, self.false_alarm})


class AffectedCIFilterSetTestCase(TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = AffectedCI.objects.all()
    filterset = filtersets.AffectedCIFilterSet
    # The reverse of the relations that links.py adds to each linkable model
    ignore_fields = tuple(label.replace('.', '_') for label in DEFAULT_LINKABLE_TYPES)

    @classmethod
    def setUpTestData(cls):
        cls.devices = [make_device() for _number in range(3)]
        cls.incident = make_incident(on=cls.devices, reference='INC-1', reported_at='2026-03-01 10:00')
        cls.site = make_site()
        cls.other = make_incident(on=[cls.site], name='Flood', reported_at='2026-03-01 10:00')
        AffectedCI.objects.filter(object_id=cls.devices[0].pk, incident=cls.incident).update(effect='none')

    def count(self, **params):
        return self.filterset(params, self.queryset).qs.count()

    def test_incident_effect_and_object(self):
        self.assertEqual(self.count(incident_id=[self.incident.pk]), 3)
        self.assertEqual(self.count(incident=['INC-1']), 3)
        self.assertEqual(self.count(q='flood'), 1)
        self.assertEqual(self.count(effect=['none']), 1)
        self.assertEqual(self.count(object_type=['dcim.site']), 1)
        self.assertEqual(self.count(device_id=[self.devices[0].pk]), 1)


class AffectedServiceFilterSetTestCase(TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = AffectedService.objects.all()
    filterset = filtersets.AffectedServiceFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.services = [make_service(name) for name in ('Payroll', 'Mail', 'Web')]
        cls.incident = make_incident(services=cls.services, reference='INC-1', reported_at='2026-03-01 10:00')

    def count(self, **params):
        return self.filterset(params, self.queryset).qs.count()

    def test_incident_and_service(self):
        self.assertEqual(self.count(incident_id=[self.incident.pk]), 3)
        self.assertEqual(self.count(service_id=[self.services[0].pk]), 1)
        self.assertEqual(self.count(service=['Mail']), 1)
        self.assertEqual(self.count(q='web'), 1)


class HoldFilterSetTestCase(TestCase, ChangeLoggedFilterSetTestMixin):
    queryset = Hold.objects.all()
    filterset = filtersets.HoldFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.incident = make_incident(reference='INC-1', reported_at='2026-03-01 10:00')
        for hours in (1, 2, 3):
            start = at('2026-03-01 10:00') + timedelta(hours=hours)
            Hold.objects.create(
                incident=cls.incident,
                starts_at=start,
                ends_at=None if hours == 3 else start + timedelta(minutes=5),
                reason=f'Reason {hours}',
            )

    def count(self, **params):
        return self.filterset(params, self.queryset).qs.count()

    def test_incident_time_reason_and_whether_it_lasts(self):
        self.assertEqual(self.count(incident_id=[self.incident.pk]), 3)
        self.assertEqual(self.count(open=True), 1)
        self.assertEqual(self.count(starts_at__gte=['2026-03-01T12:00:00Z']), 2)
        self.assertEqual(self.count(q='reason 2'), 1)


# NetBox derives the app from the module of the test
for _case in (
    IncidentFilterSetTestCase,
    AffectedCIFilterSetTestCase,
    AffectedServiceFilterSetTestCase,
    HoldFilterSetTestCase,
):
    _case.__module__ = 'netbox_slm.tests.test_operations'
