"""Fields and filters that several of these forms share."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import Contact, Tenant
from utilities.forms.fields import CSVModelChoiceField, DynamicModelMultipleChoiceField

from ...models import SLA, Change, Release, Service
from ..agreements.fields import CSVNamedChoiceField, CSVNamedMultipleChoiceField
from ..bases import NetBoxModelFilterSetForm

__all__ = (
    'OfChangeFilterForm',
    'OfReleaseFilterForm',
    'RecordFilterForm',
    'change_import_field',
    'contact_import_field',
    'release_import_field',
    'service_import_field',
    'services_import_field',
    'sla_import_field',
    'slas_import_field',
    'tenant_import_field',
)


def change_import_field(required=True):
    """The change of an imported row, by its reference or, below the heading change.id, by its ID."""
    return CSVModelChoiceField(
        label=pgettext_lazy('service levels', 'Change'),
        queryset=Change.objects.all(),
        to_field_name='reference',
        required=required,
        help_text=_('Reference of the change; the heading change.id takes its ID'),
    )


def release_import_field(required=True):
    """The release of an imported row, by its reference or, below the heading release.id, by its ID."""
    return CSVModelChoiceField(
        label=_('Release'),
        queryset=Release.objects.all(),
        to_field_name='reference',
        required=required,
        help_text=_('Reference of the release; the heading release.id takes its ID'),
    )


def service_import_field(required=True):
    """A service, by its name, with its customer where a name is not enough."""
    return CSVNamedChoiceField(
        label=_('Service'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=required,
        help_text=_('Name of the service, with the customer as in customer:service where a name is not enough'),
    )


def services_import_field():
    """Services by their names."""
    return CSVNamedMultipleChoiceField(
        label=_('Services'),
        queryset=Service.objects.all(),
        full_key=('tenant__name', 'name'),
        required=False,
        help_text=_('Names of services separated by commas, as in customer:service where a name is not enough'),
    )


def sla_import_field():
    """An SLA, by its name, with its version where there are several."""
    return CSVNamedChoiceField(
        label=_('SLA'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_('Name of the SLA, with a version as in name:2'),
    )


def slas_import_field():
    """SLAs by their names."""
    return CSVNamedMultipleChoiceField(
        label=_('SLAs'),
        queryset=SLA.objects.all(),
        full_key=('name', 'version'),
        required=False,
        help_text=_('Names of SLAs separated by commas, with a version as in name:2'),
    )


def tenant_import_field(label=None, required=False):
    """A customer, by name or, below the heading tenant.slug, by slug."""
    return CSVModelChoiceField(
        label=label or _('Customer'),
        queryset=Tenant.objects.all(),
        required=required,
        to_field_name='name',
        help_text=_('Name of the tenant; the heading tenant.slug takes its slug'),
    )


def contact_import_field():
    """A contact, by name."""
    return CSVModelChoiceField(
        label=_('Contact'),
        queryset=Contact.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the contact; the heading contact.email takes the address'),
    )


class OfChangeFilterForm(NetBoxModelFilterSetForm):
    change_id = DynamicModelMultipleChoiceField(
        label=pgettext_lazy('service levels', 'Change'), queryset=Change.objects.all(), required=False
    )


class OfReleaseFilterForm(NetBoxModelFilterSetForm):
    release_id = DynamicModelMultipleChoiceField(label=_('Release'), queryset=Release.objects.all(), required=False)


class RecordFilterForm(OfChangeFilterForm, OfReleaseFilterForm):
    """Filters of rows that belong to a change or to a release."""
