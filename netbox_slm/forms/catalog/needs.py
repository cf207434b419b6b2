"""Forms of explicit needs between CIs, and of their groups."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from utilities.forms import BOOLEAN_WITH_BLANK_CHOICES, add_blank_choice
from utilities.forms.fields import (
    ChoiceField,
    CSVChoiceField,
    CSVContentTypeField,
    DynamicModelChoiceField,
    DynamicModelMultipleChoiceField,
    MultipleChoiceField,
    TagFilterField,
)
from utilities.forms.rendering import FieldSet
from utilities.forms.widgets import DateTimePicker

from ... import replaceable
from ...choices import NeedKindChoices
from ...models import CIDependency, CIDependencyGroup
from ..bases import PrimaryModelFilterSetForm
from ..fields import (
    LinkableObjectChoiceField,
    LinkableObjectFormMixin,
    LinkedObjectsImportMixin,
    linkable_type_choices,
    viewable,
)

__all__ = (
    'CIDependencyBulkEditForm',
    'CIDependencyFilterForm',
    'CIDependencyForm',
    'CIDependencyGroupBulkEditForm',
    'CIDependencyGroupFilterForm',
    'CIDependencyGroupForm',
    'CIDependencyGroupImportForm',
    'CIDependencyImportForm',
)

_NAME_HELP = _("Name of the object, instead of its ID; of a part: 'device:part'")
_TYPE_HELP = _('Type of the object, for example dcim.device')


def _replaced_choices():
    """Which needs that are read from NetBox can be replaced; looked up when a form is built."""
    return add_blank_choice(replaceable.choices())


class _DependentImportMixin(LinkedObjectsImportMixin):
    linked_names = ('dependent',)

    dependent_type = CSVContentTypeField(
        queryset=ContentType.objects.all(), label=_('type of the dependent object'), help_text=_TYPE_HELP
    )
    dependent_id = forms.IntegerField(required=False, label=_('ID of the dependent object'))
    dependent_name = forms.CharField(required=False, label=_('dependent object'), help_text=_NAME_HELP)


class CIDependencyGroupForm(LinkableObjectFormMixin, PrimaryModelForm):
    linked_names = ('dependent',)

    dependent = LinkableObjectChoiceField(label=_('Dependent object'), hx_target_id='dependent-object')

    fieldsets = (
        FieldSet('dependent', name=_('Dependent object'), html_id='dependent-object'),
        FieldSet('name', 'min_available', 'description', 'tags', name=_('Group of needs')),
    )

    class Meta:
        model = CIDependencyGroup
        fields = ('name', 'min_available', 'description', 'owner', 'comments', 'tags')


class CIDependencyGroupBulkEditForm(PrimaryModelBulkEditForm):
    min_available = forms.IntegerField(label=_('Minimum available'), min_value=1, required=False)

    model = CIDependencyGroup
    fieldsets = (FieldSet('min_available', 'description'),)
    nullable_fields = ('description', 'comments')


class CIDependencyGroupImportForm(_DependentImportMixin, PrimaryModelImportForm):
    class Meta:
        model = CIDependencyGroup
        fields = (
            'dependent_type',
            'dependent_name',
            'dependent_id',
            'name',
            'min_available',
            'description',
            'owner',
            'comments',
            'tags',
        )


class CIDependencyGroupFilterForm(PrimaryModelFilterSetForm):
    model = CIDependencyGroup
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('dependent_type', 'min_available', name=_('Group of needs')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'dependent_type')
    dependent_type = forms.MultipleChoiceField(
        label=_('Type of the dependent object'), choices=linkable_type_choices, required=False
    )
    min_available = forms.IntegerField(label=_('Minimum available'), min_value=1, required=False)
    tag = TagFilterField(model)


class CIDependencyForm(LinkableObjectFormMixin, PrimaryModelForm):
    linked_names = ('dependent', 'needed')

    dependent = LinkableObjectChoiceField(label=_('Dependent object'), hx_target_id='dependent-object')
    needed = LinkableObjectChoiceField(label=_('Needed object'), hx_target_id='needed-object')
    group = DynamicModelChoiceField(
        label=_('Group'),
        queryset=CIDependencyGroup.objects.all(),
        required=False,
        query_params={'dependent_type_id': '$dependent_content_type', 'dependent_id': '$dependent_object_id'},
        quick_add=True,
        quick_add_params={
            'dependent_content_type': '$dependent_content_type',
            'dependent_object_id': '$dependent_object_id',
        },
        help_text=_('Only for a member of a group'),
    )
    replaces = forms.ChoiceField(
        label=_('Replaces'),
        choices=_replaced_choices,
        required=False,
        help_text=_('Needs of the dependent object read from NetBox that no longer hold for it'),
    )

    fieldsets = (
        FieldSet('dependent', name=_('Dependent object'), html_id='dependent-object'),
        FieldSet('needed', name=_('Needed object'), html_id='needed-object'),
        FieldSet('kind', 'group', 'replaces', 'description', 'tags', name=_('Explicit need')),
        FieldSet('since', 'until', name=_('Term')),
    )

    class Meta:
        model = CIDependency
        fields = ('kind', 'group', 'replaces', 'since', 'until', 'description', 'owner', 'comments', 'tags')
        widgets = {'since': DateTimePicker(), 'until': DateTimePicker()}


class CIDependencyBulkEditForm(PrimaryModelBulkEditForm):
    kind = ChoiceField(label=_('Kind'), choices=add_blank_choice(NeedKindChoices), required=False)
    group = DynamicModelChoiceField(
        label=_('Group'),
        queryset=CIDependencyGroup.objects.all(),
        required=False,
        help_text=_('A group of the object whose needs all chosen ones are'),
    )
    replaces = forms.ChoiceField(label=_('Replaces'), choices=_replaced_choices, required=False)
    since = forms.DateTimeField(label=_('Since'), widget=DateTimePicker(), required=False)
    until = forms.DateTimeField(label=_('Until'), widget=DateTimePicker(), required=False)

    model = CIDependency
    fieldsets = (FieldSet('kind', 'group', 'replaces', 'since', 'until', 'description'),)
    nullable_fields = ('group', 'replaces', 'since', 'until', 'description', 'comments')


class CIDependencyImportForm(_DependentImportMixin, PrimaryModelImportForm):
    linked_names = ('dependent', 'needed')

    needed_type = CSVContentTypeField(
        queryset=ContentType.objects.all(), label=_('type of the needed object'), help_text=_TYPE_HELP
    )
    needed_id = forms.IntegerField(required=False, label=_('ID of the needed object'))
    needed_name = forms.CharField(required=False, label=_('needed object'), help_text=_NAME_HELP)
    kind = CSVChoiceField(
        label=_('Kind'),
        choices=NeedKindChoices,
        required=False,
        help_text=_('Required, soft, or a member of a group; empty: required'),
    )
    group = forms.CharField(
        label=_('Group'),
        required=False,
        help_text=_('Name of a group of needs of the dependent object; only for a member of a group'),
    )

    class Meta:
        model = CIDependency
        fields = (
            'dependent_type',
            'dependent_name',
            'dependent_id',
            'needed_type',
            'needed_name',
            'needed_id',
            'kind',
            'group',
            'replaces',
            'since',
            'until',
            'description',
            'owner',
            'comments',
            'tags',
        )

    def clean(self):
        cleaned = super().clean()
        if 'group' in self.fields:
            cleaned['group'] = self._group(cleaned.get('group')) if cleaned.get('group') else None
        return cleaned

    def _group(self, name):
        """Names of groups are unique only within the dependent object."""
        groups = viewable(CIDependencyGroup).filter(
            dependent_type_id=self.instance.dependent_type_id, dependent_id=self.instance.dependent_id, name=name
        )
        group = groups.first()
        if group is None:
            raise ValidationError(
                {'group': _('There is no group {name} of needs of the dependent object.').format(name=name)}
            )
        return group


class CIDependencyFilterForm(PrimaryModelFilterSetForm):
    model = CIDependency
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('kind', 'group_id', 'replaces', 'active', name=_('Explicit need')),
        FieldSet('dependent_type', 'needed_type', name=_('Objects')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'kind')
    kind = MultipleChoiceField(label=_('Kind'), choices=NeedKindChoices, required=False)
    group_id = DynamicModelMultipleChoiceField(
        label=_('Group'), queryset=CIDependencyGroup.objects.all(), required=False, null_option='None'
    )
    replaces = forms.MultipleChoiceField(label=_('Replaces'), choices=replaceable.choices, required=False)
    active = forms.NullBooleanField(
        label=_('Holds now'), required=False, widget=forms.Select(choices=BOOLEAN_WITH_BLANK_CHOICES)
    )
    dependent_type = forms.MultipleChoiceField(
        label=_('Type of the dependent object'), choices=linkable_type_choices, required=False
    )
    needed_type = forms.MultipleChoiceField(
        label=_('Type of the needed object'), choices=linkable_type_choices, required=False
    )
    tag = TagFilterField(model)
