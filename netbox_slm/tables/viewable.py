"""Tables that show related objects only to who may view them, whichever page of NetBox or ours they stand on."""

from django.db.models import QuerySet

from ..visible import current_user, prefetch_viewable

__all__ = ('ViewableRelationsMixin',)


class ViewableRelationsMixin:
    """For tables of a model with `viewable_relations`. List it first.

    Pages that edit or delete many rows give the table rows of their own, which nobody prefetched.
    """

    def __init__(self, data, *args, **kwargs):
        user = current_user()
        if isinstance(data, QuerySet) and user is not None:
            loaded = {getattr(lookup, 'prefetch_to', lookup) for lookup in data._prefetch_related_lookups}
            names = [name for name in data.model.viewable_relations if name not in loaded]
            data = data.prefetch_related(*prefetch_viewable(data.model, user, names))
        super().__init__(data, *args, **kwargs)
