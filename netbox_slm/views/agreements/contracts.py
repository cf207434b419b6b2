"""Pages of contracts."""

from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, ImageAttachmentsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import Contract
from ...ui import agreements as ui
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin, with_slas_of_contract

__all__ = (
    'ContractBulkDeleteView',
    'ContractBulkEditView',
    'ContractBulkImportView',
    'ContractBulkRenameView',
    'ContractDeleteView',
    'ContractEditView',
    'ContractListView',
    'ContractView',
)


@register_model_view(Contract, 'list', path='', detail=False)
class ContractListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(with_slas_of_contract)
    queryset = Contract.objects.all()
    filterset = filtersets.ContractFilterSet
    filterset_form = forms.ContractFilterForm
    table = tables.ContractTable


@register_model_view(Contract)
class ContractView(ViewableRelationsMixin, generic.ObjectView):
    queryset = Contract.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.ContractPanel(), TagsPanel(), CustomFieldsPanel()],
        right_panels=[ui.ContractTermPanel(), ImageAttachmentsPanel(), CommentsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.sla',
                filters={'contract_id': lambda context: context['object'].pk},
                exclude_columns=['contract'],
                actions=[
                    actions.AddObject(
                        'netbox_slm.sla',
                        url_params={
                            'contract': lambda context: context['object'].pk,
                            'tenant': lambda context: context['object'].tenant_id,
                            'provider': lambda context: context['object'].provider_id,
                            'kind': lambda context: context['object'].sla_kind,
                        },
                        label=_('Add an SLA'),
                    ),
                ],
            ),
        ],
    )


@register_model_view(Contract, 'add', detail=False)
@register_model_view(Contract, 'edit')
class ContractEditView(generic.ObjectEditView):
    queryset = Contract.objects.all()
    form = forms.ContractForm


@register_model_view(Contract, 'delete')
class ContractDeleteView(generic.ObjectDeleteView):
    queryset = Contract.objects.all()


@register_model_view(Contract, 'bulk_import', path='import', detail=False)
class ContractBulkImportView(generic.BulkImportView):
    queryset = Contract.objects.all()
    model_form = forms.ContractImportForm


@register_model_view(Contract, 'bulk_edit', path='edit', detail=False)
class ContractBulkEditView(CountedMixin, generic.BulkEditView):
    counted = staticmethod(with_slas_of_contract)
    queryset = Contract.objects.all()
    filterset = filtersets.ContractFilterSet
    table = tables.ContractTable
    form = forms.ContractBulkEditForm


@register_model_view(Contract, 'bulk_rename', path='rename', detail=False)
class ContractBulkRenameView(generic.BulkRenameView):
    queryset = Contract.objects.all()
    filterset = filtersets.ContractFilterSet


@register_model_view(Contract, 'bulk_delete', path='delete', detail=False)
class ContractBulkDeleteView(CountedMixin, ViewableRelationsMixin, generic.BulkDeleteView):
    counted = staticmethod(with_slas_of_contract)
    queryset = Contract.objects.all()
    filterset = filtersets.ContractFilterSet
    table = tables.ContractTable
