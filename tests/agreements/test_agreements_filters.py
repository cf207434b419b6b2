"""Filters of every model of the domain agreements."""

from django.test import TestCase

from utilities.testing import ChangeLoggedFilterSetTestMixin

from netbox_slm import filtersets, models
from tests.builders import at, make_calendar, make_provider, make_service, make_sla, make_target, make_tenant
from tests.cases import of_plugin


class Found:
    """Names of what a filter finds."""

    name_field = 'name'

    def found(self, **params):
        params = {name: value if isinstance(value, (list, bool, str)) else [value] for name, value in params.items()}
        filterset = self.filterset(params, self.queryset)
        assert filterset.is_valid(), filterset.errors
        return sorted(filterset.qs.values_list(self.name_field, flat=True))


@of_plugin
class ServiceCalendarFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ServiceCalendar.objects.all()
    filterset = filtersets.ServiceCalendarFilterSet

    @classmethod
    def setUpTestData(cls):
        one = make_calendar('One', time_zone='Europe/Berlin', holiday_country='DE', holiday_subdivision='BY')
        make_calendar('Two', time_zone='UTC', holiday_country='CN', description='plant')
        make_calendar('Three', time_zone='UTC')
        cls.sla = make_sla(calendar=one)

    def test_calendars_are_found_by_zone_holidays_sla_and_text(self):
        assert self.found(time_zone=['Europe/Berlin']) == ['One']
        assert self.found(holiday_country=['DE', 'CN']) == ['One', 'Two']
        assert self.found(holiday_subdivision=['BY']) == ['One']
        assert self.found(sla_id=self.sla.pk) == ['One']
        assert self.found(q='plant') == ['Two']


@of_plugin
class CalendarWindowFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CalendarWindow.objects.all()
    filterset = filtersets.CalendarWindowFilterSet
    name_field = 'weekday'

    @classmethod
    def setUpTestData(cls):
        cls.calendar = make_calendar('Office', windows=[(0, 28_800, 43_200), (1, 28_800, 64_800)])
        make_calendar('Night', windows=[(5, 79_200, 21_600)])

    def test_windows_are_found_by_calendar_day_and_time(self):
        assert self.found(calendar_id=self.calendar.pk) == [0, 1]
        assert self.found(calendar=['Night']) == [5]
        assert self.found(weekday=['1', '5']) == [1, 5]
        assert self.found(start_seconds=[28_800]) == [0, 1]
        assert self.found(end_seconds=[43_200]) == [0]
        assert self.found(q='night') == [5]


@of_plugin
class CalendarExceptionFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.CalendarException.objects.all()
    filterset = filtersets.CalendarExceptionFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.calendar = make_calendar('Office')
        other = make_calendar('Plant')
        create = cls.queryset.create
        create(calendar=cls.calendar, name='Christmas', starts_on='2026-12-24', ends_on='2026-12-26', yearly=True)
        create(calendar=cls.calendar, name='Move', starts_on='2026-05-04', ends_on='2026-05-04', hours='08:00-10:00')
        create(calendar=other, name='Repair', starts_on='2026-07-01', ends_on='2026-07-14')

    def test_exceptions_are_found_by_calendar_days_and_kind(self):
        assert self.found(calendar_id=self.calendar.pk) == ['Christmas', 'Move']
        assert self.found(calendar=['Plant']) == ['Repair']
        assert self.found(yearly=True) == ['Christmas']
        assert self.found(starts_on__gte=['2026-07-01']) == ['Christmas', 'Repair']
        assert self.found(hours=['08:00-10:00']) == ['Move']
        assert self.found(q='plant') == ['Repair']


