"""Filter sets of the flags of planned work."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.filtersets import register_filterset

from ...choices import StateChoices
from ...models import ServiceLevelTarget, SLAImpact
from ..bases import NetBoxModelFilterSet
from .fields import RecordFilterSet, ServiceFilterMixin, SLAFilterMixin

__all__ = ('SLAImpactFilterSet',)


@register_filterset
class SLAImpactFilterSet(RecordFilterSet, ServiceFilterMixin, SLAFilterMixin, NetBoxModelFilterSet):
    target_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceLevelTarget.objects.all(), distinct=False, label=_('Target (ID)')
    )
    worst_state = django_filters.MultipleChoiceFilter(choices=StateChoices, distinct=False, label=_('Worst state'))
    beyond = django_filters.BooleanFilter(method='filter_beyond', label=_('Goes beyond the SLA'))
    stale = django_filters.BooleanFilter(
        field_name='stale_since', lookup_expr='isnull', exclude=True, label=pgettext_lazy('service levels', 'Stale')
    )

    search_fields = ('sla__name', 'change__name', 'release__name')

    class Meta:
        model = SLAImpact
        fields = (
            'id',
            'period',
            'counted_us',
            'outside_us',
            'budget_us',
            'budget_before_us',
            'budget_after_us',
            'target_percent',
            'forecast_percent',
            'is_breach',
            'tier',
            'credit_amount',
            'currency',
            'computed_at',
            'stale_since',
            'is_current',
            'superseded_at',
            'actual_us',
        )

    def filter_beyond(self, queryset, name, value):
        beyond = Q(is_breach=True) | Q(outside_us__gt=0)
        return queryset.filter(beyond if value else ~beyond)
