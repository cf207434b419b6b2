"""GraphQL filters of the domain attainment."""

__all__ = ()
