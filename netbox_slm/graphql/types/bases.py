"""Bases of our GraphQL types: the order of a list tells nothing of what the user may not view (semantics.md §8)."""

import strawberry

from netbox.graphql import types as of_netbox

from ...ordering import in_viewable_order

__all__ = ('BaseObjectType', 'NestedLtreeGroupObjectType', 'NetBoxObjectType', 'PrimaryObjectType')


class _OrderMixin:
    @classmethod
    def get_queryset(cls, queryset, info, **kwargs):
        return in_viewable_order(super().get_queryset(queryset, info, **kwargs), info.context.request.user)


@strawberry.type
class BaseObjectType(_OrderMixin, of_netbox.BaseObjectType):
    """Of rows that are written by the system."""


@strawberry.type
class NestedLtreeGroupObjectType(_OrderMixin, of_netbox.NestedLtreeGroupObjectType):
    """Of models that form a tree."""


@strawberry.type
class NetBoxObjectType(_OrderMixin, of_netbox.NetBoxObjectType):
    """Of most models."""


@strawberry.type
class PrimaryObjectType(_OrderMixin, of_netbox.PrimaryObjectType):
    """Of models with an owner and comments."""
