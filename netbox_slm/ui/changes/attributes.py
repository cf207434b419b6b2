"""Panels that show the attributes of a change or a release."""

from django.utils.translation import gettext_lazy as _

from netbox.ui import attrs, panels

__all__ = ('ChangePanel', 'PeoplePanel', 'ReleasePanel', 'TimesPanel', 'WorkPanel')


class ReleasePanel(panels.ObjectAttributesPanel):
    reference = attrs.TextAttr('reference', label=_('Reference'), copy_button=True)
    status = attrs.ChoiceAttr('status', label=_('Status'))
    type = attrs.ChoiceAttr('type', label=_('Type'))
    significance = attrs.ChoiceAttr('significance', label=_('Significance'))
    tenant = attrs.RelatedObjectAttr('tenant', label=_('Requested by customer'), linkify=True, grouped_by='group')
    owner = attrs.RelatedObjectAttr('owner', label=_('Owner'), linkify=True)
    description = attrs.TextAttr('description', label=_('Description'))


class ChangePanel(ReleasePanel):
    release = attrs.RelatedObjectAttr('release', label=_('Release'), linkify=True)


class TimesPanel(panels.ObjectAttributesPanel):
    title = _('Time')

    planned_start = attrs.DateTimeAttr('planned_start', label=_('Planned start'))
    planned_end = attrs.DateTimeAttr('planned_end', label=_('Planned end'))
    actual_start = attrs.DateTimeAttr('actual_start', label=_('Actual start'))
    actual_end = attrs.DateTimeAttr('actual_end', label=_('Actual end'))


class PeoplePanel(panels.ObjectAttributesPanel):
    title = _('People')

    requester = attrs.RelatedObjectAttr('requester', label=_('Requester'))
    submitted_by = attrs.RelatedObjectAttr('submitted_by', label=_('Submitted by'))
    submitted_at = attrs.DateTimeAttr('submitted_at', label=_('Submitted'))
    approver = attrs.RelatedObjectAttr('approver', label=_('Approved by'))
    approved_at = attrs.DateTimeAttr('approved_at', label=_('Approved'))


class WorkPanel(panels.ObjectPanel):
    """Plan and way back, as Markdown."""

    template_name = 'netbox_slm/panels/planned_work.html'
    title = _('Work')

    def should_render(self, context):
        return bool(context['object'].plan or context['object'].rollback)
