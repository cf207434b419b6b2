"""Filter set of measurements."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.filtersets import NetBoxModelFilterSet
from utilities.filtersets import register_filterset

from ..choices import MetricChoices
from ..models import SLA, Measurement, Service, ServiceLevelTarget

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

    class Meta:
        model = Measurement
        fields = ('id', 'measure', 'measured_at', 'value', 'source', 'note')

    def search(self, queryset, name, value):
        if not value.strip():
            return queryset
        return queryset.filter(
            Q(measure__icontains=value)
            | Q(source__icontains=value)
            | Q(note__icontains=value)
            | Q(target__name__icontains=value)
            | Q(service__name__icontains=value)
        )
