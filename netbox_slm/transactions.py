"""Transactions where the rows of a model are: in an active branch of netbox-branching that is another connection."""

from django.db import connections, router, transaction

__all__ = ('atomic_for', 'connection_for')


def atomic_for(model):
    """A transaction on the connection that rows of this model are written by."""
    return transaction.atomic(using=router.db_for_write(model))


def connection_for(model):
    """The connection that rows of this model are written by."""
    return connections[router.db_for_write(model)]
