"""The tab *Service levels* on every type of object that can be linked to a service."""

import logging

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.context import current_request
from netbox.ui.layout import Column, Layout, Row
from netbox.views import generic
from utilities.views import ViewTab, get_default_template, register_model_view

from .. import linkable
from ..analysis.summary import count_carried, summarize_object
from ..tables.summary import CarriedServiceTable
from ..ui import standing_panels as ui
from ..ui.catalog import ExplicitNeedsPanel
from .catalog.points import SoleServicesView

__all__ = ('ServiceLevelsView', 'count_for_badge', 'register_tabs')

logger = logging.getLogger(__name__)


def count_for_badge(obj):
    """How many services an object carries that the user of this request may view; None where it cannot be told.

    Runs on every page of the object, so that nothing in it may make that page fail.
    """
    request = current_request.get()
    if request is None or not request.user.is_authenticated:
        return None
    counts, key = _counts(request), (obj._meta.label_lower, obj.pk)
    if key not in counts:
        try:
            counts[key] = count_carried(obj, request.user, timezone.now())
        except Exception:  # whatever it is: raised here it would take NetBox's own page of the object down
            logger.exception('The services carried by %s %s could not be counted.', *key)
            counts[key] = None
    return counts[key]


def _counts(request):
    """What was counted in this request already: the tab, its badge and the button ask for the same number."""
    return request.__dict__.setdefault('_slm_carried', {})


class ServiceLevelsView(generic.ObjectView):
    """Base of the tab; `register_tabs()` makes one view of it per model."""

    template_name = 'netbox_slm/tabs/service_levels.html'
    additional_permissions = ('netbox_slm.view_service',)
    actions = ()
    layout = Layout(
        Row(Column(ui.SummarySentencePanel())),
        Row(
            Column(ui.CarriedServicesPanel(), width=9),
            Column(
                ui.OpenIncidentsPanel(),
                ui.PlannedWorkPanel(),
                ui.SoleServicesPanel(),
                ui.AgreementsPanel(),
                ExplicitNeedsPanel(),
                width=3,
            ),
        ),
    )

    def get_extra_context(self, request, instance):
        summary = summarize_object(instance, request.user, timezone.now())
        _counts(request)[instance._meta.label_lower, instance.pk] = len(summary.services) or len(summary.slas)
        show = request.GET.get('show', '')
        table = CarriedServiceTable(summary.matching(show))
        table.configure(request)
        return {
            'base_template': get_default_template(instance),
            'summary': summary,
            'table': table,
            'show': show,
        }


def register_tabs():
    """Give every linkable model the tab. Its URL is `…/service-levels/` below that of the object."""
    for model in linkable.linkable_models():
        view = type(
            f'{model.__name__}ServiceLevelsView',
            (ServiceLevelsView,),
            {
                'queryset': model._default_manager.all(),
                'tab': ViewTab(
                    label=_('Service levels'),
                    badge=count_for_badge,
                    weight=900,
                    permission='netbox_slm.view_service',
                    hide_if_empty=True,
                ),
            },
        )
        register_model_view(model, 'service_levels', path='service-levels')(view)
        listed = type(f'{model.__name__}SoleServicesView', (SoleServicesView,), {'queryset': view.queryset})
        register_model_view(model, 'sole_services', path='service-levels/alone')(listed)


register_tabs()
