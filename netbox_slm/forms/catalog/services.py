"""Forms of services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.forms import ContactModelFilterForm, TenancyFilterForm, TenancyForm
from tenancy.models import Tenant
from utilities.forms import add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    CSVModelChoiceField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ...choices import CriticalityChoices, ServiceStatusChoices
from ...models import SLA, CatalogCategory, CatalogEntry, Service
from ..bases import PrimaryModelFilterSetForm

__all__ = ('ServiceBulkEditForm', 'ServiceFilterForm', 'ServiceForm', 'ServiceImportForm')


class ServiceForm(TenancyForm, PrimaryModelForm):
    catalog_entry = DynamicModelChoiceField(
        label=_('Catalog entry'), queryset=CatalogEntry.objects.all(), required=False, selector=True
    )

    fieldsets = (
        FieldSet(
            'name', 'reference', 'catalog_entry', 'status', 'criticality', 'description', 'tags', name=_('Service')
        ),
        FieldSet('tenant_group', 'tenant', name=_('Customer')),
        FieldSet('operational_from', 'operational_until', name=_('Operational life')),
    )

    class Meta:
        model = Service
        fields = (
            'name',
            'reference',
            'tenant_group',
            'tenant',
            'catalog_entry',
            'status',
            'criticality',
            'operational_from',
            'operational_until',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {'operational_from': DateTimePicker(), 'operational_until': DateTimePicker()}


class ServiceBulkEditForm(PrimaryModelBulkEditForm):
    tenant = DynamicModelChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    catalog_entry = DynamicModelChoiceField(
        label=_('Catalog entry'), queryset=CatalogEntry.objects.all(), required=False
    )
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(ServiceStatusChoices), required=False)
    criticality = ChoiceField(label=_('Criticality'), choices=add_blank_choice(CriticalityChoices), required=False)
    operational_from = forms.DateTimeField(label=_('Operational from'), widget=DateTimePicker(), required=False)
    operational_until = forms.DateTimeField(label=_('Operational until'), widget=DateTimePicker(), required=False)

    model = Service
    fieldsets = (
        FieldSet('tenant', 'catalog_entry', 'status', 'criticality', 'description'),
        FieldSet('operational_from', 'operational_until', name=_('Operational life')),
    )
    nullable_fields = ('tenant', 'catalog_entry', 'operational_from', 'operational_until', 'description', 'comments')


class ServiceImportForm(PrimaryModelImportForm):
    tenant = CSVModelChoiceField(
        label=_('Customer'),
        queryset=Tenant.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the tenant it runs for; empty: for ourselves'),
    )
    catalog_entry = CSVModelChoiceField(
        label=_('Catalog entry'),
        queryset=CatalogEntry.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the catalog entry; the heading catalog_entry.reference takes its reference'),
    )
    status = CSVChoiceField(
        label=_('Status'),
        choices=ServiceStatusChoices,
        required=False,
        help_text=_('Where the service is in its life; empty: active'),
    )
    criticality = CSVChoiceField(
        label=_('Criticality'),
        choices=CriticalityChoices,
        required=False,
        help_text=_('What the business loses without it; empty: medium'),
    )

    class Meta:
        model = Service
        fields = (
            'name',
            'reference',
            'tenant',
            'catalog_entry',
            'status',
            'criticality',
            'operational_from',
            'operational_until',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ServiceFilterForm(TenancyFilterForm, ContactModelFilterForm, PrimaryModelFilterSetForm):
    model = Service
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('status', 'criticality', 'catalog_entry_id', 'category_id', 'sla_id', name=_('Service')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Customer')),
        FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'tenant_id', 'status')
    status = MultipleChoiceField(label=_('Status'), choices=ServiceStatusChoices, required=False)
    criticality = MultipleChoiceField(label=_('Criticality'), choices=CriticalityChoices, required=False)
    catalog_entry_id = DynamicModelMultipleChoiceField(
        label=_('Catalog entry'), queryset=CatalogEntry.objects.all(), required=False, null_option='None'
    )
    category_id = DynamicModelMultipleChoiceField(
        label=_('Catalog category'), queryset=CatalogCategory.objects.all(), required=False
    )
    sla_id = DynamicModelMultipleChoiceField(
        label=_('SLA'), queryset=SLA.objects.all(), required=False, null_option='None'
    )
    tag = TagFilterField(model)
