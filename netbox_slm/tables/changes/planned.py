"""Tables of changes, their planned effects and what they caused, and of freeze windows."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.tables import NetBoxTable, PrimaryModelTable, columns
from tenancy.tables import ContactsColumnMixin, TenancyColumnsMixin

from ...models import CausedIncident, Change, FreezeWindow, PlannedEffect
from ..columns import DurationColumn
from ..viewable import ViewableRelationsMixin
from .columns import FlagColumn

__all__ = ('CausedIncidentTable', 'ChangeTable', 'FreezeWindowTable', 'PlannedEffectTable', 'PlannedWorkTable')

PLANNED_WORK_FIELDS = (
    'pk',
    'id',
    'reference',
    'name',
    'status',
    'type',
    'significance',
    'flag_rank',
    'planned_start',
    'planned_end',
    'actual_start',
    'actual_end',
    'tenant',
    'tenant_group',
    'requester',
    'submitted_by',
    'submitted_at',
    'approver',
    'approved_at',
    'flags_computed_at',
    'flags_stale_since',
    'description',
    'contacts',
    'owner_group',
    'owner',
    'comments',
    'tags',
    'created',
    'last_updated',
    'actions',
)
PLANNED_WORK_COLUMNS = (
    'pk',
    'reference',
    'name',
    'status',
    'type',
    'significance',
    'flag_rank',
    'planned_start',
    'planned_end',
    'tenant',
)


class PlannedWorkTable(ViewableRelationsMixin, TenancyColumnsMixin, ContactsColumnMixin, PrimaryModelTable):
    """What changes and releases have in common."""

    name = tables.Column(verbose_name=_('Title'), linkify=True)
    reference = tables.Column(verbose_name=_('Reference'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    type = columns.ChoiceFieldColumn(verbose_name=_('Type'))
    significance = columns.ChoiceFieldColumn(verbose_name=_('Significance'))
    flag_rank = FlagColumn()
    planned_start = columns.DateTimeColumn(verbose_name=_('Planned start'))
    planned_end = columns.DateTimeColumn(verbose_name=_('Planned end'))
    actual_start = columns.DateTimeColumn(verbose_name=_('Actual start'))
    actual_end = columns.DateTimeColumn(verbose_name=_('Actual end'))
    requester = tables.Column(verbose_name=_('Requester'))
    submitted_by = tables.Column(verbose_name=_('Submitted by'))
    submitted_at = columns.DateTimeColumn(verbose_name=_('Submitted'))
    approver = tables.Column(verbose_name=_('Approved by'))
    approved_at = columns.DateTimeColumn(verbose_name=_('Approved'))
    flags_computed_at = columns.DateTimeColumn(verbose_name=_('Flags computed'))
    flags_stale_since = columns.DateTimeColumn(verbose_name=_('Flags stale since'))


class ChangeTable(PlannedWorkTable):
    release = tables.Column(verbose_name=_('Release'), linkify=True)
    tags = columns.TagColumn(url_name='plugins:netbox_slm:change_list')

    class Meta(PrimaryModelTable.Meta):
        model = Change
        fields = (*PLANNED_WORK_FIELDS, 'release')
        default_columns = (*PLANNED_WORK_COLUMNS, 'release')


class PlannedEffectTable(ViewableRelationsMixin, NetBoxTable):
    object = tables.Column(verbose_name=_('Object'), linkify=True, orderable=False, default=_('Hidden'))
    object_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    change = tables.Column(verbose_name=pgettext_lazy('service levels', 'Change'), linkify=True, default=_('Hidden'))
    effect = columns.ChoiceFieldColumn(verbose_name=_('Effect'))
    offset_seconds = DurationColumn(verbose_name=_('Begins after'), default=_('At the start'))
    outage_seconds = DurationColumn(verbose_name=_('Outage'), default=_('To the end of the window'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:plannedeffect_list')

    class Meta(NetBoxTable.Meta):
        model = PlannedEffect
        fields = (
            'pk',
            'id',
            'object',
            'object_type',
            'change',
            'effect',
            'offset_seconds',
            'outage_seconds',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'object', 'object_type', 'change', 'effect', 'offset_seconds', 'outage_seconds')


class CausedIncidentTable(ViewableRelationsMixin, NetBoxTable):
    change = tables.Column(verbose_name=pgettext_lazy('service levels', 'Change'), linkify=True, default=_('Hidden'))
    incident = tables.Column(verbose_name=_('Incident'), linkify=True, default=_('Hidden'))
    decision = columns.ChoiceFieldColumn(verbose_name=_('Decision'))
    decided_by = tables.Column(verbose_name=_('Decided by'))
    decided_at = columns.DateTimeColumn(verbose_name=_('Decided'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:causedincident_list')

    class Meta(NetBoxTable.Meta):
        model = CausedIncident
        fields = (
            'pk',
            'id',
            'change',
            'incident',
            'decision',
            'decided_by',
            'decided_at',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'change', 'incident', 'decision', 'decided_by', 'decided_at')


class FreezeWindowTable(PrimaryModelTable):
    name = tables.Column(verbose_name=_('Name'), linkify=True)
    starts_at = columns.DateTimeColumn(verbose_name=_('Start'))
    ends_at = columns.DateTimeColumn(verbose_name=_('End'))
    scope = tables.Column(
        verbose_name=pgettext_lazy('service levels', 'Scope'),
        accessor='scope_count',
        empty_values=(),
        order_by=('scope_count', 'pk'),
    )
    tags = columns.TagColumn(url_name='plugins:netbox_slm:freezewindow_list')

    class Meta(PrimaryModelTable.Meta):
        model = FreezeWindow
        fields = (
            'pk',
            'id',
            'name',
            'starts_at',
            'ends_at',
            'scope',
            'reason',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'name', 'starts_at', 'ends_at', 'scope', 'reason')

    def render_scope(self, value):
        if value is None:
            return '—'
        return _('Everything') if value == 0 else _('{count} named').format(count=value)

    def value_scope(self, value):
        return value
