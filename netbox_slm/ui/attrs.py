"""Attributes of detail pages that several panels share."""

from django.utils.html import format_html

from netbox.ui import attrs

from ..hours import format_clock
from ..wording import exact_seconds, format_duration, format_percent

__all__ = ('ClockAttr', 'DurationAttr', 'PercentAttr')


class DurationAttr(attrs.TextAttr):
    """A duration as people say it, the exact seconds on hover."""

    def __init__(self, *args, units_per_second=1, **kwargs):
        super().__init__(*args, **kwargs)
        self.units_per_second = units_per_second

    def get_value(self, obj):
        value = super().get_value(obj)
        if value is None:
            return None
        seconds = value / self.units_per_second
        return format_html('<span title="{}">{}</span>', exact_seconds(seconds), format_duration(seconds))


class ClockAttr(attrs.TextAttr):
    """Seconds since midnight as HH:MM."""

    def get_value(self, obj):
        value = super().get_value(obj)
        return None if value is None else format_clock(value)


class PercentAttr(attrs.TextAttr):
    """A percentage, cut and never rounded up."""

    def get_value(self, obj):
        value = super().get_value(obj)
        return None if value is None else format_percent(value, value)
