"""REST and GraphQL of every model of the domain agreements, by NetBox's own cases."""

from decimal import Decimal

from utilities.testing import APIViewTestCases

from netbox_slm import models
from tests.builders import at, make_calendar, make_provider, make_service, make_sla, make_target, make_tenant
from tests.cases import PluginAPI


class ServiceCalendarAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ServiceCalendar
    brief_fields = ['description', 'display', 'id', 'name', 'time_zone', 'url']
    bulk_update_data = {'time_zone': 'Asia/Shanghai', 'description': 'Same for all'}

    @classmethod
    def setUpTestData(cls):
        for n in range(3):
            make_calendar(f'Calendar {n}')
        cls.create_data = [
            {
                'name': f'New {n}',
                'time_zone': 'Europe/Berlin',
                'weekly_hours': 'Mon-Fri 08:00-18:00',
                'holiday_country': 'DE',
                'holiday_subdivision': 'BY',
            }
            for n in range(3)
        ]

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        if 'time_zone' in data:
            assert str(instance.time_zone) == data.pop('time_zone')
        if 'weekly_hours' in data:
            assert instance.weekly_hours == data.pop('weekly_hours')
        super().assertInstanceEqual(instance, data, exclude, api)


class CalendarWindowAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CalendarWindow
    brief_fields = ['display', 'end', 'end_seconds', 'id', 'start', 'start_seconds', 'url', 'weekday']
    bulk_update_data = {'end_seconds': 61_200}
    # A relation is null to who may not view it, so the case's user must see the calendar.
    user_permissions = ('netbox_slm.view_servicecalendar',)

    @classmethod
    def setUpTestData(cls):
        calendar = make_calendar(windows=[(day, 28_800, 64_800) for day in range(3)])
        cls.create_data = [
            {'calendar': calendar.pk, 'weekday': 3, 'start_seconds': 28_800, 'end_seconds': 43_200},
            {'calendar': calendar.pk, 'weekday': 4, 'start_seconds': 79_200, 'end_seconds': 21_600},
            {'calendar': calendar.pk, 'weekday': 6, 'start_seconds': 0, 'end_seconds': 86_400},
        ]


class CalendarExceptionAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.CalendarException
    brief_fields = ['display', 'ends_on', 'hours', 'id', 'name', 'starts_on', 'url', 'yearly']
    bulk_update_data = {'hours': '09:00-10:00'}
    user_permissions = ('netbox_slm.view_servicecalendar',)

    @classmethod
    def setUpTestData(cls):
        calendar = make_calendar()
        days = {'calendar': calendar, 'starts_on': '2026-12-24', 'ends_on': '2026-12-26'}
        for n in range(3):
            cls.model.objects.create(name=f'Day {n}', **days)
        cls.create_data = [
            {'calendar': calendar.pk, 'name': f'New {n}', 'starts_on': '2026-05-01', 'ends_on': '2026-05-01'}
            for n in range(3)
        ]


class ContractAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.Contract
    brief_fields = ['description', 'display', 'id', 'kind', 'name', 'reference', 'status', 'url']
    bulk_update_data = {'status': 'active', 'notice_days': 30}
    user_permissions = ('tenancy.view_tenant', 'circuits.view_provider')

    @classmethod
    def setUpTestData(cls):
        tenant, provider = make_tenant(), make_provider()
        for n in range(3):
            cls.model.objects.create(name=f'Contract {n}', tenant=tenant)
        cls.create_data = [
            {'name': 'New 0', 'tenant': tenant.pk, 'value': Decimal('1000.00'), 'currency': 'EUR'},
            {'name': 'New 1', 'kind': 'supplier', 'provider': provider.pk},
            {'name': 'New 2', 'tenant': tenant.pk, 'starts_on': '2026-01-01', 'ends_on': '2026-12-31'},
        ]


class SLAAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.SLA
    brief_fields = ['description', 'display', 'id', 'kind', 'name', 'reference', 'status', 'url', 'version']
    bulk_update_data = {'status': 'terminated', 'excused_outage_seconds': 900}
    graphql_base_name = 'sla'
    user_permissions = ('tenancy.view_tenant', 'circuits.view_provider', 'netbox_slm.view_service')

    @classmethod
    def setUpTestData(cls):
        tenant, provider = make_tenant(), make_provider()
        service = make_service(tenant=tenant)
        for n in range(3):
            make_target(make_sla(f'SLA {n}', services=[service], tenant=tenant), name='Up')
        cls.create_data = [
            {
                'name': 'New 0',
                'tenant': tenant.pk,
                'services': [service.pk],
                'period': 'rolling',
                'rolling_days': 30,
                'degraded_weight': Decimal('0.5000'),
                'fee': Decimal('100.00'),
                'currency': 'EUR',
                'credit_cap_percent': Decimal('25.000000'),
                'alert_silence_minutes': 0,
            },
            {'name': 'New 1', 'kind': 'ola', 'starts_on': '2026-01-01', 'period': 'contract_year'},
            {'name': 'New 2', 'kind': 'underpinning', 'provider': provider.pk, 'status': 'active', 'version': 3},
        ]


class ServiceLevelTargetAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ServiceLevelTarget
    brief_fields = [
        'description',
        'display',
        'id',
        'limit_seconds',
        'metric',
        'name',
        'priority_limits',
        'target_percent',
        'target_value',
        'unit',
        'url',
    ]
    bulk_update_data = {'target_percent': Decimal('98.500000'), 'combination': 'pooled'}
    user_permissions = ('netbox_slm.view_sla', 'netbox_slm.view_service')

    @classmethod
    def setUpTestData(cls):
        service = make_service()
        sla = make_sla(services=[service])
        for n in range(3):
            make_target(sla, name=f'Target {n}')
        cls.create_data = [
            {'sla': sla.pk, 'name': 'New 0', 'target_percent': Decimal('99.950000')},
            {
                'sla': sla.pk,
                'name': 'New 1',
                'metric': 'response',
                'target_percent': Decimal('90.000000'),
                'limit_seconds': 1800,
                'services': [service.pk],
            },
            {
                'sla': sla.pk,
                'name': 'New 2',
                'metric': 'resolution',
                'target_percent': Decimal('95.000000'),
                'priority_limits': {'critical': 3600},
                'paused_by_holds': False,
            },
        ]


class MaintenanceWindowAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.MaintenanceWindow
    brief_fields = ['description', 'display', 'ends_at', 'id', 'name', 'starts_at', 'status', 'url']
    bulk_update_data = {'status': 'agreed', 'reason': 'Patches'}
    user_permissions = ('netbox_slm.view_sla', 'netbox_slm.view_service')

    @classmethod
    def setUpTestData(cls):
        service = make_service()
        sla = make_sla(services=[service])
        time = {'starts_at': at('2026-03-01 02:00'), 'ends_at': at('2026-03-01 04:00')}
        for n in range(3):
            cls.model.objects.create(name=f'Window {n}', **time)
        cls.create_data = [
            {
                'name': f'New {n}',
                'slas': [sla.pk],
                'services': [service.pk],
                'recurrence': 'FREQ=WEEKLY;BYDAY=SU',
                **time,
            }
            for n in range(3)
        ]


class ServiceCreditTierAPI(PluginAPI, APIViewTestCases.APIViewTestCase):
    model = models.ServiceCreditTier
    brief_fields = ['amount', 'credit_percent', 'currency', 'display', 'id', 'threshold', 'url']
    bulk_update_data = {'cap': Decimal('50.0000')}
    graphql_base_name = 'service_credit_tier'
    user_permissions = ('netbox_slm.view_sla', 'netbox_slm.view_serviceleveltarget')

    @classmethod
    def setUpTestData(cls):
        sla = make_sla(fee=1000, currency='EUR')
        target = make_target(sla)
        for n in range(3):
            cls.model.objects.create(sla=sla, threshold=90 + n, credit_percent=10)
        cls.create_data = [
            {'sla': sla.pk, 'threshold': Decimal('99.900000'), 'credit_percent': Decimal('5.000000')},
            {'target': target.pk, 'threshold': Decimal('99.500000'), 'credit_percent': Decimal('10.000000')},
            {'target': target.pk, 'threshold': Decimal('99.000000'), 'amount': Decimal('250.0000'), 'currency': 'EUR'},
        ]
