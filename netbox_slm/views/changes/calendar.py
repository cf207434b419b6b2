"""The calendar of planned work, and its feed for other programs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from utilities.views import ConditionalLoginRequiredMixin

from ...analysis.calendar_feed import feed_text, renew_token, revoke_token, token_of, user_of
from ...analysis.work_calendar import KINDS, entries_between
from ...ui.changes.calendar import month_bounds, parse_month, weeks_of

__all__ = ('WorkCalendarFeedView', 'WorkCalendarView')


class WorkCalendarView(ConditionalLoginRequiredMixin, View):
    """A month of planned work, with freezes and agreed maintenance; posting renews or takes back the feed's address."""

    def get(self, request):
        today = timezone.localdate()
        first = parse_month(request.GET.get('month'), today)
        start, end, before, after = month_bounds(first)
        kinds = [kind for kind in KINDS if kind in request.GET.getlist('kind')] or list(KINDS)
        entries = entries_between(start, end, request.user, kinds)
        token = token_of(request.user) if request.user.is_authenticated else None
        context = {
            'first': first,
            'before': before,
            'after': after,
            'kinds': kinds,
            'weeks': weeks_of(first, entries, today),
            'entries': entries,
            'feed_url': self._feed_url(request, token) if token else '',
        }
        return render(request, 'netbox_slm/work_calendar.html', context)

    def post(self, request):
        if not request.user.is_authenticated:
            raise PermissionDenied
        if request.POST.get('feed') == 'revoke':
            revoke_token(request.user)
            messages.success(request, _('The address of the calendar no longer opens anything.'))
        else:
            renew_token(request.user)
            messages.success(request, _('The calendar has a new address; a former one no longer opens anything.'))
        return redirect('plugins:netbox_slm:work_calendar')

    def _feed_url(self, request, token):
        path = reverse('plugins:netbox_slm:work_calendar_feed')
        return request.build_absolute_uri(f'{path}?token={token}')


class WorkCalendarFeedView(View):
    """The calendar as iCalendar, for whom the token belongs to; nothing without a valid one."""

    def get(self, request):
        user = user_of(request.GET.get('token', ''))
        if user is None:
            raise PermissionDenied
        # What is named depends on the user of the request
        request.user = user
        text = feed_text(user, timezone.now(), request.build_absolute_uri)
        response = HttpResponse(text, content_type='text/calendar; charset=utf-8')
        response['Content-Disposition'] = 'inline; filename="planned-work.ics"'
        response['Cache-Control'] = 'private, no-store'
        return response
