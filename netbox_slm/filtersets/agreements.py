"""Filter sets of lists and REST of the domain agreements."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from circuits.models import Provider
from tenancy.filtersets import ContactModelFilterSet, TenancyFilterSet
from tenancy.models import Tenant
from utilities.filters import MultiValueTimeZoneFilter
from utilities.filtersets import register_filterset

from ..choices import (
    AggregationChoices,
    CombinationChoices,
    ContractKindChoices,
    ContractStatusChoices,
    DerivedEffectsCountChoices,
    MaintenanceWindowStatusChoices,
    MetricChoices,
    PeriodKindChoices,
    SLAKindChoices,
    SLAStatusChoices,
    TargetDirectionChoices,
    WeekdayChoices,
    WorkloadKindChoices,
)
from ..models import (
    SLA,
    CalendarException,
    CalendarWindow,
    Contract,
    MaintenanceWindow,
    ReleaseElement,
    Service,
    ServiceCalendar,
    ServiceCreditTier,
    ServiceLevelTarget,
)
from ..visible import viewable_way
from .bases import NetBoxModelFilterSet, PrimaryModelFilterSet

__all__ = (
    'CalendarExceptionFilterSet',
    'CalendarWindowFilterSet',
    'ContractFilterSet',
    'MaintenanceWindowFilterSet',
    'SLAFilterSet',
    'ServiceCalendarFilterSet',
    'ServiceCreditTierFilterSet',
    'ServiceLevelTargetFilterSet',
)


class OfCalendarFilterSet(django_filters.FilterSet):
    """Rows by the service hours that they belong to or use."""

    calendar_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceCalendar.objects.all(), distinct=False, label=_('Service calendar (ID)')
    )
    calendar = django_filters.ModelMultipleChoiceFilter(
        field_name='calendar__name',
        queryset=ServiceCalendar.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Service calendar (name)'),
    )


class ProviderFilterSet(django_filters.FilterSet):
    """Rows by the supplier they are with."""

    provider_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Provider.objects.all(), distinct=False, label=_('Supplier (ID)')
    )
    provider = django_filters.ModelMultipleChoiceFilter(
        field_name='provider__slug',
        queryset=Provider.objects.all(),
        to_field_name='slug',
        distinct=False,
        label=_('Supplier (slug)'),
    )


class ForServicesFilterSet(django_filters.FilterSet):
    """Rows by the services that they name."""

    service_id = django_filters.ModelMultipleChoiceFilter(
        field_name='services', queryset=Service.objects.all(), label=_('Service (ID)')
    )
    service = django_filters.ModelMultipleChoiceFilter(
        field_name='services__name', queryset=Service.objects.all(), to_field_name='name', label=_('Service (name)')
    )


class ActiveOnFilterSet(django_filters.FilterSet):
    """Rows with a first and a last day, by whether they hold on a date; without a day they are open on that side."""

    active_on = django_filters.DateFilter(method='filter_active_on', label=_('Holds on'))

    def filter_active_on(self, queryset, name, value):
        return queryset.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=value), Q(ends_on__isnull=True) | Q(ends_on__gte=value)
        )


@register_filterset
class ServiceCalendarFilterSet(PrimaryModelFilterSet):
    time_zone = MultiValueTimeZoneFilter()
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='slas', queryset=SLA.objects.all(), label=_('SLA (ID)')
    )

    search_fields = ('name', 'description', 'comments')

    class Meta:
        model = ServiceCalendar
        fields = ('id', 'name', 'holiday_country', 'holiday_subdivision', 'description')


@register_filterset
class CalendarWindowFilterSet(NetBoxModelFilterSet, OfCalendarFilterSet):
    weekday = django_filters.MultipleChoiceFilter(
        choices=WeekdayChoices, distinct=False, null_value=None, label=_('Day')
    )

    search_fields = ('calendar__name',)

    class Meta:
        model = CalendarWindow
        fields = ('id', 'start_seconds', 'end_seconds')


@register_filterset
class CalendarExceptionFilterSet(NetBoxModelFilterSet, OfCalendarFilterSet):
    search_fields = ('name', 'calendar__name')

    class Meta:
        model = CalendarException
        fields = ('id', 'name', 'starts_on', 'ends_on', 'yearly', 'hours')


@register_filterset
class ContractFilterSet(
    PrimaryModelFilterSet, TenancyFilterSet, ContactModelFilterSet, ProviderFilterSet, ActiveOnFilterSet
):
    kind = django_filters.MultipleChoiceFilter(
        choices=ContractKindChoices, distinct=False, null_value=None, label=_('Kind')
    )
    status = django_filters.MultipleChoiceFilter(
        choices=ContractStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='slas', queryset=SLA.objects.all(), label=_('SLA (ID)')
    )

    search_fields = ('name', 'reference', 'description', 'comments')

    class Meta:
        model = Contract
        fields = (
            'id',
            'name',
            'reference',
            'starts_on',
            'ends_on',
            'notice_days',
            'value',
            'currency',
            'description',
        )


@register_filterset
class SLAFilterSet(
    PrimaryModelFilterSet,
    TenancyFilterSet,
    ContactModelFilterSet,
    ProviderFilterSet,
    OfCalendarFilterSet,
    ForServicesFilterSet,
    ActiveOnFilterSet,
):
    kind = django_filters.MultipleChoiceFilter(choices=SLAKindChoices, distinct=False, null_value=None, label=_('Kind'))
    status = django_filters.MultipleChoiceFilter(
        choices=SLAStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    period = django_filters.MultipleChoiceFilter(
        choices=PeriodKindChoices, distinct=False, null_value=None, label=_('Period')
    )
    derived_effects = django_filters.MultipleChoiceFilter(
        choices=DerivedEffectsCountChoices,
        distinct=False,
        null_value=None,
        label=_('Effects through the infrastructure count'),
    )
    contract_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Contract.objects.all(), distinct=False, label=_('Contract (ID)')
    )
    contract = django_filters.ModelMultipleChoiceFilter(
        field_name='contract__name',
        queryset=Contract.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Contract (name)'),
    )
    supporting_id = django_filters.ModelMultipleChoiceFilter(
        field_name='supporting', queryset=SLA.objects.all(), label=_('Rests on the agreement (ID)')
    )
    supports_id = django_filters.ModelMultipleChoiceFilter(
        field_name='supports', queryset=SLA.objects.all(), label=_('Supports the agreement (ID)')
    )
    previous_version_id = django_filters.ModelMultipleChoiceFilter(
        queryset=SLA.objects.all(), distinct=False, label=_('Previous version (ID)')
    )
    next_version_id = django_filters.ModelMultipleChoiceFilter(
        field_name='next_version', queryset=SLA.objects.all(), distinct=False, label=_('Next version (ID)')
    )
    maintenance_window_id = django_filters.ModelMultipleChoiceFilter(
        field_name='maintenance_windows',
        queryset=MaintenanceWindow.objects.all(),
        label=_('Maintenance window (ID)'),
    )
    release_element_id = django_filters.ModelMultipleChoiceFilter(
        field_name='release_elements', queryset=ReleaseElement.objects.all(), label=_('Element of a release (ID)')
    )
    time_zone = MultiValueTimeZoneFilter()

    search_fields = ('name', 'reference', 'description', 'comments')

    class Meta:
        model = SLA
        fields = (
            'id',
            'name',
            'version',
            'reference',
            'starts_on',
            'ends_on',
            'rolling_days',
            'grace_days',
            'degraded_weight',
            'excused_outage_seconds',
            'excluded_counts_as_up',
            'fee',
            'currency',
            'credit_cap_percent',
            'alert_silence_minutes',
            'description',
        )


@register_filterset
class ServiceLevelTargetFilterSet(PrimaryModelFilterSet, OfCalendarFilterSet, ForServicesFilterSet):
    sla_id = django_filters.ModelMultipleChoiceFilter(queryset=SLA.objects.all(), distinct=False, label=_('SLA (ID)'))
    sla = django_filters.ModelMultipleChoiceFilter(
        field_name='sla__name',
        queryset=SLA.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('SLA (name)'),
    )
    tenant_id = django_filters.ModelMultipleChoiceFilter(
        field_name='sla__tenant', queryset=Tenant.objects.all(), distinct=False, label=_('Customer (ID)')
    )
    tenant = django_filters.ModelMultipleChoiceFilter(
        field_name='sla__tenant__slug',
        queryset=Tenant.objects.all(),
        to_field_name='slug',
        distinct=False,
        label=_('Customer (slug)'),
    )
    metric = django_filters.MultipleChoiceFilter(
        choices=MetricChoices, distinct=False, null_value=None, label=pgettext_lazy('service levels', 'Metric')
    )
    combination = django_filters.MultipleChoiceFilter(
        choices=CombinationChoices, distinct=False, null_value=None, label=_('Combination')
    )
    direction = django_filters.MultipleChoiceFilter(
        choices=TargetDirectionChoices, distinct=False, null_value=None, label=_('Direction')
    )
    aggregation = django_filters.MultipleChoiceFilter(
        choices=AggregationChoices, distinct=False, null_value=None, label=_('Aggregation')
    )
    workload_kind = django_filters.MultipleChoiceFilter(
        choices=WorkloadKindChoices, distinct=False, null_value=None, label=_('Workload of')
    )

    search_fields = ('name', 'sla__name', 'description')

    class Meta:
        model = ServiceLevelTarget
        fields = (
            'id',
            'name',
            'target_percent',
            'target_value',
            'unit',
            'percentile',
            'measure',
            'limit_seconds',
            'warning_percent',
            'paused_by_holds',
            'description',
        )


@register_filterset
class ServiceCreditTierFilterSet(NetBoxModelFilterSet):
    sla_id = django_filters.ModelMultipleChoiceFilter(
        queryset=SLA.objects.all(), distinct=False, method='filter_sla', label=_('SLA, or that of the target (ID)')
    )
    target_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceLevelTarget.objects.all(), distinct=False, label=_('Service level target (ID)')
    )

    search_fields = ('sla__name', 'target__name', 'target__sla__name')

    class Meta:
        model = ServiceCreditTier
        fields = ('id', 'threshold', 'credit_percent', 'amount', 'currency', 'cap')

    def filter_sla(self, queryset, name, value):
        if not value:
            return queryset
        way = viewable_way(queryset.model, 'target__sla', getattr(self.request, 'user', None))
        return queryset.filter(Q(sla__in=value) | (Q(target__sla__in=value) & way))


@register_filterset
class MaintenanceWindowFilterSet(PrimaryModelFilterSet, ForServicesFilterSet):
    status = django_filters.MultipleChoiceFilter(
        choices=MaintenanceWindowStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='slas', queryset=SLA.objects.all(), label=_('SLA (ID)')
    )
    sla = django_filters.ModelMultipleChoiceFilter(
        field_name='slas__name', queryset=SLA.objects.all(), to_field_name='name', label=_('SLA (name)')
    )
    time_zone = MultiValueTimeZoneFilter()

    search_fields = ('name', 'reason', 'agreed_with', 'description')

    class Meta:
        model = MaintenanceWindow
        fields = (
            'id',
            'name',
            'starts_at',
            'ends_at',
            'recurrence',
            'reason',
            'agreed_with',
            'agreed_on',
            'description',
        )
