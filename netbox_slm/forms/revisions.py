"""Forms of the history of figures: to filter it, and to reopen final figures."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms.mixins import SavedFiltersMixin
from users.models import User
from utilities.forms.fields import DynamicModelMultipleChoiceField
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ..choices import RevisionCauseChoices
from ..models import SLA, Attainment, AttainmentRevision, Service
from .bases import FilterForm

__all__ = ('AttainmentRevisionFilterForm', 'ReopenForm')


class ReopenForm(forms.Form):
    """Why final figures are opened again; `pk` names them where they were chosen in a list."""

    pk = forms.ModelMultipleChoiceField(
        queryset=Attainment.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    reason = forms.CharField(
        label=_('Reason'),
        widget=forms.Textarea(attrs={'rows': 3}),
        help_text=_('What was wrong, or has changed since. It stays in the history of each figure.'),
    )

    def __init__(self, *args, figures=None, **kwargs):
        super().__init__(*args, **kwargs)
        if figures is not None:
            self.fields['pk'].queryset = figures


class AttainmentRevisionFilterForm(SavedFiltersMixin, FilterForm):
    model = AttainmentRevision
    fieldsets = (
        FieldSet('q', 'filter_id'),
        FieldSet('cause', 'user_id', 'at__gte', 'at__lte', name=pgettext_lazy('service levels', 'Change')),
        FieldSet('sla_id', 'service_id', name=_('Figure')),
    )
    cause = forms.MultipleChoiceField(label=_('Cause'), choices=RevisionCauseChoices, required=False)
    user_id = DynamicModelMultipleChoiceField(label=_('User'), queryset=User.objects.all(), required=False)
    at__gte = forms.DateTimeField(label=_('After'), required=False, widget=DateTimePicker())
    at__lte = forms.DateTimeField(label=_('Before'), required=False, widget=DateTimePicker())
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
