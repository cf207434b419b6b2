"""Panels that show the attributes of one agreement, calendar or window."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.ui import attrs, panels

from ...wording import format_money, format_promise
from ..attrs import ClockAttr, DurationAttr

__all__ = (
    'CalendarExceptionPanel',
    'CalendarWindowPanel',
    'ContractPanel',
    'ContractTermPanel',
    'MaintenanceWindowPanel',
    'SLAPanel',
    'SLARulesPanel',
    'SLATermPanel',
    'ServiceCalendarPanel',
    'ServiceCreditTierPanel',
    'ServiceLevelTargetPanel',
    'ServiceLevelTargetRulesPanel',
)


class PromiseAttr(attrs.TextAttr):
    """What a target promises, in words."""

    def get_value(self, obj):
        return format_promise(obj)


class PlainNumberAttr(attrs.NumericAttr):
    """A decimal without the zeros that it is stored with."""

    def get_value(self, obj):
        value = super().get_value(obj)
        return None if value is None else f'{value.normalize():f}'


class MoneyAttr(attrs.TextAttr):
    """An amount with its currency, which `currency` names."""

    def __init__(self, *args, currency='currency', **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency

    def get_value(self, obj):
        amount = super().get_value(obj)
        return None if amount is None else format_money(amount, getattr(obj, self.currency))


class ServiceCalendarPanel(panels.ObjectAttributesPanel):
    time_zone = attrs.TimezoneAttr('time_zone', label=_('Time zone'))
    holiday_country = attrs.TextAttr('holiday_country', label=_('Holidays of country'))
    holiday_subdivision = attrs.TextAttr('holiday_subdivision', label=_('Holidays of subdivision'))
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class CalendarWindowPanel(panels.ObjectAttributesPanel):
    calendar = attrs.RelatedObjectAttr('calendar', label=_('Calendar'), linkify=True)
    weekday = attrs.ChoiceAttr('weekday', label=_('Day'))
    start_seconds = ClockAttr('start_seconds', label=_('From'))
    end_seconds = ClockAttr('end_seconds', label=_('To'))


class CalendarExceptionPanel(panels.ObjectAttributesPanel):
    calendar = attrs.RelatedObjectAttr('calendar', label=_('Calendar'), linkify=True)
    starts_on = attrs.DateTimeAttr('starts_on', label=_('First day'), spec='date')
    ends_on = attrs.DateTimeAttr('ends_on', label=_('Last day'), spec='date')
    yearly = attrs.BooleanAttr('yearly', label=_('Every year'))
    is_closed = attrs.BooleanAttr('is_closed', label=_('Closed'))
    hours = attrs.TextAttr('hours', label=_('Hours'))


class ContractPanel(panels.ObjectAttributesPanel):
    kind = attrs.ChoiceAttr('kind', label=_('Kind'))
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Customer'), linkify=True, grouped_by='group')
    provider = attrs.RelatedObjectAttr('provider', label=_('Supplier'), linkify=True)
    status = attrs.ChoiceAttr('status', label=_('Status'))
    reference = attrs.TextAttr('reference', label=_('Reference'), copy_button=True)
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class ContractTermPanel(panels.ObjectAttributesPanel):
    title = _('Term and value')

    starts_on = attrs.DateTimeAttr('starts_on', label=_('First day'), spec='date')
    ends_on = attrs.DateTimeAttr('ends_on', label=_('Last day'), spec='date')
    notice_days = attrs.NumericAttr('notice_days', label=_('Notice (days)'))
    value = MoneyAttr('value', label=_('Value'))


class SLAPanel(panels.ObjectAttributesPanel):
    title = _('Agreement')

    status = attrs.ChoiceAttr('status', label=_('Status'))
    kind = attrs.ChoiceAttr('kind', label=_('Kind'))
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Customer'), linkify=True, grouped_by='group')
    provider = attrs.RelatedObjectAttr('provider', label=_('Supplier'), linkify=True)
    contract = attrs.RelatedObjectAttr('contract', label=_('Contract'), linkify=True)
    reference = attrs.TextAttr('reference', label=_('Reference'), copy_button=True)
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class SLATermPanel(panels.ObjectAttributesPanel):
    title = _('Term and periods')

    version = attrs.NumericAttr('version', label=_('Version'))
    previous_version = attrs.RelatedObjectAttr('previous_version', label=_('Previous version'), linkify=True)
    starts_on = attrs.DateTimeAttr('starts_on', label=_('First day'), spec='date')
    ends_on = attrs.DateTimeAttr('ends_on', label=_('Last day'), spec='date')
    period = attrs.ChoiceAttr('period', label=_('Period'))
    rolling_days = attrs.NumericAttr('rolling_days', label=_('Rolling days'))
    zone = attrs.TimezoneAttr('zone', label=_('Time zone'))


class SLARulesPanel(panels.ObjectAttributesPanel):
    title = _('What counts')

    degraded_weight = PlainNumberAttr('degraded_weight', label=_('Weight of degraded time'))
    excused_outage_seconds = DurationAttr('excused_outage_seconds', label=_('Outages excused below'))
    excluded_counts_as_up = attrs.BooleanAttr('excluded_counts_as_up', label=_('Excluded time counts as up'))
    derived_effects = attrs.ChoiceAttr('derived_effects', label=_('Effects through the infrastructure count'))
    grace_days = attrs.NumericAttr('grace_days', label=_('Grace (days)'))
    fee = MoneyAttr('fee', label=_('Fee of one period'))
    credit_cap_percent = PlainNumberAttr('credit_cap_percent', label=_('Most credit (%)'))
    alert_silence_minutes = attrs.NumericAttr('alert_silence_minutes', label=_('Silence after an alert (minutes)'))


class ServiceLevelTargetPanel(panels.ObjectAttributesPanel):
    sla = attrs.RelatedObjectAttr('sla', label=_('SLA'), linkify=True, grouped_by='tenant')
    metric = attrs.ChoiceAttr('metric', label=pgettext_lazy('service levels', 'Metric'))
    promise = PromiseAttr('metric', label=_('Promise'))
    measure = attrs.TextAttr('measure', label=_('Measure'))
    description = attrs.TextAttr('description', label=_('Description'))


class ServiceLevelTargetRulesPanel(panels.ObjectAttributesPanel):
    title = _('What counts')

    combination = attrs.ChoiceAttr('combination', label=_('Combination'))
    calendar = attrs.RelatedObjectAttr('calendar', label=_('Service hours'), linkify=True)
    warning_percent = PlainNumberAttr('warning_percent', label=_('Warning (%)'))
    is_paused_by_holds = attrs.BooleanAttr('is_paused_by_holds', label=_('Paused by holds'))


class ServiceCreditTierPanel(panels.ObjectAttributesPanel):
    sla = attrs.RelatedObjectAttr('sla', label=_('SLA'), linkify=True)
    target = attrs.RelatedObjectAttr('target', label=_('Target'), linkify=True, grouped_by='sla')
    threshold = PlainNumberAttr('threshold', label=_('Worse than'))
    credit_percent = PlainNumberAttr('credit_percent', label=_('Credit (%)'))
    amount = MoneyAttr('amount', label=_('Amount'))
    cap = MoneyAttr('cap', currency='credit_currency', label=_('At most'))


class MaintenanceWindowPanel(panels.ObjectAttributesPanel):
    status = attrs.ChoiceAttr('status', label=_('Status'))
    starts_at = attrs.DateTimeAttr('starts_at', label=_('Start'), spec='minutes')
    ends_at = attrs.DateTimeAttr('ends_at', label=_('End'), spec='minutes')
    recurrence = attrs.TextAttr('recurrence', label=_('Recurrence'), style='font-monospace')
    time_zone = attrs.TimezoneAttr('time_zone', label=_('Time zone'))
    reason = attrs.TextAttr('reason', label=_('Reason'))
    agreed_with = attrs.TextAttr('agreed_with', label=_('Agreed with'))
    agreed_on = attrs.DateTimeAttr('agreed_on', label=_('Agreed on'), spec='date')
    description = attrs.TextAttr('description', label=_('Description'))
