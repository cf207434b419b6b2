"""The window of the impact of a branch."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.forms.widgets import DateTimePicker

__all__ = ('BranchImpactForm',)


class BranchImpactForm(forms.Form):
    """Sent with GET, as nothing is stored."""

    start = forms.DateTimeField(label=_('Start'), required=False, widget=DateTimePicker(), help_text=_('Empty: now'))
    end = forms.DateTimeField(
        label=_('End'), required=False, widget=DateTimePicker(), help_text=_('Empty: as long as the settings say')
    )

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get('start'), self.cleaned_data.get('end')
        if end and not start:
            self.add_error('start', _('A window has a start: give it, or leave the end out.'))
        if start and end and end <= start:
            self.add_error('end', _('{end} is not after {start}: give a later end.').format(end=end, start=start))
        return self.cleaned_data
