"""GraphQL filters of the domain operations."""

__all__ = ()
