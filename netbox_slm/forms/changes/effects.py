"""Forms of planned effects."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import NetBoxModelBulkEditForm, NetBoxModelForm, NetBoxModelImportForm
from utilities.forms import add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    DynamicModelChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet

from ...choices import EffectChoices
from ...models import Change, PlannedEffect
from ..agreements.fields import ImportDefaultsMixin
from ..fields import (
    DurationField,
    LinkableObjectChoiceField,
    LinkableObjectFormMixin,
    LinkedObjectImportMixin,
    linkable_type_choices,
)
from .fields import OfChangeFilterForm, change_import_field

__all__ = ('PlannedEffectBulkEditForm', 'PlannedEffectFilterForm', 'PlannedEffectForm', 'PlannedEffectImportForm')


def _outage():
    return DurationField(
        label=_('Outage'), required=False, help_text=_('For example 30m. Empty: to the end of the planned window.')
    )


def _offset():
    return DurationField(
        label=_('Begins after'),
        required=False,
        help_text=_('Time from the planned start, for example 1h. Empty: none.'),
    )


class PlannedEffectForm(LinkableObjectFormMixin, NetBoxModelForm):
    change = DynamicModelChoiceField(
        label=pgettext_lazy('service levels', 'Change'), queryset=Change.objects.all(), selector=True
    )
    object = LinkableObjectChoiceField(label=_('Object'), hx_target_id='linked-object')
    offset_seconds = _offset()
    outage_seconds = _outage()

    fieldsets = (
        FieldSet('change', 'effect', 'offset_seconds', 'outage_seconds', 'tags', name=_('Planned effect')),
        FieldSet('object', name=_('Object'), html_id='linked-object'),
    )

    class Meta:
        model = PlannedEffect
        fields = ('change', 'effect', 'offset_seconds', 'outage_seconds', 'tags')


class PlannedEffectBulkEditForm(NetBoxModelBulkEditForm):
    effect = ChoiceField(label=_('Effect'), choices=add_blank_choice(EffectChoices), required=False)
    offset_seconds = _offset()
    outage_seconds = _outage()

    model = PlannedEffect
    fieldsets = (FieldSet('effect', 'offset_seconds', 'outage_seconds'),)
    nullable_fields = ('offset_seconds', 'outage_seconds')


class PlannedEffectImportForm(ImportDefaultsMixin, LinkedObjectImportMixin, NetBoxModelImportForm):
    change = change_import_field()
    effect = CSVChoiceField(label=_('Effect'), choices=EffectChoices, required=False, help_text=_('Empty: down'))
    offset_seconds = _offset()
    outage_seconds = _outage()

    class Meta:
        model = PlannedEffect
        fields = (
            'change',
            'object_type',
            'object_name',
            'object_id',
            'effect',
            'offset_seconds',
            'outage_seconds',
            'tags',
        )


class PlannedEffectFilterForm(OfChangeFilterForm):
    model = PlannedEffect
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('change_id', 'object_type', 'effect', name=_('Planned effect')),
    )
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    effect = MultipleChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    tag = TagFilterField(model)
