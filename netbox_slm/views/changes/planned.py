"""Pages of changes and releases."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel, PluginContentPanel
from netbox.views import generic
from netbox.views.generic.base import BaseObjectView
from utilities.permissions import get_permission_for_model
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...analysis.better_times import better_times, move_to
from ...analysis.changes import finish_step, recompute, transition
from ...models import Change, Release
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb
from .counts import CountedMixin, with_changes, with_flags

__all__ = (
    'ChangeBulkDeleteView',
    'ChangeBulkEditView',
    'ChangeBulkImportView',
    'ChangeBulkRenameView',
    'ChangeComputeFlagsView',
    'ChangeDeleteView',
    'ChangeEditView',
    'ChangeListView',
    'ChangeStepView',
    'ChangeTimesView',
    'ChangeView',
    'ReleaseBulkDeleteView',
    'ReleaseBulkEditView',
    'ReleaseBulkImportView',
    'ReleaseBulkRenameView',
    'ReleaseComputeFlagsView',
    'ReleaseDeleteView',
    'ReleaseEditView',
    'ReleaseListView',
    'ReleaseStepView',
    'ReleaseTimesView',
    'ReleaseView',
)


def _part_panel(model, record, title, label, more=None):
    """A table of what belongs to the change or release, with a button to add to it."""
    params = {record: lambda context: context['object'].pk, **(more or {})}
    return ObjectsTablePanel(
        model,
        filters={f'{record}_id': lambda context: context['object'].pk},
        title=title,
        exclude_columns=[record, 'record'],
        actions=[actions.AddObject(model, url_params=params, label=label)],
    )


def _layout(record, attributes, parts, breadcrumbs=()):
    """Answer, steps, then left what is done and right, always visible, what it does to the SLAs (pages.md)."""
    return layout.Layout(
        layout.Row(layout.Column(ui.SentencePanel())),
        layout.Row(layout.Column(ui.StepsPanel())),
        layout.Row(
            layout.Column(
                attributes,
                ui.TimesPanel(),
                ui.PeoplePanel(),
                ui.WorkPanel(),
                TagsPanel(),
                CustomFieldsPanel(),
                PluginContentPanel('left_page'),
                width=5,
            ),
            layout.Column(
                ui.FlagsPanel(),
                ui.CollisionsPanel(),
                _part_panel('netbox_slm.customeragreement', record, _('Customer agreements'), _('Record an agreement')),
                ui.CustomersPanel(),
                _part_panel('netbox_slm.acknowledgement', record, _('Acknowledgements'), _('Record who was told')),
                CommentsPanel(),
                ImageAttachmentsPanel(),
                PluginContentPanel('right_page'),
                width=7,
            ),
        ),
        layout.Row(layout.Column(*parts, PluginContentPanel('full_width_page'))),
        breadcrumbs=list(breadcrumbs),
    )


class _StepView(BaseObjectView):
    """Takes a change or a release a step on; what blocks it is said on its page."""

    def get_required_permission(self):
        # The step itself says which permission it takes
        return get_permission_for_model(self.queryset.model, 'view')

    def post(self, request, **kwargs):
        record = self.get_object(**kwargs)
        try:
            record = transition(record, request.POST.get('to', ''), request.user, timezone.now())
            messages.success(request, _('It now is {status}.').format(status=record.get_status_display()))
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        return redirect(record.get_absolute_url())


class _ComputeFlagsView(BaseObjectView):
    """Computes the flags of a change or release anew."""

    def get_required_permission(self):
        return get_permission_for_model(self.queryset.model, 'change')

    def post(self, request, **kwargs):
        record = self.get_object(**kwargs)
        try:
            recompute(record, request.user, timezone.now())
            messages.success(request, _('The flags are up to date.'))
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        return redirect(record.get_absolute_url())


class _TimesView(BaseObjectView):
    """Times at which the same work would touch less, as a part of the page; posting moves the work to one of them."""

    def get_required_permission(self):
        return get_permission_for_model(self.queryset.model, 'view' if self.request.method == 'GET' else 'change')

    def get(self, request, **kwargs):
        record = self.get_object(**kwargs)
        times = better_times(record, timezone.now())
        context = {'object': record, 'times': times, 'may_move': isinstance(record, Change) and not record.is_approved}
        return render(request, 'netbox_slm/panels/better_times.html', context)

    def post(self, request, **kwargs):
        record = self.get_object(**kwargs)
        try:
            record = move_to(record, request.POST.get('start', ''), request.user)
            messages.success(request, _('The work is planned for another time; its flags are computed again.'))
        except ValidationError as error:
            messages.error(request, ' '.join(error.messages))
        return redirect(record.get_absolute_url())


class _BulkStepMixin:
    """Bulk edits that take a step bring with it what the step brings."""

    def post_save_operations(self, form, obj):
        super().post_save_operations(form, obj)
        finish_step(obj, self.request.user, timezone.now())


class _ImportedStepMixin:
    """Imports that take a step bring with it what the step brings."""

    def save_object(self, object_form, request):
        obj = super().save_object(object_form, request)
        finish_step(obj, request.user, timezone.now())
        return obj


@register_model_view(Change, 'list', path='', detail=False)
class ChangeListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_flags)
    queryset = Change.objects.all()
    filterset = filtersets.ChangeFilterSet
    filterset_form = forms.ChangeFilterForm
    table = tables.ChangeTable


@register_model_view(Change)
class ChangeView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Change.objects.all()
    template_name = 'generic/object.html'
    layout = _layout(
        'change',
        ui.ChangePanel(),
        (
            _part_panel('netbox_slm.plannedeffect', 'change', _('Planned effects'), _('Add a planned effect')),
            _part_panel('netbox_slm.causedincident', 'change', _('Incidents caused by it'), _('Add an incident')),
        ),
        (record_breadcrumb('release'),),
    )


@register_model_view(Change, 'step')
class ChangeStepView(_StepView):
    queryset = Change.objects.all()


@register_model_view(Change, 'compute_flags', path='compute-flags')
class ChangeComputeFlagsView(_ComputeFlagsView):
    queryset = Change.objects.all()


@register_model_view(Change, 'times')
class ChangeTimesView(_TimesView):
    queryset = Change.objects.all()


@register_model_view(Change, 'add', detail=False)
@register_model_view(Change, 'edit')
class ChangeEditView(generic.ObjectEditView):
    queryset = Change.objects.all()
    form = forms.ChangeForm


@register_model_view(Change, 'delete')
class ChangeDeleteView(generic.ObjectDeleteView):
    queryset = Change.objects.all()


@register_model_view(Change, 'bulk_import', path='import', detail=False)
class ChangeBulkImportView(_ImportedStepMixin, generic.BulkImportView):
    queryset = Change.objects.all()
    model_form = forms.ChangeImportForm


@register_model_view(Change, 'bulk_edit', path='edit', detail=False)
class ChangeBulkEditView(_BulkStepMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_flags)
    queryset = Change.objects.all()
    filterset = filtersets.ChangeFilterSet
    table = tables.ChangeTable
    form = forms.ChangeBulkEditForm


@register_model_view(Change, 'bulk_rename', path='rename', detail=False)
class ChangeBulkRenameView(generic.BulkRenameView):
    queryset = Change.objects.all()
    filterset = filtersets.ChangeFilterSet


@register_model_view(Change, 'bulk_delete', path='delete', detail=False)
class ChangeBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_flags)
    queryset = Change.objects.all()
    filterset = filtersets.ChangeFilterSet
    table = tables.ChangeTable


@register_model_view(Release, 'list', path='', detail=False)
class ReleaseListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_changes)
    queryset = Release.objects.all()
    filterset = filtersets.ReleaseFilterSet
    filterset_form = forms.ReleaseFilterForm
    table = tables.ReleaseTable


@register_model_view(Release)
class ReleaseView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Release.objects.all()
    template_name = 'generic/object.html'
    layout = _layout(
        'release',
        ui.ReleasePanel(),
        (
            _part_panel('netbox_slm.change', 'release', _('Changes'), _('Add a change')),
            _part_panel('netbox_slm.releaseelement', 'release', _('What it introduces'), _('Add an element')),
            _part_panel('netbox_slm.releaseeffect', 'release', _('Effects on services and SLAs'), _('Add an effect')),
        ),
    )


@register_model_view(Release, 'step')
class ReleaseStepView(_StepView):
    queryset = Release.objects.all()


@register_model_view(Release, 'compute_flags', path='compute-flags')
class ReleaseComputeFlagsView(_ComputeFlagsView):
    queryset = Release.objects.all()


@register_model_view(Release, 'times')
class ReleaseTimesView(_TimesView):
    queryset = Release.objects.all()


@register_model_view(Release, 'add', detail=False)
@register_model_view(Release, 'edit')
class ReleaseEditView(generic.ObjectEditView):
    queryset = Release.objects.all()
    form = forms.ReleaseForm


@register_model_view(Release, 'delete')
class ReleaseDeleteView(generic.ObjectDeleteView):
    queryset = Release.objects.all()


@register_model_view(Release, 'bulk_import', path='import', detail=False)
class ReleaseBulkImportView(_ImportedStepMixin, generic.BulkImportView):
    queryset = Release.objects.all()
    model_form = forms.ReleaseImportForm


@register_model_view(Release, 'bulk_edit', path='edit', detail=False)
class ReleaseBulkEditView(_BulkStepMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_changes)
    queryset = Release.objects.all()
    filterset = filtersets.ReleaseFilterSet
    table = tables.ReleaseTable
    form = forms.ReleaseBulkEditForm


@register_model_view(Release, 'bulk_rename', path='rename', detail=False)
class ReleaseBulkRenameView(generic.BulkRenameView):
    queryset = Release.objects.all()
    filterset = filtersets.ReleaseFilterSet


@register_model_view(Release, 'bulk_delete', path='delete', detail=False)
class ReleaseBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_changes)
    queryset = Release.objects.all()
    filterset = filtersets.ReleaseFilterSet
    table = tables.ReleaseTable
