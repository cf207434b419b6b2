"""A new change that comes from a what-if or a branch: the objects that it takes down are written with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.forms.fields import MultipleChoiceField

from ... import linkable
from ...analysis.impact.asking import named_refs, refs_text
from ...analysis.planned_effects import add_planned_effects
from ...choices import EffectChoices
from ...visible import current_user
from ..refusing import refused_as_a_whole

__all__ = ('NamedEffectsFormMixin',)


class NamedEffectsFormMixin(forms.Form):
    """Fields of a new change for its planned effects; gone from a form that names no object, or edits a change.

    Prefilled from the query string: named (as often as there are objects: dcim.device:5), effect.
    """

    named = MultipleChoiceField(
        label=_('Works on'),
        required=False,
        help_text=_('Each becomes a planned effect for the whole window; times of its own can be given afterwards.'),
    )
    effect = forms.ChoiceField(
        label=_('Effect'), choices=EffectChoices, required=False, initial=EffectChoices.EFFECT_DOWN
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = [] if self.instance.pk else self._asked()
        self._named = self._offered(asked) if asked else {}
        if not self._named and not (asked and self.is_bound):  # what is sent and not offered is refused, not dropped
            del self.fields['named'], self.fields['effect']
            return
        self.fields['named'].choices = [(text, label) for text, (_ref, label) in self._named.items()]
        self.initial['named'] = list(self._named)

    def save(self, commit=True):
        change = super().save(commit)
        if commit and (chosen := self.cleaned_data.get('named')):
            effect = self.cleaned_data['effect'] or EffectChoices.EFFECT_DOWN
            with refused_as_a_whole():
                add_planned_effects(change, [self._named[text][0] for text in chosen], effect, current_user())
        return change

    def _asked(self):
        if not self.is_bound:
            texts = self.initial.get('named', ())
            return [texts] if isinstance(texts, str) else list(texts)
        return self.fields['named'].widget.value_from_datadict(self.data, self.files, self.add_prefix('named')) or []

    @staticmethod
    def _offered(texts):
        """What may be viewed and can be linked: text -> the object and how it is called."""
        user = current_user()
        if user and not user.has_perm('netbox_slm.add_plannedeffect'):
            return {}
        known = {found.label for found in linkable.linkable_types()}
        found = named_refs(texts, user)
        return {
            refs_text(ref): (ref, f'{name.display} ({name.kind})') for ref, name in found.items() if ref.type in known
        }
