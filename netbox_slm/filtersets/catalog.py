"""Filter sets of the domain catalog."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circuits.models import Circuit
from dcim.models import Device, Rack, Site
from tenancy.filtersets import ContactModelFilterSet, TenancyFilterSet
from tenancy.models import Tenant
from utilities.filters import MultiValueContentTypeFilter, MultiValueNumberFilter, TreeNodeMultipleChoiceFilter
from utilities.filtersets import register_filterset
from virtualization.models import Cluster, VirtualMachine

from ..choices import CatalogEntryStatusChoices, CriticalityChoices, DependencyKindChoices, ServiceStatusChoices
from ..models import (
    SLA,
    CatalogCategory,
    CatalogEntry,
    RedundancyGroup,
    Service,
    ServiceCalendar,
    ServiceComponent,
    ServiceDependency,
)
from ..models.terms import holding
from .bases import NestedGroupModelFilterSet, PrimaryModelFilterSet
from .fields import LinkedObjectFilter

__all__ = (
    'CatalogCategoryFilterSet',
    'CatalogEntryFilterSet',
    'RedundancyGroupFilterSet',
    'ServiceComponentFilterSet',
    'ServiceDependencyFilterSet',
    'ServiceFilterSet',
)


class ActiveTermFilterSet(django_filters.FilterSet):
    """Rows with a term, by whether they hold at this moment."""

    active = django_filters.BooleanFilter(method='filter_active', label=_('Holds now'))

    def filter_active(self, queryset, name, value):
        holds = holding(timezone.now())
        return queryset.filter(holds if value else ~holds)


class OfServiceFilterSet(django_filters.FilterSet):
    """Rows that belong to a service, by it and by its customer."""

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
        field_name='service__tenant', queryset=Tenant.objects.all(), distinct=False, label=_('Customer (ID)')
    )
    tenant = django_filters.ModelMultipleChoiceFilter(
        field_name='service__tenant__slug',
        queryset=Tenant.objects.all(),
        to_field_name='slug',
        distinct=False,
        label=_('Customer (slug)'),
    )


@register_filterset
class CatalogCategoryFilterSet(NestedGroupModelFilterSet):
    parent_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(), distinct=False, label=_('Parent category (ID)')
    )
    parent = django_filters.ModelMultipleChoiceFilter(
        field_name='parent__slug',
        queryset=CatalogCategory.objects.all(),
        to_field_name='slug',
        distinct=False,
        label=_('Parent category (slug)'),
    )
    ancestor_id = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='parent',
        lookup_expr='in',
        label=_('Category above it (ID)'),
    )
    ancestor = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='parent',
        lookup_expr='in',
        to_field_name='slug',
        label=_('Category above it (slug)'),
    )

    class Meta:
        model = CatalogCategory
        fields = ('id', 'name', 'slug', 'description')


@register_filterset
class CatalogEntryFilterSet(PrimaryModelFilterSet, ContactModelFilterSet):
    category_id = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='category',
        lookup_expr='in',
        label=_('Category (ID)'),
    )
    category = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='category',
        lookup_expr='in',
        to_field_name='slug',
        label=_('Category (slug)'),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=CatalogEntryStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    calendar_id = django_filters.ModelMultipleChoiceFilter(
        queryset=ServiceCalendar.objects.all(), distinct=False, label=_('Service hours (ID)')
    )
    calendar = django_filters.ModelMultipleChoiceFilter(
        field_name='calendar__name',
        queryset=ServiceCalendar.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Service hours (name)'),
    )

    search_fields = ('name', 'reference', 'outcome', 'description', 'comments')

    class Meta:
        model = CatalogEntry
        fields = (
            'id',
            'name',
            'reference',
            'version',
            'outcome',
            'availability_percent',
            'response_seconds',
            'resolution_seconds',
            'price',
            'currency',
            'price_unit',
            'provider_duties',
            'customer_duties',
            'emergency_handling',
            'next_review_on',
            'description',
        )


@register_filterset
class ServiceFilterSet(PrimaryModelFilterSet, TenancyFilterSet, ContactModelFilterSet):
    catalog_entry_id = django_filters.ModelMultipleChoiceFilter(
        queryset=CatalogEntry.objects.all(), distinct=False, label=_('Catalog entry (ID)')
    )
    catalog_entry = django_filters.ModelMultipleChoiceFilter(
        field_name='catalog_entry__name',
        queryset=CatalogEntry.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Catalog entry (name)'),
    )
    category_id = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='catalog_entry__category',
        lookup_expr='in',
        label=_('Catalog category (ID)'),
    )
    category = TreeNodeMultipleChoiceFilter(
        queryset=CatalogCategory.objects.all(),
        field_name='catalog_entry__category',
        lookup_expr='in',
        to_field_name='slug',
        label=_('Catalog category (slug)'),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=ServiceStatusChoices, distinct=False, null_value=None, label=_('Status')
    )
    criticality = django_filters.MultipleChoiceFilter(
        choices=CriticalityChoices, distinct=False, null_value=None, label=_('Criticality')
    )
    sla_id = django_filters.ModelMultipleChoiceFilter(
        field_name='slas', queryset=SLA.objects.all(), label=_('SLA (ID)')
    )
    sla = django_filters.ModelMultipleChoiceFilter(
        field_name='slas__name', queryset=SLA.objects.all(), to_field_name='name', label=_('SLA (name)')
    )
    depends_on_id = django_filters.ModelMultipleChoiceFilter(
        field_name='dependencies__depends_on', queryset=Service.objects.all(), label=_('Depends on (ID)')
    )
    depended_on_by_id = django_filters.ModelMultipleChoiceFilter(
        field_name='dependents__service', queryset=Service.objects.all(), label=_('Needed by (ID)')
    )
    site_id = LinkedObjectFilter(queryset=Site.objects.all(), link='components__', label=_('Site (ID)'))
    rack_id = LinkedObjectFilter(queryset=Rack.objects.all(), link='components__', label=_('Rack (ID)'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), link='components__', label=_('Device (ID)'))
    cluster_id = LinkedObjectFilter(queryset=Cluster.objects.all(), link='components__', label=_('Cluster (ID)'))
    virtual_machine_id = LinkedObjectFilter(
        queryset=VirtualMachine.objects.all(), link='components__', label=_('Virtual machine (ID)')
    )
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), link='components__', label=_('Circuit (ID)'))

    search_fields = ('name', 'reference', 'description', 'comments')

    class Meta:
        model = Service
        fields = ('id', 'name', 'reference', 'operational_from', 'operational_until', 'description')


@register_filterset
class RedundancyGroupFilterSet(PrimaryModelFilterSet, OfServiceFilterSet, ActiveTermFilterSet):
    search_fields = ('name', 'service__name', 'description')

    class Meta:
        model = RedundancyGroup
        fields = ('id', 'name', 'min_available', 'since', 'until', 'description')


@register_filterset
class ServiceComponentFilterSet(PrimaryModelFilterSet, OfServiceFilterSet, ActiveTermFilterSet):
    object_type = MultiValueContentTypeFilter(label=_('Object type'))
    object_id = MultiValueNumberFilter(label=_('Object ID'))
    redundancy_group_id = django_filters.ModelMultipleChoiceFilter(
        queryset=RedundancyGroup.objects.all(), distinct=False, label=_('Redundancy group (ID)')
    )
    redundancy_group = django_filters.ModelMultipleChoiceFilter(
        field_name='redundancy_group__name',
        queryset=RedundancyGroup.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Redundancy group (name)'),
    )
    site_id = LinkedObjectFilter(queryset=Site.objects.all(), label=_('Site (ID)'))
    rack_id = LinkedObjectFilter(queryset=Rack.objects.all(), label=_('Rack (ID)'))
    device_id = LinkedObjectFilter(queryset=Device.objects.all(), label=_('Device (ID)'))
    cluster_id = LinkedObjectFilter(queryset=Cluster.objects.all(), label=_('Cluster (ID)'))
    virtual_machine_id = LinkedObjectFilter(queryset=VirtualMachine.objects.all(), label=_('Virtual machine (ID)'))
    circuit_id = LinkedObjectFilter(queryset=Circuit.objects.all(), label=_('Circuit (ID)'))

    search_fields = ('service__name', 'redundancy_group__name', 'description', 'comments')

    class Meta:
        model = ServiceComponent
        fields = ('id', 'object_type', 'object_id', 'since', 'until', 'description')


@register_filterset
class ServiceDependencyFilterSet(PrimaryModelFilterSet, OfServiceFilterSet, ActiveTermFilterSet):
    depends_on_id = django_filters.ModelMultipleChoiceFilter(
        queryset=Service.objects.all(), distinct=False, label=_('Depends on (ID)')
    )
    depends_on = django_filters.ModelMultipleChoiceFilter(
        field_name='depends_on__name',
        queryset=Service.objects.all(),
        to_field_name='name',
        distinct=False,
        label=_('Depends on (name)'),
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=DependencyKindChoices, distinct=False, null_value=None, label=_('Kind')
    )

    search_fields = ('service__name', 'depends_on__name', 'description', 'comments')

    class Meta:
        model = ServiceDependency
        fields = ('id', 'since', 'until', 'description')
