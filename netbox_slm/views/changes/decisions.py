"""Buttons that decide on a row: an element of a release, an incident that a change may have caused."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ...analysis.caused_incidents import decide_cause
from ...analysis.release_elements import confirm_element, decline_element
from ...models import CausedIncident, ReleaseElement

__all__ = (
    'CausedIncidentConfirmView',
    'CausedIncidentRejectView',
    'ReleaseElementConfirmView',
    'ReleaseElementDeclineView',
)


class _DecisionView(BaseObjectView):
    """Decides on an object; `decide(obj, user, now)` is the use case and `done` says that it worked."""

    permission = 'change'
    decide = None
    done = ''

    def get_required_permission(self):
        return get_permission_for_model(self.queryset.model, self.permission)

    def post(self, request, **kwargs):
        obj = self.get_object(**kwargs)
        try:
            self.decide(obj, request.user, timezone.now())
            messages.success(request, self.done)
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        return redirect(obj.get_absolute_url())


@register_model_view(ReleaseElement, 'confirm')
class ReleaseElementConfirmView(_DecisionView):
    queryset = ReleaseElement.objects.all()
    permission = 'confirm'
    done = _('It is confirmed and takes effect when the release is done.')
    decide = staticmethod(confirm_element)


@register_model_view(ReleaseElement, 'decline')
class ReleaseElementDeclineView(_DecisionView):
    queryset = ReleaseElement.objects.all()
    permission = 'confirm'
    done = _('It is declined.')
    decide = staticmethod(decline_element)


@register_model_view(CausedIncident, 'confirm')
class CausedIncidentConfirmView(_DecisionView):
    queryset = CausedIncident.objects.all()
    done = _('It is confirmed that the change caused the incident.')

    def decide(self, obj, user, now):
        return decide_cause(obj, True, user, now)


@register_model_view(CausedIncident, 'reject')
class CausedIncidentRejectView(_DecisionView):
    queryset = CausedIncident.objects.all()
    done = _('It is recorded that the change did not cause the incident.')

    def decide(self, obj, user, now):
        return decide_cause(obj, False, user, now)
