"""Filter sets of what customers say to planned work."""

import django_filters
from django.utils.translation import gettext_lazy as _

from tenancy.filtersets import TenancyFilterSet
from tenancy.models import Contact
from utilities.filtersets import register_filterset

from ...analysis.changes import awaiting_writing
from ...choices import AcknowledgementMethodChoices, AgreementFormChoices
from ...models import Acknowledgement, CustomerAgreement
from ..bases import PrimaryModelFilterSet
from .fields import RecordFilterSet, SLAFilterMixin

__all__ = ('AcknowledgementFilterSet', 'CustomerAgreementFilterSet')


class _SaidFilterSet(RecordFilterSet):
    contact_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Contact.objects.all(), distinct=False, label=_('Contact (ID)')
    )


@register_filterset
class CustomerAgreementFilterSet(_SaidFilterSet, SLAFilterMixin, TenancyFilterSet, PrimaryModelFilterSet):
    form = django_filters.MultipleChoiceFilter(choices=AgreementFormChoices, distinct=False, label=_('Form'))
    awaits_writing = django_filters.BooleanFilter(method='filter_awaits_writing', label=_('Not yet in writing'))

    search_fields = ('agreed_by', 'change__name', 'release__name', 'sla__name', 'description')

    class Meta:
        model = CustomerAgreement
        fields = ('id', 'agreed_by', 'agreed_at', 'written_due_on', 'written_at', 'description')

    def filter_awaits_writing(self, queryset, name, value):
        return queryset.filter(awaiting_writing() if value else ~awaiting_writing())


@register_filterset
class AcknowledgementFilterSet(_SaidFilterSet, TenancyFilterSet, PrimaryModelFilterSet):
    method = django_filters.MultipleChoiceFilter(
        choices=AcknowledgementMethodChoices, distinct=False, label=_('Method')
    )
    open = django_filters.BooleanFilter(
        field_name='acknowledged_at', lookup_expr='isnull', label=_('Not yet acknowledged')
    )

    search_fields = ('acknowledged_by', 'change__name', 'release__name', 'description')

    class Meta:
        model = Acknowledgement
        fields = ('id', 'acknowledged_by', 'told_at', 'acknowledged_at', 'description')
