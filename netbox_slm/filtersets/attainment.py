"""Filter sets of the domain attainment."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcim.models import Device
from tenancy.models import Tenant
from utilities.filtersets import register_filterset
from virtualization.models import VirtualMachine

from ..choices import AttainmentStatusChoices, FigureUnitChoices, MetricChoices
from ..models import SLA, Attainment, Service, ServiceLevelTarget
from .bases import NetBoxModelFilterSet
from .fields import LinkedObjectFilter

__all__ = ('AttainmentFilterSet',)


@register_filterset
class AttainmentFilterSet(NetBoxModelFilterSet):
    target_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceLevelTarget.objects.all(), distinct=False, label=_('Service level target (ID)')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='target__sla', queryset=SLA.objects.all(), distinct=False, label=_('SLA (ID)')
    )
    sla = django_filters.ModelMultipleChoiceFilter(
        field_name='target__sla__name',
        queryset=SLA.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('SLA (name)'),
    )
    service_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Service.objects.all(), distinct=False, label=_('Service (ID)')
    )
    service = django_filters.ModelMultipleChoiceFilter(
        field_name='service__name',
        queryset=Service.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Service (name)'),
    )
    tenant_id = django_filters.ModelMultipleChoiceFilter(
        field_name='target__sla__tenant', queryset=Tenant.objects.all(), distinct=False, label=_('Customer (ID)')
    )
    tenant = django_filters.ModelMultipleChoiceFilter(
        field_name='target__sla__tenant__slug',
        queryset=Tenant.objects.all(),
        to_field_name='slug',
        distinct=False,
        label=_('Customer (slug)'),
    )
    metric = django_filters.MultipleChoiceFilter(
        field_name='target__metric',
        choices=MetricChoices,
        distinct=False,
        null_value=None,
        label=pgettext_lazy('service levels', 'Metric'),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=AttainmentStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    unit = django_filters.MultipleChoiceFilter(
        choices=FigureUnitChoices, distinct=False, null_value=None, label=_('Kind of figure')
    )
    stale = django_filters.BooleanFilter(
        field_name='stale_since', lookup_expr='isnull', exclude=True, label=_('Stale: facts changed since')
    )
    outdated = django_filters.BooleanFilter(
        field_name='outdated_since',
        lookup_expr='isnull',
        exclude=True,
        label=_('Outdated: final, and facts changed since'),
    )
    device_id = LinkedObjectFilter(
        link='service__components__', queryset=Device.objects.all(), label=_('Device of the service (ID)')
    )
    virtual_machine_id = LinkedObjectFilter(
        link='service__components__',
        queryset=VirtualMachine.objects.all(),
        label=_('Virtual machine of the service (ID)'),
    )

    search_fields = ('period', 'target__name', 'target__sla__name', 'service__name')

    class Meta:
        model = Attainment
        fields = (
            'id',
            'period',
            'starts_at',
            'ends_at',
            'more_is_better',
            'target_percent',
            'target_value',
            'value_percent',
            'value',
            'downtime_us',
            'remaining_us',
            'burn_rate',
            'met_count',
            'missed_count',
            'pending_count',
            'is_final',
            'computed_at',
            'stale_since',
            'reopened_at',
            'outdated_since',
        )
