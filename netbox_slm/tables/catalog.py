"""Tables of the domain catalog."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.tables import NestedGroupModelTable, PrimaryModelTable, columns
from tenancy.tables import ContactsColumnMixin, TenancyColumnsMixin

from ..models import (
    CatalogCategory,
    CatalogEntry,
    RedundancyGroup,
    Service,
    ServiceComponent,
    ServiceDependency,
)
from .agreements import ServiceHoursColumn
from .columns import DurationColumn
from .viewable import ViewableRelationsMixin

__all__ = (
    'CatalogCategoryTable',
    'CatalogEntryTable',
    'RedundancyGroupTable',
    'SLMServiceTable',
    'ServiceComponentTable',
    'ServiceDependencyTable',
    'ServiceTable',
)


class CatalogCategoryTable(ViewableRelationsMixin, NestedGroupModelTable):
    entry_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:catalogentry_list',
        url_params={'category_id': 'pk'},
        verbose_name=_('Catalog entries'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:catalogcategory_list')

    class Meta(NestedGroupModelTable.Meta):
        model = CatalogCategory
        fields = (
            'pk',
            'id',
            'name',
            'parent',
            'slug',
            'entry_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'entry_count', 'description')


class CatalogEntryTable(ViewableRelationsMixin, ContactsColumnMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    category = tables.Column(verbose_name=_('Category'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    calendar = ServiceHoursColumn(without=_('24x7'))
    response_seconds = DurationColumn(verbose_name=_('Response time'))
    resolution_seconds = DurationColumn(verbose_name=_('Resolution time'))
    next_review_on = columns.DateColumn(verbose_name=_('Next review'))
    service_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:service_list',
        url_params={'catalog_entry_id': 'pk'},
        verbose_name=_('Services'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:catalogentry_list')

    class Meta(PrimaryModelTable.Meta):
        model = CatalogEntry
        fields = (
            'pk',
            'id',
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
            'next_review_on',
            'service_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'contacts',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'pk',
            'name',
            'category',
            'status',
            'version',
            'availability_percent',
            'service_count',
            'next_review_on',
        )


class SLMServiceTable(ViewableRelationsMixin, TenancyColumnsMixin, ContactsColumnMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    catalog_entry = tables.Column(verbose_name=_('Catalog entry'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    criticality = columns.ChoiceFieldColumn(verbose_name=_('Criticality'))
    operational_from = columns.DateTimeColumn(verbose_name=_('Operational from'))
    operational_until = columns.DateTimeColumn(verbose_name=_('Operational until'))
    component_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:servicecomponent_list',
        url_params={'service_id': 'pk'},
        verbose_name=_('Components'),
    )
    sla_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:sla_list', url_params={'service_id': 'pk'}, verbose_name=_('SLAs')
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:service_list')

    class Meta(PrimaryModelTable.Meta):
        model = Service
        fields = (
            'pk',
            'id',
            'name',
            'reference',
            'tenant',
            'tenant_group',
            'catalog_entry',
            'status',
            'criticality',
            'operational_from',
            'operational_until',
            'component_count',
            'sla_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'contacts',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = (
            'pk',
            'name',
            'tenant',
            'criticality',
            'status',
            'catalog_entry',
            'component_count',
            'sla_count',
        )


ServiceTable = SLMServiceTable


class RedundancyGroupTable(ViewableRelationsMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    service = tables.Column(verbose_name=_('Service'), linkify=True, default=_('Hidden'))
    tenant = tables.Column(accessor='service__tenant', verbose_name=_('Customer'), linkify=True)
    needed = tables.Column(
        accessor='min_available',
        verbose_name=_('Needed'),
        order_by=('min_available',),
    )
    since = columns.DateTimeColumn(verbose_name=_('Since'))
    until = columns.DateTimeColumn(verbose_name=_('Until'))
    member_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:servicecomponent_list',
        url_params={'redundancy_group_id': 'pk'},
        verbose_name=_('Members'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:redundancygroup_list')

    class Meta(PrimaryModelTable.Meta):
        model = RedundancyGroup
        fields = (
            'pk',
            'id',
            'name',
            'service',
            'tenant',
            'needed',
            'min_available',
            'member_count',
            'since',
            'until',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'service', 'needed', 'description')

    def render_needed(self, value, record):
        return _('{needed} of {members}').format(needed=value, members=getattr(record, 'member_count', '–'))


class ServiceComponentTable(ViewableRelationsMixin, PrimaryModelTable):
    service = tables.Column(verbose_name=_('Service'), linkify=True, default=_('Hidden'))
    tenant = tables.Column(accessor='service__tenant', verbose_name=_('Customer'), linkify=True)
    object_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    object = tables.Column(verbose_name=_('Object'), linkify=True, orderable=False, default=_('Hidden'))
    redundancy_group = tables.Column(
        verbose_name=_('Redundancy group'), linkify=True, default=pgettext_lazy('service levels', 'Required')
    )
    since = columns.DateTimeColumn(verbose_name=_('Since'))
    until = columns.DateTimeColumn(verbose_name=_('Until'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:servicecomponent_list')

    class Meta(PrimaryModelTable.Meta):
        model = ServiceComponent
        fields = (
            'pk',
            'id',
            'object',
            'object_type',
            'service',
            'tenant',
            'redundancy_group',
            'since',
            'until',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'object', 'object_type', 'service', 'redundancy_group', 'description')


class ServiceDependencyTable(ViewableRelationsMixin, PrimaryModelTable):
    service = tables.Column(verbose_name=_('Service'), linkify=True, default=_('Hidden'))
    depends_on = tables.Column(verbose_name=_('Depends on'), linkify=True, default=_('Hidden'))
    kind = columns.ChoiceFieldColumn(verbose_name=_('Kind'))
    since = columns.DateTimeColumn(verbose_name=_('Since'))
    until = columns.DateTimeColumn(verbose_name=_('Until'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:servicedependency_list')

    class Meta(PrimaryModelTable.Meta):
        model = ServiceDependency
        fields = (
            'pk',
            'id',
            'service',
            'depends_on',
            'kind',
            'since',
            'until',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'service', 'depends_on', 'kind', 'description')
