"""Forms of holds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from netbox.forms import NetBoxModelBulkEditForm, NetBoxModelForm, NetBoxModelImportForm
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES
from utilities.forms.fields import DynamicModelChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ...models import Hold, Incident
from .fields import OfIncidentFilterForm, incident_import_field

__all__ = ('HoldBulkEditForm', 'HoldFilterForm', 'HoldForm', 'HoldImportForm')


class HoldForm(NetBoxModelForm):
    incident = DynamicModelChoiceField(label=_('Incident'), queryset=Incident.objects.all(), selector=True)

    fieldsets = (FieldSet('incident', 'starts_at', 'ends_at', 'reason', 'tags', name=_('Hold')),)

    class Meta:
        model = Hold
        fields = ('incident', 'starts_at', 'ends_at', 'reason', 'tags')
        widgets = {'starts_at': DateTimePicker(), 'ends_at': DateTimePicker()}


class HoldBulkEditForm(NetBoxModelBulkEditForm):
    ends_at = forms.DateTimeField(label=_('End'), widget=DateTimePicker(), required=False)
    reason = forms.CharField(label=_('Reason'), max_length=200, required=False)

    model = Hold
    fieldsets = (FieldSet('ends_at', 'reason'),)
    nullable_fields = ('ends_at',)


class HoldImportForm(NetBoxModelImportForm):
    incident = incident_import_field()

    class Meta:
        model = Hold
        fields = HoldForm.Meta.fields


class HoldFilterForm(OfIncidentFilterForm):
    model = Hold
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('incident_id', 'open', 'starts_at__gte', 'starts_at__lte', name=_('Hold')),
    )
    open = forms.NullBooleanField(
        label=_('Lasts'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    starts_at__gte = forms.DateTimeField(label=_('Begins from'), widget=DateTimePicker(), required=False)
    starts_at__lte = forms.DateTimeField(label=_('Begins until'), widget=DateTimePicker(), required=False)
    tag = TagFilterField(model)
