"""Panels that show the attributes of what belongs to a change or a release."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netbox.ui import attrs, panels

from ...analysis.reasons import stored_steps
from ...analysis.release_elements import covering_slas
from ...analysis.shown_flags import seen_collisions
from ...choices import ReleaseElementStateChoices
from ..agreements import hidden_text
from ..attrs import DurationAttr
from ..components import state_mark
from ..reasons import reason_words
from .flags import COLLISION_KINDS
from .marks import budget_change, forecast_text, impact_mark

__all__ = (
    'AcknowledgementPanel',
    'CausedIncidentPanel',
    'CoveringSLAsPanel',
    'CustomerAgreementPanel',
    'FreezeWindowPanel',
    'PlannedEffectPanel',
    'ReleaseEffectPanel',
    'ReleaseElementPanel',
    'SLAImpactBudgetPanel',
    'SLAImpactPanel',
    'SLAImpactReasonPanel',
)


class DrawnAttr(attrs.TextAttr):
    """What `draw(obj)` makes of the object: a mark, a bar."""

    def __init__(self, accessor, draw, **kwargs):
        super().__init__(accessor, **kwargs)
        self.draw = draw

    def get_value(self, obj):
        return self.draw(obj)


class PlannedEffectPanel(panels.ObjectAttributesPanel):
    change = attrs.RelatedObjectAttr('change', label=pgettext_lazy('service levels', 'Change'), linkify=True)
    object_type = attrs.TextAttr('object_type', label=_('Object type'))
    object = attrs.GenericForeignKeyAttr('object', label=_('Object'), linkify=True)
    effect = attrs.ChoiceAttr('effect', label=_('Effect'))
    offset_seconds = DurationAttr('offset_seconds', label=_('Begins after'))
    outage_seconds = DurationAttr('outage_seconds', label=_('Outage'))


class CausedIncidentPanel(panels.ObjectAttributesPanel):
    change = attrs.RelatedObjectAttr('change', label=pgettext_lazy('service levels', 'Change'), linkify=True)
    incident = attrs.RelatedObjectAttr('incident', label=_('Incident'), linkify=True)
    decision = attrs.ChoiceAttr('decision', label=_('Decision'))
    decided_by = attrs.RelatedObjectAttr('decided_by', label=_('Decided by'))
    decided_at = attrs.DateTimeAttr('decided_at', label=_('Decided'))


class ReleaseElementPanel(panels.ObjectAttributesPanel):
    release = attrs.RelatedObjectAttr('release', label=_('Release'), linkify=True)
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True)
    object_type = attrs.TextAttr('object_type', label=_('Object type'))
    object = attrs.GenericForeignKeyAttr('object', label=_('New component'), linkify=True)
    redundancy_group = attrs.RelatedObjectAttr('redundancy_group', label=_('Redundancy group'), linkify=True)
    state = attrs.ChoiceAttr('state', label=_('State'))
    decided_by = attrs.RelatedObjectAttr('decided_by', label=_('Decided by'))
    decided_at = attrs.DateTimeAttr('decided_at', label=_('Decided'))
    merged_at = attrs.DateTimeAttr('merged_at', label=_('Took effect'))


class CoveringSLAsPanel(panels.ObjectPanel):
    """The SLAs into which an element is merged: those it has, or those proposed for it."""

    template_name = 'netbox_slm/panels/covering_slas.html'
    title = _('SLAs that cover it')

    def get_context(self, context):
        panel = super().get_context(context)
        element = panel['object']
        slas = covering_slas(element)
        visible = list(slas.restrict(panel['request'].user, 'view').distinct())
        return {
            **panel,
            'rows': visible,
            'hidden': hidden_text(slas.distinct().count() - len(visible)),
            'is_proposed': element.state == ReleaseElementStateChoices.STATE_PROPOSED,
        }


class ReleaseEffectPanel(panels.ObjectAttributesPanel):
    release = attrs.RelatedObjectAttr('release', label=_('Release'), linkify=True)
    direction = attrs.ChoiceAttr('direction', label=_('Direction'))
    text = attrs.TextAttr('text', label=_('Effect'))
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True)
    sla = attrs.RelatedObjectAttr('sla', label=_('SLA'), linkify=True)


class CustomerAgreementPanel(panels.ObjectAttributesPanel):
    record = attrs.RelatedObjectAttr('record', label=_('Change or release'), linkify=True)
    sla = attrs.RelatedObjectAttr('sla', label=_('SLA'), linkify=True)
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Customer'), linkify=True)
    form = attrs.ChoiceAttr('form', label=_('Form'))
    contact = attrs.RelatedObjectAttr('contact', label=_('Contact'), linkify=True)
    agreed_by = attrs.TextAttr('agreed_by', label=_('Agreed by'))
    agreed_at = attrs.DateTimeAttr('agreed_at', label=_('Agreed'))
    window_start = attrs.DateTimeAttr('window_start', label=_('Agreed from'))
    window_end = attrs.DateTimeAttr('window_end', label=_('Agreed to'))
    recorded_by = attrs.RelatedObjectAttr('recorded_by', label=_('Recorded by'))
    written_due_on = attrs.DateTimeAttr('written_due_on', label=_('Written agreement due'), spec='date')
    written_at = attrs.DateTimeAttr('written_at', label=_('Agreed in writing'))
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class AcknowledgementPanel(panels.ObjectAttributesPanel):
    record = attrs.RelatedObjectAttr('record', label=_('Change or release'), linkify=True)
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Customer'), linkify=True)
    contact = attrs.RelatedObjectAttr('contact', label=_('Contact'), linkify=True)
    method = attrs.ChoiceAttr('method', label=_('Method'))
    told_at = attrs.DateTimeAttr('told_at', label=_('Told'))
    acknowledged_by = attrs.TextAttr('acknowledged_by', label=_('Acknowledged by'))
    acknowledged_at = attrs.DateTimeAttr('acknowledged_at', label=_('Acknowledged'))
    recorded_by = attrs.RelatedObjectAttr('recorded_by', label=_('Recorded by'))
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class FreezeWindowPanel(panels.ObjectAttributesPanel):
    name = attrs.TextAttr('name', label=_('Name'))
    starts_at = attrs.DateTimeAttr('starts_at', label=_('Start'))
    ends_at = attrs.DateTimeAttr('ends_at', label=_('End'))
    reason = attrs.TextAttr('reason', label=_('Reason'))
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class SLAImpactPanel(panels.ObjectAttributesPanel):
    record = attrs.RelatedObjectAttr('record', label=_('Change or release'), linkify=True)
    sla = attrs.RelatedObjectAttr('sla', label=_('SLA'), linkify=True)
    target = attrs.RelatedObjectAttr('target', label=_('Target'), linkify=True)
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True)
    flag = DrawnAttr('is_breach', draw=impact_mark, label=_('Flag'))
    worst_state = DrawnAttr('worst_state', draw=lambda impact: state_mark(impact.worst_state), label=_('Worst state'))
    tier = attrs.TextAttr('tier', label=_('Credit tier crossed'))
    credit_amount = attrs.TextAttr('credit_amount', label=_('Credit'))
    currency = attrs.TextAttr('currency', label=_('Currency'))
    computed_at = attrs.DateTimeAttr('computed_at', label=_('Computed'))
    stale_since = attrs.DateTimeAttr('stale_since', label=_('Stale since'))
    is_current = attrs.BooleanAttr('is_current', label=_('Current'))
    superseded_at = attrs.DateTimeAttr('superseded_at', label=_('Replaced'))


class SLAImpactReasonPanel(panels.ObjectPanel):
    """Why the flag is what it is, and what collides with the work, naming only what the reader may view."""

    template_name = 'netbox_slm/panels/flag_reason.html'
    title = _('Reason')

    def get_context(self, context):
        panel = super().get_context(context)
        impact, user = panel['object'], panel['request'].user
        seen = seen_collisions([impact], user)[impact.pk]
        return {
            **panel,
            'clauses': reason_words(stored_steps(impact.reason), user),
            'rows': [(row, COLLISION_KINDS.get(row.kind, row.kind)) for row in seen.rows],
            'hidden': hidden_text(seen.hidden),
        }


class SLAImpactBudgetPanel(panels.ObjectAttributesPanel):
    title = _('Budget')

    bar = DrawnAttr('pk', draw=budget_change, label=_('Budget'))
    forecast = DrawnAttr('pk', draw=forecast_text, label=_('Forecast'))
    period = attrs.TextAttr('period', label=_('Period'))
    counted_us = DurationAttr('counted_us', label=_('Downtime that counts'), units_per_second=1_000_000)
    outside_us = DurationAttr('outside_us', label=_('Lost outside agreed windows'), units_per_second=1_000_000)
    budget_us = DurationAttr('budget_us', label=_('Error budget'), units_per_second=1_000_000)
    budget_before_us = DurationAttr('budget_before_us', label=_('Budget before'), units_per_second=1_000_000)
    budget_after_us = DurationAttr('budget_after_us', label=_('Budget after'), units_per_second=1_000_000)
    actual_us = DurationAttr('actual_us', label=_('Actual downtime'), units_per_second=1_000_000)
