"""Lists and detail pages on which related objects are shown only to who may view them."""

from ..visible import prefetch_viewable

__all__ = ('ViewableRelationsMixin',)


class ViewableRelationsMixin:
    """For views that show rows of a model with `viewable_relations` and save none."""

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.prefetch_related(*prefetch_viewable(queryset.model, request.user))