@of_plugin
class ContractFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.Contract.objects.all()
    filterset = filtersets.ContractFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.tenant, cls.provider = make_tenant('Acme'), make_provider('Telco')
        customer = cls.queryset.create(
            name='Frame', reference='C-1', tenant=cls.tenant, status='active', starts_on='2026-01-01'
        )
        cls.queryset.create(
            name='Lines', kind='supplier', provider=cls.provider, starts_on='2025-01-01', ends_on='2026-06-30'
        )
        cls.queryset.create(name='Old', tenant=make_tenant(), ends_on='2025-12-31', status='expired')
        cls.sla = make_sla(contract=customer, tenant=cls.tenant)

    def test_contracts_are_found_by_party_kind_status_and_sla(self):
        assert self.found(tenant_id=self.tenant.pk) == ['Frame']
        assert self.found(tenant=[self.tenant.slug]) == ['Frame']
        assert self.found(provider_id=self.provider.pk) == ['Lines']
        assert self.found(provider=[self.provider.slug]) == ['Lines']
        assert self.found(kind=['supplier']) == ['Lines']
        assert self.found(status=['active', 'expired']) == ['Frame', 'Old']
        assert self.found(sla_id=self.sla.pk) == ['Frame']
        assert self.found(q='c-1') == ['Frame']

    def test_a_contract_holds_on_both_its_first_and_its_last_day(self):
        assert self.found(active_on='2025-06-01') == ['Lines', 'Old']
        assert self.found(active_on='2026-01-01') == ['Frame', 'Lines']
        assert self.found(active_on='2026-06-30') == ['Frame', 'Lines']
        assert self.found(active_on='2026-07-01') == ['Frame']


@of_plugin
class SLAFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.SLA.objects.all()
    filterset = filtersets.SLAFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.tenant, cls.provider = make_tenant('Acme'), make_provider('Telco')
        cls.service, cls.calendar = make_service('Payroll'), make_calendar('Office')
        cls.contract = models.Contract.objects.create(name='Frame', tenant=cls.tenant)
        cls.gold = make_sla(
            'Gold',
            services=[cls.service],
            tenant=cls.tenant,
            calendar=cls.calendar,
            contract=cls.contract,
            starts_on='2026-01-01',
            ends_on='2026-12-31',
            reference='R-1',
        )
        cls.lines = make_sla('Lines', kind='underpinning', provider=cls.provider, status='draft')
        cls.gold.supporting.add(cls.lines)
        cls.silver = make_sla('Silver', version=2, previous_version=cls.gold, period='year', starts_on='2027-01-01')
        cls.window = models.MaintenanceWindow.objects.create(
            name='Window', starts_at=at('2026-03-01'), ends_at=at('2026-03-02')
        )
        cls.window.slas.add(cls.gold)

    def get_m2m_filter_name(self, field):
        names = {'supporting': 'supporting', 'supports': 'supports', 'sla': 'supports'}
        return names.get(field.name) or super().get_m2m_filter_name(field)

    def test_slas_are_found_by_what_they_are_about(self):
        assert self.found(tenant_id=self.tenant.pk) == ['Gold']
        assert self.found(tenant=[self.tenant.slug]) == ['Gold']
        assert self.found(provider_id=self.provider.pk) == ['Lines']
        assert self.found(provider=[self.provider.slug]) == ['Lines']
        assert self.found(service_id=self.service.pk) == ['Gold']
        assert self.found(service=['Payroll']) == ['Gold']
        assert self.found(calendar_id=self.calendar.pk) == ['Gold']
        assert self.found(calendar=['Office']) == ['Gold']
        assert self.found(contract_id=self.contract.pk) == ['Gold']
        assert self.found(contract=['Frame']) == ['Gold']
        assert self.found(maintenance_window_id=self.window.pk) == ['Gold']

    def test_slas_are_found_by_kind_status_period_and_text(self):
        assert self.found(kind=['underpinning']) == ['Lines']
        assert self.found(status=['active']) == ['Gold', 'Silver']
        assert self.found(period=['year']) == ['Silver']
        assert self.found(q='r-1') == ['Gold']

    def test_slas_are_found_by_support_and_by_version(self):
        assert self.found(supporting_id=self.lines.pk) == ['Gold']
        assert self.found(supports_id=self.gold.pk) == ['Lines']
        assert self.found(previous_version_id=self.gold.pk) == ['Silver']
        assert self.found(next_version_id=self.silver.pk) == ['Gold']

    def test_slas_are_found_by_a_day_of_their_term(self):
        assert self.found(active_on='2026-12-31') == ['Gold', 'Lines']
        assert self.found(active_on='2027-01-01') == ['Lines', 'Silver']


