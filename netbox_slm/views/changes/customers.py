"""Pages of what customers say to planned work."""

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.ui import layout
from netbox.ui.panels import CommentsPanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import Acknowledgement, CustomerAgreement
from ...ui import changes as ui
from ..viewable import ViewableRelationsMixin
from .breadcrumbs import record_breadcrumb

__all__ = (
    'AcknowledgementBulkDeleteView',
    'AcknowledgementBulkEditView',
    'AcknowledgementBulkImportView',
    'AcknowledgementDeleteView',
    'AcknowledgementEditView',
    'AcknowledgementListView',
    'AcknowledgementView',
    'CustomerAgreementBulkDeleteView',
    'CustomerAgreementBulkEditView',
    'CustomerAgreementBulkImportView',
    'CustomerAgreementDeleteView',
    'CustomerAgreementEditView',
    'CustomerAgreementListView',
    'CustomerAgreementView',
)


@register_model_view(CustomerAgreement, 'list', path='', detail=False)
class CustomerAgreementListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = CustomerAgreement.objects.all()
    filterset = filtersets.CustomerAgreementFilterSet
    filterset_form = forms.CustomerAgreementFilterForm
    table = tables.CustomerAgreementTable


@register_model_view(CustomerAgreement)
class CustomerAgreementView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CustomerAgreement.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('record')],
        left_panels=[ui.CustomerAgreementPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel(), ImageAttachmentsPanel()],
    )


@register_model_view(CustomerAgreement, 'add', detail=False)
@register_model_view(CustomerAgreement, 'edit')
class CustomerAgreementEditView(generic.ObjectEditView):
    queryset = CustomerAgreement.objects.all()
    form = forms.CustomerAgreementForm


@register_model_view(CustomerAgreement, 'delete')
class CustomerAgreementDeleteView(generic.ObjectDeleteView):
    queryset = CustomerAgreement.objects.all()


@register_model_view(CustomerAgreement, 'bulk_import', path='import', detail=False)
class CustomerAgreementBulkImportView(generic.BulkImportView):
    queryset = CustomerAgreement.objects.all()
    model_form = forms.CustomerAgreementImportForm


@register_model_view(CustomerAgreement, 'bulk_edit', path='edit', detail=False)
class CustomerAgreementBulkEditView(generic.BulkEditView):
    queryset = CustomerAgreement.objects.all()
    filterset = filtersets.CustomerAgreementFilterSet
    table = tables.CustomerAgreementTable
    form = forms.CustomerAgreementBulkEditForm


@register_model_view(CustomerAgreement, 'bulk_delete', path='delete', detail=False)
class CustomerAgreementBulkDeleteView(generic.BulkDeleteView):
    queryset = CustomerAgreement.objects.all()
    filterset = filtersets.CustomerAgreementFilterSet
    table = tables.CustomerAgreementTable


@register_model_view(Acknowledgement, 'list', path='', detail=False)
class AcknowledgementListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = Acknowledgement.objects.all()
    filterset = filtersets.AcknowledgementFilterSet
    filterset_form = forms.AcknowledgementFilterForm
    table = tables.AcknowledgementTable


@register_model_view(Acknowledgement)
class AcknowledgementView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Acknowledgement.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        breadcrumbs=[record_breadcrumb('record')],
        left_panels=[ui.AcknowledgementPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel(), ImageAttachmentsPanel()],
    )


@register_model_view(Acknowledgement, 'add', detail=False)
@register_model_view(Acknowledgement, 'edit')
class AcknowledgementEditView(generic.ObjectEditView):
    queryset = Acknowledgement.objects.all()
    form = forms.AcknowledgementForm


@register_model_view(Acknowledgement, 'delete')
class AcknowledgementDeleteView(generic.ObjectDeleteView):
    queryset = Acknowledgement.objects.all()


@register_model_view(Acknowledgement, 'bulk_import', path='import', detail=False)
class AcknowledgementBulkImportView(generic.BulkImportView):
    queryset = Acknowledgement.objects.all()
    model_form = forms.AcknowledgementImportForm


@register_model_view(Acknowledgement, 'bulk_edit', path='edit', detail=False)
class AcknowledgementBulkEditView(generic.BulkEditView):
    queryset = Acknowledgement.objects.all()
    filterset = filtersets.AcknowledgementFilterSet
    table = tables.AcknowledgementTable
    form = forms.AcknowledgementBulkEditForm


@register_model_view(Acknowledgement, 'bulk_delete', path='delete', detail=False)
class AcknowledgementBulkDeleteView(generic.BulkDeleteView):
    queryset = Acknowledgement.objects.all()
    filterset = filtersets.AcknowledgementFilterSet
    table = tables.AcknowledgementTable
