"""Table of measurements."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from netbox.tables import NetBoxTable, columns

from ..models import Measurement
from ..visible import shown
from ..wording import format_value, unit_of
from .columns import OptionalObjectColumn
from .viewable import ViewableRelationsMixin

__all__ = ('MeasurementTable',)


class MeasurementTable(ViewableRelationsMixin, NetBoxTable):
    measured_at = columns.DateTimeColumn(verbose_name=_('Measured'), linkify=True)
    target = OptionalObjectColumn(verbose_name=_('Target'))
    service = OptionalObjectColumn(verbose_name=_('Service'))
    value = tables.Column(verbose_name=_('Value'))
    tags = columns.TagColumn(url_name='plugins:netbox_slm:measurement_list')

    class Meta(NetBoxTable.Meta):
        model = Measurement
        fields = (
            'pk',
            'id',
            'measured_at',
            'target',
            'service',
            'measure',
            'value',
            'source',
            'note',
            'tags',
            'created',
            'last_updated',
            'actions',
        )
        default_columns = ('pk', 'measured_at', 'target', 'service', 'measure', 'value', 'source', 'note')

    def render_value(self, value, record):
        target = shown(record, 'target')
        return format_value(value, unit_of(target.metric), target.unit) if target else f'{value.normalize():f}'

    def value_value(self, value):
        return f'{value.normalize():f}'
