"""Tables that show related objects only to who may view them, whichever page of NetBox or ours they stand on.

Nor does the order of their rows tell of what is hidden.
"""

from django.db.models import QuerySet
from django_tables2.data import TableQuerysetData

from ..ordering import in_viewable_order
from ..visible import current_user, prefetch_viewable

__all__ = ('ViewableRelationsMixin',)


class ViewableRelationsMixin:
    """For tables of a model with relations. List it first.

    Pages that edit or delete many rows give the table rows of their own, which nobody prefetched.
    """

    def __init__(self, data, *args, **kwargs):
        user = current_user()
        if isinstance(data, QuerySet) and user is not None:
            loaded = {getattr(lookup, 'prefetch_to', lookup) for lookup in data._prefetch_related_lookups}
            names = [name for name in getattr(data.model, 'viewable_relations', ()) if name not in loaded]
            data = in_viewable_order(data.prefetch_related(*prefetch_viewable(data.model, user, names)), user)
        super().__init__(data, *args, **kwargs)

    @property
    def order_by(self):
        """The columns that the rows are sorted by."""
        return super().order_by

    @order_by.setter
    def order_by(self, value):
        super(ViewableRelationsMixin, type(self)).order_by.fset(self, value)
        if isinstance(self.data, TableQuerysetData):
            self.data.data = in_viewable_order(self.data.data, current_user())
