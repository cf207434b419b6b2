"""GraphQL types of the domain attainment."""

__all__ = ()
