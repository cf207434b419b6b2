"""Pages of explicit needs between CIs, and of their groups."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from extras.ui.panels import CustomFieldsPanel, TagsPanel
from netbox.ui import actions, layout
from netbox.ui.panels import CommentsPanel, ObjectsTablePanel
from netbox.views import generic
from utilities.views import register_model_view

from ... import filtersets, forms, tables
from ...models import CIDependency, CIDependencyGroup
from ...ui import catalog as ui
from ...visible import count_viewable
from ..viewable import ViewableRelationsMixin
from .counts import CountedMixin

__all__ = (
    'CIDependencyBulkDeleteView',
    'CIDependencyBulkEditView',
    'CIDependencyBulkImportView',
    'CIDependencyDeleteView',
    'CIDependencyEditView',
    'CIDependencyGroupBulkDeleteView',
    'CIDependencyGroupBulkEditView',
    'CIDependencyGroupBulkImportView',
    'CIDependencyGroupBulkRenameView',
    'CIDependencyGroupDeleteView',
    'CIDependencyGroupEditView',
    'CIDependencyGroupListView',
    'CIDependencyGroupView',
    'CIDependencyListView',
    'CIDependencyView',
)


def _with_members(queryset, user):
    """Groups of needs with `member_count`."""
    return queryset.annotate(member_count=count_viewable(CIDependency, user, group=OuterRef('pk')))


@register_model_view(CIDependencyGroup, 'list', path='', detail=False)
class CIDependencyGroupListView(CountedMixin, ViewableRelationsMixin, generic.ObjectListView):
    counted = staticmethod(_with_members)
    queryset = CIDependencyGroup.objects.all()
    filterset = filtersets.CIDependencyGroupFilterSet
    filterset_form = forms.CIDependencyGroupFilterForm
    table = tables.CIDependencyGroupTable


@register_model_view(CIDependencyGroup)
class CIDependencyGroupView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CIDependencyGroup.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.CIDependencyGroupPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel()],
        bottom_panels=[
            ObjectsTablePanel(
                'netbox_slm.cidependency',
                filters={'group_id': lambda context: context['object'].pk},
                title=_('Members'),
                exclude_columns=['dependent', 'kind', 'group'],
                actions=[
                    actions.AddObject(
                        'netbox_slm.cidependency',
                        url_params={
                            'dependent_content_type': lambda context: context['object'].dependent_type_id,
                            'dependent_object_id': lambda context: context['object'].dependent_id,
                            'kind': lambda context: 'group',
                            'group': lambda context: context['object'].pk,
                        },
                        label=_('Add a member'),
                    ),
                ],
            ),
        ],
    )


@register_model_view(CIDependencyGroup, 'add', detail=False)
@register_model_view(CIDependencyGroup, 'edit')
class CIDependencyGroupEditView(generic.ObjectEditView):
    queryset = CIDependencyGroup.objects.all()
    form = forms.CIDependencyGroupForm


@register_model_view(CIDependencyGroup, 'delete')
class CIDependencyGroupDeleteView(generic.ObjectDeleteView):
    queryset = CIDependencyGroup.objects.all()


@register_model_view(CIDependencyGroup, 'bulk_import', path='import', detail=False)
class CIDependencyGroupBulkImportView(generic.BulkImportView):
    queryset = CIDependencyGroup.objects.all()
    model_form = forms.CIDependencyGroupImportForm


@register_model_view(CIDependencyGroup, 'bulk_edit', path='edit', detail=False)
class CIDependencyGroupBulkEditView(CountedMixin, generic.BulkEditView):
    counted = staticmethod(_with_members)
    queryset = CIDependencyGroup.objects.all()
    filterset = filtersets.CIDependencyGroupFilterSet
    table = tables.CIDependencyGroupTable
    form = forms.CIDependencyGroupBulkEditForm


@register_model_view(CIDependencyGroup, 'bulk_rename', path='rename', detail=False)
class CIDependencyGroupBulkRenameView(generic.BulkRenameView):
    queryset = CIDependencyGroup.objects.all()
    filterset = filtersets.CIDependencyGroupFilterSet


@register_model_view(CIDependencyGroup, 'bulk_delete', path='delete', detail=False)
class CIDependencyGroupBulkDeleteView(CountedMixin, generic.BulkDeleteView):
    counted = staticmethod(_with_members)
    queryset = CIDependencyGroup.objects.all()
    filterset = filtersets.CIDependencyGroupFilterSet
    table = tables.CIDependencyGroupTable


@register_model_view(CIDependency, 'list', path='', detail=False)
class CIDependencyListView(ViewableRelationsMixin, generic.ObjectListView):
    queryset = CIDependency.objects.all()
    filterset = filtersets.CIDependencyFilterSet
    filterset_form = forms.CIDependencyFilterForm
    table = tables.CIDependencyTable


@register_model_view(CIDependency)
class CIDependencyView(ViewableRelationsMixin, generic.ObjectView):
    queryset = CIDependency.objects.all()
    template_name = 'generic/object.html'
    layout = layout.SimpleLayout(
        left_panels=[ui.CIDependencyPanel(), TagsPanel()],
        right_panels=[CustomFieldsPanel(), CommentsPanel()],
    )


@register_model_view(CIDependency, 'add', detail=False)
@register_model_view(CIDependency, 'edit')
class CIDependencyEditView(generic.ObjectEditView):
    queryset = CIDependency.objects.all()
    form = forms.CIDependencyForm


@register_model_view(CIDependency, 'delete')
class CIDependencyDeleteView(generic.ObjectDeleteView):
    queryset = CIDependency.objects.all()


@register_model_view(CIDependency, 'bulk_import', path='import', detail=False)
class CIDependencyBulkImportView(generic.BulkImportView):
    queryset = CIDependency.objects.all()
    model_form = forms.CIDependencyImportForm


@register_model_view(CIDependency, 'bulk_edit', path='edit', detail=False)
class CIDependencyBulkEditView(generic.BulkEditView):
    queryset = CIDependency.objects.all()
    filterset = filtersets.CIDependencyFilterSet
    table = tables.CIDependencyTable
    form = forms.CIDependencyBulkEditForm


@register_model_view(CIDependency, 'bulk_delete', path='delete', detail=False)
class CIDependencyBulkDeleteView(generic.BulkDeleteView):
    queryset = CIDependency.objects.all()
    filterset = filtersets.CIDependencyFilterSet
    table = tables.CIDependencyTable
