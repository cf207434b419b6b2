"""Forms of what a service stands on: redundancy groups, components, dependencies."""

from django import forms
from django.core.exceptions import FieldError
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.models import Tenant
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES, add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    CSVModelChoiceField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ...choices import DependencyKindChoices
from ...models import RedundancyGroup, Service, ServiceComponent, ServiceDependency
from ..bases import PrimaryModelFilterSetForm
from ..fields import (
    LinkableObjectChoiceField,
    LinkableObjectFormMixin,
    LinkedObjectImportMixin,
    linkable_type_choices,
)

__all__ = (
    'RedundancyGroupBulkEditForm',
    'RedundancyGroupFilterForm',
    'RedundancyGroupForm',
    'RedundancyGroupImportForm',
    'ServiceComponentBulkEditForm',
    'ServiceComponentFilterForm',
    'ServiceComponentForm',
    'ServiceComponentImportForm',
    'ServiceDependencyBulkEditForm',
    'ServiceDependencyFilterForm',
    'ServiceDependencyForm',
    'ServiceDependencyImportForm',
)

_TERM = ('since', 'until')


def _term_widgets():
    return {name: DateTimePicker() for name in _TERM}


def _service_field(label, help_text):
    return CSVModelChoiceField(label=label, queryset=Service.objects.all(), to_field_name='name', help_text=help_text)


_SERVICE_HELP = _('Name of the service; the heading service.reference takes its reference')


class _TermBulkEditForm(PrimaryModelBulkEditForm):
    since = forms.DateTimeField(label=_('Since'), widget=DateTimePicker(), required=False)
    until = forms.DateTimeField(label=_('Until'), widget=DateTimePicker(), required=False)


class _OfServiceFilterForm(PrimaryModelFilterSetForm):
    service_id = DynamicModelMultipleChoiceField(label=_('Service'), queryset=Service.objects.all(), required=False)
    tenant_id = DynamicModelMultipleChoiceField(
        label=_('Customer'), queryset=Tenant.objects.all(), required=False, null_option='None'
    )
    active = forms.NullBooleanField(
        label=_('Holds now'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )


class RedundancyGroupForm(PrimaryModelForm):
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), selector=True)

    fieldsets = (
        FieldSet('service', 'name', 'min_available', 'description', 'tags', name=_('Redundancy group')),
        FieldSet(*_TERM, name=_('Term')),
    )

    class Meta:
        model = RedundancyGroup
        fields = (
            'service',
            'name',
            'min_available',
            'since',
            'until',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = _term_widgets()


class RedundancyGroupBulkEditForm(_TermBulkEditForm):
    min_available = forms.IntegerField(label=_('Minimum available'), min_value=1, required=False)

    model = RedundancyGroup
    fieldsets = (FieldSet('min_available', 'since', 'until', 'description'),)
    nullable_fields = ('since', 'until', 'description', 'comments')


class RedundancyGroupImportForm(PrimaryModelImportForm):
    service = _service_field(_('Service'), _SERVICE_HELP)

    class Meta:
        model = RedundancyGroup
        fields = RedundancyGroupForm.Meta.fields


class RedundancyGroupFilterForm(_OfServiceFilterForm):
    model = RedundancyGroup
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('service_id', 'tenant_id', 'min_available', 'active', name=_('Redundancy group')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'service_id')
    min_available = forms.IntegerField(label=_('Minimum available'), min_value=1, required=False)
    tag = TagFilterField(model)


class ServiceComponentForm(LinkableObjectFormMixin, PrimaryModelForm):
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), selector=True)
    object = LinkableObjectChoiceField(label=_('Object'), hx_target_id='linked-object')
    redundancy_group = DynamicModelChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        query_params={'service_id': '$service'},
        quick_add=True,
        quick_add_params={'service': '$service'},
        help_text=_('None: the service requires this component'),
    )

    fieldsets = (
        FieldSet('service', 'redundancy_group', 'description', 'tags', name=_('Service component')),
        FieldSet('object', name=_('Object'), html_id='linked-object'),
        FieldSet(*_TERM, name=_('Term')),
    )

    class Meta:
        model = ServiceComponent
        fields = ('service', 'redundancy_group', 'since', 'until', 'description', 'owner', 'comments', 'tags')
        widgets = _term_widgets()


