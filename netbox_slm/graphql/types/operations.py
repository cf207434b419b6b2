"""GraphQL types of the domain operations."""

__all__ = ()
