"""Tables of explicit needs between CIs, and of their groups."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from netbox.tables import PrimaryModelTable, columns

from ..models import CIDependency, CIDependencyGroup
from .viewable import ViewableRelationsMixin

__all__ = ('CIDependencyGroupTable', 'CIDependencyTable')


class CIDependencyGroupTable(ViewableRelationsMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    dependent_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    dependent = tables.Column(verbose_name=_('Dependent object'), linkify=True, orderable=False, default=_('Hidden'))
    needed = tables.Column(accessor='min_available', verbose_name=_('Needed'), order_by=('min_available',))
    member_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:cidependency_list',
        url_params={'group_id': 'pk'},
        verbose_name=_('Members'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:cidependencygroup_list')

    class Meta(PrimaryModelTable.Meta):
        model = CIDependencyGroup
        fields = (
            'pk',
            'id',
            'name',
            'dependent',
            'dependent_type',
            'needed',
            'min_available',
            'member_count',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'dependent', 'dependent_type', 'needed', 'description')

    def render_needed(self, value, record):
        return _('{needed} of {members}').format(needed=value, members=getattr(record, 'member_count', '–'))


class CIDependencyTable(ViewableRelationsMixin, PrimaryModelTable):
    dependent_type = columns.ContentTypeColumn(verbose_name=_('Type of the dependent object'))
    dependent = tables.Column(verbose_name=_('Dependent object'), linkify=True, orderable=False, default=_('Hidden'))
    needed_type = columns.ContentTypeColumn(verbose_name=_('Type of the needed object'))
    needed = tables.Column(verbose_name=_('Needed object'), linkify=True, orderable=False, default=_('Hidden'))
    kind = columns.ChoiceFieldColumn(verbose_name=_('Kind'))
    group = tables.Column(verbose_name=_('Group'), linkify=True)
    replaces = tables.Column(accessor='get_replaces_display', verbose_name=_('Replaces'), order_by=('replaces',))
    since = columns.DateTimeColumn(verbose_name=_('Since'))
    until = columns.DateTimeColumn(verbose_name=_('Until'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:cidependency_list')

    class Meta(PrimaryModelTable.Meta):
        model = CIDependency
        fields = (
            'pk',
            'id',
            'dependent',
            'dependent_type',
            'needed',
            'needed_type',
            'kind',
            'group',
            'replaces',
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
        default_columns = ('pk', 'dependent', 'needed', 'kind', 'group', 'replaces', 'description')
