"""Tables of what customers say to planned work."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from netbox.tables import PrimaryModelTable, columns
from tenancy.tables import TenancyColumnsMixin

from ...models import Acknowledgement, CustomerAgreement
from ..viewable import ViewableRelationsMixin
from .columns import RecordColumn

__all__ = ('AcknowledgementTable', 'CustomerAgreementTable')


class CustomerAgreementTable(ViewableRelationsMixin, TenancyColumnsMixin, PrimaryModelTable):
    agreed_at = columns.DateTimeColumn(verbose_name=_('Agreed'), linkify=True)
    record = RecordColumn()
    sla = tables.Column(verbose_name=_('SLA'), linkify=True)
    contact = tables.Column(verbose_name=_('Contact'), linkify=True)
    form = columns.ChoiceFieldColumn(verbose_name=_('Form'))
    written_due_on = columns.DateColumn(verbose_name=_('Written agreement due'))
    written_at = columns.DateTimeColumn(verbose_name=_('Agreed in writing'))
    recorded_by = tables.Column(verbose_name=_('Recorded by'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:customeragreement_list')

    class Meta(PrimaryModelTable.Meta):
        model = CustomerAgreement
        fields = (
            'pk',
            'id',
            'agreed_at',
            'record',
            'sla',
            'tenant',
            'tenant_group',
            'form',
            'contact',
            'agreed_by',
            'recorded_by',
            'window_start',
            'window_end',
            'written_due_on',
            'written_at',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'agreed_at', 'record', 'sla', 'tenant', 'form', 'written_due_on', 'written_at')


class AcknowledgementTable(ViewableRelationsMixin, TenancyColumnsMixin, PrimaryModelTable):
    told_at = columns.DateTimeColumn(verbose_name=_('Told'), linkify=True)
    record = RecordColumn()
    contact = tables.Column(verbose_name=_('Contact'), linkify=True)
    method = columns.ChoiceFieldColumn(verbose_name=_('Method'))
    acknowledged_at = columns.DateTimeColumn(verbose_name=_('Acknowledged'), default=_('Not yet'))
    recorded_by = tables.Column(verbose_name=_('Recorded by'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:acknowledgement_list')

    class Meta(PrimaryModelTable.Meta):
        model = Acknowledgement
        fields = (
            'pk',
            'id',
            'told_at',
            'record',
            'tenant',
            'tenant_group',
            'contact',
            'method',
            'acknowledged_by',
            'acknowledged_at',
            'recorded_by',
            'description',
            'owner_group',
            'owner',
            'comments',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'told_at', 'record', 'tenant', 'contact', 'method', 'acknowledged_at')
