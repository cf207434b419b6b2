"""Forms of what an incident affects: CIs and services."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    NetBoxModelBulkEditForm,
    NetBoxModelForm,
    NetBoxModelImportForm,
)
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
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ...choices import EffectChoices
from ...models import AffectedCI, AffectedService, Incident, Service
from ..fields import (
    LinkableObjectChoiceField,
    LinkableObjectFormMixin,
    LinkedObjectImportMixin,
    linkable_type_choices,
)
from .fields import OfIncidentFilterForm, incident_import_field

__all__ = (
    'AffectedCIBulkEditForm',
    'AffectedCIFilterForm',
    'AffectedCIForm',
    'AffectedCIImportForm',
    'AffectedServiceBulkEditForm',
    'AffectedServiceFilterForm',
    'AffectedServiceForm',
    'AffectedServiceImportForm',
)

_EFFECT_HELP = _("Empty: the incident's effect")


class AffectedCIForm(LinkableObjectFormMixin, NetBoxModelForm):
    incident = DynamicModelChoiceField(label=_('Incident'), queryset=Incident.objects.all(), selector=True)
    object = LinkableObjectChoiceField(label=_('Object'), hx_target_id='linked-object')

    fieldsets = (
        FieldSet('incident', 'effect', 'tags', name=_('Affected CI')),
        FieldSet('object', name=_('Object'), html_id='linked-object'),
    )

    class Meta:
        model = AffectedCI
        fields = ('incident', 'effect', 'tags')


class AffectedCIBulkEditForm(NetBoxModelBulkEditForm):
    effect = ChoiceField(
        label=_('Effect'), choices=add_blank_choice(EffectChoices), required=False, help_text=_EFFECT_HELP
    )

    model = AffectedCI
    fieldsets = (FieldSet('effect'),)
    nullable_fields = ('effect',)


class AffectedCIImportForm(LinkedObjectImportMixin, NetBoxModelImportForm):
    incident = incident_import_field()
    effect = CSVChoiceField(label=_('Effect'), choices=EffectChoices, required=False, help_text=_EFFECT_HELP)

    class Meta:
        model = AffectedCI
        fields = ('incident', 'object_type', 'object_name', 'object_id', 'effect', 'tags')


class AffectedCIFilterForm(OfIncidentFilterForm):
    model = AffectedCI
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('incident_id', 'object_type', 'effect', name=_('Affected CI')),
    )
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    effect = MultipleChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    tag = TagFilterField(model)


class AffectedServiceForm(NetBoxModelForm):
    incident = DynamicModelChoiceField(label=_('Incident'), queryset=Incident.objects.all(), selector=True)
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), selector=True)

    fieldsets = (
        FieldSet('incident', 'service', 'effect', 'weight', 'tags', name=_('Affected service')),
        FieldSet('starts_at', 'ends_at', name=_('Times, where they differ from those of the incident')),
    )

    class Meta:
        model = AffectedService
        fields = ('incident', 'service', 'effect', 'weight', 'starts_at', 'ends_at', 'tags')
        widgets = {'starts_at': DateTimePicker(), 'ends_at': DateTimePicker()}


class AffectedServiceBulkEditForm(NetBoxModelBulkEditForm):
    effect = ChoiceField(
        label=_('Effect'), choices=add_blank_choice(EffectChoices), required=False, help_text=_EFFECT_HELP
    )
    weight = forms.DecimalField(
        label=pgettext_lazy('service levels', 'Weight'), min_value=0, max_value=1, decimal_places=4, required=False
    )
    starts_at = forms.DateTimeField(label=_('Start'), widget=DateTimePicker(), required=False)
    ends_at = forms.DateTimeField(label=_('End'), widget=DateTimePicker(), required=False)

    model = AffectedService
    fieldsets = (FieldSet('effect', 'weight', 'starts_at', 'ends_at'),)
    nullable_fields = ('effect', 'weight', 'starts_at', 'ends_at')


class AffectedServiceImportForm(NetBoxModelImportForm):
    incident = incident_import_field()
    service = CSVModelChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        to_field_name='name',
        help_text=_('Name of the service; the heading service.reference takes its reference'),
    )
    effect = CSVChoiceField(label=_('Effect'), choices=EffectChoices, required=False, help_text=_EFFECT_HELP)

    class Meta:
        model = AffectedService
        fields = AffectedServiceForm.Meta.fields


class AffectedServiceFilterForm(OfIncidentFilterForm):
    model = AffectedService
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('incident_id', 'service_id', 'effect', name=_('Affected service')),
    )
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    effect = MultipleChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    tag = TagFilterField(model)
