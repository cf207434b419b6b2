"""Forms of incidents that a change is held to have caused."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.forms import NetBoxModelBulkEditForm, NetBoxModelForm, NetBoxModelImportForm
from utilities.forms.fields import DynamicModelChoiceField, MultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet

from ...choices import DecisionChoices
from ...models import CausedIncident, Change, Incident
from ..operations.fields import incident_import_field
from .fields import OfChangeFilterForm, change_import_field

__all__ = ('CausedIncidentBulkEditForm', 'CausedIncidentFilterForm', 'CausedIncidentForm', 'CausedIncidentImportForm')


class CausedIncidentForm(NetBoxModelForm):
    change = DynamicModelChoiceField(
        label=pgettext_lazy('service levels', 'Change'), queryset=Change.objects.all(), selector=True
    )
    incident = DynamicModelChoiceField(label=_('Incident'), queryset=Incident.objects.all(), selector=True)

    fieldsets = (FieldSet('change', 'incident', 'tags', name=_('Caused incident')),)

    class Meta:
        model = CausedIncident
        fields = ('change', 'incident', 'tags')


class CausedIncidentBulkEditForm(NetBoxModelBulkEditForm):
    change = DynamicModelChoiceField(
        label=pgettext_lazy('service levels', 'Change'), queryset=Change.objects.all(), required=False
    )

    model = CausedIncident
    fieldsets = (FieldSet('change'),)


class CausedIncidentImportForm(NetBoxModelImportForm):
    change = change_import_field()
    incident = incident_import_field()

    class Meta:
        model = CausedIncident
        fields = ('change', 'incident', 'tags')


class CausedIncidentFilterForm(OfChangeFilterForm):
    model = CausedIncident
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('change_id', 'decision', name=_('Caused incident')),
    )
    decision = MultipleChoiceField(label=_('Decision'), choices=DecisionChoices, required=False)
    tag = TagFilterField(model)
