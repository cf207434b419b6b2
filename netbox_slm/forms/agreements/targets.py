"""Forms of service level targets."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelFilterSetForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.models import Tenant
from utilities.forms import add_blank_choice
from utilities.forms.constants import BOOLEAN_WITH_BLANK_CHOICES
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
from utilities.forms.widgets import BulkEditNullBooleanSelect

from ...choices import CombinationChoices, MetricChoices
from ...models import SLA, Service, ServiceCalendar, ServiceLevelTarget
from ..fields import DurationField, PriorityLimitsField
from .fields import CSVNamedChoiceField, CSVNamedMultipleChoiceField, ImportDefaultsMixin, KeepHiddenMixin

__all__ = (
    'ServiceLevelTargetBulkEditForm',
    'ServiceLevelTargetFilterForm',
    'ServiceLevelTargetForm',
    'ServiceLevelTargetImportForm',
)


class ServiceLevelTargetForm(KeepHiddenMixin, PrimaryModelForm):
    sla = DynamicModelChoiceField(label=_('SLA'), queryset=SLA.objects.all(), selector=True)
    limit_seconds = DurationField(
        label=_('Limit'),
        required=False,
        help_text=_('Of response and resolution: for priorities without a limit of their own; for example 4h'),
    )
    priority_limits = PriorityLimitsField(
        label=_('Limits by priority'),
        help_text=_('Of response and resolution, in service time; for example critical=1h, high=4h'),
    )
    services = DynamicModelMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        required=False,
        query_params={'sla_id': '$sla'},
        help_text=_('Empty: all services of the SLA'),
    )
    calendar = DynamicModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        selector=True,
        help_text=_("Empty: the SLA's service hours"),
    )
    paused_by_holds = forms.NullBooleanField(
        label=_('Paused by holds'),
        required=False,
        widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES),
        help_text=_('Whether holds stop its clock. Empty: only that of a resolution target.'),
    )

    fieldsets = (
        FieldSet('sla', 'name', 'metric', 'target_percent', 'description', 'tags', name=_('Service level target')),
        FieldSet('limit_seconds', 'priority_limits', 'paused_by_holds', name=_('Response and resolution')),
        FieldSet('services', 'combination', 'calendar', 'warning_percent', name=_('Scope')),
    )

    class Meta:
        model = ServiceLevelTarget
        fields = (
            'sla',
            'name',
            'metric',
            'target_percent',
            'limit_seconds',
            'priority_limits',
            'services',
            'combination',
            'calendar',
            'warning_percent',
            'paused_by_holds',
            'description',
            'owner',
            'comments',
            'tags',
        )


class ServiceLevelTargetBulkEditForm(PrimaryModelBulkEditForm):
    target_percent = forms.DecimalField(
        label=_('Target (%)'), min_value=0, max_value=100, max_digits=9, decimal_places=6, required=False
    )
    limit_seconds = DurationField(label=_('Limit'), required=False)
    combination = ChoiceField(label=_('Combination'), choices=add_blank_choice(CombinationChoices), required=False)
    calendar = DynamicModelChoiceField(label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False)
    warning_percent = forms.DecimalField(
        label=_('Warning (%)'), min_value=0, max_value=100, max_digits=9, decimal_places=6, required=False
    )
    paused_by_holds = forms.NullBooleanField(
        label=_('Paused by holds'), widget=BulkEditNullBooleanSelect(), required=False
    )

    model = ServiceLevelTarget
    fieldsets = (
        FieldSet('target_percent', 'limit_seconds', 'paused_by_holds', 'warning_percent', 'description'),
        FieldSet('combination', 'calendar', name=_('Scope')),
    )
    nullable_fields = ('limit_seconds', 'calendar', 'paused_by_holds', 'description', 'comments')


class ServiceLevelTargetImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    sla = CSVNamedChoiceField(
        label=_('SLA'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        help_text=_(
            'Name of the SLA, with a version as in name:2 where it has several; the heading sla.reference takes its '
            'reference'
        ),
    )
    metric = CSVChoiceField(
        label=pgettext_lazy('service levels', 'Metric'),
        choices=MetricChoices,
        required=False,
        help_text=_('What is measured; empty: availability'),
    )
    limit_seconds = DurationField(label=_('Limit'), required=False)
    priority_limits = PriorityLimitsField(
        label=_('Limits by priority'), help_text=_('For example "critical=1h, high=4h", in quotes')
    )
    services = CSVNamedMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=False,
        help_text=_(
            'Names of services of the SLA separated by commas, in quotes; empty: all of them. '
            'The heading services.reference takes references.'
        ),
    )
    combination = CSVChoiceField(
        label=_('Combination'),
        choices=CombinationChoices,
        required=False,
        help_text=_('How several services combine; empty: each alone'),
    )
    calendar = CSVModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_("Name of the service calendar; empty: the SLA's"),
    )

    class Meta:
        model = ServiceLevelTarget
        fields = (
            'sla',
            'name',
            'metric',
            'target_percent',
            'limit_seconds',
            'priority_limits',
            'services',
            'combination',
            'calendar',
            'warning_percent',
            'paused_by_holds',
            'description',
            'owner',
            'comments',
            'tags',
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.sla_id:
            self.fields['services'].preferred = {'slas': self.instance.sla_id}

    def clean_sla(self):
        sla = self.cleaned_data['sla']
        if sla and 'services' in self.fields:
            self.fields['services'].preferred = {'slas': sla}
        return sla


class ServiceLevelTargetFilterForm(PrimaryModelFilterSetForm):
    model = ServiceLevelTarget
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('sla_id', 'tenant_id', 'metric', 'combination', name=_('Service level target')),
        FieldSet('service_id', 'calendar_id', name=_('Scope')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'sla_id', 'metric')
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    tenant_id = DynamicModelMultipleChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    metric = MultipleChoiceField(label=pgettext_lazy('service levels', 'Metric'), choices=MetricChoices, required=False)
    combination = MultipleChoiceField(label=_('Combination'), choices=CombinationChoices, required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False, null_option='None'
    )
    tag = TagFilterField(model)
