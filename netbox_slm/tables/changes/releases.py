"""Tables of releases, of what they introduce and of their effects."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from netbox.tables import NetBoxTable, PrimaryModelTable, columns

from ...models import Release, ReleaseEffect, ReleaseElement
from ..viewable import ViewableRelationsMixin
from .planned import PLANNED_WORK_COLUMNS, PLANNED_WORK_FIELDS, PlannedWorkTable

__all__ = ('ReleaseEffectTable', 'ReleaseElementTable', 'ReleaseTable')


class ReleaseTable(PlannedWorkTable):
    change_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:change_list', url_params={'release_id': 'pk'}, verbose_name=_('Changes')
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:release_list')

    class Meta(PrimaryModelTable.Meta):
        model = Release
        fields = (*PLANNED_WORK_FIELDS, 'change_count')
        default_columns = (*PLANNED_WORK_COLUMNS, 'change_count')


class ReleaseElementTable(ViewableRelationsMixin, NetBoxTable):
    release = tables.Column(verbose_name=_('Release'), linkify=True, default=_('Hidden'))
    service = tables.Column(verbose_name=_('Service'), linkify=True, default=_('Hidden'))
    object_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    object = tables.Column(
        verbose_name=_('New component'), linkify=True, orderable=False, empty_values=(), accessor='object_id'
    )
    redundancy_group = tables.Column(verbose_name=_('Redundancy group'), linkify=True)
    state = columns.ChoiceFieldColumn(verbose_name=_('State'))
    decided_by = tables.Column(verbose_name=_('Decided by'))
    decided_at = columns.DateTimeColumn(verbose_name=_('Decided'))
    merged_at = columns.DateTimeColumn(verbose_name=_('Took effect'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:releaseelement_list')

    class Meta(NetBoxTable.Meta):
        model = ReleaseElement
        fields = (
            'pk',
            'id',
            'service',
            'object',
            'object_type',
            'redundancy_group',
            'release',
            'state',
            'decided_by',
            'decided_at',
            'merged_at',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'service', 'object', 'redundancy_group', 'release', 'state', 'merged_at')

    def render_object(self, record):
        if record.is_new_service:
            return _('The service is new')
        return record.object or _('Hidden')

    def value_object(self, record):
        return str(self.render_object(record))


class ReleaseEffectTable(ViewableRelationsMixin, NetBoxTable):
    text = tables.Column(verbose_name=_('Effect'), linkify=True)
    direction = columns.ChoiceFieldColumn(verbose_name=_('Direction'))
    release = tables.Column(verbose_name=_('Release'), linkify=True, default=_('Hidden'))
    service = tables.Column(verbose_name=_('Service'), linkify=True)
    sla = tables.Column(verbose_name=_('SLA'), linkify=True)
    tags = columns.TagColumn(url_name='plugins:netbox_slm:releaseeffect_list')

    class Meta(NetBoxTable.Meta):
        model = ReleaseEffect
        fields = (
            'pk',
            'id',
            'text',
            'direction',
            'release',
            'service',
            'sla',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'text', 'direction', 'release', 'service', 'sla')
