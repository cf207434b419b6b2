"""Forms of incidents."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcim.models import Device
from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.forms import ContactModelFilterForm, TenancyFilterForm, TenancyForm
from tenancy.models import Tenant
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES, add_blank_choice
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
from utilities.forms.widgets import BulkEditNullBooleanSelect, DateTimePicker
from virtualization.models import VirtualMachine

from ...analysis.incidents import status_of
from ...choices import EffectChoices, IncidentStatusChoices, PriorityChoices
from ...models import Incident, Service
from ...visible import current_user
from ..bases import PrimaryModelFilterSetForm
from ..fields import linkable_type_choices
from .quick import ExcuseFormMixin, NamedObjectsFormMixin, NamedObjectsImportMixin

__all__ = ('IncidentBulkEditForm', 'IncidentFilterForm', 'IncidentForm', 'IncidentImportForm')

_INSTANTS = ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at')


class IncidentForm(ExcuseFormMixin, NamedObjectsFormMixin, TenancyForm, PrimaryModelForm):
    fieldsets = (
        FieldSet('object', 'service', name=_('What is affected'), html_id='affected'),
        FieldSet(
            'name',
            'reference',
            InlineFields('status', 'priority', label=_('Status and priority')),
            InlineFields('effect', 'weight', label=_('Effect and weight')),
            'description',
            'tags',
            name=_('Incident'),
        ),
        FieldSet(*_INSTANTS, name=_('Times')),
        FieldSet('tenant_group', 'tenant', name=_('Reported by customer')),
        FieldSet('excused', 'excuse_reason', name=_('Excuse')),
    )

    class Meta:
        model = Incident
        fields = (
            'name',
            'reference',
            'status',
            'priority',
            'effect',
            'weight',
            'tenant_group',
            'tenant',
            *_INSTANTS,
            'excused',
            'excuse_reason',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {name: DateTimePicker() for name in _INSTANTS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = current_user()
        if user and not user.has_perm('netbox_slm.excuse_incident'):
            self.fields['excused'].disabled = True
            self.fields['excused'].help_text = _('Only who has the permission to excuse incidents can change this.')


class IncidentBulkEditForm(PrimaryModelBulkEditForm):
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(IncidentStatusChoices), required=False)
    priority = ChoiceField(label=_('Priority'), choices=add_blank_choice(PriorityChoices), required=False)
    effect = ChoiceField(label=_('Effect'), choices=add_blank_choice(EffectChoices), required=False)
    weight = forms.DecimalField(
        label=pgettext_lazy('service levels', 'Weight'), min_value=0, max_value=1, decimal_places=4, required=False
    )
    tenant = DynamicModelChoiceField(label=_('Reported by customer'), queryset=Tenant.objects.all(), required=False)
    responded_at = forms.DateTimeField(label=_('Responded'), widget=DateTimePicker(), required=False)
    restored_at = forms.DateTimeField(label=_('Restored'), widget=DateTimePicker(), required=False)
    resolved_at = forms.DateTimeField(label=_('Resolved'), widget=DateTimePicker(), required=False)
    closed_at = forms.DateTimeField(label=_('Closed'), widget=DateTimePicker(), required=False)
    excused = forms.NullBooleanField(label=_('Excused'), widget=BulkEditNullBooleanSelect(), required=False)
    excuse_reason = forms.CharField(label=_('Reason of the excuse'), max_length=200, required=False)

    model = Incident
    fieldsets = (
        FieldSet('status', 'priority', 'effect', 'weight', 'tenant', 'description', name=_('Incident')),
        FieldSet('responded_at', 'restored_at', 'resolved_at', 'closed_at', name=_('Times')),
        FieldSet('excused', 'excuse_reason', name=_('Excuse')),
    )
    nullable_fields = (
        'weight',
        'tenant',
        'responded_at',
        'restored_at',
        'resolved_at',
        'closed_at',
        'excuse_reason',
        'description',
        'comments',
    )


class IncidentImportForm(ExcuseFormMixin, NamedObjectsImportMixin, PrimaryModelImportForm):
    status = CSVChoiceField(
        label=_('Status'),
        choices=IncidentStatusChoices,
        required=False,
        help_text=_('Empty: closed, resolved or new, by the times given'),
    )
    priority = CSVChoiceField(label=_('Priority'), choices=PriorityChoices, required=False)
    effect = CSVChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    tenant = CSVModelChoiceField(
        label=_('Reported by customer'),
        queryset=Tenant.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the tenant; the heading tenant.slug takes its slug'),
    )

    class Meta:
        model = Incident
        fields = (
            'name',
            'reference',
            'status',
            'priority',
            'effect',
            'weight',
            'tenant',
            *_INSTANTS,
            'service',
            'object_type',
            'object_name',
            'object_id',
            'excused',
            'excuse_reason',
            'description',
            'owner',
            'comments',
            'tags',
        )

    def clean(self):
        cleaned = super().clean()
        is_new = self.instance.pk is None
        if is_new and not cleaned.get('status'):
            cleaned['status'] = status_of(cleaned.get('resolved_at'), cleaned.get('closed_at'))
        for name in ('status', 'priority', 'effect'):
            if name in cleaned and not cleaned[name]:  # an empty cell: the default of a new one, else as it was
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class IncidentFilterForm(TenancyFilterForm, ContactModelFilterForm, PrimaryModelFilterSetForm):
    model = Incident
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('open', 'status', 'priority', 'effect', 'excused', name=_('Incident')),
        FieldSet('service_id', 'device_id', 'virtual_machine_id', 'object_type', name=_('What is affected')),
        FieldSet('active_after', 'active_before', 'reported_at__gte', 'reported_at__lte', name=_('Times')),
        FieldSet('tenant_group_id', 'tenant_id', name=_('Reported by customer')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
        FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
    )
    selector_fields = ('filter_id', 'q', 'open', 'service_id')
    open = forms.NullBooleanField(
        label=pgettext_lazy('service levels', 'Open'),
        required=False,
        widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES),
    )
    status = MultipleChoiceField(label=_('Status'), choices=IncidentStatusChoices, required=False)
    priority = MultipleChoiceField(label=_('Priority'), choices=PriorityChoices, required=False)
    effect = MultipleChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    excused = forms.NullBooleanField(
        label=_('Excused'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    service_id = DynamicModelMultipleChoiceField(
        label=_('Service, named or through a component'), queryset=Service.objects.all(), required=False
    )
    device_id = DynamicModelMultipleChoiceField(label=_('Device'), queryset=Device.objects.all(), required=False)
    virtual_machine_id = DynamicModelMultipleChoiceField(
        label=_('Virtual machine'), queryset=VirtualMachine.objects.all(), required=False
    )
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    active_after = forms.DateTimeField(label=_('In effect after'), widget=DateTimePicker(), required=False)
    active_before = forms.DateTimeField(label=_('In effect before'), widget=DateTimePicker(), required=False)
    reported_at__gte = forms.DateTimeField(label=_('Reported from'), widget=DateTimePicker(), required=False)
    reported_at__lte = forms.DateTimeField(label=_('Reported until'), widget=DateTimePicker(), required=False)
    tag = TagFilterField(model)
