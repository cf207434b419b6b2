"""Table columns that several tables share."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..analysis.credits import CreditBook
from ..choices import AttainmentStatusChoices
from ..hours import format_clock
from ..ui import components
from ..visible import current_user, shown
from ..wording import exact_seconds, format_duration, format_money

__all__ = (
    'AttainmentStatusColumn',
    'BudgetColumn',
    'ClockColumn',
    'CreditColumn',
    'DurationColumn',
    'OptionalObjectColumn',
    'PlainNumberColumn',
    'StateColumn',
)


class DurationColumn(tables.Column):
    """A duration as people say it, the exact seconds on hover.

    units_per_second: 1 for seconds, 1000000 for microseconds.
    """

    def __init__(self, *args, units_per_second=1, **kwargs):
        self.units_per_second = units_per_second
        super().__init__(*args, **kwargs)

    def render(self, value):
        seconds = value / self.units_per_second
        return format_html('<span title="{}">{}</span>', exact_seconds(seconds), format_duration(seconds))

    def value(self, value):
        return value / self.units_per_second if self.units_per_second != 1 else value


class CreditColumn(tables.Column):
    """What is owed for a missed attainment; the tiers are read once for the page, or the export, and only if needed."""

    def __init__(self, *args, **kwargs):
        kwargs = {'accessor': 'pk', 'orderable': False, 'verbose_name': _('Credit owed')} | kwargs
        super().__init__(*args, **kwargs)

    def render(self, record, table):
        return self.value(record, table) or '—'

    def value(self, record, table):
        if record.status != AttainmentStatusChoices.STATUS_MISSED:
            return None
        if not hasattr(table, '_slm_credits'):
            page = getattr(table, 'page', None)
            records = [row.record for row in page.object_list] if page else [row.record for row in table.rows]
            of_page = {figure.target_id for figure in records} if page else None
            table._slm_credits = CreditBook(current_user(), of_page, records)
        credit = table._slm_credits.credit_of(record)
        return format_money(credit.amount, credit.currency) if credit else None


class OptionalObjectColumn(tables.Column):
    """A related object of `viewable_relations` as a link; a dash where there is none, which a hidden one is not."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('empty_values', ())
        super().__init__(*args, **kwargs)

    def render(self, record, bound_column):
        if getattr(record, f'{bound_column.accessor}_id') is None:
            return '—'
        related = shown(record, bound_column.accessor)
        if related is None:
            return _('Hidden')
        return format_html('<a href="{}">{}</a>', related.get_absolute_url(), related)

    def value(self, record, bound_column):
        related = shown(record, bound_column.accessor)
        return None if related is None else str(related)


class PlainNumberColumn(tables.Column):
    """A decimal without the zeros that it is stored with."""

    def render(self, value):
        return f'{value.normalize():f}'

    def value(self, value):
        return f'{value.normalize():f}'


class ClockColumn(tables.Column):
    """Seconds since midnight as HH:MM."""

    def render(self, value):
        return format_clock(value)


class AttainmentStatusColumn(tables.Column):
    """Mark of the verdict on a figure; of a related one with `accessor='attainment__status'`."""

    def render(self, value, record, bound_column):
        # A column of an Attainment or of a row that holds one: whether it is final stands beside its status
        *steps, field = bound_column.accessor.split('__')
        owner = record
        for step in steps:
            owner = getattr(owner, step)
        # `value` is what django-tables2 made of the choice, its label
        return components.status_mark(getattr(owner, field), getattr(owner, 'is_final', False))

    def value(self, value):
        return value


class BudgetColumn(tables.Column):
    """Small budget bar of an attainment: of the record itself, or of what `attainment_accessor` names on it.

    Exported as the seconds left.
    """

    def __init__(self, *args, attainment_accessor=None, **kwargs):
        self.attainment_accessor = attainment_accessor
        kwargs.setdefault('accessor', attainment_accessor or 'remaining_us')
        kwargs.setdefault('empty_values', ())
        kwargs.setdefault('verbose_name', _('Budget'))
        super().__init__(*args, **kwargs)

    def _figure(self, record):
        return getattr(record, self.attainment_accessor) if self.attainment_accessor else record

    def render(self, record):
        return components.budget_bar(self._figure(record), small=True)

    def value(self, record):
        figure = self._figure(record)
        return None if figure is None or figure.remaining_us is None else figure.remaining_us / 1_000_000


class StateColumn(tables.Column):
    """Mark of the state of a CI or a service."""

    def render(self, value):
        return components.state_mark(value)

    def value(self, value):
        return value
