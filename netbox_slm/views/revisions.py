"""Pages of the history of figures, and of reopening final ones."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from netbox.object_actions import BulkExport
from netbox.views import generic
from netbox.views.generic.base import BaseMultiObjectView, BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import GetReturnURLMixin, register_model_view

from .. import background, filtersets, forms, tables
from ..analysis.errors import SLMError
from ..analysis.explanation import visible_names
from ..analysis.finality import reopen
from ..models import Attainment, AttainmentRevision
from ..visible import prefetch_viewable

__all__ = ('AttainmentBulkReopenView', 'AttainmentReopenView', 'AttainmentRevisionListView')


@register_model_view(AttainmentRevision, 'list', path='', detail=False)
class AttainmentRevisionListView(generic.ObjectListView):
    queryset = AttainmentRevision.objects.all()
    filterset = filtersets.AttainmentRevisionFilterSet
    filterset_form = forms.AttainmentRevisionFilterForm
    table = tables.AttainmentRevisionTable
    actions = (BulkExport,)

    def get_queryset(self, request):
        figures = Attainment.objects.prefetch_related(*prefetch_viewable(Attainment, request.user))
        return super().get_queryset(request).prefetch_related(Prefetch('attainment', figures))


class _ReopenMixin(GetReturnURLMixin):
    """Asks for the reason, then reopens."""

    queryset = Attainment.objects.all()
    template_name = 'netbox_slm/reopen.html'

    def get_required_permission(self):
        return get_permission_for_model(Attainment, 'reopen')

    def _ask(self, request, form, figures):
        figures = figures.prefetch_related(*visible_names(request.user))
        return render(
            request,
            self.template_name,
            {'form': form, 'figures': figures, 'return_url': self.get_return_url(request)},
        )

    def _reopen(self, request, form, figures, return_url):
        try:
            result = reopen(list(figures), form.cleaned_data['reason'], request.user)
        except SLMError as error:
            messages.error(request, str(error))
            return redirect(return_url)
        if result.later:
            background.request_sweep()
        done = ngettext('{number} figure was reopened.', '{number} figures were reopened.', result.number)
        changed = ngettext('{number} has another value now.', '{number} have other values now.', result.changed)
        messages.success(request, f'{done.format(number=result.number)} {changed.format(number=result.changed)}')
        return redirect(return_url)


@register_model_view(Attainment, 'reopen')
class AttainmentReopenView(_ReopenMixin, BaseObjectView):
    def get(self, request, **kwargs):
        figure = self.get_object(**kwargs)
        return self._ask(request, forms.ReopenForm(), self.queryset.filter(pk=figure.pk))

    def post(self, request, **kwargs):
        figure = self.get_object(**kwargs)
        form = forms.ReopenForm(request.POST)
        if not form.is_valid():
            return self._ask(request, form, self.queryset.filter(pk=figure.pk))
        return self._reopen(request, form, [figure], figure.get_absolute_url())


@register_model_view(Attainment, 'bulk_reopen', path='reopen', detail=False)
class AttainmentBulkReopenView(_ReopenMixin, BaseMultiObjectView):
    filterset = filtersets.AttainmentFilterSet

    def get(self, request):
        return redirect(self.get_return_url(request))

    def post(self, request):
        return_url = self.get_return_url(request)
        figures = self._chosen(request)
        if not figures:
            messages.warning(request, _('No figures were selected.'))
            return redirect(return_url)
        form = forms.ReopenForm(request.POST if '_confirm' in request.POST else None, figures=self.queryset)
        if '_confirm' not in request.POST or not form.is_valid():
            return self._ask(request, form, figures)
        return self._reopen(request, form, figures, return_url)

    def _chosen(self, request):
        if request.POST.get('_all'):
            return self.filterset(request.GET, self.queryset).qs
        return self.queryset.filter(pk__in=[pk for pk in request.POST.getlist('pk') if pk.isdecimal()])
