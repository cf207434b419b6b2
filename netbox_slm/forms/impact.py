"""The form of a what-if: which objects fail, how, and when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ..analysis.impact.asking import window_errors
from ..choices import EffectChoices
from .fields import LinkableObjectChoiceField, LinkableObjectFormMixin

__all__ = ('ImpactForm',)

_EFFECTS = [(value, label) for value, label in EffectChoices if value != EffectChoices.EFFECT_NONE]


class ImpactForm(LinkableObjectFormMixin, forms.Form):
    """Nothing is stored: it is sent with GET, so that a what-if is an address that can be sent to someone."""

    object = LinkableObjectChoiceField(label=_('Object'), required=False, hx_target_id='impact-object')
    effect = forms.ChoiceField(label=_('Effect'), choices=_EFFECTS, required=False, initial=EffectChoices.EFFECT_DOWN)
    start = forms.DateTimeField(label=_('Start'), required=False, widget=DateTimePicker(), help_text=_('Empty: now'))
    end = forms.DateTimeField(
        label=_('End'), required=False, widget=DateTimePicker(), help_text=_('Empty: only that moment')
    )
    alone = forms.BooleanField(
        label=_('Leave out open incidents and approved work'),
        required=False,
        help_text=_('Otherwise what they name counts as out already'),
    )
    components = forms.BooleanField(label=_('List every component'), required=False)

    fieldsets = (
        FieldSet('object', name=_('What fails'), html_id='impact-object'),
        FieldSet('effect', 'start', 'end', 'alone', 'components', name=_('How and when')),
    )

    def clean(self):
        super().clean()
        for name, error in window_errors(self.cleaned_data.get('start'), self.cleaned_data.get('end')).items():
            self.add_error(name, error)
        return self.cleaned_data
