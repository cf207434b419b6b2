"""Forms of maintenance windows."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from utilities.forms import add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet, InlineFields
from utilities.forms.widgets import DatePicker, DateTimePicker

from ...choices import MaintenanceWindowStatusChoices
from ...models import SLA, MaintenanceWindow, Service
from ..bases import PrimaryModelFilterSetForm
from .fields import CSVNamedMultipleChoiceField, ImportDefaultsMixin, KeepHiddenMixin, optional_time_zone

__all__ = (
    'MaintenanceWindowBulkEditForm',
    'MaintenanceWindowFilterForm',
    'MaintenanceWindowForm',
    'MaintenanceWindowImportForm',
)

_FIELDS = (
    'name',
    'status',
    'slas',
    'services',
    'starts_at',
    'ends_at',
    'recurrence',
    'time_zone',
    'reason',
    'agreed_with',
    'agreed_on',
    'description',
    'owner',
    'comments',
    'tags',
)


class MaintenanceWindowForm(KeepHiddenMixin, PrimaryModelForm):
    slas = DynamicModelMultipleChoiceField(
        label=_('SLAs'),
        queryset=SLA.objects.all(),
        required=False,
        selector=True,
        help_text=_(
            'It was agreed for all services of these SLAs. Without an SLA or a service it has no effect on any figure.'
        ),
    )
    services = DynamicModelMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        required=False,
        selector=True,
        help_text=_('It was agreed for these services, whatever the SLA'),
    )

    fieldsets = (
        FieldSet('name', 'status', 'reason', 'description', 'tags', name=_('Maintenance window')),
        FieldSet(
            InlineFields('starts_at', 'ends_at', label=_('Start and end')),
            'recurrence',
            'time_zone',
            name=_('Time'),
        ),
        FieldSet('slas', 'services', name=pgettext_lazy('service levels', 'Scope')),
        FieldSet('agreed_with', 'agreed_on', name=_('Agreement')),
    )

    class Meta:
        model = MaintenanceWindow
        fields = _FIELDS
        widgets = {'starts_at': DateTimePicker(), 'ends_at': DateTimePicker(), 'agreed_on': DatePicker()}


class MaintenanceWindowBulkEditForm(PrimaryModelBulkEditForm):
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(MaintenanceWindowStatusChoices), required=False)
    time_zone = optional_time_zone()
    reason = forms.CharField(label=_('Reason'), max_length=200, required=False)
    agreed_with = forms.CharField(label=_('Agreed with'), max_length=100, required=False)
    agreed_on = forms.DateField(label=_('Agreed on'), widget=DatePicker(), required=False)

    model = MaintenanceWindow
    fieldsets = (
        FieldSet('status', 'time_zone', 'reason', 'description'),
        FieldSet('agreed_with', 'agreed_on', name=_('Agreement')),
    )
    nullable_fields = ('reason', 'agreed_with', 'agreed_on', 'description', 'comments')


class MaintenanceWindowImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    status = CSVChoiceField(
        label=_('Status'),
        choices=MaintenanceWindowStatusChoices,
        required=False,
        help_text=_('Only an agreed window excludes time; empty: proposed'),
    )
    slas = CSVNamedMultipleChoiceField(
        label=_('SLAs'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_('Names of SLAs separated by commas, with a version as in name:2'),
    )
    services = CSVNamedMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=False,
        help_text=_(
            'Names of services separated by commas, with the customer as in customer:service where a name is not '
            'enough. The heading services.reference takes references.'
        ),
    )

    class Meta:
        model = MaintenanceWindow
        fields = _FIELDS


class MaintenanceWindowFilterForm(PrimaryModelFilterSetForm):
    model = MaintenanceWindow
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('status', 'sla_id', 'service_id', name=_('Maintenance window')),
        FieldSet('starts_at', 'ends_at', name=_('Time')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    status = MultipleChoiceField(label=_('Status'), choices=MaintenanceWindowStatusChoices, required=False)
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    starts_at = forms.DateTimeField(label=_('Start'), widget=DateTimePicker(), required=False)
    ends_at = forms.DateTimeField(label=_('End'), widget=DateTimePicker(), required=False)
    tag = TagFilterField(model)
