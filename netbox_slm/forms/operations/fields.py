"""Fields of forms of what belongs to an incident."""

from django.utils.translation import gettext_lazy as _

from utilities.forms.fields import CSVModelChoiceField, DynamicModelMultipleChoiceField

from ...models import Incident
from ..bases import NetBoxModelFilterSetForm

__all__ = ('OfIncidentFilterForm', 'incident_import_field')


def incident_import_field():
    """The incident of an imported row, by its reference or, below the heading incident.id, by its ID."""
    return CSVModelChoiceField(
        label=_('Incident'),
        queryset=Incident.objects.all(),
        to_field_name='reference',
        help_text=_('Reference of the incident; the heading incident.id takes its ID'),
    )


class OfIncidentFilterForm(NetBoxModelFilterSetForm):
    incident_id = DynamicModelMultipleChoiceField(label=_('Incident'), queryset=Incident.objects.all(), required=False)
