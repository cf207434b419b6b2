"""Filter form of the flags of planned work."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES
from utilities.forms.fields import DynamicModelMultipleChoiceField, MultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet

from ...choices import StateChoices
from ...models import SLA, Service, SLAImpact
from .fields import RecordFilterForm

__all__ = ('SLAImpactFilterForm',)


def _yes_no(label):
    return forms.NullBooleanField(label=label, required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES))


class SLAImpactFilterForm(RecordFilterForm):
    model = SLAImpact
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('change_id', 'release_id', 'sla_id', 'service_id', name=_('What touches what')),
        FieldSet('worst_state', 'is_breach', 'beyond', 'is_current', 'stale', name=_('Flag')),
    )
    sla_id = DynamicModelMultipleChoiceField(label=_('SLA'), queryset=SLA.objects.all(), required=False)
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    worst_state = MultipleChoiceField(label=_('Worst state'), choices=StateChoices, required=False)
    is_breach = _yes_no(_('Breach'))
    beyond = _yes_no(_('Goes beyond the SLA'))
    is_current = _yes_no(_('Current'))
    stale = _yes_no(pgettext_lazy('service levels', 'Stale'))
    tag = TagFilterField(model)
