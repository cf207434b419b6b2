"""GraphQL types of the domain catalog."""

__all__ = ()
