"""Tables of the domain operations."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.tables import NetBoxTable, PrimaryModelTable, columns
from tenancy.tables import ContactsColumnMixin, TenancyColumnsMixin

from ..models import AffectedCI, AffectedService, DerivedEffect, Hold, Incident
from ..ui.components import duration
from .columns import DurationColumn
from .viewable import ViewableRelationsMixin

__all__ = ('AffectedCITable', 'AffectedServiceTable', 'DerivedEffectTable', 'HoldTable', 'IncidentTable')


class LastedColumn(DurationColumn):
    """From `starts_at` to `ends_at` of the record, up to now while it lasts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_values=(), orderable=False, verbose_name=_('Lasted'), **kwargs)

    def render(self, record):
        return duration(self.value(record))

    def value(self, record):
        return int(((record.ends_at or timezone.now()) - record.starts_at).total_seconds())


class IncidentTable(ViewableRelationsMixin, TenancyColumnsMixin, ContactsColumnMixin, PrimaryModelTable):
    name = tables.Column(verbose_name=_('Title'), linkify=True)
    reference = tables.Column(verbose_name=_('Reference'), linkify=True)
    status = columns.ChoiceFieldColumn(verbose_name=_('Status'))
    priority = columns.ChoiceFieldColumn(verbose_name=_('Priority'))
    effect = columns.ChoiceFieldColumn(verbose_name=_('Effect'))
    occurred_at = columns.DateTimeColumn(verbose_name=_('Occurred'))
    reported_at = columns.DateTimeColumn(verbose_name=_('Reported'))
    responded_at = columns.DateTimeColumn(verbose_name=_('Responded'))
    restored_at = columns.DateTimeColumn(verbose_name=_('Restored'))
    resolved_at = columns.DateTimeColumn(verbose_name=_('Resolved'))
    closed_at = columns.DateTimeColumn(verbose_name=_('Closed'))
    lasted = LastedColumn()
    affected_ci_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:affectedci_list',
        url_params={'incident_id': 'pk'},
        verbose_name=_('CIs'),
    )
    affected_service_count = columns.LinkedCountColumn(
        viewname='plugins:netbox_slm:affectedservice_list',
        url_params={'incident_id': 'pk'},
        verbose_name=_('Services'),
    )
    excused = columns.BooleanColumn(verbose_name=_('Excused'), false_mark=None)
    excused_by = tables.Column(verbose_name=_('Excuse approved by'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:incident_list')

    class Meta(PrimaryModelTable.Meta):
        model = Incident
        fields = (
            'pk',
            'id',
            'reference',
            'name',
            'status',
            'priority',
            'effect',
            'weight',
            'affected_ci_count',
            'affected_service_count',
            'occurred_at',
            'reported_at',
            'responded_at',
            'restored_at',
            'resolved_at',
            'closed_at',
            'lasted',
            'excused',
            'excuse_reason',
            'excused_by',
            'tenant',
            'tenant_group',
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
        default_columns = (
            'pk',
            'reference',
            'name',
            'status',
            'priority',
            'effect',
            'affected_ci_count',
            'affected_service_count',
            'reported_at',
            'lasted',
            'tenant',
        )


class AffectedCITable(ViewableRelationsMixin, NetBoxTable):
    incident = tables.Column(verbose_name=_('Incident'), linkify=True, default=_('Hidden'))
    object_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    object = tables.Column(verbose_name=_('Object'), linkify=True, orderable=False, default=_('Hidden'))
    effect = columns.ChoiceFieldColumn(verbose_name=_('Effect'), default=_("The incident's"))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:affectedci_list')

    class Meta(NetBoxTable.Meta):
        model = AffectedCI
        fields = (
            'pk',
            'id',
            'object',
            'object_type',
            'incident',
            'effect',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'object', 'object_type', 'incident', 'effect')


class AffectedServiceTable(ViewableRelationsMixin, NetBoxTable):
    incident = tables.Column(verbose_name=_('Incident'), linkify=True, default=_('Hidden'))
    service = tables.Column(verbose_name=_('Service'), linkify=True, default=_('Hidden'))
    effect = columns.ChoiceFieldColumn(verbose_name=_('Effect'), default=_("The incident's"))
    starts_at = columns.DateTimeColumn(verbose_name=_('Start'), default=_("The incident's"))
    ends_at = columns.DateTimeColumn(verbose_name=_('End'), default=_("The incident's"))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:affectedservice_list')

    class Meta(NetBoxTable.Meta):
        model = AffectedService
        fields = (
            'pk',
            'id',
            'service',
            'incident',
            'effect',
            'weight',
            'starts_at',
            'ends_at',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'service', 'incident', 'effect', 'starts_at', 'ends_at')


class DerivedEffectTable(ViewableRelationsMixin, NetBoxTable):
    object = tables.Column(
        verbose_name=_('Object'),
        orderable=False,
        default=_('Hidden'),
        linkify=lambda record, value: value.get_absolute_url() if value else None,
    )
    object_type = columns.ContentTypeColumn(verbose_name=_('Object type'))
    incident = tables.Column(verbose_name=_('Incident'), linkify=True, default=_('Hidden'))
    effect = columns.ChoiceFieldColumn(verbose_name=_('Effect'))
    distance = tables.Column(verbose_name=_('Steps away'))
    decision = columns.ChoiceFieldColumn(verbose_name=_('Decision'), linkify=True)
    decided_by = tables.Column(verbose_name=_('Decided by'))
    decided_at = columns.DateTimeColumn(verbose_name=_('Decided'))
    computed_at = columns.DateTimeColumn(verbose_name=_('Topology read'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:derivedeffect_list')
    actions = columns.ActionsColumn(actions=('changelog',))

    class Meta(NetBoxTable.Meta):
        model = DerivedEffect
        fields = (
            'pk',
            'id',
            'object',
            'object_type',
            'incident',
            'effect',
            'distance',
            'decision',
            'decided_by',
            'decided_at',
            'computed_at',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('id', 'object', 'object_type', 'incident', 'effect', 'decision', 'decided_by')


class HoldTable(ViewableRelationsMixin, NetBoxTable):
    reason = tables.Column(verbose_name=_('Reason'), linkify=True)
    incident = tables.Column(verbose_name=_('Incident'), linkify=True, default=_('Hidden'))
    starts_at = columns.DateTimeColumn(verbose_name=_('Start'))
    ends_at = columns.DateTimeColumn(verbose_name=_('End'), default=_('Lasts'))
    lasted = LastedColumn()
    tags = columns.TagColumn(url_name='plugins:netbox_slm:hold_list')

    class Meta(NetBoxTable.Meta):
        model = Hold
        fields = (
            'pk',
            'id',
            'reason',
            'incident',
            'starts_at',
            'ends_at',
            'lasted',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'reason', 'incident', 'starts_at', 'ends_at', 'lasted')
