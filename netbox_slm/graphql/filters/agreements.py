"""GraphQL filters of the domain agreements."""

__all__ = ()
