"""Forms of what customers say to planned work."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.forms import TenancyFilterForm
from tenancy.models import Contact, Tenant
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES, add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet, TabbedGroups
from utilities.forms.widgets import DatePicker, DateTimePicker

from ...choices import AcknowledgementMethodChoices, AgreementFormChoices
from ...models import SLA, Acknowledgement, Change, CustomerAgreement, Release
from ..agreements.fields import ImportDefaultsMixin, KeepHiddenMixin
from ..bases import PrimaryModelFilterSetForm
from .fields import (
    RecordFilterForm,
    change_import_field,
    contact_import_field,
    release_import_field,
    sla_import_field,
    tenant_import_field,
)

__all__ = (
    'AcknowledgementBulkEditForm',
    'AcknowledgementFilterForm',
    'AcknowledgementForm',
    'AcknowledgementImportForm',
    'CustomerAgreementBulkEditForm',
    'CustomerAgreementFilterForm',
    'CustomerAgreementForm',
    'CustomerAgreementImportForm',
)

_RECORD = TabbedGroups(
    FieldSet('change', name=pgettext_lazy('service levels', 'Change')), FieldSet('release', name=_('Release'))
)


class _SaidForm(KeepHiddenMixin, PrimaryModelForm):
    change = DynamicModelChoiceField(
        label=pgettext_lazy('service levels', 'Change'), queryset=Change.objects.all(), required=False, selector=True
    )
    release = DynamicModelChoiceField(label=_('Release'), queryset=Release.objects.all(), required=False, selector=True)
    tenant = DynamicModelChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    contact = DynamicModelChoiceField(label=_('Contact'), queryset=Contact.objects.all(), required=False)


class CustomerAgreementForm(_SaidForm):
    sla = DynamicModelChoiceField(
        label=_('SLA'),
        queryset=SLA.objects.all(),
        required=False,
        help_text=_('Empty: all SLAs of the customer below'),
    )

    fieldsets = (
        FieldSet(_RECORD, name=_('Change or release')),
        FieldSet('sla', 'tenant', name=_('What it is about')),
        FieldSet('form', 'contact', 'agreed_by', 'agreed_at', name=_('Agreement')),
        FieldSet('written_due_on', 'written_at', name=_('Written agreement to a verbal one')),
        FieldSet('description', 'tags', name=_('Notes')),
    )

    class Meta:
        model = CustomerAgreement
        fields = (
            'change',
            'release',
            'sla',
            'tenant',
            'form',
            'contact',
            'agreed_by',
            'agreed_at',
            'written_due_on',
            'written_at',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {'agreed_at': DateTimePicker(), 'written_at': DateTimePicker(), 'written_due_on': DatePicker()}


class CustomerAgreementBulkEditForm(PrimaryModelBulkEditForm):
    contact = DynamicModelChoiceField(label=_('Contact'), queryset=Contact.objects.all(), required=False)
    written_due_on = forms.DateField(label=_('Written agreement due'), widget=DatePicker(), required=False)
    written_at = forms.DateTimeField(label=_('Agreed in writing'), widget=DateTimePicker(), required=False)

    model = CustomerAgreement
    fieldsets = (FieldSet('contact', 'written_due_on', 'written_at', 'description'),)
    nullable_fields = ('contact', 'written_at', 'description', 'comments')


class CustomerAgreementImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    change = change_import_field(required=False)
    release = release_import_field(required=False)
    sla = sla_import_field()
    tenant = tenant_import_field()
    contact = contact_import_field()
    form = CSVChoiceField(label=_('Form'), choices=AgreementFormChoices)

    class Meta:
        model = CustomerAgreement
        fields = CustomerAgreementForm.Meta.fields


class CustomerAgreementFilterForm(RecordFilterForm, TenancyFilterForm, PrimaryModelFilterSetForm):
    model = CustomerAgreement
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('change_id', 'release_id', 'sla_id', 'form', 'awaits_writing', name=_('Customer agreement')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Customer')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    form = MultipleChoiceField(label=_('Form'), choices=AgreementFormChoices, required=False)
    awaits_writing = forms.NullBooleanField(
        label=_('Not yet in writing'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    tag = TagFilterField(model)


class AcknowledgementForm(_SaidForm):
    tenant = DynamicModelChoiceField(label=_('Customer'), queryset=Tenant.objects.all())

    fieldsets = (
        FieldSet(_RECORD, name=_('Change or release')),
        FieldSet('tenant', 'method', 'told_at', name=_('Told')),
        FieldSet('contact', 'acknowledged_by', 'acknowledged_at', name=_('Acknowledged')),
        FieldSet('description', 'tags', name=_('Notes')),
    )

    class Meta:
        model = Acknowledgement
        fields = (
            'change',
            'release',
            'tenant',
            'contact',
            'acknowledged_by',
            'method',
            'told_at',
            'acknowledged_at',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {'told_at': DateTimePicker(), 'acknowledged_at': DateTimePicker()}


class AcknowledgementBulkEditForm(PrimaryModelBulkEditForm):
    contact = DynamicModelChoiceField(label=_('Contact'), queryset=Contact.objects.all(), required=False)
    method = ChoiceField(label=_('Method'), choices=add_blank_choice(AcknowledgementMethodChoices), required=False)
    acknowledged_at = forms.DateTimeField(label=_('Acknowledged'), widget=DateTimePicker(), required=False)

    model = Acknowledgement
    fieldsets = (FieldSet('contact', 'method', 'acknowledged_at', 'description'),)
    nullable_fields = ('contact', 'acknowledged_at', 'description', 'comments')


class AcknowledgementImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    change = change_import_field(required=False)
    release = release_import_field(required=False)
    tenant = tenant_import_field(required=True)
    contact = contact_import_field()
    method = CSVChoiceField(label=_('Method'), choices=AcknowledgementMethodChoices, required=False)

    class Meta:
        model = Acknowledgement
        fields = AcknowledgementForm.Meta.fields


class AcknowledgementFilterForm(RecordFilterForm, TenancyFilterForm, PrimaryModelFilterSetForm):
    model = Acknowledgement
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('change_id', 'release_id', 'method', 'open', name=_('Acknowledgement')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Customer')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    method = MultipleChoiceField(label=_('Method'), choices=AcknowledgementMethodChoices, required=False)
    open = forms.NullBooleanField(
        label=_('Not yet acknowledged'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    tag = TagFilterField(model)
