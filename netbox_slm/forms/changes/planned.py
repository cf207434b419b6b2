"""Forms of changes and releases."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.forms import ContactModelFilterForm, TenancyFilterForm, TenancyForm
from tenancy.models import Tenant
from users.models import User
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
from utilities.forms.widgets import DateTimePicker

from ...choices import ChangeSignificanceChoices, ChangeStatusChoices, ChangeTypeChoices
from ...models import SLA, Change, Release, Service
from ..agreements.fields import ImportDefaultsMixin, KeepHiddenMixin
from ..bases import PrimaryModelFilterSetForm
from ..fields import linkable_type_choices
from .fields import release_import_field, tenant_import_field
from .named import NamedEffectsFormMixin

__all__ = (
    'ChangeBulkEditForm',
    'ChangeFilterForm',
    'ChangeForm',
    'ChangeImportForm',
    'ReleaseBulkEditForm',
    'ReleaseFilterForm',
    'ReleaseForm',
    'ReleaseImportForm',
)

_INSTANTS = ('planned_start', 'planned_end', 'actual_start', 'actual_end')
_DETAILS = (*_INSTANTS, 'plan', 'rollback', 'description', 'owner', 'comments', 'tags')
_FORM_FIELDS = ('name', 'reference', 'type', 'significance', 'tenant_group', 'tenant', 'requester', *_DETAILS)
_IMPORT_FIELDS = ('name', 'reference', 'type', 'significance', 'status', 'tenant', 'requester', *_DETAILS)
_TIMES = (
    FieldSet(
        InlineFields('planned_start', 'planned_end', label=_('Planned start and end')),
        InlineFields('actual_start', 'actual_end', label=_('Actual start and end')),
        name=_('Time'),
    ),
    FieldSet('plan', 'rollback', name=_('Work')),
    FieldSet('tenant_group', 'tenant', name=_('Requested by customer')),
)


class _PlannedWorkForm(KeepHiddenMixin, TenancyForm, PrimaryModelForm):
    """Its status is not set here: steps are taken on its page."""

    requester = DynamicModelChoiceField(
        label=_('Requester'),
        queryset=User.objects.all(),
        required=False,
        help_text=_('Empty: you. The requester does not approve.'),
    )


class ChangeForm(NamedEffectsFormMixin, _PlannedWorkForm):
    release = DynamicModelChoiceField(
        label=_('Release'),
        queryset=Release.objects.all(),
        required=False,
        selector=True,
        help_text=_('That it is a part of'),
    )

    fieldsets = (
        FieldSet(
            'name',
            'reference',
            'type',
            'significance',
            'release',
            'requester',
            'description',
            'tags',
            name=pgettext_lazy('service levels', 'Change'),
        ),
        FieldSet('named', 'effect', name=_('Planned effects')),
        *_TIMES,
    )

    class Meta:
        model = Change
        fields = (*_FORM_FIELDS, 'release')
        widgets = {name: DateTimePicker() for name in _INSTANTS}


class ReleaseForm(_PlannedWorkForm):
    fieldsets = (
        FieldSet('name', 'reference', 'type', 'significance', 'requester', 'description', 'tags', name=_('Release')),
        *_TIMES,
    )

    class Meta:
        model = Release
        fields = _FORM_FIELDS
        widgets = {name: DateTimePicker() for name in _INSTANTS}


class _PlannedWorkBulkEditForm(PrimaryModelBulkEditForm):
    status = ChoiceField(
        label=_('Status'),
        choices=add_blank_choice(ChangeStatusChoices),
        required=False,
        help_text=_('Each must be able to take this step; otherwise none is changed'),
    )
    type = ChoiceField(label=_('Type'), choices=add_blank_choice(ChangeTypeChoices), required=False)
    significance = ChoiceField(
        label=_('Significance'), choices=add_blank_choice(ChangeSignificanceChoices), required=False
    )
    tenant = DynamicModelChoiceField(label=_('Requested by customer'), queryset=Tenant.objects.all(), required=False)
    planned_start = forms.DateTimeField(label=_('Planned start'), widget=DateTimePicker(), required=False)
    planned_end = forms.DateTimeField(label=_('Planned end'), widget=DateTimePicker(), required=False)

    nullable_fields = ('tenant', 'planned_start', 'planned_end', 'description', 'comments')


class ChangeBulkEditForm(_PlannedWorkBulkEditForm):
    release = DynamicModelChoiceField(label=_('Release'), queryset=Release.objects.all(), required=False)

    model = Change
    fieldsets = (
        FieldSet(
            'status',
            'type',
            'significance',
            'tenant',
            'release',
            'description',
            name=pgettext_lazy('service levels', 'Change'),
        ),
        FieldSet('planned_start', 'planned_end', name=_('Time')),
    )
    nullable_fields = (*_PlannedWorkBulkEditForm.nullable_fields, 'release')


class ReleaseBulkEditForm(_PlannedWorkBulkEditForm):
    model = Release
    fieldsets = (
        FieldSet('status', 'type', 'significance', 'tenant', 'description', name=_('Release')),
        FieldSet('planned_start', 'planned_end', name=_('Time')),
    )


class _PlannedWorkImportForm(ImportDefaultsMixin, PrimaryModelImportForm):
    status = CSVChoiceField(
        label=_('Status'),
        choices=ChangeStatusChoices,
        required=False,
        help_text=_('A new one is a draft; later imports can take its steps'),
    )
    type = CSVChoiceField(label=_('Type'), choices=ChangeTypeChoices, required=False)
    significance = CSVChoiceField(label=_('Significance'), choices=ChangeSignificanceChoices, required=False)
    tenant = tenant_import_field(_('Requested by customer'))
    requester = CSVModelChoiceField(
        label=_('Requester'),
        queryset=User.objects.all(),
        required=False,
        to_field_name='username',
        help_text=_('Username; empty: you'),
    )


class ChangeImportForm(_PlannedWorkImportForm):
    release = release_import_field(required=False)

    class Meta:
        model = Change
        fields = (*_IMPORT_FIELDS, 'release')


class ReleaseImportForm(_PlannedWorkImportForm):
    class Meta:
        model = Release
        fields = _IMPORT_FIELDS


class _PlannedWorkFilterForm(TenancyFilterForm, ContactModelFilterForm, PrimaryModelFilterSetForm):
    selector_fields = ('filter_id', 'q', 'status')
    status = MultipleChoiceField(label=_('Status'), choices=ChangeStatusChoices, required=False)
    type = MultipleChoiceField(label=_('Type'), choices=ChangeTypeChoices, required=False)
    significance = MultipleChoiceField(label=_('Significance'), choices=ChangeSignificanceChoices, required=False)
    ended = forms.NullBooleanField(
        label=_('Ended'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    beyond = forms.NullBooleanField(
        label=_('Goes beyond an SLA'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    stale = forms.NullBooleanField(
        label=_('Flags are stale'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    service_id = DynamicModelMultipleChoiceField(
        label=_('Service that it touches'), queryset=Service.objects.all(), required=False
    )
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA that it touches'), queryset=SLA.objects.all(), required=False)
    planned_after = forms.DateTimeField(label=_('Planned to end after'), widget=DateTimePicker(), required=False)
    planned_before = forms.DateTimeField(label=_('Planned to begin before'), widget=DateTimePicker(), required=False)
    requester_id = DynamicModelMultipleChoiceField(label=_('Requester'), queryset=User.objects.all(), required=False)
    approver_id = DynamicModelMultipleChoiceField(label=_('Approved by'), queryset=User.objects.all(), required=False)


_FILTERS = (
    FieldSet('service_id', 'sla_id', 'beyond', 'stale', name=_('What it touches')),
    FieldSet('planned_after', 'planned_before', name=_('Time')),
    FieldSet('requester_id', 'approver_id', name=_('People')),
    FieldSet('tenant_group_id', 'tenant_id', name=_('Requested by customer')),
    FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
)


class ChangeFilterForm(_PlannedWorkFilterForm):
    model = Change
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet(
            'status',
            'ended',
            'type',
            'significance',
            'release_id',
            'object_type',
            name=pgettext_lazy('service levels', 'Change'),
        ),
        *_FILTERS,
    )
    release_id = DynamicModelMultipleChoiceField(label=_('Release'), queryset=Release.objects.all(), required=False)
    object_type = forms.MultipleChoiceField(
        label=_('Type of an object that it works on'), choices=linkable_type_choices, required=False
    )
    tag = TagFilterField(model)


class ReleaseFilterForm(_PlannedWorkFilterForm):
    model = Release
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('status', 'ended', 'type', 'significance', name=_('Release')),
        *_FILTERS,
    )
    tag = TagFilterField(model)
