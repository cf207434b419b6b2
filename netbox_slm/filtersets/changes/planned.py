"""Filter sets of changes, their planned effects, and freeze windows."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from circuits.models import Circuit
from dcim.models import Device, Site
from tenancy.filtersets import ContactModelFilterSet, TenancyFilterSet
from tenancy.models import Tenant
from users.models import User
from utilities.filters import MultiValueCharFilter, MultiValueContentTypeFilter
from utilities.filtersets import register_filterset
from virtualization.models import VirtualMachine

from ...analysis.touched import touching_services, touching_slas
from ...choices import (
    ChangeSignificanceChoices,
    ChangeStatusChoices,
    ChangeTypeChoices,
    DecisionChoices,
    EffectChoices,
)
from ...models import SLA, CausedIncident, Change, FreezeWindow, Incident, PlannedEffect, Service, SLAImpact
from ..bases import NetBoxModelFilterSet, PrimaryModelFilterSet
from ..fields import LinkedObjectFilter
from .fields import OfReleaseFilterSet

__all__ = (
    'CausedIncidentFilterSet',
    'ChangeFilterSet',
    'FreezeWindowFilterSet',
    'PlannedEffectFilterSet',
    'PlannedWorkFilterSet',
)


def _touched(model, to_field_name=None, label=''):
    names = {'to_field_name': to_field_name} if to_field_name else {}
    return extend_schema_field(OpenApiTypes.STR if to_field_name else OpenApiTypes.INT64)(
        django_filters.ModelMultipleChoiceFilter(
            method='filter_touched', queryset=model.objects.all(), label=label, **names
        )
    )


def _user(name, label):
    return django_filters.ModelMultipleChoiceFilter(
        field_name=name, queryset=User.objects.all(), distinct=False, label=label
    )


def _username(name, label):
    return django_filters.ModelMultipleChoiceFilter(
        field_name=f'{name}__username',
        queryset=User.objects.all(),
        to_field_name='username',
        distinct=False,
        label=label,
    )


class PlannedWorkFilterSet(PrimaryModelFilterSet, TenancyFilterSet, ContactModelFilterSet):
    """What changes and releases have in common."""

    status = django_filters.MultipleChoiceFilter(choices=ChangeStatusChoices, distinct=False, label=_('Status'))
    type = django_filters.MultipleChoiceFilter(choices=ChangeTypeChoices, distinct=False, label=_('Type'))
    significance = django_filters.MultipleChoiceFilter(
        choices=ChangeSignificanceChoices, distinct=False, label=_('Significance')
    )
    requester_id = _user('requester', _('Requester (ID)'))
    requester = _username('requester', _('Requester (username)'))
    approver_id = _user('approver', _('Approved by (ID)'))
    approver = _username('approver', _('Approved by (username)'))
    service_id = _touched(Service, label=_('Service that it touches (ID)'))
    service = _touched(Service, 'name', label=_('Service that it touches (name)'))
    sla_id = _touched(SLA, label=_('SLA that it touches (ID)'))
    sla = _touched(SLA, 'name', label=_('SLA that it touches (name)'))
    ended = django_filters.BooleanFilter(method='filter_ended', label=_('Ended'))
    beyond = django_filters.BooleanFilter(method='filter_beyond', label=_('Goes beyond an SLA'))
    stale = django_filters.BooleanFilter(
        field_name='flags_stale_since', lookup_expr='isnull', exclude=True, label=_('Flags are stale')
    )
    planned_after = django_filters.IsoDateTimeFilter(
        field_name='planned_end', lookup_expr='gt', label=_('Planned to end after')
    )
    planned_before = django_filters.IsoDateTimeFilter(
        field_name='planned_start', lookup_expr='lt', label=_('Planned to begin before')
    )
    search_fields = ('name', 'reference', 'description')

    def filter_touched(self, queryset, name, value):
        if not value:
            return queryset
        touching = touching_services if name.startswith('service') else touching_slas
        return queryset.filter(touching(queryset.model, value))

    def filter_ended(self, queryset, name, value):
        ended = Q(status__in=ChangeStatusChoices.ENDED)
        return queryset.filter(ended if value else ~ended)

    def filter_beyond(self, queryset, name, value):
        record = queryset.model._meta.model_name
        beyond = Exists(SLAImpact.objects.current().beyond().filter(**{record: OuterRef('pk')}))
        return queryset.filter(beyond if value else ~beyond)


PLANNED_WORK_FIELDS = (
    'id',
    'name',
    'reference',
    'submitted_at',
    'approved_at',
    'planned_start',
    'planned_end',
    'actual_start',
    'actual_end',
    'flags_computed_at',
    'flags_stale_since',
    'description',
)


@register_filterset
class ChangeFilterSet(OfReleaseFilterSet, PlannedWorkFilterSet):
    object_type = MultiValueContentTypeFilter(
        field_name='planned_effects__object_type', distinct=True, label=_('Type of an object that it works on')
    )
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), link='planned_effects__', label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(
        queryset=VirtualMachine.objects.all(), link='planned_effects__', label=_('Virtual machine (ID)')
    )
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), link='planned_effects__', label=_('Circuit (ID)'))

    class Meta:
        model = Change
        fields = PLANNED_WORK_FIELDS


class _OfChangeFilterSet(NetBoxModelFilterSet):
    """Rows that belong to a change."""

    change_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Change.objects.all(), distinct=False, label=_('Change (ID)')
    )
    change = MultiValueCharFilter(field_name='change__reference', label=_('Change (reference)'))
    search_fields = ('change__name', 'change__reference')


@register_filterset
class PlannedEffectFilterSet(_OfChangeFilterSet):
    effect = django_filters.MultipleChoiceFilter(choices=EffectChoices, distinct=False, label=_('Effect'))
    object_type = MultiValueContentTypeFilter(label=_('Object type'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(queryset=VirtualMachine.objects.all(), label=_('Virtual machine (ID)'))
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), label=_('Circuit (ID)'))

    class Meta:
        model = PlannedEffect
        fields = ('id', 'object_id', 'outage_seconds', 'offset_seconds')


@register_filterset
class CausedIncidentFilterSet(_OfChangeFilterSet):
    incident_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Incident.objects.all(), distinct=False, label=_('Incident (ID)')
    )
    incident = MultiValueCharFilter(field_name='incident__reference', label=_('Incident (reference)'))
    decision = django_filters.MultipleChoiceFilter(choices=DecisionChoices, distinct=False, label=_('Decision'))

    class Meta:
        model = CausedIncident
        fields = ('id', 'decided_at')


@register_filterset
class FreezeWindowFilterSet(PrimaryModelFilterSet):
    tenant_id = django_filters.ModelMultipleChoiceFilter(
        field_name='tenants', queryset=Tenant.objects.all(), label=_('Customer (ID)')
    )
    tenant = django_filters.ModelMultipleChoiceFilter(
        field_name='tenants__slug', queryset=Tenant.objects.all(), to_field_name='slug', label=_('Customer (slug)')
    )
    site_id = django_filters.ModelMultipleChoiceFilter(
        field_name='sites', queryset=Site.objects.all(), label=_('Site (ID)')
    )
    site = django_filters.ModelMultipleChoiceFilter(
        field_name='sites__slug', queryset=Site.objects.all(), to_field_name='slug', label=_('Site (slug)')
    )
    service_id = django_filters.ModelMultipleChoiceFilter(
        field_name='services', queryset=Service.objects.all(), label=_('Service (ID)')
    )
    service = django_filters.ModelMultipleChoiceFilter(
        field_name='services__name', queryset=Service.objects.all(), to_field_name='name', label=_('Service (name)')
    )
    after = django_filters.IsoDateTimeFilter(field_name='ends_at', lookup_expr='gt', label=_('Ends after'))
    before = django_filters.IsoDateTimeFilter(field_name='starts_at', lookup_expr='lt', label=_('Begins before'))

    search_fields = ('name', 'reason', 'description')

    class Meta:
        model = FreezeWindow
        fields = ('id', 'name', 'starts_at', 'ends_at', 'reason', 'description')