class ServiceComponentBulkEditForm(_TermBulkEditForm):
    redundancy_group = DynamicModelChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        context={'parent': 'service'},
        help_text=_('A group of the service that all chosen components belong to'),
    )

    model = ServiceComponent
    fieldsets = (FieldSet('redundancy_group', 'since', 'until', 'description'),)
    nullable_fields = ('redundancy_group', 'since', 'until', 'description', 'comments')


class ServiceComponentImportForm(LinkedObjectImportMixin, PrimaryModelImportForm):
    service = _service_field(_('Service'), _SERVICE_HELP)
    redundancy_group = CSVModelChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of a redundancy group of the service; empty: the service requires this component'),
    )

    class Meta:
        model = ServiceComponent
        fields = (
            'service',
            'object_type',
            'object_name',
            'object_id',
            'redundancy_group',
            'since',
            'until',
            'description',
            'owner',
            'comments',
            'tags',
        )

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if data:
            groups = self.fields['redundancy_group']
            groups.queryset = groups.queryset.filter(service_id__in=self._services(data))

    def _services(self, data):
        """Services whose groups can be meant: names of groups are unique only within a service."""
        if not data.get('service'):
            return Service.objects.filter(pk=self.instance.service_id)
        name = self.fields['service'].to_field_name or 'pk'
        try:
            return Service.objects.filter(**{name: data['service']}).values('pk')
        except (FieldError, TypeError, ValueError):
            return Service.objects.none()


class ServiceComponentFilterForm(_OfServiceFilterForm):
    model = ServiceComponent
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('service_id', 'tenant_id', 'redundancy_group_id', 'active', name=_('Service component')),
        FieldSet('object_type', name=_('Object')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'service_id')
    redundancy_group_id = DynamicModelMultipleChoiceField(
        label=_('Redundancy group'),
        queryset=RedundancyGroup.objects.all(),
        required=False,
        null_option='None',
        query_params={'service_id': '$service_id'},
    )
    object_type = forms.MultipleChoiceField(label=_('Object type'), choices=linkable_type_choices, required=False)
    tag = TagFilterField(model)


class ServiceDependencyForm(PrimaryModelForm):
    service = DynamicModelChoiceField(label=_('Service'), queryset=Service.objects.all(), selector=True)
    depends_on = DynamicModelChoiceField(label=_('Depends on'), queryset=Service.objects.all(), selector=True)

    fieldsets = (
        FieldSet('service', 'depends_on', 'kind', 'description', 'tags', name=_('Service dependency')),
        FieldSet(*_TERM, name=_('Term')),
    )

    class Meta:
        model = ServiceDependency
        fields = (
            'service',
            'depends_on',
            'kind',
            'since',
            'until',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = _term_widgets()


class ServiceDependencyBulkEditForm(_TermBulkEditForm):
    kind = ChoiceField(label=_('Kind'), choices=add_blank_choice(DependencyKindChoices), required=False)

    model = ServiceDependency
    fieldsets = (FieldSet('kind', 'since', 'until', 'description'),)
    nullable_fields = ('since', 'until', 'description', 'comments')


class ServiceDependencyImportForm(PrimaryModelImportForm):
    service = _service_field(_('Service'), _SERVICE_HELP)
    depends_on = _service_field(
        _('Depends on'), _('Name of the service it needs; the heading depends_on.reference takes its reference')
    )
    kind = CSVChoiceField(
        label=_('Kind'),
        choices=DependencyKindChoices,
        required=False,
        help_text=_('A hard or a soft need; empty: hard'),
    )

    class Meta:
        model = ServiceDependency
        fields = ServiceDependencyForm.Meta.fields


class ServiceDependencyFilterForm(_OfServiceFilterForm):
    model = ServiceDependency
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('service_id', 'depends_on_id', 'kind', 'tenant_id', 'active', name=_('Service dependency')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'service_id')
    depends_on_id = DynamicModelMultipleChoiceField(
        label=_('Depends on'), queryset=Service.objects.all(), required=False
    )
    kind = MultipleChoiceField(label=_('Kind'), choices=DependencyKindChoices, required=False)
    tag = TagFilterField(model)
