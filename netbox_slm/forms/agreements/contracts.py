"""Forms of contracts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from circuits.models import Provider
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
from utilities.forms.rendering import FieldSet, InlineFields
from utilities.forms.widgets import DatePicker

from ...choices import ContractKindChoices, ContractStatusChoices
from ...models import Contract
from ..bases import PrimaryModelFilterSetForm
from .fields import KeepHiddenMixin

__all__ = ('ContractBulkEditForm', 'ContractFilterForm', 'ContractForm', 'ContractImportForm')


class ContractForm(KeepHiddenMixin, TenancyForm, PrimaryModelForm):
    provider = DynamicModelChoiceField(
        label=_('Supplier'),
        queryset=Provider.objects.all(),
        required=False,
        selector=True,
        help_text=_('Of a supplier contract, which has no customer'),
    )

    fieldsets = (
        FieldSet('name', 'reference', 'kind', 'status', 'description', 'tags', name=_('Contract')),
        FieldSet('tenant_group', 'tenant', name=_('Customer')),
        FieldSet('provider', name=_('Supplier')),
        FieldSet('starts_on', 'ends_on', 'notice_days', name=_('Term')),
        FieldSet(InlineFields('value', 'currency', label=_('Value')), name=_('Value')),
    )

    class Meta:
        model = Contract
        fields = (
            'name',
            'reference',
            'kind',
            'status',
            'tenant_group',
            'tenant',
            'provider',
            'starts_on',
            'ends_on',
            'notice_days',
            'value',
            'currency',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {'starts_on': DatePicker(), 'ends_on': DatePicker()}


class ContractBulkEditForm(PrimaryModelBulkEditForm):
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(ContractStatusChoices), required=False)
    tenant = DynamicModelChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    provider = DynamicModelChoiceField(label=_('Supplier'), queryset=Provider.objects.all(), required=False)
    starts_on = forms.DateField(label=_('First day'), widget=DatePicker(), required=False)
    ends_on = forms.DateField(label=_('Last day'), widget=DatePicker(), required=False)
    notice_days = forms.IntegerField(label=_('Notice (days)'), min_value=0, required=False)
    currency = forms.CharField(label=_('Currency'), max_length=3, required=False)

    model = Contract
    fieldsets = (
        FieldSet('status', 'tenant', 'provider', 'description'),
        FieldSet('starts_on', 'ends_on', 'notice_days', 'currency', name=_('Term and value')),
    )
    nullable_fields = (
        'tenant',
        'provider',
        'starts_on',
        'ends_on',
        'notice_days',
        'currency',
        'description',
        'comments',
    )


class ContractImportForm(PrimaryModelImportForm):
    kind = CSVChoiceField(
        label=_('Kind'),
        choices=ContractKindChoices,
        required=False,
        help_text=_('With whom it is; empty: a customer'),
    )
    status = CSVChoiceField(
        label=_('Status'),
        choices=ContractStatusChoices,
        required=False,
        help_text=_('Where the contract is in its life; empty: draft'),
    )
    tenant = CSVModelChoiceField(
        label=_('Customer'),
        queryset=Tenant.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the tenant it is with'),
    )
    provider = CSVModelChoiceField(
        label=_('Supplier'),
        queryset=Provider.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the provider it is with'),
    )

    class Meta:
        model = Contract
        fields = (
            'name',
            'reference',
            'kind',
            'status',
            'tenant',
            'provider',
            'starts_on',
            'ends_on',
            'notice_days',
            'value',
            'currency',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ContractFilterForm(TenancyFilterForm, ContactModelFilterForm, PrimaryModelFilterSetForm):
    model = Contract
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('kind', 'status', 'active_on', 'starts_on', 'ends_on', name=_('Contract')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Customer')),
        FieldSet('provider_id', name=_('Supplier')),
        FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'tenant_id', 'provider_id', 'status')
    kind = MultipleChoiceField(label=_('Kind'), choices=ContractKindChoices, required=False)
    status = MultipleChoiceField(label=_('Status'), choices=ContractStatusChoices, required=False)
    active_on = forms.DateField(label=_('Holds on'), widget=DatePicker(), required=False)
    starts_on = forms.DateField(label=_('First day'), widget=DatePicker(), required=False)
    ends_on = forms.DateField(label=_('Last day'), widget=DatePicker(), required=False)
    provider_id = DynamicModelMultipleChoiceField(
        label=_('Supplier'), queryset=Provider.objects.all(), required=False, null_option='None'
    )
    tag = TagFilterField(model)
