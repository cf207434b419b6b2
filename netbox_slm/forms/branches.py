"""The window of the impact of a branch."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.forms.widgets import DateTimePicker

from ..analysis.impact.asking import window_errors

__all__ = ('BranchImpactForm',)


class BranchImpactForm(forms.Form):
    """Sent with GET, as nothing is stored."""

    start = forms.DateTimeField(label=_('Start'), required=False, widget=DateTimePicker(), help_text=_('Empty: now'))
    end = forms.DateTimeField(
        label=_('End'), required=False, widget=DateTimePicker(), help_text=_('Empty: as long as the settings say')
    )

    def clean(self):
        super().clean()
        for name, error in window_errors(self.cleaned_data.get('start'), self.cleaned_data.get('end')).items():
            self.add_error(name, error)
        return self.cleaned_data
