"""Forms of effects through the infrastructure; they are read from the topology, so there is only a filter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.forms.fields import MultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet

from ...choices import DecisionChoices, EffectChoices
from ...models import DerivedEffect
from ..fields import linkable_type_choices
from .fields import OfIncidentFilterForm

__all__ = ('DerivedEffectFilterForm',)


class DerivedEffectFilterForm(OfIncidentFilterForm):
    model = DerivedEffect
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('incident_id', 'object_type', 'effect', 'decision', name=_('Derived effect')),
    )
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    effect = MultipleChoiceField(label=_('Effect'), choices=EffectChoices, required=False)
    decision = MultipleChoiceField(label=_('Decision'), choices=DecisionChoices, required=False)
    tag = TagFilterField(model)
