"""GraphQL types of the domain agreements."""

__all__ = ()
