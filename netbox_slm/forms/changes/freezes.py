"""Forms of freeze windows."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcim.models import Site
from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.models import Tenant
from utilities.forms.fields import CSVModelMultipleChoiceField, DynamicModelMultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet, InlineFields
from utilities.forms.widgets import DateTimePicker

from ...models import FreezeWindow, Service
from ..agreements.fields import KeepHiddenMixin
from ..bases import PrimaryModelFilterSetForm
from .fields import services_import_field

__all__ = ('FreezeWindowBulkEditForm', 'FreezeWindowFilterForm', 'FreezeWindowForm', 'FreezeWindowImportForm')

_FIELDS = (
    'name',
    'starts_at',
    'ends_at',
    'tenants',
    'sites',
    'services',
    'reason',
    'description',
    'owner',
    'comments',
    'tags',
)


class FreezeWindowForm(KeepHiddenMixin, PrimaryModelForm):
    tenants = DynamicModelMultipleChoiceField(label=_('Customers'), queryset=Tenant.objects.all(), required=False)
    sites = DynamicModelMultipleChoiceField(label=_('Sites'), queryset=Site.objects.all(), required=False)
    services = DynamicModelMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        required=False,
        selector=True,
        help_text=_('Without a customer, a site or a service it holds for everything'),
    )

    fieldsets = (
        FieldSet(
            'name',
            InlineFields('starts_at', 'ends_at', label=_('Start and end')),
            'reason',
            'description',
            'tags',
            name=_('Freeze window'),
        ),
        FieldSet('tenants', 'sites', 'services', name=pgettext_lazy('service levels', 'Scope')),
    )

    class Meta:
        model = FreezeWindow
        fields = _FIELDS
        widgets = {'starts_at': DateTimePicker(), 'ends_at': DateTimePicker()}


class FreezeWindowBulkEditForm(PrimaryModelBulkEditForm):
    starts_at = forms.DateTimeField(label=_('Start'), widget=DateTimePicker(), required=False)
    ends_at = forms.DateTimeField(label=_('End'), widget=DateTimePicker(), required=False)
    reason = forms.CharField(label=_('Reason'), max_length=200, required=False)

    model = FreezeWindow
    fieldsets = (FieldSet('starts_at', 'ends_at', 'reason', 'description'),)
    nullable_fields = ('reason', 'description', 'comments')


class FreezeWindowImportForm(PrimaryModelImportForm):
    tenants = CSVModelMultipleChoiceField(
        label=_('Customers'),
        queryset=Tenant.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Names of tenants separated by commas; the heading tenants.slug takes slugs'),
    )
    sites = CSVModelMultipleChoiceField(
        label=_('Sites'),
        queryset=Site.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Names of sites separated by commas; the heading sites.slug takes slugs'),
    )
    services = services_import_field()

    class Meta:
        model = FreezeWindow
        fields = _FIELDS


class FreezeWindowFilterForm(PrimaryModelFilterSetForm):
    model = FreezeWindow
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('after', 'before', name=_('Time')),
        FieldSet('tenant_id', 'site_id', 'service_id', name=pgettext_lazy('service levels', 'Scope')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    tenant_id = DynamicModelMultipleChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    site_id = DynamicModelMultipleChoiceField(label=_('Site'), queryset=Site.objects.all(), required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    after = forms.DateTimeField(label=_('Ends after'), widget=DateTimePicker(), required=False)
    before = forms.DateTimeField(label=_('Begins before'), widget=DateTimePicker(), required=False)
    tag = TagFilterField(model)
