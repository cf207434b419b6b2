"""Columns that several of these tables share."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from ...ui.changes.marks import flag_mark

__all__ = ('FlagColumn', 'RecordColumn')


class FlagColumn(tables.Column):
    """Mark of the worst flag of a change or release, with a hint where the flags are stale or missing."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('verbose_name', _('SLAs'))
        kwargs.setdefault('accessor', 'flag_rank')
        kwargs.setdefault('empty_values', ())
        super().__init__(*args, **kwargs)

    def render(self, record):
        return flag_mark(record)

    def value(self, record):
        return getattr(record, 'flag_rank', None)


class RecordColumn(tables.Column):
    """The change or the release that a row belongs to, where it may be viewed."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('verbose_name', _('Change or release'))
        kwargs.setdefault('linkify', True)
        kwargs.setdefault('orderable', False)
        kwargs.setdefault('default', _('Hidden'))
        kwargs.setdefault('accessor', 'record')
        super().__init__(*args, **kwargs)
