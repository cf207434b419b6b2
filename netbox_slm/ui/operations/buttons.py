"""Buttons on the page of an incident that take it one step on."""

from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from netbox.object_actions import ObjectAction

from ...choices import IncidentStatusChoices

__all__ = ('CloseIncident', 'ResolveIncident')


class _IncidentStep(ObjectAction):
    """A button that posts; shown only where the step can be taken."""

    template_name = 'netbox_slm/buttons/post.html'
    permissions_required = {'change'}
    url_kwargs = ('pk',)
    icon = ''

    @classmethod
    def applies_to(cls, incident):
        """Whether the incident can take the step."""
        ended = (IncidentStatusChoices.STATUS_CLOSED, IncidentStatusChoices.STATUS_CANCELLED)
        return not incident.closed_at and incident.status not in ended

    @classmethod
    def get_context(cls, context, obj):
        return {'icon': cls.icon, 'csrf_token': get_token(context['request'])}

    @classmethod
    def render(cls, context, obj, **kwargs):
        return super().render(context, obj, **kwargs) if cls.applies_to(obj) else ''


class ResolveIncident(_IncidentStep):
    """Resolved now."""

    name = 'resolve'
    label = _('Resolve now')
    icon = 'check'

    @classmethod
    def applies_to(cls, incident):
        return super().applies_to(incident) and not incident.resolved_at


class CloseIncident(_IncidentStep):
    """Closed now, for one that is resolved."""

    name = 'close'
    label = _('Close')
    icon = 'archive-check-outline'

    @classmethod
    def applies_to(cls, incident):
        return super().applies_to(incident) and incident.resolved_at is not None
