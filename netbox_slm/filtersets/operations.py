"""Filter sets of the domain operations."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from circuits.models import Circuit
from dcim.models import Device
from tenancy.filtersets import ContactModelFilterSet, TenancyFilterSet
from users.models import User
from utilities.filters import MultiValueCharFilter, MultiValueContentTypeFilter, MultiValueNumberFilter
from utilities.filtersets import register_filterset
from virtualization.models import VirtualMachine

from ..analysis.incidents import naming_service, open_incidents
from ..choices import DecisionChoices, EffectChoices, IncidentStatusChoices, PriorityChoices
from ..models import AffectedCI, AffectedService, Attainment, DerivedEffect, Hold, Incident, Service
from ..visible import viewable_way
from .bases import NetBoxModelFilterSet, PrimaryModelFilterSet
from .fields import LinkedObjectFilter

__all__ = (
    'AffectedCIFilterSet',
    'AffectedServiceFilterSet',
    'DerivedEffectFilterSet',
    'HoldFilterSet',
    'IncidentFilterSet',
)


@register_filterset
class IncidentFilterSet(PrimaryModelFilterSet, TenancyFilterSet, ContactModelFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=IncidentStatusChoices, distinct=False, label=_('Status'))
    priority = django_filters.MultipleChoiceFilter(choices=PriorityChoices, distinct=False, label=_('Priority'))
    effect = django_filters.MultipleChoiceFilter(choices=EffectChoices, distinct=False, label=_('Effect'))
    open = django_filters.BooleanFilter(method='filter_open', label=pgettext_lazy('service levels', 'Open'))
    service_id = extend_schema_field(OpenApiTypes.INT64)(
        django_filters.ModelMultipleChoiceFilter(
            method='filter_service',
            queryset=Service.objects.all(),
            label=_('Service, named or through a component (ID)'),
        )
    )
    service = extend_schema_field(OpenApiTypes.STR)(
        django_filters.ModelMultipleChoiceFilter(
            method='filter_service',
            queryset=Service.objects.all(),
            to_field_name='name',
            label=_('Service, named or through a component (name)'),
        )
    )
    object_type = MultiValueContentTypeFilter(method='filter_object', label=_('Type of an affected object'))
    object_id = MultiValueNumberFilter(method='filter_object', label=_('ID of an affected object of that type'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), link='affected_cis__', label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(
        queryset=VirtualMachine.objects.all(), link='affected_cis__', label=_('Virtual machine (ID)')
    )
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), link='affected_cis__', label=_('Circuit (ID)'))
    attainment_id = django_filters.ModelMultipleChoiceFilter(
        field_name='contributions__attainment',
        queryset=Attainment.objects.all(),
        label=_('Attainment in which it counts (ID)'),
    )
    excused_by_id = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.all(), distinct=False, label=_('Excuse approved by (ID)')
    )
    excused_by = django_filters.ModelMultipleChoiceFilter(
        field_name='excused_by__username',
        queryset=User.objects.all(),
        to_field_name='username',
        distinct=False,
        label=_('Excuse approved by (username)'),
    )
    active_after = django_filters.IsoDateTimeFilter(method='filter_active_after', label=_('In effect after'))
    active_before = django_filters.IsoDateTimeFilter(method='filter_active_before', label=_('In effect before'))

    search_fields = ('name', 'reference', 'description')

    class Meta:
        model = Incident
        fields = (
            'id',
            'name',
            'reference',
            'weight',
            'occurred_at',
            'reported_at',
            'responded_at',
            'restored_at',
            'resolved_at',
            'closed_at',
            'excused',
            'excuse_reason',
            'description',
        )

    def filter_open(self, queryset, name, value):
        return queryset.filter(open_incidents() if value else ~open_incidents())

    def filter_service(self, queryset, name, value):
        return queryset.filter(naming_service(value)) if value else queryset

    def filter_object(self, queryset, name, value):
        """Type and ID must be those of the same affected object, whichever of the two filters comes first."""
        types, ids = (self.form.cleaned_data.get(key) for key in ('object_type', 'object_id'))
        user = getattr(self.request, 'user', None)
        rows = AffectedCI.objects.filter(viewable_way(AffectedCI, 'object_id', user), incident=OuterRef('pk'))
        if user is not None:
            rows = rows.restrict(user, 'view')
        if types:
            rows = MultiValueContentTypeFilter(field_name='object_type').filter(rows, types)
        if ids:
            rows = rows.filter(object_id__in=ids)
        return queryset.filter(Exists(rows))

    def filter_active_after(self, queryset, name, value):
        ends_at = Coalesce('restored_at', 'resolved_at')
        return queryset.alias(effect_ends_at=ends_at).filter(
            Q(effect_ends_at__isnull=True) | Q(effect_ends_at__gt=value)
        )

    def filter_active_before(self, queryset, name, value):
        return queryset.alias(effect_starts_at=Coalesce('occurred_at', 'reported_at')).filter(
            effect_starts_at__lt=value
        )


class OfIncidentFilterSet(django_filters.FilterSet):
    """Rows that belong to an incident."""

    incident_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Incident.objects.all(), distinct=False, label=_('Incident (ID)')
    )
    incident = MultiValueCharFilter(field_name='incident__reference', label=_('Incident (reference)'))


class _EffectFilterSet(OfIncidentFilterSet):
    effect = django_filters.MultipleChoiceFilter(choices=EffectChoices, distinct=False, label=_('Effect'))


@register_filterset
class AffectedCIFilterSet(_EffectFilterSet, NetBoxModelFilterSet):
    object_type = MultiValueContentTypeFilter(label=_('Object type'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(queryset=VirtualMachine.objects.all(), label=_('Virtual machine (ID)'))
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), label=_('Circuit (ID)'))

    search_fields = ('incident__name', 'incident__reference')

    class Meta:
        model = AffectedCI
        fields = ('id', 'object_id')


@register_filterset
class AffectedServiceFilterSet(_EffectFilterSet, NetBoxModelFilterSet):
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

    search_fields = ('incident__name', 'incident__reference', 'service__name')

    class Meta:
        model = AffectedService
        fields = ('id', 'starts_at', 'ends_at', 'weight')


@register_filterset
class DerivedEffectFilterSet(_EffectFilterSet, NetBoxModelFilterSet):
    object_type = MultiValueContentTypeFilter(label=_('Object type'))
    decision = django_filters.MultipleChoiceFilter(
        choices=DecisionChoices, distinct=False, null_value=None, label=_('Decision')
    )
    decided_by_id = django_filters.ModelMultipleChoiceFilter(
        queryset=User.objects.all(), distinct=False, label=_('Decided by (ID)')
    )
    decided_by = django_filters.ModelMultipleChoiceFilter(
        field_name='decided_by__username',
        queryset=User.objects.all(),
        to_field_name='username',
        distinct=False,
        label=_('Decided by (username)'),
    )
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), label=_('Device (ID)'))
    virtual_machine_id = LinkedObjectFilter(queryset=VirtualMachine.objects.all(), label=_('Virtual machine (ID)'))
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), label=_('Circuit (ID)'))

    search_fields = ('incident__name', 'incident__reference')

    class Meta:
        model = DerivedEffect
        fields = ('id', 'object_id', 'distance', 'decided_at', 'computed_at')


@register_filterset
class HoldFilterSet(OfIncidentFilterSet, NetBoxModelFilterSet):
    open = django_filters.BooleanFilter(field_name='ends_at', lookup_expr='isnull', label=_('Lasts'))

    search_fields = ('reason', 'incident__name', 'incident__reference')

    class Meta:
        model = Hold
        fields = ('id', 'starts_at', 'ends_at', 'reason')
