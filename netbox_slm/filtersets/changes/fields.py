"""Filters that several of these filter sets share."""

import django_filters
from django.utils.translation import gettext_lazy as _

from utilities.filters import MultiValueCharFilter

from ...models import SLA, Change, Release, Service

__all__ = ('OfReleaseFilterSet', 'RecordFilterSet', 'SLAFilterMixin', 'ServiceFilterMixin')


class ServiceFilterMixin(django_filters.FilterSet):
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


class SLAFilterMixin(django_filters.FilterSet):
    sla_id = django_filters.ModelMultipleChoiceFilter(queryset=SLA.objects.all(), distinct=False, label=_('SLA (ID)'))
    sla = MultiValueCharFilter(field_name='sla__name', label=_('SLA (name)'))


class OfReleaseFilterSet(django_filters.FilterSet):
    """Rows that belong to a release."""

    release_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Release.objects.all(), distinct=False, label=_('Release (ID)')
    )
    release = MultiValueCharFilter(field_name='release__reference', label=_('Release (reference)'))


class RecordFilterSet(OfReleaseFilterSet):
    """Rows that belong to a change or to a release."""

    change_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Change.objects.all(), distinct=False, label=_('Change (ID)')
    )
    change = MultiValueCharFilter(field_name='change__reference', label=_('Change (reference)'))
