"""Filter set of measurements."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.filtersets import register_filterset

from ..choices import MetricChoices
from ..models import SLA, Measurement, Service, ServiceLevelTarget
from .bases import NetBoxModelFilterSet

__all__ = ('MeasurementFilterSet',)


@register_filterset
class MeasurementFilterSet(NetBoxModelFilterSet):
    target_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceLevelTarget.objects.all(), distinct=False, label=_('Service level target (ID)')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='target__sla', queryset=SLA.objects.all(), distinct=False, label=_('SLA (ID)')
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
    metric = django_filters.MultipleChoiceFilter(
        field_name='target__metric',
        choices=MetricChoices,
        distinct=False,
        null_value=None,
        label=pgettext_lazy('service levels', 'Metric'),
    )

    search_fields = ('measure', 'source', 'note', 'target__name', 'service__name')

    class Meta:
        model = Measurement
        fields = ('id', 'measure', 'measured_at', 'value', 'source', 'note')
