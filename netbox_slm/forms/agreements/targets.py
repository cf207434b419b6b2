"""Forms of service level targets."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.models import Tenant
from utilities.forms import add_blank_choice, get_field_value
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
from utilities.forms.widgets import BulkEditNullBooleanSelect, HTMXSelect

from ...choices import (
    AggregationChoices,
    CombinationChoices,
    MetricChoices,
    TargetDirectionChoices,
    WorkloadKindChoices,
)
from ...models import SLA, Service, ServiceCalendar, ServiceLevelTarget
from ..bases import PrimaryModelFilterSetForm
from ..fields import DurationField, PriorityLimitsField, ValueDurationField
from .fields import CSVNamedChoiceField, CSVNamedMultipleChoiceField, ImportDefaultsMixin, KeepHiddenMixin

__all__ = (
    'ServiceLevelTargetBulkEditForm',
    'ServiceLevelTargetFilterForm',
    'ServiceLevelTargetForm',
    'ServiceLevelTargetImportForm',
)


def fields_of(metric):
    """The fields that say what a target of this metric promises (semantics.md §5)."""
    if metric in MetricChoices.CLOCKS:
        return ('target_percent', 'limit_seconds', 'priority_limits', 'paused_by_holds')
    if metric in MetricChoices.SHARES:
        return ('target_percent',)
    if metric in MetricChoices.MEASURED:
        return ('target_value', 'unit', 'direction', 'aggregation', 'percentile', 'measure')
    return ('target_value', 'workload_kind') if metric == MetricChoices.METRIC_WORKLOAD else ('target_value',)


_NEEDED = {'target_percent', 'target_value', 'direction', 'aggregation', 'workload_kind'}
_PROMISE_FIELDS = tuple(dict.fromkeys(name for metric in MetricChoices.values() for name in fields_of(metric)))


class _ValueOfMetricMixin:
    """Form in which the value of a duration is written as one: '4h', '90' (seconds)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.metric = get_field_value(self, 'metric') if 'metric' in self.fields else self.instance.metric
        if 'target_value' in self.fields and self.metric in MetricChoices.DURATIONS:
            self.fields['target_value'] = ValueDurationField(label=_('Target'), required=False)


class ServiceLevelTargetForm(_ValueOfMetricMixin, KeepHiddenMixin, PrimaryModelForm):
    """Shows the fields of the chosen metric; those of others are emptied with it."""

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
        FieldSet('sla', 'name', 'metric', 'description', 'tags', name=_('Service level target')),
        FieldSet(*_PROMISE_FIELDS, name=_('Promise')),
        FieldSet(
            'services', 'combination', 'calendar', 'warning_percent', name=pgettext_lazy('service levels', 'Scope')
        ),
    )

    class Meta:
        model = ServiceLevelTarget
        fields = (
            'sla',
            'name',
            'metric',
            *_PROMISE_FIELDS,
            'services',
            'combination',
            'calendar',
            'warning_percent',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {'metric': HTMXSelect()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(_PROMISE_FIELDS) - set(fields_of(self.metric)):
            del self.fields[name]
        for name in _NEEDED & self.fields.keys():
            self.fields[name].required = True
        if self.metric in MetricChoices.COUNTS:
            self.fields['target_value'].help_text = _('A whole number')
        elif self.metric in MetricChoices.MEASURED:
            self.fields['target_value'].help_text = _('In the unit of the measurements')

    def clean(self):
        cleaned = super().clean()
        for field in self.instance._meta.concrete_fields:
            if field.name in _PROMISE_FIELDS and field.name not in self.fields:
                setattr(self.instance, field.name, field.get_default())
        return cleaned


class ServiceLevelTargetBulkEditForm(PrimaryModelBulkEditForm):
    target_percent = forms.DecimalField(
        label=_('Target (%)'), min_value=0, max_value=100, max_digits=9, decimal_places=6, required=False
    )
    target_value = forms.DecimalField(
        label=_('Target'),
        max_digits=20,
        decimal_places=6,
        required=False,
        help_text=_('Of metrics that are not promised in percent; a duration in seconds'),
    )
    unit = forms.CharField(label=_('Unit'), max_length=30, required=False)
    measure = forms.CharField(label=_('Measure'), max_length=100, required=False)
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
        FieldSet('target_percent', 'target_value', 'unit', 'measure', 'limit_seconds', 'paused_by_holds'),
        FieldSet('warning_percent', 'description'),
        FieldSet('combination', 'calendar', name=pgettext_lazy('service levels', 'Scope')),
    )
    nullable_fields = ('unit', 'measure', 'limit_seconds', 'calendar', 'paused_by_holds', 'description', 'comments')


class ServiceLevelTargetImportForm(_ValueOfMetricMixin, ImportDefaultsMixin, PrimaryModelImportForm):
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
    target_value = forms.DecimalField(
        label=_('Target'),
        max_digits=20,
        decimal_places=6,
        required=False,
        help_text=_('Of metrics that are not promised in percent; a duration also as 4h'),
    )
    direction = CSVChoiceField(
        label=_('Direction'),
        choices=TargetDirectionChoices,
        required=False,
        help_text=_('Whether a measured value is to be at least or at most the target'),
    )
    aggregation = CSVChoiceField(
        label=_('Aggregation'),
        choices=AggregationChoices,
        required=False,
        help_text=_('How the measurements of a period become one value'),
    )
    workload_kind = CSVChoiceField(
        label=_('Workload of'),
        choices=WorkloadKindChoices,
        required=False,
        help_text=_('What a workload counts'),
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
            *_PROMISE_FIELDS,
            'services',
            'combination',
            'calendar',
            'warning_percent',
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
        FieldSet(
            'sla_id', 'tenant_id', 'metric', 'workload_kind', 'measure', 'combination', name=_('Service level target')
        ),
        FieldSet('service_id', 'calendar_id', name=pgettext_lazy('service levels', 'Scope')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'sla_id', 'metric')
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    tenant_id = DynamicModelMultipleChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    metric = MultipleChoiceField(label=pgettext_lazy('service levels', 'Metric'), choices=MetricChoices, required=False)
    workload_kind = MultipleChoiceField(label=_('Workload of'), choices=WorkloadKindChoices, required=False)
    measure = forms.CharField(label=_('Measure'), required=False)
    combination = MultipleChoiceField(label=_('Combination'), choices=CombinationChoices, required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False, null_option='None'
    )
    tag = TagFilterField(model)
