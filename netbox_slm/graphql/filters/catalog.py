"""GraphQL filters of the domain catalog."""

__all__ = ()
