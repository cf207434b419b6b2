"""Filter sets of the history of figures."""

import django_filters
from django.utils.translation import gettext_lazy as _

from users.models import User
from utilities.filtersets import register_filterset

from ..choices import RevisionCauseChoices
from ..models import SLA, Attainment, AttainmentRevision, Service
from .bases import BaseFilterSet

__all__ = ('AttainmentRevisionFilterSet',)


@register_filterset
class AttainmentRevisionFilterSet(BaseFilterSet):
    q = django_filters.CharFilter(method='search', label=_('Search'))
    attainment_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Attainment.objects.all(), distinct=False, label=_('Attainment (ID)')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='attainment__target__sla', queryset=SLA.objects.all(), distinct=False, label=_('SLA (ID)')
    )
    service_id = django_filters.ModelMultipleChoiceFilter(
        field_name='attainment__service', queryset=Service.objects.all(), distinct=False, label=_('Service (ID)')
    )
    user_id = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.all(), distinct=False, label=_('User (ID)')
    )
    user = django_filters.ModelMultipleChoiceFilter(
        field_name='user__username',
        queryset=User.objects.all(),
        to_field_name='username',
        distinct=False,
        label=_('User name'),
    )
    cause = django_filters.MultipleChoiceFilter(
        choices=RevisionCauseChoices, distinct=False, null_value=None, label=_('Cause')
    )
    period = django_filters.CharFilter(field_name='attainment__period', label=_('Period'))

    search_fields = ('reason', 'user_name', 'attainment__period')

    class Meta:
        model = AttainmentRevision
        fields = ('id', 'at', 'reason', 'user_name', 'more_changes')