@of_plugin
class ServiceLevelTargetFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ServiceLevelTarget.objects.all()
    filterset = filtersets.ServiceLevelTargetFilterSet
    ignore_fields = ('priority_limits',)

    @classmethod
    def setUpTestData(cls):
        cls.tenant, cls.service, cls.calendar = make_tenant('Acme'), make_service('Payroll'), make_calendar('Office')
        cls.gold = make_sla('Gold', services=[cls.service], tenant=cls.tenant)
        make_target(cls.gold, name='Up').services.add(cls.service)
        make_target(
            cls.gold, name='Reply', metric='response', limit_seconds=1800, combination='pooled', calendar=cls.calendar
        )
        make_target(name='Other', target_percent='95')

    def test_targets_are_found_by_sla_customer_and_scope(self):
        assert self.found(sla_id=self.gold.pk) == ['Reply', 'Up']
        assert self.found(sla=['Gold']) == ['Reply', 'Up']
        assert self.found(tenant_id=self.tenant.pk) == ['Reply', 'Up']
        assert self.found(tenant=[self.tenant.slug]) == ['Reply', 'Up']
        assert self.found(service_id=self.service.pk) == ['Up']
        assert self.found(service=['Payroll']) == ['Up']
        assert self.found(calendar_id=self.calendar.pk) == ['Reply']

    def test_targets_are_found_by_metric_level_and_text(self):
        assert self.found(metric=['response']) == ['Reply']
        assert self.found(combination=['pooled']) == ['Reply']
        assert self.found(target_percent__lt=['99']) == ['Other']
        assert self.found(limit_seconds=[1800]) == ['Reply']
        assert self.found(q='gold') == ['Reply', 'Up']


@of_plugin
class MaintenanceWindowFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.MaintenanceWindow.objects.all()
    filterset = filtersets.MaintenanceWindowFilterSet

    @classmethod
    def setUpTestData(cls):
        cls.service, cls.sla = make_service('Payroll'), make_sla('Gold')
        create = cls.queryset.create
        create(name='One', starts_at=at('2026-03-01'), ends_at=at('2026-03-02'), status='agreed').slas.add(cls.sla)
        create(name='Two', starts_at=at('2026-04-01'), ends_at=at('2026-04-02')).services.add(cls.service)
        create(name='Three', starts_at=at('2026-05-01'), ends_at=at('2026-05-02'), reason='Patches')

    def get_m2m_filter_name(self, field):
        return {'slas': 'sla', 'services': 'service'}[field.name]

    def test_windows_are_found_by_scope_status_time_and_text(self):
        assert self.found(sla_id=self.sla.pk) == ['One']
        assert self.found(sla=['Gold']) == ['One']
        assert self.found(service_id=self.service.pk) == ['Two']
        assert self.found(service=['Payroll']) == ['Two']
        assert self.found(status=['agreed']) == ['One']
        assert self.found(starts_at__gte=['2026-04-01T00:00:00Z']) == ['Three', 'Two']
        assert self.found(q='patches') == ['Three']


@of_plugin
class ServiceCreditTierFilters(Found, ChangeLoggedFilterSetTestMixin, TestCase):
    queryset = models.ServiceCreditTier.objects.all()
    filterset = filtersets.ServiceCreditTierFilterSet
    name_field = 'amount'

    @classmethod
    def setUpTestData(cls):
        cls.sla = make_sla('Gold')
        cls.target = make_target(cls.sla, name='Up')
        other = make_target(make_sla('Silver'), name='Mail')
        cls.queryset.create(sla=cls.sla, threshold=99, amount=1, currency='EUR')
        cls.queryset.create(target=cls.target, threshold=98, amount=2, currency='EUR', cap=5)
        cls.queryset.create(target=other, threshold=97, amount=3, currency='USD')

    def test_tiers_are_found_by_agreement_target_and_amount(self):
        assert self.found(sla_id=self.sla.pk) == [1, 2]
        assert self.found(target_id=self.target.pk) == [2]
        assert self.found(currency=['USD']) == [3]
        assert self.found(threshold=[99]) == [1]
        assert self.found(q='silver') == [3]
