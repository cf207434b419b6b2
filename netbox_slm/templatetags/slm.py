"""The components of `ui.components` in templates: `{% load slm %}`."""

from django import template

from ..ui import components
from ..ui.changes import marks
from ..wording import attained_text, format_money, format_percent

register = template.Library()


@register.simple_tag
def slm_status(status, is_final=False):
    """Mark of the verdict on a figure."""
    return components.status_mark(status, is_final)


@register.simple_tag
def slm_state(state):
    """Mark of the state of a CI or a service."""
    return components.state_mark(state)


@register.simple_tag
def slm_budget(figure, small=False, planned_us=0):
    """Budget bar of an attainment."""
    return components.budget_bar(figure, small, planned_us)


@register.filter
def slm_attained(figure):
    """What was attained, as text."""
    return attained_text(figure)


@register.filter
def slm_figure(figure):
    """What was attained of what was promised."""
    return components.figure_text(figure)


@register.filter
def slm_duration(seconds):
    """A duration as people say it, the exact seconds on hover."""
    return components.duration(seconds)


@register.filter
def slm_duration_us(microseconds):
    """The same of microseconds."""
    return components.duration(None if microseconds is None else microseconds / 1_000_000)


@register.filter
def slm_percent(value_percent, target_percent=None):
    """A percentage, cut and never rounded up."""
    return format_percent(value_percent, target_percent)


@register.simple_tag
def slm_impact(impact):
    """Mark of one flag."""
    return marks.impact_mark(impact)


@register.simple_tag
def slm_budget_change(impact, small=False):
    """Budget bar of a flag: before, planned, left."""
    return marks.budget_change(impact, small)


@register.simple_tag
def slm_budget_steps(impact):
    """What is left of the budget of a flag, before and after."""
    return marks.budget_steps(impact)


@register.simple_tag
def slm_forecast(impact):
    """Forecast of a flag beside what is promised."""
    return marks.forecast_text(impact)


@register.simple_tag
def slm_record_flag(record):
    """Mark of the worst flag of a change or release; nothing for what has no flags."""
    return marks.flag_mark(record) if hasattr(record, 'flag_rank') else ''


@register.simple_tag
def slm_calendar_kinds():
    """What a calendar of planned work can show: kind, word, icon."""
    return [(kind, word, icon) for kind, (word, icon) in marks.CALENDAR_KINDS.items()]


@register.simple_tag
def slm_calendar_icon(kind):
    """The icon of an entry of the calendar, with its word."""
    return marks.calendar_icon(kind)


@register.simple_tag
def slm_money(amount, currency):
    """An amount with its currency."""
    return format_money(amount, currency)
