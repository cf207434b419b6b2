"""GraphQL types of models with `viewable_relations`: their `display` names nothing that the user may not view."""

import strawberry
import strawberry_django
from strawberry.types import Info

from ..api.fields import viewable_ids
from ..visible import shown, without

__all__ = ('ViewableRelationsMixin', 'is_hidden')


@strawberry.type
class ViewableRelationsMixin:
    """List it first."""

    @strawberry_django.field
    def display(self, info: Info) -> str:
        user = info.context.request.user
        return str(without(self, [name for name in self.viewable_relations if is_hidden(self, name, user)]))


def is_hidden(instance, name, user):
    """True where `instance` has an object in the relation `name` that `user` may not view."""
    related = shown(instance, name)
    return related is not None and not viewable_ids(type(related), [related.pk], user)
