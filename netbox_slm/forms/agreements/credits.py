"""Forms of service credit tiers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    NetBoxModelBulkEditForm,
    NetBoxModelForm,
    NetBoxModelImportForm,
)
from utilities.forms.fields import DynamicModelChoiceField, DynamicModelMultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet, InlineFields

from ...models import SLA, ServiceCreditTier, ServiceLevelTarget
from ..bases import NetBoxModelFilterSetForm
from .fields import CSVNamedChoiceField, KeepHiddenMixin, TargetImportField

__all__ = (
    'ServiceCreditTierBulkEditForm',
    'ServiceCreditTierFilterForm',
    'ServiceCreditTierForm',
    'ServiceCreditTierImportForm',
)


class ServiceCreditTierForm(KeepHiddenMixin, NetBoxModelForm):
    sla = DynamicModelChoiceField(
        label=_('SLA'),
        queryset=SLA.objects.all(),
        required=False,
        selector=True,
        help_text=_('For all its availability targets without tiers of their own'),
    )
    target = DynamicModelChoiceField(
        label=_('Target'),
        queryset=ServiceLevelTarget.objects.all(),
        required=False,
        selector=True,
        help_text=_('Or for this target only'),
    )

    fieldsets = (
        FieldSet('sla', 'target', 'threshold', 'tags', name=_('Service credit tier')),
        FieldSet(
            'credit_percent', InlineFields('amount', 'currency', label=_('Or an amount')), 'cap', name=_('Credit')
        ),
    )

    class Meta:
        model = ServiceCreditTier
        fields = ('sla', 'target', 'threshold', 'credit_percent', 'amount', 'currency', 'cap', 'tags')


class ServiceCreditTierBulkEditForm(NetBoxModelBulkEditForm):
    credit_percent = forms.DecimalField(
        label=_('Credit (%)'), min_value=0, max_value=100, max_digits=9, decimal_places=6, required=False
    )
    amount = forms.DecimalField(label=_('Amount'), min_value=0, max_digits=14, decimal_places=4, required=False)
    currency = forms.CharField(label=_('Currency'), max_length=3, required=False)
    cap = forms.DecimalField(label=_('At most'), min_value=0, max_digits=14, decimal_places=4, required=False)

    model = ServiceCreditTier
    fieldsets = (FieldSet('credit_percent', 'amount', 'currency', 'cap', name=_('Credit')),)
    nullable_fields = ('credit_percent', 'amount', 'currency', 'cap')


class ServiceCreditTierImportForm(NetBoxModelImportForm):
    sla = CSVNamedChoiceField(
        label=_('SLA'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_(
            'Name of the SLA, with a version as in name:2 where it has several; the heading sla.reference takes its '
            'reference'
        ),
    )
    target = TargetImportField(required=False)

    class Meta:
        model = ServiceCreditTier
        fields = ServiceCreditTierForm.Meta.fields


class ServiceCreditTierFilterForm(NetBoxModelFilterSetForm):
    model = ServiceCreditTier
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('sla_id', 'target_id', 'currency', name=_('Service credit tier')),
    )
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    target_id = DynamicModelMultipleChoiceField(
        label=_('Target'), queryset=ServiceLevelTarget.objects.all(), required=False
    )
    currency = forms.CharField(label=_('Currency'), max_length=3, required=False)
    tag = TagFilterField(model)
