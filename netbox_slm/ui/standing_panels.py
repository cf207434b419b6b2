"""The panels of the tab *Service levels*, and the one that opens the page of a service."""

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.ui import panels

from ..analysis.points import can_fail
from ..analysis.summary import stand_of
from .standing import figure_sentence, hidden_text, object_sentences, promise_text, state_sentence, verdict_sentences

__all__ = (
    'AgreementsPanel',
    'CarriedServicesPanel',
    'OpenIncidentsPanel',
    'PlannedWorkPanel',
    'ServiceStandingPanel',
    'SoleServicesPanel',
    'SummarySentencePanel',
    'link_url',
    'report_url',
)


def report_url(obj):
    """The form of a new incident, filled in with this object."""
    return _prefilled('plugins:netbox_slm:incident_add', obj)


def link_url(obj):
    """The form of a new component, filled in with this object."""
    return _prefilled('plugins:netbox_slm:servicecomponent_add', obj)


def _prefilled(viewname, obj):
    query = {
        'object_content_type': ContentType.objects.get_for_model(obj).pk,
        'object_object_id': obj.pk,
        'return_url': tab_url(obj),
    }
    return f'{reverse(viewname)}?{urlencode(query)}'


def tab_url(obj):
    """The address of the tab of an object."""
    return reverse(f'{obj._meta.app_label}:{obj._meta.model_name}_service_levels', args=[obj.pk])


def impact_url(obj):
    """The address of the tab *Impact* of an object."""
    return reverse(f'{obj._meta.app_label}:{obj._meta.model_name}_slm_impact', args=[obj.pk])


class _SummaryPanel(panels.Panel):
    """A panel drawn from the `ObjectSummary` that the view put into the context as `summary`."""

    def get_context(self, context):
        return {**super().get_context(context), 'summary': context['summary']}


class SummarySentencePanel(_SummaryPanel):
    """The answer first, with the buttons beside it."""

    template_name = 'netbox_slm/panels/summary_sentence.html'

    def get_context(self, context):
        panel = super().get_context(context)
        obj = panel['summary'].object
        return {
            **panel,
            'sentences': list(object_sentences(panel['summary'], tab_url(obj))),
            'report_url': report_url(obj),
            'impact_url': impact_url(obj) if can_fail(obj._meta.label_lower) else '',
            'link_url': link_url(obj),
        }


class CarriedServicesPanel(_SummaryPanel):
    """The services carried, worst first, as the table that the view put into the context."""

    template_name = 'netbox_slm/panels/carried_services.html'
    title = _('Services')

    def get_context(self, context):
        panel = super().get_context(context)
        summary = panel['summary']
        return {
            **panel,
            'table': context['table'],
            'show': context['show'],
            'tab_url': tab_url(summary.object),
            'link_url': link_url(summary.object),
            'hidden': hidden_text(summary.hidden_services) if summary.hidden_services else '',
        }


class OpenIncidentsPanel(_SummaryPanel):
    """Incidents that are still to be worked on, on the object or on what stands in it."""

    template_name = 'netbox_slm/panels/open_incidents.html'
    title = _('Open incidents here')

    def get_context(self, context):
        panel = super().get_context(context)
        summary = panel['summary']
        rest = summary.incident_count - len(summary.incidents)
        return {
            **panel,
            'more': ngettext('{count} more.', '{count} more.', rest).format(count=rest) if rest else '',
            'hidden': hidden_text(summary.hidden_incidents) if summary.hidden_incidents else '',
        }


class PlannedWorkPanel(_SummaryPanel):
    """Changes that have not ended with an effect on the object or on what stands in it."""

    template_name = 'netbox_slm/panels/planned_changes.html'
    title = _('Planned work here')

    def get_context(self, context):
        panel = super().get_context(context)
        summary = panel['summary']
        rest = summary.change_count - len(summary.changes)
        return {
            **panel,
            'more': ngettext('{count} more.', '{count} more.', rest).format(count=rest) if rest else '',
            'hidden': hidden_text(summary.hidden_changes) if summary.hidden_changes else '',
        }


class SoleServicesPanel(_SummaryPanel):
    """The services that the object takes down alone; loaded after the page."""

    template_name = 'netbox_slm/panels/sole_services.html'
    title = _('Single point of failure for')

    def should_render(self, context):
        summary = context['summary']
        return bool(summary.services) and can_fail(summary.object._meta.label_lower)

    def get_context(self, context):
        panel = super().get_context(context)
        return {**panel, 'list_url': f'{tab_url(panel["summary"].object)}alone/'}


class AgreementsPanel(_SummaryPanel):
    """What a tenant is promised, what a provider promises: agreements and contracts."""

    template_name = 'netbox_slm/panels/agreements.html'
    title = _('Agreements')

    def should_render(self, context):
        return bool(context['summary'].slas or context['summary'].contracts)


class ServiceStandingPanel(panels.ObjectPanel):
    """State of a service now and why, then each of its promises with its figure and budget."""

    template_name = 'netbox_slm/panels/service_standing.html'
    title = ''

    def get_context(self, context):
        panel = super().get_context(context)
        standing = stand_of(panel['object'], panel['request'].user, timezone.now())
        return {
            **panel,
            'standing': standing,
            'sentences': [state_sentence(standing), *verdict_sentences(standing)],
            'promises': [
                (promise, promise_text(promise.target), figure_sentence(promise)) for promise in standing.promises
            ],
        }
