"""Forms of catalogue categories and entries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from netbox.forms import (
    NestedGroupModelBulkEditForm,
    NestedGroupModelForm,
    NestedGroupModelImportForm,
    PrimaryModelBulkEditForm,
    PrimaryModelForm,
    PrimaryModelImportForm,
)
from tenancy.forms import ContactModelFilterForm
from utilities.forms import add_blank_choice
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
from utilities.forms.widgets import DatePicker

from ...choices import CatalogEntryStatusChoices
from ...models import CatalogCategory, CatalogEntry, ServiceCalendar
from ..bases import NestedGroupModelFilterSetForm, PrimaryModelFilterSetForm
from ..fields import DurationField

__all__ = (
    'CatalogCategoryBulkEditForm',
    'CatalogCategoryFilterForm',
    'CatalogCategoryForm',
    'CatalogCategoryImportForm',
    'CatalogEntryBulkEditForm',
    'CatalogEntryFilterForm',
    'CatalogEntryForm',
    'CatalogEntryImportForm',
)


class CatalogCategoryForm(NestedGroupModelForm):
    parent = DynamicModelChoiceField(label=_('Parent'), queryset=CatalogCategory.objects.all(), required=False)

    fieldsets = (FieldSet('parent', 'name', 'slug', 'description', 'tags', name=_('Catalog category')),)

    class Meta:
        model = CatalogCategory
        fields = ('parent', 'name', 'slug', 'description', 'owner', 'comments', 'tags')


class CatalogCategoryBulkEditForm(NestedGroupModelBulkEditForm):
    parent = DynamicModelChoiceField(label=_('Parent'), queryset=CatalogCategory.objects.all(), required=False)

    model = CatalogCategory
    fieldsets = (FieldSet('parent', 'description'),)
    nullable_fields = ('parent', 'description', 'comments')


class CatalogCategoryImportForm(NestedGroupModelImportForm):
    parent = CSVModelChoiceField(
        label=_('Parent'),
        queryset=CatalogCategory.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the category above it'),
    )

    class Meta:
        model = CatalogCategory
        fields = ('name', 'slug', 'parent', 'description', 'owner', 'comments', 'tags')


class CatalogCategoryFilterForm(NestedGroupModelFilterSetForm):
    model = CatalogCategory
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('parent_id', name=_('Catalog category')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    parent_id = DynamicModelMultipleChoiceField(
        label=_('Parent'), queryset=CatalogCategory.objects.all(), required=False
    )
    tag = TagFilterField(model)


class CatalogEntryForm(PrimaryModelForm):
    category = DynamicModelChoiceField(
        label=_('Category'), queryset=CatalogCategory.objects.all(), required=False, quick_add=True
    )
    calendar = DynamicModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        help_text=_('Hours offered by default; none means 24x7'),
    )
    response_seconds = DurationField(label=_('Response time'), required=False)
    resolution_seconds = DurationField(label=_('Resolution time'), required=False)

    fieldsets = (
        FieldSet(
            'name',
            'reference',
            'category',
            'status',
            'version',
            'next_review_on',
            'outcome',
            'description',
            'tags',
            name=_('Catalog entry'),
        ),
        FieldSet(
            'calendar',
            'availability_percent',
            'response_seconds',
            'resolution_seconds',
            name=_('Offered by default'),
        ),
        FieldSet('price', 'currency', 'price_unit', name=_('Price')),
        FieldSet('provider_duties', 'customer_duties', 'emergency_handling', name=_('Duties')),
    )

    class Meta:
        model = CatalogEntry
        fields = (
            'name',
            'reference',
            'category',
            'status',
            'version',
            'outcome',
            'calendar',
            'availability_percent',
            'response_seconds',
            'resolution_seconds',
            'price',
            'currency',
            'price_unit',
            'provider_duties',
            'customer_duties',
            'emergency_handling',
            'next_review_on',
            'description',
            'owner',
            'comments',
            'tags',
        )
        widgets = {
            'next_review_on': DatePicker(),
            'outcome': forms.Textarea(attrs={'rows': 3}),
            'provider_duties': forms.Textarea(attrs={'rows': 3}),
            'customer_duties': forms.Textarea(attrs={'rows': 3}),
            'emergency_handling': forms.Textarea(attrs={'rows': 3}),
        }


class CatalogEntryBulkEditForm(PrimaryModelBulkEditForm):
    category = DynamicModelChoiceField(label=_('Category'), queryset=CatalogCategory.objects.all(), required=False)
    status = ChoiceField(label=_('Status'), choices=add_blank_choice(CatalogEntryStatusChoices), required=False)
    version = forms.CharField(label=_('Version'), max_length=20, required=False)
    calendar = DynamicModelChoiceField(label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False)
    availability_percent = forms.DecimalField(
        label=_('Availability (%)'), max_digits=9, decimal_places=6, required=False
    )
    response_seconds = DurationField(label=_('Response time'), required=False)
    resolution_seconds = DurationField(label=_('Resolution time'), required=False)
    next_review_on = forms.DateField(label=_('Next review'), widget=DatePicker(), required=False)

    model = CatalogEntry
    fieldsets = (
        FieldSet('category', 'status', 'version', 'next_review_on', 'description'),
        FieldSet(
            'calendar',
            'availability_percent',
            'response_seconds',
            'resolution_seconds',
            name=_('Offered by default'),
        ),
    )
    nullable_fields = (
        'category',
        'calendar',
        'availability_percent',
        'response_seconds',
        'resolution_seconds',
        'next_review_on',
        'description',
        'comments',
    )


class CatalogEntryImportForm(PrimaryModelImportForm):
    category = CSVModelChoiceField(
        label=_('Category'),
        queryset=CatalogCategory.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the category'),
    )
    status = CSVChoiceField(
        label=_('Status'),
        choices=CatalogEntryStatusChoices,
        required=False,
        help_text=_('Where the entry is in its life; empty: a draft'),
    )
    version = forms.CharField(label=_('Version'), max_length=20, required=False, help_text=_('Empty: 1.0'))
    calendar = CSVModelChoiceField(
        label=_('Service hours'),
        queryset=ServiceCalendar.objects.all(),
        required=False,
        to_field_name='name',
        help_text=_('Name of the service calendar; empty: 24x7'),
    )
    response_seconds = DurationField(label=_('Response time'), required=False)
    resolution_seconds = DurationField(label=_('Resolution time'), required=False)

    class Meta:
        model = CatalogEntry
        fields = CatalogEntryForm.Meta.fields

    def clean_version(self):
        return self.cleaned_data['version'] or CatalogEntry._meta.get_field('version').default


class CatalogEntryFilterForm(ContactModelFilterForm, PrimaryModelFilterSetForm):
    model = CatalogEntry
    fieldsets = (
        FieldSet('q', 'filter_id', 'tag'),
        FieldSet('category_id', 'status', 'calendar_id', 'next_review_on__lte', name=_('Catalog entry')),
        FieldSet('contact', 'contact_role', 'contact_group', name=_('Contacts')),
        FieldSet('owner_group_id', 'owner_id', name=_('Ownership')),
    )
    selector_fields = ('filter_id', 'q', 'category_id', 'status')
    category_id = DynamicModelMultipleChoiceField(
        label=_('Category'), queryset=CatalogCategory.objects.all(), required=False, null_option='None'
    )
    status = MultipleChoiceField(label=_('Status'), choices=CatalogEntryStatusChoices, required=False)
    calendar_id = DynamicModelMultipleChoiceField(
        label=_('Service hours'), queryset=ServiceCalendar.objects.all(), required=False, null_option='None'
    )
    next_review_on__lte = forms.DateField(label=_('Review due by'), widget=DatePicker(), required=False)
    tag = TagFilterField(model)
