"""Pages of service calendars, their windows and exceptions."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.breadcrumbs import Breadcrumb
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel, RelatedObjectsPanel
from netbox.views import generic
from utilities.views import GetRelatedModelsMixin, register_model_view

from ... import filtersets, forms, tables
from ...models import CalendarException, CalendarWindow, ServiceCalendar
from ...ui import agreements as ui
from ...visible import viewable
from ..consequences import (
    BulkDeleteConsequencesMixin,
    BulkEditConsequencesMixin,
    ConsequencesMixin,
    DeleteConsequencesMixin,
)
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_slas_of_calendar

__all__ = (
    'CalendarExceptionBulkDeleteView',
    'CalendarExceptionBulkEditView',
    'CalendarExceptionBulkImportView',
    'CalendarExceptionBulkRenameView',
    'CalendarExceptionDeleteView',
    'CalendarExceptionEditView',
    'CalendarExceptionListView',
    'CalendarExceptionView',
    'CalendarWindowBulkDeleteView',
    'CalendarWindowBulkEditView',
    'CalendarWindowBulkImportView',
    'CalendarWindowDeleteView',
    'CalendarWindowEditView',
    'CalendarWindowListView',
    'CalendarWindowView',
    'ServiceCalendarBulkDeleteView',
    'ServiceCalendarBulkEditView',
    'ServiceCalendarBulkImportView',
    'ServiceCalendarBulkRenameView',
    'ServiceCalendarDeleteView',
    'ServiceCalendarEditView',
    'ServiceCalendarListView',
    'ServiceCalendarView',
)


def _add(model, label):
    return actions.AddObject(model, url_params={'calendar': lambda context: context['object'].pk}, label=label)


@register_model_view(ServiceCalendar, 'list', path='', detail=False)
class ServiceCalendarListView(CountedMixin, generic.ObjectListView):
    counted = staticmethod(with_slas_of_calendar)
    queryset = ServiceCalendar.objects.prefetch_related('windows')
    filterset = filtersets.ServiceCalendarFilterSet
    filterset_form = forms.ServiceCalendarFilterForm
    table = tables.ServiceCalendarTable


@register_model_view(ServiceCalendar)
class ServiceCalendarView(GetRelatedModelsMixin, generic.ObjectView):
    queryset = ServiceCalendar.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.ServiceCalendarPanel(), TagsPanel(), CustomFieldsPanel(), CommentsPanel()],
        right_panels=[ui.WeekPanel(), RelatedObjectsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.calendarwindow',
                filters={'calendar_id': lambda context: context['object'].pk},
                exclude_columns=['calendar'],
                actions=[_add('netbox_slm.calendarwindow', _('Add a window'))],
            ),
            ObjectsTablePanel(
                'netbox_slm.calendarexception',
                filters={'calendar_id': lambda context: context['object'].pk},
                exclude_columns=['calendar'],
                actions=[_add('netbox_slm.calendarexception', _('Add an exception'))],
            ),
        ],
    )

    def get_extra_context(self, request, instance):
        parts = (CalendarWindow, CalendarException)
        return {'related_models': self.get_related_models(request, instance, omit=parts)}


@register_model_view(ServiceCalendar, 'add', detail=False)
@register_model_view(ServiceCalendar, 'edit')
class ServiceCalendarEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = ServiceCalendar.objects.all()
    form = forms.ServiceCalendarForm


@register_model_view(ServiceCalendar, 'delete')
class ServiceCalendarDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = ServiceCalendar.objects.all()


@register_model_view(ServiceCalendar, 'bulk_import', path='import', detail=False)
class ServiceCalendarBulkImportView(generic.BulkImportView):
    queryset = ServiceCalendar.objects.all()
    model_form = forms.ServiceCalendarImportForm


@register_model_view(ServiceCalendar, 'bulk_edit', path='edit', detail=False)
class ServiceCalendarBulkEditView(BulkEditConsequencesMixin, CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_slas_of_calendar)
    queryset = ServiceCalendar.objects.prefetch_related('windows')
    filterset = filtersets.ServiceCalendarFilterSet
    table = tables.ServiceCalendarTable
    form = forms.ServiceCalendarBulkEditForm


@register_model_view(ServiceCalendar, 'bulk_rename', path='rename', detail=False)
class ServiceCalendarBulkRenameView(generic.BulkRenameView):
    queryset = ServiceCalendar.objects.all()
    filterset = filtersets.ServiceCalendarFilterSet


@register_model_view(ServiceCalendar, 'bulk_delete', path='delete', detail=False)
class ServiceCalendarBulkDeleteView(BulkDeleteConsequencesMixin, CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(with_slas_of_calendar)
    queryset = ServiceCalendar.objects.prefetch_related('windows')
    filterset = filtersets.ServiceCalendarFilterSet
    table = tables.ServiceCalendarTable


@register_model_view(CalendarWindow, 'list', path='', detail=False)
class CalendarWindowListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = CalendarWindow.objects.all()
    filterset = filtersets.CalendarWindowFilterSet
    filterset_form = forms.CalendarWindowFilterForm
    table = tables.CalendarWindowTable


@register_model_view(CalendarWindow)
class CalendarWindowView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CalendarWindow.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[Breadcrumb(lambda window: viewable(window, 'calendar'))],
        left_panels=[ui.CalendarWindowPanel()],
        right_panels=[TagsPanel(), CustomFieldsPanel()],
    )


@register_model_view(CalendarWindow, 'add', detail=False)
@register_model_view(CalendarWindow, 'edit')
class CalendarWindowEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = CalendarWindow.objects.all()
    form = forms.CalendarWindowForm


@register_model_view(CalendarWindow, 'delete')
class CalendarWindowDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = CalendarWindow.objects.all()


@register_model_view(CalendarWindow, 'bulk_import', path='import', detail=False)
class CalendarWindowBulkImportView(generic.BulkImportView):
    queryset = CalendarWindow.objects.all()
    model_form = forms.CalendarWindowImportForm


@register_model_view(CalendarWindow, 'bulk_edit', path='edit', detail=False)
class CalendarWindowBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = CalendarWindow.objects.all()
    filterset = filtersets.CalendarWindowFilterSet
    table = tables.CalendarWindowTable
    form = forms.CalendarWindowBulkEditForm


@register_model_view(CalendarWindow, 'bulk_delete', path='delete', detail=False)
class CalendarWindowBulkDeleteView(BulkDeleteConsequencesMixin, ViewableRelationsMixin, generic.BulkDeleteView):
    queryset = CalendarWindow.objects.all()
    filterset = filtersets.CalendarWindowFilterSet
    table = tables.CalendarWindowTable


@register_model_view(CalendarException, 'list', path='', detail=False)
class CalendarExceptionListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = CalendarException.objects.all()
    filterset = filtersets.CalendarExceptionFilterSet
    filterset_form = forms.CalendarExceptionFilterForm
    table = tables.CalendarExceptionTable


@register_model_view(CalendarException)
class CalendarExceptionView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CalendarException.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[Breadcrumb(lambda exception: viewable(exception, 'calendar'))],
        left_panels=[ui.CalendarExceptionPanel()],
        right_panels=[TagsPanel(), CustomFieldsPanel()],
    )


@register_model_view(CalendarException, 'add', detail=False)
@register_model_view(CalendarException, 'edit')
class CalendarExceptionEditView(ConsequencesMixin, generic.ObjectEditView):
    queryset = CalendarException.objects.all()
    form = forms.CalendarExceptionForm


@register_model_view(CalendarException, 'delete')
class CalendarExceptionDeleteView(DeleteConsequencesMixin, generic.ObjectDeleteView):
    queryset = CalendarException.objects.all()


@register_model_view(CalendarException, 'bulk_import', path='import', detail=False)
class CalendarExceptionBulkImportView(generic.BulkImportView):
    queryset = CalendarException.objects.all()
    model_form = forms.CalendarExceptionImportForm


@register_model_view(CalendarException, 'bulk_edit', path='edit', detail=False)
class CalendarExceptionBulkEditView(BulkEditConsequencesMixin, generic.BulkEditView):
    queryset = CalendarException.objects.all()
    filterset = filtersets.CalendarExceptionFilterSet
    table = tables.CalendarExceptionTable
    form = forms.CalendarExceptionBulkEditForm


@register_model_view(CalendarException, 'bulk_rename', path='rename', detail=False)
class CalendarExceptionBulkRenameView(generic.BulkRenameView):
    queryset = CalendarException.objects.all()
    filterset = filtersets.CalendarExceptionFilterSet


@register_model_view(CalendarException, 'bulk_delete', path='delete', detail=False)
class CalendarExceptionBulkDeleteView(BulkDeleteConsequencesMixin, ViewableRelationsMixin, generic.BulkDeleteView):
    queryset = CalendarException.objects.all()
    filterset = filtersets.CalendarExceptionFilterSet
    table = tables.CalendarExceptionTable
