"""Lists and detail pages on which related objects are shown only to who may view them."""

from ..ordering import in_viewable_order
from ..visible import prefetch_viewable

__all__ = ('ViewableRelationsMixin',)


class ViewableRelationsMixin:
    """For views that show rows of a model with `viewable_relations` and save none.

    Export templates get the rows in the order that they have here.
    """

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        queryset = queryset.prefetch_related(*prefetch_viewable(queryset.model, request.user))
        return in_viewable_order(queryset, request.user)
