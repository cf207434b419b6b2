"""Forms of measurements."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    NetBoxModelBulkEditForm,
    NetBoxModelForm,
    NetBoxModelImportForm,
)
from utilities.forms.fields import (
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ..choices import MetricChoices
from ..models import SLA, Measurement, Service, ServiceLevelTarget
from .agreements.fields import CSVNamedChoiceField, KeepHiddenMixin, TargetImportField
from .bases import NetBoxModelFilterSetForm

__all__ = ('MeasurementBulkEditForm', 'MeasurementFilterForm', 'MeasurementForm', 'MeasurementImportForm')

_METRICS = [(value, label) for value, label in MetricChoices if value in MetricChoices.MEASURED]


class MeasurementForm(KeepHiddenMixin, NetBoxModelForm):
    target = DynamicModelChoiceField(
        label=_('Target'),
        queryset=ServiceLevelTarget.objects.all(),
        required=False,
        selector=True,
        query_params={'metric': list(MetricChoices.MEASURED)},
        help_text=_('What it is measured for'),
    )
    service = DynamicModelChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        required=False,
        selector=True,
        help_text=_('Of a target: empty means each of its services'),
    )

    fieldsets = (
        FieldSet('target', 'service', 'measure', name=_('What was measured')),
        FieldSet('value', 'measured_at', 'source', 'note', 'tags', name=_('Measurement')),
    )

    class Meta:
        model = Measurement
        fields = ('target', 'service', 'measure', 'value', 'measured_at', 'source', 'note', 'tags')
        widgets = {'measured_at': DateTimePicker()}


class MeasurementBulkEditForm(NetBoxModelBulkEditForm):
    source = forms.CharField(label=_('Source'), max_length=100, required=False)
    note = forms.CharField(label=pgettext_lazy('service levels', 'Note'), max_length=200, required=False)

    model = Measurement
    fieldsets = (FieldSet('source', 'note'),)
    nullable_fields = ('note',)


class MeasurementImportForm(NetBoxModelImportForm):
    target = TargetImportField(required=False)
    service = CSVNamedChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=False,
        help_text=_(
            'Name of the service, as in customer:name where there are several; or its reference below service.reference'
        ),
    )

    class Meta:
        model = Measurement
        fields = MeasurementForm.Meta.fields


class MeasurementFilterForm(NetBoxModelFilterSetForm):
    model = Measurement
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('sla_id', 'target_id', 'metric', 'service_id', 'measure', name=_('What was measured')),
        FieldSet('measured_at__gte', 'measured_at__lte', 'source', name=_('Measurement')),
    )
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    target_id = DynamicModelMultipleChoiceField(
        label=_('Target'),
        queryset=ServiceLevelTarget.objects.all(),
        required=False,
        query_params={'metric': list(MetricChoices.MEASURED), 'sla_id': '$sla_id'},
    )
    metric = MultipleChoiceField(label=pgettext_lazy('service levels', 'Metric'), choices=_METRICS, required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    measure = forms.CharField(label=_('Measure'), required=False)
    measured_at__gte = forms.DateTimeField(label=_('Measured from'), widget=DateTimePicker(), required=False)
    measured_at__lte = forms.DateTimeField(label=_('Measured until'), widget=DateTimePicker(), required=False)
    source = forms.CharField(label=_('Source'), required=False)
    tag = TagFilterField(model)
