"""The pages of every model of the domain agreements, by NetBox's own cases."""

from datetime import date
from decimal import Decimal

from utilities.testing import ViewTestCases, create_tags

from netbox_slm import models
from tests.builders import at, make_calendar, make_provider, make_service, make_sla, make_target, make_tenant
from tests.cases import PluginViews


class ServiceCalendarViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ServiceCalendar
    validation_excluded_fields = ('weekly_hours',)

    @classmethod
    def setUpTestData(cls):
        one, two, three = (make_calendar(f'Calendar {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Office hours',
            'time_zone': 'Europe/Berlin',
            'weekly_hours': 'Mon-Fri 08:00-18:00',
            'holiday_country': 'DE',
            'holiday_subdivision': 'BY',
            'description': 'Munich',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'name,time_zone,weekly_hours,holiday_country,holiday_subdivision',
            'Gold,Europe/Berlin,,,',
            'Silver,Asia/Shanghai,"Mon-Fri 08:00-12:00, 13:00-18:00; Sat 09:00-12:00",CN,',
            'Bronze,UTC,Mon 08:00-12:00,DE,BY',
        )
        cls.csv_update_data = (
            'id,name,description',
            f'{one.pk},Calendar one,New',
            f'{two.pk},Calendar two,New',
            f'{three.pk},Calendar three,New',
        )
        cls.bulk_edit_data = {'holiday_country': 'CN', 'description': 'Same for all'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        if 'time_zone' in data:
            assert str(instance.time_zone) == data.pop('time_zone')
        super().assertInstanceEqual(instance, data, exclude, api)


class CalendarWindowViews(
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
    model = models.CalendarWindow
    user_permissions = ('netbox_slm.view_servicecalendar',)

    @classmethod
    def setUpTestData(cls):
        calendar = make_calendar(
            'Office hours', windows=[(0, 28_800, 64_800), (1, 28_800, 64_800), (2, 28_800, 64_800)]
        )
        one, two, three = calendar.windows.all()
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'calendar': calendar.pk,
            'weekday': 3,
            'start_seconds': '22:00',
            'end_seconds': '06:00',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'calendar,weekday,start,end',
                'Office hours,Thu,08:00,12:00',
                'Office hours,friday,22:00,06:00',
                'Office hours,6,08:00,00:00',
            ),
            'seconds': ('calendar,weekday,start_seconds,end_seconds', 'Office hours,3,0,86400'),
        }
        cls.csv_update_data = (
            'id,end_seconds',
            f'{one.pk},61200',
            f'{two.pk},61200',
            f'{three.pk},61200',
        )
        cls.bulk_edit_data = {'end_seconds': '17:00'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        seconds = {'22:00': 79_200, '06:00': 21_600, '17:00': 61_200}
        data = {name: seconds.get(value, value) if isinstance(value, str) else value for name, value in data.items()}
        super().assertInstanceEqual(instance, data, exclude, api)


class CalendarExceptionViews(
    PluginViews,
    ViewTestCases.GetObjectViewTestCase,
    ViewTestCases.GetObjectChangelogViewTestCase,
    ViewTestCases.CreateObjectViewTestCase,
    ViewTestCases.EditObjectViewTestCase,
    ViewTestCases.DeleteObjectViewTestCase,
    ViewTestCases.ListObjectsViewTestCase,
    ViewTestCases.BulkImportObjectsViewTestCase,
    ViewTestCases.BulkEditObjectsViewTestCase,
    ViewTestCases.BulkRenameObjectsViewTestCase,
    ViewTestCases.BulkDeleteObjectsViewTestCase,
):
    model = models.CalendarException
    user_permissions = ('netbox_slm.view_servicecalendar',)

    @classmethod
    def setUpTestData(cls):
        calendar = make_calendar('Office hours')
        one, two, three = (
            cls.model.objects.create(
                calendar=calendar, name=f'Day {n}', starts_on=f'2026-12-2{n}', ends_on=f'2026-12-2{n}'
            )
            for n in range(3)
        )
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'calendar': calendar.pk,
            'name': 'Stock-taking',
            'starts_on': date(2026, 12, 30),
            'ends_on': date(2026, 12, 31),
            'yearly': True,
            'hours': '08:00-12:00, 13:00-15:00',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'calendar,name,starts_on,ends_on,yearly,hours',
            'Office hours,Christmas,2026-12-24,2026-12-26,true,',
            'Office hours,Move,2026-05-04,2026-05-04,false,"08:00-10:00, 12:00-14:00"',
            'Office hours,Fair,2026-06-01,2026-06-05,,06:00-24:00',
        )
        cls.csv_update_data = (
            'id,name,hours',
            f'{one.pk},Day one,10:00-11:00',
            f'{two.pk},Day two,10:00-11:00',
            f'{three.pk},Day three,10:00-11:00',
        )
        cls.bulk_edit_data = {'hours': '09:00-10:00', 'yearly': True}


class ContractViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.Contract

    @classmethod
    def setUpTestData(cls):
        tenant, provider = make_tenant('Acme'), make_provider('Telco')
        one, two, three = (cls.model.objects.create(name=f'Contract {n}', tenant=tenant) for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Acme 2026',
            'reference': 'C-26',
            'kind': 'customer',
            'status': 'active',
            'tenant': tenant.pk,
            'starts_on': date(2026, 1, 1),
            'ends_on': date(2026, 12, 31),
            'notice_days': 90,
            'value': Decimal('120000.00'),
            'currency': 'EUR',
            'description': 'Frame',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'name,reference,kind,status,tenant,provider,value,currency',
                'Acme 2027,C-27,customer,draft,Acme,,1000,EUR',
                'Lines,C-28,supplier,active,,Telco,,',
                'Other,,,,Acme,,,',
            ),
            'by slug': ('name,kind,tenant.slug,provider.slug', f'Slugs,supplier,,{provider.slug}'),
        }
        cls.csv_update_data = (
            'id,name,description',
            f'{one.pk},Contract one,New',
            f'{two.pk},Contract two,New',
            f'{three.pk},Contract three,New',
        )
        cls.bulk_edit_data = {'status': 'expired', 'notice_days': 30, 'description': 'Same for all'}


class SLAViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.SLA

    @classmethod
    def setUpTestData(cls):
        tenant, provider = make_tenant('Acme'), make_provider('Telco')
        services = [make_service('Payroll', tenant=tenant, reference='S-1'), make_service('Mail', tenant=tenant)]
        contract = models.Contract.objects.create(name='Acme 2026', tenant=tenant)
        ola = make_sla('Night shift', kind='ola')
        make_sla('Lines', kind='underpinning', provider=provider, reference='UC-1')
        one, two, three = (make_sla(f'SLA {n}', tenant=tenant, status='draft') for n in range(3))
        make_calendar('Office hours')
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Acme gold',
            'version': 2,
            'reference': 'SLA-26',
            'kind': 'sla',
            'status': 'active',
            'tenant': tenant.pk,
            'contract': contract.pk,
            'services': [service.pk for service in services],
            'supporting': [ola.pk],
            'previous_version': one.pk,
            'starts_on': date(2026, 1, 1),
            'ends_on': date(2026, 12, 31),
            'period': 'rolling',
            'rolling_days': 30,
            'grace_days': 3,
            'degraded_weight': Decimal('0.5000'),
            'excused_outage_seconds': '15m',
            'excluded_counts_as_up': True,
            'fee': Decimal('1000.00'),
            'currency': 'EUR',
            'credit_cap_percent': Decimal('25.000000'),
            'alert_silence_minutes': 30,
            'description': 'Gold',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'name,version,reference,kind,status,tenant,provider,contract,services,supporting,calendar,period,'
                'starts_on,excused_outage_seconds',
                'Acme silver,1,SLA-1,sla,active,Acme,,Acme 2026,"Payroll,Mail","Night shift, Lines",Office hours,'
                'contract_year,2026-04-01,15m',
                'Day shift,,SLA-2,ola,,,,,Mail,,,,,',
                'Cloud,,SLA-3,underpinning,draft,,Telco,,,,,quarter,,0',
            ),
            'versions': (
                'name,version,tenant,previous_version,time_zone,services.reference,supporting.reference,'
                'fee,currency,credit_cap_percent,alert_silence_minutes',
                'SLA 0,2,Acme,SLA 0:1,Europe/Berlin,S-1,UC-1,100,EUR,12.5,0',
            ),
        }
        cls.csv_update_data = (
            'id,name,degraded_weight',
            f'{one.pk},SLA one,0.2500',
            f'{two.pk},SLA two,0.2500',
            f'{three.pk},SLA three,0.2500',
        )
        cls.bulk_edit_data = {
            'status': 'terminated',
            'ends_on': date(2026, 6, 30),
            'excused_outage_seconds': '5m',
            'excluded_counts_as_up': True,
            'alert_silence_minutes': 45,
            'description': 'Same for all',
        }

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        if 'excused_outage_seconds' in data:
            data['excused_outage_seconds'] = {'15m': 900, '5m': 300}[data['excused_outage_seconds']]
        super().assertInstanceEqual(instance, data, exclude, api)


class ServiceLevelTargetViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.ServiceLevelTarget
    user_permissions = ('netbox_slm.view_sla',)

    @classmethod
    def setUpTestData(cls):
        service = make_service('Payroll', reference='S-1')
        sla = make_sla('Gold', services=[service], reference='SLA-1')
        calendar = make_calendar('Office hours')
        one, two, three = (make_target(sla, name=f'Target {n}') for n in range(3))
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'sla': sla.pk,
            'name': 'Resolution',
            'metric': 'resolution',
            'target_percent': Decimal('95.000000'),
            'limit_seconds': '1d',
            'priority_limits': 'critical=1h, high=4h',
            'services': [service.pk],
            'combination': 'pooled',
            'calendar': calendar.pk,
            'warning_percent': Decimal('80.000000'),
            'paused_by_holds': True,
            'description': 'In time',
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'sla,name,metric,target_percent,limit_seconds,priority_limits,services,combination,calendar',
                'Gold,Up,availability,99.95,,,,,',
                'Gold,Response,response,90,30m,,Payroll,each,Office hours',
                'Gold,Repair,resolution,95,,"critical=1h, high=4h",Payroll,pooled,',
            ),
            'by reference': ('sla.reference,name,target_percent,services.reference', 'SLA-1,Ref,99,S-1'),
        }
        cls.csv_update_data = (
            'id,name,target_percent',
            f'{one.pk},Target one,99.500000',
            f'{two.pk},Target two,99.500000',
            f'{three.pk},Target three,99.500000',
        )
        cls.bulk_edit_data = {'combination': 'mean', 'description': 'Same for all'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        if 'limit_seconds' in data:
            data['limit_seconds'] = 86_400
        if 'priority_limits' in data:
            assert instance.priority_limits == {'critical': 3600, 'high': 14_400}
            del data['priority_limits']
        super().assertInstanceEqual(instance, data, exclude, api)


class ServiceCreditTierViews(
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
    model = models.ServiceCreditTier
    user_permissions = ('netbox_slm.view_sla', 'netbox_slm.view_serviceleveltarget')

    @classmethod
    def setUpTestData(cls):
        sla = make_sla('Gold', fee=1000, currency='EUR')
        target = make_target(sla, name='Up')
        one, two, three = (
            cls.model.objects.create(sla=sla, threshold=90 + n, amount=10, currency='EUR') for n in range(3)
        )
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'target': target.pk,
            'threshold': Decimal('99.500000'),
            'credit_percent': Decimal('10.000000'),
            'cap': Decimal('500.0000'),
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = {
            'default': (
                'sla,target,threshold,credit_percent,amount,currency,cap',
                'Gold,,99.9,5,,,',
                'Gold:1,,99.5,,250,EUR,',
                ',Gold:Up,99,25,,,500',
            ),
            'with version': ('target,threshold,amount,currency', 'Gold:1:Up,98,1000,JPY'),
        }
        cls.csv_update_data = (
            'id,cap',
            f'{one.pk},5.0000',
            f'{two.pk},5.0000',
            f'{three.pk},5.0000',
        )
        cls.bulk_edit_data = {'currency': 'USD', 'amount': 20, 'cap': 15}


class MaintenanceWindowViews(PluginViews, ViewTestCases.PrimaryObjectViewTestCase):
    model = models.MaintenanceWindow

    @classmethod
    def setUpTestData(cls):
        service = make_service('Payroll', tenant=make_tenant('Acme'))
        make_service('Payroll', tenant=make_tenant('Beta'))
        sla = make_sla('Gold', services=[service])
        one, two, three = (
            cls.model.objects.create(
                name=f'Window {n}', starts_at=at('2026-03-01 02:00'), ends_at=at('2026-03-01 04:00')
            )
            for n in range(3)
        )
        tags = create_tags('Alpha', 'Beta')
        cls.form_data = {
            'name': 'Patch night',
            'status': 'agreed',
            'slas': [sla.pk],
            'services': [service.pk],
            'starts_at': at('2026-03-01 02:00'),
            'ends_at': at('2026-03-01 04:00'),
            'recurrence': 'FREQ=WEEKLY;BYDAY=SU',
            'time_zone': 'Europe/Berlin',
            'reason': 'Patches',
            'agreed_with': 'A. Customer',
            'agreed_on': date(2026, 2, 1),
            'tags': [tag.pk for tag in tags],
        }
        cls.csv_data = (
            'name,status,slas,services,starts_at,ends_at,recurrence,time_zone,agreed_on',
            'Sundays,agreed,Gold,Acme:Payroll,2026-03-01T02:00:00Z,2026-03-01T04:00:00Z,FREQ=WEEKLY;BYDAY=SU,'
            'Europe/Berlin,2026-02-01',
            'Once,,,Acme:Payroll,2026-03-01T02:00:00Z,2026-03-01T04:00:00Z,,,',
            'Move,proposed,Gold:1,,2026-03-01T02:00:00Z,2026-03-02T02:00:00Z,,UTC,',
        )
        cls.csv_update_data = (
            'id,name,reason',
            f'{one.pk},Window one,New',
            f'{two.pk},Window two,New',
            f'{three.pk},Window three,New',
        )
        cls.bulk_edit_data = {'status': 'cancelled', 'reason': 'Same for all'}

    def assertInstanceEqual(self, instance, data, exclude=None, api=False):
        data = {**data}
        if 'time_zone' in data:
            assert str(instance.time_zone) == data.pop('time_zone')
        super().assertInstanceEqual(instance, data, exclude, api)
