"""Table columns that several tables share."""

import django_tables2 as tables
from django.utils.html import format_html

from ..hours import format_clock
from ..wording import exact_seconds, format_duration

__all__ = ('ClockColumn', 'DurationColumn')


class DurationColumn(tables.Column):
    """A duration as people say it, the exact seconds on hover. `units_per_second`: 1 for seconds, 1000000 for microseconds."""

    def __init__(self, *args, units_per_second=1, **kwargs):
        self.units_per_second = units_per_second
        super().__init__(*args, **kwargs)

    def render(self, value):
        seconds = value / self.units_per_second
        return format_html('<span title="{}">{}</span>', exact_seconds(seconds), format_duration(seconds))

    def value(self, value):
        return value / self.units_per_second if self.units_per_second != 1 else value


class ClockColumn(tables.Column):
    """Seconds since midnight as HH:MM."""

    def render(self, value):
        return format_clock(value)
