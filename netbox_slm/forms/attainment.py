"""Forms of the domain attainment: figures are computed, so there is only one to filter them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcim.models import Device
from tenancy.models import Tenant
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES
from utilities.forms.fields import DynamicModelMultipleChoiceField, TagFilterField
from utilities.forms.rendering import FieldSet
from virtualization.models import VirtualMachine

from ..choices import AttainmentStatusChoices, MetricChoices
from ..models import SLA, Attainment, Service, ServiceLevelTarget
from .bases import NetBoxModelFilterSetForm

__all__ = ('AttainmentFilterForm',)


def _yes_or_no(label):
    return forms.NullBooleanField(label=label, required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES))


class AttainmentFilterForm(NetBoxModelFilterSetForm):
    model = Attainment
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('status', 'metric', 'period', 'is_final', 'stale', 'outdated', name=_('Figure')),
        FieldSet('tenant_id', 'sla_id', 'target_id', name=_('Promise')),
        FieldSet('service_id', 'device_id', 'virtual_machine_id', name=_('Service')),
    )
    status = forms.MultipleChoiceField(label=_('Status'), choices=AttainmentStatusChoices, required=False)
    metric = forms.MultipleChoiceField(
        label=pgettext_lazy('service levels', 'Metric'), choices=MetricChoices, required=False
    )
    period = forms.CharField(label=_('Period'), required=False, help_text=_('For example 2026-10'))
    is_final = _yes_or_no(_('Final'))
    stale = _yes_or_no(pgettext_lazy('service levels', 'Stale'))
    outdated = _yes_or_no(_('Outdated'))
    tenant_id = DynamicModelMultipleChoiceField(label=_('Customer'), queryset=Tenant.objects.all(), required=False)
    sla_id = DynamicModelMultipleChoiceField(
        label=_('SLA'), queryset=SLA.objects.all(), query_params={'tenant_id': '$tenant_id'}, required=False
    )
    target_id = DynamicModelMultipleChoiceField(
        label=_('Target'),
        queryset=ServiceLevelTarget.objects.all(),
        query_params={'sla_id': '$sla_id'},
        required=False,
    )
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    device_id = DynamicModelMultipleChoiceField(label=_('Device'), queryset=Device.objects.all(), required=False)
    virtual_machine_id = DynamicModelMultipleChoiceField(
        label=_('Virtual machine'), queryset=VirtualMachine.objects.all(), required=False
    )
    tag = TagFilterField(model)
