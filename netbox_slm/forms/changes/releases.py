"""Forms of what a release introduces, and of its effects."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from netbox.forms import NetBoxModelBulkEditForm, NetBoxModelForm, NetBoxModelImportForm
from utilities.forms import add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    CSVContentTypeField,
    CSVModelChoiceField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet

from ...choices import EffectDirectionChoices, ReleaseElementStateChoices
from ...models import SLA, RedundancyGroup, Release, ReleaseEffect, ReleaseElement, Service
from ..agreements.fields import KeepHiddenMixin
from ..fields import (
    LinkableObjectChoiceField,
    LinkableObjectFormMixin,
    LinkedObjectImportMixin,
    linkable_type_choices,
)
from .fields import (
    OfReleaseFilterForm,
    release_import_field,
    service_import_field,
    sla_import_field,
    slas_import_field,
)

__all__ = (
    'ReleaseEffectBulkEditForm',
    'ReleaseEffectFilterForm',
    'ReleaseEffectForm',
    'ReleaseEffectImportForm',
    'ReleaseElementBulkEditForm',
    'ReleaseElementFilterForm',
    'ReleaseElementForm',
    'ReleaseElementImportForm',
)


class ReleaseElementForm(KeepHiddenMixin, LinkableObjectFormMixin, NetBoxModelForm):
    release = DynamicModelChoiceField(label=_('Release'), queryset=Release.objects.all(), selector=True)
    service = DynamicModelChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        selector=True,
        help_text=_('The service that gets a new component, or that is new itself'),
    )
    object = LinkableObjectChoiceField(label=_('New component'), hx_target_id='linked-object', required=False)
    redundancy_group = DynamicModelChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        query_params={'service_id': '$service'},
        help_text=_('Of the new component. Empty: the service requires it.'),
    )
    slas = DynamicModelMultipleChoiceField(
        label=_('SLAs'),
        queryset=SLA.objects.all(),
        required=False,
        help_text=_('That a new service joins. Empty: the active ones of its customer are proposed.'),
    )

    fieldsets = (
        FieldSet('release', 'service', 'tags', name=_('Release element')),
        FieldSet('object', name=_('New component; none where the service is new'), html_id='linked-object'),
        FieldSet('redundancy_group', 'slas', name=_('Where it joins')),
    )

    class Meta:
        model = ReleaseElement
        fields = ('release', 'service', 'redundancy_group', 'slas', 'tags')


class ReleaseElementBulkEditForm(NetBoxModelBulkEditForm):
    release = DynamicModelChoiceField(label=_('Release'), queryset=Release.objects.all(), required=False)
    redundancy_group = DynamicModelChoiceField(
        label=_('Redundancy group'), queryset=RedundancyGroup.objects.all(), required=False
    )

    model = ReleaseElement
    fieldsets = (FieldSet('release', 'redundancy_group'),)
    nullable_fields = ('redundancy_group',)


class ReleaseElementImportForm(LinkedObjectImportMixin, NetBoxModelImportForm):
    release = release_import_field()
    service = service_import_field()
    object_type = CSVContentTypeField(
        queryset=ContentType.objects.all(),
        required=False,
        label=_('object type'),
        help_text=_('Type of the new component, for example dcim.device. Empty: the service is new.'),
    )
    redundancy_group = CSVModelChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of a group of the service'),
    )
    slas = slas_import_field()

    class Meta:
        model = ReleaseElement
        fields = (
            'release',
            'service',
            'object_type',
            'object_name',
            'object_id',
            'redundancy_group',
            'slas',
            'tags',
        )

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if data and 'service' in data:  # groups of several services can have one name
            service = self.fields['service'].to_field_name or 'pk'
            name = str(data['service']).rpartition(':')[2].strip()
            self.fields['redundancy_group'].queryset = RedundancyGroup.objects.filter(**{f'service__{service}': name})


class ReleaseElementFilterForm(OfReleaseFilterForm):
    model = ReleaseElement
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('release_id', 'service_id', 'object_type', 'state', name=_('Release element')),
    )
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    state = MultipleChoiceField(label=_('State'), choices=ReleaseElementStateChoices, required=False)
    tag = TagFilterField(model)


class ReleaseEffectForm(KeepHiddenMixin, NetBoxModelForm):
    release = DynamicModelChoiceField(label=_('Release'), queryset=Release.objects.all(), selector=True)
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False, selector=True)
    sla = DynamicModelChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False, selector=True)

    fieldsets = (FieldSet('release', 'direction', 'text', 'service', 'sla', 'tags', name=_('Release effect')),)

    class Meta:
        model = ReleaseEffect
        fields = ('release', 'direction', 'text', 'service', 'sla', 'tags')


class ReleaseEffectBulkEditForm(NetBoxModelBulkEditForm):
    direction = ChoiceField(label=_('Direction'), choices=add_blank_choice(EffectDirectionChoices), required=False)
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    sla = DynamicModelChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)

    model = ReleaseEffect
    fieldsets = (FieldSet('direction', 'service', 'sla'),)
    nullable_fields = ('service', 'sla')


class ReleaseEffectImportForm(NetBoxModelImportForm):
    release = release_import_field()
    direction = CSVChoiceField(label=_('Direction'), choices=EffectDirectionChoices)
    service = service_import_field(required=False)
    sla = sla_import_field()

    class Meta:
        model = ReleaseEffect
        fields = ReleaseEffectForm.Meta.fields


class ReleaseEffectFilterForm(OfReleaseFilterForm):
    model = ReleaseEffect
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('release_id', 'direction', 'service_id', 'sla_id', name=_('Release effect')),
    )
    direction = MultipleChoiceField(label=_('Direction'), choices=EffectDirectionChoices, required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    tag = TagFilterField(model)
