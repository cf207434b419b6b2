"""Forms of SLAs."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
from utilities.forms.widgets import BulkEditNullBooleanSelect, DatePicker

from ...choices import DerivedEffectsCountChoices, PeriodKindChoices, SLAKindChoices, SLAStatusChoices
from ...models import SLA, Contract, Service, ServiceCalendar
from ..bases import PrimaryModelFilterSetForm
from ..fields import DurationField
from .fields import (
    CSVNamedChoiceField,
    CSVNamedMultipleChoiceField,
    ImportDefaultsMixin,
    KeepHiddenMixin,
    optional_time_zone,
)

__all__ = ('SLABulkEditForm', 'SLAFilterForm', 'SLAForm', 'SLAImportForm')

_FIELDS = (
    'name',
    'version',
    'reference',
    'kind',
    'status',
    'tenant',
    'provider',
    'contract',
    'services',
    'supporting',
    'previous_version',
    'starts_on',
    'ends_on',
    'period',
    'rolling_days',
    'time_zone',
    'calendar',
    'grace_days',
    'degraded_weight',
    'excused_outage_seconds',
    'excluded_counts_as_up',
    'derived_effects',
    'fee',
    'currency',
    'credit_cap_percent',
    'alert_silence_minutes',
    'description',
    'owner',
    'comments',
    'tags',
)


class SLAForm(KeepHiddenMixin, TenancyForm, PrimaryModelForm):
    provider = DynamicModelChoiceField(
        label=_('Supplier'),
        queryset=Provider.objects.all(),
        required=False,
        selector=True,
        help_text=_('Who promises it to us, in an underpinning contract'),
    )
    contract = DynamicModelChoiceField(
        label=_('Contract'), queryset=Contract.objects.all(), required=False, selector=True
    )
    services = DynamicModelMultipleChoiceField(
        label=_('Services'), queryset=Service.objects.all(), required=False, selector=True
    )
    supporting = DynamicModelMultipleChoiceField(
        label=_('Supporting agreements'),
        queryset=SLA.objects.all(),
        required=False,
        query_params={'kind': [SLAKindChoices.KIND_OLA, SLAKindChoices.KIND_UNDERPINNING]},
        help_text=_('OLAs and underpinning contracts that this promise rests on'),
    )
    previous_version = DynamicModelChoiceField(
        label=_('Previous version'), queryset=SLA.objects.all(), required=False, selector=True
    )
    calendar = DynamicModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        selector=True,
        quick_add=True,
        help_text=_('Empty: around the clock (24x7)'),
    )
    time_zone = optional_time_zone(
        help_text=_('In which periods begin and end. Empty: that of the service hours, else UTC.')
    )
    excused_outage_seconds = DurationField(
        label=_('Outages excused below'),
        required=False,
        help_text=_('An outage that lasts less than this costs nothing; for example 15m. Empty: none is excused.'),
    )

    fieldsets = (
        FieldSet('name', 'version', 'reference', 'kind', 'status', 'description', 'tags', name=_('Agreement')),
        FieldSet('tenant_group', 'tenant', 'provider', 'contract', name=_('Parties')),
        FieldSet('services', 'supporting', 'previous_version', name=pgettext_lazy('service levels', 'Scope')),
        FieldSet('starts_on', 'ends_on', 'period', 'rolling_days', 'time_zone', name=_('Term and periods')),
        FieldSet('calendar', name=_('Service hours')),
        FieldSet(
            InlineFields('fee', 'currency', label=_('Fee of one period')),
            'credit_cap_percent',
            name=_('Fee and credits'),
        ),
        FieldSet(
            'degraded_weight',
            'excused_outage_seconds',
            'excluded_counts_as_up',
            'derived_effects',
            'grace_days',
            name=_('What counts'),
        ),
        FieldSet('alert_silence_minutes', name=_('Alerts')),
    )

    class Meta:
        model = SLA
        fields = (*_FIELDS, 'tenant_group')
        widgets = {'starts_on': DatePicker(), 'ends_on': DatePicker()}

    def clean_excused_outage_seconds(self):
        return self.cleaned_data['excused_outage_seconds'] or 0


class SLABulkEditForm(PrimaryModelBulkEditForm):
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(SLAStatusChoices), required=False)
    tenant = DynamicModelChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    provider = DynamicModelChoiceField(label=_('Supplier'), queryset=Provider.objects.all(), required=False)
    contract = DynamicModelChoiceField(label=_('Contract'), queryset=Contract.objects.all(), required=False)
    supporting = DynamicModelMultipleChoiceField(
        label=_('Supporting agreements'),
        queryset=SLA.objects.all(),
        required=False,
        query_params={'kind': [SLAKindChoices.KIND_OLA, SLAKindChoices.KIND_UNDERPINNING]},
    )
    calendar = DynamicModelChoiceField(label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False)
    time_zone = optional_time_zone()
    starts_on = forms.DateField(label=_('First day'), widget=DatePicker(), required=False)
    ends_on = forms.DateField(label=_('Last day'), widget=DatePicker(), required=False)
    period = ChoiceField(label=_('Period'), choices=add_blank_choice(PeriodKindChoices), required=False)
    rolling_days = forms.IntegerField(label=_('Rolling days'), min_value=1, required=False)
    grace_days = forms.IntegerField(label=_('Grace (days)'), min_value=0, required=False)
    degraded_weight = forms.DecimalField(
        label=_('Weight of degraded time'), min_value=0, max_value=1, max_digits=5, decimal_places=4, required=False
    )
    excused_outage_seconds = DurationField(label=_('Outages excused below'), required=False)
    excluded_counts_as_up = forms.NullBooleanField(
        label=_('Excluded time counts as up'), widget=BulkEditNullBooleanSelect(), required=False
    )
    derived_effects = ChoiceField(
        label=_('Effects through the infrastructure count'),
        choices=add_blank_choice(DerivedEffectsCountChoices),
        required=False,
    )
    fee = forms.DecimalField(label=_('Fee of one period'), min_value=0, max_digits=14, decimal_places=2, required=False)
    currency = forms.CharField(label=_('Currency'), max_length=3, required=False)
    credit_cap_percent = forms.DecimalField(
        label=_('Most credit (%)'), min_value=0, max_value=100, max_digits=9, decimal_places=6, required=False
    )
    alert_silence_minutes = forms.IntegerField(label=_('Silence after an alert (minutes)'), min_value=0, required=False)

    model = SLA
    fieldsets = (
        FieldSet('status', 'tenant', 'provider', 'contract', 'supporting', 'description'),
        FieldSet('starts_on', 'ends_on', 'period', 'rolling_days', 'time_zone', 'calendar', name=_('Term and periods')),
        FieldSet(
            'degraded_weight',
            'excused_outage_seconds',
            'excluded_counts_as_up',
            'derived_effects',
            'grace_days',
            name=_('What counts'),
        ),
        FieldSet('fee', 'currency', 'credit_cap_percent', name=_('Fee and credits')),
        FieldSet('alert_silence_minutes', name=_('Alerts')),
    )
    nullable_fields = (
        'tenant',
        'provider',
        'contract',
        'supporting',
        'calendar',
        'time_zone',
        'starts_on',
        'ends_on',
        'rolling_days',
        'grace_days',
        'derived_effects',
        'fee',
        'currency',
        'credit_cap_percent',
        'alert_silence_minutes',
        'description',
        'comments',
    )


class SLAImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    kind = CSVChoiceField(
        label=_('Kind'),
        choices=SLAKindChoices,
        required=False,
        help_text=_('Who promises to whom; empty: an SLA with a customer'),
    )
    status = CSVChoiceField(
        label=_('Status'),
        choices=SLAStatusChoices,
        required=False,
        help_text=_('Where the agreement is in its workflow; empty: draft'),
    )
    period = CSVChoiceField(
        label=_('Period'),
        choices=PeriodKindChoices,
        required=False,
        help_text=_('Over which spans it is judged; empty: calendar months'),
    )
    derived_effects = CSVChoiceField(
        label=_('Effects through the infrastructure count'),
        choices=DerivedEffectsCountChoices,
        required=False,
        help_text=_('When effects that incidents have through the infrastructure count; empty: as the setting says'),
    )
    tenant = CSVModelChoiceField(
        label=_('Customer'),
        queryset=Tenant.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the tenant to whom it is promised'),
    )
    provider = CSVModelChoiceField(
        label=_('Supplier'),
        queryset=Provider.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the provider who promises it'),
    )
    contract = CSVModelChoiceField(
        label=_('Contract'),
        queryset=Contract.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the contract'),
    )
    services = CSVNamedMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=False,
        help_text=_(
            'Names of services separated by commas, in quotes; of several with one name that of the customer is taken. '
            'The heading services.reference takes references.'
        ),
    )
    supporting = CSVNamedMultipleChoiceField(
        label=_('Supporting agreements'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_('Names of OLAs and underpinning contracts separated by commas, with a version as in name:2'),
    )
    previous_version = CSVNamedChoiceField(
        label=_('Previous version'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_('Name of the SLA before, with its version as in name:1'),
    )
    calendar = CSVModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the service calendar; empty: around the clock (24x7)'),
    )
    excused_outage_seconds = DurationField(label=_('Outages excused below'), required=False)

    class Meta:
        model = SLA
        fields = _FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.tenant_id:
            self.fields['services'].preferred = {'tenant': self.instance.tenant_id}

    def clean_tenant(self):
        tenant = self.cleaned_data['tenant']
        if tenant and 'services' in self.fields:
            self.fields['services'].preferred = {'tenant': tenant}
        return tenant


class SLAFilterForm(TenancyFilterForm, ContactModelFilterForm, PrimaryModelFilterSetForm):
    model = SLA
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('kind', 'status', 'active_on', 'period', name=_('Agreement')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Customer')),
        FieldSet('provider_id', 'contract_id', name=_('Supplier and contract')),
        FieldSet(
            'service_id', 'calendar_id', 'supporting_id', 'supports_id', name=pgettext_lazy('service levels', 'Scope')
        ),
        FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'kind', 'tenant_id', 'provider_id', 'status')
    kind = MultipleChoiceField(label=_('Kind'), choices=SLAKindChoices, required=False)
    status = MultipleChoiceField(label=_('Status'), choices=SLAStatusChoices, required=False)
    active_on = forms.DateField(label=_('Holds on'), widget=DatePicker(), required=False)
    period = MultipleChoiceField(label=_('Period'), choices=PeriodKindChoices, required=False)
    provider_id = DynamicModelMultipleChoiceField(
        label=_('Supplier'), queryset=Provider.objects.all(), required=False, null_option='None'
    )
    contract_id = DynamicModelMultipleChoiceField(
        label=_('Contract'), queryset=Contract.objects.all(), required=False, null_option='None'
    )
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False, null_option='None'
    )
    supporting_id = DynamicModelMultipleChoiceField(
        label=_('Rests on the agreement'), queryset=SLA.objects.all(), required=False
    )
    supports_id = DynamicModelMultipleChoiceField(
        label=_('Supports the agreement'), queryset=SLA.objects.all(), required=False
    )
    tag = TagFilterField(model)
