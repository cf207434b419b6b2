"""Tabs *Planned work* and *Releases* of a service and of an SLA: what touches it, by flag or by planned effect."""

from django.utils.translation import gettext_lazy as _

from netbox.views import generic
from utilities.views import ViewTab, register_model_view

from ... import filtersets, forms, tables
from ...analysis.touched import touching_services, touching_slas
from ...models import SLA, Change, Release, Service
from ...visible import prefetch_viewable
from ..catalog.service_tabs import badge
from .counts import with_changes, with_flags

__all__ = ('SLAPlannedWorkView', 'SLAReleasesView', 'ServicePlannedWorkView', 'ServiceReleasesView')


def _touching(model, touching):
    return lambda parent: model.objects.filter(touching(model, [parent]))


def _tab(model, label, touching, weight):
    return ViewTab(
        label=label,
        badge=badge(_touching(model, touching)),
        permission=f'netbox_slm.view_{model._meta.model_name}',
        weight=weight,
        hide_if_empty=True,
    )


class _TouchingView(generic.ObjectChildrenView):
    """Changes or releases that touch the object of the page, as far as the user may view them."""

    touching = None
    counted = None
    actions = ()

    def get_children(self, request, parent):
        rows = self.child_model.objects.filter(type(self).touching(self.child_model, [parent]))
        rows = type(self).counted(rows.restrict(request.user, 'view'), request.user)
        return rows.prefetch_related(*prefetch_viewable(self.child_model, request.user))


class _ChangesView(_TouchingView):
    child_model = Change
    counted = staticmethod(with_flags)
    table = tables.ChangeTable
    filterset = filtersets.ChangeFilterSet
    filterset_form = forms.ChangeFilterForm


class _ReleasesView(_TouchingView):
    child_model = Release
    counted = staticmethod(with_changes)
    table = tables.ReleaseTable
    filterset = filtersets.ReleaseFilterSet
    filterset_form = forms.ReleaseFilterForm


@register_model_view(Service, 'planned_work', path='planned-work')
class ServicePlannedWorkView(_ChangesView):
    queryset = Service.objects.all()
    touching = staticmethod(touching_services)
    tab = _tab(Change, _('Planned work'), touching_services, 535)


@register_model_view(Service, 'releases')
class ServiceReleasesView(_ReleasesView):
    queryset = Service.objects.all()
    touching = staticmethod(touching_services)
    tab = _tab(Release, _('Releases'), touching_services, 537)


@register_model_view(SLA, 'planned_work', path='planned-work')
class SLAPlannedWorkView(_ChangesView):
    queryset = SLA.objects.all()
    touching = staticmethod(touching_slas)
    tab = _tab(Change, _('Planned work'), touching_slas, 535)


@register_model_view(SLA, 'releases')
class SLAReleasesView(_ReleasesView):
    queryset = SLA.objects.all()
    touching = staticmethod(touching_slas)
    tab = _tab(Release, _('Releases'), touching_slas, 537)
