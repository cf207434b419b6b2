"""Panels that show the attributes of one object of operations."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from netbox.ui import attrs, panels

__all__ = ('AffectedCIPanel', 'AffectedServicePanel', 'ExcusePanel', 'HoldPanel', 'IncidentPanel', 'TimelinePanel')


class IncidentPanel(panels.ObjectAttributesPanel):
    reference = attrs.TextAttr('reference', label=_('Reference'), copy_button=True)
    status = attrs.ChoiceAttr('status', label=_('Status'))
    priority = attrs.ChoiceAttr('priority', label=_('Priority'))
    effect = attrs.ChoiceAttr('effect', label=_('Effect'))
    weight = attrs.NumericAttr('weight', label=_('Weight of degraded time'))
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Reported by customer'), linkify=True, grouped_by='group')
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class ExcusePanel(panels.ObjectAttributesPanel):
    title = _('Excuse')

    excused = attrs.BooleanAttr('excused', label=_('Excused'))
    excuse_reason = attrs.TextAttr('excuse_reason', label=_('Reason'))
    excused_by = attrs.RelatedObjectAttr('excused_by', label=_('Approved by'))

    def should_render(self, context):
        return context['object'].excused or bool(context['object'].excuse_reason)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One instant of an incident; seconds after (before: negative) the report, None for the report itself."""

    label: str
    at: datetime
    after_report_seconds: int | None


class TimelinePanel(panels.ObjectPanel):
    """The instants that are known, in the order in which they happened."""

    template_name = 'netbox_slm/panels/incident_timeline.html'
    title = _('Timeline')

    def get_context(self, context):
        panel = super().get_context(context)
        incident = panel['object']
        names = ('occurred_at', 'reported_at', 'responded_at', 'restored_at', 'resolved_at', 'closed_at')
        rows = [
            TimelineRow(
                incident._meta.get_field(name).verbose_name,
                at,
                None if name == 'reported_at' else int((at - incident.reported_at).total_seconds()),
            )
            for name in names
            if (at := getattr(incident, name))
        ]
        return {**panel, 'rows': sorted(rows, key=lambda row: row.at)}


class AffectedCIPanel(panels.ObjectAttributesPanel):
    incident = attrs.RelatedObjectAttr('incident', label=_('Incident'), linkify=True)
    object_type = attrs.TextAttr('object_type', label=_('Object type'))
    object = attrs.GenericForeignKeyAttr('object', label=_('Object'), linkify=True)
    effect = attrs.ChoiceAttr('effect', label=_("Effect, where not the incident's"))


class AffectedServicePanel(panels.ObjectAttributesPanel):
    incident = attrs.RelatedObjectAttr('incident', label=_('Incident'), linkify=True)
    service = attrs.RelatedObjectAttr('service', label=_('Service'), linkify=True)
    effect = attrs.ChoiceAttr('effect', label=_("Effect, where not the incident's"))
    weight = attrs.NumericAttr('weight', label=_('Weight of degraded time'))
    starts_at = attrs.DateTimeAttr('starts_at', label=_("Start, where not the incident's"))
    ends_at = attrs.DateTimeAttr('ends_at', label=_("End, where not the incident's"))


class HoldPanel(panels.ObjectAttributesPanel):
    incident = attrs.RelatedObjectAttr('incident', label=_('Incident'), linkify=True)
    starts_at = attrs.DateTimeAttr('starts_at', label=_('Start'))
    ends_at = attrs.DateTimeAttr('ends_at', label=_('End'))
    reason = attrs.TextAttr('reason', label=_('Reason'))
